"""Every command that changes the desk goes one way: plan, show, confirm, commit, answer."""

from __future__ import annotations

import pytest

from deskbell.domain.payment import Method
from tests.cli.conftest import Say
from tests.services.conftest import Small


def booked(desk: Small, who: str | None = "Ana Pérez", when: str = "2026-03-06 11:00", **more: object) -> int:
    return desk.no(desk.book(who, when, **more))  # type: ignore[arg-type]


# --- one path


def test_plan_shows_and_changes_nothing(say: Say, desk: Small) -> None:
    """--plan prints what would happen and ends well; the digest stands in its JSON."""
    before = desk.desk.seq()
    said = say("book", "ana", "pérez", "piano", "fri", "11:00", "cash", "--plan")
    assert "25.00" in said.out
    assert not said.err
    plan = say("book", "ana", "pérez", "piano", "fri", "11:00", "cash", "--plan", "--json").data["plan"]
    assert plan["verb"] == "BOOK"
    assert plan["asks"]
    assert len(plan["digest"]) == 16
    assert plan["valid_until"] == "2026-03-06T11:00:00+01:00"
    assert {e["kind"] for e in plan["effects"]} >= {"SlotOpened", "SeatTaken", "PaymentTaken", "ReceiptIssued"}
    assert desk.desk.seq() == before


def test_a_plan_that_asks_needs_a_yes_where_nobody_can_be_asked(say: Say, desk: Small) -> None:
    """Exit 4, the plan on stdout, the reason on stderr, nothing changed."""
    before = desk.desk.seq()
    said = say("book", "ana", "pérez", "piano", "fri", "11:00", code=4)
    assert "Piano" in said.out
    assert "--yes" in said.err
    data = say("book", "ana", "pérez", "piano", "fri", "11:00", "--json", code=4).data
    assert data["error"]["code"] == "NEEDS_YES"
    assert data["error"]["facts"]["digest"] == data["plan"]["digest"]
    assert desk.desk.seq() == before


def test_yes_does_it_and_names_the_numbers(say: Say, desk: Small) -> None:
    data = say("book", "ana", "pérez", "piano", "fri", "11:00", "60", "cash", "30", "--yes", "--json").data
    view = desk.desk.booking(data["booking"])
    assert data["receipts"] == [r.number for r in view.receipts] == [1]
    assert data["change"] == desk.desk.seq()
    assert not data["again"]
    assert view.person is not None
    assert view.person.name == "Ana Pérez"
    assert view.payments[0].captured == 2500
    assert "5.00" in data["said"]
    assert "receipt 1" in data["said"]
    desk.sound()


def test_a_digest_confirms_that_plan_and_no_other(say: Say, desk: Small) -> None:
    """--commit DIGEST does what was shown; another plan under the same words is exit 4 and shown anew."""
    words = ("book", "ana", "pérez", "piano", "fri", "11:00")
    digest = say(*words, "--plan", "--json").data["plan"]["digest"]
    refused = say(*words, "card", "--commit", digest, code=4)
    assert digest not in refused.out
    assert "nothing was done" in refused.err
    data = say(*words, "card", "--commit", digest, "--json", code=4).data
    assert data["error"]["code"] == "PLAN_CHANGED"
    assert data["plan"]["digest"] != digest
    assert say(*words, "--commit", digest, "--json").data["booking"]


def test_the_person_is_asked_on_a_terminal(say: Say, desk: Small) -> None:
    """c confirms; enter goes back and changes nothing."""
    before = desk.desk.seq()
    back = say("book", "ana", "pérez", "piano", "fri", "11:00", typed="\n", code=4)
    assert "Piano" in back.out
    assert "Nothing was changed." in back.err
    assert desk.desk.seq() == before
    assert "Booked" in say("book", "ana", "pérez", "piano", "fri", "11:00", typed="c\n").out
    assert desk.desk.seq() == before + 1


