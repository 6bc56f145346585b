"""What Stripe does when it is asked: its state machines, and its refusals in its own codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.standin.stripe.account import HOLDS, Account, Thing, Wrong

HALF_HOUR, DAY = 1800, 86_400
THREE = frozenset("bhd jod kwd omr tnd".split())
PAGE = "https://checkout.stripe.com/c/pay/"


def open_session(account: Account, said: Mapping[str, Any]) -> Thing:
    for needed in ("mode", "line_items", "success_url"):
        if needed not in said:
            raise Wrong(400, "parameter_missing", needed)
    price = said["line_items"][0]["price_data"]
    at = "line_items[0][price_data]"
    currency, amount = price["currency"], price["unit_amount"] * said["line_items"][0]["quantity"]
    if currency not in account.sells:
        raise Wrong(400, "", f"{at}[currency]", message=f"Invalid currency: {currency}.")
    if amount < account.least:
        raise Wrong(400, "amount_too_small", f"{at}[unit_amount]")
    if amount > account.most:
        raise Wrong(400, "amount_too_large", f"{at}[unit_amount]")
    if currency in THREE and amount % 10:
        raise Wrong(400, "", f"{at}[unit_amount]")
    if "@" not in said.get("customer_email", "@"):
        raise Wrong(400, "email_invalid", "customer_email")
    ends = said.get("expires_at", account.now + DAY)
    if not account.now + HALF_HOUR <= ends <= account.now + DAY:
        raise Wrong(400, "", "expires_at")
    intent = said.get("payment_intent_data", {})
    made = account.make(
        "checkout.session", amount_subtotal=amount, amount_total=amount, currency=currency, expires_at=ends,
        client_reference_id=said.get("client_reference_id"), metadata=dict(said.get("metadata", {})), mode=said["mode"],
        payment_intent=None, payment_status="unpaid", status="open", submit_type=said.get("submit_type"),
        success_url=said["success_url"], cancel_url=said.get("cancel_url"), customer_email=said.get("customer_email"),
        livemode=account.live,
    )  # fmt: skip
    made["url"] = PAGE + made["id"]
    made["__intent"] = {"capture_method": intent.get("capture_method", "automatic"),
                        "metadata": dict(intent.get("metadata", {}))}  # fmt: skip
    return made


def expire(account: Account, id_: str) -> Thing:
    session = account.of("checkout.session", id_)
    if session["status"] != "open":
        raise Wrong(400, kept=True, message='Only Checkout Sessions with a status in ["open"] can be expired.')
    account.close(session)
    return session


# --- a payment


def intend(account: Account, session: Thing, amount: int | None = None, currency: str | None = None) -> Thing:
    """The session's payment intent, made when somebody first tries to pay."""
    if session["payment_intent"] is not None:
        return account.of("payment_intent", session["payment_intent"])
    how = session["__intent"]
    made = start(account, session["amount_total"] if amount is None else amount, currency or session["currency"], **how)
    session["payment_intent"] = made["id"]
    return made


def start(account: Account, amount: int, currency: str, capture_method: str = "automatic", **fields: Any) -> Thing:
    return account.make(
        "payment_intent", amount=amount, currency=currency, capture_method=capture_method, amount_capturable=0,
        amount_received=0, canceled_at=None, cancellation_reason=None, last_payment_error=None, latest_charge=None,
        status="requires_payment_method", livemode=account.live, **({"metadata": {}} | fields),
    )  # fmt: skip


def charge(account: Account, intent: Thing, *, status: str = "succeeded", captured: bool = False) -> Thing:
    manual = intent["capture_method"] == "manual"
    made = account.make(
        "charge", amount=intent["amount"], amount_captured=0, amount_refunded=0, balance_transaction=None,
        captured=False, currency=intent["currency"], disputed=False, metadata=dict(intent["metadata"]),
        paid=status == "succeeded", payment_intent=intent["id"], refunded=False, status=status,
        livemode=account.live, payment_method_details=_card(account.now + HOLDS if manual else None),
    )  # fmt: skip
    intent["latest_charge"] = made["id"]
    if captured:
        take(account, intent, made, intent["amount"])
    return made


def _card(before: int | None) -> Thing:
    card = {"brand": "visa", "capture_before": before, "country": "ES", "exp_month": 8, "exp_year": 2030,
            "last4": "4242"}  # fmt: skip
    empty = ("authorization_code", "checks", "funding", "installments", "mandate", "network", "regulated_status",
             "three_d_secure", "wallet")  # fmt: skip
    return {"type": "card", "card": card | dict.fromkeys(empty)}


