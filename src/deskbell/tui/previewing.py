"""What a booking line means so far, in words: who, when, what, with whom, for how much, and what is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskbell.domain.booking import State
from deskbell.domain.clock import zone_clock
from deskbell.domain.effects import AttemptOpened, LineAdded, PaymentTaken, SeatTaken
from deskbell.tui.widgets.bookbar import Candidate, Pieces, Preview
from deskbell.words.dates import clock, length, show_day, span
from deskbell.words.errors import problem, sentence
from deskbell.words.i18n import t
from deskbell.words.money import show
from deskbell.words.reasons import warning
from deskbell.words.speech import Speech
from deskbell.words.states import ordinal

if TYPE_CHECKING:
    from deskbell.domain.errors import DeskError
    from deskbell.domain.facts import Desk
    from deskbell.domain.plan import Plan
    from deskbell.domain.views import PersonHit
    from deskbell.services.typed import Reading

_METHODS = {"CASH": "cash", "CARD": "card", "TRANSFER": "transfer"}


def preview(
    text: str,
    reading: Reading,
    plan: Plan | None,
    error: DeskError | None,
    desk: Desk,
    language: str,
    now: int,
) -> Preview:
    """The preview of a line: with a plan it stands, with an error or a problem it says what is in the way."""
    return _Previewing(reading, plan, error, desk, language, now).preview(text)


def candidates(people: tuple[PersonHit, ...], language: str) -> tuple[Candidate, ...]:
    """Namesakes with what tells them apart: family, guardian, the telephone's end, how many lessons."""
    found = []
    for p in people:
        lessons = t(language, "calendar.lessons", n=p.lessons) if p.lessons else t(language, "book.new")
        phone = f"…{p.phone_tail}" if p.phone_tail else ""
        found.append(Candidate(p.no, p.name, " · ".join(x for x in (p.household, p.guardian, phone, lessons) if x)))
    return tuple(found)


class _Previewing:
    def __init__(
        self, reading: Reading, plan: Plan | None, error: DeskError | None, desk: Desk, language: str, now: int
    ) -> None:
        self.reading, self.plan, self.error = reading, plan, error
        self.desk, self.language, self.now = desk, language, now
        self.paid = next(plan.of(PaymentTaken), None) if plan is not None else None

    def preview(self, text: str) -> Preview:
        several = any(code == "SEVERAL_PEOPLE" for code, _ in self.reading.problems)
        blank = not text.strip()
        lines = (self.who() if not blank else (), self.when(), self.verdict(blank=blank))
        change = self.paid.change if self.paid is not None else 0
        return Preview(
            of=text,
            lines=lines,
            price=self.price(),
            change=self.money(change, symbol=False) if change else "",
            stands=self.plan is not None,
            hint=self.hint(several=several),
            spans=self.reading.line.spans,
            candidates=candidates(self.reading.people, self.language) if several else (),
            person=self.reading.person.no if self.reading.person is not None else None,
        )

    # --- the lines

    def who(self) -> Pieces:
        line, person = self.reading.line, self.reading.person
        glyph = ("● ", "$paid") if self.plan is not None else ("○ ", "$muted")
        if line.walk_in:
            return (glyph, (self._t("calendar.walk_in"), "bold"))
        if line.new_person:
            return (("+ ", "bold $now"), (line.person, "bold"), (f"  ({self._t('book.new')})", "$muted"))
        if person is None:
            return (glyph, (line.person or "…", "$muted"))
        nth = self._t("book.nth", nth=ordinal(person.lessons + 1, self.language))
        return (glyph, (person.name, "bold"), (f"  ({nth})", "$muted"))

    def when(self) -> Pieces:
        r, wall = self.reading, zone_clock(self.desk.zone)
        pieces: list[tuple[str, str]] = [("  ", "")]
        if r.start is not None:
            day = show_day(wall.date(r.start), self.language)
            minute = wall.local(r.start)[1]
            at = span(minute, wall.local(r.start + r.minutes * 60)[1]) if r.minutes else clock(minute)
            pieces.append((f"{day} {at}", "bold"))
        rest = [r.service.name if r.service else "", r.tutor.name if r.tutor else ""]
        if r.service is not None and r.minutes and r.minutes != r.service.minutes:
            rest.insert(1, length(r.minutes))
        words = " · ".join(x for x in rest if x)
        if words:
            pieces.append((f" · {words}" if r.start is not None else words, ""))
        return tuple(pieces)

    def verdict(self, *, blank: bool) -> Pieces:
        """Free, with the money; or the first thing in the way."""
        if blank:
            return (("", ""),)
        zone = self.desk.zone
        if self.error is not None:
            return (("  ", ""), (sentence(self.error, self.language, zone, self.now), "$clash"))
        if self.plan is None:
            code, facts = self.reading.problems[0]
            waits = code in ("NOBODY_YET", "NO_TIME_YET", "NO_SERVICE_YET", "SEVERAL_PEOPLE")
            said = problem(code, facts, self.language, zone, self.now)
            return (("  ", ""), (said, "$muted" if waits else "$due"))
        pieces: list[tuple[str, str]] = [("  ", "")]
        over = [w for w in self.plan.warnings if w.code.startswith("OVER_")]
        for w in self.plan.warnings:
            said = warning(w, self.language, zone, self.now, on=w in over[1:] and w != over[0])
            pieces.append((said + " · ", "$due"))
        if not self.plan.warnings:
            pieces.append((self._t("book.free") + " · ", "$paid"))
        pieces.append((self._money_words(), ""))
        return tuple(pieces)

    def _money_words(self) -> str:
        held = next(self.plan.of(SeatTaken), None) if self.plan is not None else None
        if held is not None and held.hold_until is not None and held.state is State.REQUESTED:
            when = Speech(self.language, self.desk.zone, now=self.now).near(held.hold_until)
            return self._t("book.requested", when=when)
        if held is not None and held.hold_until is not None:
            minute = zone_clock(self.desk.zone).local(held.hold_until)[1]
            return self._t("book.held", when=clock(minute))
        if self.plan is not None and next(self.plan.of(AttemptOpened), None) is not None:
            return self._t("book.by_link")
        if self.paid is None:
            return self._t("book.later")
        method = self._t(f"book.method.{_METHODS[str(self.paid.method)]}")
        if self.paid.change:
            handed = self.money(self.paid.tendered, symbol=False)
            return self._t("book.change_of", method=method, tendered=handed, change=self.money(self.paid.change))
        return f"{method} · {self._t('book.receipt')}"

    def price(self) -> str:
        if self.plan is None:
            return ""
        return self.money(sum(line.gross for line in self.plan.of(LineAdded)))

    def hint(self, *, several: bool) -> str:
        if several:
            return self._t("book.enter_pick")
        if self.plan is None:
            return ""
        if self.reading.line.new_person:
            return self._t("book.enter_new", name=self.reading.line.person)
        asks = any(seat.state is State.REQUESTED for seat in self.plan.of(SeatTaken))
        return self._t("book.enter_asks" if asks else "book.enter")

    def money(self, minor: int, *, symbol: bool = True) -> str:
        return show(minor, self.desk.currency, self.language, symbol=symbol)

    def _t(self, key: str, **facts: str | int) -> str:
        return t(self.language, key, **facts)
