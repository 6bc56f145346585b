"""Mercado Pago: the product's adapter and their own kit, against the stand-in of this process."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.clock import Clock
from deskbell.domain.payment import Method
from deskbell.domain.ports import PaymentProvider
from deskbell.providers.mercadopago.amounts import minor
from tests.crashes.parties.party import Back, Theirs
from tests.standin.mercadopago.books import Books
from tests.standin.mercadopago.core import Answer, Core, Request, error
from tests.standin.mercadopago.customer import MercadoPagoCustomer
from tests.standin.mercadopago.inside import provider_of

STATES = {"approved": "CAPTURED", "refunded": "CAPTURED", "charged_back": "CHARGED_BACK"}
REFUNDS = {"approved": "SUCCEEDED", "in_process": "PENDING", "rejected": "FAILED"}


@dataclass
class Moody(Core):
    """The account, which now and then keeps an error under a key."""

    whims: list[tuple[str, str]] = field(default_factory=list)

    def handle(self, request: Request) -> Answer:
        for whim in self.whims:
            if whim[0] == request.call:
                self.whims.remove(whim)
                return self.stick(request, acted=whim[1] == "sticky_acted")
        return super().handle(request)


class OfMercadoPago:
    method, currency, other = Method.MERCADO_PAGO, "ARS", "USD"

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock = clock
        self.core = Moody(Books(clock))
        self.books = self.core.books
        self.customer = MercadoPagoCustomer(self.core)

    def provider(self) -> PaymentProvider:
        return provider_of(self.core)

    def payments(self) -> list[Theirs]:
        found = []
        for one in self.books.payments.values():
            currency, state = one["currency_id"], STATES.get(one["status"], "FAILED")
            gone = sum(minor(back["amount"], currency) for back in self._backs(one["id"], "approved"))
            captured = minor(one["transaction_amount"], currency) if state == "CAPTURED" else 0
            reference = one["external_reference"] or None
            found.append(Theirs(str(one["id"]), state, currency, reference, captured - gone))
        return found

    def _backs(self, payment: int, *states: str) -> list[dict[str, object]]:
        return [back for back in self.books.refunds[payment] if back["status"] in states]

    def refunds(self) -> list[Back]:
        return [
            Back(str(back["id"]), None, minor(back["amount"], one["currency_id"]), REFUNDS[back["status"]],
                 one["currency_id"])
            for one in self.books.payments.values()
            for back in self.books.refunds[one["id"]]
        ]  # fmt: skip

    def is_open(self, reference: str) -> bool:
        return any(map(self.books.is_open, self.books.of_reference(reference)))

    def changes(self) -> object:
        return self.books.numbers, self.books.last

    def orders(self, call: str, kind: str) -> bool:
        if kind == "slow":
            self.core.slow_refunds += 1
        elif kind != "refuse":
            self.core.whims.append((call, kind))
        elif call == "refund":
            self.core.refused_refunds.append(error(400, "bad_request", "insufficient balance", None))
        else:
            return False
        return True

    def unsettled(self) -> list[str]:
        backs = [back for listed in self.books.refunds.values() for back in listed]
        return [
            str(back["id"]) for no, back in enumerate(backs) if back["status"] == "in_process"
            or (back["status"] == "approved" and no % 5 == 0)
        ]  # fmt: skip

    def calms_down(self) -> list[str]:
        self.core.whims.clear()
        self.core.refused_refunds.clear()
        self.core.slow_refunds = 0
        return [str(back["id"]) for id_ in self.books.refunds for back in self._backs(id_, "in_process")]

    def close(self) -> None:
        pass
