"""The bare objects that everything is made of: Stripe's official fixtures where they are at hand, else a small own set.

The folder with stripe-fixtures.json is named by DESKBELL_TEST_VENDOR_DATA. All that a desk reads is set anew on each
object; the rest stays as the fixture has it.
"""

from __future__ import annotations

import copy
from typing import Any

from tests.house.vendor_data import published

OWN: dict[str, dict[str, Any]] = {
    "checkout.session": {
        "object": "checkout.session", "automatic_tax": {"enabled": False, "liability": None, "provider": None,
        "status": None}, "custom_fields": [], "custom_text": {"after_submit": None, "shipping_address": None,
        "submit": None, "terms_of_service_acceptance": None}, "livemode": False, "payment_method_types": ["card"],
        "shipping_options": [],
    },
    "payment_intent": {
        "object": "payment_intent", "confirmation_method": "automatic", "livemode": False,
        "payment_method_types": ["card"],
    },
    "charge": {
        "object": "charge", "livemode": False, "billing_details": {"address": None, "email": None, "name": None,
        "phone": None, "tax_id": None},
    },
    "refund": {"object": "refund"},
    "dispute": {
        "object": "dispute", "livemode": False, "balance_transactions": [], "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}}, "evidence_details": {"due_by": None, "enhanced_eligibility": {},
        "has_evidence": False, "past_due": False, "submission_count": 0, "submission_method": "not_submitted"},
    },
    "balance_transaction": {
        "object": "balance_transaction", "balance_type": "payments", "fee_details": [], "status": "available",
    },
    "account": {"object": "account"},
    "country_spec": {
        "object": "country_spec", "supported_bank_account_currencies": {"eur": ["ES"]},
        "supported_payment_methods": ["card"], "supported_transfer_countries": ["ES"],
        "verification_fields": {"company": {"additional": [], "minimum": []}, "individual": {"additional": [],
        "minimum": []}},
    },
}  # fmt: skip


def seed(kind: str, **set_: Any) -> dict[str, Any]:
    """A new object of a kind, with these fields set."""
    official = published("stripe-fixtures.json")
    found = copy.deepcopy(OWN[kind] if official is None else official["resources"][kind])
    if kind == "dispute":
        found["evidence_details"].setdefault("submission_method", "not_submitted")  # the fixture is older than the kit
    return found | set_
