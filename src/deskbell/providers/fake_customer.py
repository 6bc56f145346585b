"""What happens at the demo's provider without the desk: customers, banks, and somebody at the provider's own page.

It acts on the provider's memory alone; the desk learns of it when it next looks. A checkout is named by its id, by
its link or by our reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deskbell.domain.clock import Clock
from deskbell.domain.errors import WrongInput
from deskbell.domain.ports import Capture, CheckoutState, SeenPayment, SeenRefundState, SeenState
from deskbell.providers.fake import FEATURES, WHIMS, left
from deskbell.providers.fake_memory import LINK, Book, Memory

_UNDECIDED = (SeenState.PENDING, SeenState.IN_REVIEW)


class Customer:
    """Whoever pays, and their bank. WrongInput: LINK_UNKNOWN, LINK_CLOSED, LINK_OTHERWISE where that cannot be now."""

    def __init__(self, path: Path | Memory, clock: Clock) -> None:
        self.memory = path if isinstance(path, Memory) else Memory(path)
        self._clock = clock

    # --- at the page

    def pays(self, who: str, *, amount: int | None = None, currency: str | None = None) -> str:
        """Pay at the open page, or have the amount authorised where it is captured later; the payment's id.

        `amount` and `currency` pay something else than was asked for.
        """
        with self._at(who) as (book, shop):
            return self._pay(book, shop, amount, currency)

    def authorises(self, who: str) -> str:
        """The same, and only where the desk asked for an authorisation."""
        with self._at(who) as (book, shop):
            if book.terms(shop)[2] is not Capture.LATER:
                raise WrongInput("LINK_OTHERWISE", link=who)
            return self._pay(book, shop)

    def pays_twice(self, who: str) -> tuple[str, str]:
        """Two windows, two payments; one where they had paid already."""
        with self._at(who) as (book, shop):
            paid = [p for _, p in _payments(book, shop) if p.state in (SeenState.CAPTURED, SeenState.AUTHORISED)]
            first = paid[0].id if paid else self._pay(book, shop)
            return first, self._take(book, shop)

    def pays_late(self, who: str) -> str:
        """Money that was under way when the page closed arrives all the same; the page stays closed."""
        with self._at(who) as (book, shop):
            if book.terms(shop)[3] is not CheckoutState.EXPIRED:
                raise WrongInput("LINK_OTHERWISE", link=who)
            return self._take(book, shop)

    def declines(self, who: str, code: str = "CARD_DECLINED") -> str:
        """Their bank says no; the page stays open for another card."""
        with self._at(who) as (book, shop):
            return self._try(book, shop, SeenState.FAILED, code)

    def in_review(self, who: str) -> str:
        """They paid, and somebody at the provider looks at it first."""
        with self._at(who) as (book, shop):
            return self._try(book, shop, SeenState.IN_REVIEW, "REVIEW")

    def under_way(self, who: str) -> str:
        """They paid by a way that takes days: a voucher, a transfer."""
        with self._at(who) as (book, shop):
            return self._try(book, shop, SeenState.PENDING)

    def review_ends(self, who: str, *, ok: bool) -> None:
        """What was looked at or under way is decided."""
        with self._at(who) as (book, shop):
            no, paid = _newest(book, shop, who, *_UNDECIDED)
            if not ok:
                book.turn_payment(no, SeenState.FAILED, code="REVIEW_REJECTED")
                return
            book.turn_payment(no, SeenState.CAPTURED, captured=paid.amount)
            if book.terms(shop)[3] is CheckoutState.OPEN:
                book.turn_checkout(shop, CheckoutState.PAID)

    def waits(self, who: str) -> None:
        """Do nothing; the page must be there to be left alone."""
        with self._at(who):
            pass

    # --- at the bank

    def disputes(self, who: str, amount: int | None = None) -> None:
        """The bank takes the newest payment back, or so much of it."""
        with self._at(who) as (book, shop):
            no, paid = _newest(book, shop, who, SeenState.CAPTURED)
            taken = paid.captured if amount is None else amount
            if not 0 < taken <= paid.captured:
                raise WrongInput("LINK_OTHERWISE", link=who)
            book.dispute(no, taken)

    def wins(self, who: str) -> None:
        """The dispute ends for the desk: the money is back."""
        with self._at(who) as (book, shop):
            no, _ = _newest(book, shop, who, SeenState.CHARGED_BACK)
            book.dispute(no, 0)

    # --- at the provider's own page

    def refunds_outside(self, who: str, amount: int | None = None) -> str:
        """Somebody gives money back without the desk: all that is left, or so much of the newest payment."""
        with self._at(who) as (book, shop):
            no, paid = _newest(book, shop, who, SeenState.CAPTURED)
            back = left(paid) if amount is None else amount
            if not 0 < back <= left(paid):
                raise WrongInput("LINK_OTHERWISE", link=who)
            return book.give_back(no, None, back, SeenRefundState.SUCCEEDED)

    def refund_ends(self, which: str, *, ok: bool) -> None:
        """A refund, by our reference or its id, arrives or comes back; also one that had succeeded."""
        with self.memory.write(self._clock.now()) as book:
            if not book.turn_refund(which, SeenRefundState.SUCCEEDED if ok else SeenRefundState.FAILED):
                raise WrongInput("LINK_UNKNOWN", link=which)

    def refund_waits(self, who: str) -> None:
        """The next refund that is asked for takes its time."""
        with self._at(who) as (book, _):
            book.plan_whim("refund_state", "slow", "")

    def refund_decided(self, who: str, *, ok: bool) -> None:
        """The newest refund of a link that is under way arrives, or the customer's bank sends it back."""
        with self._at(who) as (book, shop):
            refunds = [r for _, paid in _payments(book, shop) for r in paid.refunds]
            under_way = [r.id for r in refunds if r.state is SeenRefundState.PENDING]
            if not under_way:
                raise WrongInput("LINK_OTHERWISE", link=who)
            book.turn_refund(under_way[-1], SeenRefundState.SUCCEEDED if ok else SeenRefundState.FAILED)

    def stray(self, amount: int, currency: str) -> str:
        """Money that belongs to no checkout of the desk's."""
        with self.memory.write(self._clock.now()) as book:
            return book.pay(None, SeenState.CAPTURED, amount, currency)

    def orders(self, call: str, kind: str, value: str = "") -> None:
        """What goes wrong at the next call of that name (open, expire, capture, void, refund); see WHIMS."""
        if kind not in WHIMS:
            raise ValueError(kind)
        with self.memory.write(self._clock.now()) as book:
            book.plan_whim("refund_state" if kind == "slow" else call, kind, value)

    # --- how

    @contextmanager
    def _at(self, who: str) -> Iterator[tuple[Book, int]]:
        """One transaction at a checkout."""
        which = who.removeprefix(LINK)
        with self.memory.write(self._clock.now()) as book:
            no = book.checkout(which)
            if no is None:
                no = book.of_reference(which)
            if no is None:
                raise WrongInput("LINK_UNKNOWN", link=who)
            yield book, no

    def _pay(self, book: Book, shop: int, amount: int | None = None, currency: str | None = None) -> str:
        if book.terms(shop)[3] is not CheckoutState.OPEN:
            raise WrongInput("LINK_CLOSED", link=book.seen(shop).link)
        paid = self._take(book, shop, amount, currency)
        book.turn_checkout(shop, CheckoutState.PAID)
        return paid

    def _take(self, book: Book, shop: int, amount: int | None = None, currency: str | None = None) -> str:
        asked, in_, capture, _ = book.terms(shop)
        held = capture is Capture.LATER
        until = book.now + FEATURES.holds_for if held else None
        state = SeenState.AUTHORISED if held else SeenState.CAPTURED
        return book.pay(shop, state, asked if amount is None else amount, currency or in_, until)

    def _try(self, book: Book, shop: int, state: SeenState, code: str = "") -> str:
        asked, currency, _, page = book.terms(shop)
        if page is not CheckoutState.OPEN:
            raise WrongInput("LINK_CLOSED", link=book.seen(shop).link)
        return book.pay(shop, state, asked, currency, code=code)


