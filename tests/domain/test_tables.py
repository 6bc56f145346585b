"""Every cell of M1, M2 and M3: what the tables allow happens, what they lack raises and changes nothing."""

from __future__ import annotations

import itertools

import pytest

from deskbell.domain import booking, payment, slot
from deskbell.domain.booking import SEATED, State, Verb
from deskbell.domain.errors import IllegalMove
from deskbell.domain.people import Role

LEGAL = {
    # (state, verb): (row of the paper, after, who may)
    (None, "BOOK"): ("T1", "CONFIRMED", "CTS"),
    ("CONFIRMED", "CANCEL"): ("T22", "CANCELLED", "CTS"),
    ("CONFIRMED", "MOVE"): ("T24", "CONFIRMED", "CTS"),
    ("CONFIRMED", "COMPLETE"): ("T25", "COMPLETED", "TS"),
    ("CONFIRMED", "NO_SHOW"): ("T26", "NO_SHOW", "TS"),
    ("COMPLETED", "REOPEN"): ("T27", "CONFIRMED", "TS"),
    ("NO_SHOW", "REOPEN"): ("T27", "CONFIRMED", "TS"),
    ("CANCELLED", "REINSTATE"): ("T28", "CONFIRMED", "TS"),
    ("CONFIRMED", "UNDO_BOOK"): ("T0", "CANCELLED", "TS"),
    ("HELD", "UNDO_BOOK"): ("T0", "CANCELLED", "TS"),
    (None, "HOLD"): ("T2", "HELD", "CTS"),
    ("HELD", "CONFIRM"): ("T10", "CONFIRMED", "SW"),
    ("HELD", "LAPSE"): ("T11", "EXPIRED", "SW"),
    ("EXPIRED", "ACCEPT_LATE"): ("T12", "CONFIRMED", "SW"),
    ("HELD", "CANCEL"): ("T21", "CANCELLED", "CTS"),
    (None, "REQUEST"): ("T3", "REQUESTED", "CTS"),
    ("REQUESTED", "APPROVE_TO_PAY"): ("T6", "HELD", "TS"),
    ("REQUESTED", "APPROVE"): ("T7", "CONFIRMED", "TS"),
    ("REQUESTED", "REJECT"): ("T8", "REJECTED", "TS"),
    ("REQUESTED", "LAPSE"): ("T9", "EXPIRED", "SW"),
    ("REQUESTED", "CANCEL"): ("T21", "CANCELLED", "CTS"),
    ("REQUESTED", "UNDO_BOOK"): ("T0", "CANCELLED", "TS"),
}
ROLES = {"C": Role.CUSTOMER, "T": Role.TUTOR, "S": Role.STAFF, "W": Role.SYSTEM}


@pytest.mark.parametrize("role", "CTSW")
@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("state", [None, *State])
def test_every_cell_of_m1(state: State | None, verb: Verb, role: str) -> None:
    """A (state, verb, role) cell does what the paper's row says, or raises IllegalMove."""
    row = LEGAL.get((state and str(state), str(verb)))
    if row is None:
        with pytest.raises(IllegalMove, match="ILLEGAL_MOVE"):
            booking.step(state, verb, ROLES[role])
    elif role not in row[2]:
        with pytest.raises(IllegalMove, match="NOT_YOURS"):
            booking.step(state, verb, ROLES[role])
        assert verb not in booking.allowed(state, ROLES[role])
    else:
        found = booking.step(state, verb, ROLES[role])
        assert (found.number, found.after) == (row[0], row[1])
        assert verb in booking.allowed(state, ROLES[role])


def test_closed_states_are_left_only_by_undo_reinstating_and_late_money() -> None:
    """M1: COMPLETED, NO_SHOW, CANCELLED, REJECTED, EXPIRED have no way out but REOPEN, REINSTATE, ACCEPT_LATE."""
    for state in (State.COMPLETED, State.NO_SHOW, State.CANCELLED, State.REJECTED, State.EXPIRED):
        assert {v for s, v in booking.TABLE if s is state} <= {Verb.REOPEN, Verb.REINSTATE, Verb.ACCEPT_LATE}


def test_seated_states_are_those_that_hold_a_seat() -> None:
    """I26: the six states of the paper, neither more nor fewer."""
    assert {"REQUESTED", "HELD", "OFFERED", "CONFIRMED", "COMPLETED", "NO_SHOW"} == SEATED


