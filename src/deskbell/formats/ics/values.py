"""Values of properties: text, moments, lengths. Nothing here knows zones or events; errors are ValueError."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar.parser import Contentline
from icalendar.prop import vDuration, vUTCOffset

_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=\s*("[^"]*"|[^;]*)')
_MOMENT = re.compile(
    r"\s*([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})?(Z)?)?\s*", re.ASCII | re.IGNORECASE
)
_CHARSETS = re.compile(r"(utf-8|us-ascii|iso-8859-[0-9]{1,2}|windows-125[0-8])", re.IGNORECASE)
_MAX_TEXT = 4_000  # characters of a text that are looked at


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as written: naive wall, and what says which wall. zone '' is floating."""

    wall: datetime
    utc: bool = False
    date_only: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """Days of the calendar, then exact seconds (RFC 5545 3.3.6): a day over a change of the clock is not 24 hours."""

    days: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Period:
    """A value of RDATE;VALUE=PERIOD: one of end and length is set."""

    start: Moment
    end: Moment | None
    length: Length | None


def decoded(raw: bytes) -> str:
    """UTF-8; where it is not, Windows-1252, and Latin-1 for the five bytes that that has not."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return raw.decode("latin-1")


def is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def read_text(head: bytes, value: bytes) -> str:
    """A TEXT value on one line: unescaped, white space of any kind single. The caller cleans it."""
    if b'"' in head or b"\\" in value or b"ENCODING" in head.upper():
        text = _tricky(head, value[:_MAX_TEXT])
    else:
        text = decoded(value[:_MAX_TEXT])
    return " ".join(text.split())


def _tricky(head: bytes, value: bytes) -> str:
    """Quotes, escapes and encodings: icalendar knows the first two; the third is of vCalendar 1.0."""
    if b'"' in head and head.count(b'"') % 2:  # the colon stood inside a quoted parameter
        rest, _, value = value.partition(b'"')
        head, value = head + b":" + rest + b'"', value.partition(b":")[2]
    parameters = read_parameters(head)
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        raw = quopri.decodestring(value)
        charset = parameters.get("CHARSET", "utf-8")
        return raw.decode(charset, "replace") if _CHARSETS.fullmatch(charset) and not is_utf8(raw) else decoded(raw)
    try:
        return str(Contentline("X:" + decoded(value).replace("\n", " ")).parts()[2])  # type: ignore[no-untyped-call]
    except ValueError:
        return decoded(value)


def read_parameters(head: bytes) -> dict[str, str]:
    """Parameters of a property by upper-case name; the first of a name holds. A value may hold anything but ';'."""
    if b";" not in head:
        return {}
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(decoded(head)):
        found.setdefault(name.upper(), value.strip().strip('"'))
    return found


def dated(line: tuple[bytes, bytes]) -> tuple[dict[str, str], str]:
    """Parameters and value of a property of dates. A date has no colon: one in a careless TZID belongs to the TZID."""
    head, value = line
    if b":" in value:
        more, _, value = value.rpartition(b":")
        head = head + b":" + more
    return read_parameters(head), value.decode("ascii", "replace")


def read_moment(value: str, parameters: dict[str, str]) -> Moment:
    """A DATE or DATE-TIME. A leap second is the second before it, the hour 24 is the next midnight."""
    m = _MOMENT.fullmatch(value)
    if m is None:
        raise ValueError(value[:40])
    year, month, day, hour, minute, second, z = m.groups()
    if hour is None or parameters.get("VALUE", "").upper() == "DATE":
        return Moment(datetime(int(year), int(month), int(day)), date_only=True)  # noqa: DTZ001
    late = hour == "24" and minute == "00"
    wall = datetime(  # noqa: DTZ001
        int(year), int(month), int(day), 0 if late else int(hour), int(minute), min(int(second or 0), 59)
    )
    if late:
        wall = _shifted(wall, timedelta(days=1))
    return Moment(wall, utc=z is not None, zone=parameters.get("TZID", "") if z is None else "")


def read_moments(line: tuple[bytes, bytes]) -> list[Moment | Period]:
    """The values of an EXDATE or RDATE."""
    parameters, text = dated(line)
    found: list[Moment | Period] = []
    for value in text.split(","):
        if "/" in value:
            first, _, second = value.partition("/")
            start = read_moment(first, parameters)
            if second.strip().upper().startswith(("P", "+P", "-P")):
                found.append(Period(start, None, read_length(second)))
            else:
                found.append(Period(start, read_moment(second, parameters), None))
        elif value.strip():
            found.append(read_moment(value, parameters))
    return found


def read_length(value: str) -> Length:
    """A DURATION. Days and weeks are nominal, hours and less exact; may be negative."""
    text = value.strip().upper()
    if len(text) > 40 or not text.isascii():
        raise ValueError(text[:40])
    span = vDuration.from_ical(text)  # type: ignore[no-untyped-call]
    if "PT" in text:
        return Length(0, span.days * 86_400 + span.seconds)
    sign = -1 if span < timedelta(0) else 1
    return Length(sign * abs(span).days, sign * abs(span).seconds)


def read_offset(value: str) -> int:
    """Seconds east of Greenwich of a UTC-OFFSET."""
    text = value.strip()
    if not re.fullmatch(r"[+-][0-9]{4}([0-9]{2})?", text, re.ASCII):
        raise ValueError(text[:40])
    offset: timedelta = vUTCOffset.from_ical(text)  # type: ignore[no-untyped-call]
    return int(offset.total_seconds())


def _shifted(wall: datetime, by: timedelta) -> datetime:
    try:
        return wall + by
    except OverflowError as e:
        raise ValueError from e
