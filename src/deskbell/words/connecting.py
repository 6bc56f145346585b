"""Connections that a plan makes or ends and a timeline tells: key and facts of their text, and the plan's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain import effects as e
from deskbell.domain.text import clean
from deskbell.words.operations import connection_name

if TYPE_CHECKING:
    from deskbell.words.namer import Line, Namer, PlanSays

LIVE, TEST = "LIVE", "TEST"
"""In large letters, and the same in every language: whose money it is must be seen at once."""


def mode(*, live: bool) -> str:
    return LIVE if live else TEST


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
