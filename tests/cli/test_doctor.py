"""deskbell doctor: what is well, and what is not with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from deskbell.services.working import Working
from deskbell.words.language import LANGUAGES
from tests.cli.conftest import Say
from tests.services.conftest import Small


def codes(say: Say, code: int = 0) -> dict[str, bool]:
    return {one["code"]: one["ok"] for one in say("doctor", "--json", code=code).data["found"]}


def test_a_desk_that_is_well(say: Say, desk: Small) -> None:
    assert codes(say) == {"DATABASE": True, "RIGHTS": True, "FIGURES": True, "WORKER_IDLE": True}
    assert say("doctor").out.count("✓") == 4
    assert say("doctor", "--plain").out.count("ok ") == 4


def test_others_can_read_it(say: Say, desk: Small, tmp_path: Path) -> None:
    """T6: named with the command that mends it."""
    folder = tmp_path / "home" / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (tmp_path / "home" / "config" / "settings.toml").write_text("")
    (tmp_path / "home" / "config" / "settings.toml").chmod(0o644)
    found = say("doctor", code=3).out
    assert "settings.toml can be read by others on this machine; run chmod 600" in found


def test_a_figure_that_is_wrong(say: Say, desk: Small) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00")
    with desk.desk.database.write() as unit:
        unit.connection.execute(text("UPDATE desk_order SET due = due + 1"))
    assert codes(say, 3)["FIGURES_WRONG"] is False
    assert "deskbell verify" in say("doctor", code=3).out


def test_a_connection_that_is_paused(say: Say, desk: Small) -> None:
    working = Working(desk.desk)
    working.connect("DEMO")
    assert codes(say)["CONNECTION"] is True
    working.pause("DEMO")
    assert codes(say, 3)["CONNECTION_PAUSED"] is False


def test_without_a_desk_it_says_so(say: Say) -> None:
    assert "deskbell init" in say("doctor", code=2).err


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language(say: Say, desk: Small, language: str) -> None:
    assert say("doctor", "--language", language).out
