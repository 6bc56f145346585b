"""Undo reads the effects of a change and plans their opposite under today's facts, or says what stands in the way."""

from __future__ import annotations

from deskbell.domain.commands import Undo
from deskbell.domain.decisions.refunds import REFUND_BY_HAND
from deskbell.domain.effects import (
    BookingTurned,
    BusyRead,
    DeskOpened,
    Effect,
    FieldSet,
    HoursSet,
    PaymentTaken,
    PersonAdded,
    ReceiptIssued,
    ReceiptKind,
    RefundMade,
    RefundTurned,
    RoomAdded,
    SeatTaken,
    ServiceAdded,
    SlotMoved,
    SlotOpened,
    SlotTurned,
    TaskRaised,
    TutorAdded,
)
from deskbell.domain.errors import Refused
from deskbell.domain.facts import UndoFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.payment import PAID_BACK, AttemptState
from deskbell.domain.people import Role
from deskbell.domain.plan import Plan
from deskbell.domain.slot import SlotState

_NEVER = (DeskOpened, RoomAdded, TutorAdded, HoursSet, ServiceAdded, BusyRead)
_SILENT = frozenset({"NOTE", "EDIT", "COMPLETE", "NO_SHOW", "REOPEN"})


def decide_undo(facts: UndoFacts, cmd: Undo, now: int, mint: Mint) -> Plan:
    """The opposite effects, last first. Nothing written is removed: money gets its reversal, lines their negative.

    Refused: NOT_YOURS; UNDO_NEVER (a kind that nothing takes back), UNDO_OVERTAKEN (somebody changed it since),
    UNDO_TAKEN (the time is not free any more, with reasons), UNDO_FULL, UNDO_SEALED (money of another day).
    """
    if cmd.actor.role is Role.CUSTOMER:
        raise Refused("NOT_YOURS", role=str(cmd.actor.role), verb="UNDO")
    effects: list[Effect] = []
    for effect in reversed(facts.change.effects):
        _check(effect, facts)
        effects += _opposite(effect, facts, mint)
    effects.sort(key=_money_last)
    asks = facts.change.verb not in _SILENT
    return Plan("UNDO", tuple(effects), asks=asks, subject=facts.change.subject)


def _money_last(effect: Effect) -> int:
    return 1 if isinstance(effect, ReceiptIssued) else 0


def _opposite(effect: Effect, facts: UndoFacts, mint: Mint) -> list[Effect]:
    if isinstance(effect, ReceiptIssued):
        return []  # a number is never taken back; the reversal gets one of its own
    if isinstance(effect, PersonAdded) and effect.person in facts.used:
        return []
    other = effect.opposite()
    if other is None:
        return []
    out: list[Effect] = [other]
    if isinstance(effect, PaymentTaken):
        out.append(_receipt(mint, effect.order, -effect.amount, effect.currency, payment=effect.payment))
    if isinstance(effect, RefundMade) and effect.state in PAID_BACK:
        out.append(_receipt(mint, effect.order, effect.amount, effect.currency, refund=effect.refund))
    if isinstance(effect, RefundTurned) and effect.after in PAID_BACK:
        out.append(_receipt(mint, effect.order, effect.amount, effect.currency, refund=effect.refund))
    return out


def _receipt(
    mint: Mint, order: Id, amount: int, currency: str, *, payment: Id | None = None, refund: Id | None = None
) -> ReceiptIssued:
    return ReceiptIssued(mint(), order, ReceiptKind.REVERSAL, amount, currency, payment=payment, refund=refund)


def _check(effect: Effect, facts: UndoFacts) -> None:
    """Whether the world still is as this effect left it, and whether the way back is free."""
    if isinstance(effect, _NEVER):
        raise Refused("UNDO_NEVER", kind=effect.kind, verb=facts.change.verb)
    subject, left = _left(effect)
    now_is = facts.states.get(subject) if subject else None
    if subject is not None and now_is != left:
        raise Refused("UNDO_OVERTAKEN", verb=facts.change.verb, kind=effect.kind, expected=left, found=now_is)
    if isinstance(effect, SlotMoved) and facts.ranges.get(effect.slot) != (effect.after.tutor, effect.after.start):
        raise Refused("UNDO_OVERTAKEN", verb=facts.change.verb, kind=effect.kind, expected="", found="")
    if isinstance(effect, FieldSet) and facts.words.get((effect.subject, effect.name)) != effect.after:
        raise Refused("UNDO_OVERTAKEN", verb=facts.change.verb, kind=effect.kind, expected="", found="")
    back = isinstance(effect, SlotMoved) or (isinstance(effect, SlotTurned) and effect.after is SlotState.CANCELLED)
    if back and isinstance(effect, SlotMoved | SlotTurned) and facts.blocked.get(effect.slot):
        raise Refused("UNDO_TAKEN", verb=facts.change.verb, reasons=facts.blocked[effect.slot])
    if isinstance(effect, BookingTurned) and effect.slot in facts.seats and facts.seats[effect.slot] <= 0:
        raise Refused("UNDO_FULL", verb=facts.change.verb)
    money = isinstance(effect, PaymentTaken) or (isinstance(effect, RefundMade) and effect.state in PAID_BACK)
    if money and facts.change.at < facts.today_from:
        raise Refused("UNDO_SEALED", verb=facts.change.verb, at=facts.change.at)


def _left(effect: Effect) -> tuple[Id | None, str]:
    """The thing this effect touched and the state in which it left it."""
    match effect:
        case SeatTaken():
            return effect.booking, "CONFIRMED"
        case BookingTurned():
            return effect.booking, str(effect.after)
        case SlotTurned():
            return effect.slot, str(effect.after)
        case SlotMoved() | SlotOpened():
            return effect.slot, str(SlotState.PLANNED)
        case PaymentTaken():
            return effect.payment, str(AttemptState.CAPTURED)
        case RefundMade():
            return effect.refund, str(effect.state)
        case RefundTurned():
            return effect.refund, str(effect.after)
        case TaskRaised() if effect.task_kind != REFUND_BY_HAND:
            return effect.task, "OPEN"
        case _:
            return None, ""
