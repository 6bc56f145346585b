"""Where the secrets of a desk are kept, in the desk's words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from deskbell.domain.connections import Kept
from deskbell.domain.secret import Secret


class Secrets(Protocol):
    """Where keys and tokens of one desk are kept; never the database. Values are never shown, logged, put into errors.

    Whoever reads one may be asked for a passphrase or a keyring's password: called in a thread.
    """

    def get(self, name: str) -> Secret | None:
        """None where it is nowhere. Busy and Refused where it may be somewhere and cannot be read now."""
        ...

    def find(self, name: str) -> tuple[Secret, Kept] | None:
        """The same, and where it is."""
        ...

    def said(self, name: str) -> Secret | None:
        """What whoever started the program said; no other place is asked."""
        ...

    def put(self, name: str, value: Secret, *, vault: bool = False) -> Kept:
        """Keep it, and say where; `vault`: in the file with a passphrase, whatever else there is."""
        ...

    def drop(self, name: str, where: Kept) -> None:
        """Gone from there."""
        ...

    def asking(self, ask: Callable[[bool], Secret | None]) -> AbstractContextManager[None]:
        """Meanwhile this thread, and no other, asks there for a passphrase: for a new one where True."""
        ...

    def unlock(self, passphrase: Secret) -> None:
        """Open the file with a passphrase, for as long as the program runs. WrongInput: PASSPHRASE_WRONG."""
        ...
