"""Money back through Mercado Pago: S2.25 and S2.40 as far as they are this provider's, P9, P10, P11, P13."""

from __future__ import annotations

import pytest

from deskbell.domain.ports import Refused, Seen, SeenRefundState, SeenState, Unknown
from tests.contracts.asking import fresh
from tests.providers.mercadopago.conftest import Account, value


def give_back(account: Account, seen: Seen, amount: int = 1000, key: str = "refund:1") -> object:
    paid = seen.payments[-1]
    return account.provider.refund(seen.checkout, paid.id, fresh(), amount, paid.currency, key)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("400|bad_request|Payment too old to be refunded|15016", "REFUND_TOO_LATE"),
        ("404|not_found|Payment too old to be refunded|2024", "REFUND_TOO_LATE"),
        ("400|bad_request|insufficient balance", "NO_BALANCE"),
        ("401|unauthorized|Unauthorized use of live credentials", "TEST_USER_KEY"),
        ("403|forbidden|At least one policy returned UNAUTHORIZED", "NOT_ALLOWED"),
        ("400|bad_request|The action requested is not valid for the current payment state|2063", "WRONG_STATE"),
    ],
)
def test_refused_for_reasons_of_theirs(account: Account, said: str, code: str) -> None:
    """P10: the window of 180 days is over, nothing is left in the account, the key may not: a task, and why."""
    seen = account.paid()
    account.customer.orders("refund", "refuse", said)
    assert give_back(account, seen) == Refused(code)
    assert account.looked(seen).payments[0].refunds == ()


def test_a_refund_that_is_turned_down_after_all(account: Account) -> None:
    """in_process, then rejected: PENDING, then FAILED, and its amount can be given back again."""
    seen = account.paid()
    account.customer.orders("refund", "slow")
    (pending,) = value(give_back(account, seen)).payments[0].refunds  # type: ignore[arg-type]
    assert pending.state is SeenRefundState.PENDING
    account.customer.refund_ends(pending.id, ok=False)
    (failed,) = account.looked(seen).payments[0].refunds
    assert (failed.id, failed.state) == (pending.id, SeenRefundState.FAILED)
    value(give_back(account, seen, 2500, "refund:2"))  # type: ignore[arg-type]


def test_all_of_it_makes_a_payment_refunded_and_still_captured(account: Account) -> None:
    """Theirs says `refunded`; the desk says captured and given back (spec 2, provider vocabularies)."""
    seen = account.paid()
    value(give_back(account, seen, 2500))  # type: ignore[arg-type]
    assert next(iter(account.books.payments.values()))["status"] == "refunded"
    (paid,) = account.looked(seen).payments
    assert (paid.state, paid.captured, sum(back.amount for back in paid.refunds)) == (SeenState.CAPTURED, 2500, 2500)


def test_everything_is_read_before_so_what_was_made_is_told(account: Account) -> None:
    """After the money moved nothing more is asked: the line may break right then."""
    seen = account.paid()
    account.asked.clear()
    value(give_back(account, seen))  # type: ignore[arg-type]
    assert account.calls[-1].startswith("POST /v1/payments/")
    assert len([call for call in account.calls if call.startswith("POST")]) == 1


def test_too_much_is_not_even_asked(account: Account) -> None:
    seen = account.paid()
    assert give_back(account, seen, 2501) == Refused("REFUND_TOO_MUCH")
    assert not [call for call in account.calls if "refunds" in call and call.startswith("POST")]


@pytest.mark.parametrize(
    ("turn", "code"),
    [("in_mediation", "CHARGED_BACK"), ("charged_back", "CHARGED_BACK"), ("in_process", "NOT_CAPTURED"),
     ("pending", "NOT_CAPTURED"), ("rejected", "NOT_CAPTURED"), ("cancelled", "NOT_CAPTURED")],
)  # fmt: skip
def test_only_money_that_is_there_goes_back(account: Account, turn: str, code: str) -> None:
    seen = account.paid()
    account.books.turn(int(seen.payments[0].id), turn, "detail")
    assert give_back(account, seen) == Refused(code)


