"""A secret that whoever starts the program says: in a variable of its own, or in a file that systemd hands over."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from deskbell.domain.connections import Kept
from deskbell.domain.errors import Refused
from deskbell.domain.secret import Secret

LONGEST = 8 * 1024
"""Bytes of a file with one secret in it."""


def said(variable: str, environ: Mapping[str, str]) -> tuple[Secret, Kept] | None:
    """The variable, else that name in small letters in $CREDENTIALS_DIRECTORY; empty is none. SECRET_UNREADABLE."""
    if value := environ.get(variable, "").strip():
        return Secret(value), Kept.ENVIRONMENT
    if not (folder := environ.get("CREDENTIALS_DIRECTORY", "")):
        return None
    found = read_secret(Path(folder) / variable.lower())
    return (found, Kept.CREDENTIAL) if found else None


def read_secret(file: Path, *, private: bool = False) -> Secret | None:
    """A file with one secret and nothing else; None where there is none. `private`: nobody else may read it.

    Refused: SECRET_UNREADABLE (where, why), SECRET_OPEN_TO_OTHERS (where, mode).
    """
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(LONGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise Refused("SECRET_UNREADABLE", where=str(file), why=why) from None
    if private and mode & 0o077:
        raise Refused("SECRET_OPEN_TO_OTHERS", where=str(file), mode=f"{mode & 0o7777:04o}")
    if len(data) > LONGEST:
        raise Refused("SECRET_UNREADABLE", where=str(file), why="EFBIG")
    try:
        return Secret(data.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        raise Refused("SECRET_UNREADABLE", where=str(file), why="EILSEQ") from None
