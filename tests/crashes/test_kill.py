"""The matrix of kills: what its list holds, a few cells with every kind, point and fault, and safeguards taken out.

All of it by `python -m tests.crashes.kill`.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from deskbell.domain.op import OpKind
from deskbell.domain.ports import Features
from deskbell.providers.fake import FEATURES
from tests.crashes.matrix.cells import ENGINES, Fault, Listed, Point, fast, pairs, singles
from tests.crashes.matrix.every import KINDS
from tests.house.tree import ROOT

SORTS = [kind.sort for kind in KINDS]


def listed(engine: str, features: Features = FEATURES) -> list[Listed]:
    return [*singles(SORTS, engine, features, {}), *pairs(SORTS, engine, features, {})]


def kill(*words: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: it forks, and this one has threads."""
    return subprocess.run(
        [sys.executable, "-m", "tests.crashes.kill", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_every_kind_point_and_fault_is_listed_once_and_said_why_not(engine: str) -> None:
    """Nothing is silently dropped: a cell occurs, or it says why it cannot."""
    found = list(singles(SORTS, engine, FEATURES, {}))
    every = {(sort.name, point, fault) for sort, point, fault in product(SORTS, Point, Fault)}
    cells = Counter((one.cell.kind, one.cell.troubles[0].point, one.cell.troubles[0].fault) for one in found)
    assert set(cells) == every
    assert set(cells.values()) == {1}
    occurs = {key for one in found if not one.why_not for key in (one.cell.kind, *map(str, _of(one)))}
    assert occurs >= {sort.name for sort in SORTS} | set(Point) | set(Fault)


def _of(one: Listed) -> list[str]:
    return [word for trouble in one.cell.troubles for word in (trouble.point, trouble.fault)]


def test_every_kind_of_operation_has_its_cells() -> None:
    """A kind that is new must come into the matrix."""
    assert {kind.op for kind in KINDS} >= set(OpKind)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_fault_is_followed_by_every_fault_once(engine: str) -> None:
    both = Counter(tuple(t.fault for t in one.cell.troubles) for one in pairs(SORTS, engine, FEATURES, {}))
    assert set(both) == set(product(Fault, Fault))
    assert set(both.values()) == {1}


def test_what_a_provider_cannot_do_is_said() -> None:
    poor = replace(FEATURES, authorises=False)
    without = [one for one in listed("sqlite", poor) if one.cell.kind in ("capture", "void")]
    assert without
    assert all("authorises" in one.why_not for one in without)


def test_the_few_cells_hold_every_kind_point_and_fault() -> None:
    few = fast({engine: listed(engine) for engine in ENGINES})
    tokens = {cell.kind for cell in few} | {w for cell in few for t in cell.troubles for w in (t.point, t.fault)}
    assert tokens >= {sort.name for sort in SORTS} | set(Point) | set(Fault)
    assert {cell.engine for cell in few} == set(ENGINES)
    assert len(few) <= 24


@pytest.mark.slow
def test_whatever_is_killed_wherever_every_law_holds_afterwards() -> None:
    """Spec 6: real processes, SIGKILL, a database that is stopped, on both engines; P1-P4, P6, P7, P9, P10, P12."""
    done = kill("--fast")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 failed" in done.stdout


PROOFS = {
    "key:checkout/acted/kill-worker": "2 checkouts were made for one link",
    "refund-key:refund-part/socket-open/two-workers": "P6 refund",
    "one-settlement:refund-part/after-tx2/kill-worker": "REFUND_RECEIPTS",
    "intent:refund-part/before-tx2/29-days-late": "P6 refund",
    "sweep:sweep/before-tx0/timeout": "P3 payment",
    "letter-once:reminder/acted/kill-worker": "arrived 2 times",
    "event-id:event-insert/acted/kill-worker": "P5 slot",
}


@pytest.mark.slow
def test_cells_fail_without_their_safeguards() -> None:
    """A cell that cannot fail proves nothing; others by `--without`."""
    done = kill("--engine", "sqlite", *(word for proof in PROOFS for word in ("--proof", proof)))
    assert done.returncode == 0, done.stdout + done.stderr
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert {proof: law for proof, law in PROOFS.items() if law not in told[proof]} == {}
