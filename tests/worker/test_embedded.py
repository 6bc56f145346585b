"""The worker inside the app: woken by each change, gone before the database is closed, never in the way of a desk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from deskbell.domain.booking import State
from deskbell.domain.commands import Book
from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from deskbell.services.connecting import Opened
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.worker import embedded
from deskbell.worker.embedded import Embedded
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import at, fresh
from tests.worker.conftest import Line, Rig

PATIENCE = 30  # seconds until something counts as never


class Told(Line):
    """A line that says when it was used."""

    def __init__(self, rig: Rig) -> None:
        super().__init__(rig.line.provider)
        self.opened = threading.Event()
        self.swept = threading.Event()

    def open(self, *given: object) -> object:
        answer = super().open(*given)
        self.opened.set()
        return answer

    def since(self, *given: object) -> object:
        answer = super().since(*given)
        self.swept.set()
        return answer


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "HEAD_START", 0.0)
    monkeypatch.setattr(embedded, "FAREWELL", float(PATIENCE))


def test_a_change_here_wakes_it(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would sleep for long: the booking is what wakes it. On a shared desk there is none inside."""
    monkeypatch.setattr(Worker, "_nap", lambda self, served: PATIENCE)
    line = Told(rig)
    inside = Embedded(lambda desk: lambda: Opened({"DEMO": line}, {}), rig.crashes)
    desk = inside.work_for(rig.small.desk)
    if rig.small.desk.database.kind != "sqlite":
        assert desk is rig.small.desk
        inside.stop()
        return
    assert line.swept.wait(PATIENCE), "it has begun, and sleeps"
    service, tutor = rig.small.service("Piano"), rig.small.tutor("Ana")
    start = at("2026-03-05 15:00")
    desk.commit(Book(key=fresh(), service=service, tutor=tutor, start=start, method=Method.DEMO))
    assert line.opened.wait(PATIENCE)
    left = inside.stop()
    assert [(due.what, due.booking) for due in left] == [("HOLD", 1)], "said on the way out: nobody ends it now"
    assert not Working(desk).alive("DEMO"), "its leases are let go of"
    assert rig.rows("SELECT state FROM booking") == [(str(State.HELD),)]
    assert not rig.crashes.exists()


def test_nothing_connected_is_nothing_to_do(rig: Rig) -> None:
    """No secret, no lease; it looks again when something changes here, and ends when it is told to."""
    looks: list[int] = []
    looked = threading.Event()

    def look() -> Opened:
        looks.append(1)
        looked.set()
        return Opened({}, {})

    inside = Embedded(lambda desk: look, rig.crashes)
    inside.work_for(rig.small.desk)
    if (thread := inside._thread) is not None:
        assert looked.wait(PATIENCE)
        looked.clear()
        inside.wake()
        assert looked.wait(PATIENCE)
    assert rig.rows("SELECT count(*) FROM lease WHERE name <> 'timers'") == [(0,)]
    inside.stop()
    assert thread is None or not thread.is_alive()


def test_what_is_connected_later_is_served_without_a_restart(rig: Rig) -> None:
    """The worker inside has nothing to do, then somebody connects a provider."""
    line = Told(rig)
    here: dict[str, PaymentProvider] = {}
    inside = Embedded(lambda desk: lambda: Opened(dict(here), {}), rig.crashes)
    desk = inside.work_for(rig.small.desk)
    if rig.small.desk.database.kind == "sqlite":
        here["DEMO"] = line  # type: ignore[assignment]
        service, tutor = rig.small.service("Piano"), rig.small.tutor("Ana")
        desk.commit(Book(key=fresh(), service=service, tutor=tutor, start=at("2026-03-05 15:00")))
        assert line.swept.wait(PATIENCE)
    inside.stop()


def test_it_waits_for_a_desk_to_be_set_up(tmp_path: Path, clock: FrozenClock) -> None:
    """The program opens on the questions of a new desk: what works beside them does not fall over it."""
    database = open_database(f"sqlite:///{tmp_path / 'new.sqlite3'}", create=True)
    looked = threading.Semaphore(0)

    def look() -> Opened:
        looked.release()
        return Opened({}, {})

    inside = Embedded(lambda desk: look, tmp_path / "crashes", tmp_path / "backups")
    inside.work_for(Desk(database, clock, fresh))
    assert looked.acquire(timeout=PATIENCE)
    inside.wake()
    assert looked.acquire(timeout=PATIENCE), "it looks again"
    inside.stop()
    database.close()
    assert not (tmp_path / "crashes").exists()


def test_a_worker_that_cannot_start_is_written_down_and_the_desk_goes_on(rig: Rig) -> None:
    def broken(desk: Desk) -> Callable[[], Opened]:
        raise ZeroDivisionError

    inside = Embedded(broken, rig.crashes)
    desk = inside.work_for(rig.small.desk)
    inside_thread = inside._thread
    if inside_thread is not None:
        inside_thread.join(PATIENCE)
        assert len(list(rig.crashes.iterdir())) == 1
    assert desk.card().name == "Estudio"
    inside.stop()


def test_the_loop_never_dies(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that falls is written down, the next one comes; told to stop it leaves its leases."""
    turns: list[int] = []
    real = Worker.tick

    def tick(self: Worker) -> int:
        turns.append(1)
        if len(turns) < 3:
            raise ZeroDivisionError
        pause = real(self)
        self.stop.set()
        return pause

    monkeypatch.setattr(Worker, "tick", tick)
    rig.worker.run()
    assert len(turns) == 3
    assert len(list(Path(rig.crashes).iterdir())) == 2
    assert not rig.working.alive("DEMO")
