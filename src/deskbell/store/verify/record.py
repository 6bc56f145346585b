"""The activity told again from the beginning: how everything would stand if nothing but it had ever happened."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskbell.domain.codec import loads
from deskbell.domain.effects import KINDS
from deskbell.domain.ledger import cash, postings
from deskbell.domain.payment import Method
from deskbell.store import tables as t
from deskbell.store.apply.money import reversal_of
from deskbell.store.codes import OPEN, SETTLED
from deskbell.store.verify.finding import Figure, Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

Body = dict[str, Any]
Standing = dict[Any, tuple[Figure, ...]]

_ACTIVITY = select(t.activity.c.id, t.activity.c.kind, t.activity.c.body).order_by(t.activity.c.id)
_AT_ONCE = 5_000


@dataclass(slots=True)
class Record:
    """Public id -> how it stands; amounts in minor units."""

    services: Standing = field(default_factory=dict)
    """How their bookings are taken."""
    slots: Standing = field(default_factory=dict)
    """State, tutor, room, start, end, busy_from, busy_to, service, capacity."""
    bookings: Standing = field(default_factory=dict)
    """State, slot, attendance, policy_start, order, participant, payer, policy."""
    lines: Standing = field(default_factory=dict)
    """Gross, tax, kind, order, booking."""
    payments: Standing = field(default_factory=dict)
    """State, amount, method, order, what a bank took back."""
    attempts: Standing = field(default_factory=dict)
    """Links: state, amount, method, order."""
    refunds: Standing = field(default_factory=dict)
    """State, amount, method, order, payment."""
    receipts: Standing = field(default_factory=dict)
    """Amount, kind, order, payment, refund."""
    tasks: Standing = field(default_factory=dict)
    notes: Standing = field(default_factory=dict)
    """Whether it is hidden."""
    earned: Counter[str] = field(default_factory=Counter)
    """Booking -> revenue."""
    ledger: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    """(order, account) -> minor units."""
    issued: Counter[str] = field(default_factory=Counter)
    """Payment or refund -> what its receipts sum up to, minor units."""
    drawers: Standing = field(default_factory=dict)
    """State, day, float, counted, expected."""
    open_drawer: str = ""
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(drawer, kind) -> what went through it, signed."""
    closes: Standing = field(default_factory=dict)
    """Kind, day, number, figures or what it reverses as JSON."""
    unknown: list[Finding] = field(default_factory=list)


def retold(conn: Connection) -> Record:
    """Reads the whole activity, oldest first, a few thousand rows at a time."""
    record = Record()
    for no, kind, text in conn.execute(_ACTIVITY, execution_options={"yield_per": _AT_ONCE}):
        body: Body = json.loads(text)
        known = KINDS.get(kind)
        if known is None or body.get("v") != known.VERSION:
            version = known.VERSION if known else None
            record.unknown.append(Finding("UNKNOWN_KIND", f"activity {no}", version, f"{kind} {body.get('v')}"))
            continue
        tell = _TELL.get(kind)
        if tell is not None:
            try:
                tell(record, body)
            except KeyError as missing:
                # An effect on something that no effect before it made.
                record.unknown.append(Finding("NOT_IN_RECORD", str(missing.args[0]), None, kind))
        if kind in _MOVING:
            lines = postings(loads(kind, text))
            for account, minor in lines:
                record.ledger[body.get("order") or "", account] += minor
            _through(record, kind, body, dict(lines).get(_IN_CASH, 0))
    return record


def _changed(standing: Standing, id_: str, **values: tuple[int, Figure]) -> None:
    row = list(standing[id_])
    for place, value in values.values():
        row[place] = value
    standing[id_] = tuple(row)


def _service_added(r: Record, b: Body) -> None:
    r.services[b["service"]] = (b.get("approval", "NONE"),)


def _service_set(r: Record, b: Body) -> None:
    r.services[b["service"]] = (b["after"],)


def _slot_opened(r: Record, b: Body) -> None:
    of = ("tutor", "room", "start", "end", "busy_from", "busy_to", "service", "capacity")
    r.slots[b["slot"]] = ("PLANNED", *(b[n] for n in of))


def _slot_turned(r: Record, b: Body) -> None:
    _changed(r.slots, b["slot"], state=(0, b["after"]))


def _slot_moved(r: Record, b: Body) -> None:
    when, (state, *_, service, capacity) = b["after"], r.slots[b["slot"]]
    moved = (when[n] for n in ("tutor", "room", "start", "end", "busy_from", "busy_to"))
    r.slots[b["slot"]] = (state, *moved, service, capacity)


def _seat_taken(r: Record, b: Body) -> None:
    of = ("policy_start", "order", "participant", "payer", "policy")
    r.bookings[b["booking"]] = (b.get("state", "CONFIRMED"), b["slot"], "UNSET", *(b[n] for n in of))


def _booking_turned(r: Record, b: Body) -> None:
    _changed(r.bookings, b["booking"], state=(0, b["after"]), attendance=(2, b["attendance"]))


def _seat_moved(r: Record, b: Body) -> None:
    _changed(r.bookings, b["booking"], slot=(1, b["slot"]), policy_start=(3, b["policy_start"]))


def _line_added(r: Record, b: Body) -> None:
    r.lines[b["line"]] = (b["gross"], b["tax"], b["line_kind"], b["order"], b["booking"])


def _line_reversed(r: Record, b: Body) -> None:
    kind = r.lines[b["line"]][2]
    r.lines[reversal_of(b["line"])] = (-b["gross"], -b["tax"], kind, b["order"], b["booking"])


