"""What screens and commands are shown, read in a handful of queries: never one per row.

The rooms are opened when they are first asked for; none is called like a function, so that one never hides the other.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deskbell.store.reads.agenda import days, seq
    from deskbell.store.reads.detail import booking_view
    from deskbell.store.reads.naming import called
    from deskbell.store.reads.sittings import bookings
    from deskbell.store.reads.tasks import open_tasks
    from deskbell.store.reads.till import owing, report, till_view

__all__ = [
    "booking_view",
    "bookings",
    "called",
    "days",
    "open_tasks",
    "owing",
    "report",
    "seq",
    "till_view",
]

_ROOM_OF = {
    "booking_view": "detail",
    "bookings": "sittings",
    "called": "naming",
    "days": "agenda",
    "open_tasks": "tasks",
    "owing": "till",
    "report": "till",
    "seq": "agenda",
    "till_view": "till",
}


def __getattr__(name: str) -> Any:
    room = _ROOM_OF.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{room}"), name)
    return found
