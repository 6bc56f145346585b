"""What Stripe has and how it is read: the corners that the one contract of payments does not visit."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from deskbell.domain.clock import DAY
from deskbell.domain.ids import Id
from deskbell.domain.ports import (
    Account,
    Capture,
    Checkout,
    CheckoutState,
    Done,
    Later,
    Refused,
    Seen,
    SeenPayment,
    SeenRefundState,
    SeenState,
    Unknown,
)
from deskbell.providers.stripe import bodies
from deskbell.providers.stripe.places import OVERLAP, Item, Listing, Window, place_of
from tests.contracts.asking import done, walked
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.standin.orders import Order
from tests.standin.stripe import acts
from tests.standin.stripe.inside import READS, World, inside

HOUR = 3600


@pytest.fixture
def world(clock: FrozenClock) -> Any:
    made = inside(clock)
    yield made
    assert made.core.violations == []


def asked(n: int = 1, **more: Any) -> Checkout:
    made = Checkout(Id(f"{n:032x}"), 2500, "EUR", "Piano 60", WEDNESDAY + HOUR, asked_at=WEDNESDAY)
    return replace(made, **more)


def opened(world: World, n: int = 1, **more: Any) -> Seen:
    seen = done(world.provider().open(asked(n, **more), f"open:{n}"))
    assert isinstance(seen, Seen)
    return seen


def looked(world: World, seen: Seen) -> Seen:
    found = done(world.provider().look(seen.reference, seen.checkout))
    assert isinstance(found, Seen)
    return found


def paid(world: World, n: int = 1, **more: Any) -> tuple[Seen, SeenPayment]:
    seen = opened(world, n, **more)
    world.customer.pays(seen.reference)
    seen = looked(world, seen)
    return seen, seen.payments[0]


# --- what is asked for


def test_the_body_is_the_same_at_each_try_and_names_nobody(world: World, clock: FrozenClock) -> None:
    """spec 8: a `now() + 30 min` in it would break every retry; the title is a class, never a person."""
    wanted = asked(expires_at=WEDNESDAY + 600, capture=Capture.LATER)
    first = bodies.session(wanted, 2500, "open:1", "https://a", "")
    clock.at += 7 * HOUR
    assert bodies.session(wanted, 2500, "open:1", "https://a", "") == first
    assert first["expires_at"] == WEDNESDAY + bodies.SHORTEST
    assert (
        first["metadata"] == first["payment_intent_data"]["metadata"] == {"deskbell": wanted.reference, "op": "open:1"}
    )
    assert first["client_reference_id"] == wanted.reference
    assert "customer_email" not in first
    assert "cancel_url" not in first
    assert bodies.session(replace(wanted, mail="a@b.c"), 1, "k", "x", "https://b")["customer_email"] == "a@b.c"


def test_a_worker_that_comes_too_late_is_told_so(world: World, clock: FrozenClock) -> None:
    """Half an hour late it still comes in time; later the link could not be open for as long as Stripe wants."""
    clock.at += 1800
    opened(world, 1, expires_at=WEDNESDAY + 900)
    clock.at += 1
    late = asked(2, expires_at=WEDNESDAY + 900)
    assert world.provider().open(late, "open:2") == Refused("EXPIRED_ALREADY")


def test_a_misspelt_word_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: Stripe's own contract, out of the kit, is held against what is sent."""
    real = bodies.session
    monkeypatch.setattr(bodies, "session", lambda *given: {**real(*given), "sucess_url": "x", "mode": "pay"})
    assert world.provider().open(asked(), "open:1") == Refused("PARAMETER_UNKNOWN")
    assert len(world.core.violations) == 2
    world.core.violations.clear()


def test_an_address_that_is_none(world: World) -> None:
    assert world.provider().open(asked(mail="nobody"), "open:1") == Refused("MAIL")


@pytest.mark.parametrize(("amount", "currency"), [(1500, "ISK"), (7000, "UGX"), (5000, "MGA"), (990, "CHF")])
def test_odd_currencies_come_back_to_the_unit(world: World, amount: int, currency: str) -> None:
    seen, payment = paid(world, amount=amount, currency=currency)
    assert (payment.captured, payment.currency) == (amount, currency)
    back = done(world.provider().refund(seen.checkout, payment.id, Id("f"), amount, currency, "refund:1"))
    assert [r.amount for r in back.payments[0].refunds] == [amount]


# --- what is read


def test_all_refunds_are_read_however_many(world: World) -> None:
    """A charge shows its ten newest."""
    seen, payment = paid(world)
    for n in range(13):
        done(world.provider().refund(seen.checkout, payment.id, Id(f"f{n}"), 10 + n, "EUR", f"refund:{n}"))
    refunds = looked(world, seen).payments[0].refunds
    assert [r.amount for r in refunds] == [10 + n for n in range(13)]
    assert [r.reference for r in refunds] == [f"f{n}" for n in range(13)]


