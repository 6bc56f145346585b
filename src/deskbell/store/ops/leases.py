"""Leases: one worker for each connection, one for the timers. A newer token fences an older holder off.

Time is the database's own, so that machines whose clocks differ agree; on SQLite that is this machine's clock.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, select, text, update

from deskbell.domain.working import BEAT, TTL, Lease
from deskbell.store import tables as t

if TYPE_CHECKING:
    from deskbell.store.work import Read, Write

_l = t.lease.c
_COLUMNS = (_l.name, _l.holder, _l.token, _l.until, _l.beat_at, _l.host, _l.pid)
_ALL = select(*_COLUMNS).order_by(_l.name)
_ONE = select(*_COLUMNS).where(_l.name == bindparam("which"))
_SERVER_TIME = text("SELECT CAST(extract(epoch FROM clock_timestamp()) AS bigint)")
_NEW = text(
    "INSERT INTO lease (name, holder, token, until, beat_at, host, pid)"
    " VALUES (:name, :holder, 1, :until, :at, :host, :pid) ON CONFLICT (name) DO NOTHING"
)
_OVER = (
    update(t.lease)
    .where(_l.name == bindparam("which"), _l.token == bindparam("seen"), _l.until == bindparam("seen_until"))
    .values(
        holder=bindparam("by"),
        token=_l.token + 1,
        until=bindparam("ends"),
        beat_at=bindparam("at"),
        host=bindparam("machine"),
        pid=bindparam("process"),
    )
)
_BEAT = (
    update(t.lease)
    .where(_l.name == bindparam("which"), _l.holder == bindparam("by"), _l.token == bindparam("seen"))
    .values(until=bindparam("ends"), beat_at=bindparam("at"))
)
_HELD = select(exists().where(_l.name == bindparam("which"), _l.token == bindparam("seen")))


def database_time(unit: Read) -> int:
    """Epoch seconds by the database."""
    if unit.connection.dialect.name == "postgresql":
        return int(unit.value(_SERVER_TIME))
    return int(time.time())


def this_machine() -> str:
    """A name under which process numbers mean the same: two containers of one name do not share them."""
    try:
        return f"{socket.gethostname()} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return socket.gethostname()


def is_alive(pid: int) -> bool:
    """Whether a process of that number runs on this machine; somebody else's counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def lives(until: int, now: int) -> bool:
    """Whether a lease that ends then is somebody's: nobody beats further ahead, so a clock was set back since."""
    return now < until <= now + 2 * TTL


class Leases:
    """The leases that one worker holds: `holder` is a fresh id, `held` the token by name."""

    def __init__(
        self,
        holder: str,
        *,
        now: Callable[[Read], int] = database_time,
        alive: Callable[[int], bool] = is_alive,
        host: str | None = None,
        pid: int | None = None,
    ) -> None:
        self.holder = holder
        self.now = now
        self.alive = alive
        self.host = this_machine() if host is None else host
        self.pid = os.getpid() if pid is None else pid
        self.held: dict[str, int] = {}
        self.others: dict[str, int] = {}
        """Seconds until a lease that is somebody else's may be free, as it was asked for last."""
        self.beaten_at = 0

    def must_beat(self, unit: Read) -> bool:
        """Whether the last beat is old enough for another one."""
        return bool(self.held) and abs(self.now(unit) - self.beaten_at) >= BEAT

    def could_take(self, unit: Read, name: str) -> bool:
        """Whether a lease is nobody's that lives; False for one's own."""
        self.others.pop(name, None)
        if name in self.held:
            return False
        row = unit.row(_ONE, {"which": name})
        if row is None:
            return True
        found, now = Lease(*row), self.now(unit)
        if self._is_free(found, now):
            return True
        self.others[name] = 1 if found.host == self.host else max(1, found.until - now)
        return False

    def free_in(self) -> int | None:
        """Seconds until the first lease that is somebody else's may be free: of this machine's processes that can be
        seen at any moment. None where nobody else holds any.
        """
        return min(self.others.values(), default=None)

    def _is_free(self, found: Lease, now: int) -> bool:
        gone = found.host == self.host and found.pid != self.pid and not self.alive(found.pid)
        return gone or not lives(found.until, now)

    def take(self, unit: Write, name: str) -> int | None:
        """The token of a lease that is free, over, or of a process of this machine that is gone; None while it is
        somebody's. One's own is given again as it is.
        """
        now = self.now(unit)
        row = unit.row(_ONE, {"which": name})
        if row is None:
            values = {"name": name, "holder": self.holder, "until": now + TTL, "at": now}
            made = unit.run(_NEW, {**values, "host": self.host, "pid": self.pid}).rowcount == 1
            return self._have(name, 1) if made else None
        found = Lease(*row)
        if found.holder == self.holder and self.held.get(name) == found.token and found.until > now:
            return found.token
        if not self._is_free(found, now):
            self.held.pop(name, None)
            return None
        values = {"which": name, "seen": found.token, "seen_until": found.until, "by": self.holder, "ends": now + TTL}
        won = unit.run(_OVER, {**values, "at": now, "machine": self.host, "process": self.pid}).rowcount == 1
        return self._have(name, found.token + 1) if won else None

    def _have(self, name: str, token: int) -> int:
        self.held[name] = token
        return token

    def beat(self, unit: Write) -> frozenset[str]:
        """Go on holding what is held; what was lost is named and let go of."""
        now = self.now(unit)
        self.beaten_at = now
        lost = set()
        for name, token in tuple(self.held.items()):
            values = {"which": name, "by": self.holder, "seen": token, "ends": now + TTL, "at": now}
            if unit.run(_BEAT, values).rowcount != 1:
                lost.add(name)
                self.held.pop(name, None)
        return frozenset(lost)

    def release(self, unit: Write, only: tuple[str, ...] | None = None) -> None:
        """Leave, or let go of some of them: whoever comes next need not wait."""
        now = self.now(unit)
        for name, token in tuple(self.held.items()):
            if only is not None and name not in only:
                continue
            unit.run(_BEAT, {"which": name, "by": self.holder, "seen": token, "ends": now, "at": now})
            self.held.pop(name, None)


def holds(unit: Read, name: str, token: int) -> bool:
    """Whether that token is still the newest: asked inside the transaction that would write."""
    return bool(unit.value(_HELD, {"which": name, "seen": token}))


def leases(unit: Read, now: Callable[[Read], int] = database_time) -> tuple[Lease, ...]:
    """Every lease, with whether it lives."""
    at = now(unit)
    return tuple(replace(Lease(*row), live=lives(row[3], at)) for row in unit.rows(_ALL))


def alive(unit: Read, name: str, now: Callable[[Read], int] = database_time) -> bool:
    """Whether somebody works on that connection now."""
    row = unit.row(_ONE, {"which": name})
    return row is not None and lives(int(row[3]), now(unit))
