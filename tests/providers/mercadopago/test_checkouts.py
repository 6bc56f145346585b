"""Preferences: what a customer is shown, what a look costs, what closing means. S0.11, S0.33, A26, A42."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from deskbell.domain.clock import DAY
from deskbell.domain.errors import WrongInput
from deskbell.domain.ports import Account as Whose
from deskbell.domain.ports import CheckoutState, Done, Later, Refused, SeenState, Unknown
from deskbell.providers.mercadopago import MercadoPagoProvider
from deskbell.providers.mercadopago.dates import ms_of
from tests.providers.mercadopago.conftest import HOUR, Account, value
from tests.standin.mercadopago.core import error
from tests.standin.mercadopago.inside import inside


def body(account: Account, method: str = "POST") -> dict[str, object]:
    """What was asked last by that method."""
    found = [one.body for one in account.asked if one.method == method]
    return dict(found[-1])


def test_a_preference_is_one_links_and_its_id_is_the_desks(account: Account) -> None:
    """S0.11, S0.33, A26: the reference is the attempt's, unique; the id is Mercado Pago's own, found again by it."""
    asked = account.wanted()
    seen = value(account.provider.open(asked, "open:1"))
    again = value(account.another().open(asked, "open:2"))
    assert again.checkout == seen.checkout
    assert list(account.books.preferences) == [seen.checkout]
    assert body(account)["external_reference"] == asked.reference


def test_the_price_is_the_desks(account: Account) -> None:
    """A42, S0.10: the body is made of the attempt's own amount; nobody's page sends one."""
    account.opened(1990)
    (item,) = body(account)["items"]  # type: ignore[misc, attr-defined]
    assert (item["unit_price"], item["quantity"], item["currency_id"]) == (Decimal("19.9"), 1, "ARS")


def test_no_way_back_and_nothing_pushed(account: Account) -> None:
    """S0.31 by polling: no page of ours to come back to, no address to be notified at, no pre-filled person."""
    account.opened()
    assert not body(account).keys() & {"back_urls", "auto_return", "notification_url", "payer", "metadata"}
    assert body(account)["binary_mode"] is False


def test_a_mail_is_handed_on_where_there_is_one(account: Account) -> None:
    value(account.provider.open(replace(account.wanted(), mail="ana@example.com"), "open:1"))
    assert body(account)["payer"] == {"email": "ana@example.com"}


def test_near_the_lesson_nobody_gets_a_slip_to_pay_in_cash(account: Account) -> None:
    """They take days to arrive; a slip that is handed out could be paid when the seat is gone."""
    near, far = account.opened(seconds=3 * DAY - 1), account.opened(seconds=3 * DAY)
    with pytest.raises(WrongInput, match="LINK_OTHERWISE"):
        account.customer.under_way(near.reference, "ticket")
    account.customer.under_way(far.reference, "ticket")
    assert [p.state for p in account.looked(far).payments] == [SeenState.PENDING]


@pytest.mark.parametrize(("seconds", "lives"), [(60, 1800), (HOUR, HOUR), (5 * DAY, 5 * DAY)])
def test_codes_and_slips_end_with_the_link(account: Account, seconds: int, lives: int) -> None:
    """A code for a transfer lives half an hour at least; whoever pays later has it back from Mercado Pago itself."""
    account.opened(seconds=seconds)
    assert ms_of(body(account)["date_of_expiration"]) == (account.clock.now() + lives) * 1000


def test_where_no_such_end_is_taken_it_is_left_out(account: Account) -> None:
    """A refusal made nothing; the link is made all the same."""
    account.core.dated = False
    seen = account.opened()
    assert seen.state is CheckoutState.OPEN
    assert "date_of_expiration" not in body(account)
    keys = [one.headers["x-idempotency-key"] for one in account.asked if one.method == "POST"]
    assert len(set(keys)) == len(keys) == 2


def test_the_body_stays_the_same_however_late_it_is_sent(account: Account) -> None:
    asked = account.wanted()
    account.books.preferences.clear()
    value(account.provider.open(asked, "open:1"))
    first = body(account)
    account.books.preferences.clear()
    account.clock.pass_by(minutes=7)
    value(account.another().open(asked, "open:1"))
    assert body(account) == first


def test_keys_are_uuids_made_of_the_desks_own(account: Account) -> None:
    """The kit would invent one for each call; the same key of ours is the same uuid in every process."""
    asked = account.wanted()
    for _ in range(2):
        account.books.preferences.clear()
        value(account.another().open(asked, "open:1"))
    keys = {one.headers["x-idempotency-key"] for one in account.asked if one.method == "POST"}
    assert len(keys) == 1


def test_another_countrys_currency_is_refused_before_anything_is_made(account: Account) -> None:
    for currency in ("EUR", "BRL", "USD", "XXX"):
        assert account.provider.open(account.wanted(currency=currency), f"open:{currency}") == Refused("CURRENCY")
    assert account.books.preferences == {}


@pytest.mark.parametrize("site", ["MLA", "MLB", "MLM", "MLC", "MCO", "MPE", "MLU"])
def test_each_country_sells_in_its_own(site: str) -> None:
    account = Account(site)
    asked = account.wanted(amount=250_000)
    seen = value(account.provider.open(asked, "open:1"))
    account.customer.pays(seen.reference)
    (paid,) = account.looked(seen).payments
    assert (paid.captured, paid.currency) == (250_000, account.books.currency)
    assert account.core.violations == []


def test_colombia_sells_whole_pesos_only() -> None:
    account = Account("MCO")
    assert account.provider.open(account.wanted(amount=250_050), "open:1") == Refused("AMOUNT_STEP")


# --- what a look costs


def test_a_look_at_an_open_link_is_one_call(account: Account) -> None:
    """A hundred links that wait, each looked at once a minute, are less than two calls a second."""
    seen = account.opened()
    account.asked.clear()
    for _ in range(3):
        account.provider.look(seen.reference, seen.checkout)
    assert account.calls == ["GET /v1/payments/search"] * 3


def test_a_restarted_worker_asks_once_more(account: Account) -> None:
    seen = account.opened()
    other = account.another()
    account.asked.clear()
    for _ in range(2):
        other.look(seen.reference, seen.checkout)
    assert len(account.calls) == 3


def test_what_is_remembered_of_a_page_never_hides_its_end(account: Account) -> None:
    """It is asked anew once its time is over, and its payments after that: none is missed in between."""
    seen = account.opened(seconds=HOUR)
    account.clock.pass_by(hours=1)
    account.asked.clear()
    answer = account.provider.look(seen.reference, seen.checkout)
    assert isinstance(answer, Done)
    assert answer.value is not None
    assert answer.value.state is CheckoutState.EXPIRED
    assert account.calls[-2:] == [f"GET /checkout/preferences/{seen.checkout}", "GET /v1/payments/search"]


def test_two_preferences_of_one_reference_are_one_link(account: Account) -> None:
    """A request that was long under way may make a second; its money is told whichever is looked at, and the page that
    is still open is the one that counts.
    """
    seen = account.opened()
    second = account.customer.opens_again(seen.reference)
    value(account.provider.expire(seen.checkout, "expire:1"))
    found = account.looked(seen)
    assert (found.checkout, found.state) == (second, CheckoutState.OPEN)
    account.customer.pays(second)
    for checkout in (seen.checkout, second, None):
        answer = account.another().look(seen.reference, checkout)
        assert isinstance(answer, Done)
        assert answer.value is not None
        assert [p.captured for p in answer.value.payments] == [2500]


def test_several_tries_and_several_payments_of_one_preference(account: Account) -> None:
    """Refused cards, then a review, then two that were taken: all of them, oldest first; the desk makes the sums."""
    seen = account.opened()
    for _ in range(3):
        account.customer.declines(seen.reference)
    account.customer.in_review(seen.reference)
    account.customer.pays(seen.reference)
    account.customer.pays(seen.reference)
    found = account.looked(seen)
    states = [p.state for p in found.payments]
    assert states == [*[SeenState.FAILED] * 3, SeenState.IN_REVIEW, *[SeenState.CAPTURED] * 2]
    assert found.payments[0].code == "FUNDS"
    assert found.state is CheckoutState.PAID


def test_more_payments_than_one_page_holds(account: Account) -> None:
    seen = account.opened()
    for _ in range(120):
        account.customer.declines(seen.reference)
    account.customer.pays(seen.reference)
    assert len(account.looked(seen).payments) == 121


# --- closing


def test_closing_sends_everything_again_and_an_end_that_is_past(account: Account) -> None:
    """Their specification wants the items with every change."""
    seen = account.opened(1999)
    first = body(account)
    value(account.provider.expire(seen.checkout, "expire:1"))
    again = body(account, "PUT")
    assert again["items"] == first["items"]
    assert again["external_reference"] == seen.reference
    assert ms_of(again["expiration_date_to"]) < account.clock.now() * 1000


def test_closing_what_is_closed_asks_for_nothing(account: Account) -> None:
    seen = account.opened()
    account.clock.pass_by(hours=2)
    account.asked.clear()
    assert value(account.provider.expire(seen.checkout, "expire:1")).state is CheckoutState.EXPIRED
    assert not [call for call in account.calls if call.startswith("PUT")]


def test_a_paid_page_is_closed_as_well(account: Account) -> None:
    """It stays open there after it was paid: whoever has the link could pay again."""
    seen = account.paid()
    closed = value(account.provider.expire(seen.checkout, "expire:1"))
    assert closed.state is CheckoutState.PAID
    with pytest.raises(WrongInput, match="LINK_CLOSED"):
        account.customer.pays(seen.reference)


def test_a_slip_that_was_handed_out_is_paid_after_the_close(account: Account) -> None:
    """T12, T13: it is money, and it is told; whether there is still a seat the desk decides."""
    seen = account.opened(seconds=5 * DAY)
    account.customer.under_way(seen.reference, "ticket")
    closed = value(account.provider.expire(seen.checkout, "expire:1"))
    assert (closed.state, closed.payments[0].state) == (CheckoutState.EXPIRED, SeenState.PENDING)
    account.customer.review_ends(seen.reference, ok=True)
    late = account.looked(seen)
    assert (late.state, late.payments[0].captured) == (CheckoutState.EXPIRED, 2500)


def test_a_slip_that_nobody_paid_is_cancelled(account: Account) -> None:
    seen = account.opened(seconds=5 * DAY)
    paid = account.customer.under_way(seen.reference, "ticket")
    account.books.turn(int(paid), "cancelled", "expired")
    (found,) = account.looked(seen).payments
    assert (found.state, found.captured, found.code) == (SeenState.CANCELLED, 0, "EXPIRED")


# --- nothing is begun before it is asked


@pytest.mark.parametrize("status", [500, 502, 504])
def test_what_fails_before_anything_was_asked_is_later(account: Account, status: int) -> None:
    """Looking for what is there comes first; that it failed says that nothing was made."""
    asked = account.wanted()
    real = account.core._find
    account.core._find = lambda query: error(status, "oops", "oops")  # type: ignore[method-assign]
    assert isinstance(account.provider.open(asked, "open:1"), Later)
    account.core._find = real  # type: ignore[method-assign]
    assert isinstance(account.provider.open(asked, "open:1"), Done)


def test_a_look_that_fails_is_unknown(account: Account) -> None:
    seen = account.opened()
    account.core._search = lambda query: error(502, "oops", "oops")  # type: ignore[method-assign]
    assert account.provider.look(seen.reference, seen.checkout) == Unknown("HTTP_502")


# --- whose account


def test_a_test_token_or_a_test_user_is_no_live_money(account: Account) -> None:
    """A test user's production credentials look like anybody's: only the account itself tells."""
    for token, test_user, live in (
        ("TEST-1", True, False), ("TEST-1", False, False), ("APP_USR-1", True, False), ("APP_USR-1", False, True),
    ):  # fmt: skip
        account.core.token, account.books.test_user = token, test_user
        answer = MercadoPagoProvider(token, clock=account.clock, line=inside(account.core)).check()
        assert answer == Done(Whose(live, "TESTUSER123", "AR", ("ARS",), id="123456789"), account.clock.now())


def test_a_wrong_token_opens_nothing(account: Account) -> None:
    """Wrong or revoked: each call says so, and nothing is made."""
    provider = MercadoPagoProvider("APP_USR-wrong", clock=account.clock, line=inside(account.core))
    assert provider.check() == Refused("KEY")
    assert provider.open(account.wanted(), "open:1") == Refused("KEY")
    assert provider.since("", 0) == Refused("KEY")
    assert account.books.preferences == {}
