"""Google Calendar over HTTP with Google's own client library, against a world held to Google's own document."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Done,
    Event,
    Later,
    Meeting,
    Refused,
    SeenCalendar,
    SeenEvent,
    SeenEventState,
    Unknown,
)
from deskbell.providers.google.calendar import Client, GoogleCalendar
from deskbell.providers.google.oauth import LEAST
from tests.house.clock import WEDNESDAY
from tests.standin.google.server import Google
from tests.standin.google.world import Answer, Order, no

ANA = "ana@example.org"
SLOT, DESK = Id("5" * 32), Id("d" * 32)
HOUR = 3600


def event_id(slot: Id = SLOT, n: int = 1) -> str:
    digest = hashlib.sha256(f"{slot}:{n}".encode()).digest()
    return base64.b32hexencode(digest).decode().lower().rstrip("=")


LESSON = Event(
    event_id(), DESK, SLOT, "Piano 60 · Bartók 3", "Left hand", WEDNESDAY, WEDNESDAY + HOUR,
    "America/Argentina/Buenos_Aires", ("marta@example.org",), "Studio 1", 60,
)  # fmt: skip


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the world here has no certificate
    with Google() as running:
        yield running
        for calendar in _made:
            calendar.close()
        _made.clear()


_made: list[GoogleCalendar] = []


def at(google: Google, refresh: str | None = None, **more: float) -> GoogleCalendar:
    token = google.world.grant(*LEAST) if refresh is None else refresh
    client = Client("desk.apps", lambda: "client-secret", google.token_uri)
    _made.append(GoogleCalendar(client, lambda: token, base=google.base, **more))
    return _made[-1]


def done(answer: object) -> SeenEvent:
    assert isinstance(answer, Done), answer
    assert isinstance(answer.value, SeenEvent)
    return answer.value


def test_an_event_stands_as_it_was_asked_for(google: Google) -> None:
    """S1.21, S1.22, S1.24-S1.26: title, text, zone, guest, reminder; guests do not see each other; nobody is mailed."""
    calendar = at(google)
    seen = done(calendar.insert(ANA, LESSON))
    (stands,) = google.world.events()
    assert seen == done(calendar.fetch(ANA, LESSON.id))
    assert (seen.start, seen.end, seen.title, seen.zone) == (LESSON.start, LESSON.end, LESSON.title, LESSON.zone)
    assert (seen.desk, seen.slot, seen.guests, seen.state) == (DESK, SLOT, LESSON.guests, SeenEventState.CONFIRMED)
    assert seen.uid == f"{LESSON.id}@google.com"
    assert seen.html_link.startswith("https://")
    assert stands["reminders"] == {"useDefault": False, "overrides": [{"method": "email", "minutes": 60}]}
    assert stands["guestsCanSeeOtherGuests"] is False
    assert stands["start"]["dateTime"].endswith("-03:00")
    assert all(query["sendUpdates"] == "none" for name, _, query, _ in google.world.log if name == "insert")


def test_asked_twice_it_is_one_event(google: Google) -> None:
    """I57: the id is ours; that it was used is said, also where the event was deleted since."""
    calendar = at(google)
    done(calendar.insert(ANA, LESSON))
    assert calendar.insert(ANA, LESSON) == Refused("EXISTS")
    assert len(google.world.events()) == 1
    for _ in range(2):
        assert isinstance(calendar.remove(ANA, LESSON.id), Done)
    assert calendar.insert(ANA, LESSON) == Refused("EXISTS")
    gone = done(calendar.fetch(ANA, LESSON.id))
    assert gone.state is SeenEventState.CANCELLED
    done(calendar.insert(ANA, replace(LESSON, id=event_id(n=2))))


def test_a_meeting_is_awaited(google: Google) -> None:
    """S1.19, S1.23: it comes after the event; one that failed is asked for under another name."""
    google.world.meets_after, google.world.meeting_fails = 2, True
    calendar = at(google)
    asked = replace(LESSON, meeting="m1")
    made = done(calendar.insert(ANA, asked))
    assert (made.meeting, made.join_url) == (Meeting.PENDING, "")
    looks = [done(calendar.fetch(ANA, asked.id)).meeting for _ in range(2)]
    assert looks == [Meeting.PENDING, Meeting.FAILED]
    seen = done(calendar.fetch(ANA, asked.id))
    again = done(calendar.change(ANA, replace(LESSON, meeting="m2"), seen.etag))
    assert again.meeting is Meeting.PENDING
    looks = [done(calendar.fetch(ANA, asked.id)).meeting for _ in range(2)]
    assert looks == [Meeting.PENDING, Meeting.READY]
    ready = done(calendar.fetch(ANA, asked.id))
    assert ready.join_url == "https://meet.google.com/m2"
    moved = done(calendar.change(ANA, replace(LESSON, start=LESSON.start + HOUR, end=LESSON.end + HOUR), ready.etag))
    assert (moved.join_url, moved.start) == (ready.join_url, LESSON.start + HOUR)


def test_what_somebody_else_changed_is_not_written_over(google: Google) -> None:
    """spec 6, calendar move: If-Match."""
    calendar = at(google)
    seen = done(calendar.insert(ANA, LESSON))
    google.world.place(ANA, {"id": LESSON.id, "summary": "Dentist"})
    assert calendar.change(ANA, LESSON, seen.etag) == Refused("CHANGED")
    fresh = done(calendar.fetch(ANA, LESSON.id))
    assert fresh.title == "Dentist"
    assert done(calendar.change(ANA, LESSON, fresh.etag)).title == LESSON.title


def test_what_is_gone_is_gone(google: Google) -> None:
    calendar = at(google)
    gone = True
    for answer in (calendar.remove(ANA, "aaaaa"), calendar.remove("nobody@example.org", LESSON.id)):
        assert isinstance(answer, Done)
        assert answer.value is gone
    fetched = calendar.fetch(ANA, "aaaaa")
    assert isinstance(fetched, Done)
    assert fetched.value is None
    assert calendar.change(ANA, LESSON, '"1"') == Refused("NOT_FOUND")
    assert calendar.insert("nobody@example.org", LESSON) == Refused("NOT_FOUND")


def following(calendar: GoogleCalendar, cursor: str = "") -> tuple[list[SeenEvent], str]:
    found: list[SeenEvent] = []
    while True:
        page = calendar.since(ANA, cursor, WEDNESDAY)
        assert isinstance(page, Done), page
        found += page.value.events
        cursor = page.value.cursor
        if not page.value.more:
            return found, cursor


def busy(google: Google, day: int, **more: object) -> str:
    moment = {"dateTime": f"2026-03-{day:02}T10:00:00+01:00"}, {"dateTime": f"2026-03-{day:02}T11:00:00+01:00"}
    return google.world.place(ANA, {"summary": f"Day {day}", "start": moment[0], "end": moment[1], **more})


def test_all_is_read_once_and_then_only_what_changed(google: Google) -> None:
    """S1.2, I50: pages, then a token; a quiet sync is one request."""
    names = [busy(google, day) for day in range(5, 16)]
    calendar = at(google)
    found, cursor = following(calendar)
    assert [event.id for event in found] == names
    google.world.log.clear()
    assert following(calendar, cursor)[0] == []
    assert [name for name, *_ in google.world.log] == ["list"]
    google.world.call_off(ANA, names[0])
    busy(google, 20)
    changed, further = following(calendar, cursor)
    assert [(e.state, e.title) for e in changed] == [
        (SeenEventState.CANCELLED, "Day 5"), (SeenEventState.CONFIRMED, "Day 20"),
    ]  # fmt: skip
    assert following(calendar, further)[0] == []


def test_a_cursor_that_is_too_old_begins_anew(google: Google) -> None:
    calendar = at(google)
    busy(google, 5)
    _, cursor = following(calendar)
    google.world.oldest_sync = 10**9
    assert calendar.since(ANA, cursor, WEDNESDAY) == Refused("CURSOR")
    assert calendar.since(ANA, "nonsense", WEDNESDAY) == Refused("CURSOR")
    assert calendar.since(ANA, "[1]", WEDNESDAY) == Refused("CURSOR")
    assert len(following(calendar)[0]) == 1


def test_what_makes_nobody_busy(google: Google) -> None:
    """S1.5, I50: whole days, free ones, declined ones, tentative ones, days of a series."""
    whole = {"start": {"date": "2026-03-09"}, "end": {"date": "2026-03-10"}, "summary": "Fair"}
    google.world.place(ANA, whole)
    busy(google, 5, transparency="transparent")
    busy(google, 6, attendees=[{"email": ANA, "self": True, "responseStatus": "declined"}])
    busy(google, 7, eventType="workingLocation")
    busy(google, 8, status="tentative", recurringEventId="series1")
    found, _ = following(at(google))
    day, *others = found
    assert (day.all_day, day.start, day.end - day.start) == (True, 1773010800, 86400)  # midnight in Madrid
    assert [event.busy for event in others] == [False, False, False, True]
    assert (others[3].state, others[3].series) == (SeenEventState.TENTATIVE, "series1")


def test_a_desk_finds_its_own(google: Google) -> None:
    """P5: what the orphan sweep looks through, another desk's events not among it."""
    calendar = at(google)
    busy(google, 5)
    for number in range(6):
        done(calendar.insert(ANA, replace(LESSON, id=event_id(n=number), start=WEDNESDAY + number * HOUR)))
    done(calendar.insert(ANA, replace(LESSON, id=event_id(n=9), desk=Id("e" * 32))))
    done(calendar.insert(ANA, replace(LESSON, id=event_id(n=8))))
    calendar.remove(ANA, event_id(n=8))
    found, place = [], ""
    while True:
        page = calendar.ours(ANA, DESK, WEDNESDAY - HOUR, place)
        assert isinstance(page, Done)
        found += [event.id for event in page.value.events]
        place = page.value.cursor
        if not page.value.more:
            break
    assert found == [event_id(n=number) for number in range(6)]


