"""A document as text, 80 columns wide: for a terminal, a mail, a printer. Nothing in it but its own facts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from deskbell.domain.clock import zone_clock
from deskbell.domain.documents import DocumentKind
from deskbell.domain.text import clean
from deskbell.words.dates import brief_day, clock, month_day, month_title
from deskbell.words.i18n import t
from deskbell.words.money import marks, show

if TYPE_CHECKING:
    from deskbell.domain.documents import DocumentHead, DocumentRow, DocumentView

WIDTH = 80
_DAY, _RATE, _AMOUNT = 12, 9, 17
_WHAT = WIDTH - _DAY - _RATE - _AMOUNT
_FIGURE = 16


def paper(view: DocumentView, desk: str, zone: str, language: str) -> list[str]:
    """The lines of a document. `desk` is who issues it; what was erased of its party says so."""
    head, zoned = view.head, zone_clock(zone)
    title = document_title(head, language)
    lines = [
        _ends(clean(desk), title),
        _ends("", month_day(zoned.date(head.at), language, year=True)),
        f"{t(language, 'paper.to')}: {_party(view, language)}",
        *(f"    {line}" for line in clean(view.address, multiline=True).splitlines()),
    ]
    if head.since is not None:
        month = month_title(zoned.date(head.since), language)
        lines += ["", t(language, "paper.month", month=month)]
    if head.corrects:
        lines += ["", t(language, "paper.corrects", number=head.corrects)]
    lines += ["", _columns(*(t(language, f"paper.{key}") for key in ("day", "what", "rate", "amount"))), "─" * WIDTH]
    lines += [_row(row, head.currency, zone, language) for row in view.rows]
    total = show(head.gross, head.currency, language)
    lines += ["─" * WIDTH, _ends(t(language, "paper.total"), total), ""]
    lines += [_figures(*(t(language, f"paper.{key}") for key in ("rate", "net", "rate", "gross")))]
    for rate, *amounts in view.taxes:
        said = (show(minor, head.currency, language, symbol=False) for minor in amounts)
        lines.append(_figures(show_rate(rate, head.currency, language), *said))
    if head.corrected_by:
        lines += ["", t(language, "paper.corrected", numbers=", ".join(head.corrected_by))]
    return [line for given in lines for line in _wrapped(given)]


def document_title(head: DocumentHead, language: str) -> str:
    """Invoice 12, Credit note C3."""
    kind = "INVOICE" if head.kind is DocumentKind.INVOICE else "CREDIT_NOTE"
    return t(language, f"paper.{kind}", number=head.label)


def show_rate(rate: int, currency: str, language: str) -> str:
    """21 %, 5.5 %: basis points as people say them."""
    whole, part = divmod(rate, 100)
    rest = f"{marks(currency, language)[0]}{part:02d}".rstrip("0") if part else ""
    return f"{whole}{rest} %"


def _party(view: DocumentView, language: str) -> str:
    if name := clean(view.head.name):
        return name
    return t(language, "paper.walk_in")


def _row(row: DocumentRow, currency: str, zone: str, language: str) -> str:
    zoned = zone_clock(zone)
    kind = "" if row.kind == "LESSON" else t(language, f"paper.{row.kind}")
    what = ", ".join(part for part in (clean(row.service), clean(row.person), kind) if part)
    time = clock(zoned.local(row.start)[1])
    day = brief_day(zoned.date(row.start), language, year=True)
    amount = show(row.gross, currency, language, symbol=False)
    return _columns(day, f"{_fit(what, _WHAT - 8)}  {time}", show_rate(row.rate, currency, language), amount)


def _columns(day: str, what: str, rate: str, amount: str) -> str:
    right = _before(rate, _RATE - 1) + _before(amount, _AMOUNT)
    return _after(_fit(day, _DAY), _DAY + 1) + _after(_fit(what, _WHAT), _WHAT) + right


def _figures(*parts: str) -> str:
    return "".join(_before(part, _FIGURE) for part in parts)


def _ends(left: str, right: str) -> str:
    room = WIDTH - _cells(right) - (1 if right else 0)
    short = _fit(left, room)
    return short + _before(right, WIDTH - _cells(short)) if right else short


def _wrapped(line: str) -> list[str]:
    """A line that is wider than the paper goes on below, indented."""
    found = []
    while _cells(line) > WIDTH:
        cut = WIDTH
        while _cells(line[:cut]) > WIDTH:
            cut -= 1
        space = line.rfind(" ", 5, cut)
        cut = space if space > WIDTH // 2 else cut
        found.append(line[:cut].rstrip())
        line = "    " + line[cut:].lstrip()
    return [*found, line.rstrip()]


def _fit(text: str, room: int) -> str:
    if _cells(text) <= room:
        return text
    while text and _cells(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _before(text: str, room: int) -> str:
    return " " * (room - _cells(text)) + text


def _after(text: str, room: int) -> str:
    return text + " " * (room - _cells(text))


def _cells(text: str) -> int:
    """Columns of a terminal: two for a wide letter, none for a mark on another one."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
