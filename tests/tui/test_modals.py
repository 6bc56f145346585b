"""Each question alone: what it answers, what it refuses in place, and that esc loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from deskbell.domain.booking import Reason
from deskbell.domain.commands import Cancel, Take
from deskbell.domain.offer import Kind
from deskbell.domain.people import Role
from deskbell.services.desk import Desk
from deskbell.tui.modals.attendance import AttendanceModal
from deskbell.tui.modals.cancel import Cancelling, CancelModal
from deskbell.tui.modals.edit import EditModal
from deskbell.tui.modals.move import MoveModal
from deskbell.tui.modals.note import NoteModal
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.modals.price import PriceModal
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.widgets.bars import KeyBar
from deskbell.tui.widgets.choice import Choice
from deskbell.tui.widgets.sheet import Sheet
from tests.tui.harness import HarnessApp, clock, demo_desk, find, fresh, settle, until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path, clock())


def ahead(desk: Desk) -> int:
    return find(desk, lambda v: v.open > 0 and v.slot.start > v.now and v.slot.kind is Kind.ONE_TO_ONE)


def said(pilot: Pilot[Any], which: str) -> str:
    """The words of a sheet of the modal."""
    sheet = pilot.app.screen.query_one(which, Sheet)
    return " ".join(sheet.drawn(60).plain.split())


async def asked(pilot: Pilot[Any], key: str, kind: type) -> Any:
    await settle(pilot)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)
    return pilot.app.screen


class Answers:
    """What a modal answered, asked by a check of the test's own."""

    def __init__(self, sentence: str = "") -> None:
        self.asked: list[Any] = []
        self.given: list[Any] = []
        self.sentence = sentence

    async def check(self, answer: Any) -> str:
        self.asked.append(answer)
        return self.sentence


async def put(app: HarnessApp, pilot: Pilot[Any], modal: ModalScreen[Any], answers: Answers) -> None:
    app.push_screen(modal, answers.given.append)
    await until(pilot, lambda: app.screen is modal and modal.is_mounted)


# --- cancel


async def test_two_figures_cancel(desk: Desk) -> None:
    """One key each for by whom and why: 2 3 is the tutor, away."""
    answers = Answers()
    app = HarnessApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await put(app, pilot, CancelModal("en", "Cancel", check=answers.check, may_override=True), answers)
        await pilot.press("2", "3")
        await until(pilot, lambda: bool(answers.given))
    assert answers.given == [Cancelling(Role.TUTOR, Reason.TUTOR_AWAY)]


async def test_other_reasons_want_words_and_staff_may_set_the_share(desk: Desk) -> None:
    answers = Answers()
    app = HarnessApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await put(app, pilot, CancelModal("en", "Cancel", check=answers.check, may_override=True), answers)
        await pilot.press("1", "5")
        assert app.focused is app.screen.query_one("#words")
        app.screen.query_one("#words", Input).value = "moves away"
        app.screen.query_one("#percent", Input).value = "120"
        await pilot.press("enter")
        assert "from 0 to 100" in said(pilot, ".wrong")
        assert answers.asked == []
        app.screen.query_one("#percent", Input).value = "75 %"
        await pilot.press("enter")
        await until(pilot, lambda: bool(answers.given))
    assert answers.given == [Cancelling(Role.CUSTOMER, Reason.OTHER, "moves away", 75)]


async def test_only_staff_is_asked_for_another_refund(desk: Desk) -> None:
    app = HarnessApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        answers = Answers()
        await put(app, pilot, CancelModal("en", "Cancel", check=answers.check, may_override=False), answers)
        assert not app.screen.query("#percent")
        await pilot.press("escape")
        await until(pilot, lambda: bool(answers.given))
    assert answers.given == [None]


async def test_a_refusal_stands_in_place(desk: Desk) -> None:
    """What the desk refuses is said in the question, and the question stays."""
    answers = Answers("Too late [/] for that; choose another day.")
    app = HarnessApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await put(app, pilot, CancelModal("en", "Cancel [/]", check=answers.check, may_override=True), answers)
        await pilot.press("1", "1")
        await until(pilot, lambda: bool(said(pilot, ".wrong")))
        assert said(pilot, ".wrong") == "Too late [/] for that; choose another day."
    assert answers.given == []


