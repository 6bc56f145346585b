"""Plans become rows: every kind has a handler, sums stay exact, races lose by a sentence and not by a wrong figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from deskbell.domain import commands as c
from deskbell.domain.booking import Attendance, Reason, State, Verb
from deskbell.domain.effects import (
    KINDS,
    BookingTurned,
    Effect,
    FieldSet,
    LineReversed,
    OrderOpened,
    PaymentReversed,
    PersonAdded,
    RefundMade,
    RefundTurned,
    SeatMoved,
    SeatTaken,
    SlotMoved,
    SlotTurned,
    TaskRaised,
    TaskReopened,
    TaskSettled,
    When,
)
from deskbell.domain.errors import NotFound, PlanChanged, Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method, RefundState
from deskbell.domain.people import Actor, Role
from deskbell.domain.plan import Plan
from deskbell.domain.slot import SlotState
from deskbell.domain.text import fold
from deskbell.store import tables as t
from deskbell.store.apply import HANDLERS, apply
from deskbell.store.engine import open_database
from tests.house.clock import WEDNESDAY
from tests.store.world import DAY, HOUR, World, fresh, furnishing

TOMORROW = WEDNESDAY + DAY
NEXT_WEEK = WEDNESDAY + 7 * DAY


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    with open_database(database_url) as database:
        yield World(database).furnish()


def rows(world: World, table: Any, *columns: str, **where: Any) -> list[tuple[Any, ...]]:
    query = select(*(table.c[name] for name in columns)).filter_by(**where).order_by(*table.primary_key)
    with world.database.read() as unit:
        return [tuple(row) for row in unit.run(query)]


def made(world: World, *effects: Effect, verb: str = "TEST", undoes: int | None = None, key: Id | None = None) -> int:
    with world.database.write() as unit:
        plan = Plan(verb, effects)
        return apply(unit.connection, plan, key=key or fresh(), actor=world.actor, now=world.now, undoes=undoes)


def taken(world: World) -> list[tuple[Any, ...]]:
    return rows(world, t.slot, "taken", "capacity")


def sums(world: World) -> tuple[Any, ...]:
    """The last order's (due, captured, refunded, credited)."""
    return rows(world, t.desk_order, "due", "captured", "refunded", "credited")[-1]


def accounts(world: World) -> dict[str, int]:
    query = select(t.ledger_line.c.account, func.sum(t.ledger_line.c.minor)).group_by(t.ledger_line.c.account)
    with world.database.read() as unit:
        return {name: int(minor) for name, minor in unit.run(query)}


def test_every_kind_of_effect_is_applied() -> None:
    """A kind has five homes; this is the store's."""
    assert set(HANDLERS) == set(KINDS.values())


# --- the change and its record


def test_a_change_leaves_its_head_and_one_activity_row_per_effect(world: World) -> None:
    """I47: who, when, which verb, which digest; effects in order, named by the rows they are about."""
    ana = world.add("Ana")
    world.actor = Actor(Role.TUTOR, ana)
    cmd = c.Book(
        key=fresh(), actor=world.actor, service=world.service("Piano"), tutor=world.tutor(), start=TOMORROW, person=ana
    )
    with world.database.read() as unit:
        plan = world.plan(unit.connection, cmd)
    change = world.do(cmd)
    head = rows(world, t.change, "key", "at", "role", "person", "verb", "digest", "subject", "undoes", id=change)
    assert head == [(cmd.key, WEDNESDAY, "TUTOR", ana, "BOOK", plan.digest, plan.subject, None)]
    record = rows(world, t.activity, "kind", "role", "person", change_id=change)
    assert record == [(e.kind, "TUTOR", ana) for e in plan.effects]
    about = rows(world, t.activity, "booking_id", "slot_id", "order_id", change_id=change, kind="SeatTaken")
    assert about == [(1, 1, 1)]


