"""The calendar: what is shown, where keys lead, and that it stays true."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from deskbell.domain.commands import Book
from deskbell.services.desk import Desk
from deskbell.settings import Settings
from deskbell.store.engine import open_database
from deskbell.tui.modals.choose import ChooseModal
from deskbell.tui.modals.goto import GoToModal
from deskbell.tui.modals.menu import FindModal, MenuModal
from deskbell.tui.modals.note import NoteModal
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.widgets.aside import Aside
from deskbell.tui.widgets.bars import AnswerLine, KeyBar, Masthead
from deskbell.words.states import money_badge, seat_badge
from tests.tui.calendar_app import Whole, free_cell, opened, rest, whole
from tests.tui.harness import clock, demo_desk, fresh, until

WIDE = (120, 36)


def answer(app: Whole) -> str:
    return "".join(words for words, _ in app.calendar.query_one(AnswerLine).pieces)


def head(app: Whole) -> str:
    return app.calendar.query_one(Masthead).middle


async def test_the_week_of_today_is_shown_with_now_and_what_is_due(tmp_path: Path) -> None:
    """The eye meets now, what is due, what needs a person."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        assert head(app) == "Week 10 · 2–8 March 2026"
        assert app.grid.model.now == (2, 10 * 60 + 40)
        assert [c.title for c in app.grid.model.columns][2] == "Wed 4"
        now, following, collect, _ = app.calendar.query_one(Aside).sections
        assert now.rows[0].words[:5] in ("10:00", "10:30")
        assert [r.lead for r in following.rows] == sorted(r.lead for r in following.rows)
        assert all(r.right for r in collect.rows)
        assert app.calendar.query_one(Masthead).tasks.startswith("⚑ ")


async def test_the_first_frame_knows_the_desk_before_it_is_open(tmp_path: Path) -> None:
    """FIGURES: grid, header and now line need no database."""
    app = whole(tmp_path)
    app.open_desk = lambda: None  # type: ignore[method-assign,assignment,return-value]
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert app.desk is None
        assert app.calendar.query_one(Masthead).left == "Estudio Río"
        assert app.grid.model.now == (2, 10 * 60 + 40)
        assert not app.grid.model.blocks


async def test_the_first_days_are_shown_before_the_desk_is_open(tmp_path: Path) -> None:
    desk = demo_desk(tmp_path)
    asked: list[tuple[date, int]] = []

    def first_days(first: date, count: int):  # type: ignore[no-untyped-def]
        asked.append((first, count))
        return desk.days(first, count)

    app = Whole(desk, first_days=first_days)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        assert asked == [(date(2026, 3, 2), 7)]
        assert app.grid.model.blocks


async def test_an_empty_cell_answers_how_long_it_is_free_or_why_not(tmp_path: Path) -> None:
    """PRODUCT: a grey cell answers "why not?"."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        column, minute, free = free_cell(app.ready)
        empty = next(n for n in range(7) if n >= column)
        app.grid.move_to(empty, minute)
        await rest(pilot)
        if app.calendar.lesson is None:
            assert f"{free.tutor.name} until" in answer(app)
        app.grid.move_to(6, 12 * 60)
        await rest(pilot)
        assert answer(app).startswith("12:00  not free: ")
        assert "closed" in answer(app)


async def test_a_lesson_answers_with_all_its_words(tmp_path: Path) -> None:
    """A badge that the block says by its glyph is said in words below."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        lesson = next(x for x in app.ready.days(date(2026, 3, 4), 1).lessons if x.capacity == 1 and x.seats)
        app.grid.select(lesson.slot)
        await pilot.pause()
        seat = lesson.seats[0]
        said = answer(app)
        assert seat.name in said
        assert lesson.tutor_name in said
        assert str(seat_badge(seat.state, "en")) in said
        assert str(money_badge(seat, "en")) in said


