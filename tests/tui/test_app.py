"""The app as a whole: what cannot be opened, what crashes, what people are called, and what is imported when."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from deskbell.domain.commands import AddPeople, Book, Newcomer
from deskbell.domain.errors import Refused
from deskbell.domain.plan import Minting
from deskbell.tui.widgets.bars import Masthead
from tests.tui.calendar_app import Whole, free_cell, opened, rest, whole
from tests.tui.harness import clock, demo_desk, fresh, until

SECRET = "rk_live_51Secret"
WORST = tuple(
    f"Ana {x} R"
    for x in ("[/]", "[@click=app.quit]x[/]", "\x1b[2J", "\u202e", "[b]", "\x9b31m", "]]", "\r\n", "$name", "\x07")
)


async def test_a_desk_that_cannot_be_opened_is_one_sentence_on_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """BAD INPUT: its exit code, no traceback."""

    def refuse() -> None:
        raise Refused("DESK_ON_NETWORK_SHARE", where="/mnt/share/desk.sqlite3", filesystem="nfs")

    app = whole(tmp_path)
    app.connect = refuse  # type: ignore[assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.return_code is not None or not app.is_running)
    assert app.return_value == 3
    assert "nfs" in "".join(capsys.readouterr())


async def test_a_crash_shows_no_locals_and_no_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """T3: a report of mode 0600 tells where, never what."""
    crashes = tmp_path / "crashes"
    app = whole(tmp_path, crashes=crashes)
    with pytest.raises(RuntimeError):  # noqa: PT012 - it comes out where the app ends
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)

            def fail() -> None:
                password = SECRET
                raise RuntimeError(f"cannot reach it with {password}")

            app.call_later(fail)
            await pilot.pause(0.1)
    shown = "".join(capsys.readouterr())
    assert SECRET not in shown
    assert "Traceback" not in shown
    reports = list(crashes.iterdir())
    assert len(reports) == 1
    assert SECRET not in reports[0].read_text()
    assert "in fail" in reports[0].read_text()
    assert reports[0].stat().st_mode & 0o777 == 0o600
    assert reports[0].name in shown.replace("\n", "")


async def test_a_crash_that_brings_another_along_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody at a desk is sent to a developer's tool for the other errors; each has its report."""
    app = whole(tmp_path, crashes=tmp_path / "crashes")
    with pytest.raises(RuntimeError):  # noqa: PT012 - it comes out where the app ends
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)

            def fail() -> None:
                raise RuntimeError

            app.call_later(fail)
            app.screen.call_later(fail)
            await pilot.pause(0.1)
    shown = "".join(capsys.readouterr())
    assert shown.count("Report") == 1
    assert "textual" not in shown
    assert len(list((tmp_path / "crashes").iterdir())) == 2


async def test_hostile_names_are_shown_as_they_are(tmp_path: Path) -> None:
    """T1, T2: no crash, no action, no control byte, whatever somebody is called."""
    desk = demo_desk(tmp_path)
    key = fresh()
    mint = Minting(key)
    ids = [mint() for _ in WORST]
    desk.commit(AddPeople(key=key, people=tuple(Newcomer(name=name) for name in WORST)))
    service = next(s for s in desk.services() if s.name == "Piano 60")
    for person in ids:
        _, _, free = free_cell(desk)
        desk.commit(Book(key=fresh(), service=service.id, tutor=free.tutor.id, start=free.start, person=person))
    app = Whole(desk)
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        for _ in range(40):
            await pilot.press("tab")
            if app.calendar.lesson is not None and app.calendar.lesson.seats:
                await pilot.press("y")
        await rest(pilot)
        assert app.is_running
        for line in app.screen._compositor.render_strips():
            assert not [c for segment in line for c in segment.text if ord(c) < 32 or 0x7F <= ord(c) < 0xA0]


async def test_undo_refresh_and_quit_are_everywhere(tmp_path: Path) -> None:
    app = whole(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        days = app.calendar.days
        await pilot.press("r")
        await until(pilot, lambda: app.calendar.days is not days)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0


@pytest.mark.parametrize("language", ["en", "es", "pt"])
async def test_every_language_has_its_calendar(tmp_path: Path, language: str) -> None:
    app = whole(tmp_path, language=language)
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        assert app.calendar.query_one(Masthead).middle.startswith(("Week", "Semana"))
        await pilot.press("question_mark")
        await pilot.pause(0.1)
        await pilot.press("escape", "b")
        await rest(pilot)


async def test_a_desk_without_a_glance_finds_its_own_week(tmp_path: Path) -> None:
    """PostgreSQL: nothing is known before the database is open."""
    app = whole(tmp_path, clock("2026-03-04T23:30:00+00:00"), glance=None)
    async with app.run_test(size=(120, 36)) as pilot:
        await opened(pilot)
        assert app.grid.model.now == (3, 30)
        assert app.calendar.query_one(Masthead).left == "Estudio Río"


def test_the_first_frame_brings_no_database() -> None:
    """ARCHITECTURE: SQLAlchemy, services and the dear words come after the first paint."""
    code = (
        "import sys\n"
        "from deskbell.store.glance import glance\n"
        "from deskbell.tui.app import DeskbellApp\n"
        "from deskbell.tui.screens.calendar import CalendarScreen\n"
        "dear = [m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'alembic', 'pendulum')\n"
        "        or m.startswith(('deskbell.services', 'deskbell.words.effects', 'deskbell.domain.effects'))]\n"
        "print(dear)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
