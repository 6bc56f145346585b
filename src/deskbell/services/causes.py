"""A change closes the tasks whose cause it ends, and raises none that has no cause: asked of the orders it touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from deskbell.domain.decisions.foreseen import foreseen
from deskbell.domain.effects import Effect, OrderOpened, TaskRaised, TaskReopened, TaskSettled
from deskbell.domain.errors import NotFound
from deskbell.domain.facts import Desk, OrderFacts
from deskbell.domain.ids import Id
from deskbell.domain.plan import Plan
from deskbell.domain.tasks import CAUSES, About, is_gone
from deskbell.store import find

if TYPE_CHECKING:
    from deskbell.store.work import Connection


def with_tasks(conn: Connection, desk: Desk, plan: Plan, now: int) -> Plan:
    """The same plan, and what becomes of tasks by it, in the same change."""
    opened = [e for e in plan.effects if isinstance(e, TaskRaised | TaskReopened)]
    waiting = find.every_open_task(conn) if plan.effects else ()
    if not opened and not waiting:
        return plan
    orders = [(at, foreseen(at, plan.effects, now)) for at in _orders(conn, desk, plan.effects)]
    if not orders:
        return plan
    moot = {id(e) for e in opened if gone(e.task_kind, e.subject, orders, now)}
    done = {e.task for e in plan.effects if isinstance(e, TaskSettled)}
    over = [(t, k, s) for t, k, s in waiting if t not in done and gone(k, s, orders, now)]
    if not moot and not over:
        return plan
    kept = tuple(e for e in plan.effects if id(e) not in moot)
    return replace(plan, effects=(*kept, *(TaskSettled(*task) for task in over)))


def gone(kind: str, subject: Id, orders: list[tuple[OrderFacts, OrderFacts]], now: int) -> bool:
    """Whether the orders, as they are and as they will be, show that a cause is gone. Only the order that a task is
    about can say so; of a stranger's money any may.
    """
    cause = CAUSES.get(kind)
    if cause is None or cause.stands is None:
        return False
    if cause.about is About.STRANGER:
        return any(is_gone(kind, subject, after, now) for _, after in orders)
    about = (after for before, after in orders if subject in _subjects(before) | _subjects(after))
    return any(is_gone(kind, subject, after, now) for after in about)


def _subjects(at: OrderFacts) -> set[Id]:
    found = {at.order.id, *(b.id for b in at.bookings), *(a.id for a in at.attempts), *(op.id for op in at.ops)}
    return found | {p.id for p in at.payments} | {r.id for p in at.payments for r in p.refunds}


def _orders(conn: Connection, desk: Desk, effects: tuple[Effect, ...]) -> Iterator[OrderFacts]:
    """The orders that these effects touch, as they stand now; one that they make has no tasks yet."""
    made = {e.order for e in effects if isinstance(e, OrderOpened)}
    named: dict[Id, None] = {}
    for effect in effects:
        order: Id | None = getattr(effect, "order", None)
        booking: Id | None = getattr(effect, "booking", None)
        if order is None and booking is not None:
            found = find.booking(conn, booking)
            order = found.order if found is not None else None
        if order is not None:
            named[order] = None
    for order in named:
        if order not in made:
            try:
                yield find.order_facts(conn, order, desk)
            except NotFound:
                continue
