"""The till on the command line: how it stands, and the drawer and the day changed by the one change path."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from deskbell.cli.committing import carry_out
from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import Command, CountDrawer, MoveCash, OpenDrawer, ReopenDay, SealDay
from deskbell.domain.errors import WrongInput
from deskbell.domain.text import clean
from deskbell.domain.till import Drawer, MoveKind
from deskbell.words.i18n import t
from deskbell.words.money import show

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.ids import Id
    from deskbell.domain.reports import Till

EXAMPLES = {
    "open": "deskbell till open 100.00",
    "in": 'deskbell till in 20 "change"',
    "out": 'deskbell till out 20 "stamps"',
    "count": "deskbell till count 231.50",
    "seal": "deskbell till seal",
    "reopen": 'deskbell till reopen today "one more came"',
}


def till(context: Context) -> int:
    """How the till stands; with an action, the drawer or the day is changed."""
    args = context.args
    if args.action is None:
        return _status(context)
    if args.action not in EXAMPLES:
        raise WrongInput("TILL_ACTION", text=args.action[:40])
    return carry_out(context, lambda key: _command(context, key))


def _command(context: Context, key: Id) -> Command:
    action, words = context.args.action, context.args.words
    least = {"seal": 0, "in": 2, "out": 2, "reopen": 2}.get(action, 1)
    if len(words) < least:
        raise WrongInput("TILL_WORDS", example=EXAMPLES[action])
    if action in ("open", "count") and len(words) > 1:
        raise WrongInput("TILL_WORDS", example=EXAMPLES[action])
    match action:
        case "open":
            return OpenDrawer(key=key, float=_amount(context, words[0]))
        case "count":
            return CountDrawer(key=key, counted=_amount(context, words[0]))
        case "seal":
            return SealDay(key=key, day=_day(context, words).isoformat())
        case "reopen":
            return ReopenDay(key=key, day=_day(context, words[:1]).isoformat(), text=" ".join(words[1:]))
        case _:
            amount = _amount(context, words[0])
            return MoveCash(key=key, amount=amount, out=action == "out", text=" ".join(words[1:]))


def _amount(context: Context, text: str) -> int:
    from deskbell.words.amounts import read_amount

    return read_amount(text, context.card.currency, context.language)


def _day(context: Context, words: list[str]) -> date:
    from deskbell.cli.looking import read_first

    return read_first(context, context.desk.today(), words)


# --- how it stands


def _status(context: Context) -> int:
    found = context.desk.till()
    if context.args.json:
        from deskbell.cli.jsonable import jsonable

        facts = jsonable(found, found.desk.zone)
        facts.pop("desk")
        facts["open"].pop("desk")
        if found.drawer is not None:
            facts["drawer"]["expected"] = found.drawer.expected
            facts["drawer"]["variance"] = found.drawer.variance
            facts["drawer"]["sums"] = {str(kind): minor for kind, minor in found.drawer.sums}
        context.answer({"currency": found.desk.currency, "is_open": found.is_open, **facts})
        return 0
    for line in status_lines(found, context.language):
        context.say(line)
    return 0


def status_lines(found: Till, language: str) -> list[str]:
    """The drawer, the day by method, what is open; amounts in one column."""
    lines: list[tuple[str, str]] = []
    if found.drawer is None:
        lines.append((t(language, "till.none.line"), ""))
    else:
        lines += _drawer(found.drawer, found, language)
    lines += [("", ""), (t(language, "till.day", day=_shown(found.today, language)), "")]
    for row in found.methods:
        for word, minor in (("taken", row.taken), ("back", -row.back)):
            if minor:
                method = t(language, f"till.method.{row.key}")
                lines.append((f"  {method}, {t(language, f'till.{word}')}", _money(found, minor, language)))
    if not any(row.taken or row.back for row in found.methods):
        lines.append((f"  {t(language, 'till.day.none')}", ""))
    if found.earned:
        lines.append((f"  {t(language, 'till.earned')}", _money(found, found.earned, language)))
    if found.sealed is not None:
        lines.append((f"  {t(language, 'till.sealed', no=found.sealed)}", ""))
    lines += [("", ""), _open(found, language)]
    return columns(lines)


def _drawer(drawer: Drawer, found: Till, language: str) -> list[tuple[str, str]]:
    from deskbell.words.dates import clock

    zone = zone_clock(found.desk.zone)
    since = t(language, "till.since", when=clock(zone.local(drawer.opened_at)[1]))
    if drawer.closed_at is not None:
        since = t(language, "till.counted.at", when=clock(zone.local(drawer.closed_at)[1]))
    lines = [(f"{t(language, 'till.drawer.of', day=_shown(drawer.day, language))}, {since}", "")]
    rows = [("till.float", drawer.float)]
    rows += [(f"till.{kind}", minor) for kind in MoveKind if (minor := drawer.sum_of(kind))]
    rows.append(("till.expected", drawer.expected))
    if drawer.counted is not None:
        rows += [("till.counted", drawer.counted), ("till.variance", drawer.variance or 0)]
    return lines + [(f"  {t(language, key)}", _money(found, minor, language)) for key, minor in rows]


def _open(found: Till, language: str) -> tuple[str, str]:
    if not found.open.count:
        return t(language, "till.open.none"), ""
    amount = show(found.open.total, found.desk.currency, language)
    count = t(language, "till.open.count", n=found.open.count, amount=amount)
    return f"{t(language, 'till.open')}: {count}", ""


def _money(found: Till, minor: int, language: str) -> str:
    return show(minor, found.desk.currency, language)


def _shown(day: str, language: str) -> str:
    from deskbell.words.dates import show_day

    return show_day(date.fromisoformat(day), language)


def columns(lines: list[tuple[str, str]]) -> list[str]:
    """Labels to the left, figures under each other to the right."""
    labels = [clean(label) for label, figure in lines if figure]
    width = max(map(len, labels), default=0)
    figures = max((len(figure) for _, figure in lines), default=0)
    return [f"{clean(label):<{width}}  {figure:>{figures}}" if figure else clean(label) for label, figure in lines]
