"""Effects of money by link, holds and operations, taken apart into the key of their text and its facts."""

from __future__ import annotations

from deskbell.domain import effects as e
from deskbell.domain.booking import State
from deskbell.domain.op import OpState
from deskbell.domain.payment import LINKS, AttemptState, Method, RefundState
from deskbell.words.namer import Line, Namer
from deskbell.words.operations import op_name, op_state, span

_TURNS = frozenset(
    {
        AttemptState.PENDING,
        AttemptState.AUTHORISED,
        AttemptState.CAPTURED,
        AttemptState.FAILED,
        AttemptState.CANCELLED,
        AttemptState.EXPIRED,
    }
)
_OF_PAYMENT = frozenset(
    {AttemptState.CAPTURED, AttemptState.VOIDED, AttemptState.AUTH_EXPIRED, AttemptState.CHARGED_BACK}
)
_OF_OP = frozenset({OpState.TODO, OpState.PARKED, OpState.DROPPED})


def link_line(effect: e.Effect, teller: Namer) -> Line | None:
    """The key of the effect's text and the facts that it may hold; None for an effect of another kind."""
    kind = effect.kind
    match effect:
        case e.AttemptOpened():
            facts = _money(teller, effect.method, effect.amount, effect.currency)
            return f"{kind}.{effect.capture}", {**facts, "until": _until(teller, effect.expires_at)}
        case e.LinkMade():
            return kind, {"until": _until(teller, effect.expires_at)}
        case e.AttemptTurned():
            known = effect.after if effect.after in _TURNS else "OTHER"
            return f"{kind}.{known}", {"state": teller.term(f"pay.{effect.after}")}
        case e.MoneyArrived():
            known = effect.state if effect.state in (AttemptState.CAPTURED, AttemptState.AUTHORISED) else "OTHER"
            return f"{kind}.{known}", {
                **_money(teller, effect.method, effect.amount, effect.currency),
                "until": _until(teller, effect.until),
                "state": teller.term(f"pay.{effect.state}"),
                "number": teller.receipt(effect.payment),
            }
        case e.PaymentTurned():
            return f"{kind}.{_payment_turn(effect)}", {
                **_money(teller, effect.method, effect.moved, effect.currency),
                "state": teller.term(f"pay.{effect.after}"),
                "number": teller.receipt(effect.payment),
            }
        case e.HoldSet():
            return f"{kind}.{'ENDED' if effect.after is None else 'SET'}", {"until": _until(teller, effect.after)}
        case e.OpQueued():
            amount = "" if effect.amount is None else teller.of_order(effect.order, effect.amount)
            return f"{kind}.{effect.op_kind}", {"amount": amount, "wait": span(effect.wait) if effect.wait else ""}
        case e.OpTurned():
            known = effect.after if effect.after in _OF_OP else "OTHER"
            language = teller.say.language
            return f"{kind}.{known}", {
                "op": op_name(effect.op_kind, language),
                "state": op_state(effect.after, language),
            }
    return None


def seat_turn(effect: e.BookingTurned) -> str:
    """What the money or an answer made of a seat that waits: PAID, LAPSED, LATE (given after all), GRANTED, TO_PAY,
    UNANSWERED; empty where it is another turn.
    """
    if effect.undone:
        return ""
    turns = {
        (State.HELD, State.CONFIRMED): "PAID",
        (State.HELD, State.EXPIRED): "LAPSED",
        (State.EXPIRED, State.CONFIRMED): "LATE",
        (State.REQUESTED, State.CONFIRMED): "GRANTED",
        (State.REQUESTED, State.HELD): "TO_PAY",
        (State.REQUESTED, State.EXPIRED): "UNANSWERED",
    }
    return turns.get((effect.before, effect.after), "")


def refund_made(method: Method, state: RefundState) -> str:
    """The text of a new refund: out of the drawer, by hand, asked of a provider, found there, or any other."""
    if state is RefundState.REQUESTED and method in LINKS:
        return "ASKED"
    plain = state in (RefundState.REQUESTED, RefundState.SUCCEEDED, RefundState.EXTERNAL)
    return str(state) if plain else "OTHER"


def refund_turned(method: Method, before: RefundState, after: RefundState) -> str:
    """The text of a refund's turn; what a provider does and what hands do have words of their own."""
    if after is RefundState.WITHDRAWN:
        return "RETURNED" if before in (RefundState.SUCCEEDED, RefundState.MANUAL_DONE) else "WITHDRAWN"
    if method in LINKS and after in (RefundState.REQUESTED, RefundState.MANUAL_DONE):
        return "ASKED" if after is RefundState.REQUESTED else "BY_HAND"
    return "OTHER" if after is RefundState.EXTERNAL else str(after)


def _payment_turn(effect: e.PaymentTurned) -> str:
    if effect.after is AttemptState.CAPTURED and effect.before is AttemptState.CHARGED_BACK:
        return "WON"
    return str(effect.after) if effect.after in _OF_PAYMENT else "OTHER"


def _money(teller: Namer, method: Method, minor: int, currency: str) -> dict[str, str]:
    return {"amount": teller.amount(minor, currency) if minor else "", "method": teller.term(f"method.{method}")}


def _until(teller: Namer, instant: int | None) -> str:
    """The hold's or link's end, said short where it is near; empty where there is none."""
    return teller.say.near(instant) if instant else ""
