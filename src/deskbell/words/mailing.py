"""Mail that a plan sends and a timeline tells, rules in a few words, and how a letter stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.notices import TIMED, Channel, Notice
from deskbell.domain.people import Role
from deskbell.domain.text import clean
from deskbell.words.dates import clock, length
from deskbell.words.effect_texts import tables
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.operations import refusal
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskbell.domain.ids import Id
    from deskbell.domain.letters import Coming
    from deskbell.domain.notices import Terms
    from deskbell.words.namer import Line, Namer, PlanSays

DAY = 24 * 60


def bell_lines(found: Iterable[Coming], zone: str, language: str, now: int) -> tuple[str, ...]:
    """Piano 60 in 10 min: 15:30, Ana Pérez; a class once, whoever comes to it."""
    say = Speech(language, zone, now=now)
    lessons: dict[tuple[str, int], list[str]] = {}
    for one in found:
        lessons.setdefault((one.service, one.due.start), []).append(clean(one.name))
    lines = []
    for (service, start), names in lessons.items():
        soon = t(language, "bell.soon", lesson=service, length=length(max(0, start - now + 59) // 60))
        lines.append(", ".join(x for x in (f"{soon}: {say.time(start)}", names[0] if len(names) == 1 else "") if x))
    return tuple(lines)


def notice_name(notice: Notice, language: str) -> str:
    """Confirmation, reminder."""
    return tables(spoken(language)).terms[f"notice.{notice}"]


def audience_name(audience: Role, language: str) -> str:
    return tables(spoken(language)).terms[f"audience.{audience}"]


def channel_name(channel: Channel, language: str) -> str:
    return tables(spoken(language)).terms[f"channel.{channel}"]


def letter_state(state: str, language: str) -> str:
    """Waits, sent, refused."""
    return tables(spoken(language)).terms[f"letter.{state}"]


def away(terms: Terms, language: str) -> str:
    """24 h before, 2 h after, when it happens."""
    words = tables(spoken(language)).terms
    if terms.minutes is None:
        return words["rule.once"]
    if terms.minutes == 0:
        return words["rule.at" if terms.notice is Notice.REMINDER else "rule.at_end"]
    return words["rule.before" if terms.minutes < 0 else "rule.after"].format(length=far(abs(terms.minutes)))


def far(minutes: int) -> str:
    """90 min is 1 h 30; whole days are days, beyond the first."""
    days, rest = divmod(minutes, DAY)
    return f"{days} d" if days > 1 and not rest else length(minutes)


def quiet(terms: Terms, language: str) -> str:
    """Quiet 21:00–08:00, or nothing."""
    if terms.quiet_from is None or terms.quiet_until is None:
        return ""
    span = f"{clock(terms.quiet_from)}–{clock(terms.quiet_until)}"
    return tables(spoken(language)).terms["rule.quiet"].format(span=span)


def rule_words(terms: Terms, language: str) -> str:
    """Reminder, 24 h before, customer, mail, quiet 21:00–08:00."""
    parts = [notice_name(terms.notice, language)]
    parts += [away(terms, language)] if terms.notice in TIMED else []
    parts += [audience_name(terms.audience, language), channel_name(terms.channel, language), quiet(terms, language)]
    return ", ".join(part for part in parts if part)


def whom(teller: Namer, audience: Role, person: Id) -> str:
    return teller.tutor(person) if audience is Role.TUTOR else teller.person(person)


def mail_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    match effect:
        case e.Told():
            return effect.kind, {
                "person": whom(teller, effect.audience, effect.person),
                "notice": teller.term(f"notice.{effect.notice}"),
            }
        case e.LetterTurned():
            return f"{effect.kind}.{effect.after}", {
                "person": whom(teller, effect.audience, effect.person),
                "notice": teller.term(f"notice.{effect.notice}"),
                "why": refusal(effect.code, teller.say.language) if effect.code else "",
            }
        case e.RuleSet():
            terms = effect.after or effect.before
            rule = rule_words(terms, teller.say.language) if terms is not None else ""
            return f"{effect.kind}.{_turn(effect)}", {"rule": rule}
    return None


def _turn(effect: e.RuleSet) -> str:
    if effect.before is None or effect.after is None:
        return "GONE" if effect.after is None else "NEW"
    if effect.before.active is not effect.after.active:
        return "ON" if effect.after.active else "OFF"
    return "SET"


def told_parts(teller: PlanSays) -> list[str]:
    """Marta Pérez (mail); and of what, where a plan tells of several things."""
    told = teller.all(e.Told)
    several = len({effect.notice for effect in told}) > 1
    found: dict[str, None] = {}
    for effect in sorted(told, key=lambda x: x.audience is Role.TUTOR):
        person = whom(teller, effect.audience, effect.person)  # type: ignore[arg-type]
        notice = teller.term(f"notice.{effect.notice}")
        found[teller.text("told.of" if several else "told.by_mail", person=person, notice=notice)] = None
    again = [teller.will(x) for x in teller.all(e.LetterTurned)]
    return [*found, *dict.fromkeys(again)]


def rule_parts(teller: PlanSays) -> list[str]:
    return [teller.will(x) for x in teller.all(e.RuleSet)]
