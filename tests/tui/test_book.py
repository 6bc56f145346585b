"""Booking by one line: what is shown before enter, what enter does, and in how many keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.widgets import Digits, Input

from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import Book, OpenClass
from deskbell.tui.widgets.bookbar import BookBar
from tests.tui.calendar_app import Whole, free_cell, opened, rest, somebody, spoken, whole, write
from tests.tui.harness import fresh, until

WIDE = (120, 36)


def said(app: Whole) -> str:
    return "\n".join("".join(words for words, _ in line) for line in app.bar.preview.lines)


async def test_booked_paid_and_receipted_in_25_keys_on_one_screen(tmp_path: Path) -> None:
    """Issue 2, point 5: for a known person, from the calendar to "booked, paid, receipt 17"."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        who = somebody(app.ready)
        _, _, free = free_cell(app.ready, app.ready.services()[0].name)
        keys = ["b", *f"{who} {spoken(free)} cash", "enter"]
        pressed = ["space" if key == " " else "colon" if key == ":" else key for key in keys]
        assert len(pressed) <= 25
        screens = {id(app.screen)}
        for key in pressed[:-1]:
            await pilot.press(key)
            screens.add(id(app.screen))
        await until(pilot, lambda: app.bar.preview.stands)
        before = app.ready.seq()
        await pilot.press(pressed[-1])
        await until(pilot, lambda: not app.calendar.query(BookBar))
        await rest(pilot)
        assert screens == {id(app.calendar)}
        assert app.ready.seq() == before + 1
        assert len(app.said) == 1
        assert "receipt" in app.said[0].lower()
        assert any(c.isdigit() for c in app.said[0])
        await until(pilot, lambda: app.calendar.lesson is not None and who in app.calendar.lesson.seats[0].name.lower())
        assert app.calendar.lesson is not None
        assert app.calendar.lesson.seats[0].open == 0


async def test_the_preview_says_who_when_what_and_the_change(tmp_path: Path) -> None:
    """Nothing a person does happens before it was shown."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        _, minute, free = free_cell(app.ready)
        who = somebody(app.ready)
        await pilot.press("b")
        await write(pilot, f'{who} {spoken(free)} #"Piano 60" cash 30')
        assert who in said(app).lower()
        assert f"{minute // 60:02d}:00–{minute // 60 + 1:02d}:00 · Piano 60" in said(app)
        assert "lesson)" in said(app)
        assert app.bar.preview.price == "25.00 €"
        assert app.bar.preview.change == "5.00"
        assert app.bar.query_one("#change", Digits).display
        assert app.bar.preview.stands
        assert {s.kind for s in app.bar.preview.spans} >= {"person", "day", "time", "service", "method", "amount"}


async def test_the_cell_of_the_cursor_is_the_time_that_is_meant(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        app.grid.move_to(4, 14 * 60)
        await pilot.press("b")
        await write(pilot, somebody(app.ready))
        assert "Fri 6 March 14:00" in said(app)


async def test_what_is_in_the_way_is_named_and_enter_does_nothing(tmp_path: Path) -> None:
    """PRODUCT: why not free?"""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        before = app.ready.seq()
        lesson = next(x for x in app.ready.days(date(2026, 3, 5), 1).lessons if x.capacity == 1)
        minute = zone_clock("Europe/Madrid").local(lesson.start)[1]
        await pilot.press("b")
        await write(pilot, f'- thu {minute // 60}:{minute % 60:02d} #"Piano 60" @"{lesson.tutor_name}"')
        assert f"booking {lesson.seats[0].booking}" in said(app)
        assert not app.bar.preview.stands
        await pilot.press("enter")
        await rest(pilot)
        assert app.ready.seq() == before
        assert app.calendar.query(BookBar)


async def test_on_a_class_the_line_needs_a_name_and_nothing_else(tmp_path: Path) -> None:
    """The class under the cursor is meant, whatever the person takes as a rule."""
    app = whole(tmp_path)
    yoga = next(s for s in app.ready.services() if s.name == "Yoga")
    _, _, free = free_cell(app.ready)
    app.ready.commit(OpenClass(key=fresh(), service=yoga.id, tutor=free.tutor.id, start=free.start))
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        week = app.ready.days(date(2026, 3, 5), 4).lessons
        group = next(x for x in week if x.capacity > 1 and not x.taken)
        app.grid.select(group.slot)
        await rest(pilot)
        await pilot.press("b")
        await write(pilot, "+Zaphod Beeble")
        assert group.service in said(app)
        assert app.bar.preview.stands
        await pilot.press("enter")
        await until(pilot, lambda: not app.calendar.query(BookBar))
        after = next(x for x in app.ready.days(date(2026, 3, 5), 4).lessons if x.slot == group.slot)
        assert "Zaphod Beeble" in [s.name for s in after.seats]


async def test_a_full_class_says_so(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        week = app.ready.days(date(2026, 3, 5), 21).lessons
        wall = zone_clock("Europe/Madrid")
        full = next(x for x in week if x.capacity > 1 and x.taken == x.capacity)
        await pilot.press("b")
        await write(pilot, f"- {full.service} {wall.date(full.start).isoformat()}")
        assert not app.bar.preview.stands
        assert str(full.capacity) in said(app)


async def test_of_several_people_the_arrows_choose_and_enter_takes_one_first(tmp_path: Path) -> None:
    """Digits stay minutes: they are never a choice."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        app.grid.move_to(4, 10 * 60)
        before = app.ready.seq()
        await pilot.press("b")
        await write(pilot, "lee piano")
        people = app.bar.preview.candidates
        assert len(people) > 1
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.bar.preview.person == people[1].no)
        assert app.ready.seq() == before, "choosing is not booking"
        assert people[1].name in said(app)
        app.bar.query_one(Input).value += " 30"
        await until(pilot, lambda: app.bar.preview.of == "lee piano 30")
        assert app.bar.preview.person == people[1].no, "what is typed behind the name keeps who was chosen"
        await write(pilot, somebody(app.ready))
        assert app.bar.person is None


