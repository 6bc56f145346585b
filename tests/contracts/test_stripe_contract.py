"""Stripe's own contract holds the stand-in and what we read: its kit's types, its official fixtures, a small own set.

The official fixtures are read from the folder that DESKBELL_TEST_VENDOR_DATA names; where there is none, that is said.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import stripe
from stripe.params.checkout import SessionCreateParams

from deskbell.providers.stripe import bodies, following
from deskbell.words.operation_terms import terms
from tests.house.clock import FrozenClock
from tests.house.tree import SRC
from tests.house.vendor_data import vendor_data
from tests.standin.stripe import contract
from tests.standin.stripe.inside import inside
from tests.standin.stripe.seeds import OWN

PAGE = SRC / "providers" / "stripe" / "README.md"
OLDER = {"dispute": ("dispute.evidence_details.submission_method", "is missing")}
"""In what a fixture is older than the kit."""


def fixtures() -> dict[str, Any]:
    found: dict[str, Any] = vendor_data("stripe-fixtures.json")["resources"]
    return found


@pytest.mark.parametrize("kind", sorted(set(contract.RESOURCES) - {"event"}))
def test_an_official_fixture_keeps_the_contract(kind: str) -> None:
    found = contract.said(fixtures()[kind])
    assert found == ([OLDER[kind]] if kind in OLDER else [])


Break = Callable[[dict[str, Any]], Any]
BREAKS: list[tuple[str, Break, str]] = [
    ("checkout.session", lambda o: o.update(status="opened"), "is not one of"),
    ("checkout.session", lambda o: o.update(sucess_url="x"), "no such field"),
    ("checkout.session", lambda o: o.pop("expires_at"), "is missing"),
    ("checkout.session", lambda o: o.update(automatic_tax={"enabled": "no"}), "is no bool"),
    ("payment_intent", lambda o: o.update(amount="1099"), "is no int"),
    ("payment_intent", lambda o: o.update(amount_received=1.5), "is no int"),
    ("payment_intent", lambda o: o.update(last_payment_error={"kind": "x"}), "no such field"),
    ("charge", lambda o: o.update(refunds={"object": "list", "data": [], "has_more": 0, "url": ""}), "other fields"),
    ("charge", lambda o: o.update(disputed=None), "is no bool"),
    ("refund", lambda o: o.update(created=None), "is no int"),
]


def _broken(made: dict[str, Any], change: Break, said: str) -> None:
    assert contract.said(made) == []
    change(made)
    assert [what for _, what in contract.said(made) if said in what], contract.said(made)


@pytest.mark.parametrize(("kind", "change", "said"), BREAKS, ids=range(len(BREAKS)))
def test_a_broken_official_fixture_is_caught(kind: str, change: Break, said: str) -> None:
    """The control: a contract that catches nothing holds nobody."""
    _broken(deepcopy(fixtures()[kind]), change, said)


@pytest.mark.parametrize(("kind", "change", "said"), BREAKS, ids=range(len(BREAKS)))
def test_a_broken_own_object_is_caught(kind: str, change: Break, said: str) -> None:
    """The small own set, which always runs."""
    world = inside(FrozenClock())
    from tests.contracts.asking import done
    from tests.providers.test_stripe import asked

    seen = done(world.provider().open(asked(), "open:1"))
    world.customer.pays(seen.reference)
    done(world.provider().refund(seen.checkout, "pi_0x000002", seen.reference, 100, "EUR", "refund:1"))
    (made,) = world.core.account.things[kind].values()
    _broken({name: value for name, value in deepcopy(made).items() if not name.startswith("__")}, change, said)


def test_the_own_set_has_all_that_a_world_is_made_of() -> None:
    assert set(OWN) == set(contract.RESOURCES) - {"event"}


FORMS: list[tuple[list[tuple[str, str]], str]] = [
    ([("mode", "pay")], "none of what is wanted"),
    ([("sucess_url", "x")], "parameter_unknown"),
    ([("line_items[0][price_data][unit_amout]", "1")], "parameter_unknown"),
    ([("line_items[0][price_data][unit_amount]", "25.00")], "parameter_invalid_integer"),
    ([("line_items[0][price_data][unit_amount]", "25")], "parameter_missing"),
    ([("payment_intent_data[capture_method]", "later")], "none of what is wanted"),
    ([("metadata", "x")], "none of what is wanted"),
    ([("expires_at", "soon")], "parameter_invalid_integer"),
    ([("adaptive_pricing[enabled]", "no")], "true or false"),
]


@pytest.mark.parametrize(("pairs", "said"), FORMS, ids=range(len(FORMS)))
def test_a_form_that_is_wrong_is_caught(pairs: list[tuple[str, str]], said: str) -> None:
    _, wrong = contract.asked(SessionCreateParams, contract.decoded(pairs))
    assert [what for _, what in wrong if said in what], wrong


READ = {
    stripe.checkout.Session: "id status url expires_at client_reference_id metadata payment_intent created livemode",
    stripe.PaymentIntent: "id status amount amount_received currency metadata created latest_charge last_payment_error "
    "cancellation_reason",
    stripe.Charge: "created refunds disputed balance_transaction payment_method_details payment_intent",
    stripe.Charge.PaymentMethodDetails: "card card_present",
    stripe.Charge.PaymentMethodDetails.Card: "capture_before",
    stripe.Charge.PaymentMethodDetails.CardPresent: "capture_before",
    stripe.PaymentIntent.LastPaymentError: "code decline_code",
    stripe.BalanceTransaction: "created",
    stripe.Refund: "id amount status created metadata payment_intent",
    stripe.Dispute: "status payment_intent",
    stripe.Event: "id created data",
    stripe.Account: "settings business_profile country",
    stripe.CountrySpec: "supported_payment_currencies",
}
"""What the adapter reads of plain JSON, for speed: each name must be one of the kit's."""


