"""Several desks at once, through the one door: whole bookings with people, money and receipts race, not only rows."""

from __future__ import annotations

import itertools

from deskbell.domain.commands import Book, Cancel, Take
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.plan import Minting
from deskbell.services.desk import Desk
from tests.house.clock import FrozenClock
from tests.races.racers import Try, race
from tests.services.conftest import Small, at

RACERS, LAPS = 6, 4
NOW = at("2026-03-04 10:00")


def _desk(what: Try) -> tuple[Desk, Id]:
    keys = itertools.count(1)
    desk = Desk(what.database, FrozenClock(NOW), lambda: Minting(Id(f"racer {what.number} {next(keys)}"))())
    return desk, desk.fresh()


def book_an_hour(what: Try) -> str:
    """Everybody wants Ana at noon tomorrow, a few minutes shifted, paid in cash."""
    desk, key = _desk(what)
    service = next(s for s in desk.services() if s.name == "Piano")
    tutor = desk.tutors()[0]
    start = at("2026-03-05 12:00") + what.dice.randrange(0, 50) * 60
    desk.commit(Book(key=key, service=service.id, tutor=tutor.id, start=start, method=Method.CASH))
    return "won"


def book_a_seat(what: Try) -> str:
    """Everybody wants one of the two seats of the class, for somebody new each."""
    desk, key = _desk(what)
    service = next(s for s in desk.services() if s.name == "Yoga")
    lesson = desk.days(desk.today(), 7).lessons[0]
    slot = desk.slot_id(lesson.slot)
    desk.commit(Book(key=key, service=service.id, slot=slot, method=Method.CARD))
    return "won"


def pay_the_order(what: Try) -> str:
    """Everybody takes the same money."""
    desk, key = _desk(what)
    seat = desk.days(desk.today(), 7).lessons[0].seats[0]
    view = desk.booking(seat.booking)
    desk.commit(Take(key=key, order=view.order.id, method=Method.CASH))
    return "won"


def cancel_it(what: Try) -> str:
    """Everybody cancels the same paid lesson."""
    desk, key = _desk(what)
    seat = [x for x in desk.days(desk.today(), 14).lessons if x.seats]
    if not seat:
        return "gone"
    view = desk.booking(seat[0].seats[0].booking)
    desk.commit(Cancel(key=key, booking=view.booking.id, by=Role.STAFF))
    return "won"


def test_one_desk_gets_the_hour(small: Small, small_url: str) -> None:
    """I1: one whole booking with its receipt; the others are told who is in the way; nothing is left of their tries."""
    said = race(small_url, RACERS, LAPS, book_an_hour, abreast=True)
    assert said["won"] == 1
    assert said.total() - 1 == said["TAKEN"] + said["RANGE_CONFLICT"]
    days = small.desk.days(small.desk.today(), 7)
    assert len(days.lessons) == 1
    assert [r.number for r in small.desk.booking(days.lessons[0].seats[0].booking).receipts] == [1]
    small.sound()


def test_a_class_is_never_overbooked(small: Small, small_url: str) -> None:
    """I26: two seats, two bookings, two receipts without a gap."""
    small.open_class("2026-03-05 17:00")
    said = race(small_url, RACERS, LAPS, book_a_seat, abreast=True)
    assert (said["won"], said["SLOT_FULL"]) == (2, RACERS * LAPS - 2)
    small.sound()


def test_the_same_money_is_taken_once(small: Small, small_url: str) -> None:
    """P12 at the desk: the second one is told that nothing is due."""
    done = small.book("Ana Pérez", "2026-03-05 12:00")
    said = race(small_url, RACERS, LAPS, pay_the_order, abreast=True)
    assert (said["won"], said["NOTHING_DUE"]) == (1, RACERS * LAPS - 1)
    assert small.view(done).captured == 2500
    small.sound()


def test_a_lesson_is_cancelled_and_refunded_once(small: Small, small_url: str) -> None:
    """I23: one refund, whoever pressed the key first."""
    done = small.book("Ana Pérez", "2026-03-10 12:00", method=Method.CASH)
    said = race(small_url, RACERS, LAPS, cancel_it, abreast=True)
    assert said["won"] == 1
    assert small.view(done).refunded == 2500
    small.sound()