def test_calendars_to_choose_from(google: Google) -> None:
    """S1.27: one's own first."""
    google.world.add_calendar("school@example.org", role="reader")
    google.world.add_calendar("studio@example.org")
    answer = at(google).calendars()
    assert isinstance(answer, Done)
    assert answer.value == (
        SeenCalendar(ANA, ANA, "Europe/Madrid", own=True, primary=True),
        SeenCalendar("studio@example.org", "studio@example.org", "Europe/Madrid", own=True),
        SeenCalendar("school@example.org", "school@example.org", "Europe/Madrid"),
    )
    checked = at(google).check()
    assert isinstance(checked, Done)
    assert checked.value == Account(live=True, name=ANA)


@pytest.mark.parametrize(
    ("order", "writes", "reads"),
    [
        (no(429, "rateLimitExceeded", Retry_After="7"), Later(7), Later(7)),
        (no(403, "userRateLimitExceeded"), Later(30), Later(30)),
        (no(403, "quotaExceeded"), Later(3600, "QUOTA"), Later(3600, "QUOTA")),
        (no(403, "insufficientPermissions"), Refused("FORBIDDEN"), Refused("FORBIDDEN")),
        (no(400, "invalid"), Refused("REQUEST"), Refused("REQUEST")),
        (no(500, "backendError"), Unknown("HTTP_500"), Later(30, "HTTP_500")),
        (no(503, "backendError", Retry_After="9"), Unknown("HTTP_503"), Later(9, "HTTP_503")),
        (None, Unknown("RESET"), Later(60, "RESET")),
    ],
)
def test_what_goes_wrong(google: Google, order: Answer | None, writes: object, reads: object) -> None:
    """What a write may have done in spite of its answer is unknown; a read is asked again."""
    calendar = at(google)
    google.world.orders += [Order("insert", order), Order("get", order)]
    if order is None:
        google.world.orders += [Order("insert", None), Order("get", None)]  # the library tries a cut line once more
    assert calendar.insert(ANA, LESSON) == writes
    assert calendar.fetch(ANA, LESSON.id) == reads


