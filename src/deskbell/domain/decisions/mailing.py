"""Reminders by the clock, what became of letters, and the rules and texts by which they are sent."""

from __future__ import annotations

from collections.abc import Mapping

from deskbell.domain.decisions.book import MAX_MAIL
from deskbell.domain.decisions.linking import desk_only
from deskbell.domain.decisions.notes import checked
from deskbell.domain.effects import (
    Effect,
    FieldSet,
    LetterTurned,
    OpQueued,
    OpTurned,
    RuleSet,
    TaskRaised,
    TaskSettled,
    Told,
)
from deskbell.domain.errors import NotFound, Refused, WrongInput
from deskbell.domain.ids import Id, Mint
from deskbell.domain.mail_commands import (
    ConfirmBooked,
    Deliver,
    DropLetter,
    EditPerson,
    Remind,
    SendAgain,
    SetRule,
    SetText,
    Which,
)
from deskbell.domain.mail_facts import Item, LetterFacts, PersonFacts, RemindFacts, RuleFacts, TextFacts, UntoldFacts
from deskbell.domain.notices import TIMED, Channel, Letter, Notice, Terms, due, is_on, still_useful
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.text import clean

REFUSED = "MAIL_REFUSED"
UNCERTAIN = "MAIL_UNCERTAIN"
MOVED_ON = "MOVED_ON"
"""Why something is not told in this letter: who shared its address has another one by now."""
_ENDED = {Letter.FAILED: REFUSED, Letter.UNCERTAIN: UNCERTAIN}
_TASKS = frozenset(_ENDED.values())
MAX_SUBJECT, MAX_BODY = 150, 4000
FARTHEST = 60 * 24 * 60
"""Minutes from a lesson at most: sixty days."""
DAY_MINUTES = 24 * 60
SPOKEN = ("en", "es", "pt")
"""The languages that letters are written in."""


def decide_remind(facts: RemindFacts, cmd: Remind, now: int, mint: Mint) -> Plan:
    """Everybody who is due to be told, each of it once: what was told before is left out, and what is useless now.

    Where several rules are due of one lesson at once, because nobody worked for long, the latest speaks for all.
    """
    found = list(still_useful(due(facts.rules, facts.lessons, cmd.after, cmd.until), now))
    minutes = {rule.id: rule.terms.minutes or 0 for rule in facts.rules}
    spoken: dict[tuple[Id, Id, int], int] = {}
    for rule, booking, person, _, start in facts.known:
        key = (booking, person, start)
        if rule in minutes:  # of one that was taken away nobody knows any more when it spoke
            spoken[key] = max(spoken.get(key, -FARTHEST - 1), minutes[rule])
    last = {
        (x.booking, x.audience, x.to.person, x.notice): x
        for x in found
        if x.channel is Channel.MAIL and spoken.get((x.booking, x.to.person, x.start), -FARTHEST - 1) < minutes[x.rule]
    }
    effects = [Told(x.booking, x.audience, x.to.person, x.notice, rule=x.rule, start=x.start) for x in last.values()]
    return Plan("REMIND", tuple(effects), asks=False)


def decide_confirm_booked(facts: UntoldFacts, cmd: ConfirmBooked, now: int, mint: Mint) -> Plan:
    """Reminders come by their rules anyway; a confirmation of what was booked before comes only if somebody asks.

    Refused: NO_MAIL, CONFIRMATIONS_OFF (no rule wants any). WrongInput: NOTHING_TO_CONFIRM.
    """
    desk_only(cmd.actor, "CONFIRM_BOOKED")
    if not facts.desk.mail:
        raise Refused("NO_MAIL")
    if not is_on(facts.rules, Notice.BOOKED, Role.CUSTOMER):
        raise Refused("CONFIRMATIONS_OFF")
    whom = [(x.booking, to) for x in facts.untold for role, to in x.told if role is Role.CUSTOMER]
    effects = [Told(booking, Role.CUSTOMER, to.person, Notice.BOOKED) for booking, to in whom if to.address]
    if not effects:
        raise WrongInput("NOTHING_TO_CONFIRM")
    missing = len({to.person for _, to in whom if not to.address})
    warnings = (Warned.of("NO_ADDRESSES", count=missing),) if missing else ()
    return Plan("CONFIRM_BOOKED", tuple(effects), warnings)


