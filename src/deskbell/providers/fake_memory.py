"""What the demo's provider remembers: a SQLite file of its own beside the desk's.

A provider does not forget when a desk's transaction is rolled back or a backup is put back, so nothing of this lies in
the desk's database. Ids come from a counter, time from whoever calls: the same calls make the same memory.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import RLock

from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Capture,
    Checkout,
    CheckoutState,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)

LINK = "https://demo.invalid/pay/"
KEYS_LIVE = 24 * 3600
"""Seconds after which a key and its answer are forgotten: the same call again is a new one (spec 6, 24 h prune)."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counter (
    one INTEGER PRIMARY KEY CHECK (one = 1), seed INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS checkout (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, reference TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, title TEXT NOT NULL, capture TEXT NOT NULL, expires_at INTEGER NOT NULL,
    state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS of_reference ON checkout (reference);
CREATE INDEX IF NOT EXISTS open_until ON checkout (expires_at) WHERE state = 'OPEN';
CREATE TABLE IF NOT EXISTS payment (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, checkout INTEGER REFERENCES checkout, amount INTEGER NOT NULL,
    captured INTEGER NOT NULL, currency TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER,
    code TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS of_checkout ON payment (checkout);
CREATE INDEX IF NOT EXISTS held_until ON payment (until) WHERE state = 'AUTHORISED';
CREATE TABLE IF NOT EXISTS refund (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payment INTEGER NOT NULL REFERENCES payment, reference TEXT,
    amount INTEGER NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS of_payment ON refund (payment);
CREATE TABLE IF NOT EXISTS dispute (payment INTEGER PRIMARY KEY REFERENCES payment, amount INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, body TEXT NOT NULL, said TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS change (
    no INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, checkout INTEGER, payment INTEGER);
CREATE INDEX IF NOT EXISTS change_at ON change (at);
CREATE TABLE IF NOT EXISTS whim (
    no INTEGER PRIMARY KEY AUTOINCREMENT, call TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL);
"""


def beside(desk: Path) -> Path:
    """Where the provider of a desk's file keeps its memory: demo.sqlite3 has demo.provider.sqlite3."""
    return desk.with_name(f"{desk.stem}.provider{desk.suffix or '.sqlite3'}")


def forget(path: Path) -> None:
    """Throw a memory away: only ever together with the invented desk whose money it is."""
    for name in (path, path.with_name(f"{path.name}-journal")):
        name.unlink(missing_ok=True)


class Memory:
    """One memory file, or ':memory:' for a play within one process; made with 0600, safe for threads and processes."""

    def __init__(self, path: Path | str, seed: int = 0) -> None:
        self.path = path
        self._seed = seed
        self._lock, self._locked_in = RLock(), os.getpid()
        self._pid = 0
        self._connection: sqlite3.Connection | None = None
        self._forked: list[sqlite3.Connection] = []

    @contextmanager
    def read(self, now: int) -> Iterator[Book]:
        """The memory at an instant: what ends by time has ended."""
        with self._mine():
            book = Book(self._open(), now)
            if book.is_due():
                with self.write(now):
                    pass
            connection = book.connection
            connection.execute("BEGIN")
            try:
                yield book
            finally:
                connection.rollback()

    @contextmanager
    def write(self, now: int) -> Iterator[Book]:
        """The same, to be changed: all of it is kept, or none."""
        with self._mine():
            book = Book(self._open(), now)
            connection = book.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                book.end_what_is_due()
                yield book
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    def close(self) -> None:
        with self._mine():
            if self._connection is not None and self._pid == os.getpid():
                self._connection.close()
            self._connection = None

    def _mine(self) -> AbstractContextManager[object]:
        """The lock of this process: after a fork the parent's may be held by a thread that is not here."""
        if self._locked_in != os.getpid():
            self._lock, self._locked_in = RLock(), os.getpid()
        return self._lock

    def _open(self) -> sqlite3.Connection:
        if self._connection is not None:
            if self._pid == os.getpid():
                return self._connection
            self._forked.append(self._connection)  # its parent's: closing it here would drop the parent's locks
        if self.path != ":memory:":
            _make(Path(self.path))
        connection = sqlite3.connect(self.path, timeout=20, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'counter'").fetchone() == (0,):
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT")
        connection.execute("INSERT OR IGNORE INTO counter VALUES (1, ?, 0)", (self._seed,))
        self._connection, self._pid = connection, os.getpid()
        weakref.finalize(self, _hang_up, connection, self._pid).atexit = False
        return connection


def _hang_up(connection: sqlite3.Connection, pid: int) -> None:
    """Whoever lets a memory go has closed it, save in a process that was forked off: its parent still reads there."""
    if pid == os.getpid():
        connection.close()


def _make(path: Path) -> None:
    """0600 before SQLite opens it; SQLite gives its journal the same mode. What others can read is Refused."""
    ours = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with suppress(FileExistsError):
            os.close(os.open(path, ours | os.O_CREAT | os.O_EXCL, 0o600))
            return
        handle = os.open(path, ours)
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise WrongInput("DESK_UNREADABLE", where=str(path), why=why) from None
    mode = stat.S_IMODE(os.fstat(handle).st_mode)
    os.close(handle)
    if mode & 0o077:
        raise Refused("DESK_OPEN_TO_OTHERS", where=str(path), mode=f"{mode:04o}")


class Book:
    """The memory within one transaction, at one instant."""

    def __init__(self, connection: sqlite3.Connection, now: int) -> None:
        self.connection = connection
        self.now = now
        self._run = connection.execute

    # --- what time ends

    def is_due(self) -> bool:
        found = self._run(
            "SELECT EXISTS (SELECT 1 FROM checkout WHERE state = 'OPEN' AND expires_at <= ?1)"
            " OR EXISTS (SELECT 1 FROM payment WHERE state = 'AUTHORISED' AND until <= ?1)", (self.now,)
        ).fetchone()  # fmt: skip
        return bool(found[0])

    def end_what_is_due(self) -> None:
        # Sorted here: asked for an order, SQLite walks the whole table by its key instead of the few by their index.
        over = self._run("SELECT no FROM checkout WHERE state = 'OPEN' AND expires_at <= ?", (self.now,)).fetchall()
        for (checkout,) in sorted(over):
            self.turn_checkout(checkout, CheckoutState.EXPIRED)
        lapsed = self._run("SELECT no FROM payment WHERE state = 'AUTHORISED' AND until <= ?", (self.now,)).fetchall()
        for (payment,) in sorted(lapsed):
            self.turn_payment(payment, SeenState.CANCELLED, code="AUTHORISATION_LAPSED")

    # --- what is there

    def checkout(self, which: str) -> int | None:
        """The number of a checkout by its id."""
        row = self._run("SELECT no FROM checkout WHERE id = ?", (which,)).fetchone()
        return None if row is None else int(row[0])

    def of_reference(self, reference: str) -> int | None:
        """The checkout of a reference; of several the one where somebody did something, else the newest."""
        row = self._run(
            "SELECT no FROM checkout c WHERE reference = ? ORDER BY"
            " EXISTS (SELECT 1 FROM payment p WHERE p.checkout = c.no AND p.state <> 'FAILED') DESC, no DESC",
            (reference,),
        ).fetchone()
        return None if row is None else int(row[0])

    def terms(self, checkout: int) -> tuple[int, str, Capture, CheckoutState]:
        """Amount, currency, capture and state."""
        amount, currency, capture, state = self._run(
            "SELECT amount, currency, capture, state FROM checkout WHERE no = ?", (checkout,)
        ).fetchone()
        return amount, currency, Capture(capture), CheckoutState(state)

    def payment(self, checkout: int | None, which: str) -> tuple[int, SeenPayment] | None:
        """A payment of a checkout by its id, with its number."""
        row = self._run("SELECT no FROM payment WHERE id = ? AND checkout IS ?", (which, checkout)).fetchone()
        return None if row is None else (row[0], self.seen_payment(row[0]))

    def payments(self, checkout: int) -> list[int]:
        """The numbers of a checkout's payments, oldest first."""
        return [no for (no,) in self._run("SELECT no FROM payment WHERE checkout = ? ORDER BY no", (checkout,))]

    def seen(self, checkout: int) -> Seen:
        id_, reference, state, until = self._run(
            "SELECT id, reference, state, expires_at FROM checkout WHERE no = ?", (checkout,)
        ).fetchone()
        payments = tuple(self.seen_payment(no) for no in self.payments(checkout))
        return Seen(Id(reference), id_, CheckoutState(state), LINK + id_, until, payments)

    def seen_payment(self, no: int) -> SeenPayment:
        id_, state, amount, captured, currency, at, until, code = self._run(
            "SELECT id, state, amount, captured, currency, at, until, code FROM payment WHERE no = ?", (no,)
        ).fetchone()
        refunds = self._run("SELECT id, reference, amount, state, at FROM refund WHERE payment = ? ORDER BY no", (no,))
        back = tuple(
            SeenRefund(one, None if ref is None else Id(ref), some, SeenRefundState(turned), then)
            for one, ref, some, turned, then in refunds
        )
        taken = self._run("SELECT amount FROM dispute WHERE payment = ?", (no,)).fetchone() or (None,)
        return SeenPayment(id_, SeenState(state), amount, captured, currency, at, until, back, code, taken[0])

    # --- what happens

    def _next(self, kind: str) -> tuple[int, str]:
        seed, no = self._run("UPDATE counter SET last = last + 1 RETURNING seed, last").fetchone()
        return no, f"{kind}_{seed}{no:06d}" if seed else f"{kind}_{no:06d}"

    def open_checkout(self, wanted: Checkout) -> int:
        no, id_ = self._next("co")
        self._run(
            "INSERT INTO checkout VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'OPEN')",
            (
                no,
                id_,
                wanted.reference,
                wanted.amount,
                wanted.currency,
                wanted.title,
                wanted.capture,
                wanted.expires_at,
            ),
        )
        self._log(no)
        return no

    def turn_checkout(self, no: int, state: CheckoutState) -> None:
        self._run("UPDATE checkout SET state = ? WHERE no = ?", (state, no))
        self._log(no)

    def pay(
        self,
        checkout: int | None,
        state: SeenState,
        amount: int,
        currency: str,
        until: int | None = None,
        code: str = "",
    ) -> str:
        """Somebody pays, or tries to; without a checkout it is money that nobody asked for. Its id."""
        no, id_ = self._next("pay")
        captured = amount if state is SeenState.CAPTURED else 0
        self._run(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (no, id_, checkout, amount, captured, currency, state, self.now, until, code),
        )
        self._log(checkout, no)
        return id_

    def turn_payment(self, no: int, state: SeenState, *, captured: int | None = None, code: str = "") -> None:
        """A payment turns; `captured` where money moves, which is then its instant too."""
        self._run("UPDATE payment SET state = ?, code = ?, until = NULL WHERE no = ?", (state, code, no))
        if captured is not None:
            self._run("UPDATE payment SET captured = ?, at = ? WHERE no = ?", (captured, self.now, no))
        self._log_payment(no)

    def dispute(self, no: int, amount: int) -> None:
        """A bank takes so much of a payment back; nothing: it is won."""
        self._run("DELETE FROM dispute WHERE payment = ?", (no,))
        if amount:
            self._run("INSERT INTO dispute VALUES (?, ?)", (no, amount))
        code = "DISPUTED" if amount else ""
        self.turn_payment(no, SeenState.CHARGED_BACK if amount else SeenState.CAPTURED, code=code)

    def give_back(self, payment: int, reference: str | None, amount: int, state: SeenRefundState) -> str:
        no, id_ = self._next("re")
        self._run("INSERT INTO refund VALUES (?, ?, ?, ?, ?, ?, ?)",
                  (no, id_, payment, reference, amount, state, self.now))  # fmt: skip
        self._log_payment(payment)
        return id_

    def turn_refund(self, which: str, state: SeenRefundState) -> bool:
        """By its id or by our reference, the newest; False where there is none."""
        row = self._run(
            "SELECT no, payment FROM refund WHERE ? IN (id, reference) ORDER BY no DESC", (which,)
        ).fetchone()
        if row is None:
            return False
        self._run("UPDATE refund SET state = ? WHERE no = ?", (state, row[0]))
        self._log_payment(row[1])
        return True

    # --- what is told

    def _log(self, checkout: int | None, payment: int | None = None) -> None:
        self._run("INSERT INTO change (at, checkout, payment) VALUES (?, ?, ?)", (self.now, checkout, payment))

    def _log_payment(self, payment: int) -> None:
        (checkout,) = self._run("SELECT checkout FROM payment WHERE no = ?", (payment,)).fetchone()
        self._log(checkout, payment)

    def changes(self, last: int, most: int) -> list[tuple[int, int, int | None, int | None]]:
        """(number, instant, checkout, payment) of what changed after that number."""
        found = self._run("SELECT no, at, checkout, payment FROM change WHERE no > ? ORDER BY no LIMIT ?", (last, most))
        return found.fetchall()

    def before(self, instant: int) -> int:
        """The number after which everything is that changed at that instant or later."""
        row = self._run("SELECT min(no) - 1 FROM change WHERE at >= ?", (instant,)).fetchone()
        return int(row[0]) if row[0] is not None else self.last_change()

    def last_change(self) -> int:
        return int(self._run("SELECT coalesce(max(no), 0) FROM change").fetchone()[0])

    # --- what was answered, and what goes wrong to order

    def answer(self, key: str) -> tuple[str, str] | None:
        """(body, answer) kept under a key that still lives."""
        row = self._run(
            "SELECT body, said FROM answer WHERE key = ? AND at > ?", (key, self.now - KEYS_LIVE)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def keep(self, key: str, body: str, said: str) -> None:
        self._run("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?)", (key, body, said, self.now))

    def plan_whim(self, call: str, kind: str, value: str) -> None:
        self._run("INSERT INTO whim (call, kind, value) VALUES (?, ?, ?)", (call, kind, value))

    def whim(self, call: str) -> tuple[str, str] | None:
        """What was ordered for the next call of that name; it is used up."""
        row = self._run(
            "DELETE FROM whim WHERE no = (SELECT min(no) FROM whim WHERE call = ?) RETURNING kind, value", (call,)
        ).fetchone()
        return None if row is None else (row[0], row[1])