def test_the_record_holds_nobody_s_words(world: World) -> None:
    """Names, mails, notes, fields and titles are in rows that may be overwritten, never in the activity."""
    words = ["Ñandú Río", "n@example.org", "+34 600 999", "strong left hand", "loves Bach", "cannot come, flu"]
    person = world.add(words[0], mail=words[1], phone=words[2])
    booking = world.book(TOMORROW, person=person)
    world.do(c.Edit(key=fresh(), booking=booking, fields=(("focus", words[3]),)))
    world.do(c.AddNote(key=fresh(), booking=booking, text=words[4]))
    world.cancel(booking, text=words[5])
    bodies = " ".join(body for (body,) in rows(world, t.activity, "body"))
    assert not [w for w in [*words, "Marta", "Estudio", "Piano"] if w in bodies]
    assert rows(world, t.kept_words, "field", "words", "person_id") == [("before", "", 3), ("after", words[3], 3)]


def test_the_same_key_is_the_same_change(world: World) -> None:
    """I2: nothing is done twice, and the number of what was done comes back."""
    effect = PersonAdded(fresh(), name="Ana")
    key = fresh()
    first = made(world, effect, key=key)
    assert made(world, effect, key=key) == first
    assert len(rows(world, t.activity, "id", change_id=first)) == 1
    assert len(rows(world, t.person, "id", name="Ana")) == 1


def test_the_same_key_with_another_plan_is_refused(world: World) -> None:
    """I2: a key stands for one change."""
    key = fresh()
    first = made(world, PersonAdded(fresh(), name="Ana"), key=key)
    with pytest.raises(WrongInput) as caught:
        made(world, PersonAdded(fresh(), name="Ana"), verb="OTHER", key=key)
    assert (caught.value.code, caught.value.facts) == ("KEY_REUSED", {"change": first})


def test_a_change_is_undone_once(world: World) -> None:
    person = fresh()
    change = made(world, PersonAdded(person, name="Ana"))
    made(world, PersonAdded(person).opposite(), undoes=change)
    with pytest.raises(PlanChanged, match="ALREADY_UNDONE"):
        made(world, PersonAdded(fresh(), name="Leo"), undoes=change)


def test_what_fails_leaves_nothing(world: World) -> None:
    """A plan is applied as a whole or not at all, its head included."""
    before = len(rows(world, t.change, "id"))
    with pytest.raises(NotFound, match="NO_SUCH_ROW"):
        made(world, PersonAdded(fresh(), name="Ana"), OrderOpened(fresh(), fresh(), "EUR"))
    assert not rows(world, t.person, "id", name="Ana")
    assert len(rows(world, t.change, "id")) == before


# --- furnishing


def test_the_desk_is_opened_once(world: World) -> None:
    assert rows(world, t.desk, "id", "name", "zone", "currency", "demo") == [
        (1, "Estudio Río", "Europe/Madrid", "EUR", False)
    ]
    assert rows(world, t.service, "name", "fold", "minutes", "minor", "after", "tax_rate") == [
        ("Piano", "piano", 60, 2500, 15, 2100),
        ("Yoga", "yoga", 60, 900, 0, 0),
    ]
    with world.database.read() as unit:
        cmd = furnishing()
        opened = world._decide(unit.connection, None, cmd, lambda: fresh())  # type: ignore[arg-type]
    with pytest.raises(Refused, match="ALREADY_SET_UP"):
        made(world, *opened.effects)


def test_people_are_folded_for_the_search_and_belong_somewhere(world: World) -> None:
    household = fresh()
    mother = world.add("Søren ÁLVAREZ", household=household)
    world.add("Nuño", guardian=mother, household=household, birth_year=2016)
    assert rows(world, t.person, "fold", "household_id", "guardian_id", "birth_year")[-2:] == [
        (fold("soren alvarez"), 1, None, None),
        ("nuno", 1, 3, 2016),
    ]


