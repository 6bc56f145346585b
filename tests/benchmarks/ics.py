"""What reading a calendar file costs, against what icalendar alone needs to parse the same bytes. Run by hand:

    python -m tests.benchmarks.ics [--events 10000] [--runs 7] [--hostile]

CPU of this process, in turns, median; ratios are what matters. The whole import (read and store) of 10,000 events is
to cost at most 2 times icalendar's parse; the reading's share of that is at most 1.4. --hostile: the files that are
made to hurt, each to its refusal or its end.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable

import icalendar

from deskbell.formats.ics import CalendarRead, CalendarRefused, read_calendar
from tests.formats.lesson_file import DESK, NOW, REACH, calendar_file, lessons

START = "DTSTART:20250704T150000Z\r\nDURATION:PT1H"
OLD = "DTSTART:19000304T150000Z\r\nDURATION:PT1H"


def taken(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def peak(work: Callable[[], object]) -> float:
    """Megabytes that are held at most at one time, beside the file itself."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def ours(data: bytes) -> CalendarRead:
    """Everything is kept: more to do than any import has."""
    return read_calendar(data, zone=DESK, now=NOW, back_days=REACH, horizon_days=REACH)


def compare(events: int, runs: int) -> None:
    small, large = calendar_file(lessons(events)), calendar_file(lessons(2 * events))
    found = ours(small)
    print(f"{events} events, {len(small) / 1e6:.1f} MB, {len(found.busy)} spans, {len(found.skipped)} skipped")
    works: dict[str, Callable[[], object]] = {
        "icalendar": lambda: icalendar.Calendar.from_ical(small),
        "ours": lambda: ours(small),
        "ours, twice the events": lambda: ours(large),
    }
    spent: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs + 1):
        for name, work in works.items():
            ms = taken(work)
            if turn:
                spent[name].append(ms)
    medians = {name: statistics.median(ms) for name, ms in spent.items()}
    for name, ms in medians.items():
        print(f"{name:24} {ms:8.0f} ms CPU   {ms / medians['icalendar']:5.2f} x icalendar")
    print(f"twice the events: {medians['ours, twice the events'] / medians['ours']:.2f} times as long")
    print(f"memory: icalendar {peak(works['icalendar']):.0f} MB, ours {peak(works['ours']):.0f} MB")


def repeated(count: int, start: str, *lines: str) -> bytes:
    """So many events of the same lines."""
    body = "\r\n".join([start, *lines])
    events = "".join(f"BEGIN:VEVENT\r\nUID:{i}\r\n{body}\r\nEND:VEVENT\r\n" for i in range(count))
    return f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()


def hostile() -> None:
    head = b"BEGIN:VCALENDAR\r\n"
    dates = "EXDATE:" + ",".join(["20250711T150000Z"] * 1000)
    month = "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    month += "RRULE:FREQ=MONTHLY\r\nEND:STANDARD"
    zones = b"".join(
        b"BEGIN:VTIMEZONE\r\nTZID:z%d\r\n%s\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:%d\r\n"
        b"DTSTART;TZID=z%d:20250704T150000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n" % (i, month.encode(), i, i)
        for i in range(49_000)
    )
    positions = "RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYDAY=1MO,1TU,1WE;BYHOUR=" + ",".join(map(str, range(24)))
    positions += ";BYSETPOS=" + ",".join(map(str, range(20, 70)))
    files = {
        "lines without end": head + b"\n" * 33_000_000,
        "words without colons": head + b"x\r\n" * 3_900_000,
        "components in components": head + b"BEGIN:X\r\n" * 3_000_000,
        "components one by one": head + b"BEGIN:X\r\nEND:X\r\n" * 1_800_000,
        "events without end": head + b"BEGIN:VEVENT\r\n" * 2_000_000,
        "one line of 30 MB": repeated(1, START, "SUMMARY:" + "x" * 30_000_000),
        "one note of 30 MB": repeated(1, START, "DESCRIPTION:" + "x" * 30_000_000),
        "folds without end": repeated(1, START, "DESCRIPTION:" + "\r\n x" * 3_900_000),
        "1.8 million EXDATEs": repeated(200, START, "RRULE:FREQ=DAILY;COUNT=2", *[dates] * 9),
        "secondly, 99,000 times": repeated(99_000, START, "RRULE:FREQ=SECONDLY"),
        "hourly, 10,000 times": repeated(10_000, START, "RRULE:FREQ=HOURLY"),
        "counted since 1900": repeated(10_000, OLD, "RRULE:FREQ=DAILY;COUNT=99999"),
        "searched in vain": repeated(10_000, START, "RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO"),
        "positions in vain": repeated(10_000, START, positions),
        "weeks in vain": repeated(10_000, START, "RRULE:FREQ=WEEKLY;INTERVAL=52;BYMONTH=1;BYDAY=MO,TU;BYSETPOS=-2"),
        "weekly, 99,000 times": repeated(99_000, START, "RRULE:FREQ=WEEKLY;UNTIL=20250712T000000Z"),
        "49,000 zones": head + zones,
        "one UID, 99,000 events": repeated(99_000, START).replace(b"UID:", b"UID:same\r\nX-N:"),
    }
    for name, data in files.items():
        results: list[str] = []

        def read(data: bytes = data, results: list[str] = results) -> None:
            try:
                found = read_calendar(data, zone=DESK, now=NOW)
                results.append(f"{len(found.busy)} spans, {len(found.skipped)} skipped, {len(found.warnings)} warnings")
            except CalendarRefused as e:
                results.append(f"{e.code} {e.facts}")

        ms = taken(read)
        print(f"{name:26} {len(data) / 1e6:5.1f} MB {ms / 1000:7.2f} s CPU   {results[0]}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    if arguments.hostile:
        hostile()
    else:
        compare(arguments.events, arguments.runs)


if __name__ == "__main__":
    main()
