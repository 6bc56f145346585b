"""The memory of the demo's provider: a private file that two processes may use and a killed one cannot spoil.

What it does as a provider is the contract's business: tests/contracts.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain import errors
from deskbell.domain.errors import WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.ports import Capture, Checkout, Done, Features, Refused, Seen
from deskbell.providers.fake import FakeProvider
from deskbell.providers.fake_customer import Customer
from deskbell.providers.fake_memory import Memory, beside, forget
from tests.house.clock import WEDNESDAY, FrozenClock
from tests.house.tree import ROOT

TOGETHER = 4
EACH = 25


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return beside(tmp_path / "demo.sqlite3")


def asked(n: int) -> Checkout:
    return Checkout(Id(f"{n:032x}"), 1000 + n, "EUR", "Piano 60", WEDNESDAY + 3600)


def seen(answer: Any) -> Seen:
    assert isinstance(answer, Done)
    assert isinstance(answer.value, Seen)
    return answer.value


def test_beside_the_desk_and_private(path: Path) -> None:
    """0600 from the first byte, whatever the umask; and its journal too."""
    assert path.name == "demo.provider.sqlite3"
    mask = os.umask(0)
    try:
        provider = FakeProvider(path, FrozenClock())
        with provider.memory.write(WEDNESDAY) as book:
            book.open_checkout(asked(1))
            modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in path.parent.iterdir()}
    finally:
        os.umask(mask)
    assert modes == {path.name: 0o600, f"{path.name}-journal": 0o600}


def test_a_link_of_somebody_elses_is_not_followed(path: Path) -> None:
    path.symlink_to(path.parent / "elsewhere")
    (path.parent / "elsewhere").write_bytes(b"")
    with pytest.raises(WrongInput, match="DESK_UNREADABLE"):
        FakeProvider(path, FrozenClock()).check()
    assert (path.parent / "elsewhere").read_bytes() == b""


def test_what_others_can_read_is_refused(path: Path) -> None:
    path.touch(0o644)
    path.chmod(0o644)
    with pytest.raises(errors.Refused, match="DESK_OPEN_TO_OTHERS"):
        FakeProvider(path, FrozenClock()).check()


def test_it_survives_a_restart(path: Path) -> None:
    first = FakeProvider(path, FrozenClock())
    made = seen(first.open(asked(1), "open:1"))
    Customer(path, FrozenClock()).pays(made.reference)
    first.memory.close()
    again = FakeProvider(path, FrozenClock())
    assert seen(again.open(asked(1), "open:1")) == made
    assert seen(again.look(made.reference, None)).payments[0].captured == 1001


def test_forgotten_with_its_desk(path: Path) -> None:
    FakeProvider(path, FrozenClock()).open(asked(1), "open:1")
    forget(path)
    assert list(path.parent.iterdir()) == []
    forget(path)


def test_the_same_calls_make_the_same_memory(tmp_path: Path) -> None:
    """No dice, no clock but the one handed in: a play can be played again."""

    def play(memory: Path | Memory, seed: int = 0) -> list[object]:
        clock = FrozenClock()
        provider, customer = FakeProvider(memory, clock, seed=seed), None
        customer = Customer(provider.memory, clock)
        said: list[object] = [provider.open(asked(n), f"open:{n}") for n in range(5)]
        customer.pays(asked(1).reference)
        customer.declines(asked(2).reference)
        clock.pass_by(hours=1)
        return [*said, provider.since("", 0), provider.look(asked(1).reference, None)]

    first = play(tmp_path / "one.sqlite3")
    assert first == play(tmp_path / "two.sqlite3") == play(Memory(":memory:"))
    assert first != play(tmp_path / "three.sqlite3", seed=7)


def _open_some(path: Path, who: int, shared: bool) -> list[str]:
    provider = FakeProvider(path, FrozenClock())
    numbers = range(EACH) if shared else range(who * EACH, who * EACH + EACH)
    return [seen(provider.open(asked(n), f"open:{n}")).checkout for n in numbers]


@pytest.mark.parametrize("shared", [False, True])
def test_processes_take_turns(path: Path, shared: bool) -> None:
    """Each call has its effect once, though several make the same one at the same time; ids are never given twice."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(TOGETHER) as pool:
        made = pool.starmap(_open_some, [(path, who, shared) for who in range(TOGETHER)])
    different = {id_ for ids in made for id_ in ids}
    assert len(different) == (EACH if shared else TOGETHER * EACH)
    assert not shared or all(ids == made[0] for ids in made)


def test_threads_take_turns(path: Path) -> None:
    """Four refunds at once of one payment: never more than was captured."""
    provider = FakeProvider(path, FrozenClock())
    made = seen(provider.open(asked(0), "open:1"))
    payment = Customer(path, FrozenClock()).pays(made.reference)

    def back(n: int) -> object:
        return provider.refund(made.checkout, payment, Id(f"{n:032x}"), 400, "EUR", f"refund:{n}")

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(back, range(8)))
    assert sum(isinstance(answer, Done) for answer in said) == 2
    assert said.count(Refused("REFUND_TOO_MUCH")) == 6
    assert sum(r.amount for r in seen(provider.look(made.reference, None)).payments[0].refunds) == 800