async def test_an_unknown_name_is_added_only_after_a_plus(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        column, minute, _ = free_cell(app.ready)
        app.grid.move_to(column, minute)
        await pilot.press("b")
        await write(pilot, 'Zaphod Beeble #"Piano 60"')
        assert not app.bar.preview.stands
        assert "+" in said(app)
        await write(pilot, '+Zaphod Beeble #"Piano 60"')
        assert app.bar.preview.stands
        assert app.bar.preview.hint == "enter adds Zaphod Beeble and books"
        await pilot.press("enter")
        await until(pilot, lambda: not app.calendar.query(BookBar))
        assert [p.name for p in app.ready.search("zaphod")] == ["Zaphod Beeble"]


async def test_a_walk_in_needs_no_name(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        column, minute, _ = free_cell(app.ready)
        app.grid.move_to(column, minute)
        await pilot.press("b")
        await write(pilot, '- #"Piano 60" cash')
        assert app.bar.preview.stands
        assert "Walk-in" in said(app)


async def test_esc_leaves_and_nothing_is_kept(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        before = app.ready.seq()
        await pilot.press("b")
        await write(pilot, f"{somebody(app.ready)} fri 10:00")
        await pilot.press("escape")
        await pilot.pause()
        assert not app.calendar.query(BookBar)
        assert app.ready.seq() == before
        assert app.grid.has_focus


async def test_letters_are_typed_and_steal_no_key(tmp_path: Path) -> None:
    """STYLE 10: hjkl beside the arrows, never while typing."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        at = (app.grid.cursor_column, app.grid.cursor_minute)
        await pilot.press("b", *"hjklqxb?", "space", "colon")
        assert app.bar.line == "hjklqxb? :"
        assert (app.grid.cursor_column, app.grid.cursor_minute) == at
        assert app.screen is app.calendar


async def test_the_time_is_taken_meanwhile_and_nothing_is_booked(tmp_path: Path) -> None:
    """I2, D2: the preview is the plan; another desk was quicker."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        desk = app.ready
        _, _, free = free_cell(desk)
        await pilot.press("b")
        await write(pilot, f'- {spoken(free)} @"{free.tutor.name}" #"Piano 60"')
        assert app.bar.preview.stands
        desk.commit(Book(key=fresh(), service=desk.services()[0].id, tutor=free.tutor.id, start=free.start))
        taken = desk.seq()
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.said) and not app.bar.disabled)
        await rest(pilot)
        assert desk.seq() == taken
        assert app.calendar.query(BookBar), "the line stays, to be changed"
        await until(pilot, lambda: not app.bar.preview.stands)


async def test_a_hostile_line_is_shown_as_it_is(tmp_path: Path) -> None:
    """T1, T2: markup and escapes do nothing."""
    app = whole(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        column, minute, _ = free_cell(app.ready)
        app.grid.move_to(column, minute)
        await pilot.press("b")
        await write(pilot, '+"Ana [/] [@click=app.quit]x[/]" #"Piano 60"')
        assert app.bar.preview.stands
        assert "Ana [/] [@click=app.quit]x[/]" in said(app)
        await pilot.press("enter")
        await until(pilot, lambda: not app.calendar.query(BookBar))
        await rest(pilot)
        assert any("[/]" in b.title for b in app.grid.model.blocks)
        assert app.is_running