def test_somebody_archived_comes_back(world: World) -> None:
    person = world.add("Ana")
    archived = PersonAdded(person).opposite()
    made(world, archived)
    assert rows(world, t.person, "archived_at", "version")[-1] == (WEDNESDAY, 2)
    made(world, archived.opposite())  # type: ignore[arg-type]
    assert rows(world, t.person, "archived_at", "version")[-1] == (None, 3)


# --- seats


def test_seats_are_counted_by_taking_and_freeing_them(world: World) -> None:
    """I26."""
    slot = world.open_class(TOMORROW)
    first = world.book_class(slot, newcomer=c.Newcomer(name="Ana"))
    world.book_class(slot, newcomer=c.Newcomer(name="Leo"))
    assert taken(world) == [(2, 3)]
    world.cancel(first)
    assert taken(world) == [(1, 3)]
    world.undo()
    assert taken(world) == [(2, 3)]


def test_a_full_class_has_no_seat_left(world: World) -> None:
    """The last word is the database's, whatever the plan saw (I26)."""
    slot = world.open_class(TOMORROW)
    for name in ("Ana", "Leo", "Mia"):
        world.book_class(slot, newcomer=c.Newcomer(name=name))
    order = fresh()
    seat = SeatTaken(fresh(), slot, order, Role.STAFF, None, None, "0:0", TOMORROW)
    with pytest.raises(Refused) as caught:
        made(world, OrderOpened(order, None, "EUR"), seat)
    assert caught.value.code == "SLOT_FULL"
    assert caught.value.facts == {"taken": 3, "capacity": 3, "start": TOMORROW}
    assert taken(world) == [(3, 3)]


def test_a_seat_in_a_cancelled_slot_is_overtaken(world: World) -> None:
    slot = world.open_class(TOMORROW)
    made(world, SlotTurned(slot, SlotState.PLANNED, SlotState.CANCELLED))
    order = fresh()
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(
            world,
            OrderOpened(order, None, "EUR"),
            SeatTaken(fresh(), slot, order, Role.STAFF, None, None, "0:0", TOMORROW),
        )


def test_nobody_sits_twice_in_a_class(world: World) -> None:
    slot = world.open_class(TOMORROW)
    ana = world.add("Ana")
    world.book_class(slot, person=ana)
    order = fresh()
    with pytest.raises(Refused, match="ALREADY_BOOKED"):
        made(
            world,
            OrderOpened(order, None, "EUR"),
            SeatTaken(fresh(), slot, order, Role.STAFF, ana, None, "0:0", TOMORROW),
        )


def test_a_booking_turns_only_from_the_state_that_the_plan_saw(world: World) -> None:
    booking = world.book(TOMORROW)
    slot = world.facts(booking).slot.id
    turned = BookingTurned(booking, slot, State.CONFIRMED, State.CANCELLED, Role.TUTOR, Reason.TUTOR_AWAY)
    made(world, turned)
    assert rows(world, t.booking, "state", "cancelled_at", "cancelled_by", "reason") == [
        ("CANCELLED", WEDNESDAY, "TUTOR", "TUTOR_AWAY")
    ]
    for late in (turned, BookingTurned(booking, slot, State.CONFIRMED, State.COMPLETED, Role.TUTOR)):
        with pytest.raises(PlanChanged, match="OVERTAKEN"):
            made(world, late)
    made(world, turned.opposite())
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, BookingTurned(booking, slot, State.COMPLETED, State.NO_SHOW, Role.TUTOR))
    assert rows(world, t.booking, "state", "cancelled_at", "cancelled_by", "reason") == [
        ("CONFIRMED", None, None, None)
    ]
    assert taken(world) == [(1, 1)]


