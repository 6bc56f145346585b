"""The file that a passphrase opens: what is wrong with it is told apart, and nothing of it can be read or guessed."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from deskbell.domain.errors import DeskError, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.secret import Secret
from deskbell.paths import PlaceRefused
from deskbell.providers.secrets import vault as room
from deskbell.providers.secrets.vault import LINE, NONCE, PROOF, SALT, Vault

DESK, OTHER = Id("d" * 32), Id("e" * 32)
PASS = "correct horse battery"
PLANTED = "sk_live_planted"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """One test measures the real cost; the others need not pay it."""
    monkeypatch.setattr(room, "N", 1 << 4)


class Asked:
    """Somebody who types these passphrases, and counts how often they were asked."""

    def __init__(self, *typed: str | None) -> None:
        self.typed = list(typed)
        self.asked: list[bool] = []

    def __call__(self, new: bool) -> Secret | None:
        self.asked.append(new)
        words = self.typed.pop(0) if len(self.typed) > 1 else self.typed[0]
        return None if words is None else Secret(words)


def vault(folder: Path, *typed: str | None, desk: Id = DESK) -> tuple[Vault, Asked]:
    asked = Asked(*typed)
    return Vault(folder / "vaults" / "one.vault", desk, asked), asked


def test_it_is_kept_found_by_the_next_process_and_goes(tmp_path: Path) -> None:
    """The passphrase is asked once in each process; an empty vault is no file."""
    first, asked = vault(tmp_path, PASS)
    assert first.get("STRIPE") is None
    assert asked.asked == []
    first.put("STRIPE", Secret(PLANTED))
    first.put("MERCADO_PAGO", Secret("APP_USR-planted"))
    assert first.get("STRIPE") == Secret(PLANTED)
    assert asked.asked == [True]
    second, asked = vault(tmp_path, PASS)
    assert not second.is_open
    assert second.get("STRIPE") == Secret(PLANTED)
    assert second.get("OTHER") is None
    assert asked.asked == [False]
    second.drop("STRIPE")
    second.drop("STRIPE")
    assert second.get("STRIPE") is None
    assert second.exists
    second.drop("MERCADO_PAGO")
    assert not second.exists


def test_nothing_can_be_read_in_it_and_nobody_else_may(tmp_path: Path) -> None:
    made, _ = vault(tmp_path, PASS)
    old = os.umask(0)
    try:
        made.put("STRIPE", Secret(PLANTED))
    finally:
        os.umask(old)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    for file in made.path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        data = file.read_bytes()
        assert not any(words in data for words in (PLANTED.encode(), b"STRIPE", PASS.encode()))
    assert [file.name for file in made.path.parent.iterdir() if file.name not in ("one.vault", ".one.vault.lock")] == []


def test_each_writing_has_a_nonce_of_its_own(tmp_path: Path) -> None:
    made, _ = vault(tmp_path, PASS)
    seen = set()
    for n in range(20):
        made.put("STRIPE", Secret(f"{PLANTED}{n % 2}"))
        seen.add(made.path.read_bytes()[len(LINE) + SALT + PROOF :][:NONCE])
    assert len(seen) == 20


def refused(call: object, *args: object) -> DeskError:
    with pytest.raises(DeskError) as error:
        call(*args)  # type: ignore[operator]
    assert PLANTED not in repr(error.value.facts)
    assert PASS not in repr(error.value.facts)
    return error.value


def test_a_wrong_passphrase_is_told_from_a_file_that_is_not_there(tmp_path: Path) -> None:
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    wrong, asked = vault(tmp_path, "something else", PASS)
    assert refused(wrong.get, "STRIPE").code == "PASSPHRASE_WRONG"
    assert wrong.get("STRIPE") == Secret(PLANTED), "the next try may be right"
    assert asked.asked == [False, False]
    nobody, _ = vault(tmp_path, None)
    error = refused(nobody.get, "STRIPE")
    assert (error.code, error.exit_code) == ("PASSPHRASE_MISSING", 2)
    absent, asked = vault(tmp_path / "elsewhere", None)
    assert absent.get("STRIPE") is None
    assert asked.asked == []


def test_every_changed_byte_is_found(tmp_path: Path) -> None:
    """Whoever changes the file without the passphrase is found out, also where they mend the checksum."""
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    whole = made.path.read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1
        made.path.write_bytes(bytes(changed))
        reader, _ = vault(tmp_path, PASS)
        assert refused(reader.get, "STRIPE").code == "VAULT_DAMAGED"
        if at < len(whole) - room.SUM:
            body = bytes(changed[: -room.SUM])
            made.path.write_bytes(body + room._sum(body))
            reader, _ = vault(tmp_path, PASS)
            assert refused(reader.get, "STRIPE").code in ("VAULT_DAMAGED", "PASSPHRASE_WRONG")
    for end in range(0, len(whole), 7):
        made.path.write_bytes(whole[:end])
        assert refused(vault(tmp_path, PASS)[0].get, "STRIPE").code == "VAULT_DAMAGED"
    made.path.write_bytes(whole)
    assert vault(tmp_path, PASS)[0].get("STRIPE") == Secret(PLANTED)


def test_the_vault_of_another_desk_does_not_open(tmp_path: Path) -> None:
    """One desk must not read another desk's secret, though somebody copies the file and knows the passphrase."""
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    stolen, _ = vault(tmp_path, PASS, desk=OTHER)
    assert refused(stolen.get, "STRIPE").code == "VAULT_DAMAGED"


