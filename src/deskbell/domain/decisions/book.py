"""Booking: a seat in a class that is planned, or a lesson that opens its own slot. T1-T3, T5."""

from __future__ import annotations

from deskbell.domain.booking import Verb, step
from deskbell.domain.commands import Book, Newcomer, OpenClass
from deskbell.domain.decisions.linking import LINK_LIVES, connected, open_link
from deskbell.domain.decisions.seating import APPROVAL, DAY
from deskbell.domain.decisions.taking import take
from deskbell.domain.decisions.telling import customer, told
from deskbell.domain.decisions.timing import check, rules
from deskbell.domain.effects import (
    Effect,
    FieldSet,
    LineAdded,
    OrderOpened,
    PersonAdded,
    SeatTaken,
    SlotOpened,
    TaskRaised,
)
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import BookFacts, Desk, OpenClassFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.offer import Approval, Kind, Service
from deskbell.domain.order import LineKind, Order, line
from deskbell.domain.payment import HOLDS, LINKS, Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.ports import Capture
from deskbell.domain.slot import SlotState, SlotVerb
from deskbell.domain.slot import step as slot_step
from deskbell.domain.text import clean

MAX_MINUTES = 24 * 60
MAX_NAME = 120
MAX_MAIL = 254
MAX_PHONE = 40


def price(service: Service, minutes: int | None) -> int:
    """What the service costs, tax and all, in proportion where another length is booked."""
    return service.gross(minutes).minor


def added(newcomer: Newcomer, person: Id) -> PersonAdded:
    """Somebody written down; a name of nothing but blanks is wrong input."""
    name = clean(newcomer.name, limit=MAX_NAME).strip()
    if not name:
        raise WrongInput("NAME_EMPTY")
    return PersonAdded(
        person,
        newcomer.guardian,
        newcomer.household,
        newcomer.birth_year,
        name=name,
        mail=clean(newcomer.mail, limit=MAX_MAIL).strip(),
        phone=clean(newcomer.phone, limit=MAX_PHONE).strip(),
    )


def decide_book(facts: BookFacts, cmd: Book, now: int, mint: Mint) -> Plan:
    """A confirmed seat with its order, and the money where a method was named; a seat held until a link is paid (T2),
    or until somebody approves (T3).

    Refused: TAKEN or PAST (with reasons), SLOT_FULL, ALREADY_BOOKED, STUDENT_OVERLAP, PRICE_CHANGED, SLOT_CLOSED.
    """
    service = facts.service
    amount = price(service, None if facts.slot else cmd.minutes)  # a seat in a class is the whole meeting
    if cmd.price is not None and cmd.price != amount:
        raise Refused("PRICE_CHANGED", told=cmd.price, now=amount, currency=service.price.currency)
    if facts.clashes:
        clash = facts.clashes[0]
        raise Refused("STUDENT_OVERLAP", booking=clash.booking, start=clash.start, end=clash.end)
    effects: list[Effect] = []
    person, payer = _who(facts, cmd, effects, mint)
    slot, start, warnings = _class(facts, cmd, now) if facts.slot else _lesson(facts, cmd, now, effects, mint)
    order = Order(mint(), 0, payer, service.price.currency)
    booking = mint()
    by_link = cmd.method if cmd.method in LINKS and amount else None
    if by_link is not None:
        connected(facts.desk, by_link)
    asked = _approval(service, cmd, start > now)
    capture, verb = Capture.NOW, Verb.BOOK
    by_hand = cmd.method is not None and cmd.method not in LINKS
    until = min(now + facts.desk.hold_minutes * 60, start) if by_link and start > now else None
    if asked is not Approval.NONE:
        first = _holding(facts.desk, by_link) if asked is Approval.PAY_FIRST and amount and not by_hand else None
        if by_link is not None and first is None:
            warnings = (*warnings, Warned.of("PAID_AFTER_APPROVAL"))
        by_link, capture, verb, until = first, Capture.LATER, Verb.REQUEST, min(now + DAY, start)
    elif until:
        verb = Verb.HOLD
    row_ = step(None, verb, cmd.actor.role)
    seat = (booking, slot, order.id, cmd.actor.role, person, payer, service.policy.show(), start)
    effects += [OrderOpened(order.id, payer, order.currency), SeatTaken(*seat, state=row_.after, hold_until=until)]
    row = line(mint(), booking, LineKind.LESSON, amount, service.tax_rate)
    effects.append(LineAdded(order.id, row.id, booking, row.kind, row.gross, row.tax_rate, row.tax))
    focus, before = clean(cmd.focus, limit=500).strip(), facts.slot.focus if facts.slot else ""
    if focus and focus != before:
        effects.append(FieldSet("slot", slot, "focus", booking, before, focus))
    if by_link is not None:
        ends = min(until or now + LINK_LIVES, now + LINK_LIVES)
        effects += open_link(order, by_link, amount, service.name, ends, mint, capture)
    elif by_hand and cmd.method is not None and amount:
        effects += take(order, cmd.method, amount, cmd.tendered, mint)
    if verb is Verb.REQUEST:
        effects.append(TaskRaised(mint(), APPROVAL, booking, until))
    if verb is not Verb.HOLD:
        message = "REQUESTED" if verb is Verb.REQUEST else "BOOKED"
        effects += told(facts.desk, booking, message, _told(facts, cmd, person), facts.tutor, by=cmd.actor.role)
    holds = start if start > now else None
    return Plan(str(verb), tuple(effects), warnings, holds, subject=booking)


