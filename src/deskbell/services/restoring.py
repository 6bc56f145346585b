"""A desk put back from a backup, as a plan first: what would come back, and what would be gone from sight.

The present file is kept beside the desk. What comes back asks its providers before it sends anything: days are missing
in it of which they know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.errors import DeskError, PlanChanged, Refused, WrongInput
from deskbell.domain.working import Link
from deskbell.store import place, restore
from deskbell.store.backup import Copied
from deskbell.store.engine import open_database

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock
    from deskbell.domain.ids import Id


@dataclass(frozen=True, slots=True)
class Restore:
    """What would happen: `back` is in the backup, `present` in the desk that is there, None where none is.

    `digest` covers both files: whoever confirms it confirms these.
    """

    file: Path
    desk: Path
    back: Copied
    present: Copied | None
    digest: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: where the desk that was there is kept, and which connections ask before they send."""

    plan: Restore
    kept: Path | None
    asks: tuple[str, ...]


def plan(file: Path, desk: Path) -> Restore:
    """Nothing is changed. WrongInput: BACKUP_UNREADABLE, BACKUP_BROKEN, BACKUP_IS_THE_DESK, NOT_A_DESK.

    Refused: DESK_NEWER.
    """
    if _same(file, desk):
        raise WrongInput("BACKUP_IS_THE_DESK", where=str(file))
    part, back = restore.tried_on(file, desk)
    part.unlink(missing_ok=True)
    return Restore(file, desk, back, _present(desk), _digest(file, desk))


def carry_out(file: Path, desk: Path, clock: Clock, fresh: Callable[[], Id], digest: str | None = None) -> Restored:
    """Do it, if it still is what was confirmed. As plan(); PlanChanged; Busy: DESK_IN_USE, and nothing was done."""
    from deskbell.services.desk import Desk
    from deskbell.services.working import Working

    found = plan(file, desk)
    if digest not in (None, found.digest):
        raise PlanChanged("RESTORE_CHANGED", digest=found.digest)
    part, _ = restore.tried_on(file, desk)
    try:
        with open_database(part) as database:  # an older one is brought up here, before it is anybody's desk
            working = Working(Desk(database, clock, fresh))
            asks = tuple(known.name for known in working.connections() if known.state is not Link.OFF)
            working.restored(asks)
        for copy in part.parent.glob(f"{part.name}.0*"):  # the copy that a migration makes of what is a copy
            copy.unlink()
        kept = restore.swap(part, desk)
    except BaseException:
        for end in ("", "-wal", "-shm"):
            part.with_name(f"{part.name}{end}").unlink(missing_ok=True)
        raise
    return Restored(found, kept, asks)


def _same(file: Path, desk: Path) -> bool:
    return file.exists() and desk.exists() and file.samefile(desk)


def _present(desk: Path) -> Copied | None:
    """What is there now, where it can be read at all: it may be broken, and be put back for that."""
    if not desk.exists() or not desk.stat().st_size:
        return None
    try:
        part, found = restore.tried_on(desk, desk)
    except (DeskError, OSError):
        return None
    part.unlink(missing_ok=True)
    return found


def _digest(file: Path, desk: Path) -> str:
    text = hashlib.sha256(file.read_bytes())
    if desk.exists():
        text.update(desk.read_bytes())
        wal = desk.with_name(f"{desk.name}-wal")
        text.update(wal.read_bytes() if wal.exists() else b"")
    return text.hexdigest()[:16]


def prepared(where: str | Path) -> Path:
    """The file of a desk that may be put back. Refused: RESTORE_BY_SERVER, and what the place of a desk says."""
    text = str(where)
    if "://" in text and not text.startswith("sqlite:///"):
        raise Refused("RESTORE_BY_SERVER", where=text.rpartition("@")[2])
    path = Path(text.removeprefix("sqlite:///")).expanduser().absolute()
    kind = place.filesystem_of(path.parent, place.mounts())
    if place.is_share(kind):
        raise Refused("DESK_ON_NETWORK_SHARE", where=str(path), filesystem=kind)
    return path