def test_a_plan_that_asks_nothing_is_done_at_once(say: Say, desk: Small) -> None:
    """Notes and fields touch neither seat nor money: no --yes is needed."""
    no = booked(desk)
    assert say("note", no, "brought", "the", "book").out.startswith("Noted")
    assert desk.desk.booking(no).notes[-1].text == "brought the book"


def test_the_same_key_does_it_once(say: Say, desk: Small) -> None:
    """I2: a script may say it twice; the second answer names the first one's numbers."""
    words = ("book", "ana", "pérez", "piano", "fri", "11:00", "cash", "--yes", "--key", "job 17", "--json")
    first, second = say(*words).data, say(*words).data
    assert not first["again"]
    assert second["again"]
    assert [second[k] for k in ("change", "booking", "receipts")] == [
        first[k] for k in ("change", "booking", "receipts")
    ]
    assert first["change"] == desk.desk.seq()


# --- each command


def test_move_keeps_booking_and_order(say: Say, desk: Small) -> None:
    no = booked(desk)
    order = desk.desk.booking(no).order.no
    say("move", no, "thu", "16:00", "--yes")
    view = desk.desk.booking(no)
    assert view.slot.start == desk.desk.days(desk.desk.today()).bounds[1] + 16 * 3600
    assert view.order.no == order


def test_move_without_a_time_lists_the_next_ones(say: Say, desk: Small) -> None:
    """Half an hour along from its own time is among them."""
    no = booked(desk, when="2026-03-04 11:00")
    times = [x["start"] for x in say("move", no, "--json").data["free"]]
    assert "2026-03-04T11:30:00+01:00" in times
    assert "2026-03-04T11:00:00+01:00" not in times
    assert "11:30" in say("move", no).out


def test_a_place_in_a_class_moves_to_another_meeting(say: Say, desk: Small) -> None:
    first, second = desk.open_class("2026-03-05 18:00"), desk.open_class("2026-03-06 17:00")
    no = desk.no(desk.book("Leo Lee", "2026-03-05 18:00", service="Yoga", tutor="Ben", slot=first))
    say("move", no, "fri", "17:00", "--yes")
    assert desk.desk.booking(no).slot.id == second
    assert say("move", no, "fri", "9:00", "--yes", code=2).err


def test_cancel_says_what_goes_back_before_it_does(say: Say, desk: Small) -> None:
    no = booked(desk, method=Method.CASH)
    plan = say("cancel", no, "--by", "customer", "--why", "unwell", "--plan").out
    assert "12.50 of 25.00" in plan or "25.00" in plan
    data = say("cancel", no, "--by", "tutor", "--why", "tutor-away", "--text", "flu", "--yes", "--json").data
    assert data["booking"] == no
    view = desk.desk.booking(no)
    assert str(view.booking.state) == "CANCELLED"
    assert view.refunded == 2500
    desk.sound()


def test_complete_absent_and_reopen(say: Say, desk: Small) -> None:
    no = booked(desk, when="2026-03-04 09:00")
    say("complete", no)
    assert str(desk.desk.booking(no).booking.state) == "COMPLETED"
    say("complete", no, "--reopen")
    say("complete", no, "--absent")
    assert str(desk.desk.booking(no).booking.state) == "NO_SHOW"


def test_edit_writes_plain_fields_and_empties_them(say: Say, desk: Small) -> None:
    no = booked(desk)
    say("edit", no, "--focus", "left hand", "--join-url", "https://meet.example/x", "--mail", "ana@example.org")
    view = desk.desk.booking(no)
    assert (view.slot.focus, view.slot.join_url) == ("left hand", "https://meet.example/x")
    say("edit", no, "--focus", "")
    assert desk.desk.booking(no).slot.focus == ""


