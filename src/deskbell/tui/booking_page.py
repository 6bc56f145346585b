"""A booking as its screen tells it: pure, views in, lines out for the width there is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from deskbell.domain.clock import zone_clock
from deskbell.domain.offer import Kind
from deskbell.domain.order import LineKind
from deskbell.domain.payment import LINKS
from deskbell.tui.about import who
from deskbell.tui.lines import GAP, blank, ends, figures, hanging
from deskbell.tui.text import cell_len, fit, text
from deskbell.words.answers import lesson_ordinal
from deskbell.words.dates import brief_day, clock, show_day, span
from deskbell.words.effect_texts import tables
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.money import show
from deskbell.words.states import Badge, calendar_badge, money_badge, seat_badge
from deskbell.words.timeline import Line

if TYPE_CHECKING:
    from deskbell.domain.payment import Payment, Refund
    from deskbell.domain.views import BookingView, Note

_OTHERWISE = {"AUTHORISED": "$held", "CHARGED_BACK": "$clash", "VOIDED": "$muted", "AUTH_EXPIRED": "$muted"}
"""States of a payment that is no money of the desk's, and their inks."""
ROOMY = 96
"""From so many cells on the year is said although it is this one."""
LEDGER = 40
"""Cells of the column in which amounts stand, whatever the width."""


