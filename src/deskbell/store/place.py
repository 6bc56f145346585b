"""Where a desk's file may lie: on a disk of this machine, in a file that nobody else can read."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from deskbell.domain.errors import DeskError, Refused, WrongInput

MAGIC = b"SQLite format 3\x00"
JOURNAL_MAGIC = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
"""A journal that begins so says how the file was before: SQLite puts it right when it opens the file."""

SHARES = frozenset(
    "9p afpfs afs beegfs ceph cifs davfs glusterfs gpfs lustre ncpfs nfs nfs3 nfs4 prl_fs smb2 smb3 smbfs "
    "vboxsf vmhgfs webdav".split()
)
"""File systems whose locks and shared memory another machine does not see; `fuse.sshfs` is looked up by its tail."""

LOCAL_FUSE = frozenset("fuseblk fuse.ntfs fuse.ext2 fuse.exfat fuse.gocryptfs fuse.encfs fuse.cryfs".split())


def prepare(path: Path) -> tuple[Path, bool]:
    """The file's real path, and whether it was made just now (empty, 0600, in a folder of 0700).

    WrongInput: a folder, a file that is no database or cannot be opened. Refused: a network share, or a
    file that others can read. Nothing is made where the answer is no.
    """
    try:
        path = path.expanduser().resolve()
        known = path.exists()
    except (OSError, RuntimeError) as error:
        raise WrongInput("DESK_UNREADABLE", where=str(path), why=_why(error)) from None
    if path.is_dir():
        raise WrongInput("DESK_IS_A_FOLDER", where=str(path))
    kind = filesystem_of(path, mounts())
    if is_share(kind):
        raise Refused("DESK_ON_NETWORK_SHARE", where=str(path), filesystem=kind)
    if known:
        _check_file(path)
        return path, False
    return path, _make_file(path)


def is_sound(path: Path) -> bool:
    """Whether a file is there that `prepare` would let pass as it is; nothing is made, nothing raised."""
    try:
        path = path.expanduser().resolve(strict=True)
        if is_share(filesystem_of(path, mounts())):
            return False
        _check_file(path)
    except (OSError, RuntimeError, DeskError):
        return False
    return True


def _check_file(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise WrongInput("DESK_UNREADABLE", where=str(path), why=_why(error)) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise WrongInput("DESK_NOT_A_DATABASE", where=str(path))
        head = os.read(handle, len(MAGIC))
    finally:
        os.close(handle)
    if head not in (b"", MAGIC) and not _was_being_made(
        path
    ):  # said first: nobody is told to lock up a file that is no desk
        raise WrongInput("DESK_NOT_A_DATABASE", where=str(path))
    if found.st_mode & 0o077:
        raise Refused("DESK_OPEN_TO_OTHERS", where=str(path), mode=f"{stat.S_IMODE(found.st_mode):04o}")


def _was_being_made(path: Path) -> bool:
    """The power went while the file's first page was written: its journal is there, and ends in an empty file."""
    try:
        with path.with_name(f"{path.name}-journal").open("rb") as journal:
            return journal.read(len(JOURNAL_MAGIC)) == JOURNAL_MAGIC
    except OSError:
        return False


def _make_file(path: Path) -> bool:
    """Made by us with 0600 before SQLite opens it: SQLite gives its -wal and -shm the same mode.

    The process's umask stays alone, because other threads make files too.
    """
    try:
        prepare_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        if not path.is_file():
            raise WrongInput("DESK_CANNOT_BE_MADE", where=str(path), why="EEXIST") from None
        _check_file(path)
        return False
    except OSError as error:
        raise WrongInput("DESK_CANNOT_BE_MADE", where=str(path), why=_why(error)) from None
    os.close(handle)
    return True


def prepare_folder(folder: Path) -> None:
    """The folder and every missing one above it, 0700."""
    for step in (*reversed(folder.parents), folder):
        if not step.exists():  # mkdir's own parents=True gives the ones between to everybody
            step.mkdir(mode=0o700, exist_ok=True)


def private_file(path: Path) -> None:
    """A new empty file of 0600; FileExistsError where there is one already."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))


def _why(error: OSError | RuntimeError) -> str:
    number = getattr(error, "errno", None)
    return errno.errorcode.get(number, "EIO") if number else "ELOOP"


def is_share(filesystem: str) -> bool:
    if filesystem in LOCAL_FUSE:
        return False
    return filesystem in SHARES or filesystem.startswith("fuse.") or filesystem == "fuse"


def filesystem_of(path: Path, table: str) -> str:
    """The type of the mount that holds the path, by its longest prefix; '' where the table does not say.

    `table` is /proc/self/mounts, or what `mount` prints on macOS.
    """
    best, kind = -1, ""
    for line in table.splitlines():
        mount = _proc_line(line) or _bsd_line(line)
        if mount is None:
            continue
        point, found = mount
        if len(point.parts) >= best and path.is_relative_to(point):
            best, kind = len(point.parts), found
    return kind


def _proc_line(line: str) -> tuple[Path, str] | None:
    fields = line.split(" ")
    if len(fields) < 4 or not fields[1].startswith("/"):
        return None
    point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), fields[1])
    return Path(point), fields[2].lower()


def _bsd_line(line: str) -> tuple[Path, str] | None:
    found = re.fullmatch(r".+? on (/.*) \(([^,)]+).*\)", line)
    return (Path(found[1]), found[2].strip().lower()) if found else None


def mounts() -> str:
    """The machine's table of mounts; '' where it has none that we can read."""
    if sys.platform == "darwin":
        with suppress(OSError, subprocess.SubprocessError):
            return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=True).stdout
        return ""
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
