"""Connections that a plan makes or ends and a timeline tells: key and facts of their text, and the plan's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.connections import Kept, Kind, Made, Serves, serves
from deskbell.domain.text import clean
from deskbell.words.effect_texts import tables
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.operations import connection_name, link_state, refusal
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from deskbell.domain.working import Health
    from deskbell.words.namer import Line, Namer, PlanSays

LONGEST = 60
LIVE, TEST = "LIVE", "TEST"
"""In large letters, and the same in every language: whose money it is must be seen at once."""


def mode(*, live: bool) -> str:
    return LIVE if live else TEST


def is_money(name: str) -> bool:
    """Whether money comes by it, real or only played with; a calendar and a mailbox know no such difference."""
    return serves(name) is Serves.PAYMENTS


def _form(name: str, *, live: bool) -> str:
    """Which of its texts: LIVE or TEST of money, else what it serves."""
    return mode(live=live) if is_money(name) else str(serves(name))


def account_words(made: Made) -> str:
    """Studio Ruiz (ES); its id there where it has no name; nothing where the key may not know whose it is."""
    whose = clean(made.label or made.account, LONGEST)
    return f"{whose} ({clean(made.country, 3)})" if whose and made.country else whose


def done_words(which: Kind, made: Made, language: str) -> str:
    """What was connected just now: TEST or LIVE where money comes by it, and whose account it is."""
    whose, name = account_words(made), connection_name(which.name)
    if not is_money(which.name):
        return t(language, f"connect.done.{which.serves}", name=name, account=whose)
    if whose:
        return t(language, "connect.done", name=name, mode=mode(live=made.live), account=whose)
    return t(language, "connect.done.bare", name=name, mode=mode(live=made.live))


def kept_words(kept: Kept, language: str) -> str:
    """The system's keyring."""
    return tables(spoken(language)).terms[f"kept.{kept}"]


def health_words(health: Health, language: str, zone: str, now: int) -> list[str]:
    """LIVE, connected, Studio Ruiz (ES), key in the system's keyring, answered 10:30; what went wrong in its place."""
    say, made = Speech(language, zone, now=now), health.made
    parts = [mode(live=made.live)] if made is not None and is_money(health.name) else []
    parts.append(link_state(health.state, language))
    if made is not None:
        parts += [whose] if (whose := account_words(made)) else []
        parts.append(t(language, "connections.kept", where=kept_words(made.kept, language)))
    if health.error:
        when = say.near(health.error_at) if health.error_at else ""
        parts.append(t(language, "connections.failed", what=refusal(health.error, language), when=when))
    elif health.ok_at is not None:
        parts.append(t(language, "connections.ok", when=say.near(health.ok_at)))
    else:
        parts.append(t(language, "connections.never"))
    if health.reading is not None:
        parts.append(t(language, "oncalendar.reading", n=health.reading))
    if made is not None and made.excess:
        parts.append(t(language, "connections.excess", rights=", ".join(clean(x, 40) for x in made.excess)))
    return parts


def connecting_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    match effect:
        case e.ConnectionMade():
            account = clean(effect.label or effect.account)
            facts = {"connection": connection_name(effect.connection), "account": account}
            return f"{effect.kind}.{_form(effect.connection, live=effect.live)}", facts
        case e.ConnectionEnded():
            form = _form(effect.connection, live=effect.live)
            return f"{effect.kind}.{form}", {"connection": connection_name(effect.connection)}
    return None


def connecting_matter(teller: PlanSays) -> str:
    """Stripe, LIVE."""
    for effect in teller.all(e.ConnectionMade, e.ConnectionEnded):
        name = connection_name(effect.connection)
        return f"{name}, {mode(live=effect.live)}" if is_money(effect.connection) else name
    return ""


def connecting_parts(teller: PlanSays) -> dict[str, list[str]]:
    """What stops, and what becomes of the key."""
    ended = teller.all(e.ConnectionEnded)
    made = teller.all(e.ConnectionMade)
    return {
        "connection": [teller.will(x) for x in (*made, *ended)],
        "key": [teller.term(f"kept.{x.kept}") for x in made] + [teller.text(f"key.gone.{x.kept}") for x in ended],
    }
