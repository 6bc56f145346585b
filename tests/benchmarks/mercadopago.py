"""What a sweep of Mercado Pago costs this machine, and what a look at a link that waits costs Mercado Pago.

    python -m tests.benchmarks.mercadopago [PAYMENTS]

Prints figures of processor time: a sweep of so many payments (10,000; every twentieth refunded in part) by the adapter
and the vendor's kit, with answers that were recorded beforehand. What transport and TLS cost comes on top of it, some
milliseconds for each of its 101 to 601 calls. 10 s at most for 10,000. And the calls of a hundred open links, looked at
once a minute as the worker does it: at most two a second. And the longest pause that importing the kit makes elsewhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from deskbell.domain.ids import Id
from deskbell.domain.ports import Checkout, Done
from deskbell.providers.mercadopago import MercadoPagoProvider
from tests.house.clock import FrozenClock
from tests.standin.mercadopago.books import Books
from tests.standin.mercadopago.core import Core
from tests.standin.mercadopago.inside import inside, provider_of

LIMIT = 10.0
CALLS = 2.0


PAUSES = """
import json, threading, time
gaps, stop = [], False
def watch():
    last = time.perf_counter()
    while not stop:
        time.sleep(0.001)
        now = time.perf_counter()
        gaps.append(now - last)
        last = now
def bring():
    import mercadopago
    from deskbell.providers.mercadopago import line
eye = threading.Thread(target=watch)
eye.start()
start = time.perf_counter()
hand = threading.Thread(target=bring)
hand.start()
hand.join()
took = time.perf_counter() - start
stop = True
eye.join()
print(json.dumps([took, max(gaps)]))
"""


def importing(rounds: int = 5) -> None:
    """The longest pause that importing the kit makes in another thread."""
    found = []
    for _ in range(rounds):
        out = subprocess.run([sys.executable, "-c", PAUSES], capture_output=True, text=True, check=True).stdout
        found.append(json.loads(out))
    took, gap = sorted(found, key=lambda one: float(one[1]))[rounds // 2]
    print(f"import in a thread: {took * 1000:.0f} ms, longest pause of another thread {gap * 1000:.1f} ms")


class Recorder:
    """The transport, which gives an answer again that was given before."""

    def __init__(self, core: Core) -> None:
        self.line = inside(core)()
        self.heard: dict[str, dict[str, Any]] = {}
        self.calls, self.missed = 0, 0
        said = self.line.request

        def request(method: str, url: str, *more: Any, **words: Any) -> dict[str, Any]:
            self.calls += 1
            key = f"{method} {url} {words.get('params')}"
            if key not in self.heard:
                self.missed += 1
                self.heard[key] = said(method, url, *more, **words)
            return self.heard[key]

        self.line.request = request


def processor(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def read_all(provider: MercadoPagoProvider) -> int:
    """Every page of a whole sweep; how many checkouts it told of."""
    cursor, count = "", 0
    while True:
        answer = provider.since(cursor, 0)
        assert isinstance(answer, Done), answer
        count += len(answer.value.seen)
        cursor = answer.value.cursor
        if not answer.value.more:
            return count


def sweep(count: int, *, bare: bool) -> float:
    """Processor seconds of a sweep; `bare`: refunds do not come along, and each is asked for."""
    clock = FrozenClock()
    core = Core(Books(clock, bare=bare))
    for n in range(count):
        paid = core.books.pay(f"{n:032x}", "approved", Decimal("25.50"), "ARS")
        if n % 20 == 1:
            core.books.give_back(paid["id"], Decimal("5.25"), "approved")
        clock.at += 7
    recorder = Recorder(core)

    def provider() -> MercadoPagoProvider:
        return MercadoPagoProvider(core.token, clock=clock, line=lambda: recorder.line)

    read_all(provider())
    recorder.missed = recorder.calls = 0
    told: list[int] = []
    took = processor(lambda: told.append(read_all(provider())))
    assert told == [count]
    assert recorder.missed == 0
    how = "each refund asked for" if bare else "refunds come along"
    print(f"sweep of {count:,} payments in {recorder.calls} calls ({how}): {took:.2f} s of processor time")
    return took


def links(count: int = 100, minutes: int = 10) -> float:
    """Calls a second for so many open links, each looked at once a minute by a worker that made them."""
    clock = FrozenClock()
    core = Core(Books(clock))
    calls: list[str] = []
    core.watch.append(lambda request, answer: calls.append(request.path) or "")  # type: ignore[func-returns-value]
    provider = provider_of(core)
    made = []
    for n in range(count):
        asked = Checkout(Id(f"{n:032x}"), 2550, "ARS", "Piano 60", clock.at + 7200, asked_at=clock.at)
        answer = provider.open(asked, f"open:{n}")
        assert isinstance(answer, Done)
        made.append(answer.value)
    calls.clear()
    for _ in range(minutes):
        clock.at += 60
        for seen in made:
            assert isinstance(provider.look(seen.reference, seen.checkout), Done)
    return len(calls) / (minutes * 60)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    importing()
    whole = max(sweep(count, bare=False), sweep(count, bare=True)) * 10_000 / count
    print(f"a sweep of 10,000 payments: {whole:.1f} s of our own processor time, {LIMIT:.0f} s at most")
    print(f"100 open links: {links():.2f} calls a second, {CALLS:.0f} at most")


if __name__ == "__main__":
    main()