def test_closing_keeps_the_seat_and_notes_who_came(world: World) -> None:
    booking = world.book(TOMORROW)
    world.now = TOMORROW + 2 * HOUR
    world.close(booking, Verb.COMPLETE)
    assert rows(world, t.booking, "state", "attendance") == [("COMPLETED", str(Attendance.PARTICIPATING))]
    assert rows(world, t.slot, "state", "taken") == [("COMPLETED", 1)]
    world.close(booking, Verb.REOPEN)
    assert rows(world, t.booking, "state", "attendance") == [("CONFIRMED", str(Attendance.UNSET))]
    assert rows(world, t.slot, "state", "taken") == [("PLANNED", 1)]


def test_a_slot_turns_and_moves_only_from_where_the_plan_saw_it(world: World) -> None:
    """I53: the same row, changed in between, is not written over."""
    booking = world.book(TOMORROW)
    slot = world.facts(booking).slot
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, SlotTurned(slot.id, SlotState.COMPLETED, SlotState.PLANNED))
    here = When(slot.tutor, slot.start, slot.end, slot.busy_from, slot.busy_to, slot.room)
    there = When(slot.tutor, slot.start + HOUR, slot.end + HOUR, slot.busy_from + HOUR, slot.busy_to + HOUR, None)
    made(world, SlotMoved(slot.id, here, there))
    assert rows(world, t.slot, "start", "end", "busy_from", "busy_to", "room_id") == [
        (there.start, there.end, there.busy_from, there.busy_to, None)
    ]
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, SlotMoved(slot.id, here, there))


def test_two_lessons_of_a_tutor_never_share_time(world: World) -> None:
    """I1: the guard's refusal comes through as one of the desk's own."""
    world.book(TOMORROW)
    other = world.book(TOMORROW + 3 * HOUR)
    slot = world.facts(other).slot
    here = When(slot.tutor, slot.start, slot.end, slot.busy_from, slot.busy_to, slot.room)
    there = When(slot.tutor, TOMORROW, TOMORROW + HOUR, TOMORROW, TOMORROW + HOUR, slot.room)
    with pytest.raises(Refused, match="RANGE_CONFLICT"):
        made(world, SlotMoved(slot.id, here, there))


def test_a_seat_moves_between_classes_new_seat_first(world: World) -> None:
    """I32: where the new one is full, everything stays as it was."""
    one, other = world.open_class(TOMORROW), world.open_class(TOMORROW + 2 * HOUR)
    booking = world.book_class(one, newcomer=c.Newcomer(name="Ana"))
    moved = SeatMoved(booking, one, other, TOMORROW, TOMORROW + 2 * HOUR, TOMORROW, TOMORROW + 2 * HOUR)
    made(world, moved)
    assert taken(world) == [(0, 3), (1, 3)]
    assert rows(world, t.booking, "slot_id", "policy_start") == [(2, TOMORROW + 2 * HOUR)]
    made(world, moved.opposite())
    for name in ("Leo", "Mia", "Noa"):
        world.book_class(other, newcomer=c.Newcomer(name=name))
    with pytest.raises(Refused, match="SLOT_FULL"):
        made(world, moved)
    assert taken(world) == [(1, 3), (3, 3)]


