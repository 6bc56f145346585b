"""`deskbell calendar`: how lessons go on a calendar, changed by a plan like everything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from deskbell.domain.connections import DEMO_CALENDAR
from deskbell.domain.errors import WrongInput
from deskbell.domain.payment import Method
from deskbell.providers.fake_calendar import FakeCalendar
from deskbell.services.connecting import Opened
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
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
    say("undo", "--yes")
    assert say("calendar", "--json").data["remind"] == 30


def test_a_calendar_of_ones_own_and_one_that_offers_classes(
    say: Say, desk: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each said, shown and taken back."""
    on_a_calendar(desk, tmp_path, monkeypatch)
    monkeypatch.setattr("deskbell.cli.on_calendar._calendars", unlisted)
    assert "say whose" in say("calendar", "--use", "primary", "--offers", "yoga", code=2).err
    say("calendar", "--for", "ben", "--use", "Bens", "--yes")
    said = say("calendar", "--for", "ben", "--use", "Classes", "--offers", "yoga", "--seats", "8", "--plan").out
    assert "lessons of Ben Ode on Bens, Classes offers Yoga with Ben Ode, seats: 8" in said
    say("calendar", "--for", "ben", "--use", "Classes", "--offers", "yoga", "--seats", "8", "--yes")
    assert [x["seats"] for x in say("calendar", "--json").data["more"]] == [None, 8]
    say("calendar", "--for", "ben", "--use", "none", "--yes")
    assert [x["calendar"] for x in say("calendar", "--json").data["more"]] == ["Classes"]
    assert "is in use already" in say("calendar", "--for", "ana", "--use", "Classes", code=2).err


def unlisted(context: object, name: str) -> None:
    raise WrongInput("CALENDARS_HIDDEN")


def test_paid_and_on_the_calendar_is_scheduled(say: Say, desk: Small, tmp_path: Path) -> None:
    """S0.3, S0.31, A4: a booking is confirmed without the calendar, and scheduled with it."""
    calendar = FakeCalendar(tmp_path / "there.sqlite3", desk.clock)
    working = Working(desk.desk)
    working.connect(DEMO_CALENDAR)
    desk.book("Ana Pérez", "2026-03-05 15:00", method=Method.CARD)
    said = say("show", "1", "--json").data
    assert (said["state"], said["sources"]["virtual_class"], said["sources"]["tutoring"]) == ("CONFIRMED", "pending", 1)
    desk.clock.at += 20
    opened = Opened({}, {}, calendars={DEMO_CALENDAR: calendar})
    Worker(working, {}, desk.clock, lambda seconds: None, dice=Random(1), opened=opened).tick()
    said = say("show", "1", "--json").data
    assert (said["sources"]["virtual_class"], said["sources"]["slot"]) == ("scheduled", "BOOKED")
    assert "scheduled · https" in say("show", "1").out
    assert [x["status"] for x in say("bookings", "ana pérez", "--json").data["bookings"]] == ["scheduled"]
    calendar.close()


def test_a_plan_says_quietly_that_there_is_no_calendar(say: Say, desk: Small) -> None:
    """Spec: what is not connected is not queued; it is said where a lesson would come on it, and nowhere else."""
    desk.book("Ana Pérez", "2026-03-05 15:00")
    assert "none connected" in say("book", "leo", "piano", "fri", "15:00", "--plan").out
    assert "none connected" not in say("move", "1", "fri", "16:00", "--plan").out


def test_where_and_doctor_say_which_calendar_is_meant_and_who_says_so(
    say: Say, desk: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S1.27, S1.31: the environment or the settings file; what the desk uses may be another."""
    assert "calendar_id" not in say("where", "--json").data
    monkeypatch.setenv("CALENDAR_ID", "lessons@example.org")
    monkeypatch.setenv("ADMIN_EMAIL", "ana@example.org")
    assert say("where", "--json").data["calendar_id"] == {"value": "lessons@example.org", "from": "CALENDAR_ID"}
    assert "ana@example.org  (ADMIN_EMAIL)" in say("where").out
    Working(desk.desk).connect("GOOGLE")
    assert "CALENDAR_ID says lessons@example.org" in say("doctor", code=3).out
    monkeypatch.setattr("deskbell.cli.on_calendar._calendars", unlisted)
    say("calendar", "--use", "lessons@example.org", "--yes")
    assert "lessons@example.org, as CALENDAR_ID says" in say("doctor", code=None).out