def test_a_file_open_to_others_or_a_link_is_refused(tmp_path: Path) -> None:
    """T6."""
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    made.path.chmod(0o640)
    assert refused(made.get, "STRIPE").code == "VAULT_OPEN_TO_OTHERS"
    made.path.chmod(0o600)
    made.path.rename(made.path.with_name("real"))
    made.path.symlink_to("real")
    error = refused(made.get, "STRIPE")
    assert (error.code, error.facts["why"]) == ("SECRET_UNREADABLE", "ELOOP")


def test_a_short_or_empty_passphrase_begins_nothing(tmp_path: Path) -> None:
    for typed, code in (("short", "PASSPHRASE_SHORT"), ("", "PASSPHRASE_MISSING"), (None, "PASSPHRASE_MISSING")):
        made, _ = vault(tmp_path, typed)
        assert refused(made.put, "STRIPE", Secret(PLANTED)).code == code
        assert not made.exists


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vaults").write_text("a file in the way")
    made, _ = vault(tmp_path, PASS)
    with pytest.raises(PlaceRefused, match="FOLDER_IS_A_FILE"):
        made.put("STRIPE", Secret(PLANTED))
    there, _ = vault(tmp_path / "other", PASS)
    there.put("STRIPE", Secret("before"))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    error = refused(there.put, "STRIPE", Secret(PLANTED))
    assert (error.code, error.facts["why"]) == ("SECRET_NOT_KEPT", "ENOSPC")
    monkeypatch.undo()
    monkeypatch.setattr(room, "N", 1 << 4)
    assert there.get("STRIPE") == Secret("before"), "the old one is whole"
    assert sorted(f.name for f in there.path.parent.iterdir()) == [".one.vault.lock", "one.vault"]


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    """Each reads, adds and writes alone: with the lock off this loses some."""
    first, _ = vault(tmp_path, PASS)
    first.put("START", Secret("x"))
    hands = [vault(tmp_path, PASS)[0] for _ in range(4)]

    def put(n: int) -> None:
        for i in range(8):
            hands[n].put(f"N{n}_{i}", Secret("x"))

    threads = [threading.Thread(target=put, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last, _ = vault(tmp_path, PASS)
    assert all(last.get(f"N{n}_{i}") for n in range(4) for i in range(8))


@pytest.mark.parametrize("words", ["pässwörter ñ 😀", "x" * 4000])
def test_any_passphrase_and_any_secret(tmp_path: Path, words: str) -> None:
    made, _ = vault(tmp_path, words)
    made.put("STRIPE", Secret(words))
    assert vault(tmp_path, words)[0].get("STRIPE") == Secret(words)


def test_unlocking_beforehand(tmp_path: Path) -> None:
    """A screen asks in its own way and hands the passphrase over."""
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    later, asked = vault(tmp_path, None)
    with pytest.raises(WrongInput, match="PASSPHRASE_WRONG"):
        later.unlock(Secret("not this one"))
    assert not later.is_open
    later.unlock(Secret(PASS))
    assert later.get("STRIPE") == Secret(PLANTED)
    assert asked.asked == []


def test_guessing_is_dear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """spec 9, 8: scrypt(2^16, 8, 1)."""
    monkeypatch.undo()
    assert (room.N, room.R, room.P) == (2**16, 8, 1)
    made, _ = vault(tmp_path, PASS)
    made.put("STRIPE", Secret(PLANTED))
    assert vault(tmp_path, PASS)[0].get("STRIPE") == Secret(PLANTED)
    assert isinstance(refused(vault(tmp_path, "wrong wrong")[0].get, "STRIPE"), WrongInput)
    assert not isinstance(refused(vault(tmp_path, "wrong wrong")[0].get, "STRIPE"), Refused)
