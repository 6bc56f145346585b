"""Laws that hold whatever people do at the desk, in any order: figures agree, undo restores, the list is the commit."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import AddNote, Book, Cancel, Close, Command, Edit, HandOver, Move, Reprice, Take, Undo
from deskbell.domain.decisions.timing import rules
from deskbell.domain.errors import DeskError, Refused, WrongInput
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, set_up

HOUR = 3600
REFUSALS = (Refused, WrongInput)


@pytest.fixture
def sqlite_desk(tmp_path: Path, clock: FrozenClock):  # type: ignore[no-untyped-def]
    clock.at = at("2026-03-04 10:00")
    with open_database(tmp_path / "desk.sqlite3") as database:
        small = Small(Desk(database, clock, fresh), clock)
        small.do(set_up())
        yield small


class Hands:
    """Somebody who presses keys at random, of which most make sense."""

    def __init__(self, small: Small, seed: int) -> None:
        self.small = small
        self.dice = random.Random(seed)
        self.bookings: list[int] = []

    def command(self) -> Command | None:
        small, dice = self.small, self.dice
        if not self.bookings or dice.random() < 0.35:
            start = at("2026-03-04 09:00") + dice.randrange(0, 40) * HOUR // 2
            service = dice.choice(("Piano", "Maths"))
            return Book(
                key=fresh(), service=small.service(service), tutor=small.tutor(dice.choice(("Ana", "Ben"))),
                start=start, method=dice.choice((None, *Method)), minutes=dice.choice((None, 30, 90)),
            )  # fmt: skip
        view = small.desk.booking(dice.choice(self.bookings))
        booking, order = view.booking.id, view.order.id
        waiting = [r.id for p in view.payments for r in p.refunds if r.state == "REQUESTED"]
        match dice.randrange(9):
            case 0:
                return Move(key=fresh(), booking=booking, start=view.slot.start + dice.choice((-2, -1, 1, 3)) * HOUR)
            case 1:
                by, reason = dice.choice((Role.CUSTOMER, Role.TUTOR)), dice.choice(tuple(Reason))
                return Cancel(key=fresh(), booking=booking, by=by, reason=reason, text="x")
            case 2:
                return Close(key=fresh(), booking=booking, verb=dice.choice((Verb.COMPLETE, Verb.NO_SHOW, Verb.REOPEN)))
            case 3:
                amount = dice.choice((None, 500, view.open or 1))
                return Take(key=fresh(), order=order, method=dice.choice(tuple(Method)), amount=amount)
            case 4:
                return Reprice(key=fresh(), booking=booking, total=dice.choice((0, 1000, 2000, 9900)), text="why")
            case 5:
                return HandOver(key=fresh(), booking=booking, refund=waiting[0]) if waiting else None
            case 6:
                return AddNote(key=fresh(), booking=booking, text="note")
            case 7:
                return Edit(key=fresh(), booking=booking, fields=(("focus", f"focus {dice.randrange(3)}"),))
            case _:
                return Undo(key=fresh())

    def press(self) -> str:
        self.small.clock.at += self.dice.choice((60, 600, 1800))
        command = self.command()
        if command is None:
            return "nothing"
        try:
            changed = self.small.do(command)
        except REFUSALS as no:
            return no.code
        if isinstance(command, Book):
            self.bookings.append(self.small.no(changed))
        return type(command).__name__


def picture(small: Small) -> object:
    """What a person sees of the desk, without the trail of how it came about."""
    days = small.desk.days(small.desk.today(), 10)
    views = [small.desk.booking(s.booking) for x in days.lessons for s in x.seats]
    return [
        (v.booking.no, v.booking.state, v.booking.policy_start, v.slot, v.due, v.captured - v.refunded, v.open, v.notes)
        for v in views
    ], days.tasks


@pytest.mark.parametrize("seed", range(12))
def test_every_figure_agrees_whatever_people_do(sqlite_desk: Small, seed: int) -> None:
    """I26, I44: after each change every derived figure is what the append-only rows say; nothing but refusals."""
    hands = Hands(sqlite_desk, seed)
    said = Counter(hands.press() for _ in range(45))
    sqlite_desk.sound()
    assert sum(said[name] for name in ("Book", "Take", "Cancel", "Move", "Undo", "Close")) > 12


@pytest.mark.parametrize("seed", range(100, 108))
def test_undo_puts_back_what_was_seen(sqlite_desk: Small, seed: int) -> None:
    """T0: what a person sees after undo is what they saw before; where undo refuses, nothing changes at all."""
    hands = Hands(sqlite_desk, seed)
    undone = 0
    for _ in range(30):
        before = picture(sqlite_desk)
        newest = sqlite_desk.desk.seq()
        if hands.press() in ("Undo", "nothing") or sqlite_desk.desk.seq() == newest:
            continue
        if hands.dice.random() < 0.5:
            continue
        after = picture(sqlite_desk)
        last = sqlite_desk.desk.last_change()
        assert last is not None
        try:
            sqlite_desk.do(Undo(key=fresh(), change=last.no))
        except Refused:
            assert picture(sqlite_desk) == after
            continue
        undone += 1
        assert picture(sqlite_desk) == before
    sqlite_desk.sound()
    assert undone > 3


@pytest.mark.parametrize("seed", range(3))
def test_the_list_and_the_commit_are_one(sqlite_desk: Small, seed: int) -> None:
    """I19, B6: every listed start can be booked by a customer, no other point of the grid can."""
    hands = Hands(sqlite_desk, seed + 1000)
    for _ in range(15):
        hands.press()
    small, desk = sqlite_desk, sqlite_desk.desk
    service = next(s for s in desk.services() if s.name == "Maths")
    tutor = desk.tutors()[0]
    lo = at("2026-03-05 00:00")
    hi = lo + 24 * HOUR
    listed = {f.start for f in desk.free(service, lo, hi, tutors=(tutor,), count=100)}
    assert rules(service).interval == 30
    from deskbell.domain.people import Actor

    for start in range(lo, hi, 1800):
        command = Book(
            key=fresh(), actor=Actor(Role.CUSTOMER), service=service.id, tutor=tutor.id, start=start
        )  # fmt: skip
        try:
            small.desk.plan(command)
        except DeskError:
            assert start not in listed
        else:
            assert start in listed
