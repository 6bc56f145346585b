"""Rows come back as domain objects; facts hold what a decision needs, and lists and commits look at the same diary."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from deskbell.domain import commands as c
from deskbell.domain.availability import Openings, Override, Span, Taken, Travel, Weekly, Why, reach
from deskbell.domain.booking import Attendance, State, Verb
from deskbell.domain.decisions.timing import rules
from deskbell.domain.effects import HoursSet, NoteAdded, TaskRaised
from deskbell.domain.errors import NotFound, Refused, WrongInput
from deskbell.domain.facts import Clash
from deskbell.domain.ids import Id
from deskbell.domain.money import Money
from deskbell.domain.offer import Kind, Place
from deskbell.domain.payment import AttemptState, Method, RefundState
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Minting, Plan
from deskbell.domain.policy import DEFAULT
from deskbell.domain.slot import SlotState
from deskbell.store import find, reads
from deskbell.store import tables as t
from deskbell.store.apply import apply
from deskbell.store.engine import open_database
from deskbell.store.verify import verify
from tests.house.clock import WEDNESDAY
from tests.store.world import DAY, HOUR, World, fresh

TOMORROW = WEDNESDAY + DAY
NEXT_WEEK = WEDNESDAY + 7 * DAY
NOWHERE = Id("0" * 32)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with open_database(database_url) as database:
        yield World(database).furnish()


@pytest.mark.parametrize("package", [find, reads])
def test_rooms_open_late_and_never_hide_what_is_asked_for(package: ModuleType) -> None:
    """A room called like a function would take its place as soon as somebody opens it."""
    rooms = {module.name for module in pkgutil.iter_modules(package.__path__)}
    for room in rooms:
        import_module(f"{package.__name__}.{room}")
    assert not rooms & set(package.__all__)
    assert not [name for name in package.__all__ if isinstance(getattr(package, name), ModuleType)]
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        _ = package.nothing_of_ours


# --- things by number and by id


def test_before_it_is_opened_there_is_no_desk(database_url: str) -> None:
    with open_database(database_url) as database:
        assert World(database).read(find.desk) is None


def test_the_desk_and_what_it_offers(world: World) -> None:
    desk = world.desk
    assert (desk.name, desk.zone, desk.currency, desk.language, desk.demo) == (
        "Estudio Río",
        "Europe/Madrid",
        "EUR",
        "es",
        False,
    )
    piano, yoga = world.read(find.services)
    assert (piano.no, piano.name, piano.kind, piano.price, piano.after, piano.tax_rate) == (
        1,
        "Piano",
        Kind.ONE_TO_ONE,
        Money(2500, "EUR"),
        15,
        2100,
    )
    assert (yoga.kind, yoga.capacity, yoga.policy, yoga.place, yoga.horizon_days) == (
        Kind.GROUP,
        3,
        DEFAULT,
        Place.STUDIO,
        366,
    )
    assert world.read(find.service, piano.id) == world.read(find.service, 1) == piano
    ruiz, vega = world.read(find.tutors)
    assert (ruiz.name, vega.name, vega.room, ruiz.zone) == ("Marta Ruiz", "Leo Vega", None, "Europe/Madrid")
    assert ruiz.room is not None
    assert world.read(find.tutor, ruiz.id) == world.read(find.tutor, 1) == ruiz


@pytest.mark.parametrize("which", [0, -1, 99, 2**63 - 1, 2**63, 10**30, NOWHERE, Id(""), Id("'; --"), Id("é" * 32)])
@pytest.mark.parametrize("noun", ["service", "tutor", "person", "slot", "booking", "order"])
def test_what_is_not_there_is_none(world: World, noun: str, which: Any) -> None:
    """A number that no row can have, and an id that is none, are asked for by people: neither is a fault."""
    assert world.read(getattr(find, noun), which) is None


def test_a_child_has_a_guardian_who_pays(world: World) -> None:
    household = fresh()
    mother = world.add("Marie Lee", household=household, mail="marie@example.org")
    leo = world.add("Leo Lee", guardian=mother, household=household, birth_year=2016)
    person = world.read(find.person, leo)
    assert (person.name, person.household, person.guardian, person.payer, person.birth_year) == (
        "Leo Lee",
        household,
        mother,
        mother,
        2016,
    )
    assert world.read(find.person, mother).payer is None
    assert world.read(find.booking, world.book(TOMORROW, person=leo)).payer == mother


def test_a_booking_with_its_slot_order_and_payments(world: World) -> None:
    ana = world.add("Ana")
    id_ = world.book(NEXT_WEEK, person=ana, method=Method.CARD)
    booking = world.read(find.booking, id_)
    assert (booking.no, booking.state, booking.booked_by, booking.participant, booking.payer) == (
        1,
        State.CONFIRMED,
        Role.STAFF,
        ana,
        ana,
    )
    assert (booking.policy, booking.policy_start, booking.attendance) == (DEFAULT, NEXT_WEEK, Attendance.UNSET)
    slot = world.read(find.slot, booking.slot)
    assert (slot.start, slot.end, slot.busy_from, slot.busy_to) == (
        NEXT_WEEK,
        NEXT_WEEK + HOUR,
        NEXT_WEEK,
        NEXT_WEEK + HOUR + 900,
    )
    assert (slot.capacity, slot.taken, slot.free, slot.state) == (1, 1, 0, SlotState.PLANNED)
    assert slot.room == world.read(find.tutor, slot.tutor).room
    order = world.read(find.order, booking.order)
    assert (order.total, [x.tax for x in order.lines]) == (Money(2500, "EUR"), [434])
    world.cancel(id_)
    (payment,) = world.read(find.payments, booking.order)
    assert (payment.method, payment.captured, payment.state, payment.receipt, payment.left) == (
        Method.CARD,
        2500,
        AttemptState.CAPTURED,
        1,
        0,
    )
    (refund,) = payment.refunds
    assert (refund.amount, refund.state, refund.booking, refund.payment) == (
        2500,
        RefundState.REQUESTED,
        id_,
        payment.id,
    )
    cancelled = world.read(find.booking, 1)
    assert (cancelled.cancelled_at, cancelled.cancelled_by, cancelled.reason) == (WEDNESDAY, Role.CUSTOMER, "OTHER")


def test_payments_come_newest_first_each_with_its_receipt(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    order = world.read(find.booking, booking).order
    for amount in (500, 700):
        world.now += 60
        world.do(c.Take(key=fresh(), order=order, method=Method.CASH, amount=amount))
    assert [(p.captured, p.receipt) for p in world.read(find.payments, order)] == [(700, 2), (500, 1)]


# --- the diary


def diary(world: World, tutor: str = "Marta Ruiz", lo: int = TOMORROW, hi: int = TOMORROW + DAY, **more: Any) -> Any:
    who = world.read(find.tutor, world.tutor(tutor))
    return world.read(find.diary, who, None, lo, hi, **more)


def test_a_diary_holds_lessons_with_their_buffers_and_whose_they_are(world: World) -> None:
    booking = world.read(find.booking, world.book(TOMORROW))
    world.cancel(world.book(TOMORROW + 3 * HOUR))
    assert diary(world).taken == (Taken(TOMORROW, TOMORROW + HOUR, TOMORROW, TOMORROW + HOUR + 900, booking.no, True),)
    assert diary(world, leave_out=booking.slot).taken == ()
    assert diary(world, "Leo Vega").taken == ()


def test_a_class_is_known_by_its_name(world: World) -> None:
    slot = world.open_class(TOMORROW)
    world.book_class(slot, newcomer=c.Newcomer(name="Ana"))
    assert [x.ref for x in diary(world, "Leo Vega").taken] == ["Yoga"]


def test_only_lessons_of_the_service_count_for_its_limits(world: World) -> None:
    world.book(TOMORROW)
    piano, yoga = world.read(find.services)
    tutor = world.read(find.tutor, 1)
    for service, counts in ((piano, True), (yoga, False), (None, True)):
        (taken,) = world.read(find.diary, tutor, service, TOMORROW, TOMORROW + DAY).taken
        assert taken.counts is counts


def test_a_diary_reaches_as_far_as_the_engine_looks(world: World) -> None:
    """I19: what the engine would look at around the question is in it, what is further away is not."""
    lo, hi = reach(TOMORROW, TOMORROW + HOUR)
    inside = [world.book(when) for when in (WEDNESDAY - 2 * DAY, TOMORROW + 3 * DAY)]
    world.book(TOMORROW + 20 * DAY)
    taken = diary(world, lo=TOMORROW, hi=TOMORROW + HOUR).taken
    assert [x.ref for x in taken] == [world.read(find.booking, b).no for b in inside]
    assert all(lo < x.busy_to and x.busy_from < hi for x in taken)


def test_a_room_that_another_tutor_uses_is_in_the_way(world: World) -> None:
    room = world.read(find.tutor, 1).room
    booking = world.read(find.booking, world.book(TOMORROW))
    assert diary(world, "Leo Vega", room=room).room == (Span(TOMORROW, TOMORROW + HOUR + 900, booking.no),)
    assert diary(world, "Leo Vega", room=room, leave_out=booking.slot).room == ()
    assert diary(world, "Leo Vega").room == ()
    assert diary(world, room=room).room == (), "a tutor's own lesson is not told twice"


def test_the_student_s_other_lessons_are_in_the_way_where_asked_for(world: World) -> None:
    ana = world.add("Ana")
    booking = world.read(find.booking, world.book(TOMORROW, person=ana))
    assert diary(world, "Leo Vega", participant=ana).student == (Span(TOMORROW, TOMORROW + HOUR, booking.no),)
    assert diary(world, "Leo Vega", participant=ana, leave_out=booking.slot).student == ()


def test_busy_time_stands_in_the_diary_by_its_title(world: World) -> None:
    read_busy(world, span("a", TOMORROW, 2), span("b", TOMORROW + 90 * DAY, 2))
    assert diary(world).busy == (Span(TOMORROW, TOMORROW + 2 * HOUR, "title a"),)
    assert diary(world, "Leo Vega").busy == ()


def test_hours_overrides_and_travels_come_back_as_they_were_set(world: World) -> None:
    tutor = world.tutor()
    assert diary(world).hours.weekly[0] == Weekly(0, 480, 1200)
    overrides = (("2026-03-05", ((600, 720), (780, 900))), ("2026-03-06", ()))
    travel = (("2026-03-09", "2026-03-11", "Asia/Kathmandu"), ("2026-04-01", None, "UTC"))
    effect = HoursSet(tutor, ((0, 540, 1020),), overrides, travel)
    with world.database.write() as unit:
        apply(unit.connection, Plan("HOURS", (effect,)), key=fresh(), actor=world.actor, now=world.now)
    hours = diary(world).hours
    assert hours.weekly == (Weekly(0, 540, 1020),)
    assert hours.overrides == (
        Override(date(2026, 3, 5), ((600, 720), (780, 900))),
        Override(date(2026, 3, 6), ()),
    )
    assert hours.travel == (
        Travel(date(2026, 3, 9), date(2026, 3, 11), "Asia/Kathmandu"),
        Travel(date(2026, 4, 1), None, "UTC"),
    )


def test_what_is_listed_can_be_booked_and_what_is_not_cannot(world: World) -> None:
    """I19: the list and the commit read the same diary; every start of a day is tried, and rolled back."""
    ana = world.add("Ana")
    world.book(TOMORROW, person=ana)
    world.book(TOMORROW + 4 * HOUR)
    piano, tutor = world.read(find.service, 1), world.read(find.tutor, 1)
    day = TOMORROW - 9 * HOUR
    lo, hi = day, day + DAY
    openings = Openings(world.read(find.diary, tutor, piano, lo, hi, room=tutor.room), rules(piano), world.now)
    listed = set(openings.starts(lo, hi))
    assert len(listed) > 5
    for start in range(lo, hi, 1800):
        cmd = c.Book(key=fresh(), actor=Actor(Role.CUSTOMER, ana), service=piano.id, tutor=tutor.id, start=start)
        assert books(world, cmd) is (start in listed), start


def books(world: World, cmd: c.Command) -> bool:
    """Whether it would be booked; nothing of it is kept."""
    with suppress(Refused), world.database.owning() as conn:
        plan = world.plan(conn, cmd)
        apply(conn, plan, key=cmd.key, actor=cmd.actor, now=world.now)
        conn.rollback()
        return True
    return False


# --- facts


def test_facts_for_a_lesson(world: World) -> None:
    ana = world.add("Ana")
    other = world.read(find.booking, world.book(TOMORROW, person=ana))
    cmd = c.Book(
        key=fresh(),
        service=world.service("Piano"),
        tutor=world.tutor("Leo Vega"),
        start=TOMORROW + HOUR // 2,
        person=ana,
    )
    facts = world.read(find.book_facts, cmd, world.desk)
    assert (facts.tutor.name, facts.person.name, facts.slot, facts.already) == ("Leo Vega", "Ana", None, None)
    assert facts.clashes == (Clash(other.no, TOMORROW, TOMORROW + HOUR),)
    assert facts.diary is not None


def test_touching_lessons_of_a_person_do_not_clash(world: World) -> None:
    """I55: half-open."""
    ana = world.add("Ana")
    world.book(TOMORROW, person=ana)
    for start in (TOMORROW - HOUR, TOMORROW + HOUR):
        assert world.read(find.clashes, ana, start, start + HOUR) == ()
    assert len(world.read(find.clashes, ana, TOMORROW + HOUR - 1, TOMORROW + 2 * HOUR)) == 1
    world.cancel(world.read(find.booking, 1).id)
    assert world.read(find.clashes, ana, TOMORROW, TOMORROW + HOUR) == ()


def test_facts_for_a_class(world: World) -> None:
    slot = world.open_class(TOMORROW)
    ana = world.add("Ana")
    world.book_class(slot, person=ana)
    cmd = c.Book(key=fresh(), service=world.service("Yoga"), slot=slot, person=ana)
    facts = world.read(find.book_facts, cmd, world.desk)
    assert (facts.slot.taken, facts.already, facts.clashes, facts.diary) == (1, 1, (), None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"service": NOWHERE}, "NO_SUCH_SERVICE"),
        ({"tutor": NOWHERE}, "NO_SUCH_TUTOR"),
        ({"person": NOWHERE}, "NO_SUCH_PERSON"),
        ({"slot": NOWHERE}, "NO_SUCH_SLOT"),
        ({"tutor": None}, "NO_TUTOR"),
    ],
)
def test_what_a_command_names_must_be_there(world: World, change: dict[str, Any], code: str) -> None:
    cmd = c.Book(key=fresh(), service=world.service("Piano"), tutor=world.tutor(), start=TOMORROW)
    with pytest.raises(WrongInput) as caught:
        world.read(find.book_facts, replace(cmd, **change), world.desk)
    assert caught.value.code == code
    for missing in (find.booking_facts, find.order_facts):
        with pytest.raises(NotFound):
            world.read(missing, NOWHERE, world.desk)


def test_facts_of_a_booking_count_its_mates_tasks_and_revenue(world: World) -> None:
    slot = world.open_class(TOMORROW)
    one, two, three = (world.book_class(slot, newcomer=c.Newcomer(name=n), method=Method.CARD) for n in "abc")
    task = TaskRaised(fresh(), "CALL_BACK", one)
    with world.database.write() as unit:
        apply(unit.connection, Plan("TASK", (task,)), key=fresh(), actor=world.actor, now=world.now)
    world.now = TOMORROW + 2 * HOUR
    world.close(two, Verb.COMPLETE)
    facts = world.facts(one)
    assert (facts.others, facts.open_others, facts.earned) == (2, 1, 0)
    assert facts.tasks == ((task.task, "CALL_BACK", one),)
    assert world.facts(two).earned == 900
    world.close(two, Verb.REOPEN)
    assert world.facts(two).earned == 0
    assert world.facts(three).tasks == ()


def test_an_open_refund_is_a_task_of_its_booking(world: World) -> None:
    booking = world.book(NEXT_WEEK, method=Method.CARD)
    world.cancel(booking)
    facts = world.facts(booking)
    refund = facts.payments[0].refunds[0]
    assert [(kind, subject) for _, kind, subject in facts.tasks] == [("REFUND_BY_HAND", refund.id)]


def test_facts_for_a_move_leave_the_lesson_itself_out(world: World) -> None:
    """M: half an hour along is free, though the lesson lies there now."""
    ana = world.add("Ana")
    booking = world.book(NEXT_WEEK, person=ana)
    cmd = c.Move(key=fresh(), booking=booking, start=NEXT_WEEK + HOUR // 2)
    facts = world.read(find.move_facts, cmd, world.desk)
    assert (facts.diary.taken, facts.clashes, facts.tutor.name, facts.target) == ((), (), "Marta Ruiz", None)
    world.do(cmd)
    away = c.Move(key=fresh(), booking=booking, start=NEXT_WEEK, tutor=world.tutor("Leo Vega"))
    assert world.read(find.move_facts, away, world.desk).tutor.name == "Leo Vega"


def test_facts_for_a_seat_s_move(world: World) -> None:
    one, other = world.open_class(TOMORROW), world.open_class(TOMORROW + 2 * HOUR)
    ana = world.add("Ana")
    booking = world.book_class(one, person=ana)
    facts = world.read(find.move_facts, c.Move(key=fresh(), booking=booking, slot=other), world.desk)
    assert (facts.target.id, facts.already, facts.clashes) == (other, None, ())
    world.book_class(other, person=ana)
    facts = world.read(find.move_facts, c.Move(key=fresh(), booking=booking, slot=other), world.desk)
    assert facts.already == 2


def test_a_class_is_opened_in_the_room_that_is_named(world: World) -> None:
    room = world.read(find.tutor, 1).room
    yoga, vega = world.service("Yoga"), world.tutor("Leo Vega")
    cmd = c.OpenClass(key=fresh(), service=yoga, tutor=vega, start=TOMORROW, room=room)
    world.do(cmd)
    assert world.read(find.slot, 1).room == room
    with pytest.raises(Refused) as caught:
        world.do(c.OpenClass(key=fresh(), service=yoga, tutor=world.tutor(), start=TOMORROW))
    assert [r.why for r in caught.value.facts["reasons"]] == [Why.ROOM]


def test_classes_with_a_seat(world: World) -> None:
    full, free, gone = (world.open_class(TOMORROW + n * 2 * HOUR) for n in range(3))
    for name in "abc":
        world.book_class(full, newcomer=c.Newcomer(name=name))
    yoga = world.read(find.service, world.service("Yoga"))
    assert [s.id for s in world.read(find.classes, yoga, TOMORROW, TOMORROW + 4 * HOUR)] == [free]
    assert [s.id for s in world.read(find.classes, yoga, TOMORROW, TOMORROW + DAY, full=True)] == [full, free, gone]
    assert world.read(find.classes, world.read(find.service, 1), TOMORROW, TOMORROW + DAY) == ()


def test_a_person_s_usual_service_and_tutor(world: World) -> None:
    ana = world.add("Ana")
    assert world.read(find.usual, ana) is None
    world.book(TOMORROW, person=ana)
    world.book(TOMORROW + 2 * DAY, person=ana, tutor=world.tutor("Leo Vega"))
    world.book_class(world.open_class(TOMORROW + DAY), person=ana)
    assert world.read(find.usual, ana) == (world.service("Piano"), world.tutor("Leo Vega"))


# --- undo


def test_the_last_change_that_undo_can_mean(world: World) -> None:
    """Furnishing and imports are passed over, and so is what was undone and the undoing itself."""
    assert world.read(find.last_undoable) is None
    world.add("Ana")
    added = world.read(find.last_undoable)
    first, second = (world.do_book(TOMORROW + n * 2 * HOUR) for n in (0, 1))
    read_busy(world, span("a", TOMORROW + 9 * DAY, 1))
    assert world.read(find.last_undoable) == second
    world.undo()
    assert world.read(find.last_undoable) == first
    world.undo()
    assert world.read(find.last_undoable) == added


def test_facts_of_an_undo_say_how_things_stand(world: World) -> None:
    booking = world.book(NEXT_WEEK, method=Method.CASH)
    change = world.cancel(booking)
    facts = world.read(find.undo_facts, world.desk, change, 5)
    at = world.facts(booking)
    assert facts.change.verb == "CANCEL"
    assert facts.states[booking] == "CANCELLED"
    assert facts.states[at.slot.id] == "CANCELLED"
    assert facts.states[at.payments[0].refunds[0].id] == "SUCCEEDED"
    assert facts.seats == {at.slot.id: 1}
    assert facts.blocked == {at.slot.id: ()}
    assert facts.today_from == 5


@pytest.mark.parametrize(("shift", "code"), [(0, "BOOKING"), (-HOUR, "BUFFER"), (HOUR + 900, None)])
def test_an_old_time_that_is_taken_is_named(world: World, shift: int, code: str | None) -> None:
    """What the database would refuse, and nothing that it would not: a lesson, only its buffer, or nothing."""
    booking = world.book(NEXT_WEEK)
    slot = world.facts(booking).slot.id
    change = world.cancel(booking)
    other = world.read(find.booking, world.book(NEXT_WEEK + shift))
    blocked = world.read(find.undo_facts, world.desk, change, 0).blocked[slot]
    assert blocked == (() if code is None else ((code, str(other.no)),))
    try:
        world.undo(change)
        undone = True
    except Refused:
        undone = False
    assert undone is (code is None)


def test_a_room_taken_since_blocks_the_way_back(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    slot, room = world.facts(booking).slot.id, world.read(find.tutor, 1).room
    change = world.cancel(booking)
    yoga, vega = world.service("Yoga"), world.tutor("Leo Vega")
    world.do(c.OpenClass(key=fresh(), service=yoga, tutor=vega, start=NEXT_WEEK, room=room))
    assert world.read(find.undo_facts, world.desk, change, 0).blocked == {slot: (("ROOM", "Yoga"),)}


def test_a_move_is_undone_to_where_it_was(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    change = world.do(c.Move(key=fresh(), booking=booking, start=NEXT_WEEK + 2 * HOUR))
    facts = world.read(find.undo_facts, world.desk, change, 0)
    slot = world.facts(booking).slot
    assert facts.ranges == {slot.id: (slot.tutor, NEXT_WEEK + 2 * HOUR)}
    assert facts.blocked == {slot.id: ()}
    world.book(NEXT_WEEK)
    assert world.read(find.undo_facts, world.desk, change, 0).blocked == {slot.id: (("BOOKING", "2"),)}


def test_words_and_people_of_an_undo(world: World) -> None:
    cmd = c.Book(
        key=fresh(),
        service=world.service("Piano"),
        tutor=world.tutor(),
        start=NEXT_WEEK,
        newcomer=c.Newcomer(name="Ana"),
        focus="scales",
    )
    change = world.do(cmd)
    person, booking = Minting(cmd.key)(), world.read(find.booking, 1)
    facts = world.read(find.undo_facts, world.desk, change, 0)
    assert facts.words == {(booking.slot, "focus"): "scales"}
    assert facts.used == frozenset()
    world.do(c.Edit(key=fresh(), booking=booking.id, fields=(("focus", "Bach"),)))
    world.book(NEXT_WEEK + 2 * HOUR, person=person)
    facts = world.read(find.undo_facts, world.desk, change, 0)
    assert facts.words == {(booking.slot, "focus"): "Bach"}
    assert facts.used == {person}


def test_what_cannot_be_undone_says_so(world: World) -> None:
    for change, code in ((None, "NOTHING_TO_UNDO"), (999, "NO_SUCH_CHANGE"), (10**30, "NO_SUCH_CHANGE")):
        with pytest.raises(NotFound) as caught:
            world.read(find.undo_facts, world.desk, change, 0)
        assert caught.value.code == code
    booked = world.do_book(TOMORROW)
    undo = world.undo()
    for change, code in ((booked, "ALREADY_UNDONE"), (undo, "UNDO_NEVER")):
        with pytest.raises(Refused) as refused:
            world.read(find.undo_facts, world.desk, change, 0)
        assert refused.value.code == code


def test_a_change_comes_back_as_it_was_applied(world: World) -> None:
    """Effects in order, and of plain fields the words that are still kept."""
    ana = world.add("Ana")
    booking = world.book(NEXT_WEEK, person=ana)
    cmd = c.Edit(key=fresh(), booking=booking, fields=(("focus", "Bach"), ("phone", "600")))
    with world.database.read() as unit:
        plan = world.plan(unit.connection, cmd)
    no = world.do(cmd)
    done = world.read(find.change_done, no)
    assert (done.no, done.at, done.verb, done.subject, done.effects) == (no, WEDNESDAY, "EDIT", booking, plan.effects)
    assert world.read(find.change_of, cmd.key) == (no, plan.digest)
    assert world.read(find.change_of, NOWHERE) is None
    note = world.do(c.AddNote(key=fresh(), booking=booking, text="secret"))
    (effect,) = world.read(find.change_done, note).effects
    assert isinstance(effect, NoteAdded)
    assert effect.text == "", "its words are in the note's own row, where they may be erased"


# --- names to lock


def names(world: World, cmd: c.Command) -> set[tuple[str, Any]]:
    with world.database.read() as unit:
        return set(find.names(unit.connection, world.plan(unit.connection, cmd)))


def test_a_plan_names_the_rows_that_it_touches(world: World) -> None:
    """I56: tutor, room, slot, person, order and the number series, of what is there already. Whose seat moves is named
    with their order: another desk may be booking them elsewhere, or changing the price.
    """
    ana = world.add("Ana")
    piano, tutor = world.service("Piano"), world.tutor()
    book = c.Book(key=fresh(), service=piano, tutor=tutor, start=NEXT_WEEK, person=ana, method=Method.CASH)
    assert names(world, book) == {("tutor", 1), ("room", 1), ("person", 3), ("series", "receipt")}
    world.do(book)
    booking = world.read(find.booking, 1).id
    slot = {("tutor", 1), ("room", 1), ("slot", 1)}
    cancel = c.Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER)
    assert names(world, cancel) == slot | {("person", 3), ("order", 1), ("series", "receipt")}
    away = c.Move(key=fresh(), booking=booking, start=NEXT_WEEK, tutor=world.tutor("Leo Vega"))
    assert names(world, away) == slot | {("tutor", 2), ("person", 3), ("order", 1)}
    edit = c.Edit(key=fresh(), booking=booking, fields=(("phone", "600"), ("focus", "x")))
    assert names(world, edit) == {("person", 3), ("slot", 1)}
    assert names(world, c.AddNote(key=fresh(), booking=booking, text="x")) == set()


def test_the_names_are_locked_in_the_one_order(world: World) -> None:
    booking = world.book(NEXT_WEEK, method=Method.CASH)
    cmd = c.Cancel(key=fresh(), booking=booking, by=Role.CUSTOMER)
    with world.database.write() as unit:
        plan = world.plan(unit.connection, cmd)
        wanted = find.names(unit.connection, plan)
        unit.lock_all(wanted)
        assert unit.missing(wanted) == frozenset()


# --- busy time


def span(uid: str, start: int, hours: int, **more: Any) -> c.BusySpan:
    return c.BusySpan(uid, "", start, start + hours * HOUR, **({"title": f"title {uid}"} | more))


def busy_cmd(world: World, *spans: c.BusySpan, since: int = 0, until: int = NEXT_WEEK + 400 * DAY) -> c.ReadBusy:
    return c.ReadBusy(key=fresh(), tutor=world.tutor(), calendar="mine.ics", spans=spans, since=since, until=until)


def read_busy(world: World, *spans: c.BusySpan, **more: Any) -> tuple[int, int, int, int]:
    """(added, changed, removed, overlaps) as planned; and then done."""
    cmd = busy_cmd(world, *spans, **more)
    facts = world.read(find.busy_facts, cmd, world.desk, world.now)
    world.do(cmd)
    return facts.added, facts.changed, facts.removed, facts.overlaps


def stored(world: World) -> dict[str, tuple[int, int, int, str]]:
    with world.database.read() as unit:
        rows = unit.run(select(t.busy.c.uid, t.busy.c.id, t.busy.c.start, t.busy.c.end, t.busy.c.title))
        return {uid: (no, start, end, title) for uid, no, start, end, title in rows}


def test_a_calendar_read_again_changes_only_what_changed(world: World) -> None:
    a, b, d = span("a", TOMORROW, 1), span("b", TOMORROW + 3 * HOUR, 1), span("d", TOMORROW + 5 * HOUR, 1)
    assert read_busy(world, a, b) == (2, 0, 0, 0)
    before = stored(world)
    assert read_busy(world, a, b) == (0, 0, 0, 0)
    assert stored(world) == before
    assert read_busy(world, a, replace(b, title="other"), d) == (1, 1, 0, 0)
    assert stored(world)["a"] == before["a"]
    assert stored(world)["b"][3] == "other"
    assert read_busy(world, a) == (0, 0, 2, 0)
    assert set(stored(world)) == {"a"}


def test_what_lies_outside_the_window_stays(world: World) -> None:
    """A calendar that is read from today on does not forget yesterday; and what moved in from outside is the same."""
    old, new = span("old", WEDNESDAY - 9 * DAY, 1), span("new", TOMORROW, 1)
    read_busy(world, old, new)
    assert read_busy(world, since=WEDNESDAY, until=NEXT_WEEK) == (0, 0, 1, 0)
    assert set(stored(world)) == {"old"}
    assert read_busy(world, replace(old, start=TOMORROW, end=TOMORROW + 60), since=WEDNESDAY) == (0, 1, 0, 0)
    assert stored(world)["old"][1:3] == (TOMORROW, TOMORROW + 60)


def test_two_calendars_of_a_tutor_do_not_touch_each_other(world: World) -> None:
    read_busy(world, span("a", TOMORROW, 1))
    other = replace(busy_cmd(world, span("a", TOMORROW + DAY, 1)), calendar="other.ics")
    world.do(other)
    world.do(replace(other, key=fresh(), spans=()))
    assert set(stored(world)) == {"a"}


def test_lessons_that_busy_time_overlaps_are_counted_once_and_only_to_come(world: World) -> None:
    past = world.book(WEDNESDAY - 2 * DAY)
    world.book(TOMORROW)
    world.book(TOMORROW + 3 * HOUR)
    assert past
    spans = [span("p", WEDNESDAY - 2 * DAY, 1), span("a", TOMORROW - HOUR, 2), span("b", TOMORROW + 1800, 1)]
    assert read_busy(world, *spans, span("c", TOMORROW + HOUR, 2))[3] == 1
    assert read_busy(world, *spans, span("c", TOMORROW + HOUR, 3))[3] == 2
    assert read_busy(world, span("a", TOMORROW - HOUR, 1), span("b", TOMORROW + HOUR, 2))[3] == 0, "touching is not it"


def test_twenty_thousand_spans(world: World) -> None:
    """In as many statements as there are batches, whatever the number."""
    spans = [span(str(n), NEXT_WEEK + n * 2 * HOUR, 1) for n in range(20_000)]
    assert read_busy(world, *spans, until=NEXT_WEEK + 9999 * DAY)[:3] == (20_000, 0, 0)
    assert read_busy(world, *spans[:15_000], until=NEXT_WEEK + 9999 * DAY)[:3] == (0, 0, 5_000)
    assert len(stored(world)) == 15_000
    assert world.read(verify) == []


# --- search


def test_a_person_is_found_as_they_are_typed(world: World) -> None:
    """Every word starts a word of the name; accents, case, hyphens and apostrophes do not matter."""
    people = ["Ana Pérez-Gómez", "Søren O'Neill", "Łucja Ångström", "李小龙", "Ana María Ruiz", "100%_sure", "Zoë Ana"]
    ids = {name: world.add(name) for name in people}
    expected = {
        "ana": ["Zoë Ana", "Ana María Ruiz", "Ana Pérez-Gómez"],
        "ANA p": ["Ana Pérez-Gómez"],
        "gomez ana": ["Ana Pérez-Gómez"],
        "perez-gomez": ["Ana Pérez-Gómez"],
        "oneill": ["Søren O'Neill"],
        "o’neill": ["Søren O'Neill"],
        "neill soren": ["Søren O'Neill"],
        "lucja ang": ["Łucja Ångström"],
        "李小": ["李小龙"],
        "100%": ["100%_sure"],
        "%": [],
        "_": [],
        "rez": [],
        "ana nobody": [],
        "   ": [],
        "": [],
    }
    for text, names_ in expected.items():
        hits = world.read(find.search_people, text)
        assert sorted(h.id for h in hits) == sorted(ids[n] for n in names_), text


def test_a_person_is_found_by_mail_telephone_and_number(world: World) -> None:
    ana = world.add("Ana", mail="Ana.Perez@Example.org", phone="+34 600-123.456")
    leo = world.add("Leo", mail="x_y@example.org", phone="")
    for text in ("ana.perez@", "ANA.P", "456", "123456", "34600123456", "+34 600 123 456", "#3"):
        assert [h.id for h in world.read(find.search_people, text)] == [ana], text
    for text in ("56", "600123", "x%y", "#99", "#", "@example", "#" + "9" * 18, "#" + "9" * 40):
        assert world.read(find.search_people, text) == (), text
    assert [h.id for h in world.read(find.search_people, "x_y")] == [leo]


def test_who_was_booked_last_comes_first_but_the_whole_name_before(world: World) -> None:
    anas = [world.add(name) for name in ("Ana Cruz", "Ana Bello", "Ana", "Ana Abad")]
    world.book(TOMORROW, person=anas[1])
    world.book(TOMORROW + 2 * HOUR, person=anas[0])
    hits = world.read(find.search_people, "ana")
    assert [h.name for h in hits] == ["Ana", "Ana Cruz", "Ana Bello", "Ana Abad"]
    assert [(h.lessons, h.last) for h in hits] == [(0, None), (1, TOMORROW + 2 * HOUR), (1, TOMORROW), (0, None)]
    assert len(world.read(find.search_people, "ana", 2)) == 2


def test_namesakes_are_told_apart(world: World) -> None:
    mother = world.add("Marie Lee")
    world.add("Leo Lee", guardian=mother, phone="+34 600 123 999")
    hit = world.read(find.search_people, "leo lee")[0]
    assert (hit.guardian, hit.phone_tail, hit.no) == ("Marie Lee", "999", 4)


def test_the_archived_and_the_tutors_are_not_customers(world: World) -> None:
    """A tutor is found once somebody has booked a lesson for them."""
    world.add("Marta Gone")
    world.undo()
    assert world.read(find.search_people, "marta") == ()
    with world.database.read() as unit:
        tutor = Id(unit.value(select(t.person.c.public_id).where(t.person.c.id == 1)))
    world.book(TOMORROW, person=tutor, tutor=world.tutor("Leo Vega"))
    assert [h.name for h in world.read(find.search_people, "marta")] == ["Marta Ruiz"]


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\ud800", "a" * 10_000, "'; DROP TABLE person; --", "\\", "a\\", "\u202e", "%" * 300]
)
def test_no_typed_text_breaks_the_search(world: World, text: str) -> None:
    world.add("Ana")
    assert isinstance(world.read(find.search_people, text), tuple)
