"""`deskbell worker`: one pass, a unit, how things stand, and a process that ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deskbell.domain.payment import Method
from tests.cli.conftest import Say, desk, say, small, small_url  # noqa: F401 - fixtures
from tests.house import invented
from tests.services.conftest import Small

__all__ = ["desk", "say", "small"]


def test_one_pass_of_a_desk_without_connections(say: Say, desk: Small) -> None:
    said = say("worker", "--once")
    assert said.out == "Nothing waits to be done.\n"
    shown = say("worker", "--json").data
    assert shown["counts"] == {"queued": 0, "sent": 0, "late": 0, "parked": 0}
    assert [(lease["name"], lease["live"]) for lease in shown["leases"]] == [("timers", False)]
    assert shown["connections"] == shown["operations"] == []


def test_it_says_what_waits_and_why(say: Say, desk: Small) -> None:
    """A connection that nobody here has the keys for: queued, and no worker does it."""
    from deskbell.services.working import Working

    Working(desk.desk).connect("DEMO")
    booked = desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.DEMO)
    shown = say("worker", "--json").data
    assert shown["counts"]["queued"] == 1
    (waits,) = shown["operations"]
    assert (waits["kind"], waits["why"], waits["booking"]) == ("CHECKOUT", "NO_WORKER", desk.no(booked))
    assert shown["next_at"] == "2026-03-04T10:00:00+01:00"
    assert "1" in say("worker", "--once").out


def test_a_connection_is_paused_and_resumed_by_name(say: Say, desk: Small) -> None:
    from deskbell.services.working import Working

    Working(desk.desk).connect("DEMO")
    assert "paused" in say("worker", "--pause", "demo").out
    assert say("worker", "--json").data["connections"][0]["state"] == "PAUSED"
    assert say("worker", "--resume", "demo", "--json").data["connections"][0]["state"] == "ON"
    assert say("worker", "--restored", "--json").data["connections"][0]["state"] == "RESTORED"
    refused = say("worker", "--pause", "stripe", code=2)
    assert "stripe" in refused.err


def test_the_unit_runs_this_program_for_this_desk(say: Say) -> None:
    """Without a desk there is still a unit; what systemd would read otherwise is quoted."""
    lines = say("worker", "--unit").out.splitlines()
    assert f"ExecStart={sys.executable} -m deskbell worker" in lines
    assert f"ExecStart={sys.executable} -m deskbell worker --demo" in say("worker", "--unit", "--demo").out.splitlines()
    odd = say("worker", "--unit", "--database", "/a b/100%$.sqlite3").out
    assert f'ExecStart={sys.executable} -m deskbell worker --database "/a b/100%%$$.sqlite3"' in odd.splitlines()
    assert "[Service]" in lines
    assert "WantedBy=default.target" in lines


def test_a_desk_that_is_not_set_up_says_so(say: Say, tmp_path: Path) -> None:
    assert say("worker", "--once", "--database", tmp_path / "none.sqlite3", code=2).err != ""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_ends_when_it_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """Exit 0, and its leases are free at once: the next one need not wait."""
    monkeypatch.setenv("DESKBELL_HOME", str(tmp_path))
    invented.place_at_home()
    environ = {**os.environ}
    command = [sys.executable, "-m", "deskbell"]
    with subprocess.Popen([*command, "worker", "--demo"], env=environ, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        assert "Ctrl-C" in worker.stderr.readline()
        worker.send_signal(number)
        assert worker.wait(60) == 0
    shown = subprocess.run([*command, "worker", "--demo", "--json"], env=environ, capture_output=True, text=True)
    assert '"live": true' not in shown.stdout
    assert shown.returncode == 0
