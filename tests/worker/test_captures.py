"""P3, I12: authorised money is taken when the lesson begins or a day before it would be lost, once."""

from __future__ import annotations

import pytest

from deskbell.domain.commands import AskByLink
from deskbell.domain.effects import AttemptOpened
from deskbell.domain.payment import Method
from deskbell.domain.ports import SeenState
from deskbell.services.working import Working
from tests.services.conftest import Small, at, fresh, small, small_url  # noqa: F401 - the fixture
from tests.services.links import Link, connect, ops

DAY = 86400


@pytest.mark.parametrize(("days", "when"), [(9, "2026-03-05 15:00"), (3, "2026-03-06 10:00")])
def test_it_is_taken_in_time(small: Small, days: int, when: str) -> None:  # noqa: F811
    """min(start, end of the authorisation less a day), and not a second before."""
    connect(small)
    booked = small.book("Ana Pérez", "2026-03-05 15:00" if days == 9 else "2026-03-09 15:00")
    asked = small.do(AskByLink(key=fresh(), order=small.order(booked), method=Method.DEMO, later=True))
    link = Link(small, next(asked.plan.of(AttemptOpened)).attempt)
    link.settle()
    link.pay(state=SeenState.AUTHORISED, until=small.clock.now() + days * DAY)
    working = Working(small.desk)
    small.clock.at = at(when) - 1
    assert working.to_capture() == ()
    small.clock.at = at(when)
    (payment,) = working.to_capture()
    from deskbell.domain.commands import CaptureNow

    working.do(CaptureNow(key=fresh(), actor=working.actor, payment=payment))
    assert ops(small)[-1] == ("CAPTURE", "todo")
    assert working.to_capture() == ()
    small.sound()
