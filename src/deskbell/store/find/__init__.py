"""Reads rows into domain objects, never rows themselves. A thing is asked for by its number or its public id."""

from deskbell.store.find.bookings import already_in, booking, bookings_of, clashes, usual
from deskbell.store.find.changes import change_done, change_of, last_undoable, undo_facts
from deskbell.store.find.diaries import diary
from deskbell.store.find.facts import (
    book_facts,
    booking_facts,
    busy_facts,
    move_facts,
    open_class_facts,
    open_tasks,
    order_facts,
)
from deskbell.store.find.names import names
from deskbell.store.find.offers import desk, service, services
from deskbell.store.find.orders import earned, order, payments
from deskbell.store.find.people import person, search_people, tutor, tutors
from deskbell.store.find.slots import classes, slot
from deskbell.store.find.which import Which

__all__ = [
    "Which",
    "already_in",
    "book_facts",
    "booking",
    "booking_facts",
    "bookings_of",
    "busy_facts",
    "change_done",
    "change_of",
    "clashes",
    "classes",
    "desk",
    "diary",
    "earned",
    "last_undoable",
    "move_facts",
    "names",
    "open_class_facts",
    "open_tasks",
    "order",
    "order_facts",
    "payments",
    "person",
    "search_people",
    "service",
    "services",
    "slot",
    "tutor",
    "tutors",
    "undo_facts",
    "usual",
]
