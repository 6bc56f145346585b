"""A document or a receipt as text, 80 columns wide: for a terminal, a mail, a printer. Nothing in it but its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from deskbell.domain.clock import zone_clock
from deskbell.domain.documents import DocumentKind, DocumentView, ReceiptHead
from deskbell.domain.text import clean
from deskbell.words.dates import brief_day, clock, month_day, month_title
from deskbell.words.i18n import t
from deskbell.words.money import marks, show

if TYPE_CHECKING:
    from deskbell.domain.documents import DocumentRow, Paper, ReceiptView

WIDTH = 80
LEAST = 56
"""Columns below which no document is set: what is shown then is cut at its edge."""
_DAY, _RATE, _AMOUNT = 12, 9, 17
_FIGURE = 16


def paper(view: DocumentView | ReceiptView, desk: str, zone: str, language: str, width: int = WIDTH) -> list[str]:
    """The lines of a document or a receipt. `desk` is who issues it; what was erased of its party says so."""
    page = _Page(zone, language, max(LEAST, min(width, WIDTH)))
    lines = page.document(view, desk) if isinstance(view, DocumentView) else page.receipt(view, desk)
    return [line for given in lines for line in page.wrapped(given)]


def document_title(head: Paper, language: str) -> str:
    """Invoice 12, Credit note C3, Receipt R1042."""
    if isinstance(head, ReceiptHead):
        return t(language, f"paper.{head.kind}", number=head.label)
    kind = "INVOICE" if head.kind is DocumentKind.INVOICE else "CREDIT_NOTE"
    return t(language, f"paper.{kind}", number=head.label)


def show_rate(rate: int, currency: str, language: str) -> str:
    """21 %, 5.5 %: basis points as people say them."""
    whole, part = divmod(rate, 100)
    rest = f"{marks(currency, language)[0]}{part:02d}".rstrip("0") if part else ""
    return f"{whole}{rest} %"


@dataclass(frozen=True, slots=True)
class _Page:
    """One sheet of so many columns."""

    zone: str
    language: str
    width: int

    def document(self, view: DocumentView, desk: str) -> list[str]:
        head, zoned = view.head, zone_clock(self.zone)
        lines = self._top(head, desk, "paper.to")
        lines += [f"    {line}" for line in clean(view.address, multiline=True).splitlines()]
        if head.since is not None:
            lines += ["", self._t("paper.month", month=month_title(zoned.date(head.since), self.language))]
        if head.corrects:
            lines += ["", self._t("paper.corrects", number=head.corrects)]
        lines += ["", self._columns(*(self._t(f"paper.{key}") for key in ("day", "what", "rate", "amount")))]
        lines += [self._rule(), *(self._row(row, head.currency) for row in view.rows), self._rule()]
        lines += [self._ends(self._t("paper.total"), show(head.gross, head.currency, self.language)), ""]
        lines += [self._figures(*(self._t(f"paper.{key}") for key in ("rate", "net", "rate", "gross")))]
        for rate, *amounts in view.taxes:
            said = (show(minor, head.currency, self.language, symbol=False) for minor in amounts)
            lines.append(self._figures(show_rate(rate, head.currency, self.language), *said))
        if head.corrected_by:
            lines += ["", self._t("paper.corrected", numbers=", ".join(head.corrected_by))]
        return lines

    def receipt(self, view: ReceiptView, desk: str) -> list[str]:
        """Money that came or went back, and the lessons that it is for: a receipt says no price of them."""
        head = view.head
        lines = self._top(head, desk, "paper.from" if head.amount >= 0 else "paper.to")
        lines += ["", self._ends(self._t("paper.for"), self._t("reconcile.order", no=head.order)), self._rule()]
        lines += [self._lesson(x.start, x.service, x.person) for x in view.rows]
        way = "paper.received" if head.amount >= 0 else "paper.returned"
        method = self._t(f"till.method.{head.method}") if head.method else ""
        amount = show(abs(head.amount), head.currency, self.language)
        return [*lines, self._rule(), self._ends(self._t(way, method=method).rstrip(" ,"), amount)]

    # --- parts

    def _top(self, head: Paper, desk: str, to: str) -> list[str]:
        issued = month_day(zone_clock(self.zone).date(head.at), self.language, year=True)
        lines = [self._ends(clean(desk), document_title(head, self.language)), self._ends("", issued)]
        return [*lines, f"{self._t(to)}: {clean(head.name) or self._t('paper.walk_in')}"]

    def _row(self, row: DocumentRow, currency: str) -> str:
        kind = "" if row.kind == "LESSON" else self._t(f"paper.{row.kind}")
        amount = show(row.gross, currency, self.language, symbol=False)
        day, what = self._what(row.start, (row.service, row.person, kind), self._room)
        return self._columns(day, what, show_rate(row.rate, currency, self.language), amount)

    def _lesson(self, start: int, service: str, person: str) -> str:
        day, what = self._what(start, (service, person), self.width - _DAY - 1)
        return _after(_fit(day, _DAY), _DAY + 1) + what

    def _what(self, start: int, parts: tuple[str, ...], room: int) -> tuple[str, str]:
        """The day of a lesson, and what it is with the time of day."""
        words = ", ".join(said for x in parts if (said := clean(x)))
        zoned = zone_clock(self.zone)
        day = brief_day(zoned.date(start), self.language, year=True)
        return day, f"{_fit(words, room - 8)}  {clock(zoned.local(start)[1])}"

    @property
    def _room(self) -> int:
        """Columns of what a line is for."""
        return self.width - _DAY - _RATE - _AMOUNT

    def _columns(self, day: str, what: str, rate: str, amount: str) -> str:
        right = _before(rate, _RATE - 1) + _before(amount, _AMOUNT)
        return _after(_fit(day, _DAY), _DAY + 1) + _after(_fit(what, self._room), self._room) + right

    def _figures(self, *parts: str) -> str:
        return "".join(_before(part, min(_FIGURE, self.width // len(parts))) for part in parts)

    def _ends(self, left: str, right: str) -> str:
        room = self.width - _cells(right) - (1 if right else 0)
        short = _fit(left, room)
        return short + _before(right, self.width - _cells(short)) if right else short

    def _rule(self) -> str:
        return "─" * self.width

    def wrapped(self, line: str) -> list[str]:
        """A line that is wider than the paper goes on below, indented."""
        found = []
        while _cells(line) > self.width:
            cut = self.width
            while _cells(line[:cut]) > self.width:
                cut -= 1
            space = line.rfind(" ", 5, cut)
            cut = space if space > self.width // 2 else cut
            found.append(line[:cut].rstrip())
            line = "    " + line[cut:].lstrip()
        return [*found, line.rstrip()]

    def _t(self, word: str, /, **facts: object) -> str:
        return t(self.language, word, **facts)


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