# --- move


async def test_a_typed_time_is_answered_while_it_is_typed(desk: Desk) -> None:
    """Free, or why not: by the same function that judges the commit."""
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "m", MoveModal)
        modal.query_one(Input).value = "sun 3:00"
        await until(pilot, lambda: "Sun 8 March 03:00" in said(pilot, "#said"))
        assert "closed" in said(pilot, "#said")
        modal.query_one(Input).value = "nonsense"
        await until(pilot, lambda: "nonsense" in said(pilot, "#said"))
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.screen is modal


async def test_half_an_hour_along_is_offered_and_moves(desk: Desk) -> None:
    """The lesson's own time does not stand in its way; enter takes what is under the cursor, after the plan."""
    no = find(
        desk,
        lambda v: (
            v.slot.kind is Kind.ONE_TO_ONE
            and v.booking.state == "CONFIRMED"
            and v.slot.start > v.now
            and any(
                free.start == v.slot.start + 1800
                for free in desk.free(
                    v.service, v.slot.start, v.slot.start + 3600, tutors=(v.tutor,), leave_out=v.slot.id,
                    minutes=(v.slot.end - v.slot.start) // 60,
                )
            )
        ),
    )  # fmt: skip
    before = desk.booking(no).slot
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "m", MoveModal)
        starts = [int(way.value) for way in modal.ways]
        assert len(starts) == 8
        assert starts == sorted(starts)
        assert before.start not in starts
        for _ in range(starts.index(before.start + 1800)):
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
    after = desk.booking(no).slot
    assert (after.id, after.start) == (before.id, before.start + 1800)
    assert desk.verify() == []


async def test_typing_and_list_are_one(desk: Desk) -> None:
    """Enter takes what was touched last: the words, or the line that the arrows went to."""
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "m", MoveModal)
        ways = modal.query_one(Choice)
        await pilot.press("9")
        assert modal.typing
        assert not ways.lit
        await pilot.press("down")
        assert not modal.typing
        assert ways.lit
        assert ways.at == 0
        await pilot.press("down")
        assert ways.at == 1
        assert modal.query_one(Input).value == "9"


async def test_a_seat_moves_to_another_meeting(desk: Desk) -> None:
    """Of a class the other meetings with free seats are offered, and nothing is typed."""
    no = find(desk, lambda v: v.slot.kind is Kind.GROUP and v.slot.start > v.now and v.booking.state == "CONFIRMED")
    before = desk.booking(no)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "m", MoveModal)
        assert not modal.query(Input)
        assert modal.ways
        assert str(before.slot.no) not in [way.value for way in modal.ways]
        assert all("seats free" in way.note for way in modal.ways)
        # A regular sits in most meetings; the plan says so of the one that is chosen.
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal) or bool(app.said))


# --- attendance


async def test_attendance_says_from_when_on(desk: Desk) -> None:
    """Before its time a lesson is neither given nor missed; the sentence says when it can be."""
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "a", AttendanceModal)
        assert [way.value for way in modal.ways] == ["COMPLETE", "NO_SHOW"]
        await pilot.press("1")
        assert "the time has not come, from " in said(pilot, ".wrong")
        assert app.screen is modal
    assert desk.booking(no).booking.state == "CONFIRMED"


async def test_attendance_commits_at_once_and_reopens(desk: Desk) -> None:
    no = find(desk, lambda v: v.booking.state == "CONFIRMED" and v.slot.start > v.now)
    desk.clock.at = desk.booking(no).slot.end  # type: ignore[attr-defined]
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, "a", AttendanceModal)
        await pilot.press("2")
        await until(pilot, lambda: len(app.said) == 1)
        assert desk.booking(no).booking.state == "NO_SHOW"
        modal = await asked(pilot, "a", AttendanceModal)
        assert [way.value for way in modal.ways] == ["REOPEN"]
        await pilot.press("1")
        await until(pilot, lambda: len(app.said) == 2)
    assert desk.booking(no).booking.state == "CONFIRMED"


# --- notes and fields


