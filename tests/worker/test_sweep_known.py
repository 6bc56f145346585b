"""A sweep passes over what the books say already, and over nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.worker.conftest import Rig
from tests.worker.test_loop import paid

DAY = 86_400


@pytest.fixture
def settled(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What a sweep settled, in order."""
    found: list[Any] = []
    real = rig.working.do

    def do(command: Any, about: Any = None) -> None:
        found.append(about)
        real(command, about)

    monkeypatch.setattr(rig.working, "do", do)
    return found


def swept(rig: Rig) -> None:
    assert rig.worker.broom.sweep("DEMO", rig.line, whole=True)


def test_what_is_in_the_books_is_passed_over(rig: Rig, settled: list[Any]) -> None:
    """FIGURES: ten thousand payments of which the desk knows cost it one reading of its books."""
    paid(rig)
    _, open_ = rig.book("2026-03-05 16:00")
    rig.turn()
    settled.clear()
    swept(rig)
    assert settled == [open_], "what is open is looked at in full"


@pytest.mark.parametrize("news", ["refund", "dispute", "won", "another", "failed before"])
def test_what_is_news_is_settled(rig: Rig, settled: list[Any], news: str) -> None:
    """I8, P11, P13: whatever the money shows that the books do not, however small."""
    _, attempt = paid(rig)
    swept(rig)
    if news == "won":
        rig.customer.disputes(attempt)
        swept(rig)
        rig.customer.wins(attempt)
    elif news == "refund":
        rig.customer.refunds_outside(attempt, 1)
    elif news == "dispute":
        rig.customer.disputes(attempt)
    elif news == "another":
        rig.customer.pays_twice(attempt)
    else:
        rig.working.tell("WORK_FAILED", attempt)
    settled.clear()
    swept(rig)
    assert attempt in settled
    rig.small.sound()


def test_what_went_back_is_always_looked_at_in_full(rig: Rig, settled: list[Any]) -> None:
    """Who asked for it matters, and its sum does not tell that."""
    _, attempt = paid(rig)
    rig.customer.refunds_outside(attempt, 500)
    swept(rig)
    settled.clear()
    swept(rig)
    assert attempt in settled
