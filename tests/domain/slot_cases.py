"""Read a file of slot cases: its own names for inputs and expectations, in the engine's terms.

A case says more than the engine is asked for only by mistake, so every key that is not known is an error.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from deskbell.domain.availability import (
    Diary,
    Hold,
    Hours,
    Override,
    Rules,
    Span,
    Taken,
    Travel,
    Weekly,
    starts,
    windows,
)
from deskbell.domain.clock import zone_clock

INPUTS = frozenset(
    "now tutor_timezone viewer_timezone query_from query_to free_ranges_utc working_hours date_overrides travel"
    " bookings external_busy holds booker_uid event_length_min slot_interval_min offset_start_min buffer_before_min"
    " buffer_after_min min_notice_min limits packing pending_blocks".split()
)
KINDS = frozenset("slots count last none_between windows windows_contain dates_with_slots".split())
PACKINGS = {"hour_grid": False, "optimized": True}


class UnknownKey(Exception):
    """The file says something this reader does not understand; passing over it would be passing for nothing."""


@dataclass(frozen=True)
class Case:
    id: str
    diary: Diary
    rules: Rules
    lo: int
    hi: int
    now: int
    booker: str | None
    expected: Mapping[str, Any]

    def starts(self) -> list[int]:
        return starts(self.diary, self.rules, self.lo, self.hi, self.now, self.booker)


def read(path: Path) -> list[Case]:
    cases = [read_case(case) for case in json.loads(path.read_text())["cases"]]
    if not cases:
        raise UnknownKey(f"no cases in {path.name}")
    return cases


def read_case(case: Mapping[str, Any]) -> Case:
    given = case["input"]
    known(given, INPUTS, case["id"])
    known(case["expected"], KINDS, case["id"])
    if not case["expected"]:
        raise UnknownKey(f"{case['id']} expects nothing")
    limits = given.get("limits") or {}
    known(limits, {"bookings_per_day", "minutes_per_day", "rolling_days"}, case["id"])
    ranges = [(instant(r["start"]), end(r["end"])) for r in rows(given, "free_ranges_utc", {"start", "end"})]
    bounds = [b for r in ranges for b in r]
    return Case(
        id=case["id"],
        diary=diary(given, tuple(ranges)),
        rules=Rules(
            length=given["event_length_min"],
            interval=given["slot_interval_min"],
            offset=given.get("offset_start_min") or 0,
            before=given.get("buffer_before_min") or 0,
            after=given.get("buffer_after_min") or 0,
            notice=given.get("min_notice_min") or 0,
            horizon_days=limits.get("rolling_days"),
            max_per_day=limits.get("bookings_per_day"),
            max_minutes_per_day=limits.get("minutes_per_day"),
            packed=PACKINGS[given.get("packing", "hour_grid")],
        ),
        lo=instant(given["query_from"]) if given.get("query_from") else min(bounds),
        hi=instant(given["query_to"]) if given.get("query_to") else max(bounds),
        now=instant(given["now"]),
        booker=given.get("booker_uid"),
        expected=case["expected"],
    )


def diary(given: Mapping[str, Any], ranges: tuple[tuple[int, int], ...]) -> Diary:
    zone_clock(given.get("viewer_timezone") or given["tutor_timezone"])  # read, and of no consequence (D1)
    weekly = [
        Weekly((day - 1) % 7, minute(rule["start"]), minute(rule["end"]))
        for rule in rows(given, "working_hours", {"days", "start", "end"})
        for day in rule["days"]
    ]
    overrides: dict[date, list[tuple[int, int]]] = {}
    for row in rows(given, "date_overrides", {"date", "start", "end"}):
        day = overrides.setdefault(date.fromisoformat(row["date"]), [])
        if row.get("start") != row.get("end"):  # equal, or neither: closed all day
            day.append((minute(row["start"]), minute(row["end"])))
    blocking = {"ACCEPTED", "PENDING"} if given.get("pending_blocks") else {"ACCEPTED"}
    padding = {"buffer_before_min", "buffer_after_min"}
    taken = []
    for k, row in enumerate(rows(given, "bookings", {"start", "end", "status", *padding})):
        if row["status"] not in {"ACCEPTED", "PENDING", "REJECTED", "CANCELLED"}:
            raise UnknownKey(f"status {row['status']}")
        if row["status"] in blocking:
            a, b = instant(row["start"]), instant(row["end"])
            before, after = (row.get(key, 0) * 60 for key in ("buffer_before_min", "buffer_after_min"))
            taken.append(Taken(a, b, a - before, b + after, k))
    holds = []
    for k, row in enumerate(rows(given, "holds", {"uid", "start", "end", "release_at"})):
        a, b = instant(row["start"]), instant(row["end"])
        holds.append(Hold(a, b, a, b, instant(row["release_at"]), row["uid"], k))
    return Diary(
        Hours(
            zone=given["tutor_timezone"],
            weekly=tuple(weekly),
            overrides=tuple(Override(day, tuple(windows)) for day, windows in overrides.items()),
            travel=tuple(journey(row) for row in rows(given, "travel")),
            extra=ranges,
        ),
        taken=tuple(taken),
        holds=tuple(holds),
        busy=tuple(
            Span(instant(row["start"]), instant(row["end"]), k)
            for k, row in enumerate(rows(given, "external_busy", {"start", "end"}))
        ),
    )


def journey(row: Mapping[str, Any]) -> Travel:
    """A journey by whatever names its three facts go; its dates are local ones, so of an instant the date counts."""
    found: dict[str, Any] = {}
    names = {
        "first": {"first", "start", "from", "start_date", "from_date", "startDate"},
        "last": {"last", "end", "to", "until", "end_date", "to_date", "until_date", "endDate"},
        "zone": {"zone", "timezone", "time_zone", "tz", "timeZone"},
    }
    for key, value in row.items():
        fact = next((fact for fact, keys in names.items() if key in keys), None)
        if fact is None or fact in found:
            raise UnknownKey(f"travel {key}")
        found[fact] = value
    last = found.get("last")
    return Travel(
        date.fromisoformat(found["first"][:10]), date.fromisoformat(last[:10]) if last else None, found["zone"]
    )


def holds_true(case: Case, kind: str) -> tuple[Any, Any]:
    """What one expectation says and what the engine says, to be compared."""
    wanted = case.expected[kind]
    if kind == "slots":
        return [instant(s) for s in wanted], case.starts()
    if kind == "count":
        return wanted, len(case.starts())
    if kind == "last":
        return instant(wanted), case.starts()[-1]
    if kind == "none_between":
        inside = [s for a, b in stretches(wanted) for s in case.starts() if a <= s < b]
        return [], inside
    if kind == "windows":
        return stretches(wanted), windows(case.diary.hours, case.lo, case.hi)
    if kind == "windows_contain":
        open_ = windows(case.diary.hours, case.lo, case.hi)
        return [], [pair for pair in stretches(wanted) if pair not in open_]
    if kind == "dates_with_slots":
        clock = zone_clock(case.diary.hours.zone)
        return sorted(wanted), sorted({clock.date(s).isoformat() for s in case.starts()})
    raise UnknownKey(kind)


def stretches(value: Any) -> list[tuple[int, int]]:
    """One stretch or several, each {"start", "end"} (or from, to) or a pair."""
    if isinstance(value, Mapping):
        known(value, {"start", "end", "from", "to"}, "stretch")
        return [(instant(value.get("start") or value["from"]), end(value.get("end") or value["to"]))]
    if len(value) == 2 and all(isinstance(v, str) for v in value):
        return [(instant(value[0]), end(value[1]))]
    return [pair for one in value for pair in stretches(one)]


def rows(given: Mapping[str, Any], key: str, names: Collection[str] = ()) -> list[Mapping[str, Any]]:
    found = given.get(key) or []
    for row in found if names else ():
        known(row, names, key)
    return list(found)


def known(row: Collection[str], names: Collection[str], where: str) -> None:
    if extra := set(row) - set(names):
        raise UnknownKey(f"{where}: {', '.join(sorted(extra))}")


def instant(text: str) -> int:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise UnknownKey(f"{text} names no zone")
    return int(moment.timestamp())


def end(text: str) -> int:
    """An end written as the last second of a minute is the full minute: start + length - 1 s <= end."""
    at = instant(text)
    return at + 1 if at % 60 == 59 else at


def minute(text: str) -> int:
    """Minutes of the day; 23:59 is how some write 24:00 (D5)."""
    hours, minutes = text.split(":")
    at = int(hours) * 60 + int(minutes)
    return 1440 if at == 1439 else at