def test_a_lesson_that_moves_itself_keeps_its_seat(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    world.do(c.Move(key=fresh(), booking=booking, start=NEXT_WEEK + HOUR))
    assert rows(world, t.slot, "start", "taken") == [(NEXT_WEEK + HOUR, 1)]
    assert rows(world, t.booking, "policy_start", "slot_id") == [(NEXT_WEEK + HOUR, 1)]


# --- money


def test_an_order_s_sums_follow_its_rows(world: World) -> None:
    """due, captured, refunded, credited: always the sums of lines, payments and refunds."""
    booking = world.book(NEXT_WEEK, method=Method.CASH, tendered=3000)
    assert sums(world) == (2500, 2500, 0, 0)
    world.cancel(booking)
    assert sums(world) == (0, 2500, 2500, 2500)
    world.undo()
    assert sums(world) == (2500, 2500, 0, 0)


def test_a_discount_is_not_a_credit(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    world.do(c.Reprice(key=fresh(), booking=booking, total=2000, text="sibling"))
    assert sums(world) == (2000, 0, 0, 0)


def test_a_refund_asked_for_is_not_yet_refunded(world: World) -> None:
    """I24: card money goes back when a person says so."""
    booking = world.book(NEXT_WEEK, method=Method.CARD)
    world.cancel(booking)
    assert sums(world) == (0, 2500, 0, 2500)
    refund = world.facts(booking).payments[0].refunds[0]
    world.do(c.HandOver(key=fresh(), booking=booking, refund=refund.id))
    assert sums(world) == (0, 2500, 2500, 2500)
    assert rows(world, t.refund, "state", "settled_at") == [("MANUAL_DONE", WEDNESDAY)]
    assert rows(world, t.task, "kind", "state", "settled_at") == [("REFUND_BY_HAND", "SETTLED", WEDNESDAY)]


def test_the_ledger_balances_through_a_booking_s_life(world: World) -> None:
    """Every transaction sums to nought; what customers owe ends at nought when what they paid is earned."""
    booking = world.book(TOMORROW, method=Method.CASH, tendered=2500)
    assert accounts(world) == {"cash:CASH": 2500, "customer": -2500}
    world.now = TOMORROW + 2 * HOUR
    world.close(booking, Verb.COMPLETE)
    assert accounts(world) == {"cash:CASH": 2500, "customer": 0, "revenue": -2500}
    world.close(booking, Verb.REOPEN)
    assert accounts(world) == {"cash:CASH": 2500, "customer": -2500, "revenue": 0}


def test_a_late_cancellation_keeps_its_fee_as_revenue(world: World) -> None:
    booking = world.book(TOMORROW + 6 * HOUR, method=Method.CARD)  # 30 hours ahead: half goes back
    world.cancel(booking)
    assert accounts(world) == {"cash:CARD": 2500, "customer": -1250, "revenue": -1250}
    refund = world.facts(booking).payments[0].refunds[0]
    world.do(c.HandOver(key=fresh(), booking=booking, refund=refund.id))
    assert accounts(world) == {"cash:CARD": 1250, "customer": 0, "revenue": -1250}


def test_receipts_count_from_one_without_a_gap(world: World) -> None:
    """I42: also where a change in between failed."""
    world.book(NEXT_WEEK, method=Method.CASH)
    with pytest.raises(ZeroDivisionError):
        _book_and_fail(world)
    world.book(NEXT_WEEK + 4 * HOUR, method=Method.CARD)
    assert rows(world, t.receipt, "series", "number", "kind", "amount") == [
        ("receipt", 1, "RECEIPT", 2500),
        ("receipt", 2, "RECEIPT", 2500),
    ]
    assert ("receipt", 3) in rows(world, t.series, "name", "next")


def _book_and_fail(world: World) -> None:
    values = {"service": world.service("Piano"), "tutor": world.tutor(), "start": NEXT_WEEK + 2 * HOUR}
    with world.database.write() as unit:
        world.act(unit, c.Book(key=fresh(), method=Method.CASH, **values))  # type: ignore[arg-type]
        _ = 1 // 0


def test_never_more_goes_back_than_came(world: World) -> None:
    """I23: open and made refunds together stay within what was captured."""
    booking = world.book(NEXT_WEEK, method=Method.CARD)
    facts = world.facts(booking)
    payment = facts.payments[0].id

    def refund(amount: int) -> RefundMade:
        return RefundMade(facts.order.id, fresh(), payment, booking, Method.CARD, amount, "EUR", RefundState.REQUESTED)

    made(world, refund(1500))
    with pytest.raises(Refused) as caught:
        made(world, refund(1001))
    assert caught.value.code == "REFUND_TOO_MUCH"
    assert caught.value.facts["refunded"] == 2501
    made(world, refund(1000))


def test_a_withdrawn_refund_makes_room_and_does_not_come_back_over_the_top(world: World) -> None:
    booking = world.book(NEXT_WEEK, method=Method.CARD)
    facts = world.facts(booking)
    order, payment = facts.order.id, facts.payments[0].id
    first = RefundMade(order, fresh(), payment, booking, Method.CARD, 2500, "EUR", RefundState.REQUESTED)
    made(world, first)
    withdrawn = first.opposite()
    made(world, withdrawn)
    made(world, RefundMade(order, fresh(), payment, booking, Method.CARD, 2500, "EUR", RefundState.REQUESTED))
    again = RefundTurned(order, first.refund, Method.CARD, 2500, "EUR", RefundState.WITHDRAWN, RefundState.REQUESTED)
    with pytest.raises(Refused, match="REFUND_TOO_MUCH"):
        made(world, again)


def test_a_payment_is_taken_back_once_and_not_after_a_refund(world: World) -> None:
    """P14: the movement and its reversal both stay."""
    booking = world.book(NEXT_WEEK, method=Method.CASH)
    facts = world.facts(booking)
    back = PaymentReversed(facts.order.id, facts.payments[0].id, Method.CASH, 2500, "EUR")
    made(world, back)
    assert rows(world, t.payment, "state", "captured") == [("REVERSED", 2500)]
    assert rows(world, t.attempt, "state") == [("REVERSED",)]
    assert sums(world) == (2500, 0, 0, 0)
    assert accounts(world) == {"cash:CASH": 0, "customer": 0}
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, back)
    other = world.facts(world.book(NEXT_WEEK + 2 * HOUR, method=Method.CASH))
    world.cancel(other.booking.id)
    with pytest.raises(Refused, match="REFUND_EXISTS"):
        made(world, PaymentReversed(other.order.id, other.payments[0].id, Method.CASH, 2500, "EUR"))


def test_a_line_is_reversed_once_by_its_exact_negative(world: World) -> None:
    booking = world.book(NEXT_WEEK)
    facts = world.facts(booking)
    line = facts.order.lines[0]
    back = LineReversed(facts.order.id, line.id, booking, line.gross, line.tax_rate, line.tax)
    made(world, back)
    assert rows(world, t.order_line, "kind", "gross", "tax", "reverses_id") == [
        ("LESSON", 2500, 434, None),
        ("LESSON", -2500, -434, 1),
    ]
    assert sums(world) == (0, 0, 0, 0)
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, back)


