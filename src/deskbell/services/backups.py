"""A backup a day without being asked, verified before it counts; what is older is thinned out, never for a broken one.

Of a desk in a file. What is kept of it lies in one folder; a shared desk is its server's to back up.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.backups import day_of, doubtful_name, kept, name_of
from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import Refused, WrongInput
from deskbell.paths import make_private
from deskbell.store import backup
from deskbell.store.backup import Copied

if TYPE_CHECKING:
    from deskbell.services.desk import Desk


class Backups:
    """Those of one desk, in one folder."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder
        self.path = Path(desk.database.where)
        self.tried: date | None = None
        """The day on which one was last tried: a broken one is not tried again at each turn."""

    def is_due(self) -> bool:
        """Whether there is none of today; an invented desk, and one on a server, have none at all."""
        if self.desk.database.kind != "sqlite":
            return False
        card = self.desk.card()
        today = zone_clock(card.zone).date(self.desk.clock.now())
        if card.demo or self.tried == today:
            return False
        return not (self.folder / name_of(self.path.stem, today)).exists()

    def make(self) -> Copied:
        """Today's, verified; older ones are thinned out after it. It takes the place of another one of today.

        WrongInput: BACKUP_BROKEN. Refused: BACKUP_FIGURES (it is kept, apart from those that count), BACKUP_BY_SERVER.
        """
        _in_a_file(self.desk)
        today = self.tried = zone_clock(self.desk.card().zone).date(self.desk.clock.now())
        make_private(self.folder)
        target = self.folder / name_of(self.path.stem, today)
        made = self._verified(target)
        self._thin_out()
        return made

    def _verified(self, target: Path) -> Copied:
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)  # of a worker that was killed
        backup.copy(self.path, part)
        try:
            found = backup.looked_through(part)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        if found.wrong:
            doubtful = self.folder / doubtful_name(self.path.stem)
            backup.put_in_place(part, doubtful)
            raise Refused("BACKUP_FIGURES", where=str(doubtful), count=found.wrong)
        backup.put_in_place(part, target)
        return Copied(target, found.size, found.head, 0, found.desk, found.changed_at, found.bookings)

    def _thin_out(self) -> None:
        here = {day: path for path in self.folder.iterdir() if (day := day_of(path.name, self.path.stem)) is not None}
        for day in here.keys() - kept(here):
            with suppress(FileNotFoundError):
                here[day].unlink()


def backup_to(desk: Desk, target: Path) -> Copied:
    """A verified copy where somebody wants it. WrongInput: BACKUP_EXISTS, BACKUP_NOWHERE. Refused as make()."""
    _in_a_file(desk)
    if target.is_dir():
        today = zone_clock(desk.card().zone).date(desk.clock.now())
        target = target / name_of(Path(desk.database.where).stem, today)
    if target.exists() or target.is_symlink():
        raise WrongInput("BACKUP_EXISTS", where=str(target))
    try:
        backup.copy(Path(desk.database.where), target)
    except OSError:
        raise WrongInput("BACKUP_NOWHERE", where=str(target)) from None
    try:
        found = backup.looked_through(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if found.wrong:
        raise Refused("BACKUP_FIGURES", where=str(target), count=found.wrong)
    return found


def _in_a_file(desk: Desk) -> None:
    if desk.database.kind != "sqlite":
        raise Refused("BACKUP_BY_SERVER", where=desk.database.where)