@pytest.mark.parametrize("how", ["nothing moved", "at once", "it says so"])
def test_what_is_released_when_a_part_is_taken_is_no_refund(world: World, clock: FrozenClock, how: str) -> None:
    """S2.39, P4: Stripe lists it among the refunds; one of the same amount that is made later is one."""
    seen = opened(world, capture=Capture.LATER)
    world.customer.authorises(seen.reference)
    held = looked(world, seen).payments[0]
    done(world.provider().capture(seen.checkout, held.id, 1250, "EUR", "capture:1"))
    (released,) = world.core.account.things["refund"].values()
    if how != "nothing moved":
        released["balance_transaction"] = "txn_somebody"
    if how == "it says so":
        released |= {"reason": "expired_uncaptured_charge", "created": clock.at - DAY}
    assert looked(world, seen).payments[0].refunds == ()
    clock.at += HOUR
    world.customer.refunds_outside(seen.reference, 1250)
    assert [back.amount for back in looked(world, seen).payments[0].refunds] == [1250]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("warning_needs_response", SeenState.CAPTURED), ("warning_closed", SeenState.CAPTURED),
        ("prevented", SeenState.CAPTURED), ("won", SeenState.CAPTURED), ("needs_response", SeenState.CHARGED_BACK),
        ("under_review", SeenState.CHARGED_BACK), ("lost", SeenState.CHARGED_BACK),
    ],
)  # fmt: skip
def test_only_a_dispute_that_took_the_money_is_a_charge_back(world: World, status: str, state: SeenState) -> None:
    """P11: an enquiry takes none, and what was won is back."""
    seen, _ = paid(world)
    world.customer.disputes(seen.reference, "needs_response")
    world.customer.wins(seen.reference, status)
    found = looked(world, seen).payments[0]
    assert (found.state, found.captured) == (state, 2500)


def test_a_bank_that_asks_its_customer_something_is_under_way(world: World) -> None:
    seen = opened(world)
    world.customer.needs_action(seen.reference)
    found = looked(world, seen)
    assert (found.state, found.payments[0].state) == (CheckoutState.OPEN, SeenState.PENDING)
    closed = done(world.provider().expire(seen.checkout, "expire:1"))
    assert (closed.state, closed.payments[0].state) == (CheckoutState.EXPIRED, SeenState.CANCELLED)


def test_why_it_was_declined_is_told(world: World) -> None:
    seen = opened(world)
    world.customer.declines(seen.reference, "insufficient_funds")
    assert looked(world, seen).payments[0].code == "FUNDS"


def test_a_state_of_tomorrow_is_no_answer(world: World) -> None:
    """What we do not know is not guessed."""
    seen, payment = paid(world)
    world.core.strict = False
    world.core.account.things["payment_intent"][payment.id]["status"] = "sublimated"
    assert world.provider().look(seen.reference, seen.checkout) == Unknown("NO_ANSWER")


def test_a_key_without_the_right_to_balances_sees_when_it_was_paid(world: World) -> None:
    """It goes without the time at which money moved, and asks for it once."""
    seen, payment = paid(world)
    assert world.core.rights is not None
    world.core.rights.discard("balance.read")
    provider = world.provider()
    assert done(provider.look(seen.reference, seen.checkout)).payments[0] == payment
    assert not provider._looking.moved
    pages, _ = walked(provider, "", 0)
    assert {s.payments for page in pages for s in page.seen} == {(payment,)}


# --- looking by reference


def test_a_reference_is_found_among_many_and_the_search_ends(world: World, clock: FrozenClock) -> None:
    """Listed page by page, newest first, back to when it was asked for: never by Stripe's index."""
    world.core.strict = False
    seen = opened(world)
    for n in range(2, 230):
        clock.at += 1
        opened(world, n, asked_at=clock.at, expires_at=clock.at + HOUR)
    assert done(world.provider().look(seen.reference, None)) == seen
    assert done(world.provider().look(seen.reference, None, WEDNESDAY)) == seen
    assert done(world.provider().look(Id("none"), None, clock.at)) is None
    assert done(world.provider().look(seen.reference, None, WEDNESDAY + 2 * HOUR)) is None


def test_a_look_that_fails_did_nothing_so_the_rest_has_not_begun(world: World) -> None:
    seen, payment = paid(world)
    args = (seen.checkout, payment.id, Id("f"), 100, "EUR", "refund:1")
    for kind, meant in (("lost_reply", Later(5, "RESET")), ("500", Later(5, "HTTP_500")), ("401", Refused("KEY"))):
        world.orders.add(Order(READS, kind))
        assert world.provider().refund(*args) == meant
    assert looked(world, seen).payments[0].refunds == ()
    assert done(world.provider().refund(*args)).payments[0].refunds[0].state is SeenRefundState.SUCCEEDED


