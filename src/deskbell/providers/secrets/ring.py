"""The system's keyring, asked in a thread of its own: it may be locked, may ask somebody, may never answer at all.

A keyring that only pretends (none, one that forgets, one that writes plain text) counts as none.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from deskbell.domain.errors import Busy
from deskbell.domain.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")
PATIENCE = 20.0
"""Seconds that a keyring may take: somebody may have to type a password into its window."""
BRIEFLY = 0.05
"""Seconds for those who come while it does not answer anyway."""
REFUSED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
CHAIN = "keyring.backends.chainer"


class Line:
    """One thread that does one thing after the other; whoever waits, waits so many seconds and no longer."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self._orders: queue.SimpleQueue[tuple[Callable[[], Any], queue.SimpleQueue[Any]]] = queue.SimpleQueue()
        self._free = threading.Semaphore()
        self._thread: threading.Thread | None = None
        self._hangs = False

    def ask(self, call: Callable[[], T]) -> T:
        """What the call gives or raises. Busy: KEYRING_SILENT, while this one or one before it does not come back."""
        if not self._free.acquire(timeout=BRIEFLY if self._hangs else self.patience):
            raise Busy("KEYRING_SILENT", seconds=int(self.patience))
        self._hangs = False
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="deskbell-keyring", daemon=True)
            self._thread.start()
        answer: queue.SimpleQueue[tuple[T | None, Exception | None]] = queue.SimpleQueue()
        self._orders.put((call, answer))
        try:
            value, error = answer.get(timeout=self.patience)
        except queue.Empty:
            self._hangs = True
            raise Busy("KEYRING_SILENT", seconds=int(self.patience)) from None
        if error is not None:
            raise error
        return value  # type: ignore[return-value]

    def _work(self) -> None:
        while True:
            call, answer = self._orders.get()
            try:
                answer.put((call(), None))
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
                answer.put((None, error))
            finally:
                self._free.release()


class Ring:
    """The secrets of one `service`. `find` gives the backend; called in the keyring's own thread, as everything is."""

    def __init__(
        self, service: str, *, find: Callable[[], KeyringBackend | None] | None = None, line: Line | None = None
    ) -> None:
        self.service = service
        self._find = find or usable
        self._line = line or Line()

    def is_there(self) -> bool:
        """Whether this machine has a keyring that keeps what it is given. Busy: KEYRING_SILENT."""
        return self._line.ask(self._find) is not None

    def name(self) -> str:
        """What the keyring calls itself; nothing where there is none."""
        backend = self._line.ask(self._find)
        return "" if backend is None else str(backend.name)

    def get(self, name: str) -> Secret | None:
        """None where it is not there, or there is no keyring. Busy: KEYRING_LOCKED, KEYRING_SILENT, KEYRING_FAILED."""
        found = self._do(lambda ring: ring.get_password(self.service, name))
        return Secret(found) if found else None

    def put(self, name: str, value: Secret) -> bool:
        """Kept, and read again to see that it is; False where there is no keyring. Busy as above."""

        def keep(ring: KeyringBackend) -> bool:
            ring.set_password(self.service, name, value.reveal())
            return ring.get_password(self.service, name) == value.reveal()

        kept = self._do(keep)
        if kept is False:
            raise Busy("KEYRING_FAILED", why="forgets")
        return kept is not None

    def drop(self, name: str) -> None:
        """Gone, or never there."""

        def forget(ring: KeyringBackend) -> None:
            if ring.get_password(self.service, name) is not None:
                ring.delete_password(self.service, name)

        self._do(forget)

    def _do(self, call: Callable[[KeyringBackend], T]) -> T | None:
        """In the keyring's thread. What it says itself never gets out: it may name what it was given."""

        def ask() -> T | None:
            ring = self._find()
            if ring is None:
                return None
            from keyring.errors import KeyringLocked, NoKeyringError

            try:
                return call(ring)
            except NoKeyringError:
                return None
            except KeyringLocked:
                raise Busy("KEYRING_LOCKED") from None
            except Exception as error:  # noqa: BLE001 - a backend raises what it likes
                raise Busy("KEYRING_FAILED", why=type(error).__name__) from None

        return self._line.ask(ask)


def usable() -> KeyringBackend | None:
    """The machine's keyring, or the first of a chain, that keeps what it is given in no plain file."""
    import keyring

    backend = keyring.get_keyring()
    if type(backend).__module__ == CHAIN:
        return next((one for one in getattr(backend, "backends", ()) if _keeps(one)), None)
    return backend if _keeps(backend) else None


def _keeps(backend: KeyringBackend) -> bool:
    return not type(backend).__module__.startswith(REFUSED)
