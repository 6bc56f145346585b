"""Undo reads the effects of a change and plans their opposite under today's facts, or says what stands in the way."""

from __future__ import annotations

from deskbell.domain.booking import SEATED, TO_COME, State
from deskbell.domain.commands import Undo
from deskbell.domain.decisions.overtaken import check, check_sums, closes, is_over, overtaken, sums_after
from deskbell.domain.decisions.seating import OVERPAID, WITHOUT_SEAT
from deskbell.domain.effects import (
    BookingTurned,
    Effect,
    HoldSet,
    LineAdded,
    LineReversed,
    OpQueued,
    PaymentTaken,
    PersonAdded,
    ReceiptIssued,
    ReceiptKind,
    RefundMade,
    RefundTurned,
    SeatMoved,
    SeatTaken,
    SlotTurned,
    TaskRaised,
    TaskSettled,
    Told,
)
from deskbell.domain.errors import Refused
from deskbell.domain.facts import UndoFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.notices import TAKES_BACK, Letter
from deskbell.domain.op import OpKind, OpState
from deskbell.domain.order import LineKind
from deskbell.domain.payment import PAID_BACK
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.slot import SlotState

_SILENT = frozenset({"NOTE", "EDIT", "COMPLETE", "NO_SHOW", "REOPEN"})


def decide_undo(facts: UndoFacts, cmd: Undo, now: int, mint: Mint) -> Plan:
    """The opposite effects, last first. Nothing written is removed: money gets its reversal, lines their negative.

    Refused: NOT_YOURS; UNDO_NEVER (a kind that nothing takes back), UNDO_OVERTAKEN (somebody changed it since),
    UNDO_TAKEN (the time is not free any more, with reasons), UNDO_FULL, STUDENT_OVERLAP, REFUND_EXISTS, UNDO_SEALED
    (money of another day).
    """
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="UNDO")
    effects: list[Effect] = []
    effects += _seated_again(facts)
    for effect in reversed(facts.change.effects):
        check(effect, facts)
        effects += _opposite(effect, facts, mint)
        if isinstance(effect, BookingTurned):
            effects += _slot_along(effect, facts, now)
        if isinstance(effect, SeatMoved) and effect.slot_before != effect.slot:
            effects += _opened(effect.slot_before, facts)
    if not effects:
        raise overtaken(facts, facts.change.effects[0])  # everybody it wrote down is needed by now
    check_sums(effects, facts)
    effects += _still_too_much(facts, effects, mint)
    effects.sort(key=_money_last)
    asks = facts.change.verb not in _SILENT
    return Plan("UNDO", tuple(effects), asks=asks, subject=facts.change.subject)


def _money_last(effect: Effect) -> int:
    return 1 if isinstance(effect, ReceiptIssued) else 0


def _opposite(effect: Effect, facts: UndoFacts, mint: Mint) -> list[Effect]:
    if closes(effect) and isinstance(effect, SlotTurned) and effect.slot in facts.slots:
        return []  # follows from how its bookings stand now, in _slot_along
    if isinstance(effect, ReceiptIssued):
        return []  # a number is never taken back; the reversal gets one of its own
    if isinstance(effect, PersonAdded) and effect.person in facts.used:
        return []
    if isinstance(effect, OpQueued) and is_over(effect, facts):
        return []
    if isinstance(effect, TaskSettled) and any((k, s) == (effect.task_kind, effect.subject) for _, k, s in facts.tasks):
        return []  # it was raised anew meanwhile
    if isinstance(effect, LineReversed):  # of a line that was taken back only a credit can be: money came after all
        line = (effect.order, mint(), effect.booking, LineKind.CREDIT, effect.gross, effect.tax_rate, effect.tax)
        return [LineAdded(*line)]
    if isinstance(effect, Told):
        return _told_again(effect, facts)
    other = effect.opposite()
    if other is None:
        return []
    out: list[Effect] = [other]
    if isinstance(effect, SeatTaken) and effect.hold_until is not None:
        out.append(HoldSet(effect.booking, effect.hold_until, None))
    if isinstance(effect, PaymentTaken):
        out.append(_receipt(mint, effect.order, -effect.amount, effect.currency, payment=effect.payment))
    if isinstance(effect, RefundMade) and effect.state in PAID_BACK:
        out.append(_receipt(mint, effect.order, effect.amount, effect.currency, refund=effect.refund))
    if isinstance(effect, RefundTurned) and effect.after in PAID_BACK:
        out.append(_receipt(mint, effect.order, effect.amount, effect.currency, refund=effect.refund))
    return out


def _told_again(effect: Told, facts: UndoFacts) -> list[Effect]:
    """A letter that has not left does not leave; who has it is told that it is not so any more."""
    ops = (e for e in facts.change.effects if isinstance(e, OpQueued) and e.op_kind is OpKind.MAIL)
    if any(e.subject == effect.letter and facts.states.get(e.op) == OpState.TODO for e in ops):
        return []
    notice = TAKES_BACK.get(effect.notice)
    if notice is None or not facts.desk.mail or facts.states.get(effect.letter or Id("")) == Letter.SUPPRESSED:
        return []
    return [Told(effect.booking, effect.audience, effect.person, notice)]


def _seated_again(facts: UndoFacts) -> list[Effect]:
    """Money that came for a seat that was gone is money for a seat again: nobody gives it back by itself."""
    back = {
        e.booking
        for e in facts.change.effects
        if isinstance(e, BookingTurned) and e.before in SEATED and e.after not in SEATED
    }
    return [TaskSettled(t, k, s) for t, k, s in facts.tasks if k == WITHOUT_SEAT and s in back]


def _still_too_much(facts: UndoFacts, effects: list[Effect], mint: Mint) -> list[Effect]:
    """Paid twice, and the seat is there again: the second payment is nobody's still (P12)."""
    again = {e.subject for e in effects if isinstance(e, TaskSettled) and e.task_kind == WITHOUT_SEAT}
    raised: list[Effect] = []
    for seat in (s for id_, s in facts.bookings.items() if id_ in again):
        due, kept = sums_after(effects, seat.order, seat.payments)
        if kept > due and not any(k == OVERPAID and s == seat.order.id for _, k, s in facts.tasks):
            raised.append(TaskRaised(mint(), OVERPAID, seat.order.id))
    return raised


def _slot_along(effect: BookingTurned, facts: UndoFacts, now: int) -> list[Effect]:
    """A slot is open while one of its bookings is, and closes with the last of them (L4, L5): whoever was closed or
    opened in between, by which change ever.
    """
    slot = facts.slots.get(effect.slot)
    if slot is None:
        return []
    if effect.before in TO_COME and slot.state is SlotState.COMPLETED:
        return _opened(effect.slot, facts)
    given = effect.before in (State.COMPLETED, State.NO_SHOW)
    if given and slot.state is SlotState.PLANNED and not slot.open and slot.end <= now:
        return [SlotTurned(effect.slot, SlotState.PLANNED, SlotState.COMPLETED)]
    return []


def _opened(which: Id, facts: UndoFacts) -> list[Effect]:
    """L5: somebody sits in it again."""
    slot = facts.slots.get(which)
    closed = slot is not None and slot.state is SlotState.COMPLETED
    return [SlotTurned(which, SlotState.COMPLETED, SlotState.PLANNED)] if closed else []


def _receipt(
    mint: Mint, order: Id, amount: int, currency: str, *, payment: Id | None = None, refund: Id | None = None
) -> ReceiptIssued:
    return ReceiptIssued(mint(), order, ReceiptKind.REVERSAL, amount, currency, payment=payment, refund=refund)
