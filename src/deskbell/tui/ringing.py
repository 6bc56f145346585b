"""The bell of this desk for the next lesson: the terminal's, a line that passes by, and the system's own notice."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from deskbell.domain.text import clean
from deskbell.tui.host import DeskHost

if TYPE_CHECKING:
    from deskbell.services.desk import Desk

OFTEN = 10
"""Seconds between two looks for what rings."""
MOST = 3
"""Lessons that are named at once."""
_SPEAKS = frozenset({"iTerm.app", "WezTerm", "ghostty"})
"""Terminals that pass a notice on to the system (OSC 9); others may print what they do not know."""


def by_terminal(environ: Mapping[str, str]) -> bool:
    """Whether this terminal hands a notice to the system."""
    known = environ.get("TERM_PROGRAM") in _SPEAKS or environ.get("TERM", "").startswith(("xterm-kitty", "foot"))
    return known and "TMUX" not in environ


def by_system(environ: Mapping[str, str]) -> str:
    """The program that shows a notice on this machine's own desktop; '' where there is none, or nobody sits at it."""
    if "SSH_CONNECTION" in environ or not (environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY")):
        return ""
    return shutil.which("notify-send", path=environ.get("PATH")) or ""


class Ringing(DeskHost):
    """The part of the app that rings for the next lesson."""

    environ: Mapping[str, str] = os.environ
    _rung_to: int | None = None
    """Up to when it has rung; what was due before the screen was opened does not ring."""
    _since_ring = 0

    def ring_again(self) -> None:
        """Every second: now and then it is looked whether a lesson is near."""
        self._since_ring += 1
        if self._since_ring >= OFTEN and self.desk is not None and self.bell_wish != "off":
            self._since_ring = 0
            self._ring(self.desk)

    @property
    def bell_wish(self) -> str:
        """All, screen or off, as the settings say."""
        return self.settings.bell if self.settings is not None else "screen"

    @work(thread=True, exclusive=True, group="ring", exit_on_error=False)
    def _ring(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError
        from deskbell.services.outbox import Mail
        from deskbell.words.mailing import bell_lines

        now = desk.clock.now()
        since, self._rung_to = self._rung_to, now
        if since is None or since >= now:
            return
        try:
            found = Mail(desk).bells(since, now)
            lines = bell_lines(found, desk.card().zone, self.language, now) if found else ()
        except DeskError:
            self._rung_to = since  # unreachable for a moment: it rings a little later
            return
        if lines:
            self.call_from_thread(self._rang, lines[:MOST])
            if self.bell_wish == "all":
                self._tell_system(lines[:MOST])

    def _rang(self, lines: tuple[str, ...]) -> None:
        self.bell()
        for line in lines:
            self.say(line)
        if self.bell_wish == "all" and not by_system(self.environ) and by_terminal(self.environ):
            driver = self._driver
            if driver is not None:
                driver.write(f"\x1b]9;{clean(lines[0])}\x07")

    def _tell_system(self, lines: tuple[str, ...]) -> None:
        program = by_system(self.environ)
        if program:
            with suppress(OSError, subprocess.SubprocessError):
                words = [program, "--app-name=Deskbell", "Deskbell", "\n".join(clean(line) for line in lines)]
                subprocess.run(words, check=False, timeout=3, capture_output=True)