def test_what_was_done_and_cannot_be_seen_is_unknown(world: World) -> None:
    """The refund went through and the look after it failed: asked again under its key, it is there once."""
    seen, payment = paid(world)
    args = (seen.checkout, payment.id, Id("f"), 100, "EUR", "refund:1")
    world.orders.add(Order("look", "latency", "0"))
    world.orders.add(Order("look", "429", "30"))
    assert world.provider().refund(*args) == Unknown("BUSY")
    assert len(done(world.provider().refund(*args)).payments[0].refunds) == 1


# --- whose account


def test_whose_account_it_is(world: World) -> None:
    found = done(world.provider().check())
    assert found == Account(False, "Studio Ruiz", "ES", found.currencies, (), "acct_0")
    assert {"EUR", "JPY", "KWD"} <= set(found.currencies)


def test_a_key_that_may_too_much_is_told_and_one_that_may_too_little_is_refused(world: World) -> None:
    world.core.rights = None
    assert done(world.provider().check()).excess == ("Customers", "Payouts", "Subscriptions", "Transfers")
    for right in ("checkout.write", "checkout.read", "payments.write", "payments.read", "refunds.write",
                  "disputes.read", "events.read"):  # fmt: skip
        fresh = inside(FrozenClock())
        assert fresh.core.rights is not None
        fresh.core.rights.discard(right)
        assert fresh.provider().check() == Refused("NOT_ALLOWED"), right


def test_a_key_need_not_know_whose_it_is(world: World) -> None:
    assert world.core.rights is not None
    world.core.rights.discard("account.read")
    assert done(world.provider().check()) == Account(False)


def test_checking_changes_nothing(world: World) -> None:
    before = {kind: dict(things) for kind, things in world.core.account.things.items()}
    done(world.provider().check())
    assert world.core.account.things == before


def test_wrong_revoked_and_wrong_mode_keys(world: World) -> None:
    assert world.provider("rk_live_0123456789").check() == Refused("KEY"), "a live key at a test account"
    world.core.revoked = True
    assert world.provider().check() == Refused("KEY")
    assert world.provider().open(asked(), "open:1") == Refused("KEY")
    assert world.provider("no key\n").check() == Refused("KEY")


# --- what changed


def test_a_shop_on_the_same_account_is_a_stranger(world: World, clock: FrozenClock) -> None:
    """P3: its payments are strays, whichever way they are read; its sessions are not ours."""
    mine, _ = paid(world)
    account = world.core.account
    theirs = acts.open_session(account, {
        "mode": "payment", "success_url": "https://shop", "client_reference_id": "order 7",
        "line_items": [{"quantity": 2, "price_data": {"currency": "eur", "unit_amount": 500}}],
    })  # fmt: skip
    other = world.customer.pays(theirs["id"])
    odd = world.customer.stray(1000, "USD")
    account.things["payment_intent"][odd]["currency"] = "xyz"
    for after in (0, WEDNESDAY):
        pages, cursor = walked(world.provider(page=2), "", after)
        assert {s.reference for page in pages for s in page.seen} == {mine.reference}
        strays = {p.id: (p.captured, p.currency) for page in pages for p in page.strays}
        assert strays == {other: (1000, "EUR"), odd: (0, "XYZ")}
        assert [page.strays for page in walked(world.provider(), cursor, 0)[0]] == [()]


@pytest.mark.parametrize("kind", ["duplicate", "reordered"])
def test_duplicate_and_reordered_events_tell_the_same(world: World, clock: FrozenClock, kind: str) -> None:
    made = []
    for n in range(1, 9):
        made.append(paid(world, n, asked_at=clock.at, expires_at=clock.at + HOUR)[0])
        clock.at += 100 * (n % 2)
    world.orders.add(Order("events", kind, times=50))
    pages, cursor = walked(world.provider(page=3), "", WEDNESDAY)
    told = [s.reference for page in pages for s in page.seen]
    assert set(told) == {seen.reference for seen in made}
    assert [page.seen for page in walked(world.provider(), cursor, 0)[0]] == [()]


