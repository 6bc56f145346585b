"""What changed at the account: nothing lost while it is read, nothing twice, and nobody's own affairs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from deskbell.domain.clock import DAY
from deskbell.domain.ports import Done, Page, Refused, SeenState
from deskbell.providers.mercadopago import MercadoPagoProvider
from deskbell.providers.mercadopago.since import LISTS
from tests.contracts.asking import walked
from tests.providers.mercadopago.conftest import HOUR, Account
from tests.standin.mercadopago.books import COLLECTOR


def page(provider: MercadoPagoProvider, cursor: str, after: int = 0) -> Page:
    answer = provider.since(cursor, after)
    assert isinstance(answer, Done), answer
    return answer.value


def test_a_payment_that_moves_while_pages_are_read_hides_no_other(account: Account) -> None:
    """Counting pages would miss one: what changes goes to the end, and what comes after it slides over the edge."""
    seen = [account.paid() for _ in range(9)]
    provider = account.another(page=3)
    told: list[str] = []
    cursor, first = "", True
    while True:
        found = page(provider, cursor)
        told += [one.reference for one in found.seen]
        cursor = found.cursor
        if first:
            account.customer.disputes(seen[0].reference)
            account.customer.disputes(seen[1].reference)
            first = False
        if not found.more:
            break
    assert set(told) == {one.reference for one in seen}
    assert told.count(seen[2].reference) == 1


def test_many_changes_in_one_millisecond(account: Account) -> None:
    """More than a page holds, all with the same instant: read on by place."""
    seen = [account.paid() for _ in range(10)]
    for one in account.books.payments.values():
        one["date_last_updated"] = "2026-03-04T07:00:00.000-03:00"
    pages, cursor = walked(account.another(page=3), "", 0)
    told = [one.reference for found in pages for one in found.seen]
    assert sorted(told) == sorted(one.reference for one in seen)
    assert page(account.another(page=3), cursor).seen == ()


def test_what_is_listed_late_is_found_by_looking_back(account: Account) -> None:
    """Within five minutes, told once."""
    account.paid()
    _, cursor = walked(account.another(), "", 0)
    late = account.paid()
    payment = account.books.payments.pop(int(late.payments[0].id))
    account.clock.pass_by(minutes=3)
    other = account.paid()
    pages, cursor = walked(account.another(), cursor, 0)
    assert [one.reference for found in pages for one in found.seen] == [other.reference]
    account.books.payments[payment["id"]] = payment
    pages, cursor = walked(account.another(), cursor, 0)
    assert [one.reference for found in pages for one in found.seen] == [late.reference]
    assert page(account.another(), cursor).seen == ()


def test_from_the_beginning_means_the_last_twelve_months(account: Account) -> None:
    """They refuse to search further back."""
    seen = account.paid()
    account.clock.pass_by(days=300)
    assert [one.reference for one in page(account.another(), "").seen] == [seen.reference]
    account.clock.pass_by(days=100)
    assert page(account.another(), "").seen == ()


def test_only_money_is_told(account: Account) -> None:
    """Tries and reviews change nothing at the desk; a link that waits is looked at anyway."""
    seen = account.opened()
    account.customer.declines(seen.reference)
    account.customer.in_review(seen.reference)
    assert page(account.another(), "").seen == ()
    account.customer.review_ends(seen.reference, ok=True)
    (told,) = page(account.another(), "").seen
    assert [(p.state, p.captured) for p in told.payments] == [(SeenState.CAPTURED, 2500)]


def test_a_page_that_is_remembered_is_told_whole(account: Account) -> None:
    seen = account.opened()
    account.customer.pays(seen.reference)
    assert page(account.provider, "").seen == (account.looked(seen),)


def test_a_page_that_is_not_is_told_as_money_alone(account: Account) -> None:
    """A sweep of ten thousand does not ask for ten thousand pages; the desk makes no link of it (`checkout` is '')."""
    seen = account.paid()
    other = account.another()
    account.asked.clear()
    (told,) = page(other, "").seen
    assert (told.checkout, told.link, told.payments) == ("", "", account.looked(seen).payments)
    assert account.calls[0] == "GET /v1/payments/search"


# --- refunds that do not come along


def test_where_refunds_do_not_come_along_they_are_asked_for(account: Account) -> None:
    """Their specification does not promise the list; what went back is known by its amount, and then listed."""
    account.books.bare = True
    quiet, back = account.paid(), account.paid()
    account.customer.refunds_outside(back.reference, 300)
    account.asked.clear()
    told = {one.reference: one for one in page(account.another(), "").seen}
    assert [r.amount for r in told[back.reference].payments[0].refunds] == [300]
    assert told[quiet.reference].payments[0].refunds == ()
    assert [call for call in account.calls if "refunds" in call] == [f"GET /v1/payments/{back.payments[0].id}/refunds"]


def test_a_page_ends_before_it_takes_too_long(account: Account) -> None:
    """Each list is a call, and a page must be there in 25 s: the rest comes with the next."""
    account.books.bare = True
    seen = [account.paid() for _ in range(LISTS + 5)]
    for one in seen:
        account.customer.refunds_outside(one.reference, 300)
    first = page(account.another(), "")
    assert (len(first.seen), first.more) == (LISTS, True)
    pages, _ = walked(account.another(), first.cursor, 0)
    told = {one.reference for found in (first, *pages) for one in found.seen}
    assert told == {one.reference for one in seen}
    assert all(one.payments[0].refunds for found in (first, *pages) for one in found.seen)


# --- strangers


def test_money_without_our_reference_is_nobodys(account: Account) -> None:
    """A reference of another program, none, and one that only looks like one of ours; each is told once."""
    ids = [account.customer.stray(4200, "ARS", reference) for reference in ("", "ORDER-2024-1", "F" * 32)]
    found = page(account.another(), "")
    assert [one.id for one in found.strays] == ids
    ours = account.customer.stray(100, "ARS", "f" * 32)
    (told,) = page(account.another(), found.cursor).seen
    assert told.payments[0].id == ours, "whether it is known the desk says"


def test_the_owners_own_affairs_are_nobodys_business(account: Account) -> None:
    """What the account itself paid to others, its own top-ups: no money that somebody paid to the desk."""
    account.customer.stray(100, "ARS")
    account.customer.stray(200, "ARS")
    paid_out, top_up = account.books.payments.values()
    top_up["operation_type"] = "account_fund"
    account.books.shown = lambda one: (
        one
        | {  # type: ignore[method-assign]
            "refunds": [],
            "collector_id": 42 if one is paid_out else COLLECTOR,
        }
    )
    assert page(account.another(), "").strays == ()


@pytest.mark.parametrize(
    "odd",
    [{"currency_id": "DOGE"}, {"transaction_amount": Decimal("1.005")}, {"status": "teleported"}, {"date_created": "?"},
     {"transaction_amount": None}],
)  # fmt: skip
def test_one_odd_payment_of_a_stranger_ends_no_sweep(account: Account, odd: dict[str, object]) -> None:
    seen = account.paid()
    account.customer.stray(100, "ARS")
    account.paid()
    list(account.books.payments.values())[1].update(odd)
    account.core.violations.clear()
    account.core.watch.clear()
    told = page(account.another(), "").seen
    assert seen.reference in {one.reference for one in told}
    assert len(told) == 2


@pytest.mark.parametrize(
    "cursor",
    ["no cursor of ours", "12", "12.", "12:1@", "12:1@2,", "x:1@2", "12:1@2;3@4", "1" * 40 + ".", "12.1@2\n", "²:"],
)
def test_a_cursor_that_is_none(account: Account, cursor: str) -> None:
    answer = account.another().since(cursor, 0)
    assert answer == Refused("CURSOR") or cursor == "12."


def test_an_instant_starts_it(account: Account) -> None:
    account.paid()
    account.clock.pass_by(seconds=DAY)
    new = account.paid()
    found = page(account.another(), "", account.clock.now() - HOUR)
    assert [one.reference for one in found.seen] == [new.reference]
