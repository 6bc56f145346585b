"""What the public ids of a plan are called: looked up once by whoever shows it, so that words need no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from deskbell.domain import effects as e
from deskbell.domain.ids import Id
from deskbell.domain.people import Role

if TYPE_CHECKING:
    from deskbell.domain.plan import Plan


class SlotName(NamedTuple):
    """A lesson or class as people speak of it; start and end in epoch seconds, `zone` the tutor's own."""

    service: str
    start: int
    end: int
    tutor: str = ""
    zone: str = ""
    room: str = ""


class BookingName(NamedTuple):
    """`person` is empty for a walk-in; `policy` (as Policy.show writes it) and `policy_start` say why so much goes
    back; `no` is 0 for a booking that is not made yet.
    """

    no: int
    person: str = ""
    slot: SlotName | None = None
    policy: str = ""
    policy_start: int = 0


class OrderName(NamedTuple):
    """`due` is the sum of its lines, `kept` what the desk has of it less refunds made or promised: minor units, as
    they stand before the plan.
    """

    no: int
    due: int = 0
    kept: int = 0
    currency: str = ""


class Mentioned(NamedTuple):
    """The ids that some effects name, by kind: what a store fetches in one go. Bookings bring their slots along."""

    people: frozenset[Id] = frozenset()
    tutors: frozenset[Id] = frozenset()
    services: frozenset[Id] = frozenset()
    rooms: frozenset[Id] = frozenset()
    slots: frozenset[Id] = frozenset()
    bookings: frozenset[Id] = frozenset()
    orders: frozenset[Id] = frozenset()
    receipts: frozenset[Id] = frozenset()
    documents: frozenset[Id] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """Names by public id. Nothing has to be there: what is missing is said by a neutral word.

    `receipts` are numbers by the receipt's own id; by a payment's or refund's id they are that of its first receipt.
    """

    people: Mapping[Id, str] = field(default_factory=dict)
    tutors: Mapping[Id, str] = field(default_factory=dict)
    services: Mapping[Id, str] = field(default_factory=dict)
    rooms: Mapping[Id, str] = field(default_factory=dict)
    slots: Mapping[Id, SlotName] = field(default_factory=dict)
    bookings: Mapping[Id, BookingName] = field(default_factory=dict)
    orders: Mapping[Id, OrderName] = field(default_factory=dict)
    receipts: Mapping[Id, int] = field(default_factory=dict)
    documents: Mapping[Id, str] = field(default_factory=dict)
    """12 for an invoice, C3 for a credit note."""

    @classmethod
    def of_plan(cls, plan: Plan, known: Names | None = None) -> Names:
        """What is known, and what the plan itself makes: a new person, lesson, booking or order has its name in it."""
        return with_made(plan.effects, known or cls())


_FIELDS = {
    "person": "people",
    "participant": "people",
    "payer": "people",
    "guardian": "people",
    "tutor": "tutors",
    "busy": "tutors",
    "service": "services",
    "room": "rooms",
    "slot": "slots",
    "slot_before": "slots",
    "booking": "bookings",
    "order": "orders",
    "receipt": "receipts",
    "document": "documents",
    "corrects": "documents",
}
"""In every kind of effect a field of that name holds the id of such a thing."""


def mentioned(effects: Iterable[e.Effect]) -> Mentioned:
    """Every id that words could want a name for; ids that the effects themselves make are among them."""
    found: dict[str, set[Id]] = {}
    for effect in effects:
        for name, value in _values(effect):
            if value and (kind := _kind(effect, name)):
                found.setdefault(kind, set()).add(value)
    return Mentioned(**{kind: frozenset(ids) for kind, ids in found.items()})


def _values(effect: e.Effect) -> Iterable[tuple[str, Any]]:
    if isinstance(effect, e.SlotMoved):
        for when in (effect.before, effect.after):
            yield "tutor", when.tutor
            yield "room", when.room
        yield "slot", effect.slot
        return
    if isinstance(effect, e.FieldSet):
        yield effect.entity, effect.subject
        yield "booking", effect.booking
        return
    if isinstance(effect, e.CalendarSet):
        for further in effect.settings.more:
            yield "tutor", further.tutor
            yield "service", further.service
    for name in type(effect).__dataclass_fields__:
        yield name, getattr(effect, name)


def _kind(effect: e.Effect, name: str) -> str:
    if isinstance(effect, e.NotTold | e.Told | e.LetterTurned) and name == "person" and effect.audience is Role.TUTOR:
        return "tutors"
    return _FIELDS.get(name, "")


def with_made(effects: Iterable[e.Effect], known: Names) -> Names:
    """The names that the effects themselves give, over those that are known."""
    people, tutors, services, rooms = dict(known.people), dict(known.tutors), dict(known.services), dict(known.rooms)
    slots, bookings, orders = dict(known.slots), dict(known.bookings), dict(known.orders)
    for effect in effects:
        match effect:
            case e.PersonAdded() if effect.name:
                people[effect.person] = effect.name
            case e.TutorAdded() if effect.name:
                tutors[effect.tutor] = effect.name
            case e.ServiceAdded() if effect.name:
                services[effect.service] = effect.name
            case e.RoomAdded() if effect.name:
                rooms[effect.room] = effect.name
            case e.SlotOpened():
                slots[effect.slot] = SlotName(
                    services.get(effect.service, ""),
                    effect.start,
                    effect.end,
                    tutors.get(effect.tutor, ""),
                    effect.zone,
                    rooms.get(effect.room, "") if effect.room else "",
                )
            case e.OrderOpened():
                orders.setdefault(effect.order, OrderName(0, currency=effect.currency))
            case e.SeatTaken():
                person = people.get(effect.participant, "") if effect.participant else ""
                made = BookingName(0, person, slots.get(effect.slot), effect.policy, effect.policy_start)
                bookings.setdefault(effect.booking, made)
            case _:
                pass
    return Names(people, tutors, services, rooms, slots, bookings, orders, known.receipts, known.documents)