def test_a_late_event_is_found_by_looking_back(world: World, clock: FrozenClock) -> None:
    """Its instant lies before the cursor; it is told all the same, and nothing else twice."""
    one = opened(world, 1, expires_at=WEDNESDAY + 5 * HOUR)
    two = opened(world, 2, expires_at=WEDNESDAY + 5 * HOUR)
    _, cursor = walked(world.provider(), "", WEDNESDAY)
    clock.at += 60
    world.customer.declines(one.reference)
    world.orders.add(Order("events", "late", "2"))
    pages, cursor = walked(world.provider(), cursor, 0)
    assert [s for page in pages for s in page.seen] == []
    clock.at += 60
    world.customer.declines(two.reference)
    pages, cursor = walked(world.provider(), cursor, 0)
    assert [s.reference for page in pages for s in page.seen] == [two.reference]
    pages, cursor = walked(world.provider(), cursor, 0)
    assert [s.reference for page in pages for s in page.seen] == [one.reference]
    assert [page.seen for page in walked(world.provider(), cursor, 0)[0]] == [()]


def test_a_reading_that_is_older_than_events_goes_by_lists(world: World, clock: FrozenClock) -> None:
    """Events are kept for 30 days: a month later what was paid is told all the same, and a dispute of it too."""
    old, _ = paid(world)
    clock.at += 100 * DAY
    new, _ = paid(world, 2, asked_at=clock.at, expires_at=clock.at + HOUR)
    clock.at += 10 * DAY
    world.customer.disputes(old.reference)
    world.core.account.things["event"].clear()
    pages, cursor = walked(world.provider(page=1), "", clock.at - 40 * DAY)
    told = {s.reference: s.payments[0].state for page in pages for s in page.seen}
    assert told == {old.reference: SeenState.CHARGED_BACK, new.reference: SeenState.CAPTURED}
    assert isinstance(place_of(cursor), Window), "from there on it goes by events"


def test_a_page_is_small_enough_to_be_answered_in_time(world: World, clock: FrozenClock) -> None:
    world.core.strict = False
    made = [opened(world, n, expires_at=WEDNESDAY + 5 * HOUR) for n in range(1, 61)]
    clock.at += 2 * HOUR
    for seen in made:
        world.customer.pays(seen.reference)
    before = world.core._asked
    pages, _ = walked(world.provider(), "", clock.at - 60)
    assert max(len(page.seen) for page in pages) <= 20
    assert len({s.reference for page in pages for s in page.seen}) == 60
    assert world.core._asked - before <= 60 + 4 * len(pages), "one request for each, and the lists"
    clock.at += HOUR
    for n in range(61, 121):
        paid(world, n, asked_at=clock.at, expires_at=clock.at + HOUR)
    before = world.core._asked
    pages, _ = walked(world.provider(), "", clock.at)
    assert [len(page.seen) for page in pages if page.seen] == [60], "what a list shows is not fetched again"
    assert world.core._asked - before <= 5


@pytest.mark.parametrize(
    "cursor", ["x", "E.1", "E.1.2.3.", "S.1.2", "P.1.2.a b", "E.-1.2.3", "E.1.2.3.é", "E." + "9" * 40 + ".1.1"]
)
def test_a_cursor_that_is_none(world: World, cursor: str) -> None:
    assert world.provider().since(cursor, 0) == Refused("CURSOR")


def test_cursors_are_read_as_they_were_written() -> None:
    for place in (
        Listing(payments=False, begun=0, after=5), Listing(payments=True, begun=7, after=0, place="pi_1"),
        Window(9, 3), Window(9, 3, 600, frozenset({"evt_1", "cs_test_2"})),
    ):  # fmt: skip
        assert place_of(str(place)) == place


@pytest.mark.parametrize("seed", range(60))
def test_nothing_is_lost_and_nothing_told_twice(seed: int) -> None:
    """Events of any density that surface up to five minutes late, read by pages of any size at any time (I8)."""
    dice = random.Random(seed)
    start = 1_000_000
    all_, at = [], start
    for n in range(dice.randint(0, 120)):
        at += dice.choice([0, 0, 1, 5, 60, 100, 100, 150, 4000, 90_000])
        all_.append((Item(at, f"evt_{n}", f"pi_{n}"), at + dice.randint(0, OVERLAP - 1)))
    now, told = start, list[str]()
    window = Window(start, start)
    for _ in range(20_000):
        there = [item for item, seen_at in all_ if seen_at <= now and window.start <= item.at < window.end]
        fresh = window.fresh(there)
        read = fresh[: dice.randint(1, 7)]
        told += [item.id for item in read]
        window, more = window.next(there, read, now)
        if not more:
            if now > at + 2 * OVERLAP:
                break
            now += dice.choice([0, 1, 30, 60, 100] * 4 + [5000, 100_000])
    assert sorted(told) == sorted(item.id for item, _ in all_)
    assert isinstance(place_of(str(window)), Window)


def test_a_done_is_a_done() -> None:
    """The control of this room's own helper."""
    with pytest.raises(AssertionError):
        done(Refused("NOT_FOUND"))
    assert done(Done(1)) == 1
