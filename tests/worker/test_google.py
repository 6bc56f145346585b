"""The worker on Google Calendar over HTTP, held to Google's own document: events, meetings, busy time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text

from deskbell.domain.booking import Reason
from deskbell.domain.calendar_commands import SetCalendar
from deskbell.domain.calendar_use import CalendarSettings
from deskbell.domain.commands import Cancel, Move
from deskbell.domain.people import Role
from deskbell.domain.working import Link
from deskbell.providers.google.calendar import Client, GoogleCalendar
from deskbell.providers.google.oauth import LEAST
from deskbell.services.connecting import Opened
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, small, small_url
from tests.standin.google.server import Google

__all__ = ["small", "small_url"]


@dataclass
class Office:
    """The small desk, its worker, and Google."""

    small: Small
    clock: FrozenClock
    google: Google
    working: Working
    worker: Worker
    token: str

    def turn(self, seconds: int = 0) -> None:
        self.clock.at += seconds
        while self.worker.tick() == 0:
            pass

    def calls(self) -> list[str]:
        """What was asked since it was asked for last."""
        names = [name for name, *_ in self.google.world.log if name != "token"]
        self.google.world.log.clear()
        return names


@pytest.fixture
def office(small: Small, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    with Google() as google:
        token = google.world.grant(*LEAST)
        client = Client("desk.apps", lambda: "client-secret", google.token_uri)
        calendar = GoogleCalendar(client, lambda: token, base=google.base)
        working = Working(small.desk, database_now=lambda unit: clock.now())
        opened = Opened({}, {}, calendars={"GOOGLE": calendar})
        crashes = tmp_path / "crashes"
        worker = Worker(working, {}, clock, lambda seconds: None, dice=Random(1), crashes=crashes, opened=opened)
        working.connect("GOOGLE")
        yield Office(small, clock, google, working, worker, token)
        calendar.close()
        assert not crashes.exists()


def test_a_lesson_lives_on_google(office: Office) -> None:
    """S1.10-S1.26: made after confirmation with guest, zone, reminder and meeting; it follows the lesson."""
    with office.small.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE service SET place = 'ONLINE' WHERE name = 'Piano'"))
        unit.connection.execute(text("UPDATE person SET mail = 'leo@example.org' WHERE name = 'Leo Lee'"))
    changed = office.small.book("Mia Lee", "2026-03-05 15:00")
    office.turn(20)
    (event,) = office.google.world.events()
    assert event["summary"] == "Piano"
    assert event["attendees"] == [{"email": "leo@example.org"}], "the guardian of a child"
    assert event["guestsCanSeeOtherGuests"] is False
    assert event["reminders"]["overrides"] == [{"method": "email", "minutes": 60}]
    assert "Mia" not in str(event)
    office.turn(3)
    no = office.small.no(changed)
    seen = office.small.desk.booking(no).event
    assert seen is not None
    assert seen.join_url.startswith("https://meet.google.com/")
    assert (seen.uid, seen.html_link[:30]) == (f"{event['id']}@google.com", "https://www.google.com/calenda")
    office.small.do(Move(key=fresh(), booking=changed.plan.subject, start=at("2026-03-05 17:00")))
    office.turn(20)
    (moved,) = office.google.world.events()
    assert moved["start"]["dateTime"] == "2026-03-05T17:00:00+01:00"
    assert moved["conferenceData"]["entryPoints"], "the same meeting"
    office.small.do(Cancel(key=fresh(), booking=changed.plan.subject, by=Role.STAFF, reason=Reason.OTHER))
    office.turn(20)
    assert office.google.world.events() == []
    queries = [query for name, _, query, _ in office.google.world.log if name in ("insert", "patch", "delete")]
    assert {query["sendUpdates"] for query in queries} == {"none"}


def test_busy_time_comes_page_by_page_and_a_quiet_reading_is_one_request(office: Office) -> None:
    """Own events once; 410 begins anew; a series by its days."""
    office.small.do(
        SetCalendar(key=fresh(), connection="GOOGLE", settings=CalendarSettings(busy=office.small.tutor("Ana")))
    )
    for day in range(10, 20):
        hours = {
            "start": {"dateTime": f"2026-03-{day}T09:00:00+01:00"},
            "end": {"dateTime": f"2026-03-{day}T10:00:00+01:00"},
        }
        office.google.world.place("ana@example.org", {"summary": "Choir", **hours})
    office.small.book("Ana Pérez", "2026-03-05 15:00")
    office.turn(20)
    office.calls()
    office.turn(300)
    office.calls()
    office.turn(300)
    assert office.calls() == ["list"]
    with office.small.desk.database.read() as unit:
        assert unit.connection.execute(text("SELECT count(*) FROM busy")).scalar() == 10
    office.google.world.oldest_sync = 10_000
    office.turn(300)
    office.turn(300)
    with office.small.desk.database.read() as unit:
        assert unit.connection.execute(text("SELECT count(*) FROM busy")).scalar() == 10


def test_a_token_that_was_withdrawn_is_a_task_and_bookings_go_on(office: Office) -> None:
    """What waits is sent once somebody has connected it again."""
    office.google.world.revoke(office.token)
    office.small.book("Ana Pérez", "2026-03-05 15:00")
    office.turn(20)
    (health,) = [h for h in office.working.connections() if h.name == "GOOGLE"]
    assert (health.state, health.error) == (Link.PAUSED, "REVOKED")
    office.small.book("Leo Lee", "2026-03-06 15:00")
    office.google.world.grants[office.token] = set(LEAST)
    office.working.resume("GOOGLE")
    office.turn(20)
    assert len(office.google.world.events()) == 2


def test_a_calendar_deleted_under_us_is_a_task(office: Office) -> None:
    """It pauses the connection; another calendar chosen, the lessons go there."""
    office.google.world.add_calendar("lessons")
    settings = CalendarSettings(calendar="lessons")
    office.small.do(SetCalendar(key=fresh(), connection="GOOGLE", settings=settings))
    office.small.book("Ana Pérez", "2026-03-05 15:00")
    office.turn(20)
    assert len(office.google.world.events("lessons")) == 1
    del office.google.world.calendars["lessons"]
    office.small.book("Leo Lee", "2026-03-06 15:00")
    office.turn(20)
    (health,) = [h for h in office.working.connections() if h.name == "GOOGLE"]
    assert (health.state, health.error) == (Link.PAUSED, "CALENDAR_GONE")
    office.small.do(SetCalendar(key=fresh(), connection="GOOGLE", settings=CalendarSettings()))
    office.working.resume("GOOGLE")
    office.turn(20)
    office.turn(20)
    assert len(office.google.world.events()) == 2
