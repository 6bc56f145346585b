"""A backup put in the place of a desk's file: the present one is kept beside it, and nobody may have it open.

The swap is one rename: whatever happens, the desk is the one or the other. Before it the present file gives up its WAL,
which SQLite does only while no other process has the file open; so nobody goes on writing into what is kept.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from deskbell.domain.errors import Busy, DeskError, Refused, WrongInput
from deskbell.store import backup, place
from deskbell.store.backup import Copied

_BROKEN = ("BACKUP_BROKEN", "DESK_DAMAGED", "DATABASE_UNREACHABLE", "STORE_FAULT")
"""What copying and reading say of a file that is not whole."""


def tried_on(file: Path, desk: Path) -> tuple[Path, Copied]:
    """A copy of the backup beside the desk, looked through; the backup itself is not touched. Errors as it says.

    The caller unlinks it, or puts it in place.
    """
    backup.check_head(file)
    place.prepare_folder(desk.parent)
    part = desk.with_name(f".{desk.name}.restoring")
    part.unlink(missing_ok=True)
    try:
        backup.copy(file, part)
        return part, backup.looked_through(part)
    except DeskError as error:
        part.unlink(missing_ok=True)
        if error.code in _BROKEN:
            raise WrongInput("BACKUP_BROKEN", where=str(file)) from None
        raise
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def swap(part: Path, desk: Path) -> Path | None:
    """Put it in place; where the desk that was there is kept, None where there was none.

    Busy: DESK_IN_USE (nothing was done). Refused: DESK_CANNOT_BE_COPIED.
    """
    if not desk.exists():
        backup.put_in_place(part, desk)
        return None
    with closing(sqlite3.connect(desk, isolation_level=None, timeout=1)) as present:
        try:
            mode = present.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode != "delete":
                raise Busy("DESK_IN_USE", where=str(desk))
            present.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise Busy("DESK_IN_USE", where=str(desk)) from None
        except sqlite3.DatabaseError:  # it is broken: that may be why somebody restores, and it is kept as it is
            pass
        kept = _kept_beside(desk)
        backup.put_in_place(part, desk)
        for end in ("-wal", "-shm"):  # of a broken one, which could not give them up
            with suppress(FileNotFoundError):
                Path(f"{desk}{end}").replace(f"{kept}{end}")
    return kept


def _kept_beside(desk: Path) -> Path:
    """A second name for the present file, so that it is there under one of the two at every moment."""
    for number in range(1, 1000):
        name = desk.with_name(f"{desk.name}.before-restore" + ("" if number == 1 else f".{number}"))
        with suppress(FileExistsError):
            os.link(desk, name)
            return name
    raise Refused("DESK_CANNOT_BE_COPIED", where=str(desk))