def test_price_pay_refund_and_undo(say: Say, desk: Small) -> None:
    """A cheaper price after a card payment leaves a refund to be made by hand; refund says it was; undo takes back."""
    no = booked(desk)
    assert "receipt 1" in say("pay", no, "card", "--yes").out
    say("price", no, "20", "sibling", "discount", "--yes")
    view = desk.desk.booking(no)
    assert view.due == 2000
    assert [str(r.state) for p in view.payments for r in p.refunds] == ["REQUESTED"]
    say("refund", no, "--yes")
    assert desk.desk.booking(no).refunded == 500
    data = say("undo", "--yes", "--json").data
    assert data["plan"]["verb"] == "UNDO"
    assert desk.desk.booking(no).refunded == 0
    desk.sound()


def test_cash_says_its_change(say: Say, desk: Small) -> None:
    no = booked(desk)
    said = say("pay", no, "cash", "30", "--yes").out
    assert "change 5.00" in said
    assert "receipt 1" in said
    assert say("pay", no, "cash", code=2).err


def test_a_part_is_taken_with_amount(say: Say, desk: Small) -> None:
    no = booked(desk)
    say("pay", no, "transfer", "--amount", "10", "--yes")
    assert desk.desk.booking(no).open == 1500


def test_undo_takes_back_the_change_that_was_named(say: Say, desk: Small) -> None:
    no = booked(desk)
    first = say("note", no, "one", "--json").data["change"]
    say("note", no, "two")
    say("undo", first)
    assert [n.text for n in desk.desk.booking(no).notes] == ["two"]
    say("undo")
    assert desk.desk.booking(no).notes == ()


@pytest.mark.parametrize(("language", "word"), [("en", "cash"), ("es", "efectivo"), ("pt", "dinheiro")])
def test_money_is_taken_in_the_persons_language(say: Say, desk: Small, language: str, word: str) -> None:
    no = booked(desk)
    assert "25" in say("pay", no, word, "--yes", "--language", language).out


# --- requests


def test_a_request_is_made_listed_answered_and_taken_back(say: Say, desk: Small) -> None:
    """A20, T3, T7, T8: by the service's flag, by --request, by the line's own word; each verb as every other."""
    assert "at once" in say("service", "piano").out
    assert say("service", "pia", "--approval", "approval-first").out.startswith("Service changed")
    shown = say("service", "--json").data["services"]
    assert {s["name"]: s["approval"] for s in shown}["Piano"] == "APPROVAL_FIRST"
    assert "Yoga" in say("service", "nothing", "--approval", "none", code=2).err
    first = say("book", "ana", "pérez", "piano", "fri", "11:00", "--yes", "--json").data
    assert first["plan"]["verb"] == "REQUEST"
    assert "requested" in say("agenda", "fri").out
    assert "answer by Thu 10:00" in say("show", first["booking"]).out
    digest = say("approve", first["booking"], "--plan", "--json").data["plan"]["digest"]
    assert "Approved" in say("approve", first["booking"], "--commit", digest).out
    assert desk.desk.booking(first["booking"]).booking.state == "CONFIRMED"
    say("undo", "--yes")
    (task,) = say("attention", "--json").data["tasks"]
    assert (task["kind"], task["answers"]) == ("APPROVAL", ["approve", "reject"])
    assert say("answer", task["task"][:6], "seen", code=2).err
    say("reject", first["booking"], "fully", "booked", "--yes")
    seen = say("show", first["booking"], "--json").data
    assert (seen["state"], seen["detail"]["notes"][0]["text"]) == ("REJECTED", "fully booked")
    second = say("book", "leo", "maths", "fri", "12:00", "--request", "--yes", "--json").data["booking"]
    third = say("book", "ana", "pérez", "piano", "fri", "11:00", "approved", "--yes", "--json").data["booking"]
    states = [desk.desk.booking(no).booking.state for no in (second, third)]
    assert states == ["REQUESTED", "CONFIRMED"]
    assert say("approve", third, "--yes", code=3).err
    desk.sound()
