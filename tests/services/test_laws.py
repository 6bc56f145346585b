"""Laws that hold whatever people do at the desk, in any order: figures agree, undo restores, the list is the commit,
what a key promises is what the plan does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deskbell.domain.booking import Verb
from deskbell.domain.commands import (
    AddNote,
    AddPeople,
    AskByLink,
    Book,
    Cancel,
    Close,
    Command,
    Edit,
    HandOver,
    Move,
    Newcomer,
    Reprice,
    Take,
    Undo,
)
from deskbell.domain.decisions.timing import rules
from deskbell.domain.errors import DeskError, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Minting
from deskbell.domain.request_commands import Approve, Reject
from deskbell.domain.views import BookingView
from deskbell.services.allowing import allowed
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, at, fresh, set_up
from tests.services.hands import HOUR, Hands, senseless, waiting_refunds


@pytest.fixture
def sqlite_desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Small]:
    clock.at = at("2026-03-04 10:00")
    with open_database(tmp_path / "desk.sqlite3") as database:
        small = Small(Desk(database, clock, fresh), clock)
        small.do(set_up())
        key, names = fresh(), ("Ana Pérez", "Leo Lee", "Mia Lee")
        mint = Minting(key)
        small.people = {name: mint() for name in names}
        small.do(AddPeople(key=key, people=tuple(Newcomer(name=name) for name in names)))
        yield small


def picture(small: Small) -> object:
    """What a person sees of the desk, without the trail of how it came about."""
    days = small.desk.days(small.desk.today(), 10)
    views = [small.desk.booking(s.booking) for x in days.lessons for s in x.seats]
    lessons = [(x.slot, x.tutor, x.start, x.end, x.state, x.taken) for x in days.lessons]
    return [
        (v.booking, v.slot, v.due, v.captured - v.refunded, v.open, v.notes, v.person, len(waiting_refunds(v)))
        for v in views
    ], (lessons, days.tasks, days.to_collect)


def _live(hands: Hands, presses: int) -> None:
    for _ in range(presses):
        hands.press()
        assert senseless(hands.views()) == []
    hands.small.sound()
    assert sum(hands.said[name] for name in ("Book", "Take", "Cancel", "Move", "Undo", "Close", "Reprice")) > 12


@pytest.mark.parametrize("seed", range(14))
def test_every_figure_agrees_whatever_people_do(sqlite_desk: Small, seed: int) -> None:
    """I26, I44: what was planned can be done; no seat and no money ever hangs in the air; in the end every derived
    figure is what the append-only rows say. Lessons and classes, known and new people, undo of any change.
    """
    _live(Hands(sqlite_desk, seed), 50)


@pytest.mark.parametrize("seed", range(200, 203))
def test_every_figure_agrees_on_each_database(small: Small, seed: int) -> None:
    """The same, also where rows are locked one by one."""
    _live(Hands(small, seed), 40)


@pytest.mark.parametrize("seed", range(100, 110))
def test_undo_puts_back_what_was_seen(sqlite_desk: Small, seed: int) -> None:
    """T0: what a person sees after undo is what they saw before; where undo refuses, nothing changes at all."""
    hands = Hands(sqlite_desk, seed)
    undone = 0
    for _ in range(30):
        before = picture(sqlite_desk)
        newest = sqlite_desk.desk.seq()
        if hands.press() == "Undo" or sqlite_desk.desk.seq() == newest:
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


Trial = Callable[[BookingView, Actor], Command | None]


def _move(view: BookingView, actor: Actor) -> Command | None:
    """A time that nobody could mind: far off, in the tutor's hours, on a day without anything."""
    if view.slot.kind is Kind.GROUP:
        return None  # depends on which meeting
    return Move(key=fresh(), actor=actor, booking=view.booking.id, start=at("2026-06-03 11:00"))


def _hand_over(view: BookingView, actor: Actor) -> Command:
    which = (*waiting_refunds(view), Id("0" * 32))[0]
    return HandOver(key=fresh(), actor=actor, booking=view.booking.id, refund=which)


def _close(verb: Verb) -> Trial:
    return lambda view, actor: Close(key=fresh(), actor=actor, booking=view.booking.id, verb=verb)


TRIALS: dict[str, Trial] = {
    "MOVE": _move,
    "CANCEL": lambda view, actor: Cancel(key=fresh(), actor=actor, booking=view.booking.id, by=Role.STAFF),
    "COMPLETE": _close(Verb.COMPLETE),
    "NO_SHOW": _close(Verb.NO_SHOW),
    "REOPEN": _close(Verb.REOPEN),
    "PAY": lambda view, actor: Take(key=fresh(), actor=actor, order=view.order.id, method=Method.CASH),
    "APPROVE": lambda view, actor: Approve(key=fresh(), actor=actor, booking=view.booking.id),
    "REJECT": lambda view, actor: Reject(key=fresh(), actor=actor, booking=view.booking.id),
    "AUTHORISE": lambda view, actor: AskByLink(
        key=fresh(), actor=actor, order=view.order.id, method=Method.DEMO, later=True
    ),
    "CAPTURE": lambda view, actor: None,
    "VOID": lambda view, actor: None,
    "REPRICE": lambda view, actor: Reprice(
        key=fresh(), actor=actor, booking=view.booking.id, total=view.order.of(view.booking.id).minor + 1, text="x"
    ),
    "HAND_OVER": _hand_over,
    "NOTE": lambda view, actor: AddNote(key=fresh(), actor=actor, booking=view.booking.id, text="x"),
    "EDIT": lambda view, actor: Edit(key=fresh(), actor=actor, booking=view.booking.id, fields=(("focus", fresh()),)),
}
"""A command of each verb that only the booking's own state could refuse. These hands take no money by link, so there is
nothing to capture or to give up, and no provider that could hold any.
"""
_SAME = {"ILLEGAL_SLOT_MOVE": "SLOT_CLOSED", "NOT_CONNECTED": "CANNOT_HOLD"}


@pytest.mark.parametrize("seed", range(300, 306))
def test_a_key_lives_exactly_where_its_verb_may_be_done(sqlite_desk: Small, seed: int) -> None:
    """allowed() says None where the plan succeeds, and else the code with which it is refused, for every role."""
    hands, said = Hands(sqlite_desk, seed), set()
    asked = sqlite_desk.do(
        Book(
            key=fresh(), service=sqlite_desk.service("Piano"), tutor=sqlite_desk.tutor("Ana"),
            start=at("2026-03-06 17:00"), request=True,
        )
    )  # fmt: skip
    for _ in range(6):
        for _ in range(8):
            hands.press()
        for view in (*hands.views()[-6:], sqlite_desk.view(asked)):
            for role in (Role.STAFF, Role.TUTOR, Role.CUSTOMER):
                answers = allowed(view, role)
                assert answers.keys() == TRIALS.keys()
                for verb, make in TRIALS.items():
                    command = make(view, Actor(role))
                    if command is None:
                        continue
                    try:
                        sqlite_desk.desk.plan(command)
                    except (Refused, WrongInput) as no:
                        found: str | None = _SAME.get(no.code, no.code)
                    else:
                        found = None
                    assert answers[verb] == found, (verb, role, view.booking.state, view.slot.state)
                    said.add((verb, found))
    assert len(said) > 12


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
    for start in range(lo, hi, 1800):
        command = Book(key=fresh(), actor=Actor(Role.CUSTOMER), service=service.id, tutor=tutor.id, start=start)
        try:
            small.desk.plan(command)
        except DeskError:
            assert start not in listed
        else:
            assert start in listed