def decide_deliver(facts: LetterFacts, cmd: Deliver, now: int, mint: Mint) -> Plan:
    """What became of each thing that the letter tells; refused or uncertain ones are somebody's task. Whoever shared
    the address when it was written and is reached elsewhere by now is told in a letter of their own.
    """
    apart = {*cmd.gone, *cmd.moved}
    effects: list[Effect] = []
    for told in _each(facts):
        after = Letter.SUPPRESSED if told.which in apart else cmd.after
        if after is Letter.SUPPRESSED and told.which not in cmd.moved:
            after = facts.left.get(told.which, after)  # it had left before, whatever became of sending it again
        if told.state is not after:
            who = (told.booking, told.audience, told.person, told.notice)
            code = MOVED_ON if told.which in cmd.moved else cmd.code if after is cmd.after else ""
            effects.append(LetterTurned(facts.letter, *who, told.state, after, code))
    for told in facts.told:
        if told.which in cmd.moved and told.state is Letter.SCHEDULED:
            who = (told.booking, told.audience, told.person, told.notice)
            effects.append(Told(*who, about=told.about, rule=told.rule, start=told.start))
    open_ = {kind for _, kind, _ in facts.tasks}
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k in _TASKS and k != _ENDED.get(cmd.after)]
    if (kind := _ENDED.get(cmd.after)) and kind not in open_:
        effects.append(TaskRaised(mint(), kind, facts.letter))
    return Plan("DELIVER", tuple(effects), asks=False)


def decide_send_again(facts: LetterFacts, cmd: SendAgain, now: int, mint: Mint) -> Plan:
    """It waits anew; a new operation sends it. Refused: NO_MAIL, LETTER_WAITS (it is under way already)."""
    desk_only(cmd.actor, "SEND_AGAIN")
    if not facts.desk.mail:
        raise Refused("NO_MAIL")
    if facts.op is not None:
        raise Refused("LETTER_WAITS")
    effects: list[Effect] = _turned(facts, Letter.SCHEDULED)
    effects.append(OpQueued(mint(), OpKind.MAIL, facts.desk.mail, facts.letter))
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k in _TASKS]
    return Plan("SEND_AGAIN", tuple(effects))


def decide_drop_letter(facts: LetterFacts, cmd: DropLetter, now: int, mint: Mint) -> Plan:
    """It does not leave; what had left before it was sent again has left all the same.

    Refused: LETTER_SENT (nothing of it waits any more).
    """
    desk_only(cmd.actor, "DROP_LETTER")
    op = facts.op
    if op is None or op.state not in (OpState.TODO, OpState.PARKED):
        raise Refused("LETTER_SENT")
    effects: list[Effect] = _turned(facts, Letter.SUPPRESSED, facts.left)
    effects.append(OpTurned(op.id, op.kind, op.connection, op.subject, op.state, OpState.DROPPED))
    effects += [TaskSettled(t, k, s) for t, k, s in facts.tasks if k in _TASKS or s == op.id]
    return Plan("DROP_LETTER", tuple(effects))


def _turned(facts: LetterFacts, after: Letter, but: Mapping[Which, Letter] | None = None) -> list[Effect]:
    return [
        LetterTurned(facts.letter, x.booking, x.audience, x.person, x.notice, x.state, then)
        for x in _each(facts)
        if x.state is not (then := (but or {}).get(x.which, after))
    ]


def _each(facts: LetterFacts) -> list[Item]:
    """What the letter tells, each (booking, whom, notice) once: two receipts of one lesson leave together."""
    return list({x.which: x for x in facts.told}.values())


