"""Who would be told of a change, and why they are not while no mail is connected."""

from __future__ import annotations

from deskbell.domain.booking import Booking
from deskbell.domain.effects import Effect, NotTold
from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id
from deskbell.domain.people import Person, Role, Tutor


def customer(person: Person | None) -> Id | None:
    """Whom the desk writes to about somebody: the guardian of a child."""
    return None if person is None else person.guardian or person.id


def told(desk: Desk, booking: Id, message: str, who: Id | None, tutor: Tutor, *, by: Role) -> tuple[Effect, ...]:
    """The customer and the tutor, except the side that did it; a walk-in has nobody."""
    if desk.mail:  # pragma: no cover - mail connections come with the worker
        return ()
    effects: list[Effect] = []
    if who is not None and by is not Role.CUSTOMER:
        effects.append(NotTold(booking, Role.CUSTOMER, who, message))
    if by is not Role.TUTOR:
        effects.append(NotTold(booking, Role.TUTOR, tutor.id, message))
    return tuple(effects)


def side(booking: Booking) -> Role:
    """Who made the booking."""
    return booking.booked_by
