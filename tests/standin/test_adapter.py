"""The stand-in does wrong what was ordered, and the adapter says of each answer what it means (spec 6, 2.5)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from deskbell.domain.ports import Capture, Checkout, Done, Later, Outcome, Page, Refused, Unknown
from tests.contracts.asking import done, fresh, opened, walked, wanted
from tests.contracts.rigs import OverHttp
from tests.house.clock import WEDNESDAY
from tests.house.tree import ROOT
from tests.standin.adapter import HttpFake
from tests.standin.orders import KINDS
from tests.standin.running import Running

Say = Callable[[bytes], HttpFake]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("standin") / "first.sqlite3") as running:
        yield running


@pytest.fixture
def rig(running: Running, tmp_path: Path) -> Iterator[OverHttp]:
    rig = OverHttp(running, tmp_path / "provider.sqlite3")
    yield rig
    rig.close()


def until(so: Callable[[], bool]) -> None:
    """Ask, over the wire, until it is so; a test that waits for ever says nothing."""
    assert any(so() for _ in range(20_000)), "it never came"


WRONG: list[tuple[str, str, Outcome[Any], bool]] = [
    ("429", "7", Later(7), False),
    ("429", "", Later(5), False),
    ("429", "999999", Later(3600), False),
    ("429", "soon", Later(5), False),
    ("503", "30", Later(30), False),
    ("503", "", Later(5), False),
    ("500", "", Unknown("HTTP_500", sticky=True), False),
    ("sticky", "", Unknown("HTTP_500", sticky=True), False),
    ("sticky_acted", "", Unknown("HTTP_500", sticky=True), True),
    ("502", "", Unknown("HTTP_502"), False),
    ("lost_request", "", Unknown("RESET"), False),
    ("lost_reply", "", Unknown("RESET"), True),
    ("hold", "", Unknown("TIMEOUT"), True),
    ("delayed", "", Unknown("TIMEOUT"), False),
    ("html", "200", Unknown("NO_ANSWER"), True),
    ("html", "500", Unknown("NO_ANSWER"), True),
    ("html", "404", Unknown("NO_ANSWER"), True),
    ("html", "503", Later(5), True),
    ("401", "BAD_KEY", Refused("BAD_KEY"), False),
    ("refuse", "AMOUNT_TOO_SMALL", Refused("AMOUNT_TOO_SMALL"), False),
    ("409", "", Later(1, "CONFLICT"), False),
    ("latency", "1", Done(None), True),
]


@pytest.mark.parametrize(("kind", "value", "meant", "acted"), WRONG)
def test_every_answer_is_classified(rig: OverHttp, kind: str, value: str, meant: Outcome[Any], acted: bool) -> None:
    """And whether it acted is seen by looking, whatever the answer said."""
    asked = wanted(rig)
    impatient = HttpFake(rig.running.port, read=0.2) if kind in ("hold", "delayed") else rig.provider()
    rig.running.order("open", kind, value)
    answer = impatient.open(asked, "open:1")
    assert answer == meant or isinstance(answer, Done) is isinstance(meant, Done) is True
    assert (done(rig.provider().look(asked.reference, None)) is not None) is acted
    assert [line["call"] for line in rig.running.log()].count("open") == 1, "an adapter never tries again by itself"


def test_all_that_can_be_ordered_is_tried() -> None:
    assert set(KINDS) <= {kind for kind, *_ in WRONG} | {"late", "away", "duplicate", "reordered"}


def test_an_order_that_is_none_is_refused(running: Running) -> None:
    with pytest.raises(AssertionError, match="nonsense"):
        running.order("open", "nonsense")


def test_a_request_that_was_long_under_way_acts_after_the_look(rig: OverHttp) -> None:
    """Not found is no proof while the request may still be on its way; its key makes it harmless."""
    asked = wanted(rig)
    rig.running.order("open", "delayed")
    slow = Thread(target=rig.provider().open, args=(asked, "open:1"))
    slow.start()
    until(lambda: any(line["call"] == "open" for line in rig.running.log()))
    assert done(rig.provider().look(asked.reference, None)) is None
    rig.running.release()
    slow.join()
    found = done(rig.provider().look(asked.reference, None))
    assert done(rig.provider().open(asked, "open:1")).checkout == found.checkout


def test_nobody_at_home_is_later() -> None:
    """Where no socket opened nothing can have happened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: refused
        provider = HttpFake(taken.getsockname()[1])
        asked = Checkout(fresh(), 100, "EUR", "Piano", WEDNESDAY)
        assert provider.open(asked, "open:1") == Later(5, "UNREACHABLE")
        assert provider.look(fresh(), "co") == Later(5, "UNREACHABLE")


@pytest.fixture
def says() -> Iterator[Say]:
    """A server that says these bytes to whoever comes, and hangs up."""
    made: list[tuple[socket.socket, Thread]] = []

    def run(answer: bytes) -> HttpFake:
        door = socket.create_server(("127.0.0.1", 0))

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.recv(1 << 16)
                line.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        made.append((door, thread))
        return HttpFake(door.getsockname()[1])

    yield run
    for door, thread in made:
        thread.join()
        door.close()


