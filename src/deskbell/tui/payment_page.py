"""A payment as its screen tells it: what is typed becomes an amount and what was handed over. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from deskbell.domain.errors import WrongInput
from deskbell.domain.payment import OPEN_REFUND, AttemptState, Method, RefundState
from deskbell.words.amounts import read_amount

if TYPE_CHECKING:
    from deskbell.domain.views import BookingView


class Standing(NamedTuple):
    """What the big figure is of, in minor units, and how it is drawn."""

    word: str
    minor: int
    look: str


def standing(view: BookingView) -> Standing:
    """What is still due; where nothing is, what is too much, on its way back or back; what a card holds for it."""
    if view.open:
        held = sum(p.authorised for p in view.payments if p.state is AttemptState.AUTHORISED)
        if held >= view.open:
            return Standing("payment.authorised", held, "-held")
        return Standing("payment.due", view.open, "-due")
    refunds = [r for p in view.payments for r in p.refunds]
    back = sum(r.amount for r in refunds if r.state in OPEN_REFUND)
    over = view.captured - view.refunded - view.due - back
    if over > 0:
        failed = not view.due and any(r.state is RefundState.FAILED for r in refunds)
        return Standing("payment.by_hand" if failed else "payment.over", over, "-due")
    by_hand = sum(r.amount for r in refunds if r.is_by_hand)
    if by_hand:
        return Standing("payment.by_hand", by_hand, "-due")
    if back > 0:
        return Standing("payment.back", back, "-held")
    if view.refunded and view.refunded == view.captured:
        return Standing("payment.returned", view.refunded, "-done")
    return Standing("payment.due", 0, "-paid" if view.captured else "-done")


@dataclass(frozen=True, slots=True)
class Typed:
    """The method and the two fields: what was handed over (or the amount, where there is no change), and the part."""

    method: Method = Method.CASH
    given: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """`amount` of what is due is taken; `tendered` is what was handed over, minor units."""

    method: Method
    amount: int
    tendered: int

    @property
    def change(self) -> int:
        return self.tendered - self.amount


def meant(typed: Typed, due: int, currency: str, language: str) -> Meant:
    """What the fields mean. Nothing typed is all that is due, exactly; less than that is a part of it.

    Only cash gives change: by card or transfer the field is the amount itself. Errors: those of read_amount,
    TOO_LITTLE, TOO_MUCH, CHANGE_ONLY_FOR_CASH.
    """
    given = read_amount(typed.given, currency, language) if typed.given.strip() else None
    part = read_amount(typed.part, currency, language) if typed.part.strip() else None
    if part is not None and part > due:
        raise WrongInput("TOO_MUCH", amount=part, due=due, currency=currency)
    whole = due if given is None else min(given, due)
    amount = whole if part is None else part
    tendered = amount if given is None else given
    if tendered < amount:
        raise WrongInput("TOO_LITTLE", tendered=tendered, due=amount, currency=currency)
    if tendered > amount and typed.method is not Method.CASH:
        raise WrongInput("CHANGE_ONLY_FOR_CASH", tendered=tendered, due=amount, currency=currency)
    if amount <= 0:
        raise WrongInput("AMOUNT", amount=amount, currency=currency)
    return Meant(typed.method, amount, tendered)
