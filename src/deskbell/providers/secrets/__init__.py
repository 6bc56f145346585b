"""Where the keys and tokens of a desk are kept: said by whoever starts the program, the system's keyring, a vault.

Names carry the desk's public id, so that no desk reads another one's. Nothing here writes to the database, and no
error says anything of a value.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deskbell.domain.connections import BY_NAME, Kept
from deskbell.domain.errors import Busy, DeskError, Refused
from deskbell.domain.ids import Id
from deskbell.domain.secret import Secret
from deskbell.providers.secrets.ring import Ring
from deskbell.providers.secrets.said import read_secret, said
from deskbell.providers.secrets.vault import Vault

__all__ = ["Keeping", "Ring", "Vault"]

PASSPHRASE = "DESKBELL_PASSPHRASE"  # noqa: S105 - a name
"""Never read as a variable: the file of DESKBELL_PASSPHRASE_FILE, or systemd's deskbell_passphrase."""


class Keeping:
    """The secrets of one desk in three places, asked in that order. May be called from any thread.

    `folder` holds the vaults; `ask` asks somebody for the passphrase (a new one where True) without echo, or gives
    None. Busy: KEYRING_LOCKED, KEYRING_SILENT, KEYRING_FAILED, where nothing else has the secret; else as Vault says.
    """

    def __init__(
        self,
        desk: Id,
        folder: Path,
        *,
        ask: Callable[[bool], Secret | None] | None = None,
        environ: Mapping[str, str] | None = None,
        ring: Ring | None = None,
    ) -> None:
        self.environ = os.environ if environ is None else environ
        self.ring = ring or Ring(f"deskbell:{desk}")
        self.vault = Vault(folder / f"{desk}.vault", desk, self._passphrase)
        self.ask = ask
        self._here = _Here()

    def get(self, name: str) -> Secret | None:
        found = self.find(name)
        return found[0] if found else None

    def said(self, name: str) -> Secret | None:
        found = said(_variable(name), self.environ)
        return found[0] if found else None

    def find(self, name: str) -> tuple[Secret, Kept] | None:
        """The secret and where it was; None where it is nowhere."""
        if found := said(_variable(name), self.environ):
            return found
        trouble: DeskError | None = None
        try:
            if secret := self.ring.get(name):
                return secret, Kept.KEYRING
        except Busy as error:
            trouble = error
        if secret := self.vault.get(name):
            return secret, Kept.VAULT
        if trouble is not None:
            raise trouble
        return None

    def put(self, name: str, value: Secret, *, vault: bool = False) -> Kept:
        """Kept, and where: in the keyring if there is one, else (or where that is wanted) in the vault.

        Refused: SECRET_SAID, where the environment would say another one.
        """
        if found := said(_variable(name), self.environ):
            if found[0] == value:
                return found[1]
            raise Refused("SECRET_SAID", variable=_variable(name))
        if not vault and self.ring.put(name, value):
            return Kept.KEYRING
        self.vault.put(name, value)
        return Kept.VAULT

    def drop(self, name: str, where: Kept) -> None:
        """Gone from there; what the environment says is not ours to take away."""
        if where is Kept.KEYRING:
            self.ring.drop(name)
        elif where is Kept.VAULT:
            self.vault.drop(name)

    @contextmanager
    def asking(self, ask: Callable[[bool], Secret | None]) -> Iterator[None]:
        """A worker that looks meanwhile in a thread of its own asks nobody."""
        before, self._here.ask = self._here.ask, ask
        try:
            yield
        finally:
            self._here.ask = before

    def unlock(self, passphrase: Secret) -> None:
        self.vault.unlock(passphrase)

    def _passphrase(self, new: bool) -> Secret | None:
        """From the file that was named, from systemd, else from whoever sits there."""
        if named := self.environ.get(f"{PASSPHRASE}_FILE", ""):
            file = Path(named)
            found = read_secret(file, private=True)
            if found is None:
                raise Refused("SECRET_UNREADABLE", where=str(file), why="ENOENT")
            return found
        folder = self.environ.get("CREDENTIALS_DIRECTORY", "")
        if folder and (handed := read_secret(Path(folder) / PASSPHRASE.lower())):
            return handed
        ask = self._here.ask or self.ask
        return ask(new) if ask is not None else None


class _Here(threading.local):
    """Whom this thread asks."""

    ask: Callable[[bool], Secret | None] | None = None


def _variable(name: str) -> str:
    return BY_NAME[name].variable if name in BY_NAME else f"DESKBELL_{name}"
