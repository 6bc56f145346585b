"""What is shown stays true: a change made here is read at once, one made elsewhere within a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from deskbell.tui.noticing import Noticing
from deskbell.tui.ringing import Ringing

if TYPE_CHECKING:
    from typing import Protocol

    from deskbell.services.desk import Desk

    class Watch(Protocol):
        """What desk.watch() hands out."""

        def changed(self) -> bool: ...

        def close(self) -> None: ...


LOOK = 1.0
"""Seconds between two looks whether somebody changed the desk, and whether a minute is over."""


class StayingTrue(Noticing, Ringing):
    """The part of the app that looks whether the desk was changed, and tells every screen."""

    _looking = False
    _watch: Watch | None = None

    def tell(self, what: type[Message]) -> None:
        """Every screen hears of it, also those that lie below another."""
        for screen in self.screen_stack:
            screen.post_message(what())

    def changed(self) -> None:
        """The desk was changed from here: what is shown is read again at once."""
        self.tell(self.Changed)
        self.notice()

    def look(self) -> None:
        """Once a second: the time, and whether another process changed the desk."""
        self.tell(self.Ticked)
        self.notice_again()
        self.ring_again()
        if not self._looking and self.desk is not None:
            self._looking = True
            self.watch_desk(self.desk)

    @work(thread=True, group="watch", exit_on_error=False)
    def watch_desk(self, desk: Desk) -> None:
        from deskbell.domain.errors import DeskError

        try:
            if self._watch is None:
                self._watch = desk.watch()
            elif self._watch.changed():
                self.call_from_thread(self.changed)
        except DeskError:
            pass  # unreachable for a moment: the next read that somebody asks for says so
        finally:
            self._looking = False

    def on_unmount(self) -> None:
        """What looks at the desk holds a connection of its own."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
