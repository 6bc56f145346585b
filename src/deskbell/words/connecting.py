"""Connections that a plan makes or ends and a timeline tells: key and facts of their text, and the plan's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.connections import Kept, Made
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


def account_words(made: Made) -> str:
    """Studio Ruiz (ES); its id there where it has no name; nothing where the key may not know whose it is."""
    whose = clean(made.label or made.account, LONGEST)
    return f"{whose} ({clean(made.country, 3)})" if whose and made.country else whose


def kept_words(kept: Kept, language: str) -> str:
    """The system's keyring."""
    return tables(spoken(language)).terms[f"kept.{kept}"]


def health_words(health: Health, language: str, zone: str, now: int) -> list[str]:
    """LIVE, connected, Studio Ruiz (ES), key in the system's keyring, answered 10:30; what went wrong in its place."""
    say, made = Speech(language, zone, now=now), health.made
    parts = [mode(live=made.live)] if made is not None else []
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
    if made is not None and made.excess:
        parts.append(t(language, "connections.excess", rights=", ".join(clean(x, 40) for x in made.excess)))
    return parts


def connecting_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    match effect:
        case e.ConnectionMade():
            account = clean(effect.label or effect.account)
            facts = {"connection": connection_name(effect.connection), "account": account}
            return f"{effect.kind}.{mode(live=effect.live)}", facts
        case e.ConnectionEnded():
            return f"{effect.kind}.{mode(live=effect.live)}", {"connection": connection_name(effect.connection)}
    return None


def connecting_matter(teller: PlanSays) -> str:
    """Stripe, LIVE."""
    for effect in teller.all(e.ConnectionMade, e.ConnectionEnded):
        return f"{connection_name(effect.connection)}, {mode(live=effect.live)}"
    return ""


def connecting_parts(teller: PlanSays) -> dict[str, list[str]]:
    """What stops, and what becomes of the key."""
    ended = teller.all(e.ConnectionEnded)
    made = teller.all(e.ConnectionMade)
    return {
        "connection": [teller.will(x) for x in (*made, *ended)],
        "key": [teller.term(f"kept.{x.kept}") for x in made] + [teller.text(f"key.gone.{x.kept}") for x in ended],
    }
