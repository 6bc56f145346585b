"""The timeline of a booking: a line for each thought of a change, however many effects stand behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from deskbell.domain import effects as e
from deskbell.domain.names import Names
from deskbell.domain.order import LineKind
from deskbell.domain.payment import RefundState
from deskbell.domain.views import Told
from deskbell.words.effects import Teller, did
from deskbell.words.speech import Speech


class Line(NamedTuple):
    """When (epoch seconds), what, in which change, and whether it was taken back since."""

    at: int
    text: str
    change: int
    undone: bool = False


def tell(
    timeline: Iterable[Told], names: Names, language: str, zone: str, currency: str, now: int | None = None
) -> tuple[Line, ...]:
    """The lines of a timeline in its order; what a person does not mind (ledger, seat counts, numbers already said)
    is left out, but no change without a word.
    """
    lines: list[Line] = []
    teller = Teller(Speech(language, zone, currency, now), names)
    for change, group in groupby(timeline, key=lambda told: told.change):
        tolds = list(group)
        effects = [t.effect for t in tolds]
        minded = [t for t in tolds if not _silent(t.effect, effects)] or tolds[:1]
        known = _with_receipts(names, effects)
        for told in _unsaid(minded):
            text = did(replace(told, undone=False), known, language, zone, currency, now)
            text = (
                _untold(minded, teller) if isinstance(told.effect, e.NotTold) else _percent(text, told, effects, teller)
            )
            if told.undone:
                text = teller.term("undone").format(text=text)
            lines.append(Line(told.at, text, change, told.undone))
    return tuple(lines)


def _silent(effect: e.Effect, beside: Sequence[e.Effect]) -> bool:
    """Whether another effect of the same change says it already, or nobody asks."""

    def has(*kinds: type[e.Effect]) -> bool:
        return any(isinstance(other, kinds) for other in beside)

    match effect:
        case e.OrderOpened() | e.RevenueEarned():
            return True
        case e.LineAdded():
            return effect.line_kind in (LineKind.LESSON, LineKind.CREDIT)
        case e.SlotOpened():
            return has(e.SeatTaken)
        case e.SlotTurned() | e.LineReversed() | e.HoldSet():
            return has(e.BookingTurned)
        case e.OpQueued():
            return has(e.AttemptOpened, e.RefundMade, e.RefundTurned, e.Told, e.LetterTurned)
        case e.AttemptTurned():
            return has(e.MoneyArrived, e.PaymentTurned)
        case e.OpTurned():
            return has(e.AttemptTurned, e.RefundTurned, e.LetterTurned)
        case e.SeatMoved():
            return has(e.SlotMoved)
        case e.EventWanted():
            return not isinstance(beside[0], e.EventWanted)
        case e.ReceiptIssued():
            return has(e.PaymentTaken, e.PaymentReversed, e.RefundMade, e.RefundTurned, e.MoneyArrived, e.PaymentTurned)
        case e.TaskRaised() | e.TaskSettled() | e.TaskReopened() if effect.task_kind == "APPROVAL":
            return True
        case e.TaskRaised() | e.TaskSettled() | e.TaskReopened():
            return has(e.BookingTurned, e.RefundMade, e.RefundTurned)
        case _:
            return False


def _with_receipts(names: Names, effects: Iterable[e.Effect]) -> Names:
    """A payment or refund is told with the number of its own receipt."""
    numbers = dict(names.receipts)
    for effect in effects:
        if isinstance(effect, e.ReceiptIssued) and effect.receipt in numbers:
            for paid in (effect.payment, effect.refund):
                if paid:
                    numbers[paid] = numbers[effect.receipt]
    return replace(names, receipts=numbers)


def _unsaid(tolds: Iterable[Told]) -> Iterable[Told]:
    """All but the second and later of those who were not told: they share a line."""
    first = True
    for told in tolds:
        if isinstance(told.effect, e.NotTold):
            if first:
                yield told
            first = False
        else:
            yield told


def _untold(tolds: Iterable[Told], teller: Teller) -> str:
    missed = [t.effect for t in tolds if isinstance(t.effect, e.NotTold)]
    people = dict.fromkeys(teller.told_whom(effect) for effect in missed)
    return teller.not_told(list(people), missed[0].why)


def _percent(text: str, told: Told, effects: Iterable[e.Effect], teller: Teller) -> str:
    """A cancellation says what share went back, where money went back."""
    if not (isinstance(told.effect, e.BookingTurned) and any(_moved(x) for x in effects)):
        return text
    for effect in effects:
        if isinstance(effect, e.LineAdded) and effect.line_kind is LineKind.CREDIT and effect.percent is not None:
            return teller.term("percent_back").format(text=text, percent=effect.percent)
    return text


def _moved(effect: e.Effect) -> bool:
    return isinstance(effect, e.RefundMade) and effect.state in (RefundState.SUCCEEDED, RefundState.REQUESTED)
