"""Keys, locks, moves, words and zones: what two desks, a second try and odd input must not spoil."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from deskbell.domain.booking import Verb
from deskbell.domain.commands import (
    AddNote,
    Book,
    Cancel,
    Close,
    Command,
    Edit,
    Move,
    Newcomer,
    NewService,
    NewTutor,
    OpenClass,
    Reprice,
    Undo,
)
from deskbell.domain.effects import FieldSet, NotTold, SlotOpened
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Minting
from deskbell.services.desk import Desk
from deskbell.services.typed import Wish
from deskbell.store import find
from deskbell.store.engine import open_database
from tests.house.clock import FrozenClock
from tests.races.racers import Try, race
from tests.services.conftest import Small, at, fresh, set_up

CUSTOMER = Actor(Role.CUSTOMER)
SAME = Minting(Id("one key for everybody"))()


# --- keys


def test_a_key_that_made_something_else_is_refused(small: Small) -> None:
    """I2: the same key with another body is an error, not the first outcome."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    other = small.book("Leo Lee", "2026-03-05 14:00")
    note = AddNote(key=fresh(), booking=made.plan.subject, text="x")  # type: ignore[arg-type]
    small.do(note)
    subject = other.plan.subject
    assert subject is not None
    reused: list[Command] = [
        Cancel(key=note.key, booking=note.booking, by=Role.STAFF),
        AddNote(key=note.key, booking=subject, text="x"),
    ]
    for command in reused:
        with pytest.raises(WrongInput, match="KEY_REUSED"):
            small.do(command)
    with pytest.raises(WrongInput, match="KEY_REUSED"):
        small.do(note, "0123456789abcdef")


def test_the_second_answer_is_the_first(small: Small) -> None:
    """I2: what is handed back the second time says what was done the first time."""
    command = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"))
    one, two = small.do(command), small.do(command)
    assert (two.no, two.again, two.plan.subject, two.plan.verb) == (one.no, True, one.plan.subject, "BOOK")
    assert two.plan.effects == one.plan.effects


def book_with_one_key(what: Try) -> str:
    """Everybody says the very same thing with the very same key."""
    desk = Desk(what.database, FrozenClock(at("2026-03-04 10:00")), lambda: SAME)
    service = next(s for s in desk.services() if s.name == "Piano")
    tutor = desk.tutors()[0]
    done = desk.commit(Book(key=SAME, service=service.id, tutor=tutor.id, start=at("2026-03-05 12:00")))
    return "again" if done.again else "won"


def test_one_key_from_many_hands_is_one_booking(small: Small, small_url: str) -> None:
    """I2: a double submit from two processes is no refusal for either: the time is taken by themselves."""
    said = race(small_url, 4, 3, book_with_one_key, abreast=True)
    assert (said["won"], said["again"]) == (1, 11)
    small.sound()


def test_the_digest_is_of_what_matters(small: Small) -> None:
    """--plan and then --commit with another key is the same plan; a person, a price or a name is another one."""
    command = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"),
        newcomer=Newcomer(name="Zoë"), focus="scales",
    )  # fmt: skip
    plan = small.desk.plan(command)
    assert plan.digest == small.desk.plan(replace(command, key=fresh())).digest
    others = [
        replace(command, newcomer=Newcomer(name="Zoe")), replace(command, newcomer=None),
        replace(command, minutes=45), replace(command, start=at("2026-03-05 10:30")),
        replace(command, tutor=small.tutor("Ben")), replace(command, focus="chords"),
        replace(command, newcomer=None, person=small.people["Leo Lee"]),
    ]  # fmt: skip
    digests = {small.desk.plan(other).digest for other in others}
    assert len(digests) == len(others)
    assert plan.digest not in digests


# --- locks


def test_a_plan_names_whom_and_what_it_decides_about(small: Small) -> None:
    """I56: a move names the person (another desk may book them), closing a free lesson its order (and its price)."""
    made = small.book("Ana Pérez", "2026-03-04 10:30")
    small.do(Reprice(key=fresh(), booking=made.plan.subject, total=0, text="gift"))  # type: ignore[arg-type]
    move = small.desk.plan(Move(key=fresh(), booking=made.plan.subject, start=at("2026-03-05 12:00")))  # type: ignore[arg-type]
    small.clock.at = at("2026-03-04 11:30")
    close = small.desk.plan(Close(key=fresh(), booking=made.plan.subject, verb=Verb.COMPLETE))  # type: ignore[arg-type]
    view = small.view(made)
    assert view.person is not None
    with small.desk.database.read() as unit:
        for plan in (move, close):
            names = find.names(unit.connection, plan)
            assert {("slot", view.slot.no), ("order", view.order.no), ("person", view.person.no)} <= names


