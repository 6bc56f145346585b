"""A desk whose changes carry the worker's bookkeeping: both are kept, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from deskbell.domain.commands import Command
from deskbell.domain.effects import TaskSettled
from deskbell.domain.errors import Busy, PlanChanged
from deskbell.domain.ids import Id
from deskbell.domain.plan import Plan
from deskbell.services.desk import TRIES, Changed, Desk
from deskbell.store import find
from deskbell.store.ops import health

if TYPE_CHECKING:
    from deskbell.store.work import Key, Read, Write

Mark = Callable[["Write"], bool]
"""Bookkeeping that goes with a change: False where somebody else was quicker, and then nothing is kept."""

Told = tuple[str, Id]
"""Kind and subject of a task."""


class Acting(Desk):
    """A desk whose changes carry a mark: the worker's."""

    def marked(
        self, mark: Mark, command: Command | None, then: Mark | None = None, healed: tuple[Told, ...] = ()
    ) -> Changed | bool:
        """Set the mark, make the change, do what comes after it: all or nothing. Tasks that are `healed` by it are
        settled in the same change.

        False: the mark could not be set; True: no change was asked. Busy after three tries; errors as the plan says
        them, and then the mark is not set either.
        """
        more: frozenset[tuple[str, Key]] = frozenset()
        for tries_left in reversed(range(TRIES)):
            try:
                done, more = self.database.retrying(partial(self._marked, mark, command, then, healed, more))
            except PlanChanged:
                if not tries_left:
                    raise
                continue  # somebody was quicker with a part of it: nothing was kept, and it is decided anew
            if done is not None:
                return done
        raise Busy("BUSY_TRY_AGAIN")

    def _marked(
        self,
        mark: Mark,
        command: Command | None,
        then: Mark | None,
        healed: tuple[Told, ...],
        more: frozenset[tuple[str, Key]],
        unit: Write,
    ) -> tuple[Changed | bool | None, frozenset[tuple[str, Key]]]:
        """Locks are taken before the mark: others lock an order first and its operations after it. What is decided
        sees the operation as sent: that we asked for something is part of what an answer means.
        """
        now = self.clock.now()
        locks = unit.connection.dialect.name != "sqlite"  # there the one write lock is held already
        if command is None:
            return mark(unit), more
        if locks:
            unit.lock_all(find.names(unit.connection, self._healing(unit, command, now, healed)) | more)
        plan = self._healing(unit, command, now, healed)
        if locks and (missing := unit.missing(find.names(unit.connection, plan))):
            unit.connection.rollback()
            return None, more | missing
        if not mark(unit):
            return False, more
        changed = Changed(self._apply(unit, command, plan, now), plan)
        if then is not None:
            then(unit)
        return changed, more

    def _healing(self, unit: Read, command: Command, now: int, healed: tuple[Told, ...]) -> Plan:
        plan = self._decide(unit, command, now)
        done = {effect.task for effect in plan.of(TaskSettled)}
        open_ = ((health.open_task(unit, kind, about), kind, about) for kind, about in healed)
        settled = [TaskSettled(task, kind, about) for task, kind, about in open_ if task and task not in done]
        return replace(plan, effects=(*plan.effects, *settled)) if settled else plan
