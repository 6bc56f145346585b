"""The worker on the product's own desk: links are made, paid, closed, looked at; each answer settles what it is about."""

from __future__ import annotations

from deskbell.domain.booking import State
from tests.worker.conftest import Rig


def test_a_link_is_made_paid_and_confirms_the_seat(rig: Rig) -> None:
    """T2, T10: asked for, opened with one call, paid, seen at the next look; nothing left to do."""
    no, attempt = rig.book()
    rig.turn()
    assert rig.ops() == [("CHECKOUT", "done", "")]
    rig.customer.pays(attempt)
    rig.turn(16)
    assert rig.state(no) is State.CONFIRMED
    assert rig.line.count("open") == 1
    assert rig.tasks() == []
    rig.small.sound()