def move_or_book(what: Try) -> str:
    """One desk moves Ana's lesson to noon, another books Ana at noon with somebody else."""
    keys = itertools.count(1)
    desk = Desk(
        what.database, FrozenClock(at("2026-03-04 10:00")),
        lambda: Minting(Id(f"racer {what.number} {what.dice.random()} {next(keys)}"))(),
    )  # fmt: skip
    day = 5 + what.dice.randrange(2)
    noon = at(f"2026-03-0{day} 12:00")
    ana = desk.search("ana perez")[0]
    if what.number % 2:
        view = next(desk.booking(s.seat.booking) for s in desk.bookings(ana.no) if s.start > at("2026-03-10 00:00"))
        desk.commit(Move(key=desk.fresh(), booking=view.booking.id, start=noon))
        return "moved"
    service, ben = next(s for s in desk.services() if s.name == "Piano"), desk.tutors()[1]
    desk.commit(Book(key=desk.fresh(), service=service.id, tutor=ben.id, start=noon, person=ana.id))
    return "booked"


def test_nobody_is_moved_into_what_another_desk_books(small: Small, small_url: str) -> None:
    """I55 with two desks: whatever comes first, one person is in one place."""
    for day in (11, 12):
        small.book("Ana Pérez", f"2026-03-{day} 12:00")
    said = race(small_url, 4, 3, move_or_book, abreast=True)
    assert said["moved"] + said["booked"] >= 1
    ana = small.desk.search("ana perez")[0]
    times = sorted((s.start, s.end) for s in small.desk.bookings(ana.no) if s.seat.state == "CONFIRMED")
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(times))
    small.sound()


# --- moves and classes


def test_a_class_that_began_is_for_staff_only(small: Small) -> None:
    """T24: moving into a meeting that has begun is like booking it: refused for a customer, warned at the desk."""
    one, two = small.open_class("2026-03-04 10:15"), small.open_class("2026-03-05 17:00")
    made = small.book("Ana Pérez", "2026-03-05 17:00", service="Yoga", slot=two)
    small.clock.at = at("2026-03-04 10:30")
    booking = made.plan.subject
    assert booking is not None
    with pytest.raises(Refused, match="PAST"):
        small.desk.plan(Move(key=fresh(), actor=CUSTOMER, booking=booking, slot=one))
    assert [w.code for w in small.desk.plan(Move(key=fresh(), booking=booking, slot=one)).warnings] == ["OVER_PAST"]


@pytest.fixture
def wide(tmp_path: Path, clock: FrozenClock) -> Small:
    """Ana teaches in Madrid, Kim in New York and another Kim beside her; two classes of different price."""
    clock.at = at("2026-03-04 10:00")
    week = tuple((day, 0, 24 * 60) for day in range(7))
    plain = set_up()
    tutors = (
        NewTutor(name="Ana Ruiz", zone="Europe/Madrid", weekly=week, room="One"),
        NewTutor(name="Kim Day", zone="America/New_York", weekly=week, room="Two"),
        NewTutor(name="Kim Day", zone="America/New_York", weekly=week),
    )
    pilates = NewService(name="Pilates", minutes=60, minor=5000, kind=Kind.GROUP, capacity=4)
    piano = NewService(name="Piano", minutes=60, minor=2500, before=15, after=30)
    database = open_database(tmp_path / "desk.sqlite3")
    small = Small(Desk(database, clock, fresh), clock)
    small.do(replace(plain, tutors=tutors, services=(piano, plain.services[2], pilates)))
    return small


def test_a_lesson_takes_the_zone_the_room_and_the_buffers_along(wide: Small) -> None:
    """L2: with another tutor the lesson stands in their room and zone; its length and buffers stay."""
    made = wide.book(None, "2026-03-05 12:00", minutes=90)
    before = wide.view(made)
    wide.do(Move(key=fresh(), booking=before.booking.id, start=at("2026-03-06 15:00"), tutor=wide.tutor("Kim")))
    after = wide.view(made)
    assert (after.slot.zone, after.room) == ("America/New_York", "Two")
    assert (after.slot.end - after.slot.start, after.slot.start - after.slot.busy_from) == (5400, 900)
    assert after.slot.busy_to - after.slot.end == 1800
    wide.sound()


def test_undo_of_a_move_brings_the_zone_back(wide: Small) -> None:
    made = wide.book(None, "2026-03-05 12:00")
    before = wide.view(made)
    done = wide.do(Move(key=fresh(), booking=before.booking.id, start=at("2026-03-06 15:00"), tutor=wide.tutor("Kim")))
    wide.do(Undo(key=fresh(), change=done.no))
    assert wide.view(made).slot == before.slot


def test_a_seat_moves_within_its_class_only(wide: Small) -> None:
    """Another class has another price: that is a cancellation and a new booking, not a move."""
    slots = {}
    for name, hour in (("Yoga", 10), ("Pilates", 14)):
        cmd = OpenClass(
            key=fresh(), service=wide.service(name), tutor=wide.tutor("Ana"), start=at(f"2026-03-05 {hour}:00")
        )
        slots[name] = next(wide.do(cmd).plan.of(SlotOpened)).slot
    made = wide.book(None, "2026-03-05 10:00", service="Yoga", slot=slots["Yoga"])
    with pytest.raises(Refused, match="NO_CLASS_THEN"):
        wide.do(Move(key=fresh(), booking=made.plan.subject, slot=slots["Pilates"]))  # type: ignore[arg-type]