@dataclass(frozen=True, slots=True)
class BookingPage:
    """The parts of the page; `lines` is the timeline in words."""

    view: BookingView
    lines: tuple[Line, ...]
    language: str
    now: int | None = None
    """The instant from which a hold counts down; that of the view where it is not given."""

    # --- head

    def head(self, width: int) -> list[Content]:
        """Which lesson and how it stands; whose; where."""
        view = self.view
        lines = ends(self._lesson(year=width >= ROOMY), self._badges(), width)
        lines += ends(self._person(), text(self._place(), "$muted"), width)
        if view.slot.focus:
            lines += hanging(self._label("edit.focus"), text(view.slot.focus), width, self._at())
        if view.join_url:
            lines += hanging(self._label("edit.join_url"), text(view.join_url), width, self._at())
        if view.event is not None and view.event.html_link:
            said = f"{t(self.language, 'detail.scheduled')} · " if view.is_scheduled else ""
            link = text(f"{said}{view.event.html_link}", "$muted")
            lines += hanging(self._label("detail.event"), link, width, self._at())
        if view.slot.kind is Kind.GROUP:
            lines += hanging(self._label("detail.class"), self._mates(), width, self._at())
        return lines

    def _at(self) -> int:
        words = ("edit.focus", "edit.join_url", "detail.event", "detail.class")
        return max(cell_len(t(self.language, word)) for word in words) + GAP

    def _label(self, word: str) -> Content:
        return text(t(self.language, word), "$muted")

    def _lesson(self, *, year: bool = True) -> Content:
        view, zone = self.view, zone_clock(self.view.desk.zone)
        on = zone.date(view.slot.start)
        day = show_day(on, self.language, year=year or on.year != zone.date(view.now).year)
        start, end = zone.local(view.slot.start), zone.local(view.slot.end)
        hours = f"{day}, {span(start[1], end[1])}"
        return text(view.service.name, "bold") + text(f" · {hours}") + text(self._elsewhere(), "$muted")

    def _elsewhere(self) -> str:
        """The same start on the tutor's own wall, where that shows another time."""
        slot, tutor = self.view.slot, self.view.tutor
        here, there = zone_clock(self.view.desk.zone).local(slot.start), zone_clock(tutor.zone).local(slot.start)
        if here == there:
            return ""
        return f" ({clock(there[1])} {tutor.zone.rpartition('/')[2].replace('_', ' ')})"

    def badges(self) -> tuple[Badge, ...]:
        """Seat, money, calendar: glyph, word and ink."""
        view = self.view
        calendar = calendar_badge(view.event, self.language)
        until = view.booking.hold_until
        left = None if until is None else max(0, until - (view.now if self.now is None else self.now))
        return (seat_badge(view.booking.state, self.language, left=left), money_badge(view, self.language), calendar)

    def _badges(self) -> Content:
        return text("   ").join(text(str(b), f"${b.tone}" if b.tone != "calm" else "") for b in self.badges())

    def _person(self) -> Content:
        view = self.view
        name = who(view, self.language)
        parts = []
        if view.person is not None and view.person.birth_year:
            age = zone_clock(view.desk.zone).date(view.now).year - view.person.birth_year
            name = f"{name}, {age}"
        if view.guardian is not None:
            said = t(self.language, "detail.guardian", name=view.guardian.name)
            parts.append(" ".join(x for x in (said, view.guardian.phone) if x))
        elif view.person is not None:
            parts += [x for x in (view.person.phone, view.person.mail) if x]
        if view.nth:
            nth = lesson_ordinal(view.nth, spoken(self.language))
            parts.append(t(self.language, "detail.nth", nth=nth, tutor=view.tutor.name))
        else:
            parts.append(t(self.language, "detail.with", tutor=view.tutor.name))
        return text(name, "bold") + text("".join(f" · {part}" for part in parts))

    def _place(self) -> str:
        return self.view.room

    def _mates(self) -> Content:
        slot = self.view.slot
        seats = f"{slot.taken}/{slot.capacity}"
        walk_in = t(self.language, "calendar.walk_in")
        names = ", ".join(name or walk_in for _, name in self.view.mates)
        return text(seats, "bold") + text(f"  {names}" if names else "")

    # --- order

    def order(self, width: int) -> list[Content]:
        """Lines, payments and refunds in one column of amounts, what is open below them."""
        view, room = self.view, min(width, LEDGER)
        title = t(self.language, "detail.order", no=view.order.no)
        lines = [figures(title, self._money(view.due), self._column(room), "bold", "bold")]
        for line in view.order.lines:
            words = f" {self._line(line.kind, other=line.booking != view.booking.id)}"
            lines.append(figures(words, self._money(line.gross), self._column(room)))
        for payment in view.payments:
            lines += self._payment(payment, room, width)
        if view.open:
            lines.append(
                figures(
                    t(self.language, "detail.open"),
                    self._money(view.open),
                    self._column(room),
                    "bold $due",
                    "bold $due",
                )
            )
        return lines

    def _column(self, room: int) -> int:
        """Where amounts end; what stands beside them follows."""
        return max(16, room - 14)

    def _line(self, kind: LineKind, *, other: bool) -> str:
        if other:
            return t(self.language, "detail.line.other")
        return self.view.service.name if kind is LineKind.LESSON else t(self.language, f"detail.line.{kind}")

    def _payment(self, payment: Payment, room: int, width: int) -> Iterator[Content]:
        terms = tables(spoken(self.language)).terms
        back = payment.state == "REVERSED"
        method = terms[f"method.{payment.method}"]
        words = t(self.language, "detail.reversed" if back else "detail.paid", method=method)
        ink = "$muted" if back else "$paid"
        if payment.state in _OTHERWISE:
            words, ink = terms[f"pay.{payment.state}"], _OTHERWISE[payment.state]
        aside = self._receipt(payment.id)
        yield self._beside(
            figures(f" {words}", self._money(payment.captured or payment.authorised), self._column(room), ink, ink),
            aside,
            width,
        )
        for refund in payment.refunds:
            yield from self._refund(refund, room, width)

    def _refund(self, refund: Refund, room: int, width: int) -> Iterator[Content]:
        asked = refund.method in LINKS and refund.state == "REQUESTED"
        state = t(self.language, f"detail.refund.{'ASKED' if asked else refund.state}")
        waits = refund.is_by_hand
        gone = refund.state in ("WITHDRAWN", "FAILED")
        ink = "bold $due" if waits else "$muted"
        amount = "–" if gone else self._money(-refund.amount)
        yield self._beside(
            figures(f" ↺ {state}", amount, self._column(room), ink, ink), self._receipt(refund.id), width
        )

    def _beside(self, line: Content, aside: str, width: int) -> Content:
        left = width - line.cell_length - GAP
        return line + text(" " * GAP + fit(aside, left), "$muted") if aside and left > 4 else line

    def _receipt(self, id_: str) -> str:
        numbers = [r.number for r in self.view.receipts if id_ in (r.payment, r.refund)]
        return t(self.language, "detail.receipt", no=", ".join(map(str, numbers))) if numbers else ""

    def _money(self, minor: int) -> str:
        return show(minor, self.view.currency, self.language, symbol=False)

    # --- notes and timeline

    def notes(self, width: int) -> list[Content]:
        """What was written, newest last, each with its day and who may read it."""
        lines = [self._title("detail.notes", len(self.view.notes))]
        at = self._day_width() + GAP
        for note in self.view.notes:
            lines += self._note(note, width, at)
        lines.append(text(t(self.language, "detail.notes.add"), "$muted"))
        return lines

    def _note(self, note: Note, width: int, at: int) -> list[Content]:
        first, *rest = note.text.splitlines() or [""]
        lead = text(self._day(note.at), "$muted")
        seen = text(
            f"{t(self.language, f'note.short.{note.visibility}')}  ",
            "$held" if note.visibility == "CUSTOMER" else "$muted",
        )
        lines = hanging(lead, seen + text(first), width, at)
        for more in rest:
            lines += hanging(blank(), text(more), width, at)
        return lines

    def timeline(self, width: int) -> list[Content]:
        """What happened, oldest first, an instant once; what was taken back is quiet."""
        lines = [self._title("detail.timeline", 0)]
        zone = zone_clock(self.view.desk.zone)
        at = self._day_width() + 1 + 5 + GAP
        before = ""
        for line in self.lines:
            when = f"{self._day(line.at)} {clock(zone.local(line.at)[1])}"
            lead, before = (when if when != before else ""), when
            lines += hanging(text(lead, "$muted"), text(line.text, "$muted" if line.undone else ""), width, at)
        return lines

    def _title(self, word: str, count: int) -> Content:
        return text(t(self.language, word), "bold") + text(f" {count}" if count else "", "$muted")

    def _day(self, instant: int) -> str:
        day = brief_day(zone_clock(self.view.desk.zone).date(instant), self.language)
        return " " * (self._day_width() - cell_len(day)) + day

    def _day_width(self) -> int:
        return 6

    # --- for elsewhere

    def plain(self) -> str:
        """A summary as plain text, for the clipboard: the lesson and its money, no notes."""
        view = self.view
        badges = " · ".join(str(badge) for badge in self.badges())
        lines = [self._lesson().plain, self._person().plain, badges]
        lines += [words for words in (self._place(), view.slot.focus, view.join_url) if words]
        return "\n".join(line.rstrip() for line in (*lines, *(x.plain for x in self.order(60))))
