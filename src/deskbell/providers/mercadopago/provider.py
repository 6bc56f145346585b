"""Mercado Pago as the desk's provider: one preference for each link, and every payment made by it.

A preference stays open until its time is over, also after it was paid; so several payments of one are normal, and all
of them are told. Money cannot be authorised first here: "approve first" makes its link after the approval.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from deskbell.domain.clock import Clock
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Capture,
    Checkout,
    Features,
    Outcome,
    Page,
    Refused,
    Seen,
)
from deskbell.providers.mercadopago.account import account_of
from deskbell.providers.mercadopago.amounts import refused
from deskbell.providers.mercadopago.calls import Calls
from deskbell.providers.mercadopago.looking import Looking
from deskbell.providers.mercadopago.preference import body_of, closing, without_own_date
from deskbell.providers.mercadopago.reading import terms_of
from deskbell.providers.mercadopago.refunding import Refunding
from deskbell.providers.mercadopago.since import Following
from deskbell.providers.mercadopago.visit import SystemClock, Visit, refuse, visiting

T = TypeVar("T")
KEY_LENGTH = 255


class MercadoPagoProvider:
    """One account. `base` is another address than theirs, `line` makes another transport than the wire, `page` is how
    many payments a page of `since` holds; all three are for tests.

    Refused: KEY, KEY_REUSED, NOT_ALLOWED, NOT_FOUND, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, AMOUNT_STEP,
    AMOUNT_NOT_PAYABLE, CURRENCY, EXPIRED_ALREADY, NOT_SUPPORTED, NOT_CAPTURED, CHARGED_BACK, REFUND_TOO_MUCH,
    REFUND_TOO_LATE, NO_BALANCE, WRONG_STATE, TEST_USER_KEY, CURSOR; else what they call it themselves.
    """

    name = "MERCADO_PAGO"
    features = Features(authorises=False, captures_part=False, closes=True, names_refunds=False)

    def __init__(
        self, token: str, *, base: str | None = None, clock: Clock | None = None,
        line: Callable[[], Any] | None = None, page: int = 100,
    ) -> None:  # fmt: skip
        token = token.strip()
        self._test_token = token.startswith("TEST-")
        self._clock = clock or SystemClock()
        self._calls = Calls(token, line, base)
        self._looking = Looking(self._calls)
        self._refunding = Refunding(self._calls, self._looking)
        self._following = Following(self._calls, self._looking, page, self._own_id)
        self._mine: tuple[Account, int] | None = None

    def __repr__(self) -> str:
        return "MercadoPagoProvider()"

    # --- checkouts

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        """What is there already under our reference is found first: whether a key is honoured here, they do not say."""
        if wanted.capture is not Capture.NOW:
            return Refused("NOT_SUPPORTED")
        if not _is_key(key):
            return Refused("KEY")
        return refused(wanted.amount, wanted.currency) or self._visit(
            lambda visit: self._open(visit, wanted, key), changes=True
        )

    def _open(self, visit: Visit, wanted: Checkout, key: str) -> Seen:
        account, _ = self._mine or self._who(visit)
        if account.currencies and wanted.currency not in account.currencies:
            refuse("CURRENCY")
        there = self._looking.look(visit, wanted.reference, None)
        if there is not None:
            return there
        if wanted.expires_at <= visit.now:
            refuse("EXPIRED_ALREADY")
        body = body_of(wanted, visit.now)
        visit.begins()
        answer = self._calls.make_preference(body, key, terms_of)
        if answer == Refused("EXPIRED_ALREADY"):  # refused, so nothing was made under that key
            answer = self._calls.make_preference(without_own_date(body), f"{key}:2", terms_of)
        terms = self._looking.remember(visit, visit.hear(answer))
        return self._looking.as_seen(visit, terms, [])

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        return self._visit(lambda visit: self._looking.look(visit, reference, checkout))

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        """Nobody can begin to pay any more; a slip that was handed out, or money that is looked at, may still come."""
        if not _is_key(key):
            return Refused("KEY")
        return self._visit(lambda visit: self._expire(visit, checkout, key), changes=True)

    def _expire(self, visit: Visit, checkout: str, key: str) -> Seen:
        terms = self._looking.terms(visit, checkout)
        if not terms.is_over(visit.now * 1000):
            self._looking.forget(checkout)
            body = closing(terms, visit.now)
            visit.begins()
            terms = visit.hear(self._calls.change_preference(checkout, body, key, terms_of))
        return self._looking.seen(visit, terms, self._looking.payments(visit, terms.reference))

    # --- money

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        return Refused("NOT_SUPPORTED")

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        return Refused("NOT_SUPPORTED")

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        if not _is_key(key):
            return Refused("KEY")
        work = self._refunding.give_back
        return refused(amount, currency) or self._visit(
            lambda visit: work(visit, checkout, payment, reference, amount, currency, key), changes=True
        )

    # --- what changed, and whose it is

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        return self._visit(lambda visit: self._following.page(visit, cursor, after))

    def check(self) -> Outcome[Account]:
        return self._visit(lambda visit: self._who(visit)[0])

    def _who(self, visit: Visit) -> tuple[Account, int]:
        """The account, asked anew, and its own id."""
        self._mine = visit.hear(self._calls.me(lambda data: account_of(data, test_token=self._test_token)))
        return self._mine

    def _own_id(self, visit: Visit) -> int:
        return (self._mine or self._who(visit))[1]

    def _visit(self, work: Callable[[Visit], T], *, changes: bool = False) -> Outcome[T]:
        return visiting(self._clock, work, self._calls.until, changes=changes)


def _is_key(key: str) -> bool:
    return 1 <= len(key) <= KEY_LENGTH
