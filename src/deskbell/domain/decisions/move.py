"""Moving: the same booking, the same order; a lesson takes its slot along, a class seat changes slots. T24."""

from __future__ import annotations

from deskbell.domain.booking import Booking, Guard, Verb, step
from deskbell.domain.commands import Move
from deskbell.domain.decisions.closing import ended
from deskbell.domain.decisions.telling import customer, told
from deskbell.domain.decisions.timing import check, rules
from deskbell.domain.effects import Effect, SeatMoved, SlotMoved, When
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import MoveFacts
from deskbell.domain.ids import Mint
from deskbell.domain.offer import Kind
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.policy import DEFAULT
from deskbell.domain.slot import SlotState, SlotVerb
from deskbell.domain.slot import step as slot_step


def notice_start(booking: Booking, new_start: int, now: int) -> int:
    """The start against which notice is measured from now on (I34).

    A move inside the late window does not win the notice back: the earlier of the old and the new start stays.
    """
    policy = booking.policy or DEFAULT
    late = policy.tier(booking.policy_start, now).percent < max(t.percent for t in policy.tiers)
    return min(booking.policy_start, new_start) if late else new_start


def decide_move(facts: MoveFacts, cmd: Move, now: int, mint: Mint) -> Plan:
    """The new time is checked first; only then does anything leave the old one (I32).

    Refused: TAKEN, PAST, SLOT_FULL, ALREADY_BOOKED, STUDENT_OVERLAP, STARTED. WrongInput: SAME_TIME, NO_TIME.
    """
    booking, slot = facts.at.booking, facts.at.slot
    row = step(booking.state, Verb.MOVE, cmd.actor.role)
    if Guard.BEFORE_START in row.guards and slot.start <= now and cmd.actor.role is not Role.STAFF:
        raise Refused("STARTED", start=slot.start)
    if facts.clashes:
        clash = facts.clashes[0]
        raise Refused("STUDENT_OVERLAP", booking=clash.booking, start=clash.start, end=clash.end)
    if slot.state is not SlotState.PLANNED:
        raise Refused("SLOT_CLOSED", state=str(slot.state))
    effects, start, warnings = _class(facts, cmd, now) if slot.kind is Kind.GROUP else _lesson(facts, cmd, now)
    if slot.start <= now:
        warnings = (Warned.of("ALREADY_STARTED", start=slot.start), *warnings)
    target = facts.target.id if facts.target else slot.id
    if target != slot.id:
        effects += ended(slot, facts.at.open_others, now)
    after = notice_start(booking, start, now)
    effects.append(SeatMoved(booking.id, slot.id, target, slot.start, start, booking.policy_start, after))
    effects += told(facts.at.desk, booking.id, "MOVED", customer(facts.at.person), facts.tutor, by=cmd.actor.role)
    if facts.tutor.id != facts.at.tutor.id:
        effects += told(facts.at.desk, booking.id, "MOVED", None, facts.at.tutor, by=cmd.actor.role)
    holds = min((t for t in (slot.start, start) if t > now), default=None)
    return Plan("MOVE", tuple(effects), warnings, holds, subject=booking.id)


def _class(facts: MoveFacts, cmd: Move, now: int) -> tuple[list[Effect], int, tuple[Warned, ...]]:
    """Another meeting of the same class: one of another class has a price of its own, and is booked anew."""
    target = facts.target
    if target is None or target.service != facts.at.service.id:
        raise Refused("NO_CLASS_THEN", service=facts.at.service.name, start=None)
    if target.id == facts.at.slot.id:
        raise WrongInput("SAME_TIME", start=target.start)
    if target.state is not SlotState.PLANNED:
        raise Refused("SLOT_CLOSED", state=str(target.state))
    if facts.already is not None:
        raise Refused("ALREADY_BOOKED", booking=facts.already)
    if target.free <= 0:
        raise Refused("SLOT_FULL", taken=target.taken, capacity=target.capacity, start=target.start)
    if target.start > now:
        return [], target.start, ()
    if cmd.actor.role is not Role.STAFF:
        raise Refused("PAST", start=target.start, reasons=())
    return [], target.start, (Warned.of("OVER_PAST", start=target.start, end=target.end, ref=""),)


def _lesson(facts: MoveFacts, cmd: Move, now: int) -> tuple[list[Effect], int, tuple[Warned, ...]]:
    slot, service = facts.at.slot, facts.at.service
    if cmd.start is None or facts.diary is None:
        raise WrongInput("NO_TIME")
    if cmd.start == slot.start and facts.tutor.id == slot.tutor:
        raise WrongInput("SAME_TIME", start=slot.start)
    slot_step(slot.state, SlotVerb.MOVE)
    minutes = (slot.end - slot.start) // 60
    warnings = check(facts.diary, rules(service, minutes), cmd.start, now, cmd.actor.role)
    end = cmd.start + slot.end - slot.start
    room = slot.room if facts.tutor.id == slot.tutor else facts.tutor.room
    before = When(slot.tutor, slot.start, slot.end, slot.busy_from, slot.busy_to, slot.room)
    after = When(facts.tutor.id, cmd.start, end, cmd.start - service.before * 60, end + service.after * 60, room)
    return [SlotMoved(slot.id, before, after)], cmd.start, warnings
