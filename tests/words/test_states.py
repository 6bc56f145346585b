from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass

import pytest

from deskbell.domain.booking import Attendance, State
from deskbell.domain.payment import Settlement
from deskbell.words.states import Badge, attendance_badge, money_badge, ordinal, seat_badge, settlement_badge

LANGUAGES = ("en", "es", "pt")
TONES = {"calm", "paid", "due", "held", "clash", "done", "muted"}


@dataclass(frozen=True)
class Sums:
    money: Settlement
    due: int = 2500
    captured: int = 0
    refunded: int = 0
    currency: str = "EUR"


def badges(language: str) -> list[Badge]:
    return [
        *(seat_badge(s, language) for s in State),
        *(attendance_badge(a, language) for a in Attendance),
        *(money_badge(Sums(s), language) for s in Settlement),
        money_badge(Sums(Settlement.UNPAID), language, link_open=True),
    ]


def test_every_state_has_a_glyph_of_one_cell_a_word_and_a_tone() -> None:
    """SCREENS: badges are glyph + word + colour, one cell wide, in each language."""
    for badge in itertools.chain.from_iterable(map(badges, LANGUAGES)):
        assert len(badge.glyph) == 1
        assert unicodedata.east_asian_width(badge.glyph) not in "WF"
        assert badge.word
        assert badge.tone in TONES
        assert str(badge) == f"{badge.glyph} {badge.word}"


def test_no_two_states_of_a_kind_read_the_same() -> None:
    """Told apart without colour: within a kind, glyph and word together are unique."""
    for language in LANGUAGES:
        for kind in ([seat_badge(s, language) for s in State], [attendance_badge(a, language) for a in Attendance]):
            assert len({str(b) for b in kind}) == len(kind)
        money = [money_badge(Sums(s, 2500, 1000, 500), language) for s in Settlement]
        assert len({str(b) for b in money}) == len(money)


@pytest.mark.parametrize(
    ("badge", "shown"),
    [
        (seat_badge(State.CONFIRMED, "en"), "● confirmed"),
        (seat_badge(State.HELD, "en", left=899), "◐ held 14:59"),
        (seat_badge(State.HELD, "en", until=1_000_899, now=1_000_000), "◐ held 14:59"),
        (seat_badge(State.HELD, "en", until=1_003_600, now=1_000_000), "◐ held 1:00:00"),
        (seat_badge(State.HELD, "en", until=999_000, now=1_000_000), "◐ held 0:00"),
        (seat_badge(State.HELD, "pt", until=1_000_059, now=1_000_000), "◐ retida 0:59"),
        (seat_badge(State.HELD, "en", until=1_000_899), "◐ held"),
        (seat_badge(State.CONFIRMED, "en", until=1_000_899, now=1_000_000), "● confirmed"),
        (seat_badge(State.REQUESTED, "en"), "○ requested"),
        (seat_badge(State.WAITLISTED, "en", rank=2), "… waiting 2nd"),
        (seat_badge(State.CANCELLED, "en"), "✕ cancelled"),
        (seat_badge(State.COMPLETED, "en"), "✓ done"),
        (seat_badge(State.NO_SHOW, "en"), "∅ no-show"),
        (seat_badge(State.CONFIRMED, "en", left=5, rank=1), "● confirmed"),
        (money_badge(Sums(Settlement.PAID, 2500, 2500), "en"), "€ paid"),
        (money_badge(Sums(Settlement.UNPAID), "en"), "€ due 25.00"),
        (money_badge(Sums(Settlement.UNPAID), "es"), "€ debe 25,00"),
        (money_badge(Sums(Settlement.AUTHORISED), "en"), "€ authorised"),
        (money_badge(Sums(Settlement.UNPAID), "en", link_open=True), "€ link open"),
        (money_badge(Sums(Settlement.UNPAID), "es", link_open=True), "€ enlace abierto"),
        (money_badge(Sums(Settlement.UNPAID), "pt", link_open=True), "€ link aberto"),
        (money_badge(Sums(Settlement.PAID, 2500, 2500), "en", link_open=True), "€ paid"),
        (money_badge(Sums(Settlement.CHARGED_BACK), "en"), "! charged back"),
        (money_badge(Sums(Settlement.PARTIALLY_PAID, 2500, 1000), "en"), "€ part 10.00/25.00"),
        (money_badge(Sums(Settlement.REFUNDED, 0, 2500, 2500), "en"), "↺ refunded"),
        (money_badge(Sums(Settlement.OVERPAID, 2500, 5000), "en"), "↺ to give back 25.00"),
        (money_badge(Sums(Settlement.OVERPAID, 1250, 2500), "es"), "↺ por devolver 12,50"),
        (money_badge(Sums(Settlement.OVERPAID, 1250, 2500), "pt"), "↺ a devolver 12,50"),
        (money_badge(Sums(Settlement.PARTIALLY_REFUNDED, 1250, 2500, 1250), "pt"), "↺ devolvido 12,50"),
        (money_badge(Sums(Settlement.UNPAID, currency="BRL"), "pt"), "$ deve 25,00"),
        (settlement_badge(Settlement.PAID, "JPY", "en", due=1, captured=1, refunded=0), "¥ paid"),
    ],
)  # fmt: skip
def test_badges_read_as_on_the_screens(badge: Badge, shown: str) -> None:
    """SCREENS, 'Badges'; money with the currency's own sign where it is one cell, else $."""
    assert str(badge) == shown


def test_places_in_line() -> None:
    assert [ordinal(n, "en") for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
    assert (ordinal(2, "es"), ordinal(2, "pt")) == ("2.º", "2º")
