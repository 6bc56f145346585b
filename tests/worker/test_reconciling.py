"""The books against a provider that has a memory of its own: equal after the worker's turn, and every way of differing
is told before it. I8, I44.
"""

from __future__ import annotations

import pytest

from deskbell import wiring
from deskbell.domain.books import Posting
from deskbell.domain.errors import Busy
from deskbell.domain.payment import Method
from deskbell.domain.ports import Done, Later, Page, Refused, Unknown
from deskbell.domain.reconciling import Reconciled
from deskbell.services.reconciling import Reconciling
from tests.cli.conftest import Say, say
from tests.worker.conftest import Rig

__all__ = ["say"]


def reconciled(rig: Rig) -> Reconciled:
    (found,) = Reconciling(rig.small.desk, {"DEMO": rig.line}).all()
    return found


def said(rig: Rig) -> list[tuple[str, int, int]]:
    return [(str(x.kind), x.here, x.there) for x in reconciled(rig).differences]


def paid(rig: Rig, when: str = "2026-03-05 15:00") -> str:
    """A lesson that was booked by link, opened by the worker and paid by the customer; not looked at yet."""
    _, attempt = rig.book(when)
    rig.turn()
    rig.customer.pays(attempt)
    return attempt


def settled(rig: Rig) -> None:
    for _ in range(3):
        rig.turn(60)


def test_what_the_worker_has_not_seen_yet_is_missing_here_and_then_equal(rig: Rig) -> None:
    """What to do about it is to let the worker look, and then nothing differs."""
    assert said(rig) == []
    attempt = paid(rig)
    found = reconciled(rig)
    assert [(str(x.kind), x.there, x.attempt) for x in found.differences] == [("MISSING_HERE", 2500, attempt)]
    settled(rig)
    found = reconciled(rig)
    assert (found.here, found.there, found.differences) == ({"EUR": 2500}, {"EUR": 2500}, ())
    rig.small.sound()


def test_every_page_is_walked(rig: Rig) -> None:
    """Nothing is lost between the pages of what changed."""
    rig.line.provider._page = 1
    for hour in (9, 10, 11, 12):
        paid(rig, f"2026-03-05 {hour:02d}:00")
    settled(rig)
    assert reconciled(rig).there == {"EUR": 10_000}
    assert rig.line.count("since") > 4
    assert said(rig) == []


def test_a_refund_and_a_dispute_from_outside(rig: Rig) -> None:
    one, two = paid(rig), paid(rig, "2026-03-06 15:00")
    settled(rig)
    rig.customer.refunds_outside(one, 700)
    rig.customer.disputes(two)
    assert said(rig) == [("REFUND_DIFFERS", 0, 700), ("DISPUTE_DIFFERS", 0, 2500)]
    rig.turn(2 * 3600)
    settled(rig)
    assert said(rig) == []
    assert reconciled(rig).here == {"EUR": 1800}


def test_money_that_nobody_asked_for(rig: Rig) -> None:
    rig.customer.stray(999, "EUR")
    assert said(rig) == [("STRAY", 0, 999)]


def test_a_provider_that_forgot_is_asked_by_reference_before_it_is_said(rig: Rig) -> None:
    """`since` may not go back for ever: what is missing in it is looked up one by one, and only then missing there."""
    attempt = paid(rig)
    settled(rig)
    empty = Done(Page((), (), "9"))
    rig.line.whims["since"] = [empty]
    assert said(rig) == []
    rig.line.whims["since"] = [empty]
    rig.line.whims["look"] = [Done(None), Done(None)]
    found = reconciled(rig)
    assert [(str(x.kind), x.here, x.there, x.attempt) for x in found.differences] == [
        ("MISSING_THERE", 2500, 0, attempt)
    ]


def test_a_payment_on_its_way_is_no_difference(rig: Rig) -> None:
    """What differs is fetched and read a second time: the worker may have settled it meanwhile."""
    paid(rig)

    def meanwhile() -> object:
        answer = rig.line.provider.since("", 0)
        settled(rig)
        return answer

    rig.line.whims["since"] = [meanwhile]
    assert said(rig) == []


@pytest.mark.parametrize(
    ("answer", "code"),
    [(Later(9), "PROVIDER_SILENT"), (Unknown("TIMEOUT"), "PROVIDER_SILENT"), (Refused("KEY"), "PROVIDER_REFUSED"),
     (Done(Page((), (), "", more=True)), "PROVIDER_SILENT")],
)  # fmt: skip
def test_a_provider_that_does_not_say_is_no_equal_one(rig: Rig, answer: object, code: str) -> None:
    """No answer, or one without an end, is an error and never "nothing differs"."""
    paid(rig)
    settled(rig)
    rig.line.whims["since"] = [answer]
    with pytest.raises(Busy) as no:
        reconciled(rig)
    assert no.value.code == code
    assert no.value.exit_code == 5


def test_books_that_were_tampered_with_differ(rig: Rig) -> None:
    """The ledger's own sum is compared too: a payment that was altered in its row is told twice over."""
    paid(rig)
    settled(rig)
    rig.write("UPDATE payment SET captured = 2400")
    assert said(rig) == [("AMOUNT_DIFFERS", 2400, 2500), ("LEDGER_DIFFERS", 2500, 2400)]


def test_what_is_counted_by_hand_and_what_cannot_be_asked(rig: Rig) -> None:
    paid(rig)
    settled(rig)
    rig.small.book("Leo Lee", "2026-03-09 15:00", method=Method.CASH)
    alone = Reconciling(rig.small.desk, {})
    assert alone.all() == ()
    assert alone.by_hand() == (Posting("cash:CASH", 2500, "EUR"),)
    assert alone.unconnected() == (Posting("cash:DEMO", 2500, "EUR"),)


def test_the_command_line_says_what_differs_and_what_to_do(
    rig: Rig, say: Say, small_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 0 where all is equal, 3 where something differs."""
    monkeypatch.setenv("DESKBELL_DATABASE", small_url)
    monkeypatch.setattr(wiring, "providers", lambda desk: {"DEMO": rig.line})
    paid(rig)
    told = say("reconcile", "--language", "en", code=3).out
    assert "1 difference" in told
    assert "worker --once" in told
    assert "25.00 €" in told
    settled(rig)
    assert "25.00 € here and there" in say("reconcile", "--language", "en").out
    data = say("reconcile", "--json").data
    assert (data["equal"], data["providers"][0]["here"]) == (True, {"EUR": 2500})
    monkeypatch.setattr(wiring, "providers", lambda desk: {})
    assert "not connected here" in say("reconcile", "--language", "en", code=3).out
