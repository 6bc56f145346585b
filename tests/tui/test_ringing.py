"""The bell for the next lesson: once, ten minutes before, by whatever the desk has, and not where it is off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskbell.settings import Settings
from deskbell.tui import ringing
from deskbell.tui.ringing import OFTEN, by_system, by_terminal
from tests.tui.harness import HarnessApp, clock, demo_desk, until


class Rung(HarnessApp):
    """Counts its bells; `wish` is what the settings say."""

    def __init__(self, folder: Path, wish: str) -> None:
        self.frozen = clock("2026-03-04T09:49:30+00:00")
        super().__init__(demo_desk(folder, self.frozen))
        self.settings = Settings(bell=wish)
        self.bells = 0
        self.environ = {}

    def bell(self) -> None:
        self.bells += 1

    async def look(self, pilot: Any) -> None:
        for _ in range(OFTEN):
            self.ring_again()
        await pilot.pause()
        await self.workers.wait_for_complete([w for w in self.workers if w.group == "ring"])
        await pilot.pause()


@pytest.mark.parametrize(("wish", "rings"), [("all", 1), ("screen", 1), ("off", 0)])
async def test_a_lesson_rings_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str, rings: int) -> None:
    """With its time and who comes; the system is told where there is one, and it is wished."""
    told: list[Any] = []
    monkeypatch.setattr(ringing.subprocess, "run", lambda words, **more: told.append(words))
    monkeypatch.setattr(ringing, "by_system", lambda environ: "/usr/bin/notify-send")
    app = Rung(tmp_path, wish)
    async with app.run_test() as pilot:
        await app.look(pilot)
        app.frozen.at += 60
        await app.look(pilot)
        await until(pilot, lambda: app.bells == rings)
        app.frozen.at += 60
        await app.look(pilot)
        assert app.bells == rings
        lines = [line for line in app.said if "in 10 min: 11:00" in line]
        assert bool(lines) is bool(rings)
    assert len(told) == (1 if wish == "all" else 0)
    assert all("in 10 min: 11:00" in words[-1] for words in told)


def test_who_passes_it_on(tmp_path: Path) -> None:
    """A terminal that knows how; a desktop that somebody sits at."""
    assert by_terminal({"TERM_PROGRAM": "WezTerm"})
    assert by_terminal({"TERM": "xterm-kitty"})
    assert not by_terminal({"TERM": "linux"})
    assert not by_terminal({"TERM_PROGRAM": "WezTerm", "TMUX": "1"})
    program = tmp_path / "notify-send"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    here = {"PATH": str(tmp_path), "DISPLAY": ":0"}
    assert by_system(here) == str(program)
    assert by_system(here | {"SSH_CONNECTION": "1"}) == ""
    assert by_system({"PATH": str(tmp_path)}) == ""