def _payment_taken(r: Record, b: Body) -> None:
    r.payments[b["payment"]] = ("CAPTURED", b["amount"], b["method"], b["order"], 0)


def _attempt_opened(r: Record, b: Body) -> None:
    r.attempts[b["attempt"]] = ("CREATED", b["amount"], b["method"], b["order"])


def _link_made(r: Record, b: Body) -> None:
    _changed(r.attempts, b["attempt"], state=(0, "PENDING"))


def _attempt_turned(r: Record, b: Body) -> None:
    _changed(r.attempts, b["attempt"], state=(0, b["after"]))


def _money_arrived(r: Record, b: Body) -> None:
    captured = b["amount"] if b["state"] == "CAPTURED" else 0
    r.payments[b["payment"]] = (b["state"], captured, b["method"], b["order"], 0)


def _payment_turned(r: Record, b: Body) -> None:
    part = b.get("disputed")
    taken = (b["amount"] if part is None else part) if b["after"] == "CHARGED_BACK" else 0
    _changed(r.payments, b["payment"], state=(0, b["after"]), captured=(1, b["amount"]), disputed=(4, taken))


def _payment_reversed(r: Record, b: Body) -> None:
    _changed(r.payments, b["payment"], state=(0, "REVERSED"))


def _refund_made(r: Record, b: Body) -> None:
    r.refunds[b["refund"]] = (b["state"], b["amount"], b["method"], b["order"], b["payment"])


def _refund_turned(r: Record, b: Body) -> None:
    _changed(r.refunds, b["refund"], state=(0, b["after"]))


def _receipt_issued(r: Record, b: Body) -> None:
    r.receipts[b["receipt"]] = (b["amount"], b["receipt_kind"], b["order"], b["payment"], b["refund"])
    r.issued[b["payment"] or b["refund"] or ""] += b["amount"]


def _revenue_earned(r: Record, b: Body) -> None:
    r.earned[b["booking"]] += b["amount"]


def _drawer_opened(r: Record, b: Body) -> None:
    r.drawers[b["drawer"]] = ("OPEN", b["day"], b["float"], None, None)
    r.open_drawer = b["drawer"]


def _drawer_dropped(r: Record, b: Body) -> None:
    _changed(r.drawers, b["drawer"], state=(0, "DROPPED"))
    r.open_drawer = ""


def _drawer_counted(r: Record, b: Body) -> None:
    counted, expected = (3, b["counted"]), (4, b["expected"])
    _changed(r.drawers, b["drawer"], state=(0, "SEALED"), counted=counted, expected=expected)
    if r.open_drawer == b["drawer"]:  # a count that is corrected is of one that was closed already
        r.open_drawer = ""


def _through(r: Record, kind: str, b: Body, minor: int) -> None:
    """Cash that went through the drawer which was open then; a count itself moves nothing."""
    if not minor or kind == "DrawerCounted" or not r.open_drawer:
        return
    taken = kind in ("PaymentTaken", "PaymentReversed")
    r.moves[r.open_drawer, b.get("move_kind") or ("TAKEN" if taken else "GIVEN")] += minor


def _day_sealed(r: Record, b: Body) -> None:
    r.closes[b["close"]] = ("SEAL", b["day"], b["number"], json.dumps(b["figures"]))


def _day_reopened(r: Record, b: Body) -> None:
    r.closes[b["close"]] = ("REOPEN", b["day"], b["number"], json.dumps(b["reverses"]))


def _task(state: str) -> Any:
    def tell(r: Record, b: Body) -> None:
        r.tasks[b["task"]] = (state,)

    return tell


def _note(*, hidden: bool) -> Any:
    def tell(r: Record, b: Body) -> None:
        r.notes[b["note"]] = (hidden,)

    return tell


_MOVING = frozenset(
    {
        "PaymentTaken",
        "PaymentReversed",
        "RefundMade",
        "RefundTurned",
        "RevenueEarned",
        "MoneyArrived",
        "PaymentTurned",
        "CashMoved",
        "CashReversed",
        "DrawerCounted",
    }
)
_IN_CASH = cash(Method.CASH)
_TELL = {
    "DrawerOpened": _drawer_opened, "DrawerDropped": _drawer_dropped, "DrawerCounted": _drawer_counted,
    "DaySealed": _day_sealed, "DayReopened": _day_reopened,
    "ServiceAdded": _service_added, "ServiceSet": _service_set,
    "SlotOpened": _slot_opened, "SlotTurned": _slot_turned, "SlotMoved": _slot_moved, "SeatTaken": _seat_taken,
    "BookingTurned": _booking_turned, "SeatMoved": _seat_moved, "LineAdded": _line_added,
    "LineReversed": _line_reversed, "PaymentTaken": _payment_taken, "PaymentReversed": _payment_reversed,
    "RefundMade": _refund_made, "RefundTurned": _refund_turned, "ReceiptIssued": _receipt_issued,
    "RevenueEarned": _revenue_earned, "TaskRaised": _task(OPEN), "TaskSettled": _task(SETTLED),
    "TaskReopened": _task(OPEN), "NoteAdded": _note(hidden=False), "NoteHidden": _note(hidden=True),
    "NoteShown": _note(hidden=False), "AttemptOpened": _attempt_opened, "LinkMade": _link_made,
    "AttemptTurned": _attempt_turned, "MoneyArrived": _money_arrived, "PaymentTurned": _payment_turned,
}  # fmt: skip