def test_the_same_asking_again_hears_which_one_it_was(account: Account) -> None:
    """Also when nothing is left, and by another worker: the key tells."""
    seen = account.paid()
    paid, reference = seen.payments[0], fresh()
    args = (seen.checkout, paid.id, reference, 2500, "ARS", "refund:a1")
    first = value(account.provider.refund(*args)).payments[0].refunds
    again = value(account.another().refund(*args)).payments[0].refunds
    assert [(back.id, back.reference) for back in again] == [(first[0].id, reference)]
    assert len(account.books.refunds[int(paid.id)]) == 1


def test_nobody_elses_are_ours(account: Account) -> None:
    """P13: a look names none; which is ours the desk works out (domain.nameless)."""
    seen = account.paid()
    value(give_back(account, seen))  # type: ignore[arg-type]
    account.customer.refunds_outside(seen.reference, 300)
    back = account.looked(seen).payments[0].refunds
    assert [(one.amount, one.reference, one.named) for one in back] == [(1000, None, False), (300, None, False)]


@pytest.mark.parametrize("which", ["999999999", "no-number", "", "12x", "²"])
def test_a_payment_that_is_none(account: Account, which: str) -> None:
    seen = account.paid()
    assert account.provider.refund(seen.checkout, which, fresh(), 100, "ARS", "k") == Refused("NOT_FOUND")


def test_a_single_refund_may_come_by_itself(account: Account) -> None:
    """Their specification says one where their API says a list: both are read."""
    seen = account.paid()
    value(give_back(account, seen))  # type: ignore[arg-type]
    whole = account.looked(seen)
    real = account.core._refunds
    account.core._refunds = lambda which: (200, real(which)[1][0])  # type: ignore[method-assign]
    account.core.watch.clear()
    assert account.looked(seen) == whole
    account.core._refunds = lambda which: (200, {"results": []})  # type: ignore[method-assign]
    assert account.provider.look(seen.reference, None) == Unknown("NO_ANSWER"), "anything else is no list of refunds"


# --- taken back


@pytest.mark.parametrize("how", ["disputes", "mediates"])
def test_a_dispute_and_a_complaint_take_the_money(account: Account, how: str) -> None:
    """P11: the bank's and Mercado Pago's own; the whole amount is told, and the same money when it is won back."""
    seen = account.paid()
    getattr(account.customer, how)(seen.reference)
    (gone,) = account.looked(seen).payments
    assert (gone.state, gone.amount, gone.captured) == (SeenState.CHARGED_BACK, 2500, 2500)
    assert gone.code in ("IN_PROCESS", "PENDING")
    account.customer.wins(seen.reference)
    assert account.looked(seen).payments == seen.payments


@pytest.mark.parametrize("detail", ["settled", "reimbursed", "in_process"])
def test_a_dispute_stays_one_whatever_its_detail_says(account: Account, detail: str) -> None:
    """What they write about who won contradicts itself, so a person looks; the detail is told."""
    seen = account.paid()
    account.books.turn(int(seen.payments[0].id), "charged_back", detail)
    (gone,) = account.looked(seen).payments
    assert (gone.state, gone.code) == (SeenState.CHARGED_BACK, detail.upper())


def test_a_complaint_that_ends_with_the_money_given_back(account: Account) -> None:
    """Mercado Pago decides for the customer: a refund that the desk did not ask for."""
    seen = account.paid()
    account.customer.mediates(seen.reference)
    paid = int(seen.payments[0].id)
    account.books.turn(paid, "approved", "accredited")
    account.customer.refunds_outside(seen.reference)
    (back,) = account.looked(seen).payments
    assert (back.state, [one.amount for one in back.refunds]) == (SeenState.CAPTURED, [2500])