def take(account: Account, intent: Thing, charge_: Thing, amount: int) -> None:
    moved = account.make(
        "balance_transaction", amount=amount, available_on=account.now, currency=intent["currency"], fee=0, net=amount,
        reporting_category="charge", source=charge_["id"], type="charge", description=None, exchange_rate=None,
    )  # fmt: skip
    charge_ |= {"captured": True, "amount_captured": amount, "balance_transaction": moved["id"], "status": "succeeded",
                "paid": True}  # fmt: skip
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    account.tell("payment_intent.succeeded", intent)


def capture(account: Account, id_: str, said: Mapping[str, Any]) -> Thing:
    intent = account.of("payment_intent", id_)
    if intent["status"] != "requires_capture":
        raise Wrong(400, "payment_intent_unexpected_state", kept=True, payment_intent=dict(intent))
    amount = said.get("amount_to_capture", intent["amount_capturable"])
    if not 0 < amount <= intent["amount_capturable"]:
        raise Wrong(400, "", "amount_to_capture", kept=True)
    paid = account.of("charge", intent["latest_charge"])
    take(account, intent, paid, amount)
    if rest := paid["amount"] - amount:
        release(account, intent, paid, rest)
    return intent


def release(account: Account, intent: Thing, paid: Thing, rest: int) -> None:
    """What was authorised and never taken: Stripe calls that a refund as well, though no money moves."""
    made = account.make(
        "refund", amount=rest, currency=paid["currency"], charge=paid["id"], payment_intent=intent["id"], metadata={},
        reason=None, status="succeeded", balance_transaction=None,
    )  # fmt: skip
    made["__released"] = True
    paid["amount_refunded"] += rest
    account.tell("refund.created", made)
    account.tell("charge.refunded", paid)


def left(paid: Thing) -> int:
    """What can still be given back of a charge; what was released of it counts on both sides."""
    return int(paid["amount"] - paid["amount_refunded"])


def void(account: Account, id_: str, said: Mapping[str, Any]) -> Thing:
    intent = account.of("payment_intent", id_)
    if intent["status"] in ("succeeded", "canceled", "processing"):
        raise Wrong(400, "payment_intent_unexpected_state", kept=True, payment_intent=dict(intent))
    open_ = any(
        s["payment_intent"] == id_ and s["status"] == "open" for s in account.things["checkout.session"].values()
    )
    if open_:
        raise Wrong(400, "payment_intent_unexpected_state", kept=True, payment_intent=dict(intent))
    account.cancel(intent, said.get("cancellation_reason", "abandoned"))
    return intent


# --- money back


def refund(account: Account, said: Mapping[str, Any]) -> Thing:
    if "payment_intent" not in said and "charge" not in said:
        raise Wrong(400, "parameter_missing", "payment_intent")
    intent = account.of("payment_intent", said["payment_intent"])
    if intent["status"] != "succeeded":
        raise Wrong(400, "payment_intent_unexpected_state", kept=True, payment_intent=dict(intent))
    paid = account.of("charge", intent["latest_charge"])
    if any(d["charge"] == paid["id"] and d["status"] not in ("won", "warning_closed")
           for d in account.things["dispute"].values()):  # fmt: skip
        raise Wrong(400, "charge_disputed", kept=True)
    most = left(paid)
    if most == 0:
        raise Wrong(400, "charge_already_refunded", kept=True)
    amount = said.get("amount", most)
    if amount < 1 or (intent["currency"] in THREE and amount % 10):
        raise Wrong(400, "parameter_invalid_integer", "amount")
    if amount > most:
        raise Wrong(400, "", "amount", kept=True, message="Refund amount is greater than unrefunded amount on charge")
    slow = account.slow_refunds > 0
    account.slow_refunds -= slow
    return give_back(account, intent, paid, amount, "pending" if slow else "succeeded", said.get("metadata", {}))


def give_back(
    account: Account, intent: Thing, paid: Thing, amount: int, status: str, metadata: Mapping[str, str]
) -> Thing:
    made = account.make(
        "refund", amount=amount, currency=paid["currency"], charge=paid["id"], payment_intent=intent["id"],
        metadata=dict(metadata), reason="requested_by_customer", status=status, balance_transaction=None,
    )  # fmt: skip
    made["balance_transaction"] = f"txn_of_{made['id']}"
    paid["amount_refunded"] += amount
    paid["refunded"] = left(paid) == 0
    account.tell("refund.created", made)
    account.tell("charge.refunded", paid)
    return made


def refund_ends(account: Account, back: Thing, *, ok: bool) -> None:
    paid = account.of("charge", back["charge"])
    counted = back["status"] in ("pending", "succeeded")
    back["status"] = "succeeded" if ok else "failed"
    if counted is not ok:
        paid["amount_refunded"] += back["amount"] if ok else -back["amount"]
        paid["refunded"] = left(paid) == 0
    account.tell("refund.updated" if ok else "refund.failed", back)