def decide_rule(facts: RuleFacts, cmd: SetRule, now: int, mint: Mint) -> Plan:
    """A rule is made, changed or taken away; it holds for whatever is due after.

    NotFound: NO_SUCH_RULE. WrongInput: RULE_OFFSET, RULE_QUIET, NOTHING_CHANGED. Refused: RULE_STAYS (a desk's own
    rules are switched off), RULE_KNOWN (there is one that says the same).
    """
    desk_only(cmd.actor, "SET_RULE")
    before = next((r for r in facts.rules if r.id == cmd.rule), None)
    if cmd.rule is not None and before is None:
        raise NotFound("NO_SUCH_RULE", which=cmd.rule)
    if cmd.terms is None:
        if before is None or not before.own:
            raise Refused("RULE_STAYS")
        return Plan("SET_RULE", (RuleSet(before.id, before.terms, None),), asks=False)
    terms = _checked(cmd.terms)
    if before is not None and before.terms == terms:
        raise WrongInput("NOTHING_CHANGED")
    if any(r.id != cmd.rule and _same(r.terms, terms) for r in facts.rules):
        raise Refused("RULE_KNOWN")
    return Plan("SET_RULE", (RuleSet(cmd.rule or mint(), before.terms if before else None, terms),), asks=False)


def _same(one: Terms, other: Terms) -> bool:
    return (one.notice, one.audience, one.channel, one.minutes) == (
        other.notice, other.audience, other.channel, other.minutes,
    )  # fmt: skip


def _checked(terms: Terms) -> Terms:
    timed = terms.notice in TIMED
    if timed is (terms.minutes is None) or (terms.channel is Channel.DESK and not timed):
        raise WrongInput("RULE_OFFSET")
    if terms.audience not in (Role.CUSTOMER, Role.TUTOR, Role.STAFF):
        raise WrongInput("RULE_OFFSET")
    if terms.minutes is not None:
        after = terms.minutes if terms.notice is not terms.notice.REMINDER else -terms.minutes
        if not 0 <= after <= FARTHEST:
            raise WrongInput("RULE_OFFSET")
    quiet = (terms.quiet_from, terms.quiet_until)
    if (quiet[0] is None) is not (quiet[1] is None):
        raise WrongInput("RULE_QUIET")
    if any(q is not None and not 0 <= q < DAY_MINUTES for q in quiet):
        raise WrongInput("RULE_QUIET")
    return terms


def decide_person(facts: PersonFacts, cmd: EditPerson, now: int, mint: Mint) -> Plan:
    """How somebody is reached. WrongInput: NOTHING_CHANGED, FIELD (an unknown one), MAIL, LETTER_LANGUAGE."""
    desk_only(cmd.actor, "EDIT")
    effects: list[Effect] = []
    for name, typed in dict(cmd.fields).items():
        if name not in facts.reached:
            raise WrongInput("FIELD", field=name)
        after = checked(name, clean(typed, limit=MAX_MAIL).strip())
        if name == "language" and after and after not in SPOKEN:
            raise WrongInput("LETTER_LANGUAGE", text=after, candidates=list(SPOKEN))
        if (before := facts.reached[name]) != after:
            effects.append(FieldSet("person", facts.person, name, None, before, after))
    if not effects:
        raise WrongInput("NOTHING_CHANGED")
    return Plan("EDIT", tuple(effects), asks=False)


def decide_text(facts: TextFacts, cmd: SetText, now: int, mint: Mint) -> Plan:
    """The desk's own subject and text. WrongInput: NOTHING_CHANGED, TEXT_PLACE (a {place} that no letter has)."""
    desk_only(cmd.actor, "SET_TEXT")
    said = {
        "subject": clean(cmd.subject, limit=MAX_SUBJECT).strip(),
        "body": clean(cmd.body, limit=MAX_BODY, multiline=True).strip(),
    }
    for text in said.values():
        if (place := facts.unknown_place(text)) is not None:
            raise WrongInput("TEXT_PLACE", place=place, candidates=list(facts.places))
    before = {"subject": facts.subject, "body": facts.body}
    effects = [
        FieldSet("template", facts.template, name, None, before[name], said[name])
        for name in said
        if before[name] != said[name]
    ]
    if not effects:
        raise WrongInput("NOTHING_CHANGED")
    return Plan("SET_TEXT", tuple(effects), asks=False)