# --- words and tasks


def test_a_field_is_overwritten_only_where_the_words_stand_as_seen(world: World) -> None:
    """I53."""
    person = world.add("Ana", phone="600")
    world.book(TOMORROW, person=person)
    made(world, FieldSet("person", person, "name", None, "Ana", "Ána María"))
    assert rows(world, t.person, "name", "fold", "phone")[-1] == ("Ána María", "ana maria", "600")
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, FieldSet("person", person, "name", None, "Ana", "Eve"))


def test_notes_hide_and_show(world: World) -> None:
    booking = world.book(TOMORROW)
    change = world.do(c.AddNote(key=fresh(), booking=booking, text="left hand"))
    assert rows(world, t.note, "text", "kind", "author_role", "hidden_at") == [("left hand", "GENERAL", "STAFF", None)]
    world.undo(change)
    assert rows(world, t.note, "text", "hidden_at") == [("left hand", WEDNESDAY)]


def test_a_task_is_settled_once(world: World) -> None:
    booking = world.book(TOMORROW)
    task = fresh()
    made(world, TaskRaised(task, "CALL_BACK", booking, TOMORROW))
    assert rows(world, t.activity, "booking_id", kind="TaskRaised") == [(1,)]
    made(world, TaskSettled(task, "CALL_BACK", booking))
    with pytest.raises(PlanChanged, match="OVERTAKEN"):
        made(world, TaskSettled(task, "CALL_BACK", booking))
    made(world, TaskReopened(task, "CALL_BACK", booking))
    assert rows(world, t.task, "state", "settled_at", "due_at") == [("OPEN", None, TOMORROW)]
