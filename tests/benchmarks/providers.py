"""What a provider costs this machine: importing its kit beside a screen, and sweeping all that it has.

    python -m tests.benchmarks.providers [PAYMENTS] [LESSONS]

Prints figures of processor time, so that the network is not in them: the longest pause that importing Stripe's kit
makes in another thread, with as long a wait without it beside it; a sweep of so many payments (10,000) by the adapter
and the kit, answers recorded beforehand; and the same sweep kept by a desk, measured on so many lessons (150), each of
them found to be known. Within 10 s of processor time for 10,000.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.ports import Capture, Checkout, Done
from deskbell.providers.stripe.provider import StripeProvider
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.worker.loop import Worker
from tests.house.clock import FrozenClock
from tests.services.conftest import KEY as PEOPLE
from tests.services.conftest import NAMES, Minting, Small, at, fresh, furnish
from tests.standin.stripe import acts, customer
from tests.standin.stripe.inside import BASE, KEY, Inside, World, inside

LIMIT = 10.0
PAUSES = """
import gc, json, sys, threading, time
gaps, stop = [], False
def watch():
    last = time.perf_counter()
    while not stop:
        time.sleep(0.001)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
def during(work):
    global stop
    gaps.clear()
    stop = False
    eye = threading.Thread(target=watch)
    eye.start()
    start = time.perf_counter()
    hand = threading.Thread(target=work)
    hand.start()
    hand.join()
    took = time.perf_counter() - start
    stop = True
    eye.join()
    return took, max(gaps)
def bring():
    import stripe
    from deskbell.providers.stripe import wire
    stripe.StripeClient("rk_test_0").v1.checkout.sessions
idle = during(lambda: time.sleep(0.4))
print(json.dumps([*idle, *during(bring)]))
"""


def importing(rounds: int = 5) -> None:
    found = []
    for _ in range(rounds):
        out = subprocess.run([sys.executable, "-c", PAUSES], capture_output=True, text=True, check=True).stdout
        found.append(json.loads(out))
    middle = sorted(found, key=lambda one: one[3])[rounds // 2]
    print(
        f"import in a thread: {middle[2] * 1000:.0f} ms, longest pause of another thread {middle[3] * 1000:.1f} ms"
        f" (idle {middle[1] * 1000:.1f} ms), worst of {rounds} {max(one[3] for one in found) * 1000:.1f} ms"
    )


class Recorded(Inside):
    """Answers that were given before are given again: what the stand-in costs is not in the second reading."""

    def __init__(self, world: World, heard: dict[tuple[str, str], Any]) -> None:
        super().__init__(world.core, world.orders)
        self.heard, self.missed = heard, 0

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **more: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        key = (method, url)
        if method != "get":
            return super().request(method, url, headers, post_data, **more)
        if key not in self.heard:
            self.missed += 1
            self.heard[key] = super().request(method, url, headers, post_data, **more)
        found: tuple[Any, int, Mapping[str, str]] = self.heard[key]
        return found


def recorded(world: World) -> tuple[StripeProvider, Recorded]:
    sends = Recorded(world, {})
    return StripeProvider(KEY, clock=world.core.clock, base=BASE, transport=lambda: sends), sends


def processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def read_all(provider: StripeProvider) -> int:
    """Every page of a whole sweep; how many checkouts it told of."""
    cursor, count = "", 0
    while True:
        answer = provider.since(cursor, 0)
        assert isinstance(answer, Done), answer
        count += len(answer.value.seen)
        cursor = answer.value.cursor
        if not answer.value.more:
            return count


def reading(count: int) -> float:
    """Processor seconds for so many payments: paid, every tenth authorised, every twentieth refunded in part."""
    clock = FrozenClock()
    world = inside(clock, strict=False)
    provider = world.provider()
    for n in range(count):
        capture = Capture.LATER if n % 10 == 0 else Capture.NOW
        asked = Checkout(
            Id(f"{n:032x}"), 2500, "EUR", "Piano 60", clock.at + 3600, capture, "ana@example.org", clock.at
        )
        seen = provider.open(asked, f"open:{n}")
        assert isinstance(seen, Done), seen
        # paid as the customer does it, without a search among all the others
        session = world.core.account.things["checkout.session"][seen.value.checkout]
        _pay(world, session)
        if n % 20 == 1:
            _give_back(world, session)
    clock.at += 90 * 86_400  # so long ago that events say nothing of it any more
    world.core.account.end_what_is_due()
    again, sends = recorded(world)
    read_all(again)
    sends.missed = 0
    told: list[int] = []
    took = processor(lambda: told.append(read_all(again)))
    assert told[0] >= count, told
    assert sends.missed == 0
    print(f"reading {told[0]:,} payments in {len(sends.heard)} requests: {took:.2f} s of processor time")
    return took


def _pay(world: World, session: dict[str, Any]) -> None:
    customer._pay(world.core.account, session, None, session["currency"])


def _give_back(world: World, session: dict[str, Any]) -> None:
    account = world.core.account
    intent = account.of("payment_intent", session["payment_intent"])
    acts.give_back(account, intent, account.of("charge", intent["latest_charge"]), 500, "succeeded", {})


def keeping(lessons: int) -> float:
    """Processor seconds a payment, where a desk looks each up and finds that it knows it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'desk.sqlite3'}"
        furnish(url)
        clock = FrozenClock()
        clock.at = at("2026-03-04 10:00")
        database = open_database(url)
        mint = Minting(PEOPLE)
        small = Small(Desk(database, clock, fresh), clock, {name: mint() for name in NAMES})
        world = inside(clock, strict=False)
        provider, sends = recorded(world)
        working = Working(small.desk, database_now=lambda unit: clock.now())
        working.connect("STRIPE")
        worker = Worker(working, {"STRIPE": provider}, clock, lambda seconds: None, dice=Random(1))
        when = date(2026, 3, 5)
        made = 0
        while made < lessons:
            if when.weekday() < 5:
                for hour in range(9, 17):
                    changed = small.book("Leo Lee", f"{when} {hour:02}:00", method=Method.STRIPE)
                    small.no(changed)
                    made += 1
            when += timedelta(days=1)
        worker.tick()
        for session in list(world.core.account.things["checkout.session"].values()):
            _pay(world, session)
        worker.broom.sweep("STRIPE", provider)
        clock.at += 90 * 86_400  # so long ago that events say nothing of it any more
        sends.heard.clear()
        assert worker.broom.sweep("STRIPE", provider, whole=True), "all of it is seen and kept"
        assert len(world.core.account.things["payment_intent"]) == made
        took = min(_swept(worker, provider, sends) for _ in range(3))
        database.close()
    print(f"sweeping {made} payments and keeping them: {took / made * 1000:.2f} ms of processor time each")
    return took / made


def _swept(worker: Worker, provider: StripeProvider, sends: Recorded) -> float:
    sends.missed = 0
    took = processor(lambda: worker.broom.sweep("STRIPE", provider, whole=True))
    assert sends.missed == 0
    return took


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    lessons = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    importing()
    took = reading(count)
    each = keeping(lessons)
    whole = max(took / count, each) * 10_000  # the second has the first in it
    print(f"a sweep of 10,000 payments: {whole:.1f} s of our own processor time, {LIMIT:.0f} s at most")


if __name__ == "__main__":
    main()
