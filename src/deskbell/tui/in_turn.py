"""Keys are done one after the other: what is typed ahead of a question goes into that question.

A slow line or a quick hand hands over several keys at once. Each is passed on only when the one before it is done and
what it asks for stands; else a name typed behind `b` would reach the calendar, where every letter of it is a verb.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from textual.message_pump import MessagePump
    from textual.screen import Screen

AT_ONCE = frozenset({"ctrl+q", "ctrl+c"})
"""Keys that wait for nothing."""
AGAIN = 0.02
"""Seconds between two looks whether a question stands by now."""
PATIENCE = 2.0
"""Seconds for which keys wait for a question; then they go where they would have gone."""


NEAR = 0.2
"""Seconds after a key within which the next one makes sure that it is done; a hand that waits needs no such care."""
MOVES = frozenset("up down left right pageup pagedown home end h j k l".split())
"""Keys that only move: they are not followed, for they are pressed by the hundred."""


WRITES = ("insert_text_at_cursor", "insert")
"""What a field that takes letters by itself has; to import the fields would cost the first frame too much."""


class Through(Message, bubble=True, verbose=True):
    """Goes the way that a key went, behind it: when the app gets it, all that the key did at once is done."""

    def __init__(self, *, again: bool) -> None:
        super().__init__()
        self.again = again


class KeysInTurn(App[int]):
    """`is_about_to_ask` is what an app says of itself."""

    _turn: deque[events.Key]
    _under_way: MessagePump | None = None
    """Where a key went that is followed until it is done."""
    _last: tuple[MessagePump, float] | None = None
    """Where the last key went, and when, if it may have asked for something."""
    _settled: Screen[object] | None = None
    """The screen that has done what it does first, taking the focus among it."""
    _since: float | None = None
    _looking: bool = False

    @property
    def is_about_to_ask(self) -> bool:
        """Whether something comes that will want the keys."""
        return False

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key) or event.is_forwarded or event.key in AT_ONCE:
            await super().on_event(event)
            return
        if "_turn" not in self.__dict__:
            self._turn = deque()
        self._turn.append(event)
        if len(self._turn) == 1 or self._under_way is None:
            await self._next_keys()

    async def on_through(self, message: Through) -> None:
        """Once behind the key, and once behind what the key set off."""
        message.stop()
        if message.again and self._under_way is not None:
            self._follow(self._under_way, again=False)
        else:
            self._under_way = None
        await self._next_keys()

    async def _next_keys(self) -> None:
        while getattr(self, "_turn", None):
            if self._waits():
                if not self._looking:
                    self._looking = True
                    self.set_timer(AGAIN, self._look_again)
                return
            self._since = None
            key = self._turn.popleft()
            target = self.focused or self.screen
            await super().on_event(key)
            plain = key.key in MOVES or (key.is_printable and any(hasattr(target, way) for way in WRITES))
            self._last = None if plain else (target, monotonic())

    async def _look_again(self) -> None:
        self._looking = False
        await self._next_keys()

    def _waits(self) -> bool:
        if self._under_way is not None:
            if self._under_way.is_running and self._under_way.is_attached:
                return True
            self._under_way = None
        if self._last is not None:
            (target, when), self._last = self._last, None
            if monotonic() - when < NEAR:
                self._follow(target)
                if self._under_way is not None:
                    return True
        if self.screen is not self._settled:
            self._settled = self.screen
            self._follow(self.screen)
            return self._under_way is not None
        if not self.is_about_to_ask:
            return False
        now = monotonic()
        self._since = self._since or now
        return now - self._since < PATIENCE

    def _follow(self, target: MessagePump, *, again: bool = True) -> None:
        self._under_way = target if target.post_message(Through(again=again)) else None