def _http(body: bytes, more: str = "", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n{more}\r\n".encode() + body


SEEN = {"reference": "r", "checkout": "c", "state": "OPEN", "link": "", "expires_at": None, "payments": []}
PAID = {
    "id": "p", "state": "CAPTURED", "amount": 1, "captured": 1, "currency": "EUR", "at": 1, "until": None,
    "refunds": [], "code": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"", "RESET"),
        (b"SMTP 220 hello\r\n", "RESET"),
        (_http(b"{}", length=50), "RESET"),
        (_http(b"", "X: " + "y" * 70_000 + "\r\n"), "RESET"),
        (_http(b"{}"), "NO_ANSWER"),
        (_http(b"[]"), "NO_ANSWER"),
        (_http(b"null"), "NO_ANSWER"),
        (_http(b"\xff\xfe"), "NO_ANSWER"),
        (_http(json.dumps(SEEN | {"state": "SHUT"}).encode()), "NO_ANSWER"),
        (_http(json.dumps(SEEN | {"reference": 5}).encode()), "NO_ANSWER"),
        (_http(json.dumps(SEEN | {"payments": [PAID | {"captured": 1.5}]}).encode()), "NO_ANSWER"),
        (_http(json.dumps(SEEN | {"payments": [PAID | {"captured": True}]}).encode()), "NO_ANSWER"),
        (_http(b"[" * 100_000), "NO_ANSWER"),
    ],
    ids=range(13),
)
def test_nonsense_is_unknown(says: Say, answer: bytes, code: str) -> None:
    """What is no answer of the provider's says nothing about the call, least of all that it failed."""
    assert says(answer).look(fresh(), "c") == Unknown(code)


def test_money_is_read_whole(says: Say) -> None:
    seen = done(says(_http(json.dumps(SEEN | {"payments": [PAID]}).encode(), "Date: nonsense\r\n")).look(fresh(), "c"))
    assert seen.payments[0].captured == 1


def test_the_date_header_shows_the_skew(rig: OverHttp) -> None:
    rig.running.clock(WEDNESDAY, skew=-7200)
    answer = rig.provider().check()
    assert isinstance(answer, Done)
    assert answer.at == WEDNESDAY - 7200


@pytest.mark.parametrize("kind", ["duplicate", "reordered"])
def test_duplicate_and_reordered_events_tell_the_same(rig: OverHttp, kind: str) -> None:
    made = []
    for n in range(10):
        made.append(opened(rig))
        rig.pass_by(100 * (n % 2))
    rig.running.order("since", kind, times=20)
    pages, cursor = walked(rig.provider(), "", 0)
    told = [seen.reference for page in pages for seen in page.seen]
    assert sorted(told) == sorted(seen.reference for seen in made)
    assert walked(rig.provider(), cursor, 0)[0] == [Page((), (), cursor)]


def test_a_late_event_is_found_by_looking_back(rig: OverHttp) -> None:
    """Its instant lies before the cursor; it is told once all the same, and nothing else twice."""
    opened(rig)
    _, cursor = walked(rig.provider(), "", 0)
    rig.pass_by(60)
    late = opened(rig)
    rig.running.order("since", "late", 2)
    assert walked(rig.provider(), cursor, 0)[0][0].seen == ()
    rig.pass_by(60)
    other = opened(rig)
    pages, cursor = walked(rig.provider(), cursor, 0)
    assert [s.reference for page in pages for s in page.seen] == [other.reference]
    pages, cursor = walked(rig.provider(), cursor, 0)
    assert [s.reference for page in pages for s in page.seen] == [late.reference]
    assert walked(rig.provider(), cursor, 0)[0][0].seen == ()


def test_an_event_that_stays_away_comes_in_the_end(rig: OverHttp) -> None:
    first = opened(rig)
    rig.running.order("since", "away", 100)
    assert walked(rig.provider(), "", 0)[0][0].seen == ()
    rig.pass_by(99)
    assert walked(rig.provider(), "", 0)[0][0].seen == ()
    rig.pass_by(1)
    assert [s.reference for page in walked(rig.provider(), "", 0)[0] for s in page.seen] == [first.reference]


def test_it_outlives_a_killed_worker(rig: OverHttp) -> None:
    """What it did for a client that is killed while it waits stays done, and others are served meanwhile."""
    asked = wanted(rig, capture=Capture.LATER)
    code = (
        "from tests.standin.adapter import HttpFake; from deskbell.domain.ports import Checkout, Capture;"
        f"HttpFake({rig.running.port}).open(Checkout({asked.reference!r}, 2500, 'EUR', 'x', {asked.expires_at},"
        " Capture.LATER), 'open:1')"
    )
    rig.running.order("open", "hold")
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    until(lambda: done(rig.provider().look(asked.reference, None)) is not None)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    rig.running.release()
    assert done(rig.provider().look(asked.reference, None)).state == "OPEN"
    assert [line["key"] for line in rig.running.log() if line["call"] == "open"] == ["open:1"]


def test_its_memory_outlives_it(tmp_path: Path) -> None:
    memory = tmp_path / "provider.sqlite3"
    asked = Checkout(fresh(), 2500, "EUR", "Piano", WEDNESDAY + 3600)
    with Running(memory) as first:
        first.clock(WEDNESDAY)
        seen = done(HttpFake(first.port).open(asked, "open:1"))
    with Running(memory) as second:
        second.clock(WEDNESDAY)
        assert done(HttpFake(second.port).open(asked, "open:1")) == seen
