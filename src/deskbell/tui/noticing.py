"""What the head of every screen says, and the bell: what needs a person and is new since the last look rings once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from deskbell.tui.host import DeskHost

if TYPE_CHECKING:
    from deskbell.domain.attention import Noticed
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk

EVERY = 5
"""Seconds after which it is looked again who works, where something is connected."""
KEYS = 1.5
"""Seconds after which it is looked whether the keys of what is connected can be read: the first frames come first."""
MOST = 3
"""New tasks that are told in words at once; the flag counts the others."""


class Noticing(DeskHost):
    """The part of the app that keeps the head of every screen true."""

    _ticks = 0
    _known: frozenset[Id] | None = None
    """Tasks that nobody has to be told of any more; None before anybody looked."""

    def notice(self) -> None:
        """Look what needs a person and who works; what is new rings."""
        if self.desk is not None:
            self._notice(self.desk)

    def notice_again(self) -> None:
        """Every second: a worker's beat is no change of the desk, so that nobody else would tell of it."""
        self._ticks += 1
        if self._ticks % EVERY == 0 and self.noticed is not None and self.noticed.worker is not None:
            self.notice()

    @work(thread=True, group="keys", exit_on_error=False)
    def look_for_keys(self, desk: Desk) -> None:
        """A file of keys that nobody opened: said once, for nothing is asked of providers meanwhile."""
        from deskbell.domain.errors import DeskError

        try:
            closed = any(error.code == "PASSPHRASE_MISSING" for error in self.connecting(desk).troubles().values())
        except DeskError:
            return  # no desk yet, or unreachable for a moment
        if closed:
            from deskbell.tui.commands import BY_ID, shown_key
            from deskbell.words.i18n import t

            key = shown_key(BY_ID["desk.connections"], self.remapped)
            self.call_from_thread(self.say, t(self.language, "connections.file", key=key), wrong=True)

    @work(thread=True, exclusive=True, group="notice", exit_on_error=False)
    def _notice(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError

        worker = get_current_worker()
        try:
            noticed, new = self._look_around(desk)
        except DeskError:
            return  # unreachable for a moment: the next read that somebody asks for says so
        if not worker.is_cancelled:
            self.call_from_thread(self._was_noticed, noticed, new)

    def _look_around(self, desk: Desk) -> tuple[Noticed, tuple[str, ...]]:
        """How it stands, and the words of what is new."""
        from deskbell.services.attention import attention, noticed
        from deskbell.words.attention import needs_line
        from deskbell.words.i18n import t

        found = noticed(desk, self.working(desk))
        fresh = frozenset(task for task, _ in found.tasks) - self._known if self._known is not None else frozenset()
        if not fresh:
            return found, ()
        about = attention(desk)
        new = [task for task in about.tasks if task.task in fresh][:MOST]
        lines = (needs_line(task, about.desk.zone, about.now, self.language) for task in new)
        return found, tuple(t(self.language, "attention.rung", what=line) for line in lines)

    def _was_noticed(self, noticed: Noticed, new: tuple[str, ...]) -> None:
        """Once for each task; what was there when the desk was opened is not rung."""
        self._known = frozenset(task for task, _ in noticed.tasks) | (self._known or frozenset())
        self.noticed = noticed
        if new:
            self.bell()
        for words in new:
            self.say(words, wrong=True)
