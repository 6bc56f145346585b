"""Badges: a glyph of one cell, a word and a tone for what state a seat, its money and its attendance are in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from deskbell.domain.booking import Attendance, State
from deskbell.domain.lesson_event import LinkState
from deskbell.domain.payment import Settlement
from deskbell.words.dates import countdown
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.money import glyph, show

if TYPE_CHECKING:
    from typing import Protocol

    from deskbell.domain.lesson_event import Stood

    class Owed(Protocol):
        """An order's sums in minor units; the read models of seats and bookings are such."""

        @property
        def money(self) -> Settlement: ...
        @property
        def currency(self) -> str: ...
        @property
        def due(self) -> int: ...
        @property
        def captured(self) -> int: ...
        @property
        def refunded(self) -> int: ...


Tone = Literal["calm", "paid", "due", "held", "clash", "done", "muted"]
"""The name of an ink of the themes."""


@dataclass(frozen=True, slots=True)
class Badge:
    """str(badge) is glyph and word, as a line of plain text shows them."""

    glyph: str
    word: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.glyph} {self.word}"


_SEAT: dict[State, tuple[str, Tone]] = {
    State.REQUESTED: ("○", "held"),
    State.HELD: ("◐", "held"),
    State.WAITLISTED: ("…", "muted"),
    State.OFFERED: ("◑", "held"),
    State.CONFIRMED: ("●", "calm"),
    State.COMPLETED: ("✓", "done"),
    State.NO_SHOW: ("∅", "clash"),
    State.CANCELLED: ("✕", "muted"),
    State.REJECTED: ("✕", "muted"),
    State.EXPIRED: ("✕", "muted"),
}
_MONEY: dict[Settlement, Tone] = {
    Settlement.PAID: "paid",
    Settlement.UNPAID: "due",
    Settlement.CASH_DUE: "due",
    Settlement.PARTIALLY_PAID: "due",
    Settlement.AUTHORISED: "held",
    Settlement.OVERPAID: "due",
    Settlement.REFUNDED: "muted",
    Settlement.PARTIALLY_REFUNDED: "muted",
    Settlement.CHARGED_BACK: "clash",
    Settlement.FAILED: "clash",
    Settlement.FREE: "muted",
}
_BACK = frozenset({Settlement.OVERPAID, Settlement.REFUNDED, Settlement.PARTIALLY_REFUNDED})
"""Money that went back, or has to: what was paid above what is due is never simply kept."""
_ASKED = frozenset({Settlement.UNPAID, Settlement.CASH_DUE})
"""Where an open payment link says more than what is due."""
_ATTENDANCE: dict[Attendance, tuple[str, Tone]] = {
    Attendance.UNSET: ("·", "muted"),
    Attendance.PARTICIPATING: ("✓", "done"),
    Attendance.NOT_PARTICIPATING: ("∅", "clash"),
}


def seat_badge(
    state: State,
    language: str,
    *,
    left: int | None = None,
    rank: int | None = None,
    until: int | None = None,
    now: int | None = None,
) -> Badge:
    """● confirmed, ◐ held 14:59, … waiting 2nd. rank: place in line. left: seconds of a hold or an offer, which
    `until` and `now` (epoch seconds) give too; without them it is plainly held.
    """
    sign, tone = _SEAT[state]
    if left is None and until is not None and now is not None:
        left = until - now
    if left is not None and state in (State.HELD, State.OFFERED):
        return Badge(sign, t(language, f"seat.{state}.left", left=countdown(left)), tone)
    if rank is not None and state is State.WAITLISTED:
        return Badge(sign, t(language, "seat.WAITLISTED.rank", rank=ordinal(rank, language)), tone)
    return Badge(sign, t(language, f"seat.{state}"), tone)


def money_badge(owed: Owed, language: str, *, link_open: bool = False) -> Badge:
    """€ paid, € due 25.00, € part 10.00/25.00, € link open, ↺ refunded, ! charged back: with the currency's own sign
    where that is one cell wide. link_open: somebody may still pay by a link.
    """
    return settlement_badge(
        owed.money,
        owed.currency,
        language,
        due=owed.due,
        captured=owed.captured,
        refunded=owed.refunded,
        link_open=link_open,
    )


@lru_cache(maxsize=1024)
def settlement_badge(
    state: Settlement, currency: str, language: str, *, due: int, captured: int, refunded: int, link_open: bool = False
) -> Badge:
    """The same from an order's sums in minor units."""
    if link_open and state in _ASKED:
        return Badge(glyph(currency), t(language, "money.link_open"), "held")
    kept = captured - refunded
    amounts = {"open": max(0, due - kept), "paid": kept, "due": due, "over": kept - due, "back": refunded}
    shown = {name: show(minor, currency, language, symbol=False) for name, minor in amounts.items()}
    sign = "!" if state is Settlement.CHARGED_BACK else "↺" if state in _BACK else glyph(currency)
    return Badge(sign, t(language, f"money.{state}", **shown), _MONEY[state])


def calendar_badge(event: Stood | None, language: str) -> Badge:
    """⌂ on calendar, ⌂ queued, ⌂ failed, ⌂ none."""
    if event is None or event.state is LinkState.DELETED:
        return Badge("⌂", t(language, "detail.calendar.none"), "muted")
    if event.state is LinkState.FAILED:
        return Badge("⌂", t(language, "detail.calendar.failed"), "clash")
    on = event.state is LinkState.SYNCED
    return Badge("⌂", t(language, "detail.calendar.on" if on else "detail.calendar.queued"), "calm" if on else "held")


def attendance_badge(attendance: Attendance, language: str) -> Badge:
    """✓ present, ∅ absent, · not marked."""
    sign, tone = _ATTENDANCE[attendance]
    return Badge(sign, t(language, f"attendance.{attendance}"), tone)


def ordinal(number: int, language: str) -> str:
    """2nd, 2.º, 2º."""
    tongue = spoken(language)
    if tongue != "en":
        return f"{number}.º" if tongue == "es" else f"{number}º"
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
