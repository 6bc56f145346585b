"""Whether the world still is as a change left it, and whether the way back is free: what undo asks of every effect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from deskbell.domain.booking import SEATED, State
from deskbell.domain.decisions.refunds import FAILED_REFUND, REFUND_BY_HAND, promised
from deskbell.domain.decisions.seating import OVERPAID, WITHOUT_SEAT
from deskbell.domain.effects import (
    AttemptOpened,
    AttemptTurned,
    BookingTurned,
    BusyRead,
    CalendarSet,
    CashMoved,
    ConnectionEnded,
    ConnectionMade,
    DayReopened,
    DaySealed,
    DeskOpened,
    DocumentIssued,
    DrawerCounted,
    DrawerOpened,
    Effect,
    FieldSet,
    HoursSet,
    LineAdded,
    LineReversed,
    LinkMade,
    MoneyArrived,
    OpQueued,
    OpTurned,
    PaymentReversed,
    PaymentTaken,
    PaymentTurned,
    PersonErased,
    RefundMade,
    RefundTurned,
    RevenueEarned,
    RoomAdded,
    SeatMoved,
    SeatTaken,
    ServiceAdded,
    SlotMoved,
    SlotOpened,
    SlotTurned,
    TaskRaised,
    TaskReopened,
    TutorAdded,
)
from deskbell.domain.errors import Refused
from deskbell.domain.facts import UndoFacts
from deskbell.domain.ids import Id
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.order import Order
from deskbell.domain.payment import OPEN_REFUND, PAID_BACK, AttemptState, Payment
from deskbell.domain.slot import BLOCKING, SlotState
from deskbell.domain.till import DrawerState

_NEVER = (
    DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead, DrawerCounted, DaySealed, DayReopened,
    LinkMade, MoneyArrived, PaymentTurned, DocumentIssued, ConnectionMade, ConnectionEnded,
    PersonErased,
)  # fmt: skip
_EARNS = frozenset({State.COMPLETED, State.NO_SHOW, State.CANCELLED})
_SURPLUS = frozenset({OVERPAID, WITHOUT_SEAT, FAILED_REFUND})
"""Tasks that tell of money which nobody owes: where one is open again, the money may be there again."""
_LIVE = PAID_BACK | OPEN_REFUND
CLOSING = frozenset({SlotState.PLANNED, SlotState.COMPLETED})
"""Between these a slot turns with the last of its bookings, and back with the first."""


def overtaken(facts: UndoFacts, effect: Effect, expected: str = "", found: str = "") -> Refused:
    """Somebody changed since what this effect left."""
    return Refused("UNDO_OVERTAKEN", verb=facts.change.verb, kind=effect.kind, expected=expected, found=found)


def check(effect: Effect, facts: UndoFacts) -> None:
    """Refused where this effect cannot be taken back as things stand."""
    if isinstance(effect, _NEVER):
        raise Refused("UNDO_NEVER", kind=effect.kind, verb=facts.change.verb)
    if isinstance(effect, OpQueued) and facts.states.get(effect.op) != OpState.TODO and not is_over(effect, facts):
        raise Refused("UNDO_SENT", verb=facts.change.verb, kind=str(effect.op_kind))
    if isinstance(effect, CalendarSet):
        _calendar(effect, facts)
    subject, left = _left(effect)
    now_is = facts.states.get(subject) if subject else None
    if subject is not None and now_is != left:
        raise overtaken(facts, effect, left, now_is or "")
    if isinstance(effect, FieldSet) and facts.words.get((effect.subject, effect.name)) != effect.after:
        raise overtaken(facts, effect)
    _time(effect, facts)
    _seat(effect, facts)
    _money(effect, facts)


def _calendar(effect: CalendarSet, facts: UndoFacts) -> None:
    """The calendar is used as this left it, and what it was before is still known."""
    if effect.prior is None:
        raise Refused("UNDO_NEVER", kind=effect.kind, verb=facts.change.verb)
    if facts.calendars.get(effect.connection) != effect.settings:
        raise overtaken(facts, effect)


def is_over(effect: OpQueued, facts: UndoFacts) -> bool:
    """A link that somebody was told to close: no money moved by it, and it stays closed. A letter that left: whoever
    has it is told again.
    """
    return effect.op_kind in (OpKind.EXPIRE, OpKind.MAIL) and facts.states.get(effect.op) != OpState.TODO


def closes(effect: Effect) -> bool:
    """A slot that was closed or opened again together with its bookings."""
    return isinstance(effect, SlotTurned) and {effect.before, effect.after} == CLOSING


def _left(effect: Effect) -> tuple[Id | None, str]:
    """The thing this effect touched and the state in which it left it."""
    match effect:
        case SeatTaken():
            return effect.booking, str(effect.state)
        case SeatMoved():
            return effect.booking, str(State.CONFIRMED)
        case BookingTurned():
            return effect.booking, str(effect.after)
        case SlotTurned() if not closes(effect):
            return effect.slot, str(effect.after)
        case SlotMoved() | SlotOpened():
            return effect.slot, str(SlotState.PLANNED)
        case DrawerOpened() | CashMoved():
            return effect.drawer, str(DrawerState.OPEN)
        case PaymentTaken():
            return effect.payment, str(AttemptState.CAPTURED)
        case RefundMade():
            return effect.refund, str(effect.state)
        case AttemptTurned():
            return effect.attempt, str(effect.after)
        case OpTurned():
            return effect.op, str(effect.after)
        case AttemptOpened():
            return effect.attempt, str(AttemptState.CREATED)
        case RefundTurned():
            return effect.refund, str(effect.after)
        case TaskRaised() if effect.task_kind != REFUND_BY_HAND:
            return effect.task, "OPEN"
        case _:
            return None, ""


def _time(effect: Effect, facts: UndoFacts) -> None:
    if isinstance(effect, SlotMoved) and facts.ranges.get(effect.slot) != (effect.after.tutor, effect.after.start):
        raise overtaken(facts, effect)
    back = isinstance(effect, SlotMoved) or (isinstance(effect, SlotTurned) and effect.after is SlotState.CANCELLED)
    if back and isinstance(effect, SlotMoved | SlotTurned) and facts.blocked.get(effect.slot):
        raise Refused("UNDO_TAKEN", verb=facts.change.verb, reasons=facts.blocked[effect.slot])
    if isinstance(effect, SlotOpened) and (slot := facts.slots.get(effect.slot)) and slot.others:
        raise overtaken(facts, effect)  # others sit in that class by now


def _seat(effect: Effect, facts: UndoFacts) -> None:
    """The booking sits where the change left it, and has a seat and nothing else where it would go back to."""
    if not isinstance(effect, SeatTaken | SeatMoved | BookingTurned):
        return
    seat = facts.bookings.get(effect.booking)
    if seat is not None and seat.booking.slot != effect.slot:
        raise overtaken(facts, effect, effect.slot, seat.booking.slot)
    if isinstance(effect, SeatTaken):
        return
    if isinstance(effect, SeatMoved):
        back_to = effect.slot_before if effect.slot_before != effect.slot else None
        if seat is not None and seat.booking.policy_start != effect.policy_start:
            raise overtaken(facts, effect)
    else:
        back_to = effect.slot if effect.before in SEATED and effect.after not in SEATED else None
    if back_to is not None and facts.seats.get(back_to, 1) <= 0:
        raise Refused("UNDO_FULL", verb=facts.change.verb)
    freed = any(isinstance(e, SlotTurned) and e.slot == back_to for e in facts.change.effects)
    slot = facts.slots.get(back_to) if back_to and not freed else None
    if slot is not None and slot.state not in BLOCKING:
        raise overtaken(facts, effect, str(SlotState.PLANNED), str(slot.state))
    if clash := facts.clashes.get(effect.booking):
        raise Refused("STUDENT_OVERLAP", booking=clash.booking, start=clash.start, end=clash.end)


def _money(effect: Effect, facts: UndoFacts) -> None:
    moved = (
        isinstance(effect, PaymentTaken)
        or (isinstance(effect, RefundMade) and effect.state in PAID_BACK)
        or (isinstance(effect, RefundTurned) and (effect.after in PAID_BACK) != (effect.before in PAID_BACK))
    )
    if moved and facts.change.at < facts.today_from:
        raise Refused("UNDO_SEALED", verb=facts.change.verb, at=facts.change.at)
    if isinstance(effect, PaymentTaken):
        own = next((p for s in facts.bookings.values() for p in s.payments if p.id == effect.payment), None)
        if own is not None and (back := own.captured - own.left):
            raise Refused("REFUND_EXISTS", payment=own.id, refunded=back, currency=effect.currency)


def check_sums(effects: Sequence[Effect], facts: UndoFacts) -> None:
    """Taken back, the change leaves no order that owes less than nothing, or keeps or holds what nobody owes, and no
    booking whose revenue is not its price: a later change of price, money or state stands in the way.
    """
    turned = {e.booking: e.after for e in effects if isinstance(e, BookingTurned)}
    lines: defaultdict[Id, int] = defaultdict(int)
    earned: defaultdict[Id, int] = defaultdict(int)
    for e in effects:
        if isinstance(e, LineReversed):
            lines[e.booking] -= e.gross
        elif isinstance(e, LineAdded):
            lines[e.booking] += e.gross
        elif isinstance(e, RevenueEarned):
            earned[e.booking] += e.amount
    for id_, seat in facts.bookings.items():
        price = seat.order.of(id_).minor
        was = seat.earned - (price if seat.booking.state in _EARNS else 0)
        state, price = turned.get(id_, seat.booking.state), price + lines[id_]
        if seat.earned + earned[id_] - (price if state in _EARNS else 0) not in (0, was):
            raise overtaken(facts, facts.change.effects[0])
    told = any(isinstance(e, TaskReopened) and e.task_kind in _SURPLUS for e in effects)
    for order, payments in {s.order.id: (s.order, s.payments) for s in facts.bookings.values()}.values():
        due, kept = order.total.minor, promised(payments)
        due_after, kept_after = sums_after(effects, order, payments)
        owes_less = min(0, due_after) < min(0, due)
        keeps_more = not told and max(0, kept_after - due_after) > max(0, kept - due)
        held = sum(p.authorised for p in payments if p.state is AttemptState.AUTHORISED)
        holds_more = max(0, held - max(0, due_after - kept_after)) > max(0, held - max(0, due - kept))
        if owes_less or keeps_more or holds_more:  # cancelling gives up what is authorised, undo does not
            raise overtaken(facts, facts.change.effects[0])


def sums_after(effects: Sequence[Effect], order: Order, payments: Sequence[Payment]) -> tuple[int, int]:
    """What the order owes and what the desk has of it to give once these effects are made, minor units."""
    due = order.total.minor - sum(e.gross for e in effects if isinstance(e, LineReversed) and e.order == order.id)
    due += sum(e.gross for e in effects if isinstance(e, LineAdded) and e.order == order.id)
    return due, promised(payments) + sum(_more(e) for e in effects if getattr(e, "order", None) == order.id)


def _more(effect: Effect) -> int:
    """How much more of an order's money the desk would have to give."""
    if isinstance(effect, PaymentReversed):
        return -effect.amount
    if isinstance(effect, RefundTurned):
        return effect.amount * ((effect.before in _LIVE) - (effect.after in _LIVE))
    return 0