SLOTS = {
    (None, "PUBLISH"): "PLANNED",
    ("DRAFT", "PUBLISH"): "PLANNED",
    ("PLANNED", "MOVE"): "PLANNED",
    ("PLANNED", "CANCEL"): "CANCELLED",
    ("PLANNED", "COMPLETE"): "COMPLETED",
    ("COMPLETED", "UNDO_COMPLETE"): "PLANNED",
    ("CANCELLED", "REINSTATE"): "PLANNED",
}


@pytest.mark.parametrize(("state", "verb"), itertools.product([None, *slot.SlotState], slot.SlotVerb))
def test_every_cell_of_m2(state: slot.SlotState | None, verb: slot.SlotVerb) -> None:
    """L1-L6 and nothing else."""
    after = SLOTS.get((state and str(state), str(verb)))
    if after is None:
        with pytest.raises(IllegalMove, match="ILLEGAL_SLOT_MOVE"):
            slot.step(state, verb)
    else:
        assert slot.step(state, verb) == after


OPEN, OVER = ("CREATED", "PENDING", "FAILED"), ("CANCELLED", "EXPIRED")
ATTEMPTS = {
    (None, "TAKE"): "CAPTURED",
    ("CAPTURED", "REVERSE"): "REVERSED",
    (None, "ASK"): "CREATED",
    ("CREATED", "SEND"): "PENDING",
    ("PENDING", "DECLINE"): "FAILED",
    (None, "AUTHORISE"): "AUTHORISED",
    ("AUTHORISED", "TAKE"): "CAPTURED",
    ("AUTHORISED", "VOID"): "VOIDED",
    ("AUTHORISED", "LOSE"): "AUTH_EXPIRED",
    ("CAPTURED", "DISPUTE"): "CHARGED_BACK",
    ("CHARGED_BACK", "WIN"): "CAPTURED",
    **{(s, "TAKE"): "CAPTURED" for s in (*OPEN, *OVER)},
    **{(s, "AUTHORISE"): "AUTHORISED" for s in (*OPEN, *OVER)},
    **{(s, "CLOSE"): "CANCELLED" for s in OPEN},
    **{(s, "LAPSE"): "EXPIRED" for s in OPEN},
}
REFUNDS = {
    (None, "ASK"): "REQUESTED",
    (None, "HAND_OVER"): "SUCCEEDED",
    ("REQUESTED", "HAND_OVER"): "MANUAL_DONE",
    ("REQUESTED", "WITHDRAW"): "WITHDRAWN",
    ("SUCCEEDED", "TAKE_BACK"): "WITHDRAWN",
    ("MANUAL_DONE", "TAKE_BACK"): "REQUESTED",
    ("FAILED", "HAND_OVER"): "MANUAL_DONE",
    ("REQUESTED", "SEND"): "PENDING",
    ("REQUESTED", "SUCCEED"): "SUCCEEDED",
    ("PENDING", "SUCCEED"): "SUCCEEDED",
    ("FAILED", "SUCCEED"): "SUCCEEDED",
    ("REQUESTED", "FAIL"): "FAILED",
    ("PENDING", "FAIL"): "FAILED",
    ("SUCCEEDED", "FAIL"): "FAILED",
    ("EXTERNAL", "FAIL"): "FAILED",
    ("FAILED", "ASK"): "REQUESTED",
    (None, "FIND"): "EXTERNAL",
}


@pytest.mark.parametrize(("state", "verb"), itertools.product([None, *payment.AttemptState], payment.PayVerb))
def test_every_cell_of_attempts(state: payment.AttemptState | None, verb: payment.PayVerb) -> None:
    """M3: attempts and payments, P1-P8, P11 and P14."""
    after = ATTEMPTS.get((state and str(state), str(verb)))
    if after is None:
        with pytest.raises(IllegalMove, match="ILLEGAL_PAYMENT_MOVE"):
            payment.attempt_after(state, verb)
    else:
        assert payment.attempt_after(state, verb) == after


@pytest.mark.parametrize(("state", "verb"), itertools.product([None, *payment.RefundState], payment.RefundVerb))
def test_every_cell_of_refunds(state: payment.RefundState | None, verb: payment.RefundVerb) -> None:
    """M3, P9, P10, P13: a refund by hand is never marked done by itself (I24)."""
    after = REFUNDS.get((state and str(state), str(verb)))
    if after is None:
        with pytest.raises(IllegalMove, match="ILLEGAL_REFUND_MOVE"):
            payment.refund_after(state, verb)
    else:
        assert payment.refund_after(state, verb) == after
