"""What a plan does to time and seats: takes, frees, moves, opens, or says how it went."""

from __future__ import annotations

from deskbell.domain import effects as e
from deskbell.domain.booking import WAITING, State
from deskbell.domain.names import SlotName
from deskbell.domain.text import clean
from deskbell.words.effects import turn
from deskbell.words.telling import PlanTeller


def seat_parts(teller: PlanTeller) -> list[str]:
    """The parts of the row about the seat: "frees Wed 4 15:30–16:30"."""
    if teller.has(e.SeatMoved, e.SlotMoved):
        return _moves(teller)
    if turned := teller.all(e.BookingTurned):
        return [_turns(x, teller) for x in turned]
    slot = teller.slot_name()
    if (taken := teller.all(e.SeatTaken)) and slot is not None:
        until = taken[0].hold_until if taken[0].state in WAITING else None
        key = "seat.takes" if teller.has(e.SlotOpened) else "seat.place"
        if until is None:
            return [teller.text(key, when=_when(slot, teller)), *_where(slot)]
        key = "seat.holds" if taken[0].state is State.HELD else "seat.requests"
        return [teller.text(key, when=_when(slot, teller), until=teller.say.near(until)), *_where(slot)]
    if (opened := teller.all(e.SlotOpened)) and slot is not None:
        said = teller.text("seat.opens", when=_when(slot, teller), n=opened[0].capacity)
        return [said, *_where(slot)]
    return [teller.will(x) for x in teller.all(e.SeatTaken, e.SlotTurned, e.HoldSet)]


def _when(slot: SlotName, teller: PlanTeller) -> str:
    return teller.say.brief(slot.start, slot.end)


def _where(slot: SlotName) -> list[str]:
    """Who teaches and in which room, where that is known."""
    return [clean(x) for x in (slot.tutor, slot.room) if x]


def _turns(turned: e.BookingTurned, teller: PlanTeller) -> str:
    slot = teller.names.slots.get(turned.slot) or teller.slot_name()
    way = turn(turned)
    if slot is not None and turned.after is State.CANCELLED:
        whole = teller.has(e.SlotTurned)
        return teller.text("seat.frees" if whole else "seat.frees.place", when=_when(slot, teller))
    if way in ("PAID", "LATE", "GRANTED", "TO_PAY"):
        if slot is None:
            return teller.will(turned)
        ends = [x.after for x in teller.all(e.HoldSet) if x.after is not None]
        until = teller.say.near(ends[0]) if ends else ""
        return teller.text(f"seat.{way.lower()}", when=_when(slot, teller), until=until)
    if slot is not None and turned.after in (State.EXPIRED, State.REJECTED):
        return teller.text("seat.frees" if teller.has(e.SlotTurned) else "seat.frees.place", when=_when(slot, teller))
    if slot is not None and way == "CONFIRMED":
        return teller.text("seat.again", when=_when(slot, teller))
    key = f"seat.{way.lower()}"
    return teller.text(key) if teller.knows(key) else teller.will(turned)


def _moves(teller: PlanTeller) -> list[str]:
    say = teller.say
    if slots := teller.all(e.SlotMoved):
        before, after = slots[0].before, slots[0].after
        said = teller.text("seat.moves", before=say.at(before.start), after=say.span(after.start, after.end))
        if before.tutor == after.tutor:
            return [said]
        tutors = {"tutor": teller.tutor(after.tutor), "other": teller.tutor(before.tutor)}
        return [said, teller.text("seat.tutor", **tutors)]
    seats = teller.all(e.SeatMoved)
    return [teller.text("seat.moves", before=say.at(x.start_before), after=say.at(x.start)) for x in seats]
