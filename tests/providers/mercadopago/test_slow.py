"""Several calls of theirs are one of the desk's: together they end before a worker is taken for hanging."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from deskbell.domain.ports import Done, Later
from deskbell.providers.mercadopago import visit
from deskbell.providers.mercadopago.line import Broken, Line
from deskbell.worker.loop import HANGS
from tests.providers.mercadopago.conftest import Account, account

__all__ = ["account"]


@pytest.fixture
def each(account: Account, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How many seconds each call takes: the one number in it."""
    found, passed = [0.0], [1000.0]

    def takes(request: object, answer: object) -> str:
        passed[0] += found[0]
        return ""

    account.core.watch.append(takes)
    monkeypatch.setattr(visit, "time", SimpleNamespace(monotonic=lambda: passed[0], time=time.time))
    return found


def test_it_ends_before_a_worker_is_taken_for_hanging() -> None:
    assert visit.WITHIN < HANGS


def test_nothing_is_begun_that_could_not_be_heard_of(account: Account, each: list[float]) -> None:
    """Slow as they are, one link is made: at the second try, when less has to be asked before."""
    each[0] = 20
    asked = account.wanted()
    assert account.provider.open(asked, "open:1") == Later(visit.AGAIN, "TIMEOUT")
    assert not account.books.preferences
    assert isinstance(account.provider.open(asked, "open:1"), Done)
    assert len(account.books.preferences) == 1


def test_a_page_of_changes_is_cut_short(account: Account, each: list[float]) -> None:
    """All is told, each payment once, however slow they are."""
    account.books.bare = True
    wanted = {str(account.paid().reference) for _ in range(4)}
    for reference in wanted:
        account.customer.refunds_outside(reference, 100)
    each[0] = 15
    told, cursor, pages, provider = [], "", 0, account.another()
    while True:
        answer = provider.since(cursor, 0)
        assert isinstance(answer, Done)
        told += [str(seen.reference) for seen in answer.value.seen]
        pages += 1
        if not answer.value.more:
            break
        assert answer.value.cursor != cursor
        cursor = answer.value.cursor
    assert sorted(told) == sorted(wanted)
    assert pages == 4


def test_the_line_hears_of_the_end() -> None:
    """Nothing is sent after it, and nobody is waited for."""
    line = Line("http://127.0.0.1:1")
    line.until(time.monotonic() - 1)
    with pytest.raises(Broken) as broken:
        line.request("GET", "https://api.mercadopago.com/users/me")
    assert broken.value.outcome == Later(5, "TIMEOUT")
    line.until(None)
    with pytest.raises(Broken) as broken:
        line.request("GET", "https://api.mercadopago.com/users/me")
    assert broken.value.outcome.code == "UNREACHABLE"
