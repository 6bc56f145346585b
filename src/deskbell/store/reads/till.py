"""The till's screen and the reports: sums of ledger lines, dated by when money moved or by the lesson it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, case, func, select

from deskbell.domain.clock import zone_clock
from deskbell.domain.errors import NotSetUp
from deskbell.domain.facts import Desk
from deskbell.domain.ledger import CUSTOMER, DISPUTES, OUTSIDE, REVENUE, VARIANCE
from deskbell.domain.reports import Balances, By, Open, Owing, Per, Report, Takings, Till, bucket
from deskbell.store import tables as t
from deskbell.store.find.offers import desk as find_desk
from deskbell.store.find.till import drawer as open_drawer
from deskbell.store.find.till import last_drawer, sealed, went_back
from deskbell.store.reads.agenda import seq

if TYPE_CHECKING:
    from sqlalchemy import Connection

_txn, _entry, _order, _slot = t.ledger_txn.c, t.ledger_line.c, t.desk_order.c, t.slot.c
_CASH = "cash:"
BARS = 14
"""Days that the little plot shows."""

# An order is dated by its first lesson: it has one, or, of a family, some.
_first = (
    select(t.booking.c.order_id.label("order_id"), func.min(t.booking.c.id).label("booking_id"))
    .group_by(t.booking.c.order_id)
    .subquery()
)
_face = t.person.alias("face")
_LINES = select(_txn.at, _slot.start, _face.c.name, _txn.kind, _entry.account, _entry.minor).select_from(
    t.ledger_line.join(t.ledger_txn, _txn.id == _entry.txn_id)
    .join(_first, _first.c.order_id == _txn.order_id)
    .join(t.booking, t.booking.c.id == _first.c.booking_id)
    .join(t.slot, _slot.id == t.booking.c.slot_id)
    .join(t.tutor, t.tutor.c.id == _slot.tutor_id)
    .join(_face, _face.c.id == t.tutor.c.person_id)
)
_MOVED = _LINES.where(_txn.at >= bindparam("lo"), _txn.at < bindparam("hi"))
_GIVEN = _LINES.where(_slot.start >= bindparam("lo"), _slot.start < bindparam("hi"))
_ACCOUNTS = select(_entry.account, func.sum(_entry.minor)).group_by(_entry.account).order_by(_entry.account)
_of_order = (
    select(_txn.order_id.label("order_id"), func.sum(_entry.minor).label("minor"))
    .select_from(t.ledger_line.join(t.ledger_txn, _txn.id == _entry.txn_id))
    .where(_entry.account == CUSTOMER, _txn.order_id.is_not(None))
    .group_by(_txn.order_id)
    .subquery()
)
_open = _order.due - _order.captured + _order.refunded
_OWING = (
    select(
        _order.id, t.booking.c.id, t.person.c.name, _slot.start, _open, func.coalesce(_of_order.c.minor, 0)
    )
    .select_from(
        t.desk_order.join(_first, _first.c.order_id == _order.id)
        .join(t.booking, t.booking.c.id == _first.c.booking_id)
        .join(t.slot, _slot.id == t.booking.c.slot_id)
        .outerjoin(t.person, t.person.c.id == func.coalesce(_order.payer_id, t.booking.c.participant_id))
        .outerjoin(_of_order, _of_order.c.order_id == _order.id)
    )
    .where(_open > 0)
    .order_by(_slot.start, _order.id)
    .limit(bindparam("most"))
)  # fmt: skip
_owed = case((_of_order.c.minor > 0, _of_order.c.minor), else_=0)
_OPEN_SUM = (
    select(func.count(), func.coalesce(func.sum(_open), 0), func.coalesce(func.sum(_owed), 0))
    .select_from(t.desk_order.outerjoin(_of_order, _of_order.c.order_id == _order.id))
    .where(_open > 0)
)

Key = Callable[[int, int, str, str], str]
"""Of a ledger line's instant, its lesson's start, the tutor's name and the account: the report's line."""


def report(conn: Connection, by: By, per: Per, first: date, last: date) -> Report:
    """What was taken, given back and earned in local days. NotSetUp: DESK_NOT_SET_UP."""
    desk = _desk(conn)
    clock = zone_clock(desk.zone)
    span = {"lo": clock.day(first)[0], "hi": clock.day(last)[1]}

    def key(at: int, start: int, tutor: str, account: str) -> str:
        if by is By.TUTOR:
            return tutor
        if by is By.METHOD:
            return account.partition(":")[2] if account.startswith(_CASH) else ""
        return bucket(clock.date(start if by is By.SERVICE else at), per, desk.first_weekday).isoformat()

    rows = conn.execute(_GIVEN if by is By.SERVICE else _MOVED, span)
    sums = _sums(rows, key)
    total = Takings("", *(sum(n[i] for n in sums.values()) for i in range(3)))
    lines = tuple(Takings(k, *sums[k]) for k in sorted(sums) if any(sums[k]) and not (by is By.METHOD and not k))
    return Report(desk, by, per, first, last, lines, total, balances(conn))


def _sums(rows: Iterable[Any], key: Key) -> dict[str, list[int]]:
    """Taken, back and earned by the key of each line."""
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for at, start, tutor, kind, account, minor in rows:
        if account == REVENUE:
            sums[key(at, start, tutor, account)][2] -= minor
        elif account.startswith(_CASH):
            back = went_back(kind, less=minor < 0)
            sums[key(at, start, tutor, account)][int(back)] += -minor if back else minor
    return sums


def balances(conn: Connection) -> Balances:
    """How every account stands, customers apart by what each order owes or has paid ahead."""
    sums = {account: int(minor) for account, minor in conn.execute(_ACCOUNTS)}
    by_order = [int(minor) for (minor,) in conn.execute(select(_of_order.c.minor))]
    return Balances(
        tuple((a.partition(":")[2], minor) for a, minor in sums.items() if a.startswith(_CASH)),
        sum(minor for minor in by_order if minor > 0),
        -sum(minor for minor in by_order if minor < 0),
        -sums.get(REVENUE, 0),
        sums.get(DISPUTES, 0),
        -sums.get(OUTSIDE, 0),
        -sums.get(VARIANCE, 0),
    )


def owing(conn: Connection, now: int, most: int) -> Open:
    """Who owes what, the oldest first. NotSetUp: DESK_NOT_SET_UP."""
    desk = _desk(conn)
    count, total, due = conn.execute(_OPEN_SUM).one()
    rows = conn.execute(_OWING, {"most": most})
    listed = tuple(
        Owing(order, booking, name or "", since, open_, max(0, int(owed)))
        for order, booking, name, since, open_, owed in rows
    )
    return Open(desk, now, count, int(total), listed, int(due))


def till_view(conn: Connection, now: int, moves: int = 12, most: int = 12) -> Till:
    """The drawer, the day by method, the last days, and what is open. NotSetUp: DESK_NOT_SET_UP."""
    desk = _desk(conn)
    clock = zone_clock(desk.zone)
    today = clock.date(now)
    found = open_drawer(conn, most=moves)
    last = last_drawer(conn, most=moves)
    day = found.day if found else today.isoformat()
    shown = found
    if shown is None and last is not None and last.day == today.isoformat():
        shown = last
    since = today - timedelta(BARS - 1)
    lines = conn.execute(_MOVED, {"lo": clock.day(since)[0], "hi": clock.day(today)[1]}).all()
    days = _sums(lines, lambda at, start, tutor, account: clock.date(at).isoformat())
    begins = clock.day(today)[0]
    methods = _sums(
        [line for line in lines if line[0] >= begins], lambda at, start, tutor, account: account.partition(":")[2]
    )
    earned = methods.pop("", [0, 0, 0])[2]
    return Till(
        desk,
        now,
        seq(conn),
        day,
        today.isoformat(),
        shown,
        sealed(conn, day),
        tuple(Takings(method, taken, back) for method, (taken, back, _) in sorted(methods.items())),
        earned,
        tuple(_bar(days, (since + timedelta(n)).isoformat()) for n in range(BARS)),
        owing(conn, now, most),
        found is None and last is not None and sealed(conn, last.day) is None,
        last.counted if last else None,
    )


def _bar(days: dict[str, list[int]], day: str) -> tuple[str, int, int]:
    taken, back, _ = days.get(day, [0, 0, 0])
    return day, taken, back


def _desk(conn: Connection) -> Desk:
    desk = find_desk(conn)
    if desk is None:
        raise NotSetUp("DESK_NOT_SET_UP")
    return desk
