"""What counts as a person's own, by the person's key in `who`: whoever erases and whoever plans it means the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select

from deskbell.store import tables as t

_b, _n, _m = t.booking.c, t.notification.c, t.message.c
_WHO: Any = bindparam("who")
THEIRS = select(_b.id).where(_b.participant_id == _WHO)
"""Bookings of theirs, by key."""
LETTERS = select(_m.id).where(
    or_(_m.person_id == _WHO, _m.id.in_(select(_n.message_id).where(_n.booking_id.in_(THEIRS))))
)
"""Mails to them, or about bookings of theirs, by key."""
_alike = t.booking.alias("alike")
ALONE = (
    select(_b.slot_id)
    .where(
        _b.participant_id == _WHO,
        ~select(_alike.c.id)
        .where(_alike.c.slot_id == _b.slot_id, _alike.c.participant_id.is_distinct_from(_WHO))
        .exists(),
    )
    .distinct()
)
"""Slots in which nobody else ever sat, by key: what is written about the lesson is about them."""