ACTS: dict[str, Callable[[Customer, str], object]] = {
    "pays": Customer.pays,
    "declines": Customer.declines,
    "waits": Customer.waits,
    "pays-twice": Customer.pays_twice,
    "pays-late": Customer.pays_late,
    "in-review": Customer.in_review,
    "approved": lambda customer, who: customer.review_ends(who, ok=True),
    "rejected": lambda customer, who: customer.review_ends(who, ok=False),
    "disputes": Customer.disputes,
    "wins": Customer.wins,
    "refunded-outside": Customer.refunds_outside,
    "refund-waits": Customer.refund_waits,
    "refund-arrives": lambda customer, who: customer.refund_decided(who, ok=True),
    "refund-refused": lambda customer, who: customer.refund_decided(who, ok=False),
}
"""What can be said of a customer on the command line, about one link."""
BESIDE: dict[str, Callable[[Customer], object]] = {"stray": lambda customer: customer.stray(15_00, "EUR")}
"""What happens there beside every link of the desk's."""


def _payments(book: Book, shop: int) -> list[tuple[int, SeenPayment]]:
    return [(no, book.seen_payment(no)) for no in book.payments(shop)]


def _newest(book: Book, shop: int, who: str, *states: SeenState) -> tuple[int, SeenPayment]:
    for no, paid in reversed(_payments(book, shop)):
        if paid.state in states:
            return no, paid
    raise WrongInput("LINK_OTHERWISE", link=who)