def test_a_lost_answer_left_its_event_behind(google: Google) -> None:
    calendar = at(google, timeout=0.3)
    google.world.orders.append(Order("insert", acts=True, sleeps=0.8))
    assert calendar.insert(ANA, LESSON) == Unknown("TIMEOUT")
    assert calendar.insert(ANA, LESSON) == Refused("EXISTS")


def test_a_page_in_place_of_an_answer(google: Google) -> None:
    calendar = at(google)
    google.world.orders += [
        Order("insert", acts=True, raw=b"<html>hotel wifi</html>"), Order("get", acts=True, raw=b"<html></html>"),
        Order("get", acts=True, raw=b'{"id": "x"}'),
    ]  # fmt: skip
    assert calendar.insert(ANA, LESSON) == Unknown("NO_ANSWER")
    assert calendar.fetch(ANA, LESSON.id) == Later(60, "NO_ANSWER")
    assert calendar.fetch(ANA, LESSON.id) == Later(60, "NO_ANSWER")
    assert len(google.world.events()) == 1


def test_a_token_that_was_revoked_says_so_and_shows_nowhere(
    google: Google, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """A testing app's token dies after seven days: the desk must be connected again."""
    caplog.set_level(logging.DEBUG)
    refresh = google.world.grant(*LEAST)
    calendar = at(google, refresh)
    done(calendar.insert(ANA, LESSON))
    google.world.revoke(refresh)
    assert calendar.fetch(ANA, LESSON.id) == Refused("REVOKED")
    google.world.orders.append(Order("token", no(503, "backendError")))
    assert calendar.fetch(ANA, LESSON.id) in (Later(60, "UNREACHABLE"), Refused("REVOKED"))
    said = capsys.readouterr()
    shown = repr(calendar) + repr(calendar._client) + caplog.text + said.out + said.err
    assert refresh not in shown
    assert not re.search(r"client-secret|ya29\.", shown)


def test_where_nobody_listens() -> None:
    client = Client("desk.apps", lambda: "client-secret", "http://127.0.0.1:9/token")
    calendar = GoogleCalendar(client, lambda: "1//x", base="http://127.0.0.1:9/calendar/v3/")
    assert calendar.insert(ANA, LESSON) == Later(60, "UNREACHABLE")
    calendar.close()
