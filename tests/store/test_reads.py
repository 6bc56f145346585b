"""What screens are shown: whole, in order, and in as many queries for one lesson as for a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event, update

from deskbell.domain import commands as c
from deskbell.domain.booking import Attendance, State, Verb
from deskbell.domain.effects import BookingTurned, FieldSet, LineAdded, NoteAdded, SlotMoved
from deskbell.domain.errors import NotFound, NotSetUp
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method, Settlement
from deskbell.domain.people import Actor, Role
from deskbell.domain.slot import SlotState
from deskbell.domain.views import BookingView, Days
from deskbell.store import find, reads
from deskbell.store import tables as t
from deskbell.store.engine import open_database
from tests.house.clock import WEDNESDAY
from tests.store.world import DAY, HOUR, World, fresh

TOMORROW = WEDNESDAY + DAY
NEXT_WEEK = WEDNESDAY + 7 * DAY
MONDAY = date(2026, 3, 2)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with open_database(database_url) as database:
        yield World(database).furnish()


def days(world: World, first: date = MONDAY, count: int = 7, tutor: int | None = None) -> Days:
    found = world.read(reads.days, first, count, world.now, tutor)
    assert isinstance(found, Days)
    return found


def view(world: World, no: int) -> BookingView:
    found = world.read(reads.booking_view, no, world.now)
    assert isinstance(found, BookingView)
    return found


# --- days


def test_without_a_desk_there_are_no_days(database_url: str) -> None:
    with open_database(database_url) as database:
        for read in (lambda w: days(w), lambda w: view(w, 1)):
            with pytest.raises(NotSetUp, match="DESK_NOT_SET_UP"):
                read(World(database))
        assert World(database).read(reads.seq) == 0


def test_a_week_shows_lessons_with_who_sits_in_them(world: World) -> None:
    ana = world.add("Ana Pérez")
    world.book(TOMORROW, person=ana, method=Method.CASH)
    slot = world.open_class(TOMORROW - HOUR)
    for name in ("Leo", "Mia"):
        world.book_class(slot, newcomer=c.Newcomer(name=name))
    world.book(TOMORROW + 3 * HOUR)
    yoga, piano, walk_in = days(world).lessons
    assert (yoga.service, yoga.kind, yoga.taken, yoga.capacity, yoga.tutor_name, yoga.room) == (
        "Yoga",
        Kind.GROUP,
        2,
        3,
        "Leo Vega",
        "",
    )
    assert [s.name for s in yoga.seats] == ["Leo", "Mia"]
    assert (piano.start, piano.end, piano.busy_to, piano.room, piano.tutor, piano.state) == (
        TOMORROW,
        TOMORROW + HOUR,
        TOMORROW + HOUR + 900,
        "Studio 1",
        1,
        SlotState.PLANNED,
    )
    (seat,) = piano.seats
    assert (seat.booking, seat.name, seat.state, seat.attendance) == (
        1,
        "Ana Pérez",
        State.CONFIRMED,
        Attendance.UNSET,
    )
    assert (seat.due, seat.captured, seat.refunded, seat.credited, seat.currency) == (2500, 2500, 0, 0, "EUR")
    assert seat.money is Settlement.PAID
    assert (walk_in.seats[0].name, walk_in.seats[0].money) == ("", Settlement.UNPAID)


def test_what_was_cancelled_does_not_stand_in_the_week(world: World) -> None:
    """A lesson goes with its booking; a class stays and only the seat goes."""
    world.cancel(world.book(TOMORROW))
    slot = world.open_class(TOMORROW)
    world.cancel(world.book_class(slot, newcomer=c.Newcomer(name="Leo")))
    (lesson,) = days(world).lessons
    assert (lesson.service, lesson.seats, lesson.taken) == ("Yoga", (), 0)


def test_days_begin_and_end_at_local_midnight(world: World) -> None:
    """The desk's zone decides, also where a day has 23 hours (29 March 2026 in Madrid)."""
    assert days(world).bounds[:2] == (1772406000, 1772492400)
    spring = days(world, date(2026, 3, 27), 4).bounds
    assert [b - a for a, b in pairwise(spring)] == [24 * HOUR, 24 * HOUR, 23 * HOUR, 24 * HOUR]


