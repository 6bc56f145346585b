"""The stand-in on its socket does wrong what was ordered, and the provider says of each answer what it means."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain.ports import Done, Later, Outcome, Refused, Unknown
from tests.contracts.asking import done, fresh, looked, only, paid, walked, wanted
from tests.contracts.mercadopago import ROOM, TOKEN, Impatient, OverMercadoPago
from tests.house.tree import ROOT
from tests.standin.orders import KINDS
from tests.standin.running import Running


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("standin"), ROOM) as running:
        yield running


@pytest.fixture
def rig(running: Running, tmp_path: Path) -> Iterator[OverMercadoPago]:
    rig = OverMercadoPago(running, tmp_path)
    yield rig
    rig.close()


WRONG: list[tuple[str, str, Outcome[Any], bool]] = [
    ("429", "7", Later(7), False),
    ("429", "", Later(5), False),
    ("429", "999999", Later(3600), False),
    ("503", "30", Later(30), False),
    ("500", "", Unknown("HTTP_500", sticky=True), False),
    ("sticky", "", Unknown("HTTP_500", sticky=True), False),
    ("sticky_acted", "", Unknown("HTTP_500", sticky=True), True),
    ("502", "", Unknown("HTTP_502"), False),
    ("lost_request", "", Unknown("RESET"), False),
    ("lost_reply", "", Unknown("RESET"), True),
    ("hold", "", Unknown("TIMEOUT"), True),
    ("delayed", "", Unknown("TIMEOUT"), False),
    ("html", "200", Unknown("NO_ANSWER"), True),
    ("html", "404", Unknown("NO_ANSWER"), True),
    ("html", "503", Later(5), True),
    ("401", "unauthorized", Refused("KEY"), False),
    ("refuse", "400|invalid_items|unit_price invalid", Refused("AMOUNT_NOT_PAYABLE"), False),
    ("409", "conflict", Later(1, "CONFLICT"), False),
    ("latency", "1", Done(None), True),
]


def test_all_that_can_be_ordered_is_tried() -> None:
    assert set(KINDS) <= {kind for kind, *_ in WRONG} | {"late", "away", "duplicate", "reordered"}


@pytest.mark.parametrize(("kind", "value", "meant", "acted"), WRONG)
def test_every_answer_to_a_refund_is_classified(
    rig: OverMercadoPago, running: Running, kind: str, value: str, meant: Outcome[Any], acted: bool
) -> None:
    """And whether it acted is seen by looking, whatever the answer said; it was asked once."""
    seen, payment = paid(rig)
    provider = rig.provider()
    if kind in ("hold", "delayed"):
        rig.read = Impatient.read
        provider = rig.provider()
        rig.read = OverMercadoPago.read
    running.order("refund", kind, value)
    answer = provider.refund(seen.checkout, payment.id, fresh(), 700, "ARS", "refund:1")
    assert answer == meant or isinstance(answer, Done) is isinstance(meant, Done) is True
    assert [back.amount for back in only(looked(rig, seen)).refunds] == [700] * acted
    assert [line["call"] for line in running.log()].count("refund") == 1


@pytest.mark.parametrize("kind", ["duplicate", "reordered"])
def test_results_that_come_twice_or_the_wrong_way_round_tell_the_same(
    rig: OverMercadoPago, running: Running, kind: str
) -> None:
    made = [paid(rig)[0] for _ in range(3)]
    running.order("since", kind, times=20)
    pages, cursor = walked(rig.provider(), "", 0)
    told = [seen for page in pages for seen in page.seen]
    assert {seen.reference for seen in told} == {seen.reference for seen in made}
    assert all(len({p.id for p in seen.payments}) == len(seen.payments) for seen in told)
    assert [page.seen for page in walked(rig.provider(), cursor, 0)[0]] == [()]


def test_a_late_result_is_found_by_looking_back(rig: OverMercadoPago, running: Running) -> None:
    paid(rig)
    _, cursor = walked(rig.provider(), "", 0)
    rig.pass_by(60)
    late, _ = paid(rig)
    running.order("since", "late")
    assert walked(rig.provider(), cursor, 0)[0][0].seen == ()
    pages, _ = walked(rig.provider(), cursor, 0)
    assert [seen.reference for page in pages for seen in page.seen] == [late.reference]


def test_a_result_that_stays_away_comes_in_the_end(rig: OverMercadoPago, running: Running) -> None:
    """Longer than a reading looks back: the next sweep, which begins an hour earlier, finds it."""
    paid(rig)
    _, cursor = walked(rig.provider(), "", 0)
    rig.pass_by(60)
    late, _ = paid(rig)
    running.order("since", "away", 1000)
    _, cursor = walked(rig.provider(), cursor, 0)
    rig.pass_by(900)
    other, _ = paid(rig)
    pages, cursor = walked(rig.provider(), cursor, 0)
    assert [seen.reference for page in pages for seen in page.seen] == [other.reference]
    rig.pass_by(200)
    pages, _ = walked(rig.provider(), "", rig.now() - 3600)
    assert late.reference in {seen.reference for page in pages for seen in page.seen}


def test_the_skew_of_its_clock_is_seen(rig: OverMercadoPago, running: Running) -> None:
    running.clock(rig.now(), skew=-7200)
    answer = rig.provider().check()
    assert isinstance(answer, Done)
    assert answer.at == rig.now() - 7200


def test_it_outlives_a_killed_worker(rig: OverMercadoPago, running: Running) -> None:
    """What it did for a client that is killed while it waits stays done."""
    seen, payment = paid(rig)
    code = (
        "from deskbell.providers.mercadopago import MercadoPagoProvider;"
        f"MercadoPagoProvider({TOKEN!r}, base='http://127.0.0.1:{running.port}')"
        f".refund({seen.checkout!r}, {payment.id!r}, 'f' * 32, 700, 'ARS', 'refund:1')"
    )
    running.order("refund", "hold")
    worker = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    assert any(only(looked(rig, seen)).refunds for _ in range(2000)), "it never came"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    running.release()
    again = done(rig.provider().refund(seen.checkout, payment.id, fresh(), 700, "ARS", "refund:1"))
    assert [back.amount for back in only(again).refunds] == [700]


def test_a_door_that_nobody_knows(rig: OverMercadoPago, running: Running) -> None:
    """What is not played is not found, and an account of another token is nobody's."""
    running.control("set", token="APP_USR-another")
    assert rig.provider().check() == Refused("KEY")
    assert rig.provider().open(wanted(rig), "open:1") == Refused("KEY")
