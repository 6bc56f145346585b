"""A disk that can lose its power: what was written and not yet flushed may be there afterwards, or not, or in part.

It is an SQLite VFS. Programs see the files of a folder as ever; beside them it keeps what a platter would hold. A flush
(xSync) makes a file's writes safe. At a power cut each sector of each other write is kept, lost or torn by dice,
whatever was written before or after it; files made or deleted since the folder was last flushed are there or not.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw

SECTOR = 512
_numbers = itertools.count(1)


class PowerCut(BaseException):
    """The machine is dark, here and now: nothing of the program catches this."""


@dataclass
class Inode:
    """What a file holds for certain, and what was done to it since: (offset, bytes) written, (length, None) cut off."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def flush(self) -> None:
        for where, data in self.waiting:
            _put(self.safe, where, data)
        self.waiting.clear()

    def survives(self, dice: Random) -> bytearray:
        """The file after the cut. The writes that wait are lost or kept as a whole, up to some moment, or at random."""
        left = bytearray(self.safe)
        share = dice.choice((0.0, 0.5, 0.9, 1.0))
        until = dice.randint(0, len(self.waiting)) if dice.random() < 0.5 else len(self.waiting)
        for where, data in self.waiting[:until]:
            if data is None:
                if dice.random() < share:
                    _put(left, where, None)
                continue
            for start, piece in _sectors(where, data):
                if dice.random() < share:
                    _put(left, start, piece)
                elif share and dice.random() < 0.05:  # the head was over this very sector
                    _put(left, start, dice.randbytes(len(piece)))
        return left


def _sectors(where: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    start = where
    while start < where + len(data):
        end = min((start // SECTOR + 1) * SECTOR, where + len(data))
        yield start, data[start - where : end - where]
        start = end


def _put(image: bytearray, where: int, data: bytes | None) -> None:
    if data is None:
        del image[where:]
        return
    if where > len(image):
        image.extend(bytes(where - len(image)))
    image[where : where + len(data)] = data


def put(where: Path, files: dict[str, bytes]) -> None:
    """These files and no other in that folder. A file that was there stays the same one: a desk refuses another."""
    names = {Path(name).name: data for name, data in files.items()}
    for path in where.iterdir():
        if path.name not in names:
            path.unlink()
    for name, data in names.items():
        (where / name).write_bytes(data)
        (where / name).chmod(0o600)


class Disk(apsw.VFS):
    """The disk under one folder. `tick` counts what is done to it; the power goes just before `cut_at`."""

    def __init__(self, folder: Path) -> None:
        self.name = f"disk{next(_numbers)}"
        super().__init__(self.name, "unix")
        self.folder = folder
        self.tick = 0
        self.cut_at: int | None = None
        self.cut_at_page: int | None = None
        """The power goes after so many more writes to the database file itself: while the WAL is folded into it."""
        self.dark = False
        self.over = False
        """Everybody has noticed: what the dead program still does in letting go leads nowhere."""
        self.last = ""
        self.seen: dict[str, Inode] = {}
        self.safe: dict[str, Inode] = {}
        self.moves: list[tuple[str, Inode | None]] = []
        """Files made (with what they hold) and deleted (None) since the folder was last flushed."""
        self.found()

    def found(self) -> None:
        """Whatever lies in the folder now has been there for long."""
        files = (path for path in self.folder.iterdir() if not path.name.endswith("-shm"))
        self.seen = {str(path): Inode(bytearray(path.read_bytes())) for path in files}
        self.safe = dict(self.seen)
        self.moves.clear()

    # --- what SQLite asks of it

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        path = name if isinstance(name, str) or name is None else name.filename()
        if path is None:
            raise AssertionError("a temporary file: names would be left in it")
        if path not in self.seen:
            self.does("make", path)
            self.seen[path] = Inode()
            self.moves.append((path, self.seen[path]))
        return File(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        if not self.does("delete", filename):
            return
        super().xDelete(filename, syncdir)
        self.seen.pop(filename, None)
        self.moves.append((filename, None))
        if syncdir:
            self.flush_names()

    # --- what is done to it

    def does(self, what: str, path: str) -> bool:
        """Count it, or let the power go; False where nothing is done any more."""
        if self.over:
            return False
        self.tick += 1
        if what == "write" and self.cut_at_page is not None and "-" not in path.rpartition("/")[2]:
            self.cut_at_page -= 1
        if self.dark or self.tick == self.cut_at or self.cut_at_page == 0:
            if not self.dark:
                self.last = f"{what} {path.rpartition('/')[2]}"
            self.dark = True
            raise PowerCut
        return True

    def flush_names(self) -> None:
        for path, inode in self.moves:
            self._move(self.safe, path, inode)
        self.moves.clear()

    @staticmethod
    def _move(names: dict[str, Inode], path: str, inode: Inode | None) -> None:
        if inode is None:
            names.pop(path, None)
        else:
            names[path] = inode

    def survives(self, dice: Random) -> dict[str, bytes]:
        """The files after the cut. Names change in order: a file system keeps a journal of them."""
        names = dict(self.safe)
        for path, inode in self.moves[: dice.randint(0, len(self.moves))]:
            self._move(names, path, inode)
        return {path: bytes(inode.survives(dice)) for path, inode in sorted(names.items())}

    def comes_back(self, files: dict[str, bytes]) -> None:
        """Power again, with these files."""
        put(self.folder, files)
        self.dark, self.over, self.cut_at, self.cut_at_page = False, False, None, None
        self.found()


class File(apsw.VFSFile):
    """A file as programs see it, which tells the disk what is done to it."""

    def __init__(self, disk: Disk, path: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("unix", name, flags)  # type: ignore[arg-type]
        self.disk = disk
        self.path = path
        self.inode = disk.seen[path]
        # SQLite's own way with a new journal or WAL: its first flush flushes the folder too.
        journal = apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        self._is_new = bool(flags[0] & journal) and any(inode is self.inode for _, inode in disk.moves)

    def xWrite(self, data: Any, offset: int) -> None:
        if self.disk.does("write", self.path):
            super().xWrite(data, offset)
            self.inode.waiting.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:
        if self.disk.does("cut off", self.path):
            super().xTruncate(newsize)
            self.inode.waiting.append((newsize, None))

    def xSync(self, flags: int) -> None:
        if not self.disk.does("flush", self.path):
            return
        self.inode.flush()
        if self._is_new:
            self._is_new = False
            self.disk.flush_names()
