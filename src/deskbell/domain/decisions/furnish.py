"""Opening the desk and what it starts with; people written down; what a tutor's own calendar says."""

from __future__ import annotations

from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import AddPeople, NewService, NewTutor, ReadBusy, SetUp
from deskbell.domain.decisions.book import added
from deskbell.domain.decisions.taking import LARGEST
from deskbell.domain.effects import (
    BusyRead,
    DeskOpened,
    Effect,
    HoursSet,
    PersonAdded,
    RoomAdded,
    ServiceAdded,
    ServiceSet,
    TutorAdded,
)
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.facts import BusyFacts, Desk
from deskbell.domain.ids import Id, Mint
from deskbell.domain.money import exponent
from deskbell.domain.offer import Approval, Kind, Service
from deskbell.domain.payment import HOLDS
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan, Warned
from deskbell.domain.request_commands import SetService
from deskbell.domain.text import clean

MOST_BUFFER = 12 * 60
"""Minutes before or after a lesson: with a day's lesson between them, what the database takes (guards.BUSY_LIMIT)."""
MOST_SEATS = 10_000


def zone(name: str) -> str:
    """An IANA zone name that this machine's zone data knows, else WrongInput("UNKNOWN_ZONE")."""
    try:
        zone_clock(name)
    except (LookupError, ValueError, OSError):
        raise WrongInput("UNKNOWN_ZONE", zone=name) from None
    return name


def _name(text: str) -> str:
    name = clean(text, limit=80).strip()
    if not name:
        raise WrongInput("NAME_EMPTY")
    return name


def decide_set_up(desk: Desk | None, cmd: SetUp, now: int, mint: Mint) -> Plan:
    """A desk is opened once, with at least one tutor and one service.

    Refused: ALREADY_SET_UP. WrongInput: UNKNOWN_ZONE, UNKNOWN_CURRENCY, NAME_EMPTY, NO_TUTOR, NO_SERVICE, HOURS.
    """
    if desk is not None:
        raise Refused("ALREADY_SET_UP", desk=desk.name)
    exponent(cmd.currency)
    if not cmd.tutors:
        raise WrongInput("NO_TUTOR")
    if not cmd.services:
        raise WrongInput("NO_SERVICE")
    effects: list[Effect] = [
        DeskOpened(_name(cmd.name), zone(cmd.zone), cmd.currency, cmd.language, cmd.first_weekday, cmd.demo)
    ]
    rooms = {}
    for room in cmd.rooms:
        rooms[room.name] = mint()
        effects.append(RoomAdded(rooms[room.name], _name(room.name)))
    for tutor in cmd.tutors:
        effects += _tutor(tutor, rooms, mint)
    effects += [_service(s, cmd.currency, mint) for s in cmd.services]
    return Plan("SET_UP", tuple(effects))


def _tutor(new: NewTutor, rooms: dict[str, Id], mint: Mint) -> list[Effect]:
    person = PersonAdded(mint(), name=_name(new.name))
    tutor = TutorAdded(mint(), person.person, zone(new.zone), rooms.get(new.room), person.name)
    for weekday, start, end in new.weekly:
        if not (0 <= weekday <= 6 and 0 <= start < 1440 and 0 < end <= 1440 and start != end):
            raise WrongInput("HOURS", weekday=weekday, start=start, end=end)
    for _, _, elsewhere in new.travel:
        zone(elsewhere)
    return [person, tutor, HoursSet(tutor.tutor, new.weekly, new.overrides, new.travel)]


def _service(new: NewService, currency: str, mint: Mint) -> ServiceAdded:
    if not 5 <= new.minutes <= 24 * 60:
        raise WrongInput("LENGTH", minutes=new.minutes)
    for minutes in (new.interval, new.before + 1, new.after + 1, new.notice + 1):
        if minutes < 1:
            raise WrongInput("LENGTH", minutes=minutes)
    if max(new.before, new.after) > MOST_BUFFER:
        raise WrongInput("LENGTH", minutes=max(new.before, new.after))
    if not 0 <= new.minor <= LARGEST:
        raise WrongInput("AMOUNT", amount=new.minor, currency=currency)
    if not 0 <= new.tax_rate <= 10_000:
        raise WrongInput("PERCENT", percent=new.tax_rate // 100)
    if not 1 <= new.capacity <= MOST_SEATS or (new.kind is Kind.ONE_TO_ONE and new.capacity != 1):
        raise WrongInput("CAPACITY", capacity=new.capacity)
    return ServiceAdded(
        mint(),
        new.kind,
        new.minutes,
        new.minor,
        currency,
        new.capacity,
        new.interval,
        new.before,
        new.after,
        new.notice,
        new.horizon_days,
        new.max_per_day,
        new.max_minutes_per_day,
        new.tax_rate,
        new.place,
        new.policy.show(),
        _name(new.name),
        new.tax_mode,
        new.approval,
    )


def decide_set_service(facts: tuple[Desk, Service], cmd: SetService, now: int, mint: Mint) -> Plan:
    """How its bookings are taken from here on; commits at once, undo takes it back. No effects where it is so already.

    Refused: NOT_YOURS (a customer).
    """
    desk, service = facts
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="SET_SERVICE")
    if cmd.approval is service.approval:
        return Plan("SET_SERVICE", (), asks=False)
    holds = any(str(method) in desk.links for method in HOLDS)
    warnings = (Warned.of("NOTHING_HOLDS"),) if cmd.approval is Approval.PAY_FIRST and not holds else ()
    return Plan("SET_SERVICE", (ServiceSet(service.id, service.approval, cmd.approval),), warnings, asks=False)


def decide_add_people(desk: Desk, cmd: AddPeople, now: int, mint: Mint) -> Plan:
    """People are written down; nothing else changes, so it commits at once."""
    return Plan("ADD_PEOPLE", tuple(added(p, mint()) for p in cmd.people), asks=False)


def decide_read_busy(facts: BusyFacts, cmd: ReadBusy, now: int, mint: Mint) -> Plan:
    """What a calendar says replaces what it said before; lessons that it overlaps stay, and are named.

    The same calendar twice makes a plan without effects.
    """
    for span in cmd.spans:
        if span.end <= span.start:
            raise WrongInput("END_BEFORE_START", uid=span.uid)
    warnings = (Warned.of("OVERLAPS_LESSONS", count=facts.overlaps),) if facts.overlaps else ()
    if not (facts.added or facts.changed or facts.removed):
        return Plan("IMPORT", (), warnings, asks=False)
    calendar = facts.calendar or mint()
    read = BusyRead(calendar, facts.tutor.id, facts.added, facts.changed, facts.removed)
    return Plan("IMPORT", (read,), warnings, asks=False)