async def test_pages_today_and_the_edge_of_the_week(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("]")
        await rest(pilot)
        assert head(app) == "Week 11 · 9–15 March 2026"
        assert app.grid.model.now is None
        await pilot.press("[", "[")
        await rest(pilot)
        assert head(app) == "Week 9 · 23 February – 1 March 2026"
        await pilot.press("t")
        await rest(pilot)
        assert head(app) == "Week 10 · 2–8 March 2026"
        assert (app.grid.cursor_column, app.grid.cursor_minute) == (2, 630)
        app.grid.move_to(6, 600)
        await pilot.press("right")
        await rest(pilot)
        assert head(app) == "Week 11 · 9–15 March 2026"
        assert app.grid.cursor_column == 0


async def test_a_day_has_a_column_for_each_tutor(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("v")
        await rest(pilot)
        assert [c.title for c in app.grid.model.columns] == ["Ana Ruiz", "Tomás Ferrer", "Priyanka Rao"]
        assert head(app) == "Wednesday 4 March 2026"
        await pilot.press("]")
        await rest(pilot)
        assert head(app) == "Thursday 5 March 2026"
        await pilot.press("v")
        await rest(pilot)
        assert head(app) == "Week 10 · 2–8 March 2026"
        assert app.grid.cursor_column == 3


async def test_a_day_is_gone_to_as_it_is_said(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, GoToModal))
        app.screen.query_one(Input).value = "30 febrary"
        await pilot.press("enter")
        assert isinstance(app.screen, GoToModal), "what cannot be meant is said in place"
        app.screen.query_one(Input).value = "fri"
        await pilot.press("enter")
        await rest(pilot)
        assert app.calendar.day == date(2026, 3, 6)


async def test_one_tutor_alone(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, ChooseModal))
        await pilot.press("down", "down", "enter")
        await rest(pilot)
        assert app.calendar.query_one(Masthead).note == "Tomás Ferrer · demo"
        assert app.calendar.days is not None
        assert {x.tutor_name for x in app.calendar.days.lessons} == {"Tomás Ferrer"}
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, ChooseModal))
        await pilot.press("home", "enter")
        await rest(pilot)
        assert len({x.tutor_name for x in app.calendar.days.lessons}) == 3


async def test_a_class_asks_whose_place(tmp_path: Path) -> None:
    """A key that acts on a booking needs one booking; a class has several."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        lesson = next(x for x in app.ready.days(date(2026, 3, 5), 1).lessons if len(x.seats) > 1)
        app.grid.select(lesson.slot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ChooseModal))
        assert app.screen.query_one(OptionList).option_count == len(lesson.seats)
        await pilot.press("escape")
        assert app.screen is app.calendar


async def test_a_key_without_a_booking_says_what_to_do(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        app.grid.move_to(6, 12 * 60)
        await pilot.press("x", "enter")
        assert app.said == ["no booking here: b books"] * 2
        hints = app.calendar.query_one(KeyBar).hints
        assert [h.label for h in hints if h.why] == ["open", "move", "cancel", "pay"]


async def test_the_space_menu_says_why_not(tmp_path: Path) -> None:
    """Every verb of what the cursor is on, with its key or the reason why not."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        ahead = app.ready.days(date(2026, 3, 5), 3).lessons
        paid = next(x for x in ahead if x.capacity == 1 and x.seats and not x.seats[0].open)
        app.grid.select(paid.slot)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        assert isinstance(app.screen, MenuModal)
        verbs = {v.label: v for v in app.screen.verbs}
        assert verbs["Pay"].why == "nothing is due"
        assert verbs["Attendance"].why == "the time has not come"
        assert verbs["Cancel"].key == "x"
        assert not verbs["Cancel"].why
        await pilot.press("p")
        assert isinstance(app.screen, MenuModal), "a verb that cannot be done is not done"
        await pilot.press("escape")


