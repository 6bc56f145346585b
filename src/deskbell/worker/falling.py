"""Our own fault while the worker works: written down, told to a person, and nobody else waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.services.working import WORK_FAILED

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.domain.ids import Id
    from deskbell.services.working import Working

AGAIN = 15 * 60
"""Seconds until what we fell over is tried again."""


def fell(working: Working, subject: Id, error: Exception, crashes: Path | None) -> None:
    """A crash file and a task about a link, a payment or a booking; whoever manages it later settles the task."""
    crash.report(error, crashes)
    working.tell(WORK_FAILED, subject)