def test_a_lesson_across_midnight_is_there_on_both_days(world: World) -> None:
    late = date(2026, 3, 5)
    midnight = TOMORROW + 13 * HOUR
    world.book(midnight - HOUR // 2)
    assert [len(days(world, late, n).lessons) for n in (1, 2)] == [1, 1]
    assert len(days(world, date(2026, 3, 6), 1).lessons) == 1
    assert days(world, date(2026, 3, 7), 1).lessons == ()


def test_what_only_touches_a_day_is_not_in_it(world: World) -> None:
    midnight = TOMORROW + 13 * HOUR
    world.book(midnight - HOUR)
    assert days(world, date(2026, 3, 6), 1).lessons == (), "its buffer reaches into the day, the lesson does not"


def test_tutors_come_with_their_windows(world: World) -> None:
    ruiz, vega = days(world).tutors
    assert (ruiz.no, ruiz.name, ruiz.zone, len(ruiz.open), len(vega.open)) == (1, "Marta Ruiz", "Europe/Madrid", 7, 5)
    assert ruiz.open[0] == (1772406000 + 8 * HOUR, 1772406000 + 20 * HOUR)


def test_days_of_one_tutor(world: World) -> None:
    world.book(TOMORROW)
    world.book(TOMORROW, tutor=world.tutor("Leo Vega"))
    read_busy(world)
    one, two, nobody = (days(world, tutor=n) for n in (1, 2, 99))
    assert [(x.tutor, x.tutor_name) for x in one.lessons] == [(1, "Marta Ruiz")]
    assert [x.tutor for x in two.lessons] == [2]
    assert ([card.no for card in one.tutors], len(one.busy)) == ([1], 1)
    assert ([card.no for card in two.tutors], len(two.busy)) == ([2], 0)
    assert (nobody.tutors, nobody.lessons, nobody.busy) == ((), (), ())


def test_a_tutor_who_left_is_shown_with_their_lessons_and_only_then(world: World) -> None:
    world.book(TOMORROW)
    with world.database.write() as unit:
        unit.run(update(t.tutor).where(t.tutor.c.id == 1).values(active=False))
    here, elsewhere = days(world), days(world, date(2026, 6, 1))
    assert [(card.no, len(card.open)) for card in here.tutors] == [(1, 0), (2, 5)]
    assert [card.no for card in elsewhere.tutors] == [2]


def read_busy(world: World) -> None:
    spans = (
        c.BusySpan("a", "", TOMORROW, TOMORROW + HOUR, "Dentist", tentative=True),
        c.BusySpan("b", "", WEDNESDAY - 90 * DAY, WEDNESDAY - 80 * DAY, "Before"),
    )
    args = {"tutor": world.tutor(), "calendar": "x.ics", "since": 0, "until": NEXT_WEEK}
    world.do(c.ReadBusy(key=fresh(), spans=spans, **args))


def test_busy_time_tasks_and_the_newest_change(world: World) -> None:
    read_busy(world)
    world.cancel(world.book(NEXT_WEEK, method=Method.CARD))
    week = days(world)
    (busy,) = week.busy
    assert (busy.tutor, busy.start, busy.end, busy.title, busy.all_day, busy.tentative) == (
        1,
        TOMORROW,
        TOMORROW + HOUR,
        "Dentist",
        False,
        True,
    )
    assert week.tasks == 1
    newest = world.do_book(NEXT_WEEK)
    assert (week.seq, world.read(reads.seq)) == (newest - 1, newest)


def test_what_is_to_collect(world: World) -> None:
    """Due from lessons that began within thirty days, the most recent first; not what is to come, paid or cancelled."""
    ana = world.add("Ana")
    starts = {n: WEDNESDAY - n * DAY for n in (1, 2, 3, 4, 29, 30, 31)}
    booked = {n: world.read(find.booking, world.book(start, person=ana)).no for n, start in starts.items()}
    world.book(TOMORROW)
    paid = world.read(find.booking, booked[2])
    world.do(c.Take(key=fresh(), order=paid.order, method=Method.CASH, amount=2500))
    part = world.read(find.booking, booked[3])
    world.do(c.Take(key=fresh(), order=part.order, method=Method.CASH, amount=1000))
    world.cancel(world.read(find.booking, booked[4]).id, Role.TUTOR)
    world.close(world.read(find.booking, booked[1]).id, Verb.NO_SHOW)
    assert days(world).to_collect == (
        (booked[1], "Ana", 2500),
        (booked[3], "Ana", 1500),
        (booked[29], "Ana", 2500),
    )
    assert days(world, tutor=2).to_collect == ()


def test_at_most_ten_are_to_collect(world: World) -> None:
    for n in range(12):
        world.book(WEDNESDAY - (n + 1) * 2 * HOUR)
    assert len(days(world).to_collect) == 10


def count_queries(world: World, *calls: Any) -> list[int]:
    counts = []
    for call in calls:
        with world.database.read() as unit:
            asked: list[str] = []

            def hear(_: Any, __: Any, statement: str, *___: Any, asked: list[str] = asked) -> None:
                asked.append(statement)

            event.listen(unit.connection, "before_cursor_execute", hear)
            call(unit.connection)
            counts.append(len(asked))
    return counts


def test_a_full_week_asks_no_more_than_an_empty_one(world: World) -> None:
    """Never a query per row."""
    for n in range(3):
        slot = world.open_class(TOMORROW + n * 2 * HOUR)
        for name in "abc":
            world.book_class(slot, newcomer=c.Newcomer(name=name))
        world.book(TOMORROW + n * 2 * HOUR)
    full, empty, tutor = count_queries(
        world,
        lambda conn: reads.days(conn, MONDAY, 7, WEDNESDAY),
        lambda conn: reads.days(conn, date(2030, 1, 1), 7, WEDNESDAY),
        lambda conn: reads.days(conn, MONDAY, 7, WEDNESDAY, 1),
    )
    assert full == empty == tutor <= 8


# --- one booking


def test_a_booking_that_is_not_there(world: World) -> None:
    for no in (0, 99, 10**30):
        with pytest.raises(NotFound, match="NO_SUCH_BOOKING"):
            view(world, no)


def test_a_booking_with_everything_around_it(world: World) -> None:
    mother = world.add("Marie Lee")
    leo = world.add("Leo Lee", guardian=mother)
    id_ = world.book(NEXT_WEEK, person=leo, method=Method.CASH, tendered=3000)
    shown = view(world, 1)
    assert (shown.booking.id, shown.slot.start, shown.service.name, shown.tutor.name, shown.room) == (
        id_,
        NEXT_WEEK,
        "Piano",
        "Marta Ruiz",
        "Studio 1",
    )
    assert shown.person is not None
    assert shown.guardian is not None
    assert (shown.person.name, shown.guardian.name) == ("Leo Lee", "Marie Lee")
    assert [(r.number, r.kind, r.amount) for r in shown.receipts] == [(1, "RECEIPT", 2500)]
    assert (shown.due, shown.captured, shown.refunded, shown.open, shown.money) == (
        2500,
        2500,
        0,
        0,
        Settlement.PAID,
    )
    assert (shown.nth, shown.mates, shown.now, shown.seq) == (1, (), WEDNESDAY, shown.undoable)
    assert [told.effect.kind for told in shown.timeline] == [
        "SlotOpened",
        "OrderOpened",
        "SeatTaken",
        "LineAdded",
        "PaymentTaken",
        "ReceiptIssued",
        "NotTold",
        "NotTold",
    ]


def test_a_walk_in_has_no_person(world: World) -> None:
    world.book(TOMORROW)
    shown = view(world, 1)
    assert (shown.person, shown.guardian, shown.nth) == (None, None, 0)


def test_the_timeline_tells_who_did_what_and_what_was_undone(world: World) -> None:
    ana = world.add("Ana")
    id_ = world.book(NEXT_WEEK, person=ana)
    moved = c.Move(key=fresh(), actor=Actor(Role.CUSTOMER, ana), booking=id_, start=NEXT_WEEK + 2 * HOUR)
    world.do(moved)
    world.cancel(id_)
    undone = world.undo()
    told = view(world, 1).timeline
    assert [(x.role, x.who, x.verb) for x in told if isinstance(x.effect, SlotMoved)] == [
        (Role.CUSTOMER, "Ana", "MOVE")
    ]
    turned = [(x.verb, x.undone) for x in told if isinstance(x.effect, BookingTurned)]
    assert turned == [("CANCEL", True), ("UNDO", False)]
    assert {x.change for x in told if x.verb == "UNDO"} == {undone}
    assert view(world, 1).undoable == undone - 2, "the move is what undo can mean now"


def test_the_timeline_gives_back_the_words_that_are_kept(world: World) -> None:
    id_ = world.book(NEXT_WEEK)
    world.do(c.Edit(key=fresh(), booking=id_, fields=(("focus", "Bach"),)))
    world.do(c.Edit(key=fresh(), booking=id_, fields=(("focus", "Satie"),)))
    world.do(c.AddNote(key=fresh(), booking=id_, text="left hand"))
    effects = [x.effect for x in view(world, 1).timeline]
    fields = [(e.before, e.after) for e in effects if isinstance(e, FieldSet)]
    assert fields == [("", "Bach"), ("Bach", "Satie")]
    assert [e.text for e in effects if isinstance(e, NoteAdded)] == ["left hand"]


def test_a_hidden_note_says_nothing_any_more(world: World) -> None:
    id_ = world.book(NEXT_WEEK)
    world.do(c.AddNote(key=fresh(), booking=id_, text="left hand", visibility="TUTOR"))
    (note,) = view(world, 1).notes
    assert (note.text, note.author, note.kind, note.visibility, note.at) == (
        "left hand",
        Role.STAFF,
        "GENERAL",
        "TUTOR",
        WEDNESDAY,
    )
    world.undo()
    shown = view(world, 1)
    assert shown.notes == ()
    assert [x.effect.text for x in shown.timeline if isinstance(x.effect, NoteAdded)] == [""]


def test_a_timeline_is_about_its_own_booking(world: World) -> None:
    """Mates of a class see the class opened, and nothing of each other."""
    slot = world.open_class(TOMORROW)
    for name in ("Ana", "Leo"):
        world.book_class(slot, newcomer=c.Newcomer(name=name), method=Method.CARD)
    ana, leo = view(world, 1), view(world, 2)
    assert (ana.mates, leo.mates) == (((2, "Leo"),), ((1, "Ana"),))
    assert [x.effect.kind for x in ana.timeline if x.verb == "OPEN_CLASS"] == ["SlotOpened"]
    assert not {x.change for x in ana.timeline} & {x.change for x in leo.timeline if x.verb == "BOOK"}
    world.cancel(leo.booking.id)
    assert view(world, 1).mates == ()


def test_the_how_manieth_lesson_of_a_person_with_a_tutor(world: World) -> None:
    """S4.23: by start, cancelled ones not counted, other tutors apart."""
    ana = world.add("Ana")
    later = world.book(NEXT_WEEK, person=ana)
    sooner = world.book(TOMORROW, person=ana)
    world.book(TOMORROW + DAY, person=ana, tutor=world.tutor("Leo Vega"))
    gone = world.book(TOMORROW + 3 * HOUR, person=ana)
    world.cancel(gone)

    def nth(booking: Any) -> int:
        return view(world, world.read(find.booking, booking).no).nth

    assert [nth(b) for b in (sooner, later, gone)] == [1, 2, 0]
    assert view(world, 3).nth == 1


def test_money_that_went_back_is_shown_with_its_receipts(world: World) -> None:
    id_ = world.book(TOMORROW + 6 * HOUR, method=Method.CASH)
    world.cancel(id_)
    shown = view(world, 1)
    assert (shown.due, shown.captured, shown.refunded, shown.credited) == (1250, 2500, 1250, True)
    assert shown.money is Settlement.PARTIALLY_REFUNDED
    assert [(r.number, r.kind, r.amount) for r in shown.receipts] == [(1, "RECEIPT", 2500), (2, "REFUND", -1250)]
    assert [e.effect.percent for e in shown.timeline if isinstance(e.effect, LineAdded)] == [None, 50]


def test_a_long_history_asks_no_more_than_a_short_one(world: World) -> None:
    short, long = world.book(NEXT_WEEK), world.book(NEXT_WEEK + DAY)
    for n in range(4):
        world.do(c.Edit(key=fresh(), booking=long, fields=(("focus", f"piece {n}"),)))
        world.do(c.AddNote(key=fresh(), booking=long, text=f"note {n}"))
        world.cancel(long)
        world.undo()
    counts = count_queries(
        world,
        lambda conn: reads.booking_view(conn, 2, WEDNESDAY),
        lambda conn: reads.booking_view(conn, 1, WEDNESDAY),
    )
    assert short
    assert counts[0] <= counts[1] + 1, "one more for the words of its fields"


# --- what waits


def test_what_waits_is_told_oldest_first(world: World) -> None:
    """I24: a refund that a person must make by hand waits until it is made; cash goes back at once."""
    for hour, more in ((0, {"method": Method.TRANSFER}), (2, {"method": Method.CARD}), (4, {})):
        id_ = world.book(NEXT_WEEK + hour * HOUR, **more)
        world.cancel(id_)
        world.now += 60
    refunds = [view(world, no).payments[0].refunds[0].id for no in (1, 2)]
    found = world.read(reads.open_tasks)
    assert [(kind, about, since, due) for _, kind, about, since, due in found] == [
        ("REFUND_BY_HAND", refunds[0], WEDNESDAY, None),
        ("REFUND_BY_HAND", refunds[1], WEDNESDAY + 60, None),
    ]
    world.do(c.HandOver(key=fresh(), booking=view(world, 1).booking.id, refund=refunds[0]))
    assert [about for _, _, about, _, _ in world.read(reads.open_tasks)] == [refunds[1]]


def test_what_waits_is_one_query_however_much_it_is(world: World) -> None:
    ids = [world.book(NEXT_WEEK + hour * HOUR, method=Method.CARD) for hour in range(0, 8, 2)]
    world.cancel(ids[0])
    few = count_queries(world, reads.open_tasks)
    for id_ in ids[1:]:
        world.cancel(id_)
    assert few == count_queries(world, reads.open_tasks)
