"""A file that is its owner's alone and either whole or not there: written beside its place, then put into it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from deskbell.domain.errors import WrongInput
from deskbell.paths import private_opener


def write_private(path: Path, lines: Iterable[str]) -> int:
    """Write the lines with mode 0600 and return how many there were. What stood there before is replaced whole.

    WrongInput: FILE_CANNOT_BE_WRITTEN; then nothing has changed. A link is replaced, never followed.
    """
    beside = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    count = 0
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        with suppress(FileNotFoundError):
            beside.unlink()  # left by a process of this number that did not live to finish
        try:
            with open(beside, "x", encoding="utf-8", newline="", opener=private_opener) as stream:
                for line in lines:
                    stream.write(f"{line}\n")
                    count += 1
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _settle(path.parent)
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise WrongInput("FILE_CANNOT_BE_WRITTEN", where=str(path), why=why) from None
    return count


def _settle(folder: Path) -> None:
    """The new name survives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
