"""What Mercado Pago remembers: preferences, payments, refunds, as JSON objects of theirs, and its own clock.

Times are in milliseconds by its clock; two things never happen in the same one, so that what comes first is known.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from deskbell.domain.clock import Clock
from deskbell.domain.money import CURRENCIES, exponent
from deskbell.providers.mercadopago.dates import iso, ms_of

COUNTRIES = {
    "MLA": ("AR", "ARS", "com.ar"), "MLB": ("BR", "BRL", "com.br"), "MLM": ("MX", "MXN", "com.mx"),
    "MLC": ("CL", "CLP", "cl"), "MCO": ("CO", "COP", "com.co"), "MPE": ("PE", "PEN", "com.pe"),
    "MLU": ("UY", "UYU", "com.uy"),
}  # fmt: skip
COLLECTOR = 123456789
MONEY = ("approved", "in_mediation", "charged_back", "refunded")


@dataclass
class Books:
    """All of it, in this process. `bare`: payments come without their list of refunds."""

    clock: Clock
    site: str = "MLA"
    test_user: bool = True
    bare: bool = False
    preferences: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[int, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """Payment -> its refunds, oldest first."""
    numbers: int = 1_000_000
    last: int = 0

    @property
    def currency(self) -> str:
        return COUNTRIES[self.site][1]

    def tick(self) -> int:
        """An instant that nothing else happens in."""
        self.last = max(self.clock.now() * 1000, self.last + 1)
        return self.last

    @property
    def now(self) -> int:
        return max(self.clock.now() * 1000, self.last)

    def number(self) -> int:
        self.numbers += 1
        return self.numbers

    # --- preferences

    def make(self, body: dict[str, Any]) -> dict[str, Any]:
        at = self.tick()
        id_ = f"{COLLECTOR}-{uuid.uuid5(uuid.NAMESPACE_OID, str(self.number()))}"
        host = f"www.mercadopago.{COUNTRIES[self.site][2]}"
        made = {
            "id": id_,
            "init_point": f"https://{host}/checkout/v1/redirect?pref_id={id_}",
            "items": body["items"],
            "payer": body.get("payer", {}),
            "payment_methods": body.get("payment_methods", {}),
            "external_reference": body.get("external_reference", ""),
            "date_created": iso(at),
            "total_amount": sum(one["quantity"] * one["unit_price"] for one in body["items"]),
            "expires": body.get("expires", False),
            "expiration_date_from": body.get("expiration_date_from"),
            "expiration_date_to": body.get("expiration_date_to"),
            "collector_id": COLLECTOR,
        }
        self.preferences[id_] = made
        return made

    def change(self, id_: str, body: dict[str, Any]) -> dict[str, Any]:
        """What is sent replaces what was; what is not sent stays."""
        made = self.preferences[id_]
        made |= {name: value for name, value in body.items() if name in made}
        made |= {"last_updated": iso(self.tick())}
        return made

    def is_open(self, preference: dict[str, Any]) -> bool:
        end = preference["expiration_date_to"] if preference["expires"] else None
        return end is None or self.clock.now() * 1000 < ms_of(end)

    def of_reference(self, reference: str) -> list[dict[str, Any]]:
        return [one for one in self.preferences.values() if one["external_reference"] == reference]

    # --- payments

    def pay(
        self,
        reference: str,
        status: str,
        amount: Decimal,
        currency: str,
        *,
        kind: str = "credit_card",
        detail: str = "",
    ) -> dict[str, Any]:
        at = self.tick()
        id_ = self.number()
        paid = {
            "id": id_,
            "date_created": iso(at),
            "date_approved": iso(at) if status in MONEY else None,
            "date_last_updated": iso(at),
            "date_of_expiration": None,
            "operation_type": "regular_payment",
            "payment_method_id": {"credit_card": "visa", "ticket": "rapipago"}.get(kind, "pix"),
            "payment_type_id": kind,
            "status": status,
            "status_detail": detail or ("accredited" if status == "approved" else "pending_waiting_payment"),
            "currency_id": currency,
            "description": "",
            "external_reference": reference,
            "transaction_amount": amount,
            "transaction_amount_refunded": Decimal(0),
            "captured": status in MONEY,
        }
        self.payments[id_] = paid
        self.refunds[id_] = []
        return paid

    def turn(self, id_: int, status: str, detail: str) -> None:
        paid = self.payments[id_]
        at = iso(self.tick())
        paid |= {"status": status, "status_detail": detail, "date_last_updated": at}
        if status == "approved" and paid["date_approved"] is None:
            paid |= {"date_approved": at, "captured": True}

    def shown(self, paid: dict[str, Any]) -> dict[str, Any]:
        return paid if self.bare else paid | {"refunds": list(self.refunds[paid["id"]]), "collector_id": COLLECTOR}

    # --- refunds

    def left(self, id_: int) -> Decimal:
        gone = sum((one["amount"] for one in self.refunds[id_] if one["status"] != "rejected"), Decimal(0))
        return Decimal(self.payments[id_]["transaction_amount"]) - gone

    def give_back(self, id_: int, amount: Decimal, status: str) -> dict[str, Any]:
        made = {
            "id": self.number(),
            "payment_id": id_,
            "amount": amount,
            "metadata": {},
            "source": {"id": str(COLLECTOR), "name": "Studio", "type": "collector"},
            "date_created": iso(self.tick()),
            "refund_mode": "standard",
            "status": status,
            "reason": None,
        }
        self.refunds[id_].append(made)
        self._reckon(id_)
        return made

    def turn_refund(self, refund: int, status: str) -> bool:
        for id_, listed in self.refunds.items():
            for one in listed:
                if one["id"] == refund:
                    one["status"] = status
                    self._reckon(id_)
                    return True
        return False

    def _reckon(self, id_: int) -> None:
        paid = self.payments[id_]
        gone = sum((one["amount"] for one in self.refunds[id_] if one["status"] == "approved"), Decimal(0))
        paid |= {"transaction_amount_refunded": gone, "date_last_updated": iso(self.tick())}
        if paid["status"] not in ("approved", "refunded"):
            return
        whole = gone >= paid["transaction_amount"]
        paid["status"] = "refunded" if whole else "approved"
        paid["status_detail"] = "refunded" if whole else "partially_refunded" if gone else "accredited"


def units(amount: int, currency: str) -> Decimal:
    """Minor units as they count: 1990 -> 19.90."""
    return Decimal(amount).scaleb(-(exponent(currency) if currency in CURRENCIES else 2))
