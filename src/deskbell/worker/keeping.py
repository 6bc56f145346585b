"""What a desk needs by itself, whatever is connected: its record sealed, a backup a day. The timers' holder does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell import crash
from deskbell.domain.errors import Busy, DeskError
from deskbell.domain.ids import digest_id
from deskbell.domain.working import TIMERS
from deskbell.services import sealing

if TYPE_CHECKING:
    from pathlib import Path

    from deskbell.services.backups import Backups
    from deskbell.services.working import Working


class Keeping:
    """`backups` None: nobody said where they would lie."""

    def __init__(self, working: Working, crashes: Path | None, backups: Backups | None = None) -> None:
        self.working = working
        self.crashes = crashes
        self.backups = backups

    def turn(self, token: int) -> None:
        """Seal what is final; make today's backup where there is none, and say so where it cannot be made."""
        sealing.seal(self.working.database, token)
        if self.backups is not None and self.backups.is_due():
            self._back_up(self.backups)

    def _back_up(self, backups: Backups) -> None:
        subject = digest_id("backup")
        try:
            backups.make()
        except Busy:
            backups.tried = None  # it is tried again at the next turn
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the desk goes on
            if not isinstance(error, DeskError):
                crash.report(error, self.crashes)
            self.working.tell("BACKUP_FAILED", subject)
        else:
            self.working.untell("BACKUP_FAILED", subject)

    def alone(self) -> None:
        """A turn by somebody who holds no lease: it is taken for as long as there is something to do."""
        if not sealing.is_due(self.working.database) and not (self.backups and self.backups.is_due()):
            return
        held = self.working.leases()
        self.working.take(held, (TIMERS,))
        try:
            if (token := held.held.get(TIMERS)) is not None:
                self.turn(token)
        finally:
            self.working.release(held)