def test_of_two_tutors_with_one_name_the_free_one_is_meant(wide: Small) -> None:
    wide.desk.commit(
        Book(key=fresh(), service=wide.service("Piano"), tutor=wide.desk.tutors()[1].id, start=at("2026-03-05 12:00"))
    )
    reading = wide.desk.read_line("walk-in piano 5/3 12:00 @kim", fresh(), "en", Wish())
    assert reading.problems == ()
    assert reading.tutor is not None
    assert reading.tutor.no == 3


def test_a_typed_time_is_on_the_desk_s_wall(wide: Small) -> None:
    """I16: 12:00 is noon in Madrid, also with a tutor in New York; in a gap the start is an hour later (D4), in a
    fold the first of the two.
    """
    for text, instant in (
        ("walk-in piano 5/3 12:00 @kim", at("2026-03-05 12:00")),
        ("walk-in piano 29/3 02:30 @kim", at("2026-03-29 02:30")),  # Madrid springs from 02:00 to 03:00: 03:30 there
        ("walk-in piano 25/10 02:30 @kim", at("2026-10-25 01:30")),  # twice there; the first is two hours east
    ):
        reading = wide.desk.read_line(text, fresh(), "en", Wish())
        assert (reading.problems, reading.start) == ((), instant), text


# --- words


def test_a_focus_is_written_over_what_the_class_had(small: Small) -> None:
    """I53: the second booking of a class says another focus; it is a change of words, not a clash."""
    slot = small.open_class("2026-03-05 17:00")
    book = Book(key=fresh(), service=small.service("Yoga"), slot=slot, focus=" breath ")
    small.do(book)
    done = small.do(replace(book, key=fresh(), focus="balance"))
    assert [(e.before, e.after) for e in done.plan.of(FieldSet)] == [("breath", "balance")]
    small.sound()


def test_nothing_but_blanks_is_no_focus(small: Small) -> None:
    book = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"), focus=" "
    )
    assert list(small.desk.plan(book).of(FieldSet)) == []


@pytest.mark.parametrize("url", ["https://[", "https://\u2100.com", "https://a b.org", "javascript:alert(1)", "//x"])
def test_an_address_that_is_none_is_wrong_input(small: Small, url: str) -> None:
    """T7: whatever was typed, the answer is a sentence."""
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    with pytest.raises(WrongInput, match="URL"):
        small.do(Edit(key=fresh(), booking=made.plan.subject, fields=(("join_url", url),)))  # type: ignore[arg-type]


def test_a_field_named_twice_gets_its_last_words(small: Small) -> None:
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    edit = Edit(key=fresh(), booking=made.plan.subject, fields=(("focus", "a"), ("focus", "b"), ("name", "N" * 500)))  # type: ignore[arg-type]
    small.do(edit)
    view = small.view(made)
    assert view.person is not None
    assert (view.slot.focus, len(view.person.name)) == ("b", 120)


def test_somebody_new_is_told_like_everybody(small: Small) -> None:
    """The plan names who is not told, also somebody who is written down by it; for a child the guardian."""
    command = Book(
        key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=at("2026-03-05 10:00"),
        newcomer=Newcomer(name="Zoë"),
    )  # fmt: skip
    plan = small.desk.plan(command)
    told = [e.person for e in plan.of(NotTold) if e.audience is Role.CUSTOMER]
    assert [small.desk.names(plan.effects).people[p] for p in told if p] == ["Zoë"]
    child = replace(command, newcomer=Newcomer(name="Zoë", guardian=small.people["Leo Lee"]))
    told = [e.person for e in small.desk.plan(child).of(NotTold) if e.audience is Role.CUSTOMER]
    assert told == [small.people["Leo Lee"]]


@pytest.mark.parametrize("start", [-1, 10**12, 2**70])
def test_an_instant_beyond_all_calendars_is_wrong_input(small: Small, start: int) -> None:
    made = small.book("Ana Pérez", "2026-03-05 12:00")
    book = Book(key=fresh(), service=small.service("Piano"), tutor=small.tutor("Ana"), start=start)
    for command in (book, Move(key=fresh(), booking=made.plan.subject, start=start)):  # type: ignore[arg-type]
        with pytest.raises(WrongInput, match="NO_TIME"):
            small.desk.plan(command)


@pytest.mark.parametrize(
    "wrong",
    [
        {"interval": 0}, {"before": -5}, {"after": 721}, {"notice": -1}, {"minor": 10**30}, {"tax_rate": -10000},
        {"capacity": 10**30, "kind": Kind.GROUP},
    ],
)  # fmt: skip
def test_an_offer_that_nobody_could_keep_is_wrong_input(
    tmp_path: Path, clock: FrozenClock, wrong: dict[str, int]
) -> None:
    """No later booking stumbles over what was set up."""
    service = replace(NewService(name="Piano", minutes=60, minor=100), **wrong)  # type: ignore[arg-type]
    with open_database(tmp_path / "desk.sqlite3") as database, pytest.raises(WrongInput):
        Desk(database, clock, fresh).commit(replace(set_up(), services=(service,)))