async def test_a_note_of_several_lines_is_kept_as_it_was_typed(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "n", NoteModal)
        assert [hint.key for hint in modal.query_one(KeyBar).hints] == ["tab", "ctrl+s", "esc"]
        await pilot.press("O", "k", "enter", "x", "tab")
        assert app.focused is modal.query_one(Choice)
        assert [hint.key for hint in modal.query_one(KeyBar).hints] == ["tab", "enter", "esc"]
        await pilot.press("right", "enter")
        await until(pilot, lambda: bool(app.said))
    (note,) = desk.booking(no).notes
    assert (note.text, note.visibility) == ("Ok\nx", "TUTOR")


async def test_esc_does_not_lose_a_note_by_one_slip(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "n", NoteModal)
        modal.query_one(TextArea).text = "half a thought"
        await pilot.pause()
        await pilot.press("escape")
        assert app.screen is modal
        assert "esc again" in said(pilot, ".wrong")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not modal)
    assert desk.booking(no).notes == ()


async def test_an_empty_note_is_refused_in_place(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "n", NoteModal)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: bool(said(pilot, ".wrong")))
        assert app.screen is modal


async def test_fields_are_checked_in_place_and_saved_together(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "e", EditModal)
        modal.query_one("#f-join_url", Input).value = "javascript:alert(1)"
        modal.query_one("#f-focus", Input).value = "Left hand, Bartók 3"
        await pilot.press("enter")
        await until(pilot, lambda: bool(said(pilot, ".wrong")))
        assert app.screen is modal
        modal.query_one("#f-join_url", Input).value = "https://meet.example.org/abc"
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.said))
    slot = desk.booking(no).slot
    assert (slot.focus, slot.join_url) == ("Left hand, Bartók 3", "https://meet.example.org/abc")


async def test_a_field_that_is_left_wrong_says_so(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "e", EditModal)
        mail = modal.query_one("#f-mail", Input)
        mail.focus()
        mail.value = "nobody at all"
        await pilot.press("tab")
        await until(pilot, lambda: said(pilot, ".wrong").startswith("Mail: "))


async def test_edit_without_a_change_is_esc(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    before = desk.seq()
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "e", EditModal)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not modal)
    assert desk.seq() == before


# --- price and refunds


async def test_another_price_wants_an_amount_and_a_reason(desk: Desk) -> None:
    """The comma is read as it stands: 12,50 is never 1250."""
    no = find(desk, lambda v: v.due == 2500 and v.slot.start > v.now and v.booking.state == "CONFIRMED")
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        modal = await asked(pilot, "P", PriceModal)
        await pilot.press("1", "2", ",", "5")
        assert "12.50 € less" in said(pilot, "#said")
        await pilot.press("enter")
        assert app.focused is modal.query_one("#why")
        await pilot.press("enter")
        await until(pilot, lambda: bool(said(pilot, ".wrong")))
        modal.query_one("#why", Input).value = "two children"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
    assert desk.booking(no).order.total.minor == 1250


async def test_a_refund_by_hand_is_handed_over(desk: Desk) -> None:
    no = find(desk, lambda v: v.open > 0 and v.slot.start > v.now + 72 * 3600 and v.booking.state == "CONFIRMED")
    view = desk.booking(no)
    desk.commit(Take(key=fresh(), order=view.order.id, method="CARD"))  # type: ignore[arg-type]
    desk.commit(Cancel(key=fresh(), booking=view.booking.id, by=Role.STAFF))
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await asked(pilot, "R", PlanModal)
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
    refunds = [r.state for p in desk.booking(no).payments for r in p.refunds]
    assert refunds == ["MANUAL_DONE"]
    assert desk.verify() == []


async def test_every_question_speaks_every_language(desk: Desk) -> None:
    """No question lacks a word in Spanish or Portuguese, and each fits its card at 80 columns."""
    no = ahead(desk)
    for language in ("es", "pt"):
        app = HarnessApp(desk, lambda tongue=language: DetailScreen(no, tongue), language)  # type: ignore[misc]
        async with app.run_test(size=(80, 24)) as pilot:
            for key, kind in (("x", CancelModal), ("m", MoveModal), ("n", NoteModal), ("e", EditModal)):
                modal = await asked(pilot, key, kind)
                assert modal.query_one(".card").region.right <= 80
                await pilot.press("escape")
                await until(pilot, lambda app=app: isinstance(app.screen, DetailScreen))
