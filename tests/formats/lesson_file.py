"""A reproducible studio calendar of any size, and what is in it: the occurrences are known without reading the file.

94 % single lessons, 5 % weekly series on one or two days (COUNT or UNTIL, some with EXDATEs), 1 % whole days, over five
years in five zones. Names need escapes, folds and more than one byte.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DESK = "Europe/London"
FIRST_DAY, DAYS = date(2023, 1, 2), 1824
NOW = int(datetime(2025, 7, 1, tzinfo=UTC).timestamp())
REACH = 1500  # days back and ahead of NOW that hold all of it
_ZONES = ("Europe/London", "America/New_York", "Europe/Berlin", "Australia/Sydney", "UTC")
_NAMES = (
    "Ada Lovelace",
    "José García",
    "Łukasz Kowalski",
    "美咲 佐藤",
    "Олег Иванов",
    "Zoë; Müller, jr.",
    "Aïcha Benali",
)
_SUBJECTS = ("Maths", "Piano", "Violin", "Spanish", "Physics")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULES = {  # winter offset, summer offset, rule of summer, rule of winter
    "Europe/London": ("+0000", "+0100", "19810329T010000", "3;BYDAY=-1SU", "19961027T020000", "10;BYDAY=-1SU"),
    "Europe/Berlin": ("+0100", "+0200", "19810329T020000", "3;BYDAY=-1SU", "19961027T030000", "10;BYDAY=-1SU"),
    "America/New_York": ("-0500", "-0400", "20070311T020000", "3;BYDAY=2SU", "20071104T020000", "11;BYDAY=1SU"),
    "Australia/Sydney": ("+1000", "+1100", "20081005T020000", "10;BYDAY=1SU", "20080406T030000", "4;BYDAY=1SU"),
}


@dataclass(slots=True)
class Lesson:
    """An event as it was meant."""

    uid: str
    title: str
    zone: str
    start: datetime
    minutes: int
    whole_day: bool = False
    weekdays: tuple[int, ...] = ()
    count: int = 0
    until: date | None = None
    gone: list[datetime] = field(default_factory=list)

    def walls(self) -> list[datetime]:
        """Every start on the wall of its zone: day by day, which is slow and plain."""
        if not self.weekdays:
            return [self.start]
        found: list[datetime] = []
        day = self.start
        while (len(found) < self.count) if self.count else (self.until is not None and day.date() <= self.until):
            if day.weekday() in self.weekdays:
                found.append(day)
            day += timedelta(days=1)
        return [wall for wall in found if wall not in self.gone]

    def spans(self) -> Iterator[tuple[str, int, int, str]]:
        """(uid, start, end, title) of each occurrence. No lesson begins at night, so no gap or fold is near."""
        for wall in self.walls():
            if self.whole_day:
                ends = [wall, wall + timedelta(days=1)]
                start, end = (int(x.replace(tzinfo=ZoneInfo(DESK)).timestamp()) for x in ends)
            else:
                start = int(wall.replace(tzinfo=ZoneInfo(self.zone)).timestamp())
                end = start + 60 * self.minutes
            yield self.uid, start, end, self.title


def lessons(number: int, seed: int = 7) -> list[Lesson]:
    r = random.Random(seed)
    found = []
    for i in range(number):
        day = FIRST_DAY + timedelta(days=r.randrange(DAYS))
        start = datetime.combine(day, time(r.randrange(8, 20), r.choice((0, 15, 30, 45))))
        zone = r.choices(_ZONES, (70, 10, 10, 5, 5))[0]
        people = " & ".join(r.sample(_NAMES, r.choice((1, 1, 1, 4))))
        title = f"{r.choice(_SUBJECTS)} lesson - {people}, room {i % 12}"
        lesson = Lesson(f"{r.getrandbits(96):024x}@studio.example", title, zone, start, r.choice((30, 45, 60, 90)))
        kind = r.random()
        if kind < 0.01:
            lesson.start, lesson.whole_day = datetime.combine(day, time()), True
        elif kind < 0.06:
            lesson.weekdays = tuple(sorted({day.weekday(), r.choice((day.weekday(), r.randrange(7)))}))
            if r.random() < 0.5:
                lesson.count = r.randrange(2, 40)
            else:
                lesson.until = day + timedelta(weeks=r.randrange(1, 52))
            if r.random() < 0.3:
                lesson.gone = sorted(r.sample(lesson.walls()[1:], min(2, len(lesson.walls()) - 1)))
        found.append(lesson)
    return found


def calendar_file(found: list[Lesson]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//studio//EN", "CALSCALE:GREGORIAN"]
    for name in _RULES:
        lines += _vtimezone(name)
    for lesson in found:
        lines += _vevent(lesson)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _vtimezone(name: str) -> list[str]:
    winter, summer, *rules = _RULES[name]
    return [
        "BEGIN:VTIMEZONE", f"TZID:{name}",
        "BEGIN:DAYLIGHT", f"TZOFFSETFROM:{winter}", f"TZOFFSETTO:{summer}", f"DTSTART:{rules[0]}",
        f"RRULE:FREQ=YEARLY;BYMONTH={rules[1]}", "END:DAYLIGHT",
        "BEGIN:STANDARD", f"TZOFFSETFROM:{summer}", f"TZOFFSETTO:{winter}", f"DTSTART:{rules[2]}",
        f"RRULE:FREQ=YEARLY;BYMONTH={rules[3]}", "END:STANDARD",
        "END:VTIMEZONE",
    ]  # fmt: skip


def _vevent(lesson: Lesson) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{lesson.uid}", "DTSTAMP:20260101T000000Z", "CREATED:20260101T000000Z", "SEQUENCE:0"]
    end = lesson.start + timedelta(minutes=lesson.minutes)
    if lesson.whole_day:
        day = lesson.start + timedelta(days=1)
        lines += [f"DTSTART;VALUE=DATE:{lesson.start:%Y%m%d}", f"DTEND;VALUE=DATE:{day:%Y%m%d}"]
    else:
        lines += [_moment("DTSTART", lesson.zone, lesson.start), _moment("DTEND", lesson.zone, end)]
    if lesson.weekdays:
        days = ",".join(_WEEKDAYS[day] for day in lesson.weekdays)
        ends = f"COUNT={lesson.count}"
        if lesson.until:
            last = datetime.combine(lesson.until, time(23, 59, 59), ZoneInfo(lesson.zone)).astimezone(UTC)
            ends = f"UNTIL={last:%Y%m%dT%H%M%SZ}"
        lines += [f"RRULE:FREQ=WEEKLY;{ends};BYDAY={days}", *(_moment("EXDATE", lesson.zone, x) for x in lesson.gone)]
    note = "Tutor: Margaret Hamilton\\nFocus: exam preparation\\; bring the second volume\\, please"
    lines += [f"SUMMARY:{_escaped(lesson.title)}", "LOCATION:Room 4", f"DESCRIPTION:{note}", "CATEGORIES:Lesson"]
    return [*lines, "STATUS:CONFIRMED", "END:VEVENT"]


def _moment(name: str, zone: str, wall: datetime) -> str:
    return f"{name}:{wall:%Y%m%dT%H%M%SZ}" if zone == "UTC" else f"{name};TZID={zone}:{wall:%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At 75 bytes, wherever that falls: inside a character too, as careless programs do."""
    raw = line.encode()
    pieces = [raw[:75], *(raw[i : i + 74] for i in range(75, len(raw), 74))]
    return b"\r\n ".join(pieces) + b"\r\n"
