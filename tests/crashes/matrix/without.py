"""The safeguards, taken out of every process of a cell: cells must then fail.

They are the simulation's. What counts in its one process counts here by process: a fork begins where its parent was.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from tests.crashes.matrix.scene import Scene
from tests.crashes.simulation import without


class _World:
    """As much of the simulation's world as taking a safeguard out needs."""

    def __init__(self, scene: Scene) -> None:
        self.bank: Any = scene.provider
        self.fresh = scene.fresh
        self.tried: set[Any] = set()

    def after_half(self) -> None:
        """A process dies around each commit anyway."""


def _other_keys(*calls: str) -> without.Out:
    """The provider is asked with another key each time."""

    @contextmanager
    def out(world: Any) -> Iterator[None]:
        count = itertools.count(1)
        with ExitStack() as stack:
            for call in calls:
                real = getattr(world.bank, call)

                def another(*args: Any, real: Any = real) -> Any:
                    return real(*args[:-1], f"{args[-1]}#{os.getpid()}.{next(count)}")

                stack.enter_context(patch.object(world.bank, call, another))
            yield

    return out


SAFEGUARDS: dict[str, without.Out] = {
    **without.SAFEGUARDS,
    "key": _other_keys("open", "expire", "capture", "void", "refund"),
    "refund-key": _other_keys("refund"),
}


@contextmanager
def taken_out(name: str, scene: Scene) -> Iterator[None]:
    if not name:
        yield
        return
    world: Any = _World(scene)
    with SAFEGUARDS[name](world):
        yield