async def test_enter_takes_what_the_menu_stands_on(tmp_path: Path) -> None:
    """Enter is Open's key in the calendar; in a menu it is the list's own."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        assert app.calendar.days is not None
        lesson = next(x for x in app.calendar.days.lessons if x.capacity == 1 and x.seats)
        app.grid.select(lesson.slot)
        await pilot.press("space")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        assert isinstance(app.screen, MenuModal)
        at = next(n for n, v in enumerate(app.screen.verbs) if v.do == "note")
        app.screen.query_one(OptionList).highlighted = at
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, NoteModal))


async def test_the_keys_and_the_palette_come_from_the_table(tmp_path: Path) -> None:
    app = whole(tmp_path, settings=Settings(keys=(("calendar.today", ("T",)),)))
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        assert isinstance(app.screen, MenuModal)
        assert {v.label: v.key for v in app.screen.verbs}["Today"] == "T"
        await pilot.press("escape", "]")
        await rest(pilot)
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        await pilot.press(*"toda", "enter")
        await rest(pilot)
        assert app.screen is app.calendar
        assert head(app) == "Week 10 · 2–8 March 2026"


async def test_accents_are_folded_in_the_palette(tmp_path: Path) -> None:
    """STYLE: the palette's own search misses Ñandú; ours does not."""
    app = whole(tmp_path, language="es")
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, MenuModal))
        await pilot.press(*"dia")
        await pilot.pause()
        assert isinstance(app.screen, MenuModal)
        assert any("día" in v.note for v in app.screen._found)


async def test_another_process_changes_the_desk_and_the_calendar_follows(tmp_path: Path) -> None:
    """STYLE 3: a view left open stays true; within about a second."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        other = Desk(open_database(f"sqlite:///{app.ready.database.where}"), app.clock, fresh)
        await until(pilot, lambda: app._watch is not None)
        before = len(app.grid.model.blocks)
        _, _, free = free_cell(other)
        service = next(s for s in other.services() if s.name == "Piano 60")
        other.commit(Book(key=fresh(), service=service.id, tutor=free.tutor.id, start=free.start))
        await until(pilot, lambda: len(app.grid.model.blocks) == before + 1)
        other.database.close()


async def test_midnight_passes_and_today_moves(tmp_path: Path) -> None:
    """STYLE 3: also past midnight; on Sunday night the calendar turns to the new week."""
    frozen = clock("2026-03-08T22:59:30+00:00")
    app = whole(tmp_path, frozen)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        assert app.grid.model.now == (6, 23 * 60 + 59)
        frozen.pass_by(seconds=40)
        app.look()
        await until(pilot, lambda: app.calendar.shown.first == date(2026, 3, 9))
        await rest(pilot)
        assert app.grid.model.now == (0, 0)
        assert app.calendar.query_one(Masthead).time == "00:00"


async def test_the_minute_moves_the_now_line_and_reads_nothing(tmp_path: Path) -> None:
    frozen = clock()
    app = whole(tmp_path, frozen)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        days = app.calendar.days
        frozen.pass_by(minutes=1)
        app.look()
        await until(pilot, lambda: app.grid.model.now == (2, 641))
        assert app.calendar.days is days


async def test_the_cursor_keeps_its_lesson_when_the_desk_is_read_again(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        app.grid.move_to(3, 10 * 60)
        key = app.grid.cursor_block
        await pilot.press("r")
        await rest(pilot)
        assert app.grid.cursor_block == key


@pytest.mark.parametrize("size", [(20, 5), (39, 20), (80, 9)])
async def test_a_terminal_without_room_shows_one_sentence(tmp_path: Path, size: tuple[int, int]) -> None:
    """BAD INPUT: a 20x5 terminal."""
    app = whole(tmp_path)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: type(app.screen).__name__ == "TinyScreen")
        await pilot.resize_terminal(80, 24)
        await opened(pilot)
        assert app.screen is app.calendar


async def test_a_slash_finds_somebody_and_a_booking_by_its_number(tmp_path: Path) -> None:
    """On every screen; enter opens the lesson that comes next, or the booking of that number."""
    app = whole(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        hit = app.ready.search("giulia")[0]
        assert app.ready.bookings(hit.no, 1) == (), "her child comes"
        nxt = app.ready.bookings(hit.no, 1, family=True)[0].seat.booking
        for typed, no in ((" giulia", nxt), ("#12", 12)):
            await pilot.press("slash")
            await until(pilot, lambda: isinstance(app.screen, FindModal))
            modal = app.screen
            assert isinstance(modal, FindModal)
            modal.query_one(Input).value = typed
            await until(pilot, lambda modal=modal, no=no: [v.do for v in modal.verbs][:1] == [str(no)])
            await pilot.press("enter")
            await until(pilot, lambda no=no: isinstance(app.screen, DetailScreen) and app.screen.no == no)
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, FindModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen))
