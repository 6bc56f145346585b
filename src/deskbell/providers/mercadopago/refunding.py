"""Money back, in full or in part. A refund carries no name of ours: its own answer tells which one it is, and after a
lost answer the desk works it out from what it knows (see domain/nameless.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import Refused, Seen, SeenPayment, SeenRefund, SeenRefundState, SeenState
from deskbell.providers.mercadopago.amounts import number
from deskbell.providers.mercadopago.calls import Calls
from deskbell.providers.mercadopago.looking import Looking
from deskbell.providers.mercadopago.reading import refund_of
from deskbell.providers.mercadopago.visit import Visit, refuse


class Refunding:
    def __init__(self, calls: Calls, looking: Looking) -> None:
        self._calls, self._looking = calls, looking

    def give_back(
        self, visit: Visit, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str
    ) -> Seen:
        """All that is read is read before: so whatever was made is told, though the line breaks right after it."""
        terms = self._looking.terms(visit, checkout)
        target = self._looking.payment(visit, payment, terms.reference)
        others = self._looking.payments(visit, terms.reference)
        if currency != target.payment.currency:
            refuse("CURRENCY")
        why = _in_the_way(target.payment, amount)
        if why and not _may_be_ours(target.payment, amount):
            refuse(why)

        def meant(data: Any) -> SeenRefund:
            return refund_of(data, currency)

        visit.begins()
        answer = self._calls.give_back(payment, number(amount, currency), key, meant)
        if isinstance(answer, Refused) and answer.code in ("WRONG_STATE", "HTTP_400", "BAD_REQUEST"):
            refuse(why or answer.code)
        made = visit.hear(answer)
        if made.amount != amount:
            refuse("KEY_REUSED")
        after = replace(target, payment=_with(target.payment, replace(made, reference=reference)))
        paid = [after if one.payment.id == payment else one for one in others]
        if all(one.payment.id != payment for one in others):  # the search was behind
            paid.append(after)
        return self._looking.as_seen(visit, terms, paid)


def left(payment: SeenPayment) -> int:
    """What can still be given back; what is under way is as good as gone."""
    return payment.captured - sum(one.amount for one in payment.refunds if one.state is not SeenRefundState.FAILED)


def _in_the_way(payment: SeenPayment, amount: int) -> str:
    if payment.state is not SeenState.CAPTURED:
        return "CHARGED_BACK" if payment.state is SeenState.CHARGED_BACK else "NOT_CAPTURED"
    return "REFUND_TOO_MUCH" if amount > left(payment) else ""


def _may_be_ours(payment: SeenPayment, amount: int) -> bool:
    """Whether this may be a second asking for something that was made: then its key is asked, and tells which."""
    return any(one.amount == amount and one.state is not SeenRefundState.FAILED for one in payment.refunds)


def _with(payment: SeenPayment, made: SeenRefund) -> SeenPayment:
    """The payment with the refund that was made, or was made before: as it is listed, with our name."""
    if all(one.id != made.id for one in payment.refunds):
        return replace(payment, refunds=(*payment.refunds, made))
    named = (replace(one, reference=made.reference) if one.id == made.id else one for one in payment.refunds)
    return replace(payment, refunds=tuple(named))
