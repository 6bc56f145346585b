"""Where this program keeps its files: the platform's folders, or all of them under DESKBELL_HOME."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
OTHERS = 0o077


class PlaceRefused(OSError):
    """A folder cannot be used; `code` and `facts` say which and why, words makes the sentence."""

    exit_code = 2

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Places:
    """The three folders and everything in them; naming a place makes nothing."""

    data: Path
    config: Path
    state: Path

    @property
    def database(self) -> Path:
        return self.data / "desk.sqlite3"

    @property
    def demo_database(self) -> Path:
        return self.data / "demo.sqlite3"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    @property
    def secrets(self) -> Path:
        """Files that passphrases open, one a desk."""
        return self.config / "secrets"

    @property
    def log(self) -> Path:
        return self.state / "deskbell.log"

    @property
    def crashes(self) -> Path:
        return self.state / "crashes"

    def make(self) -> None:
        """Make the three folders, mode 0700; one of ours that stands open is closed.

        PlaceRefused: a file is in the way, or the folder cannot be made or closed.
        """
        for folder in (self.data, self.config, self.state):
            make_private(folder)


def places(environ: Mapping[str, str] | None = None) -> Places:
    """DESKBELL_HOME moves everything; without it the platform says where (XDG on Linux).

    PlaceRefused: there is no home to put them in.
    """
    environ = os.environ if environ is None else environ
    if moved := environ.get("DESKBELL_HOME"):
        home = _absolute(moved)
        return Places(home / "data", home / "config", home / "state")
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("deskbell", appauthor=False)
    found = (dirs.user_data_path, dirs.user_config_path, dirs.user_state_path)
    for folder in found:
        if not folder.is_absolute():  # no HOME, no entry in the user list: "~" stays as it is
            raise PlaceRefused("HOME_UNKNOWN", where=str(folder))
    return Places(*found)


def _absolute(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:
        raise PlaceRefused("HOME_UNKNOWN", where=text) from None


def make_private(folder: Path) -> Path:
    """The folder and every missing one above it, readable by its owner alone."""
    try:
        for step in reversed([step for step in (folder, *folder.parents) if not step.exists()]):
            step.mkdir(PRIVATE_FOLDER, exist_ok=True)
        if folder.stat().st_mode & OTHERS:
            folder.chmod(PRIVATE_FOLDER)
    except (FileExistsError, NotADirectoryError):
        raise PlaceRefused("FOLDER_IS_A_FILE", where=str(folder)) from None
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise PlaceRefused("FOLDER_CANNOT_BE_MADE", where=str(folder), why=why) from None
    if not folder.is_dir():
        raise PlaceRefused("FOLDER_IS_A_FILE", where=str(folder))
    if folder.stat().st_mode & OTHERS:  # a disk without modes says yes to chmod and does nothing
        raise PlaceRefused("FOLDER_OPEN_TO_OTHERS", where=str(folder), mode=mode_of(folder))
    return folder


def private_umask() -> int:
    """From now on every file this program makes is its owner's alone; return what held before.

    Said once, at the start, before there are threads: the mask belongs to the whole process.
    """
    return os.umask(OTHERS)


def private_opener(path: str, flags: int) -> int:
    """For `open(path, "a", opener=private_opener)`: mode 0600 from the first moment, and no link followed."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, PRIVATE_FILE)


def mode_of(path: Path) -> str:
    """The mode as people write it: '0644'."""
    return f"{path.stat().st_mode & 0o7777:04o}"