def test_a_fork_goes_on_by_itself(path: Path) -> None:
    """Worker and desk are forked from one warm parent: a child opens the file anew, and the parent's stays whole."""
    provider = FakeProvider(path, FrozenClock())
    seen(provider.open(asked(1), "open:1"))
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os._exit(0 if isinstance(provider.open(asked(2), "open:2"), Done) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert seen(provider.look(asked(2).reference, None)).checkout
    seen(provider.open(asked(3), "open:3"))


_STREAM = """
import sys
from pathlib import Path
from deskbell.providers.fake import FakeProvider
from tests.house.clock import FrozenClock
from tests.providers.test_fake import asked
provider = FakeProvider(Path(sys.argv[1]), FrozenClock())
for n in range(int(sys.argv[2]), 100_000):
    made = provider.open(asked(n), f"open:{n}")
    print(n, made.value.checkout, flush=True)
"""


def test_a_committed_answer_outlives_kill_9(path: Path) -> None:
    """Killed in the middle of its work, five times: each answer that was given is there, and the file is whole."""
    given: dict[int, str] = {}
    for turn in range(5):
        worker = subprocess.Popen(
            [sys.executable, "-c", _STREAM, str(path), str(len(given))],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert worker.stdout is not None
        lines = list(islice(worker.stdout, 20 + 7 * turn))
        os.kill(worker.pid, signal.SIGKILL)
        lines += list(worker.stdout)
        worker.wait()
        worker.stdout.close()
        given |= {int(n): id_ for n, id_ in (line.split() for line in lines if line.endswith("\n"))}
    assert len(given) >= 5 * 20
    provider = FakeProvider(path, FrozenClock())
    for n, id_ in given.items():
        assert seen(provider.look(asked(n).reference, None)).checkout == id_
        assert seen(provider.open(asked(n), f"open:{n}")).checkout == id_
    with sqlite3.connect(path) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    file.close()


def test_a_change_that_fails_leaves_nothing(path: Path) -> None:
    memory = Memory(path)
    with suppress(KeyError), memory.write(WEDNESDAY) as book:
        book.open_checkout(asked(1))
        raise KeyError
    with memory.read(WEDNESDAY) as book:
        assert (book.of_reference(asked(1).reference), book.last_change()) == (None, 0)


def test_what_it_cannot_do_it_refuses(path: Path) -> None:
    plain = FakeProvider(path, FrozenClock(), features=Features(closes=False))
    assert plain.open(replace(asked(1), capture=Capture.LATER), "open:1") == Refused("NOT_SUPPORTED")
    made = seen(plain.open(asked(2), "open:2"))
    assert plain.expire(made.checkout, "expire:1") == Refused("NOT_SUPPORTED")


def test_a_refusal_to_order_is_kept_under_its_key(path: Path) -> None:
    """A refund that the provider will not make: the same key hears it again, another one may succeed (P10)."""
    clock = FrozenClock()
    provider, customer = FakeProvider(path, clock), Customer(path, clock)
    made = seen(provider.open(asked(1), "open:1"))
    payment = customer.pays(made.link)
    customer.orders("refund", "refuse", "INSUFFICIENT_FUNDS")
    args = (made.checkout, payment, Id("5" * 32), 100, "EUR")
    assert provider.refund(*args, "r1") == provider.refund(*args, "r1") == Refused("INSUFFICIENT_FUNDS")
    assert seen(provider.refund(*args, "r2")).payments[0].refunds[0].amount == 100
    with pytest.raises(ValueError, match="nonsense"):
        customer.orders("refund", "nonsense")


@pytest.mark.parametrize(
    ("verb", "code"),
    [
        ("disputes", "LINK_OTHERWISE"), ("wins", "LINK_OTHERWISE"), ("refunds_outside", "LINK_OTHERWISE"),
        ("pays_late", "LINK_OTHERWISE"), ("authorises", "LINK_OTHERWISE"),
    ],
)  # fmt: skip
def test_customers_cannot_do_what_cannot_be(path: Path, verb: str, code: str) -> None:
    clock = FrozenClock()
    made = seen(FakeProvider(path, clock).open(asked(1), "open:1"))
    customer = Customer(path, clock)
    with pytest.raises(WrongInput, match=code):
        getattr(customer, verb)(made.reference)
    with pytest.raises(WrongInput, match="LINK_UNKNOWN"):
        getattr(customer, verb)("nobody")
    customer.waits(made.reference)
    assert seen(FakeProvider(path, clock).look(made.reference, None)) == made
    clock.pass_by(hours=1)
    for closed in (customer.pays, customer.declines, customer.in_review, customer.pays_twice):
        with pytest.raises(WrongInput, match="LINK_CLOSED"):
            closed(made.reference)


def test_a_bank_takes_a_part_of_a_payment(path: Path) -> None:
    """P11: how much is said; all of it where nobody says how much; won, there is nothing of it any more."""
    clock = FrozenClock()
    provider, customer = FakeProvider(path, clock), Customer(path, clock)
    wanted = Checkout(Id("a" * 32), 2500, "EUR", "Piano", clock.now() + 900)
    assert isinstance(provider.open(wanted, "k"), Done)
    customer.pays(wanted.reference)

    def paid() -> Any:
        answer = provider.look(wanted.reference, None)
        assert isinstance(answer, Done)
        assert answer.value is not None
        return answer.value.payments[0]

    for amount, taken in ((700, 700), (None, 2500)):
        customer.disputes(wanted.reference, amount)
        assert (paid().taken_back, paid().captured) == (taken, 2500)
        customer.wins(wanted.reference)
        assert (paid().taken_back, paid().disputed) == (0, None)
    for amount in (0, -1, 2501):
        with pytest.raises(WrongInput):
            customer.disputes(wanted.reference, amount)
