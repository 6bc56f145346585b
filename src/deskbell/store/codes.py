"""Codes that rows hold and that more than one room of the store must know."""

from __future__ import annotations

from typing import Final

from deskbell.domain.booking import ACTIVE, SEATED

OPEN: Final = "OPEN"
SETTLED: Final = "SETTLED"
"""What a task's state is called."""

RECEIPTS: Final = "receipt"
CLOSES: Final = "day_close"
"""The desk's one series of numbers."""

seated: Final = sorted(str(s) for s in SEATED)
active: Final = sorted(str(s) for s in ACTIVE)
"""The states of a booking that hold a seat; those in which its person may not book the same slot again."""
DESK = "DESK"
"""The provider of a payment that was taken by hand."""
