"""Mercado Pago's own contract holds the stand-in and the adapter, and something holds the contract's own teeth.

Where DESKBELL_TEST_VENDOR_DATA names a folder with their specification and fixtures they are read; the small own set
is always asked.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from deskbell.domain.clock import DAY
from deskbell.domain.ports import Done, SeenRefundState, SeenState
from deskbell.providers.mercadopago.reading import paid_of, refund_of, terms_of
from tests.house.vendor_data import vendor_data
from tests.providers.mercadopago.conftest import Account, value
from tests.standin.mercadopago.contract import SPECIFICATION, Published
from tests.standin.mercadopago.core import Answer, Request, written
from tests.standin.mercadopago.shapes import own

Watch = Callable[[Request, Answer], str]
FIXTURES = "mercadopago-fixtures.json"


@dataclass(frozen=True)
class Exchange:
    request: Request
    answer: Answer


@pytest.fixture(scope="module")
def exchanges() -> list[Exchange]:
    """One of everything that a desk asks, as it went over the line."""
    account = Account()
    heard: list[Exchange] = []

    def note(request: Request, answer: Answer) -> str:
        status, data = answer
        heard.append(Exchange(copy.deepcopy(request), (status, json.loads(written(data), parse_float=Decimal))))
        return ""

    account.core.watch.append(note)
    provider = account.provider
    assert isinstance(provider.check(), Done)
    seen = account.opened(1990)
    far = account.opened(2500, 5 * DAY)
    account.customer.declines(seen.reference)
    account.customer.in_review(seen.reference)
    account.customer.under_way(far.reference, "ticket")
    account.customer.pays(seen.reference)
    paid = account.looked(seen)
    args = (paid.checkout, paid.payments[-1].id)
    value(provider.refund(*args, seen.reference, 590, "ARS", "refund:1"))
    account.customer.orders("refund", "slow")
    value(provider.refund(*args, far.reference, 400, "ARS", "refund:2"))
    account.customer.disputes(seen.reference)
    value(provider.expire(seen.checkout, "expire:1"))
    assert isinstance(provider.since("", 0), Done)
    account.another().look(seen.reference, "nobody")
    account.another().look(seen.reference, None)
    return heard


@pytest.fixture(scope="module")
def theirs() -> Published:
    return Published(vendor_data(SPECIFICATION))


def test_everything_that_is_asked_was_heard(exchanges: list[Exchange]) -> None:
    kinds = {(one.request.method, one.request.call) for one in exchanges}
    assert kinds == {
        ("GET", "check"), ("POST", "open"), ("GET", "look"), ("PUT", "expire"), ("POST", "refund"), ("GET", "since"),
    }  # fmt: skip


def test_it_is_as_our_own_small_set_wants_it(exchanges: list[Exchange]) -> None:
    assert [own(one.request, one.answer) for one in exchanges] == [""] * len(exchanges)


def test_it_is_as_they_publish_it(exchanges: list[Exchange], theirs: Published) -> None:
    assert [theirs.watch(one.request, one.answer) for one in exchanges] == [""] * len(exchanges)


def first(exchanges: list[Exchange], method: str, part: str) -> Exchange:
    fits = [one for one in exchanges if one.request.method == method and part in one.request.path]
    return copy.deepcopy(next(one for one in fits if one.answer[0] < 400))


def mutations(exchanges: list[Exchange]) -> dict[str, Exchange]:
    """One wrong thing each."""
    found: dict[str, Exchange] = {}

    def asked(name: str, method: str, part: str, change: Callable[[Any], object]) -> None:
        one = first(exchanges, method, part)
        change(one.request.body)
        found[name] = one

    def headed(name: str, method: str, part: str, change: Callable[[dict[str, str]], object]) -> None:
        one = first(exchanges, method, part)
        change(one.request.headers)
        found[name] = one

    def queried(name: str, change: Callable[[dict[str, str]], object]) -> None:
        one = first(exchanges, "GET", "payments/search")
        change(one.request.query)
        found[name] = one

    def answered(name: str, method: str, part: str, change: Callable[[Any], object]) -> None:
        one = first(exchanges, method, part)
        change(one.answer[1])
        found[name] = one

    preferences = "/checkout/preferences"
    asked("a misspelt key", "POST", preferences, lambda body: body.update(expire=True))
    asked("a misspelt key of an item", "POST", preferences, lambda body: body["items"][0].update(currency="ARS"))
    asked("no items", "POST", preferences, lambda body: body.pop("items"))
    asked("no items to close with", "PUT", preferences, lambda body: body.pop("items"))
    asked("a price as text", "POST", preferences, lambda body: body["items"][0].update(unit_price="19.90"))
    asked("part of a piece", "POST", preferences, lambda body: body["items"][0].update(quantity=Decimal("1.5")))
    asked(
        "an instant without an offset", "POST", preferences, lambda body: body.update(expiration_date_to="2026-03-04")
    )
    asked("an amount as text", "POST", "refunds", lambda body: body.update(amount="5.90"))
    headed("a key that is no uuid", "POST", "refunds", lambda heads: heads.update({"x-idempotency-key": "refund:1"}))
    queried("no sort", lambda query: query.pop("sort"))
    queried("no criteria", lambda query: query.pop("criteria"))
    queried("an unknown filter", lambda query: query.update(reference="x"))
    answered("an id as text", "GET", "payments/search", lambda data: data["results"][0].update(id="5"))
    answered("an amount as text in an answer", "POST", "refunds", lambda data: data.update(amount="5.90"))
    answered("no link", "POST", preferences, lambda data: data.pop("init_point"))
    return found


def of_own(exchanges: list[Exchange]) -> set[str]:
    return {name for name, one in mutations(exchanges).items() if own(one.request, one.answer)}


def test_our_own_set_bites(exchanges: list[Exchange]) -> None:
    """Each wrong thing is told; without the specification nobody else would."""
    assert of_own(exchanges) == set(mutations(exchanges))


def test_theirs_bites(exchanges: list[Exchange], theirs: Published) -> None:
    """All but what it does not promise: nothing in it says that a preference has a link."""
    told = {name for name, one in mutations(exchanges).items() if theirs.watch(one.request, one.answer)}
    assert set(mutations(exchanges)) - told == {"no link"}


def test_theirs_bites_where_ours_does_not_look(exchanges: list[Exchange], theirs: Published) -> None:
    paid = first(exchanges, "GET", "payments/search")
    paid.answer[1]["results"][0]["status"] = "teleported"
    assert "teleported" in theirs.watch(paid.request, paid.answer)
    paid = first(exchanges, "GET", "payments/search")
    paid.answer[1]["results"][0]["nickname"] = "x"
    assert "nickname is not known" in theirs.watch(paid.request, paid.answer)
    assert "nobody publishes" in theirs.watch(replace(paid.request, path="/v1/secrets"), paid.answer)
    assert "201 is not one of its answers" in theirs.watch(paid.request, (201, paid.answer[1]))


# --- their own examples


def fixture(name: str) -> dict[str, Any]:
    found = json.loads(json.dumps(vendor_data(FIXTURES)[name]), parse_float=Decimal)
    found.pop("x-mp-resourceId")
    return dict(found)


def test_their_payments_are_read() -> None:
    paid = paid_of(fixture("payment"))
    assert (paid.payment.state, paid.payment.captured, paid.payment.currency) == (SeenState.CAPTURED, 10050, "BRL")
    assert (paid.reference, paid.payment.id) == ("ORDER-2024-001234", "1234567890")
    pix = paid_of(fixture("payment_pix")).payment
    assert (pix.state, pix.captured, pix.code) == (SeenState.PENDING, 0, "WAITING_TRANSFER")


def test_their_refund_and_preference_are_read() -> None:
    back = refund_of(fixture("refund"), "BRL")
    assert (back.id, back.amount, back.state, back.named) == ("987654321", 5000, SeenRefundState.SUCCEEDED, False)
    terms = terms_of(fixture("preference"))
    assert (terms.reference, terms.ends) == ("ORDER-2024-001234", None)
    assert terms.link.startswith("https://www.mercadopago.com.br/checkout/")


@pytest.mark.parametrize(
    ("name", "schema"), [("payment", "Payment"), ("refund", "Refund"), ("preference", "Preference")]
)
def test_what_the_stand_in_makes_has_the_form_of_theirs(
    name: str, schema: str, theirs: Published, exchanges: list[Exchange]
) -> None:
    """Of each value that both have, the same kind; and their own example is as they publish it."""
    where = {
        "payment": ("GET", "payments/search"),
        "refund": ("POST", "refunds"),
        "preference": ("POST", "preferences"),
    }
    data = first(exchanges, *where[name]).answer[1]
    made, example = data["results"][0] if "results" in data else data, fixture(name)
    example.get("transaction_details", {}).pop("external_resource_url", None)  # null there, which they do not publish
    unlisted = {"sandbox_init_point", "auto_return"}
    assert theirs.wrong(schema, {key: value for key, value in example.items() if key not in unlisted}) == []
    for key in made.keys() & example.keys():
        if made[key] is not None and example[key] is not None:
            kinds = {int: "number", Decimal: "number"}
            assert kinds.get(type(made[key]), type(made[key])) == kinds.get(type(example[key]), type(example[key])), key