def _approval(service: Service, cmd: Book, ahead: bool) -> Approval:
    """How this one is taken: as the command says, else as the service does; what has begun needs nobody's leave.

    Refused: STARTED (asked for once it has begun). NOT_YOURS: a customer's booking is never approved by being booked.
    """
    if cmd.request and not ahead:
        raise Refused("STARTED", start=cmd.start)
    if cmd.request is False and cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="APPROVE")
    if cmd.request is False or not ahead:
        return Approval.NONE
    if cmd.request and service.approval is Approval.NONE:
        return Approval.APPROVAL_FIRST
    return service.approval


def _holding(desk: Desk, wanted: Method | None) -> Method | None:
    """A connected provider that can authorise: the one that is named, else the first; None where there is none."""
    able = [m for m in Method if m in HOLDS and str(m) in desk.links]
    return next((m for m in able if wanted in (None, m)), None)


def _who(facts: BookFacts, cmd: Book, effects: list[Effect], mint: Mint) -> tuple[Id | None, Id | None]:
    if cmd.newcomer is not None:
        new = added(cmd.newcomer, mint())
        effects.append(new)
        return new.person, new.guardian or new.person
    if facts.person is None:
        return None, None
    return facts.person.id, facts.person.payer or facts.person.guardian or facts.person.id


def _told(facts: BookFacts, cmd: Book, person: Id | None) -> Id | None:
    return (cmd.newcomer.guardian or person) if cmd.newcomer is not None else customer(facts.person)


def _class(facts: BookFacts, cmd: Book, now: int) -> tuple[Id, int, tuple[Warned, ...]]:
    slot = facts.slot
    if slot is None or slot.state is not SlotState.PLANNED:
        raise Refused("SLOT_CLOSED", state=slot and str(slot.state))
    if facts.already is not None:
        raise Refused("ALREADY_BOOKED", booking=facts.already)
    if slot.free <= 0:
        raise Refused("SLOT_FULL", taken=slot.taken, capacity=slot.capacity, start=slot.start)
    if slot.start > now:
        return slot.id, slot.start, ()
    if cmd.actor.role is not Role.STAFF:
        raise Refused("PAST", start=slot.start, reasons=())
    return slot.id, slot.start, (Warned.of("OVER_PAST", start=slot.start, end=slot.end, ref=""),)


def _lesson(
    facts: BookFacts, cmd: Book, now: int, effects: list[Effect], mint: Mint
) -> tuple[Id, int, tuple[Warned, ...]]:
    service = facts.service
    minutes = service.minutes if cmd.minutes is None else cmd.minutes
    if service.kind is Kind.GROUP:
        raise Refused("NO_CLASS_THEN", service=service.name, start=cmd.start)
    if cmd.start is None or facts.diary is None:
        raise WrongInput("NO_TIME")
    if not 5 <= minutes <= MAX_MINUTES:
        raise WrongInput("LENGTH", minutes=minutes)
    warnings = check(facts.diary, rules(service, minutes), cmd.start, now, cmd.actor.role)
    slot = mint()
    effects.append(_opened(slot, service, facts, cmd.start, minutes, 1))
    return slot, cmd.start, warnings


def _opened(
    slot: Id, service: Service, facts: BookFacts | OpenClassFacts, start: int, minutes: int, capacity: int
) -> SlotOpened:
    slot_step(None, SlotVerb.PUBLISH)
    end = start + minutes * 60
    return SlotOpened(
        slot,
        service.id,
        facts.tutor.id,
        start,
        end,
        start - service.before * 60,
        end + service.after * 60,
        capacity,
        facts.tutor.zone,
        facts.tutor.room,
        service.place,
    )


def decide_open_class(facts: OpenClassFacts, cmd: OpenClass, now: int, mint: Mint) -> Plan:
    """One meeting of a class is planned with all its seats free (L1)."""
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="OPEN_CLASS")
    if facts.service.kind is not Kind.GROUP:
        raise WrongInput("NOT_A_CLASS", service=facts.service.name)
    warnings = check(facts.diary, rules(facts.service), cmd.start, now, cmd.actor.role)
    opened = _opened(mint(), facts.service, facts, cmd.start, facts.service.minutes, facts.service.capacity)
    return Plan("OPEN_CLASS", (opened,), warnings)
