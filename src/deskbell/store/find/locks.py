"""The rows that a plan names, as work.Write locks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskbell.domain.decisions.till import in_cash as cash_of
from deskbell.domain.effects import (
    BookingTurned,
    BusyRead,
    DayReopened,
    DaySealed,
    DocumentIssued,
    DrawerCounted,
    DrawerDropped,
    DrawerOpened,
    Effect,
    FieldSet,
    HoldSet,
    HoursSet,
    LineAdded,
    LineReversed,
    PersonAdded,
    PersonArchived,
    PersonErased,
    PersonRestored,
    ReceiptIssued,
    RevenueEarned,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotOpened,
    SlotTurned,
    TaskRaised,
    TaskReopened,
    TaskSettled,
)
from deskbell.domain.ids import Id
from deskbell.domain.plan import Plan
from deskbell.domain.till import DrawerState
from deskbell.store import tables as t
from deskbell.store.codes import CLOSES, RECEIPTS
from deskbell.store.work import Key

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEYS = {
    kind: select(table.c.id).where(table.c.public_id.in_(bindparam("ids", expanding=True)))
    for kind, table in {
        "tutor": t.tutor, "room": t.room, "slot": t.slot, "person": t.person, "household": t.household,
        "order": t.desk_order, "drawer": t.drawer,
    }.items()
}  # fmt: skip
_ABOUT = select(t.booking.c.slot_id, t.booking.c.order_id, t.booking.c.participant_id).where(
    t.booking.c.public_id.in_(bindparam("ids", expanding=True))
)
_ON_PAPER = select(t.order_line.c.order_id).where(t.order_line.c.public_id.in_(bindparam("ids", expanding=True)))
_AT_ONCE = 900
"""So many ids in one question: below what either database takes."""
_OPEN_DRAWER = select(t.drawer.c.id).where(t.drawer.c.state == str(DrawerState.OPEN))
_TIME = select(t.slot.c.tutor_id, t.slot.c.room_id).where(t.slot.c.public_id.in_(bindparam("ids", expanding=True)))

_OF_BOOKING = (BookingTurned, SeatMoved, LineAdded, LineReversed, RevenueEarned, HoldSet)


def names(conn: Connection, plan: Plan) -> frozenset[tuple[str, Key]]:
    """What the plan names of what is there already: (kind, key) pairs for Write.lock_all and Write.missing.

    A slot that is turned names its tutor and its room too: their time is given back or claimed again. A booking whose
    state, seat or price changes names its slot, its order and its person: what another desk decides about it, its
    money, or that person's time, waits.
    """
    found: set[tuple[str, Key]] = set()
    wanted: dict[str, set[Id]] = {kind: set() for kind in _KEYS}
    turned: set[Id] = set()
    bookings: set[Id] = set()
    in_cash = False
    for effect in plan.effects:
        for kind, id_ in _named(effect):
            if id_ is not None:
                wanted[kind].add(id_)
        if isinstance(effect, SlotTurned):
            turned.add(effect.slot)
        if isinstance(effect, _OF_BOOKING):
            bookings.add(effect.booking)
        if isinstance(effect, TaskRaised | TaskSettled | TaskReopened):  # whether it is told hangs on the money
            wanted["order"].add(effect.subject)
            bookings.add(effect.subject)
        if isinstance(effect, ReceiptIssued | DrawerOpened | DrawerDropped | DrawerCounted | DaySealed):
            found.add(("series", RECEIPTS))  # nobody takes cash while a drawer is opened or a day is sealed
        if isinstance(effect, DaySealed | DayReopened):
            found.add(("series", CLOSES))
        if isinstance(effect, DocumentIssued):
            found.add(("series", effect.series))
            found.update(("order", key) for key in _on_paper(conn, effect))
        in_cash = in_cash or bool(cash_of(effect))
    if in_cash:
        found.update(("drawer", row[0]) for row in conn.execute(_OPEN_DRAWER))
    for kind, ids in wanted.items():
        if ids:
            found.update((kind, row[0]) for row in conn.execute(_KEYS[kind], {"ids": sorted(ids)}))
    if bookings:
        for about in conn.execute(_ABOUT, {"ids": sorted(bookings)}):
            keys = zip(("slot", "order", "person"), about, strict=True)
            found.update((kind, key) for kind, key in keys if key is not None)
    if turned:
        for tutor, room in conn.execute(_TIME, {"ids": sorted(turned)}):
            found.add(("tutor", tutor))
            if room is not None:
                found.add(("room", room))
    return frozenset(found)


def _on_paper(conn: Connection, effect: DocumentIssued) -> set[int]:
    """The orders whose lines come to stand on a document: none of them changes meanwhile (I42)."""
    ids = [entry[0] for entry in effect.lines]
    some = (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
    return {row[0] for part in some for row in conn.execute(_ON_PAPER, {"ids": part})}


def _named(effect: Effect) -> list[tuple[str, Id | None]]:
    pairs: list[tuple[str, Id | None]] = [
        ("slot", getattr(effect, "slot", None)),
        ("slot", getattr(effect, "slot_before", None)),
        ("order", getattr(effect, "order", None)),
        ("drawer", getattr(effect, "drawer", None)),
    ]
    match effect:
        case SlotOpened():
            pairs += [("tutor", effect.tutor), ("room", effect.room)]
        case SlotMoved():
            for when in (effect.before, effect.after):
                pairs += [("tutor", when.tutor), ("room", when.room)]
        case HoursSet() | BusyRead():
            pairs.append(("tutor", effect.tutor))
        case SeatTaken():
            pairs.append(("person", effect.participant))
        case PersonArchived() | PersonErased() | PersonRestored():
            pairs.append(("person", effect.person))
        case PersonAdded():
            pairs.append(("household", effect.household))
        case FieldSet() if effect.entity in ("person", "slot"):
            pairs.append((effect.entity, effect.subject))
        case _:
            pass
    return pairs
