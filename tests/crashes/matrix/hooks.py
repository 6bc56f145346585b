"""What is put around the product in a forked process: it notices where the loop is, and a trouble happens there.

Nothing in src knows of it: commits are heard at the engine's own dialect, calls at the provider's door, sockets at
Python's socket class.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import event

from deskbell.store.work import Write
from tests.crashes.matrix.cells import Point
from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.line import Line
from tests.crashes.matrix.scene import Scene
from tests.crashes.matrix.sites import File
from tests.crashes.simulation.faults import named

READS = ("look", "since", "check", "fetch", "ours", "calendars")
CALLS = ("open", "expire", "capture", "void", "refund", "insert", "change", "remove", "send", *READS)
METHODS = (b"GET", b"POST", b"PUT", b"PATCH", b"DELETE")


@dataclass(frozen=True, slots=True)
class Armed:
    """What happens at a point. `how`: kill; mid (in the transaction's middle); hold (until the director says go on);
    drop (the line to the database); order (`order` of the stand-in, for that one call, `hasty` where no answer comes).
    """

    point: Point
    how: str
    order: str = ""
    value: str = ""
    hasty: bool = False


class Reach:
    """Where the flow of a kind of work is; the first trouble that is armed happens where it is reached."""

    def __init__(self, scene: Scene, kind: Kind, line: Line, armed: list[Armed], *, again: bool, tx0: str) -> None:
        self.scene, self.kind, self.line = scene, kind, line
        self.armed = armed
        self.again = again
        """Something happened before: what is asked may be asked by another call, too."""
        self.tx0 = tx0
        """How the label of TX0 begins; whatever a desk commits where it is ''."""
        self.desk = False
        self.claimed = False
        self.label = ""
        self.result: Any = None
        self.call = ""
        self.heard = self.acts = False
        self.written = 0
        """Bytes that were in the file before this transaction."""

    # --- a point is reached

    def at(self, point: Point) -> None:
        self.line.note(f"at {point}")
        if not self.armed or self.armed[0].point is not point or self.armed[0].how in ("order", "drop", "mid"):
            return
        self._happens(self.armed.pop(0))

    def _happens(self, trouble: Armed) -> None:
        self.again = True
        self.line.say(reached=str(trouble.point))
        if trouble.how == "kill":
            die()
        self.line.say(held=str(trouble.point))
        self.line.hear()

    def is_next(self, point: Point, how: str) -> bool:
        return bool(self.armed) and self.armed[0].point is point and self.armed[0].how == how

    # --- transactions

    def points(self) -> tuple[Point, Point] | None:
        """Which transaction of the loop that is, if it is one."""
        if self.desk or (self.tx0 and self.label.startswith(self.tx0)):
            return Point.BEFORE_TX0, Point.AFTER_TX0
        if self.label.startswith("claim") and isinstance(self.result, tuple) and self.result[0].kind is self.kind.op:
            return Point.AFTER_TX1, Point.AFTER_TX1
        if self.kind.is_tx2(self.label):
            return Point.BEFORE_TX2, Point.AFTER_TX2
        return None

    def commit(self, real: Callable[[Any], None], connection: Any) -> None:
        """Around the driver's own commit."""
        points = self.points()
        self.line.note(f"commit {self.label}")
        if points is None:
            real(connection)
            return
        before, after = points
        if before is not after:
            if self.is_next(before, "mid"):  # it was too short to have a middle
                self._mid()
            self.at(before)
            if self.is_next(before, "drop"):
                self._dropped()
                cut(connection)
        real(connection)
        if before is Point.AFTER_TX1:
            self.claimed = True
        if before is Point.BEFORE_TX2:
            self.claimed = False
        self.at(after)
        if self.is_next(after, "drop"):
            self._dropped()
            cut(connection)
            connection.execute("SELECT 1")

    def _dropped(self) -> None:
        self.again = True
        self.line.say(reached=str(self.armed.pop(0).point))

    def ran(self, statement: str) -> None:
        """A statement of a transaction ran: in the middle of one that is to die, it dies once the file has grown."""
        points = self.points()
        if points is None or not self.is_next(points[0], "mid"):
            return
        if self._wal() > self.written:
            self._mid()

    def _mid(self) -> None:
        self.line.say(reached=str(self.armed.pop(0).point), torn=self._wal() - self.written)
        die()

    def _wal(self) -> int:
        site = self.scene.site
        return site.wal if isinstance(site, File) else 0

    # --- calls

    def is_mine(self, call: str) -> bool:
        if self.kind.op is None:
            return call == self.kind.call
        return self.claimed and (call == self.kind.call or (self.again and call in self.kind.again))

    def calling(self, call: str) -> Any:
        """Which adapter makes that call."""
        trouble = self.armed[0] if self.armed and self.armed[0].how == "order" else None
        if trouble is not None:
            (self.scene.side or self.scene.kit).order(call, trouble.order, trouble.value)
        self.call, self.heard, self.acts = call, False, False
        among = self.scene.side or self.scene
        return among.hasty if trouble is not None and trouble.hasty else among.patient

    def called(self) -> None:
        if self.armed and self.armed[0].how == "order":
            self._dropped()
            self.call, self.acts = "", False
            return
        self.call, self.acts = "", False
        self.at(Point.ANSWERED)

    def sends(self, start: bytes) -> None:
        """The socket is open, and nothing of a request is sent. What only looks before it acts is no act."""
        method = start.partition(b" ")[0]
        if not self.call or method not in METHODS or start.startswith(b"POST /to"):  # a token is no request of ours
            return
        self.acts = self.call in READS or method != b"GET"
        if self.acts and not self.heard:
            self.at(Point.SOCKET)

    def letter_begins(self) -> None:
        """The line is open and nothing of the letter is said."""
        if self.call:
            self.at(Point.SOCKET)

    def letter_left(self) -> None:
        """All of it is said: what comes now is what became of it."""
        self.acts = bool(self.call)

    def received(self) -> None:
        if self.acts and not self.heard:
            self.heard = True
            self.at(Point.ACTED)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def cut(connection: Any) -> None:
    """The line to PostgreSQL is cut: neither side is told."""
    with socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


class Door:
    """The provider, as the worker meets it."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._inner: Any = (reach.scene.side or reach.scene).patient

    def __getattr__(self, call: str) -> Any:
        if call not in CALLS:
            return getattr(self._inner, call)
        return partial(self._call, call)

    def _call(self, call: str, *given: Any) -> Any:
        reach = self._reach
        if not reach.is_mine(call):
            answer = getattr(self._inner, call)(*given)
            reach.line.note(f"{call}{given} -> {answer}")
            return answer
        provider = reach.calling(call)
        answer = getattr(provider, call)(*given)
        reach.line.note(f"{call}{given} -> {answer} (ours)")
        reach.called()
        return answer


def put_around(reach: Reach) -> None:
    """Hear all that this process commits, sends and receives."""
    _hear_transactions(reach)
    _hear_sockets(reach)
    if reach.scene.side is not None and reach.kind.call == "send":
        _hear_letters(reach)


def _hear_transactions(reach: Reach) -> None:
    database = reach.scene.database
    retrying = database.retrying

    def labelled(work: Callable[[Write], Any]) -> Any:
        reach.label, reach.result, reach.written = named(work), None, reach._wal()

        def kept(unit: Write) -> Any:
            reach.result = work(unit)
            return reach.result

        try:
            return retrying(kept)
        finally:
            reach.label = ""

    database.retrying = labelled  # type: ignore[method-assign]
    dialect = database.writers.dialect
    dialect.do_commit = partial(reach.commit, dialect.do_commit)  # type: ignore[method-assign]

    @event.listens_for(database.writers, "after_cursor_execute")
    def ran(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        reach.ran(statement)

    if any(trouble.how == "mid" for trouble in reach.armed):

        @event.listens_for(database.writers, "connect")
        def small(connection: Any, _: object) -> None:
            connection.execute("PRAGMA cache_size = 1").fetchall()  # what is changed is written before it is committed


def _hear_sockets(reach: Reach) -> None:
    send, receive = socket.socket.sendall, socket.socket.recv_into

    def sends(self: socket.socket, data: Any, *more: Any) -> None:
        reach.sends(bytes(data[:8]))
        send(self, data, *more)

    def received(self: socket.socket, *given: Any) -> int:
        size = receive(self, *given)
        if size:
            reach.received()
        return size

    socket.socket.sendall = sends  # type: ignore[method-assign,assignment]
    socket.socket.recv_into = received  # type: ignore[method-assign,assignment]


def _hear_letters(reach: Reach) -> None:
    import smtplib
    import ssl

    begin, say, receive = smtplib.SMTP.mail, smtplib.SMTP.send, ssl.SSLSocket.recv_into

    def begins(self: smtplib.SMTP, *given: Any) -> Any:
        reach.letter_begins()
        return begin(self, *given)

    def says(self: smtplib.SMTP, data: Any) -> None:
        say(self, data)
        if isinstance(data, bytes) and data.endswith(b"\r\n.\r\n"):
            reach.letter_left()

    def received(self: ssl.SSLSocket, *given: Any) -> int:
        size = receive(self, *given)
        if size:
            reach.received()
        return size

    smtplib.SMTP.mail, smtplib.SMTP.send = begins, says  # type: ignore[method-assign,assignment]
    ssl.SSLSocket.recv_into = received  # type: ignore[method-assign,assignment]
