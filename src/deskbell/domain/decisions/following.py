"""What follows on the calendar from any plan: read off its effects in one place, so that no decision forgets it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from deskbell.domain.booking import State
from deskbell.domain.calendar_use import is_for
from deskbell.domain.effects import (
    BookingTurned,
    Effect,
    EventWanted,
    FieldSet,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotOpened,
    SlotTurned,
)
from deskbell.domain.ids import Id, Mint
from deskbell.domain.lesson_event import STANDS, Wanted
from deskbell.domain.op import PATIENCE
from deskbell.domain.slot import BLOCKING, SlotState

_ON_EVENT = frozenset({"focus", "join_url", "place"})


@dataclass(frozen=True, slots=True)
class Following:
    """A slot as it stands before the plan. `standing` are its bookings for which it is on the calendar, `linked`
    whether it is there or was asked for, `waiting` whether an operation waits that will read what shall stand.
    """

    tutor: Id | None = None
    state: SlotState = SlotState.PLANNED
    end: int = 0
    standing: frozenset[Id] = frozenset()
    linked: bool = False
    waiting: bool = False

    def stands(self, serves: frozenset[Id] | None) -> bool:
        """Whether it shall be on the calendar, where that is for `serves` alone or for everybody (None)."""
        return bool(self.standing) and self.state in BLOCKING and is_for(serves, self.tutor)


def touched(effects: Iterable[Effect]) -> frozenset[Id]:
    """The slots that these effects name."""
    found: set[Id] = set()
    for e in effects:
        match e:
            case SeatTaken() | BookingTurned() | SlotMoved() | SlotOpened() | SlotTurned():
                found.add(e.slot)
            case SeatMoved():
                found |= {e.slot, e.slot_before}
            case FieldSet(entity="slot") if e.name in _ON_EVENT:
                found.add(e.subject)
            case _:
                pass
    return frozenset(found)


def comes_on(effects: Iterable[Effect]) -> bool:
    """Whether a lesson comes to stand on a calendar by these, where there is one."""
    given = (State.COMPLETED, State.NO_SHOW)
    return any(
        (isinstance(e, SeatTaken) and e.state in STANDS)
        or (isinstance(e, BookingTurned) and e.after is State.CONFIRMED and e.before not in given)
        for e in effects
    )


def follow(
    effects: Iterable[Effect],
    before: Mapping[Id, Following],
    connection: str,
    serves: frozenset[Id] | None,
    now: int,
    mint: Mint,
    *,
    also: frozenset[Id] = frozenset(),
) -> tuple[EventWanted, ...]:
    """One EventWanted for each slot whose event is another one afterwards; `also` names slots whose guests are others.

    A lesson that is over is not put there any more. A slot that was never on the calendar comes onto it when it is
    touched.
    """
    told = tuple(effects)
    after, changed = _after(told, before)
    wanted = []
    for slot in sorted(touched(told) | also):
        was, is_ = before.get(slot, Following()), after.get(slot, Following())
        did, does = was.stands(serves), is_.stands(serves)
        if does and did and not (slot in changed or slot in also or was.standing != is_.standing):
            continue
        if does and is_.end > now:
            what = Wanted.UPDATE if did and is_.linked else Wanted.CREATE
        elif does and is_.linked:
            what = Wanted.UPDATE
        elif did and not does and is_.linked:
            what = Wanted.DELETE
        else:
            continue
        op = mint()  # taken also where none is needed: ids made after it are the same, and so is the plan's digest
        wanted.append(EventWanted(slot, connection, what, None if is_.waiting else op, PATIENCE))
    return tuple(wanted)


def _after(effects: Iterable[Effect], before: Mapping[Id, Following]) -> tuple[dict[Id, Following], set[Id]]:
    """The slots after these effects, and those whose time, place or words are others."""
    at = dict(before)
    changed: set[Id] = set()

    def seat(slot: Id, booking: Id, *, stands: bool) -> None:
        known = at.get(slot, Following())
        standing = known.standing | {booking} if stands else known.standing - {booking}
        at[slot] = replace(known, standing=standing)

    for e in effects:
        match e:
            case SlotOpened():
                at[e.slot] = Following(e.tutor, SlotState.PLANNED, e.end)
            case SlotTurned():
                at[e.slot] = replace(at.get(e.slot, Following()), state=e.after)
            case SlotMoved():
                at[e.slot] = replace(at.get(e.slot, Following()), tutor=e.after.tutor, end=e.after.end)
                changed.add(e.slot)
            case SeatTaken():
                seat(e.slot, e.booking, stands=e.state in STANDS)
            case BookingTurned():
                seat(e.slot, e.booking, stands=e.after in STANDS)
            case SeatMoved() if e.slot != e.slot_before:
                stands = e.booking in at.get(e.slot_before, Following()).standing
                seat(e.slot_before, e.booking, stands=False)
                seat(e.slot, e.booking, stands=stands)
            case FieldSet(entity="slot") if e.name in _ON_EVENT:
                changed.add(e.subject)
            case _:
                pass
    return at, changed
