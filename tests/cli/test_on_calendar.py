"""`deskbell calendar`: how lessons go on a calendar, changed by a plan like everything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskbell.domain.connections import DEMO_CALENDAR
from deskbell.providers.fake_calendar import FakeCalendar
from deskbell.services.connecting import Opened
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from tests.cli.conftest import Say
from tests.services.conftest import Small


def on_a_calendar(desk: Small, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sources(_: Desk, ask: object = None) -> Callable[[], Opened]:
        return lambda: Opened({}, {}, calendars={DEMO_CALENDAR: FakeCalendar(folder / "there.sqlite3", desk.clock)})

    monkeypatch.setattr("deskbell.wiring.sources", sources)
    Working(desk.desk).connect(DEMO_CALENDAR)


def test_without_a_calendar_it_says_so(say: Say, desk: Small) -> None:
    said = say("calendar", code=2)
    assert "connect one first" in said.err


def test_how_it_is_used_is_said_and_changed(
    say: Say, desk: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shown, planned, confirmed, refused; what is there follows, what is not is caught up."""
    desk.book("Ana Pérez", "2026-03-05 15:00")
    on_a_calendar(desk, tmp_path, monkeypatch)
    said = say("calendar").out
    assert "Demo Calendar used so: primary, class and focus, with meeting links, reminder 1 h before" in said
    assert "1 lesson to come is not there yet" in said
    assert say("calendar", "--json").data["missing"] == 1
    assert "primary" in say("calendar", "--list").out
    assert "1 event" not in say("calendar", "--remind", "30", "--says", "code", "--plan").out
    say("calendar", "--remind", "30", "--says", "code", "--busy", "ana", code=4)
    say("calendar", "--remind", "30", "--says", "code", "--busy", "ana", "--yes")
    found = say("calendar", "--json").data
    assert (found["remind"], found["says"], found["busy"]) == (30, "code", desk.tutor("Ana"))
    assert "event made on Demo Calendar" in say("calendar", "--catch-up", "--plan").out
    say("calendar", "--catch-up", "--yes")
    assert say("calendar", "--json").data["missing"] == 0
    assert "is used like that already" in say("calendar", "--remind", "30", "--yes", code=2).err
    assert "0 to 40320 minutes" in say("calendar", "--remind", "soon", "--yes", code=2).err
    assert "choose one of these: Demo" in say("calendar", "--use", "Choir", "--yes", code=2).err
    say("calendar", "--remind", "off", "--busy", "none", "--use", "demo", "--yes")
    assert say("calendar", "--json").data["remind"] is None
    assert "queued" in say("show", "1").out
