"""What is on paper as its list tells it: pure, papers in, a row for each out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.clock import zone_clock
from deskbell.domain.documents import DocumentHead, DocumentKind
from deskbell.domain.text import clean, fold
from deskbell.tui.lines import GAP, ends, padded
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.dates import brief_day, month_day, month_title
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.paper import document_title

if TYPE_CHECKING:
    from deskbell.domain.documents import Paper
    from deskbell.domain.facts import Desk as Card

MOST = 200
"""Rows that are shown at once; what is typed finds the others."""
LOOSE = 8
"""Cells more than needed, where there are some: more would part an amount from what it is of."""
NAMED = 22
"""Cells that a name has before what a paper is about is said beside it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper with the words of its row, and those by which it is found."""

    paper: Paper
    day: str
    title: str
    name: str
    about: str
    amount: str
    search: str

    @property
    def ink(self) -> str:
        """What went back, or stands no more, is told apart."""
        if isinstance(self.paper, DocumentHead):
            if self.paper.kind is DocumentKind.CREDIT_NOTE:
                return "$due"
            return "$muted" if self.paper.corrected_by else ""
        return "$due" if self.paper.amount < 0 else ""


def listed(papers: Iterable[Paper], card: Card, today: date, language: str) -> tuple[Listed, ...]:
    """The rows of all papers; asked for in a thread."""
    zone = zone_clock(card.zone)
    found = []
    for paper in papers:
        day = zone.date(paper.at)
        gross = paper.gross if isinstance(paper, DocumentHead) else paper.amount
        amount = show(gross, paper.currency, language, symbol=paper.currency != card.currency)
        title = document_title(paper, language)
        name = clean(paper.name) or t(language, "paper.walk_in")
        about = _about(paper, card, language)
        said = f"{title} {name} {about} {amount} {month_day(day, language, year=True)} {paper.label}"
        short = brief_day(day, language, year=day.year != today.year)
        found.append(Listed(paper, short, title, name, about, amount, fold(said)))
    return tuple(found)


def _about(paper: Paper, card: Card, language: str) -> str:
    """A month's lessons, what it corrects, how the money came."""
    if not isinstance(paper, DocumentHead):
        method = t(language, f"till.method.{paper.method}") if paper.method else ""
        order = t(language, "reconcile.order", no=paper.order)
        return " · ".join(x for x in (method, order) if x)
    if paper.corrected_by:
        return t(language, "paper.corrected", numbers=", ".join(paper.corrected_by))
    if paper.corrects:
        return t(language, "paper.corrects", number=paper.corrects)
    if paper.since is not None:
        month = month_title(zone_clock(card.zone).date(paper.since), language)
        return t(language, "paper.month", month=month)
    return ""


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """`every` are all papers, `found` those that fit what was typed."""

    every: Sequence[Listed]
    found: Sequence[Listed]
    card: Card
    language: str

    def title(self, width: int) -> list[Content]:
        n = len(self.every)
        count = t(self.language, "documents.count", n=n)
        if len(self.found) < n:
            count = t(self.language, "documents.found", found=len(self.found), n=n)
        left = text(t(self.language, "documents.title"), "bold")
        return ends(left, text(f"{count} · {self.card.currency}" if n else "", "$muted"), width)

    def none(self, typed: str, key: str, width: int) -> list[Content]:
        """What to do where there is nothing."""
        if typed:
            return text(t(self.language, "documents.none.found", typed=typed), "$muted").wrap(max(2, width))
        how = text(t(self.language, "documents.none.how", key=key), "$muted")
        return [text(t(self.language, "documents.none"), "bold"), *how.wrap(max(2, width))]

    @property
    def rows(self) -> Sequence[Listed]:
        return self.found[:MOST]

    def paper_row(self, row: Listed, width: int) -> Content:
        """4 Mar  Invoice 12  Marta Pérez  Lessons of February 2026     75.00"""
        days, titles, amounts = self._columns()
        names = max(cell_len(x.name) for x in self.rows) + GAP
        about = max(cell_len(x.about) for x in self.rows) + GAP
        room = min(width - days - titles - amounts, names + about + LOOSE)
        about = min(about, room - min(names, NAMED)) if room - min(names, NAMED) > 4 * GAP else 0
        name = room - about
        ink = row.ink
        line = padded(text(row.day, "$muted"), days) + padded(text(row.title, ink), titles)
        line += padded(text(fit(row.name, name - GAP), ink), name)
        if about:
            line += padded(text(fit(row.about, about - GAP), "$muted"), about)
        return line + text(" " * (amounts - cell_len(row.amount))) + text(row.amount, ink)

    def more_row(self) -> Content:
        """So many more are not shown."""
        return text(t(self.language, "till.more", n=len(self.found) - MOST), "$muted")

    def _columns(self) -> tuple[int, int, int]:
        columns = ((x.day, x.title, x.amount) for x in self.rows)
        days, titles, amounts = (max(map(cell_len, words), default=0) for words in zip(*columns, strict=True))
        return days + GAP, titles + GAP, amounts
