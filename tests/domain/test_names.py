"""What plans mention is looked up in one go, and what they make they name themselves."""

from __future__ import annotations

from dataclasses import fields

from deskbell.domain import effects as e
from deskbell.domain.commands import Newcomer
from deskbell.domain.effects import KINDS
from deskbell.domain.ids import Id
from deskbell.domain.names import Mentioned, Names, mentioned
from deskbell.domain.people import Role
from tests.words.desk import (
    ANA,
    BOOKING,
    CLASS,
    GOMEZ,
    LESSON,
    MARTA,
    NAMES,
    ORDER,
    OTHER_TUTOR,
    PIANO,
    RUIZ,
    STUDIO,
    book,
    cancel,
    edit,
    every_plan,
    move,
    set_up,
)


def test_a_plan_mentions_what_words_want_a_name_for() -> None:
    found = mentioned(cancel().effects)
    assert found.bookings == {BOOKING}
    assert found.slots == {LESSON}
    assert found.orders == {ORDER}
    assert found.tutors == {RUIZ}
    assert found.people == {MARTA}, "who asked for it has it in writing"


def test_both_sides_of_a_move_are_mentioned() -> None:
    found = mentioned(move(OTHER_TUTOR).effects)
    assert found.tutors == {RUIZ, GOMEZ}
    assert found.people == {MARTA}
    assert found.slots == {LESSON}


def test_a_field_names_what_it_belongs_to() -> None:
    found = mentioned(edit(focus="x", name="Ana P.").effects)
    assert (found.slots, found.people, found.bookings) == ({LESSON}, {ANA}, {BOOKING})


def test_who_is_not_told_is_a_tutor_or_a_person() -> None:
    """The id of a tutor stands where that of a person does; the audience tells them apart."""
    tutor = e.NotTold(BOOKING, Role.TUTOR, RUIZ, "BOOKED")
    customer = e.NotTold(BOOKING, Role.CUSTOMER, MARTA, "BOOKED")
    assert mentioned([tutor, customer]) == Mentioned(
        people=frozenset({MARTA}), tutors=frozenset({RUIZ}), bookings=frozenset({BOOKING})
    )


def test_no_id_that_has_a_name_is_left_out() -> None:
    """Every field of every kind that holds an id is looked up, or is one that has no name: a line, a payment."""
    nameless = {"line", "attempt", "payment", "refund", "note", "task", "subject", "calendar", "household"}
    nameless |= {"drawer", "move", "close", "op", "document", "corrects", "letter", "about", "rule"}
    looked_up = {"person", "participant", "payer", "guardian", "tutor", "service", "room", "slot", "slot_before"}
    looked_up |= {"booking", "order", "receipt", "busy"}
    for kind in KINDS.values():
        for field in fields(kind):
            if "Id" in str(field.type):
                assert field.name in nameless | looked_up, f"{kind.__name__}.{field.name}"


def test_what_a_plan_makes_has_its_name_in_the_plan() -> None:
    """A new person, lesson, booking and order; nothing has to be written first."""
    plan = book(newcomer=Newcomer(name="Leo Lee"))
    names = Names.of_plan(plan, NAMES)
    assert plan.subject is not None
    made = names.bookings[plan.subject]
    assert made.person == "Leo Lee"
    assert made.slot is not None
    assert (made.slot.service, made.slot.tutor, made.slot.room) == ("Piano 60", "Ana Ruiz", "Studio 1")
    (order,) = (x.order for x in plan.of(e.OrderOpened))  # type: ignore[attr-defined]
    assert (names.orders[order].due, names.orders[order].currency) == (0, "EUR")


def test_a_desk_that_is_set_up_needs_no_names_at_all() -> None:
    names = Names.of_plan(set_up())
    assert set(names.tutors.values()) == {"Ana Ruiz"}
    assert set(names.services.values()) == {"Piano 60"}
    assert set(names.rooms.values()) == {"Studio 1"}


def test_what_is_known_stays_known() -> None:
    for plan, known in every_plan().values():
        names = Names.of_plan(plan, known)
        for kind in fields(Names):
            before, after = getattr(known, kind.name), getattr(names, kind.name)
            assert before.items() <= after.items(), (plan.verb, kind.name)
    assert Names.of_plan(cancel()).people == {}
    assert {PIANO, STUDIO, CLASS} <= {*NAMES.services, *NAMES.rooms, *NAMES.slots}
    assert Id("0") not in Names().people
