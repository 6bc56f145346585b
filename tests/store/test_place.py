"""Where a desk may lie, and what is refused before anything is made."""

from __future__ import annotations

import multiprocessing
import os
import stat
import struct
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain.errors import DeskError, Refused, WrongInput
from deskbell.store import engine, place, tables
from tests.store.rows import add

household = tables.household


def refused(where: str | Path) -> tuple[type[DeskError], str]:
    with pytest.raises(DeskError) as caught:
        engine.open_database(where)
    assert caught.value.__cause__ is None
    return type(caught.value), caught.value.code


def test_the_file_its_companions_and_its_folder_are_ours_alone(tmp_path: Path) -> None:
    """T6: 0600 and 0700 whatever the umask is; the umask itself is left alone."""
    before = os.umask(0)
    try:
        where = tmp_path / "new" / "folder" / "desk.sqlite3"
        with engine.open_database(where) as database, database.write() as unit:
            add(unit, 1)
            with database.read():
                made = sorted(path.name for path in where.parent.iterdir())
                assert made == ["desk.sqlite3", "desk.sqlite3-shm", "desk.sqlite3-wal"]
                modes = {stat.S_IMODE(path.stat().st_mode) for path in where.parent.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(where.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(where.parent.parent.stat().st_mode) & 0o077 == 0
    finally:
        assert os.umask(before) == 0


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    where = tmp_path / "desk"
    engine.open_database(where).close()
    where.chmod(mode)
    with pytest.raises(Refused) as caught:
        engine.open_database(where)
    assert (caught.value.code, caught.value.facts["mode"]) == ("DESK_OPEN_TO_OTHERS", f"{mode:04o}")
    where.chmod(0o600)
    engine.open_database(where).close()


def test_what_is_no_database_is_not_told_to_be_locked_up(tmp_path: Path) -> None:
    """A slip of the path names somebody else's file: its mode is none of our business."""
    text = tmp_path / "passwd"
    text.write_bytes(b"root:x:0:0\n")
    text.chmod(0o644)
    assert refused(text) == (WrongInput, "DESK_NOT_A_DATABASE")


@pytest.mark.parametrize("page", [bytes(4096), bytes(512) + b"x" * 3584, b"rubbish"], ids=["empty", "torn", "short"])
def test_a_desk_whose_first_page_was_cut_short_is_made_again(tmp_path: Path, page: bytes) -> None:
    """The power went while it was made: the journal says that the file was empty, and so SQLite makes it."""
    where = tmp_path / "desk"
    before = struct.pack(">8s5I", place.JOURNAL_MAGIC, 0, 1, 0, 512, 4096).ljust(512, b"\0")
    for content, path in ((page, where), (before, tmp_path / "desk-journal")):
        path.write_bytes(content)
        path.chmod(0o600)
    with engine.open_database(where) as database, database.write() as unit:
        add(unit, 1)
    where.write_bytes(page)
    (tmp_path / "desk-journal").write_bytes(b"no journal")
    assert refused(where) == (WrongInput, "DESK_NOT_A_DATABASE")


def test_what_is_no_database_is_not_touched(tmp_path: Path) -> None:
    text = tmp_path / "letter"
    text.write_bytes(b"Dear Ana,\n")
    text.chmod(0o600)
    assert refused(text) == (WrongInput, "DESK_NOT_A_DATABASE")
    assert text.read_bytes() == b"Dear Ana,\n"
    half = tmp_path / "half"
    half.write_bytes(place.MAGIC + b"rubbish" * 1000)
    half.chmod(0o600)
    assert refused(half)[1] == "DESK_DAMAGED"
    assert refused(tmp_path) == (WrongInput, "DESK_IS_A_FOLDER")
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert refused(tmp_path / "pipe") == (WrongInput, "DESK_NOT_A_DATABASE")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert refused(tmp_path / "circle")[0] is WrongInput
    assert refused(text / "below" / "desk") == (WrongInput, "DESK_CANNOT_BE_MADE")


def test_an_empty_file_becomes_a_desk(tmp_path: Path) -> None:
    where = tmp_path / "desk"
    place.private_file(where)
    engine.open_database(where).close()
    assert where.stat().st_size > 0


def _as_nobody(where: str, answers: Any) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        engine.open_database(where)
    except DeskError as error:
        answers.put((error.code, error.facts.get("why")))
    else:
        answers.put(("opened", None))


@pytest.mark.parametrize("mode", [0o000, 0o400])
def test_a_file_that_we_may_not_read_and_write_says_so(mode: int) -> None:
    """Root may read everything, so the test asks as nobody."""
    import tempfile

    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        where = Path(folder) / "desk"
        engine.open_database(where).close()
        where.chmod(mode)
        context = multiprocessing.get_context("fork")
        answers = context.SimpleQueue()
        process = context.Process(target=_as_nobody, args=(str(where), answers))
        process.start()
        assert answers.get() == ("DESK_UNREADABLE", "EACCES")
        process.join()
        process = context.Process(target=_as_nobody, args=(str(where.with_name("other")), answers))
        if os.geteuid() == 0:
            process.start()
            assert answers.get() == ("DESK_CANNOT_BE_MADE", "EACCES")
            process.join()


PROC = """\
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
nas:/studio /mnt/studio nfs4 rw,vers=4.2 0 0
/dev/sdb1 /mnt/studio/local ext4 rw 0 0
//nas/desk /mnt/two\\040words cifs rw 0 0
ana@host:/home /home/ana/there fuse.sshfs rw 0 0
/dev/sdc1 /media/stick fuseblk rw 0 0
systemd-1 /auto autofs rw 0 0
nas:/auto /auto nfs rw 0 0
C: /mnt/c 9p rw 0 0
"""
MAC = """\
/dev/disk1s1 on / (apfs, local, read-only, journaled)
/dev/disk1s2 on /System/Volumes/Data (apfs, local, journaled)
//ana@nas/desk on /Volumes/Our desk (old) (smbfs, nodev, nosuid, mounted by ana)
map auto_home on /System/Volumes/Data/home (autofs, automounted)
"""


@pytest.mark.parametrize(
    ("table", "path", "kind", "share"),
    [
        (PROC, "/home/ana/desk", "ext4", False),
        (PROC, "/mnt/studio/desk", "nfs4", True),
        (PROC, "/mnt/studios/desk", "ext4", False),
        (PROC, "/mnt/studio/local/desk", "ext4", False),
        (PROC, "/mnt/two words/desk", "cifs", True),
        (PROC, "/home/ana/there/a/desk", "fuse.sshfs", True),
        (PROC, "/media/stick/desk", "fuseblk", False),
        (PROC, "/auto/desk", "nfs", True),
        (PROC, "/mnt/c/desk", "9p", True),
        (MAC, "/Users/ana/desk", "apfs", False),
        (MAC, "/Volumes/Our desk (old)/desk", "smbfs", True),
        ("", "/home/ana/desk", "", False),
        ("nonsense\n\n a b", "/home/ana/desk", "", False),
    ],
)
def test_the_mount_that_holds_a_path_is_found(table: str, path: str, kind: str, share: bool) -> None:
    assert place.filesystem_of(Path(path), table) == kind
    assert place.is_share(kind) is share


def test_a_network_share_is_refused_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """I59: another machine sees neither our locks nor our shared memory; several desks take PostgreSQL."""
    monkeypatch.setattr(place, "mounts", lambda: f"/dev/vda / ext4 rw 0 0\nnas:/x {tmp_path} nfs4 rw 0 0\n")
    where = tmp_path / "new" / "desk"
    with pytest.raises(Refused) as caught:
        engine.open_database(where)
    assert (caught.value.code, caught.value.facts["filesystem"]) == ("DESK_ON_NETWORK_SHARE", "nfs4")
    assert not where.parent.exists()
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(where)
    assert refused(link) == (Refused, "DESK_ON_NETWORK_SHARE")


def test_this_machines_own_table_of_mounts_is_read(tmp_path: Path) -> None:
    assert place.filesystem_of(tmp_path.resolve(), place.mounts()) != ""


@pytest.mark.parametrize(
    "where",
    [
        "mysql://ana:hunter2@host/desk",
        "postgresql+asyncpg://ana:hunter2@h/d",
        "sqlite://",
        "http://x",
        "://",
        "a b://c",
    ],
)
def test_another_kind_of_database_is_named_without_its_password(where: str) -> None:
    with pytest.raises(WrongInput) as caught:
        engine.open_database(where)
    assert caught.value.code == "UNKNOWN_DATABASE"
    assert "hunter2" not in repr(caught.value.facts)
