"""Bytes to components: line by line, in one pass, with nothing kept that is not of use.

icalendar could do this in one call; that call gives no line numbers and no progress, fails a whole file for one broken
line of its frame, keeps every description and attachment in memory, and is 20 times slower (tests/benchmarks/ics.py).
So components are cut here. Folds are undone on bytes, before decoding: a fold may stand inside a character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO

from deskbell.formats.ics.model import MAX_BYTES, MAX_COMPONENTS, MAX_DEPTH, MAX_LINE, MAX_LINES, CalendarRefused

_ROOTS = frozenset("VCALENDAR VEVENT VTODO VJOURNAL VFREEBUSY VTIMEZONE VAVAILABILITY VPOLL".split())
_OF_EVENT = (
    "UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID STATUS TRANSP SEQUENCE DTSTAMP"
    " LAST-MODIFIED X-MICROSOFT-CDO-BUSYSTATUS"
)
_KEPT = {
    "VCALENDAR": "METHOD NAME X-WR-CALNAME",
    "VEVENT": _OF_EVENT,
    "VTODO": "UID SUMMARY",
    "VJOURNAL": "UID SUMMARY",
    "VFREEBUSY": "UID SUMMARY",
    "VAVAILABILITY": "UID SUMMARY",
    "VPOLL": "UID SUMMARY",
    "VTIMEZONE": "TZID X-LIC-LOCATION",
    "STANDARD": "DTSTART TZOFFSETFROM TZOFFSETTO RRULE RDATE",
    "DAYLIGHT": "DTSTART TZOFFSETFROM TZOFFSETTO RRULE RDATE",
}
_KEEP = {kind: frozenset(name.encode() for name in names.split()) for kind, names in _KEPT.items()}
_USEFUL = frozenset({b"BEGIN", b"END"}.union(*_KEEP.values()))
_CALENDAR = re.compile(rb"BEGIN[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE)
_BOM8 = b"\xef\xbb\xbf"
_WIDE = (  # a byte order mark, or two letters of BEGIN
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"B\x00E\x00", "utf-16-le"),
    (b"\x00B\x00E", "utf-16-be"),
)


@dataclass(slots=True)
class Component:
    """A component that is of use. `lines` hold the unfolded bytes before and after the first colon, by property."""

    kind: str
    line: int
    calendar: int
    lines: dict[str, list[tuple[bytes, bytes]]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)
    size: int = 0
    finished: bool = False

    def first(self, name: str) -> tuple[bytes, bytes] | None:
        found = self.lines.get(name)
        return found[0] if found else None


@dataclass(slots=True)
class Document:
    """The file taken apart. calendars and zones are told apart by Component.calendar, their number in the file."""

    calendars: list[Component] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)
    encoding: str = ""  # where it is neither UTF-8 nor mixed
    unreadable: int = 0
    first_unreadable: int = 0


def split(data: bytes) -> Document:
    """Raises CalendarRefused. Takes time and memory in proportion to the bytes."""
    if len(data) > MAX_BYTES:
        raise CalendarRefused("TOO_LARGE", bytes=len(data), limit=MAX_BYTES)
    document = Document()
    data = _narrow(data, document)
    if not _CALENDAR.search(data):
        raise CalendarRefused("NOT_A_CALENDAR")
    nul = data.find(b"\0")
    if nul >= 0:
        raise CalendarRefused("NUL_BYTES", line=data.count(b"\n", 0, nul) + 1)
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if data.count(b"\n") > MAX_LINES:
        raise CalendarRefused("TOO_MANY_LINES", limit=MAX_LINES)
    _Splitter(document).run(data)
    if not document.calendars:
        raise CalendarRefused("NOT_A_CALENDAR")
    return document


def _narrow(data: bytes, document: Document) -> bytes:
    """The same text with one byte for each ASCII letter."""
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            document.encoding = encoding.upper()
            try:
                return data.decode(encoding).encode()
            except UnicodeError as e:
                raise CalendarRefused("BAD_ENCODING", encoding=encoding.upper()) from e
    return data


class _Splitter:
    """The walk over the lines; `stack` is what is open, with None for what is not of use."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.stack: list[tuple[str, Component | None]] = []
        self.keep: frozenset[bytes] = frozenset()

    def run(self, data: bytes) -> None:
        pieces: list[bytes] = []  # of the open logical line, where it is of use
        size = began = 0
        soft = False  # a quoted-printable line goes on in the next
        for number, raw in enumerate(BytesIO(data), 1):
            if soft or raw[:1] in (b" ", b"\t"):
                if pieces:
                    piece = (raw if soft else raw[1:]).rstrip(b"\r\n")
                    if soft:
                        pieces[-1] = pieces[-1].removesuffix(b"=")
                    size += len(piece)
                    if size > MAX_LINE:
                        raise CalendarRefused("LINE_TOO_LONG", line=began, limit=MAX_LINE)
                    pieces.append(piece)
                soft = soft and raw.rstrip(b"\r\n").endswith(b"=")
                continue
            line = raw.rstrip(b"\r\n").removeprefix(_BOM8)
            if not line:  # programs that double each line end part a fold with it
                continue
            if pieces:
                self.take(pieces[0] if len(pieces) == 1 else b"".join(pieces), began)
                pieces = []
            head = line.partition(b":")[0]
            name = head.partition(b";")[0].strip().upper()
            if name in _USEFUL or (b":" not in line and b";" not in line):  # a fold may stand inside the name
                size, began = len(line), number
                if size > MAX_LINE:
                    raise CalendarRefused("LINE_TOO_LONG", line=began, limit=MAX_LINE)
                pieces = [line]
            if line.endswith(b"="):
                soft = b"QUOTED-PRINTABLE" in head.upper()
        if pieces:
            self.take(b"".join(pieces), began)

    def take(self, line: bytes, number: int) -> None:
        head, colon, value = line.partition(b":")
        name = head.partition(b";")[0].strip().upper()
        if not colon:
            if not self.document.unreadable:
                self.document.first_unreadable = number
            self.document.unreadable += 1
        elif name == b"BEGIN":
            self.begin(_kind(value), number)
        elif name == b"END":
            self.end(_kind(value))
        elif name in self.keep:
            component = self.stack[-1][1]
            if component is not None:
                component.lines.setdefault(name.decode("ascii"), []).append((head, value))
                component.size += len(line)

    def begin(self, kind: str, number: int) -> None:
        document, stack = self.document, self.stack
        if kind in _ROOTS:
            self.close_roots(whole=kind == "VCALENDAR")
        if len(stack) >= MAX_DEPTH:
            raise CalendarRefused("TOO_DEEP", line=number, limit=MAX_DEPTH)
        component = None
        parent = stack[-1][1] if stack else None
        within_timezone = parent is not None and parent.kind == "VTIMEZONE"
        if kind in _KEEP and (kind in _ROOTS or within_timezone):
            component = Component(kind, number, max(len(document.calendars) - 1, 0))
            if kind == "VCALENDAR":
                component.calendar = len(document.calendars)
                document.calendars.append(component)
            elif kind == "VTIMEZONE":
                document.zones.append(component)
            elif within_timezone and parent is not None:
                parent.parts.append(component)
            else:
                document.components.append(component)
            if len(document.components) + len(document.zones) + len(document.calendars) > MAX_COMPONENTS:
                raise CalendarRefused("TOO_MANY_EVENTS", limit=MAX_COMPONENTS)
            if within_timezone and parent is not None and len(parent.parts) > MAX_COMPONENTS // 100:
                raise CalendarRefused("TOO_MANY_EVENTS", limit=MAX_COMPONENTS)
        stack.append((kind, component))
        self.keep = _KEEP[kind] if component is not None else frozenset()

    def close_roots(self, *, whole: bool) -> None:
        """A root component never stands inside another: the open one has lost its END. What wraps it stays open."""
        for i, (kind, _) in enumerate(self.stack):
            if kind in _ROOTS and (whole or kind != "VCALENDAR"):
                del self.stack[i:]
                return

    def end(self, kind: str) -> None:
        """Closes the innermost open component of that name; an END of nothing is passed over."""
        for i in range(len(self.stack) - 1, -1, -1):
            if self.stack[i][0] == kind:
                component = self.stack[i][1]
                if component is not None:
                    component.finished = True
                del self.stack[i:]
                break
        kind, component = self.stack[-1] if self.stack else ("", None)
        self.keep = _KEEP[kind] if component is not None else frozenset()


def _kind(value: bytes) -> str:
    return value.strip().upper().decode("ascii", "replace")[:40]
