"""Which changes undo can mean at all: something in them has an opposite, and nothing in them is how the desk is
furnished or what a provider told.
"""

from __future__ import annotations

from collections.abc import Iterable

from deskbell.domain.effects import (
    KINDS,
    BusyRead,
    ConnectionEnded,
    ConnectionMade,
    DeskOpened,
    Effect,
    HoursSet,
    LinkMade,
    MoneyArrived,
    NotTold,
    PaymentTurned,
    RoomAdded,
    ServiceAdded,
    TutorAdded,
)

FURNISHING = frozenset(
    k.__name__
    for k in (
        DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead, ConnectionMade, ConnectionEnded,
    )
)  # fmt: skip
"""Kinds that nothing takes back; a change with one of them is passed over."""
WORLD = frozenset(k.__name__ for k in (LinkMade, MoneyArrived, PaymentTurned))
"""What a provider told us: it is so, whatever anybody here would rather have."""
REVERSIBLE = frozenset(n for n, k in KINDS.items() if k.opposite is not Effect.opposite and k is not NotTold)


def is_undoable(verb: str, effects: Iterable[Effect]) -> bool:
    """Whether undo would mean a person's change of this verb with these effects, were it the last."""
    kinds = {effect.kind for effect in effects}
    return verb != "UNDO" and bool(kinds & REVERSIBLE) and not kinds & (FURNISHING | WORLD)
