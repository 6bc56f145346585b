"""Reads rows into domain objects, never rows themselves. A thing is asked for by its number or its public id.

The rooms are opened when they are first asked for: an agenda needs two of the ten (measured: 9 ms for all).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskbell.store.find.bookings import already_in, booking, bookings_of, clashes, usual
    from deskbell.store.find.changes import change_done, change_of, last_undoable
    from deskbell.store.find.connections import connection_facts
    from deskbell.store.find.diaries import diary
    from deskbell.store.find.documents import correct_facts, issue_facts, month_facts
    from deskbell.store.find.erasing import erase_facts
    from deskbell.store.find.facts import (
        attempt_facts,
        book_facts,
        booking_facts,
        busy_facts,
        money_facts,
        move_facts,
        op_facts,
        open_class_facts,
        order_facts,
        seat_facts,
        service_facts,
        task_facts,
    )
    from deskbell.store.find.letters import (
        lessons,
        letter_facts,
        person_facts,
        post_facts,
        remind_facts,
        rule_facts,
        rules,
        text_facts,
        texts,
        untold_facts,
    )
    from deskbell.store.find.locks import names
    from deskbell.store.find.offers import desk, service, services
    from deskbell.store.find.ops import no_of, op, open_ops
    from deskbell.store.find.orders import attempt, attempts, earned, order, payments
    from deskbell.store.find.people import person, search_people, tutor, tutors
    from deskbell.store.find.slots import classes, slot
    from deskbell.store.find.tasks import every_open_task, open_tasks
    from deskbell.store.find.till import business_day, drawer, sealed, till_facts
    from deskbell.store.find.undoing import undo_facts
    from deskbell.store.find.which import Which

__all__ = [
    "Which",
    "already_in",
    "attempt",
    "attempt_facts",
    "attempts",
    "book_facts",
    "booking",
    "booking_facts",
    "bookings_of",
    "business_day",
    "busy_facts",
    "change_done",
    "change_of",
    "clashes",
    "classes",
    "connection_facts",
    "correct_facts",
    "desk",
    "diary",
    "drawer",
    "earned",
    "erase_facts",
    "every_open_task",
    "issue_facts",
    "last_undoable",
    "lessons",
    "letter_facts",
    "money_facts",
    "month_facts",
    "move_facts",
    "names",
    "no_of",
    "op",
    "op_facts",
    "open_class_facts",
    "open_ops",
    "open_tasks",
    "order",
    "order_facts",
    "payments",
    "person",
    "person_facts",
    "post_facts",
    "remind_facts",
    "rule_facts",
    "rules",
    "sealed",
    "search_people",
    "seat_facts",
    "service",
    "service_facts",
    "services",
    "slot",
    "task_facts",
    "text_facts",
    "texts",
    "till_facts",
    "tutor",
    "tutors",
    "undo_facts",
    "untold_facts",
    "usual",
]

_ROOMS = {
    "bookings": "already_in booking bookings_of clashes usual",
    "changes": "change_done change_of last_undoable",
    "connections": "connection_facts",
    "diaries": "diary",
    "documents": "correct_facts issue_facts month_facts",
    "erasing": "erase_facts",
    "facts": "attempt_facts book_facts booking_facts busy_facts money_facts move_facts op_facts open_class_facts"
    " order_facts seat_facts service_facts task_facts",
    "letters": "lessons letter_facts person_facts post_facts remind_facts rule_facts rules text_facts texts"
    " untold_facts",
    "locks": "names",
    "offers": "desk service services",
    "ops": "no_of op open_ops",
    "orders": "attempt attempts earned order payments",
    "people": "person search_people tutor tutors",
    "slots": "classes slot",
    "till": "business_day drawer sealed till_facts",
    "tasks": "every_open_task open_tasks",
    "undoing": "undo_facts",
    "which": "Which",
}
_ROOM_OF = {name: room for room, names_ in _ROOMS.items() for name in names_.split()}


def __getattr__(name: str) -> Any:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{room}"), name)
    return found
