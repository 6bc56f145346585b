"""The demo's own provider of payments: it keeps its word like a real one, and no money moves.

Keys, checkouts, authorisations, refunds and disputes behave as Stripe's do: the same key with the same body has its
effect once and its first answer for a day; another key is another call. Nothing is ever sent anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from deskbell.domain.clock import DAY, Clock
from deskbell.domain.ids import Id
from deskbell.domain.money import CURRENCIES
from deskbell.domain.ports import (
    Account,
    Capture,
    Checkout,
    CheckoutState,
    Done,
    Features,
    Later,
    Outcome,
    Page,
    Refused,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
    Unknown,
)
from deskbell.providers.fake_json import kept, said_again
from deskbell.providers.fake_memory import Book, Memory

FEATURES = Features(authorises=True, captures_part=True, closes=True, holds_for=7 * DAY)
MOST = 999_999_999_999
"""The most minor units of one payment, in whatever currency; the least is one."""
KEY_LENGTH = 255
WHIMS = ("later", "refuse", "sticky", "sticky_acted", "slow")
"""What can be ordered for a call: come back after so many seconds; refused with that code; an error kept under its
key, before or after it acted; a refund that takes its time."""


class FakeProvider:
    """A provider whose memory is a file. `clock` is the provider's, which need not be the desk's.

    Refused: KEY, KEY_REUSED, NOT_FOUND, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, CURRENCY, EXPIRED_ALREADY, NOT_SUPPORTED,
    NOT_AUTHORISED, ALREADY_CAPTURED, CAPTURE_TOO_MUCH, NOT_CAPTURED, CHARGED_BACK, REFUND_TOO_MUCH, CURSOR.
    """

    def __init__(
        self,
        path: Path | Memory,
        clock: Clock,
        *,
        name: str = "DEMO",
        features: Features = FEATURES,
        page: int = 100,
        seed: int = 0,
    ) -> None:
        self.name = name
        self.features = features
        self.memory = path if isinstance(path, Memory) else Memory(path, seed)
        self._clock = clock
        self._page = page

    # --- checkouts

    def open(self, wanted: Checkout, key: str) -> Outcome[Seen]:
        body = (
            wanted.reference, wanted.amount, wanted.currency, wanted.title, wanted.expires_at, wanted.capture,
            wanted.mail,
        )  # fmt: skip

        def act(book: Book) -> Outcome[Seen]:
            if refused := _amount_refused(wanted.amount, wanted.currency):
                return refused
            if wanted.expires_at <= book.now:
                return Refused("EXPIRED_ALREADY")
            if wanted.capture is Capture.LATER and not self.features.authorises:
                return Refused("NOT_SUPPORTED")
            return self._done(book, book.open_checkout(wanted))

        return self._once("open", key, body, act)

    def look(self, reference: Id, checkout: str | None, since: int = 0) -> Outcome[Seen | None]:
        with self.memory.read(self._clock.now()) as book:
            no = book.checkout(checkout) if checkout else None
            if no is None:
                no = book.of_reference(reference)
            return Done(None if no is None else self._shown(book.seen(no)), book.now)

    def expire(self, checkout: str, key: str) -> Outcome[Seen]:
        def act(book: Book) -> Outcome[Seen]:
            no = book.checkout(checkout)
            if no is None:
                return Refused("NOT_FOUND")
            if not self.features.closes:
                return Refused("NOT_SUPPORTED")
            if book.terms(no)[3] is CheckoutState.OPEN:
                book.turn_checkout(no, CheckoutState.EXPIRED)
            return self._done(book, no)

        return self._once("expire", key, (checkout,), act)

    # --- money

    def capture(self, checkout: str, payment: str, amount: int, currency: str, key: str) -> Outcome[Seen]:
        def act(book: Book, shop: int, no: int, paid: SeenPayment) -> Outcome[Seen]:
            if refused := _amount_refused(amount, currency, paid.currency):
                return refused
            if paid.state is not SeenState.AUTHORISED:
                return Refused("ALREADY_CAPTURED" if paid.captured else "NOT_AUTHORISED")
            if amount > paid.amount:
                return Refused("CAPTURE_TOO_MUCH")
            if amount < paid.amount and not self.features.captures_part:
                return Refused("NOT_SUPPORTED")
            book.turn_payment(no, SeenState.CAPTURED, captured=amount)
            return self._done(book, shop)

        return self._once("capture", key, (checkout, payment, amount, currency), _with(checkout, payment, act))

    def void(self, checkout: str, payment: str, key: str) -> Outcome[Seen]:
        def act(book: Book, shop: int, no: int, paid: SeenPayment) -> Outcome[Seen]:
            if paid.state is not SeenState.AUTHORISED:
                return Refused("ALREADY_CAPTURED" if paid.captured else "NOT_AUTHORISED")
            book.turn_payment(no, SeenState.CANCELLED, code="VOIDED")
            return self._done(book, shop)

        return self._once("void", key, (checkout, payment), _with(checkout, payment, act))

    def refund(self, checkout: str, payment: str, reference: Id, amount: int, currency: str, key: str) -> Outcome[Seen]:
        def act(book: Book, shop: int, no: int, paid: SeenPayment) -> Outcome[Seen]:
            if refused := _amount_refused(amount, currency, paid.currency):
                return refused
            if paid.state is not SeenState.CAPTURED:
                return Refused("CHARGED_BACK" if paid.state is SeenState.CHARGED_BACK else "NOT_CAPTURED")
            if amount > left(paid):
                return Refused("REFUND_TOO_MUCH")
            slow = book.whim("refund_state") is not None
            state = SeenRefundState.PENDING if slow else SeenRefundState.SUCCEEDED
            return self._done(book, shop, book.give_back(no, reference, amount, state))

        body = (checkout, payment, reference, amount, currency)
        return self._once("refund", key, body, _with(checkout, payment, act))

    # --- what changed

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 19):
            return Refused("CURSOR")
        with self.memory.read(self._clock.now()) as book:
            last = int(cursor) if cursor else book.before(after)
            found = book.changes(last, self._page)
            end = found[-1][0] if found else last
            ours = dict.fromkeys(shop for _, _, shop, _ in found if shop is not None)
            strays = dict.fromkeys(paid for _, _, shop, paid in found if shop is None and paid is not None)
            return Done(
                Page(
                    tuple(self._shown(book.seen(no)) for no in ours),
                    tuple(book.seen_payment(no) for no in strays),
                    str(end),
                    more=end < book.last_change(),
                ),
                book.now,
            )

    def check(self) -> Outcome[Account]:
        with self.memory.read(self._clock.now()) as book:
            return Done(Account(live=False), book.now)

    # --- what is shown

    def _done(self, book: Book, checkout: int, mine: str = "") -> Done[Seen]:
        """A checkout as it is; `mine` is the refund that this very call made."""
        return Done(self._shown(book.seen(checkout), mine), book.now)

    def _shown(self, seen: Seen, mine: str = "") -> Seen:
        """As it is; where no names of refunds are kept, only whoever asked hears which one it was."""
        if self.features.names_refunds:
            return seen

        def nameless(back: SeenRefund) -> SeenRefund:
            return replace(back, reference=back.reference if back.id == mine else None, named=False)

        paid = (replace(paid, refunds=tuple(map(nameless, paid.refunds))) for paid in seen.payments)
        return replace(seen, payments=tuple(paid))

    # --- keys

    def _once(
        self, call: str, key: str, body: tuple[object, ...], act: Callable[[Book], Outcome[Seen]]
    ) -> Outcome[Seen]:
        """The same key and body act once and hear the first answer; what was refused as unknown or malformed is not
        kept, because nothing had begun.
        """
        if not 1 <= len(key) <= KEY_LENGTH:
            return Refused("KEY")
        said = json.dumps((call, *body))
        with self.memory.write(self._clock.now()) as book:
            if before := book.answer(key):
                return said_again(before[1], book.now) if before[0] == said else Refused("KEY_REUSED")
            kind, value = book.whim(call) or ("", "")
            if kind == "later":
                return Later(int(value))
            if kind == "sticky":
                answer: Outcome[Seen] = Unknown("HTTP_500", sticky=True)
            elif kind == "refuse":
                answer = Refused(value)
            else:
                answer = act(book)
                if kind == "sticky_acted":
                    answer = Unknown("HTTP_500", sticky=True)
            if not isinstance(answer, Refused) or answer.code not in _NOT_BEGUN or kind == "refuse":
                book.keep(key, said, kept(answer))
            return answer


_NOT_BEGUN = frozenset("NOT_FOUND AMOUNT_TOO_SMALL AMOUNT_TOO_LARGE CURRENCY EXPIRED_ALREADY NOT_SUPPORTED".split())


def left(paid: SeenPayment) -> int:
    """What can still be given back of a payment: captured less all refunds that did not fail."""
    return paid.captured - sum(r.amount for r in paid.refunds if r.state is not SeenRefundState.FAILED)


def _amount_refused(amount: int, currency: str, wanted: str | None = None) -> Refused | None:
    """The amount and currency of a call; `wanted` is the currency of the payment that it is about."""
    if currency not in CURRENCIES or currency != (wanted or currency):
        return Refused("CURRENCY")
    if amount < 1:
        return Refused("AMOUNT_TOO_SMALL")
    return Refused("AMOUNT_TOO_LARGE") if amount > MOST else None


def _with(
    checkout: str, payment: str, act: Callable[[Book, int, int, SeenPayment], Outcome[Seen]]
) -> Callable[[Book], Outcome[Seen]]:
    """Act on a payment of a checkout: NOT_FOUND where it is none of its."""

    def found(book: Book) -> Outcome[Seen]:
        shop = book.checkout(checkout)
        paid = book.payment(shop, payment) if shop is not None else None
        return Refused("NOT_FOUND") if shop is None or paid is None else act(book, shop, *paid)

    return found
