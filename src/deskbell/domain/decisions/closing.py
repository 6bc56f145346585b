"""Completed, not come, and closed by mistake: the time has come and somebody says how it went. T25-T27, M4, L4, L5."""

from __future__ import annotations

from deskbell.domain.booking import Attendance, Guard, State, Verb, step
from deskbell.domain.commands import Close
from deskbell.domain.decisions.linking import release
from deskbell.domain.decisions.refunds import kept
from deskbell.domain.effects import BookingTurned, Effect, RevenueEarned, SlotTurned
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import BookingFacts
from deskbell.domain.ids import Mint
from deskbell.domain.plan import Plan
from deskbell.domain.slot import Slot, SlotState, SlotVerb
from deskbell.domain.slot import step as slot_step

GRACE = 10 * 60
"""Seconds after the start before somebody who is not there has not come (I31)."""

_ATTENDANCE = {
    State.COMPLETED: Attendance.PARTICIPATING,
    State.NO_SHOW: Attendance.NOT_PARTICIPATING,
    State.CONFIRMED: Attendance.UNSET,
}


def ended(slot: Slot, open_others: int, now: int) -> list[Effect]:
    """L4: a slot that is over closes with the last of its open seats, however that one ends."""
    if not slot.is_over_with(open_others, now):
        return []
    return [SlotTurned(slot.id, slot.state, slot_step(slot.state, SlotVerb.COMPLETE))]


def decide_close(facts: BookingFacts, cmd: Close, now: int, mint: Mint) -> Plan:
    """The booking is closed, its price earned; the slot closes with the last of them. Commits at once, undo reopens.

    Refused: NOT_YET (before the end, or before the start and its grace), ILLEGAL_MOVE.
    """
    if cmd.verb not in (Verb.COMPLETE, Verb.NO_SHOW, Verb.REOPEN):
        raise WrongInput("VERB", verb=str(cmd.verb))
    booking, slot = facts.booking, facts.slot
    row = step(booking.state, cmd.verb, cmd.actor.role)
    if Guard.ENDED in row.guards and slot.end > now:
        raise Refused("NOT_YET", at=slot.end, verb=str(cmd.verb))
    if Guard.STARTED in row.guards and slot.start + GRACE > now:
        raise Refused("NOT_YET", at=slot.start + GRACE, verb=str(cmd.verb))
    effects: list[Effect] = [
        BookingTurned(
            booking.id,
            booking.slot,
            booking.state,
            row.after,
            cmd.actor.role,
            None,
            booking.attendance,
            _ATTENDANCE[row.after],
        )
    ]
    price = facts.order.of(booking.id).minor
    earned = -facts.earned if cmd.verb is Verb.REOPEN else price - facts.earned
    if earned:
        effects.append(RevenueEarned(facts.order.id, booking.id, earned, facts.order.currency))
    if cmd.verb is not Verb.REOPEN:
        owed = max(0, facts.order.total.minor - kept(facts.payments))
        effects += release(facts.payments, facts.ops, owed, facts.order, mint)
    if cmd.verb is Verb.REOPEN and slot.state is SlotState.COMPLETED:
        effects.append(SlotTurned(slot.id, slot.state, slot_step(slot.state, SlotVerb.UNDO_COMPLETE)))
    if cmd.verb is not Verb.REOPEN:
        effects += ended(slot, facts.open_others, now)
    return Plan(str(cmd.verb), tuple(effects), asks=False, subject=booking.id)
