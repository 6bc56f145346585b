"""What screens and commands are shown, read in a handful of queries: never one per row."""

from deskbell.store.reads.bookings import bookings
from deskbell.store.reads.called import called
from deskbell.store.reads.days import days, seq
from deskbell.store.reads.detail import booking_view

__all__ = ["booking_view", "bookings", "called", "days", "seq"]
