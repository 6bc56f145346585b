"""The first minute: a new desk, asked for line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from deskbell.domain.errors import WrongInput
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from deskbell.tui.screens.setup import SetUpScreen
from deskbell.tui.setting_up import LINES, read
from deskbell.tui.widgets.bars import AnswerLine, Masthead
from tests.tui.calendar_app import Whole, opened, rest
from tests.tui.harness import clock, fresh, until

ANSWERS = {
    "language": "en",
    "name": "Estudio Río",
    "zone": "madrid",
    "currency": "eur",
    "weekday": "monday",
    "tutor": "Ana Ruiz",
    "service": "Piano 60 25.00",
    "hours": "Mon-Fri 9-18",
}


def new(tmp_path: Path) -> Whole:
    desk = Desk(open_database(tmp_path / "new.sqlite3", create=True), clock(), fresh)
    return Whole(desk, glance=None)


def said(app: Whole, line: str) -> str:
    return str(app.screen.query_one(f"#said-{line}", Static).content)


async def test_a_desk_is_set_up_in_eight_lines_and_ends_in_its_calendar(tmp_path: Path) -> None:
    """Issue 2, point 2: what was typed is what is kept, and the empty week says what to do."""
    app = new(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
        for line in LINES:
            assert app.screen.focused is not None
            assert app.screen.focused.id == f"in-{line}"
            app.screen.query_one(f"#in-{line}", Input).value = ANSWERS[line]
            await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.calendar)
        await opened(pilot)
        card = app.ready.card()
        assert (card.name, card.zone, card.currency, card.language, card.first_weekday) == (
            "Estudio Río", "Europe/Madrid", "EUR", "en", 0,
        )  # fmt: skip
        assert [x.name for x in app.ready.tutors()] == ["Ana Ruiz"]
        assert [(s.name, s.minutes, s.price.minor) for s in app.ready.services()] == [("Piano", 60, 2500)] or [
            s.price.minor for s in app.ready.services()
        ] == [2500]
        assert app.said == ["Estudio Río is open: press b to book"]
        assert app.calendar.query_one(Masthead).left == "Estudio Río"
        assert "press b to book" in app.calendar.query_one(AnswerLine).pieces[0][0]
        assert app.grid.model.now == (2, 640)
        assert (app.grid.cursor_column, app.grid.cursor_minute) == (2, 630)


async def test_a_wrong_line_is_said_in_place_and_not_walked_past(tmp_path: Path) -> None:
    """BAD INPUT: one sentence that says what to do; nothing is kept."""
    app = new(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
        await pilot.press("enter", *"Rio", "enter")
        app.screen.query_one("#in-zone", Input).value = "Madird"
        await pilot.press("enter")
        assert app.screen.focused is not None
        assert app.screen.focused.id == "in-zone"
        assert "Europe/Madrid" in said(app, "zone")
        app.screen.query_one("#in-zone", Input).value = "Europe/Madrid"
        await pilot.press("enter")
        assert app.screen.focused.id == "in-currency"
        await pilot.press("up")
        assert app.screen.focused.id == "in-zone"
        with app.ready.database.readers.connect() as line:
            assert not line.exec_driver_sql("SELECT count(*) FROM desk").scalar()


async def test_the_language_that_is_chosen_is_spoken_at_once(tmp_path: Path) -> None:
    app = new(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
        app.screen.query_one("#in-language", Input).value = "es-MX"
        await pilot.press("enter")
        await rest(pilot)
        assert str(app.screen.query_one("#title", Static).content) == "Su agenda"
        assert app.screen.query_one("#in-currency", Input).value == "MXN"
        assert app.screen.query_one("#in-hours", Input).value == "lun-vie 9-18"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("language", "klingon"),
        ("name", "   "),
        ("zone", "Atlantis"),
        ("currency", "EURO"),
        ("weekday", "someday"),
        ("tutor", ""),
        ("service", "Piano"),
        ("hours", "Mon-Fri 18-9"),
    ],
)
def test_what_cannot_be_meant_is_refused(line: str, text: str) -> None:
    with pytest.raises(WrongInput):
        read(line, text, {"language": "en", "currency": "EUR"})
