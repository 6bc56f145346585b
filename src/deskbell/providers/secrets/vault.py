"""Secrets in a file that a passphrase opens: scrypt makes the key, AES-256-GCM keeps and proves what is inside.

    line, 16 bytes salt, 16 bytes proof of the passphrase, 12 bytes nonce, JSON as AES-256-GCM, 16 bytes checksum

One vault belongs to one desk, whose id is part of what is proven. It is written anew beside itself and then takes its
own place, so that there is always a whole one; 0600 in a folder of 0700.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.secret import Secret
from deskbell.paths import OTHERS, make_private, mode_of, private_opener

LINE = b"deskbell vault 1\n"
SALT, PROOF, NONCE, SUM = 16, 16, 12, 16
LARGEST = 1 << 20
N, R, P = 1 << 16, 8, 1
"""64 MB and a sixth of a second for each passphrase that somebody tries."""
SHORTEST = 8
"""Characters of a new passphrase."""

Ask = Callable[[bool], Secret | None]
"""Asks for the passphrase, for a new one where True; None where nobody can be asked."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the passphrase made: kept as long as the program runs, so that it is asked once."""

    salt: bytes
    key: bytes
    proof: bytes

    def __repr__(self) -> str:
        return "_Opened()"


class Vault:
    """The secrets of one desk in one file.

    WrongInput: PASSPHRASE_WRONG, PASSPHRASE_MISSING, PASSPHRASE_SHORT. Refused: VAULT_DAMAGED (changed by somebody
    else, or half a file), VAULT_OPEN_TO_OTHERS, SECRET_UNREADABLE. Where there is no file there is nothing in it.
    """

    def __init__(self, path: Path, desk: Id, ask: Ask) -> None:
        self.path = path
        self._desk = desk
        self._ask = ask
        self._opened: _Opened | None = None

    @property
    def exists(self) -> bool:
        return self.path.exists()

    @property
    def is_open(self) -> bool:
        """Whether the passphrase is known in this process."""
        return self._opened is not None

    def unlock(self, passphrase: Secret) -> None:
        """Say the passphrase before anybody asks for it. WrongInput: PASSPHRASE_WRONG."""
        data = self._read()
        if data is not None:
            self._open(data, passphrase)

    def get(self, name: str) -> Secret | None:
        data = self._read()
        found = None if data is None else self._contents(data).get(name)
        return Secret(found) if found else None

    def put(self, name: str, value: Secret) -> None:
        """Kept beside what is there; a file that is not there yet begins with a new passphrase."""
        make_private(self.path.parent)
        passphrase = self._before()
        with self._alone():
            kept = self._now(passphrase)
            self._write({**kept, name: value.reveal()})

    def drop(self, name: str) -> None:
        """Gone, or never there; a vault with nothing in it is no file."""
        if not self.exists:
            return
        passphrase = self._before()
        with self._alone():
            kept = self._now(passphrase)
            if kept.pop(name, None) is None:
                return
            if kept:
                self._write(kept)
            else:
                self.path.unlink(missing_ok=True)
                self._opened = None

    # --- the passphrase

    def _before(self) -> Secret | None:
        """Ask what has to be asked before others are kept waiting; a new passphrase where there is no vault yet."""
        data = self._read()
        if data is not None:
            self._contents(data)
            return None
        passphrase = self._asked(new=True)
        if len(passphrase.reveal()) < SHORTEST:
            raise WrongInput("PASSPHRASE_SHORT", least=SHORTEST)
        return passphrase

    def _now(self, passphrase: Secret | None) -> dict[str, str]:
        """What is in it, read under the lock: another process may have been quicker since."""
        data = self._read()
        if data is None:
            passphrase = passphrase or self._asked(new=True)
            self._opened = _made(passphrase, secrets.token_bytes(SALT))
            return {}
        if passphrase is not None:
            self._open(data, passphrase)
        return self._contents(data)

    def _asked(self, *, new: bool) -> Secret:
        passphrase = self._ask(new)
        if not passphrase:
            raise WrongInput("PASSPHRASE_MISSING", where=str(self.path))
        return passphrase

    def _open(self, data: bytes, passphrase: Secret) -> _Opened:
        salt, proof = data[len(LINE) :][:SALT], data[len(LINE) + SALT :][:PROOF]
        made = _made(passphrase, salt)
        if not secrets.compare_digest(made.proof, proof):
            raise WrongInput("PASSPHRASE_WRONG", where=str(self.path))
        self._opened = made
        return made

    # --- the file

    def _contents(self, data: bytes) -> dict[str, str]:
        salt = data[len(LINE) :][:SALT]
        opened = self._opened
        if opened is None or opened.salt != salt:
            opened = self._open(data, self._asked(new=False))
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head, rest = _split(data)
        try:
            text = AESGCM(opened.key).decrypt(rest[:NONCE], rest[NONCE:], head + self._desk.encode())
            found = json.loads(text)
            return {str(name): str(value) for name, value in found.items()}
        except (InvalidTag, ValueError, AttributeError):
            raise self._damaged() from None

    def _read(self) -> bytes | None:
        """The file as it is; None where there is none. What is no whole vault of ours is refused."""
        try:
            handle = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError as error:
            why = errno.errorcode.get(error.errno or 0, "EIO")
            raise Refused("SECRET_UNREADABLE", where=str(self.path), why=why) from None
        with os.fdopen(handle, "rb") as stream:
            if os.fstat(stream.fileno()).st_mode & OTHERS:
                raise Refused("VAULT_OPEN_TO_OTHERS", where=str(self.path), mode=mode_of(self.path))
            data = stream.read(LARGEST + 1)
        whole = len(LINE) + SALT + PROOF + NONCE + SUM <= len(data) <= LARGEST
        if not (whole and data.startswith(LINE) and _sum(data[:-SUM]) == data[-SUM:]):
            raise self._damaged()
        return data

    def _damaged(self) -> Refused:
        return Refused("VAULT_DAMAGED", where=str(self.path))

    def _write(self, kept: dict[str, str]) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        assert self._opened is not None  # noqa: S101 - it was read or begun
        head, nonce = LINE + self._opened.salt + self._opened.proof, secrets.token_bytes(NONCE)
        text = json.dumps(kept, sort_keys=True).encode()
        body = head + nonce + AESGCM(self._opened.key).encrypt(nonce, text, head + self._desk.encode())
        beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with open(beside, "xb", opener=private_opener) as stream:
                stream.write(body + _sum(body))
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(self.path)
            _keep_name(self.path.parent)
        except OSError as error:
            why = errno.errorcode.get(error.errno or 0, "EIO")
            raise Refused("SECRET_NOT_KEPT", where=str(self.path), why=why) from None
        finally:
            beside.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time reads, adds and writes."""
        try:
            handle = os.open(
                self.path.with_name(f".{self.path.name}.lock"),
                os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC,
                0o600,
            )
        except OSError as error:
            why = errno.errorcode.get(error.errno or 0, "EIO")
            raise Refused("SECRET_NOT_KEPT", where=str(self.path), why=why) from None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _made(passphrase: Secret, salt: bytes) -> _Opened:
    """Half of what scrypt makes is the key, a digest of the other half proves the passphrase."""
    raw = hashlib.scrypt(
        passphrase.reveal().encode("utf-8", "surrogatepass"), salt=salt, n=N, r=R, p=P, maxmem=160 * N * R, dklen=64
    )
    return _Opened(salt, raw[:32], hashlib.sha256(b"proof" + raw[32:]).digest()[:PROOF])


def _split(data: bytes) -> tuple[bytes, bytes]:
    end = len(LINE) + SALT + PROOF
    return data[:end], data[end:-SUM]


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:SUM]


def _keep_name(folder: Path) -> None:
    """The new name survives a power cut too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