@pytest.mark.parametrize("kind", list(READ), ids=lambda kind: kind.__qualname__)
def test_what_is_read_is_there_to_be_read(kind: Any) -> None:
    assert set(READ[kind].split()) <= set(kind.__annotations__)


def test_the_states_that_are_told_apart_are_all_there_are() -> None:
    """A new kit may bring a new state: then somebody has to say what it means."""

    def words(kind: Any, name: str) -> set[str]:
        return {word for arg in typing.get_args(kind.__annotations__[name]) for word in typing.get_args(arg)}

    assert words(stripe.checkout.Session, "status") == {"open", "complete", "expired"}
    assert words(stripe.PaymentIntent, "status") == {
        "requires_payment_method", "requires_confirmation", "requires_action", "processing", "requires_capture",
        "canceled", "succeeded",
    }  # fmt: skip
    assert words(stripe.Dispute, "status") == {
        "appeal_needs_response", "appeal_under_review", "lost", "needs_response", "prevented", "under_review",
        "warning_closed", "warning_needs_response", "warning_under_review", "won",
    }  # fmt: skip


def test_the_events_that_are_asked_for_are_few_enough() -> None:
    assert len(following.TYPES) == len(set(following.TYPES)) <= 20


def test_its_page_says_what_is_so() -> None:
    """The figures and sentences of the provider's page are those of the program."""
    text = PAGE.read_text("utf-8")
    assert (bodies.SHORTEST, bodies.LONGEST) == (3600, 23 * 3600)
    assert "at least one hour and\n  at most 23 hours" in text
    said = re.findall(r"^\| ([^|]+) \|", text.partition("## When something is wrong")[2], re.MULTILINE)
    told = {str(value) for name, value in terms("en").items() if name.startswith("code.")}
    for line in said[2:]:
        for sentence in (
            ["the amount is too small", "the amount is too large"] if "too small" in line else [line.strip()]
        ):
            assert sentence in told, sentence


def test_the_fixtures_are_not_carried_along() -> None:
    """Reference data is read where it is, never copied into the project."""
    assert not list(Path(__file__).parents[1].rglob("*stripe*fixtures*.json"))
