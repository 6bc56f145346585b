"""What a plan about money by link locks on a server: the order, its seat and person, also where only a task ends."""

from __future__ import annotations

from sqlalchemy import select

from deskbell.domain.commands import GiveBack, SettleTask
from deskbell.domain.ids import Id
from deskbell.store import find, tables
from tests.services.conftest import Small, fresh
from tests.services.links import connect, hold, tasks, view


def test_a_task_that_is_seen_to_locks_its_order(small: Small) -> None:
    """Who settles OVERPAID waits for money that arrives right now: it would be told by that very task."""
    connect(small)
    link = hold(small)
    link.pay()
    link.pay()
    assert tasks(small) == ["OVERPAID"]
    order = view(small, link).order
    with small.desk.database.read() as unit:
        task = Id(unit.rows(select(tables.task.c.public_id))[0][0])
    plans = [
        small.desk.plan(SettleTask(key=fresh(), task=task)),
        small.desk.plan(GiveBack(key=fresh(), payment=view(small, link).payments[0].id)),
    ]
    with small.desk.database.read() as unit:
        for plan in plans:
            assert ("order", order.no) in find.names(unit.connection, plan)
    small.sound()
