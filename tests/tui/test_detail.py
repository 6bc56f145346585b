"""The booking's screen: everything that belongs to it, whatever the names, the length and the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskbell.domain.commands import AddNote, Cancel, Edit, Take
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.text import clean
from deskbell.services.desk import Desk
from deskbell.tui.booking_page import BookingPage
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.widgets.bars import KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.money import show
from deskbell.words.timeline import Line, tell
from tests.tui.harness import HarnessApp, clock, demo_desk, find, fresh, settle, until
from tests.tui.hostile import names


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path, clock())


def ahead(desk: Desk) -> int:
    return find(desk, lambda v: v.open > 0 and v.slot.start > v.now and v.guardian is not None)


def page(desk: Desk, no: int, language: str = "en", **other: Any) -> BookingPage:
    view = replace(desk.booking(no), **other)
    called = desk.names(told.effect for told in view.timeline)
    return BookingPage(view, tell(view.timeline, called, language, view.desk.zone, view.currency, view.now), language)


def plain(lines: list[Any]) -> str:
    return "\n".join(line.plain for line in lines)


def shown(pilot: Pilot[Any]) -> str:
    return " ".join(sheet.drawn(sheet.size.width).plain for sheet in pilot.app.screen.query(Sheet))


# --- the page


def test_the_head_says_which_lesson_whose_and_how_it_stands(desk: Desk) -> None:
    no = ahead(desk)
    view = desk.booking(no)
    head = plain(page(desk, no).head(120))
    assert view.person is not None
    assert view.guardian is not None
    for words in (view.service.name, view.person.name, view.guardian.name, view.guardian.phone, view.room):
        assert words in head
    assert "● confirmed" in head
    assert "€ due" in head
    assert "⌂ none" in head
    assert f"lesson with {view.tutor.name}" in head


def test_a_tutor_elsewhere_has_another_time(desk: Desk) -> None:
    """Both walls are shown where they differ, and only there."""
    no = ahead(desk)
    tutor = desk.booking(no).tutor
    assert "(" not in plain(page(desk, no).head(120))
    assert " London)" in plain(page(desk, no, tutor=replace(tutor, zone="Europe/London")).head(120))
    assert " New York)" in plain(page(desk, no, tutor=replace(tutor, zone="America/New_York")).head(120))


@pytest.mark.parametrize("width", [40, 60, 76, 120])
def test_amounts_of_an_order_end_in_one_column(desk: Desk, width: int) -> None:
    """Lines, payments, refunds and what is open: the last figure of each stands below the one above."""
    no = find(desk, lambda v: v.open > 0 and v.slot.start > v.now + 72 * 3600)
    view = desk.booking(no)
    desk.commit(Take(key=fresh(), order=view.order.id, method=Method.CARD, amount=1000))
    desk.commit(Cancel(key=fresh(), booking=view.booking.id, by=Role.STAFF))
    desk.commit(Take(key=fresh(), order=desk.booking(ahead(desk)).order.id, method=Method.CASH))
    lines = [line.plain for line in page(desk, no).order(width)]
    assert any("to give back" in line for line in lines)
    assert any("receipt" in line for line in lines) or width < 50
    ends = {line.index(".", 16) if "." in line[16:] else line.index(".") for line in lines if "." in line}
    assert len(ends) == 1
    assert all(len(line) <= width for line in lines)


def test_a_class_names_those_who_share_it(desk: Desk) -> None:
    no = find(desk, lambda v: v.slot.kind is Kind.GROUP and len(v.mates) > 2)
    view = desk.booking(no)
    head = plain(page(desk, no).head(100))
    assert f"{view.slot.taken}/{view.slot.capacity}" in head
    assert all(name in " ".join(head.split()) for _, name in view.mates)


def test_what_was_taken_back_is_told_quietly(desk: Desk) -> None:
    no = ahead(desk)
    lines = (Line(desk.clock.now(), "cancelled (taken back)", 1, undone=True), Line(desk.clock.now(), "booked", 2))
    drawn = replace(page(desk, no), lines=lines).timeline(60)
    quiet = {str(span.style) for span in drawn[1].spans if span.start >= 14}
    assert quiet == {"$muted"}
    assert not {str(span.style) for span in drawn[2].spans if span.start >= 14} - {""}


@pytest.mark.parametrize("width", [24, 58, 116])
def test_hostile_names_stay_what_they_are(desk: Desk, width: int) -> None:
    """T1, T2: no markup, no control byte, no line wider than the screen, in any part of the page."""
    no = ahead(desk)
    view = desk.booking(no)
    assert view.person is not None
    for name in names():
        person = replace(view.person, name=name)
        mean = replace(page(desk, no), view=replace(view, person=person, slot=replace(view.slot, focus=name)))
        for draw in (mean.head, mean.order, mean.notes, mean.timeline):
            for line in draw(width):
                assert line.cell_length <= max(width, 24)
                assert line.plain == clean(line.plain)


# --- the screen


async def test_keys_that_are_not_allowed_are_dim(desk: Desk) -> None:
    """The footer dims what cannot be done now; the key says why."""
    no = find(desk, lambda v: v.booking.state == "COMPLETED" and v.open == 0)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        why = {hint.action: hint.why for hint in app.screen.query_one(KeyBar).hints}
        assert why["move"] == why["cancel"] == "ILLEGAL_MOVE"
        assert why["pay"] == "NOTHING_DUE"
        assert why["note"] == why["attend"] == ""
        assert len(why) <= 7


async def test_p_opens_the_payment_and_esc_comes_back(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PaymentScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, DetailScreen))


async def test_a_change_from_elsewhere_is_read_again(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        booking = desk.booking(no).booking.id
        desk.commit(Edit(key=fresh(), booking=booking, fields=(("focus", "Bartók 3"),)))
        app.changed()
        await settle(pilot)
        assert "Bartók 3" in shown(pilot)


async def test_forty_notes_scroll_to_the_last_line(desk: Desk) -> None:
    no = ahead(desk)
    booking = desk.booking(no).booking.id
    for n in range(40):
        desk.commit(AddNote(key=fresh(), booking=booking, text=f"Note {n} [/]\nand more"))
    for size in ((120, 36), (80, 24), (60, 20)):
        app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            body = app.screen.query_one("#body")
            assert body.max_scroll_y > 40
            await pilot.press("end")
            await pilot.pause()
            assert body.scroll_y == body.max_scroll_y
            timeline = app.screen.query_one("#timeline").region
            assert timeline.bottom <= body.region.bottom or size[0] >= 100
            await pilot.press("home", "j")
            assert body.scroll_y == 1


async def test_y_copies_a_summary_without_notes(desk: Desk) -> None:
    """What goes to the clipboard is the lesson and its money; what the desk noted stays at the desk."""
    no = ahead(desk)
    desk.commit(AddNote(key=fresh(), booking=desk.booking(no).booking.id, text="owes us an apology"))
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("y")
        await pilot.pause()
        assert desk.booking(no).service.name in app.clipboard
        assert show(desk.booking(no).due, "EUR", "en", symbol=False) in app.clipboard
        assert "apology" not in app.clipboard
        assert app.said[-1].startswith("Copied: ")


async def test_a_booking_that_is_not_there_is_one_sentence(desk: Desk) -> None:
    app = HarnessApp(desk, lambda: DetailScreen(10**9, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert str(10**9) in shown(pilot)
        assert app.screen.query_one(Masthead).middle == f"Booking {10**9}"
        await pilot.press("m", "y", "space")
        await pilot.pause(0.1)
        assert isinstance(app.screen, DetailScreen)


async def test_u_takes_this_bookings_last_change_back(desk: Desk) -> None:
    """Not the desk's: what happened to somebody else since is none of this screen's business."""
    no, other = ahead(desk), find(desk, lambda v: v.booking.state == "COMPLETED")
    desk.commit(AddNote(key=fresh(), booking=desk.booking(no).booking.id, text="mine"))
    desk.commit(AddNote(key=fresh(), booking=desk.booking(other).booking.id, text="theirs"))
    kept = len(desk.booking(other).notes)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: bool(app.said))
    assert desk.booking(no).notes == ()
    assert len(desk.booking(other).notes) == kept


async def test_space_lists_every_verb(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("space")
        await until(pilot, lambda: not isinstance(app.screen, DetailScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen))


@pytest.mark.parametrize("name", ["[@click=app.quit]Ana[/]", "Ana [/]", "\x1b]52;c;cm0=\x07", "\u202eanA", "[b]Ana"])
async def test_a_hostile_name_acts_on_no_screen_and_in_no_question(desk: Desk, name: str) -> None:
    """T1, T2: booking, payment, questions, plan and toast show the words and do nothing else."""
    no = ahead(desk)
    fields = (("name", name), ("focus", name))
    desk.commit(Edit(key=fresh(), booking=desk.booking(no).booking.id, fields=fields))
    desk.commit(AddNote(key=fresh(), booking=desk.booking(no).booking.id, text=name))
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert clean(name) in shown(pilot)
        for key in ("x", "m", "n", "e", "P", "a", "p", "space"):
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, DetailScreen))
            await settle(pilot)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, DetailScreen))
        await pilot.press("x")
        await until(pilot, lambda: not isinstance(app.screen, DetailScreen))
        await pilot.press("1", "1")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: bool(app.said))
        assert clean(name) in app.said[0]
        assert "\x1b" not in app.export_screenshot()
