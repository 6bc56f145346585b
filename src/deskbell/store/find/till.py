"""The drawer as it stands, the closes of a day, and what a day came to."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select

from deskbell.domain.clock import zone_clock
from deskbell.domain.decisions.till import counted_again, the_day
from deskbell.domain.effects import PaymentTurned, RefundMade, RefundTurned
from deskbell.domain.facts import Desk, TillFacts
from deskbell.domain.ids import Id
from deskbell.domain.ledger import REVENUE
from deskbell.domain.till import CashMove, CloseKind, Drawer, DrawerState, Figures, MoveKind
from deskbell.store import tables as t
from deskbell.store.codes import CLOSES
from deskbell.store.find.chain import sealed_up_to

if TYPE_CHECKING:
    from sqlalchemy import Connection

_drawer, _move, _close = t.drawer.c, t.drawer_move.c, t.day_close.c
_txn, _entry, _receipt = t.ledger_txn.c, t.ledger_line.c, t.receipt.c
_DRAWER = select(
    _drawer.public_id, _drawer.id, _drawer.state, _drawer.day, _drawer.currency, _drawer.float, _drawer.opened_at,
    _drawer.counted, _drawer.expected, _drawer.closed_at,
)  # fmt: skip
_OPEN = _DRAWER.where(_drawer.state == str(DrawerState.OPEN))
_LAST = _DRAWER.where(_drawer.state == str(DrawerState.SEALED)).order_by(_drawer.id.desc()).limit(1)
_OF_DAY = _DRAWER.where(_drawer.day == bindparam("day"), _drawer.state != str(DrawerState.DROPPED)).order_by(_drawer.id)
_SUMS = (
    select(_move.kind, func.sum(_move.amount))
    .where(_move.drawer_id == bindparam("drawer"))
    .group_by(_move.kind)
    .order_by(_move.kind)
)
_MOVES = (
    select(_move.kind, _move.amount, _move.at, _move.reason, func.min(_receipt.number))
    .select_from(
        t.drawer_move.outerjoin(
            t.receipt,
            ((_receipt.payment_id == _move.payment_id) | (_receipt.refund_id == _move.refund_id))
            & (_receipt.at == _move.at),
        )
    )
    .where(_move.drawer_id == bindparam("drawer"))
    .group_by(_move.id, _move.kind, _move.amount, _move.at, _move.reason)
    .order_by(_move.id.desc())
    .limit(bindparam("most"))
)
_KINDS = (
    select(_move.kind, _move.amount)
    .select_from(t.drawer_move.join(t.drawer, _drawer.id == _move.drawer_id))
    .where(_drawer.public_id == bindparam("drawer"))
)
_CLOSES = (
    select(_close.kind, _close.number).where(_close.day == bindparam("day")).order_by(_close.number.desc()).limit(1)
)
_NEXT = select(t.series.c.next).where(t.series.c.name == CLOSES)
_less = _entry.minor < literal_column("0")  # a bound value would be another expression to GROUP BY
_POSTED = (
    select(_entry.account, _txn.kind, _less, func.sum(_entry.minor))
    .select_from(t.ledger_line.join(t.ledger_txn, _txn.id == _entry.txn_id))
    .where(
        _txn.at >= bindparam("lo"),
        _txn.at < bindparam("hi"),
        _txn.order_id.is_not(None),
        (_entry.account == REVENUE) | _entry.account.like("cash:%"),
    )
    .group_by(_entry.account, _txn.kind, _less)
)
_RECEIPTS = select(func.min(_receipt.number), func.max(_receipt.number)).where(
    _receipt.at >= bindparam("lo"), _receipt.at < bindparam("hi")
)


def drawer(conn: Connection, *, most: int = 0) -> Drawer | None:
    """The open drawer with what went through it, and its last movements where any are asked for."""
    return _one(conn, _OPEN, most)


def last_drawer(conn: Connection, *, most: int = 0) -> Drawer | None:
    """The drawer that was opened last and is counted."""
    return _one(conn, _LAST, most)


def _one(conn: Connection, query: Any, most: int = 0) -> Drawer | None:
    row = conn.execute(query).first()
    return make_drawer(conn, row, most) if row else None


def make_drawer(conn: Connection, row: Any, most: int = 0) -> Drawer:
    id_, no, state, day, currency, floated, opened_at, counted, expected, closed_at = row
    sums = tuple((MoveKind(kind), int(minor)) for kind, minor in conn.execute(_SUMS, {"drawer": no}))
    moves: tuple[CashMove, ...] = ()
    if most:
        rows = conn.execute(_MOVES, {"drawer": no, "most": most})
        moves = tuple(CashMove(MoveKind(kind), *rest) for kind, *rest in rows)
    return Drawer(
        Id(id_), no, DrawerState(state), day, currency, floated, opened_at, sums, counted, expected, closed_at, moves
    )


def drawers_of(conn: Connection, day: str) -> tuple[Drawer, ...]:
    """The drawers of a business day, in the order in which they were opened."""
    return tuple(make_drawer(conn, row) for row in conn.execute(_OF_DAY, {"day": day}).all())


def sealed(conn: Connection, day: str) -> int | None:
    """The number of the close that seals that day; None where it takes movements."""
    row = conn.execute(_CLOSES, {"day": day}).first()
    return row[1] if row and row[0] == str(CloseKind.SEAL) else None


def business_day(conn: Connection, desk: Desk, now: int) -> str:
    """The day to which money moved now belongs: the open drawer's, else the desk's own."""
    found: str | None = conn.execute(select(_drawer.day).where(_drawer.state == str(DrawerState.OPEN))).scalar()
    return found or zone_clock(desk.zone).date(now).isoformat()


def till_facts(conn: Connection, desk: Desk, now: int, day: str | None = None) -> TillFacts:
    """`day`: the day that is to be sealed or opened again, with its figures. WrongInput: DAY_UNKNOWN."""
    today = zone_clock(desk.zone).date(now).isoformat()
    found = drawer(conn)
    last = last_drawer(conn) if found is None else None
    again = counted_again(last, sealed(conn, last.day)) if last else None
    number = int(conn.execute(_NEXT).scalar() or 1)
    counted = figures(conn, desk, the_day(day)) if day is not None else ()
    chain = sealed_up_to(conn).told if day is not None else ""
    return TillFacts(desk, today, found, again, sealed(conn, day or today), number, counted, chain)


def figures(conn: Connection, desk: Desk, day: date) -> Figures:
    """What a local day came to by the ledger, its drawers and its receipts, in the order in which they are told."""
    lo, hi = zone_clock(desk.zone).day(day)
    sums: dict[str, int] = {}
    for account, kind, less, minor in conn.execute(_POSTED, {"lo": lo, "hi": hi}):
        name, sign = _figure(account, went_back(kind, less=bool(less)))
        sums[name] = sums.get(name, 0) + sign * int(minor)
    told = [(name, sums[name]) for name in sorted(sums, key=lambda n: (n == "earned", not n.startswith("taken"), n))]
    if "earned" not in sums:
        told.append(("earned", 0))
    variance = 0
    for one in drawers_of(conn, day.isoformat()):
        told += [("float", one.float), ("expected", one.expected), ("counted", one.counted or 0)]
        variance += one.variance or 0
    first, last = conn.execute(_RECEIPTS, {"lo": lo, "hi": hi}).one()
    return (*told, ("variance", variance), ("receipts.first", first or 0), ("receipts.last", last or 0))


def _figure(account: str, back: bool) -> tuple[str, int]:
    if account == REVENUE:
        return "earned", -1
    method = account.partition(":")[2]
    return (f"back.{method}", -1) if back else (f"taken.{method}", 1)


def went_back(kind: str, *, less: bool) -> bool:
    """Whether a posting of that kind of effect is money that left the desk: refunds, what a bank took back. What takes
    a payment back the same day was never taken.
    """
    return kind in (RefundMade.__name__, RefundTurned.__name__) or (less and kind == PaymentTurned.__name__)


def stands(conn: Connection, drawer: Id) -> bool:
    """Whether anything happened to a drawer that was not taken back."""
    rows = conn.execute(_KINDS, {"drawer": drawer})
    return sum(1 if (amount > 0) == (MoveKind(kind).sign > 0) else -1 for kind, amount in rows) != 0
