"""One call of the desk's is several of theirs: what they say on the way, and where it has to end."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

from deskbell.domain.clock import Clock
from deskbell.domain.ports import Done, Later, Outcome, Refused, Unknown

T = TypeVar("T")
AGAIN = 5
WITHIN = 45.0
"""Seconds for all calls of one visit together: less than after what a worker is taken for hanging, and its work given
to another one while it is still at it.
"""
ENOUGH = 10.0
"""Seconds that must be left for a call that changes something, else nothing is begun."""


class Ended(Exception):
    """There is nothing more to be asked: this is the answer to the desk's call."""

    def __init__(self, answer: Refused | Later | Unknown) -> None:
        super().__init__(answer.code)
        self.answer = answer


class Visit:
    """From the first question of a call to its answer. `at` is their clock as they said it last.

    Until something is asked of them that changes anything (`begins`), no answer means that nothing happened.
    """

    def __init__(self, clock: Clock, *, changes: bool) -> None:
        self._clock = clock
        self._harmless = changes
        self.at: int | None = None
        self.end = time.monotonic() + WITHIN

    @property
    def left(self) -> float:
        """Seconds until all of it ends."""
        return self.end - time.monotonic()

    def begins(self) -> None:
        """From here on it may have happened. Ended where too little time is left to hear of it."""
        if self.left < ENOUGH:
            raise Ended(Later(AGAIN, "TIMEOUT"))
        self._harmless = False

    @property
    def now(self) -> int:
        """Their clock, seconds; ours where they never said."""
        return self._clock.now() if self.at is None else self.at

    def hear(self, answer: Outcome[T]) -> T:
        """What they said, or the end of it."""
        if isinstance(answer, Done):
            self.at = self.at if answer.at is None else answer.at
            return answer.value
        if isinstance(answer, Unknown) and self._harmless:
            raise Ended(Later(AGAIN, answer.code))
        raise Ended(answer)


def visiting(
    clock: Clock, work: Callable[[Visit], T], until: Callable[[float | None], None], *, changes: bool = False
) -> Outcome[T]:
    """`until` tells the line when what this thread asks has to end."""
    visit = Visit(clock, changes=changes)
    until(visit.end)
    try:
        value = work(visit)
    except Ended as ended:
        return ended.answer
    finally:
        until(None)
    return Done(value, visit.at)


class SystemClock:
    """The machine's own."""

    def now(self) -> int:
        return int(time.time())


def refuse(code: str) -> NoReturn:
    """A definite no, from anywhere within a visit."""
    raise Ended(Refused(code))
