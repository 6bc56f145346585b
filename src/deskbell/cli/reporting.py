"""Reports on the command line: what was taken, given back and earned, and who still owes."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import WrongInput
from deskbell.domain.reports import By, Per, Report
from deskbell.domain.text import clean
from deskbell.words.dates import show_day
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.reports import Open, Owing

MOST_DAYS = 3660
_YEAR = re.compile(r"[0-9]{4}")
LISTED = 200
LONG = 31
"""Days: a longer report is told by the month, where nothing else is asked for."""


def report(context: Context) -> int:
    """What was taken, given back and earned in some days; with --open, who still owes."""
    if context.args.open:
        return _open(context)
    first, last = _span(context)
    per = Per(context.args.per) if context.args.per else Per.MONTH if (last - first).days >= LONG else Per.DAY
    found = context.desk.report(By(context.args.by), per, first, last)
    if context.args.json:
        from deskbell.cli.jsonable import jsonable

        facts = jsonable(found, found.desk.zone)
        facts.pop("desk")
        facts["total"].pop("key")
        facts["balances"]["held"] = dict(found.balances.held)
        context.answer({"currency": found.desk.currency, **facts})
        return 0
    for line in report_lines(found, context.language):
        context.say(line)
    return 0


def _span(context: Context) -> tuple[date, date]:
    """The month so far, or the days that are named. WrongInput: DAYS_BACKWARDS, DAYS."""
    args, today = context.args, context.desk.today()
    last = _day(context, args.until, today) if args.until else today
    first = _day(context, args.since, today) if args.since else min(today, last).replace(day=1)
    if first > last and first > today and not _YEAR.search(args.since or ""):
        first = _day(context, f"{first:%d.%m.}{first.year - 1}", today)  # a report looks back: 1/11 was last year's
    if first > last:
        raise WrongInput("DAYS_BACKWARDS", first=first, last=last)
    if (last - first).days >= MOST_DAYS:
        raise WrongInput("DAYS", days=(last - first).days + 1, most=MOST_DAYS)
    return first, last


def _day(context: Context, text: str, today: date) -> date:
    from deskbell.words.days import read_day

    return read_day(text, today, context.language, order=context.date_order)


# --- in lines


def report_lines(found: Report, language: str) -> list[str]:
    """A table of taken, back and earned, its sums, and how the books stand."""
    first, last = show_day(found.first, language, year=True), show_day(found.last, language, year=True)
    lines = [t(language, f"report.{found.by}", first=first, last=last)]
    if not found.rows:
        return [*lines, t(language, "report.none")]
    names = ["taken", "back"] if found.by is By.METHOD else ["taken", "back", "earned"]
    rows = [["", *(t(language, f"till.{name}") for name in names)]]
    for row in (*found.rows, found.total):
        label = key_of(found, row.key, language) if row is not found.total else t(language, "report.total")
        figures = (getattr(row, name) * (-1 if name == "back" else 1) for name in names)
        rows.append([label, *(show(m, found.desk.currency, language) if m else "–" for m in figures)])
    lines += _table(rows)
    return [*lines, "", t(language, "report.books"), *_books(found, language)]


def key_of(found: Report, key: str, language: str) -> str:
    """What a line of the report is called: a day, a week, a month, a tutor, a method."""
    if found.by is By.METHOD:
        return t(language, f"till.method.{key}")
    if found.by is By.TUTOR:
        return clean(key)
    day = date.fromisoformat(key)
    if found.per is Per.MONTH:
        return f"{day:%Y-%m}"
    shown = show_day(day, language)
    return t(language, "report.week", day=shown) if found.per is Per.WEEK else shown


def _books(found: Report, language: str) -> list[str]:
    balances = found.balances
    rows = [
        (t(language, "report.held", method=t(language, f"till.method.{method}")), minor)
        for method, minor in balances.held
    ]
    named = {"owed": balances.owed, "disputed": balances.disputed, "revenue": balances.earned}
    named |= {"deposits": balances.deposits, "outside": balances.outside, "variance": balances.variance}
    rows += [
        (t(language, f"report.{word}"), minor)
        for word, minor in named.items()
        if minor or word in ("owed", "revenue", "deposits")
    ]
    return _table([[label, show(minor, found.desk.currency, language)] for label, minor in rows])


def _table(rows: list[list[str]]) -> list[str]:
    """The first column to the left, figures to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  ".join(["", f"{row[0]:<{widths[0]}}", *(f"{c:>{w}}" for c, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]


# --- who still owes


def _open(context: Context) -> int:
    found = context.desk.owing(LISTED)
    if context.args.json:
        from deskbell.cli.jsonable import jsonable

        facts = jsonable(found, found.desk.zone)
        facts.pop("desk")
        context.answer({"currency": found.desk.currency, **facts})
        return 0
    for line in open_lines(found, context.language):
        context.say(line)
    return 0


def _how(row: Owing, now: int) -> str:
    """The books say that it is owed; its lesson began and nobody closed it yet; or it is to come."""
    return "owed" if row.owed else "due" if row.since <= now else "later"


def open_lines(found: Open, language: str) -> list[str]:
    """Oldest first: the booking, who, since when, how much, and whether the lesson was given."""
    if not found.count:
        return [t(language, "till.open.none")]
    zone, amount = zone_clock(found.desk.zone), show(found.total, found.desk.currency, language)
    lines = [f"{t(language, 'till.open')}: {t(language, 'till.open.count', n=found.count, amount=amount)}"]
    rows = []
    for row in found.rows:
        name = clean(row.name) or t(language, "till.walk_in")
        rows.append([
            f"#{row.booking}  {show_day(zone.date(row.since), language, year=True)}  {name}",
            show(row.open, found.desk.currency, language),
            t(language, f"till.open.{_how(row, found.now)}"),
        ])  # fmt: skip
    lines += [line.rstrip() for line in _table(rows)]
    if found.count > len(found.rows):
        lines.append(t(language, "till.more", n=found.count - len(found.rows)))
    return lines
