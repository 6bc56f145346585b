"""A calendar file becomes busy time of a tutor; whatever is not taken is named, with its why."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.cli.committing import key_of
from deskbell.cli.naming import tutor_named
from deskbell.domain.clock import DAY
from deskbell.domain.commands import BusySpan, ReadBusy
from deskbell.domain.effects import BusyRead
from deskbell.domain.errors import Ambiguous, NotFound, WrongInput
from deskbell.domain.text import clean
from deskbell.words.i18n import t

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.people import Tutor
    from deskbell.domain.plan import Plan
    from deskbell.formats.ics import CalendarRead

SHOWN = 12
"""So many skipped events are named on a screen."""
BACK, AHEAD = 366, 366
"""Days: what ended before is not taken, endless series run so far."""
NAME_LIMIT = 80


def importing(context: Context) -> int:
    """Read, say what changes, and keep it: what the calendar says now replaces what it said before.

    CalendarRefused where the file as a whole is refused, WrongInput where it breaks off; nothing of it is kept then.
    """
    from deskbell.cli.progress import Progress
    from deskbell.domain.books import own_uid
    from deskbell.formats.ics import Note, read_calendar

    args, desk, card = context.args, context.desk, context.card
    tutor = _tutor(context)
    data, named = _data(args.file)
    now = desk.clock.now()
    with Progress(t(context.language, "import.reading"), plain=args.plain) as progress:
        read = read_calendar(
            data, zone=card.zone, now=now, back_days=BACK, horizon_days=AHEAD, own=own_uid(card.id), progress=progress
        )
    if any(warned.note is Note.TRUNCATED for warned in read.warnings):
        raise WrongInput("FILE_BREAKS_OFF", where=args.file)  # what did not arrive would be busy time that is gone
    name = clean(" ".join((args.calendar or read.name or named).split()), NAME_LIMIT)
    command = ReadBusy(
        key=desk.fresh() if args.key is None else key_of(args.key),
        tutor=tutor.id,
        calendar=name,
        spans=_spans(read),
        since=now - BACK * DAY,
        until=1 << 62,
    )
    plan = desk.plan(command) if args.dry_run or args.plan else desk.commit(command, args.commit).plan
    if args.json:
        _answer(context, read, plan, name, tutor)
    else:
        for line in _lines(context, read, plan, name, tutor):
            context.say(line)
    return 0


def _tutor(context: Context) -> Tutor:
    """The tutor who is named, or the only one there is."""
    if (named := tutor_named(context.desk, context.args.tutor)) is not None:
        return named
    tutors = [x for x in context.desk.tutors() if x.active]
    if len(tutors) != 1:
        raise Ambiguous("TUTOR_MISSING", candidates=[x.name for x in tutors])
    return tutors[0]


def _data(file: str) -> tuple[bytes, str]:
    """The file's bytes and a name for its calendar; no more is read than a calendar may be long."""
    from deskbell.formats.ics.model import MAX_BYTES

    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1), "calendar"
    path = Path(file).expanduser()
    try:
        if not path.is_file() and path.exists() and path.is_dir():
            raise WrongInput("FILE_UNREADABLE", where=file, why="EISDIR")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1), path.stem or "calendar"
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise (NotFound if why == "ENOENT" else WrongInput)("FILE_UNREADABLE", where=file, why=why) from None


def _spans(read: CalendarRead) -> tuple[BusySpan, ...]:
    return tuple(
        BusySpan(x.uid, x.recurrence, x.start, x.end, x.title, all_day=x.all_day, tentative=x.tentative)
        for x in read.busy
    )


def _counts(plan: Plan) -> dict[str, int]:
    made = next(plan.of(BusyRead), None)
    return {name: getattr(made, name) if made else 0 for name in ("added", "changed", "removed")}


def _overlaps(plan: Plan) -> int:
    return next((int(dict(w.facts)["count"]) for w in plan.warnings if w.code == "OVERLAPS_LESSONS"), 0)


def _answer(context: Context, read: CalendarRead, plan: Plan, name: str, tutor: Tutor) -> None:
    from deskbell.cli.jsonable import jsonable

    zone = context.card.zone
    facts: dict[str, Any] = {
        "calendar": name,
        "tutor": tutor.name,
        "dry_run": bool(context.args.dry_run or context.args.plan),
        "events": read.events_seen,
        "busy": len(read.busy),
        **_counts(plan),
        "overlaps_lessons": _overlaps(plan),
        "open_ended": list(read.open_ended),
        "skipped": jsonable(read.skipped, zone),
        "warnings": jsonable(read.warnings, zone),
    }
    context.answer(facts)


def _lines(context: Context, read: CalendarRead, plan: Plan, name: str, tutor: Tutor) -> Iterator[str]:
    language = context.language
    yield t(language, "import.head", calendar=name, tutor=tutor.name)
    events, busy = t(language, "import.events", n=read.events_seen), t(language, "import.busy", n=len(read.busy))
    yield f"  {events} · {busy}"
    counts = _counts(plan)
    yield "  " + (t(language, "import.change", **counts) if any(counts.values()) else t(language, "import.same"))
    if read.open_ended:
        yield "  " + t(language, "import.endless", n=len(read.open_ended))
    if overlaps := _overlaps(plan):
        yield "  " + t(language, "import.overlaps", n=overlaps)
    if context.args.dry_run or context.args.plan:
        yield "  " + t(language, "import.dry")
    yield from _named(context, "import.skipped", read.skipped, lambda x: t(language, f"skip.{x.reason}"))
    noted = lambda x: t(language, f"noted.{x.note}", detail=x.detail)  # noqa: E731
    yield from _named(context, "import.noted", read.warnings, noted)


def _named(context: Context, head: str, things: Sequence[Any], why: Callable[[Any], str]) -> Iterator[str]:
    """A heading with its count, then the first of them a line each."""
    if not things:
        return
    from deskbell.formats.ics.model import NO_UID

    language = context.language
    yield t(language, head, n=len(things))
    for x in things[:SHOWN]:
        what = clean(x.title) or ("" if x.uid.startswith(NO_UID) else clean(x.uid))
        where = t(language, "import.line", line=x.line) if x.line else ""
        yield "  " + "  ".join(part for part in (where, what, why(x)) if part)
    if len(things) > SHOWN:
        yield "  " + t(language, "import.more", n=len(things) - SHOWN)
