"""Connecting a provider and taking it away, as changes of the desk: what is refused, what is kept, what stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.commands import Raise, Take, Undo
from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.connections import LINKS_LEFT, Kept, Made
from deskbell.domain.effects import AttemptOpened, ConnectionEnded, ConnectionMade
from deskbell.domain.errors import NotFound, Refused
from deskbell.domain.ids import digest_id
from deskbell.domain.payment import Method
from deskbell.domain.working import Health, Link
from deskbell.services.working import Working
from tests.services.conftest import Small, fresh
from tests.services.links import WORKER, tasks
from tests.services.links import Link as Checkout

TEST = Made(
    live=False, kept=Kept.VAULT, at=0, account="acct_1", label="Ana Ruiz", country="ES", currencies=("EUR", "USD"),
    excess=("Payouts",),
)  # fmt: skip
LIVE = replace(TEST, live=True)


def connect(small: Small, made: Made = TEST, name: str = "STRIPE", *, other: bool = False):  # type: ignore[no-untyped-def]
    return small.do(Connect(key=fresh(), connection=name, made=made, other=other))


def refused(small: Small, made: Made, name: str = "STRIPE", **more: bool) -> Refused:
    with pytest.raises(Refused) as error:
        connect(small, made, name, **more)
    return error.value


def health(small: Small, name: str = "STRIPE") -> Health:
    return next(h for h in Working(small.desk).connections() if h.name == name)


def by_link(small: Small, when: str = "2026-03-05 15:00") -> Checkout:
    """A held seat and its link at Stripe, made there."""
    booked = small.book("Ana Pérez", when, method=Method.STRIPE)
    link = Checkout(small, next(booked.plan.of(AttemptOpened)).attempt)
    link.settle()
    return link


def test_links_can_be_asked_for_from_then_on(small: Small) -> None:
    with pytest.raises(Refused, match="NOT_CONNECTED"):
        small.book("Ana Pérez", "2026-03-05 15:00", method=Method.STRIPE)
    changed = connect(small)
    made = next(changed.plan.of(ConnectionMade))
    assert (made.live, made.kept, made.again) == (False, Kept.VAULT, False)
    assert small.desk.card().links == ("STRIPE",)
    found = health(small)
    assert found.state is Link.ON
    assert found.made == replace(TEST, at=small.clock.now())
    assert by_link(small)
    small.sound()


def test_the_accounts_own_name_stands_where_it_can_be_overwritten(small: Small) -> None:
    """It may be a person's: not in the append-only record."""
    connect(small)
    with small.desk.database.read() as unit:
        bodies = [row[0] for row in unit.connection.exec_driver_sql("SELECT body FROM activity")]
    assert any("acct_1" in body for body in bodies)
    assert not any("Ana Ruiz" in body and "acct_1" in body for body in bodies)


def test_a_test_key_is_no_key_for_a_desk_with_real_money(small: Small) -> None:
    booked = small.book("Ana Pérez", "2026-03-05 15:00")
    small.do(Take(key=fresh(), order=small.order(booked), method=Method.CASH))
    error = refused(small, TEST)
    assert (error.code, error.facts) == ("TEST_KEY_ON_REAL", {"connection": "STRIPE", "count": 1})
    connect(small, LIVE)
    assert refused(small, TEST, "MERCADO_PAGO").code == "TEST_KEY_ON_REAL"


def test_a_live_key_is_no_key_for_a_desk_with_test_money(small: Small) -> None:
    """Also of the other provider: they share one ledger."""
    connect(small)
    by_link(small).pay()
    assert refused(small, LIVE).code == "LIVE_KEY_ON_TEST"
    assert refused(small, LIVE, "MERCADO_PAGO").facts["count"] == 1
    small.do(Disconnect(key=fresh(), connection="STRIPE"))
    assert refused(small, LIVE).code == "LIVE_KEY_ON_TEST", "what came by it is there still"
    small.sound()


def test_a_currency_that_is_not_sold_there(small: Small) -> None:
    error = refused(small, replace(TEST, currencies=("BRL",), country="BR"))
    assert (error.code, error.facts["told"], error.facts["choices"]) == ("CURRENCY_NOT_SOLD", "EUR", ("BRL",))
    connect(small, replace(TEST, currencies=()))


def test_another_account_is_meant_only_where_that_is_said(small: Small) -> None:
    """What came by the one before could not be followed by the new key."""
    connect(small)
    connect(small, replace(TEST, account="acct_2"))  # nothing hangs on it yet
    by_link(small)
    error = refused(small, replace(TEST, account="acct_3"))
    assert (error.code, error.facts["before"], error.facts["after"]) == ("OTHER_ACCOUNT", "acct_2", "acct_3")
    assert refused(small, replace(LIVE, account="acct_2")).code == "OTHER_ACCOUNT"
    connect(small, replace(TEST, account=""))  # a restricted key need not know whose it is
    connect(small, replace(TEST, account="acct_2"))
    changed = connect(small, replace(TEST, account="acct_3"), other=True)
    assert next(changed.plan.of(ConnectionMade)).again
    assert health(small).made.account == "acct_3"  # type: ignore[union-attr]


def test_reconnecting_settles_what_was_wrong(small: Small) -> None:
    connect(small)
    Working(small.desk).pause("STRIPE")
    for kind in ("LOCKED_OUT", "CONNECTION_DOWN"):
        small.do(Raise(key=fresh(), actor=WORKER, kind=kind, subject=digest_id("STRIPE")))
    small.do(Raise(key=fresh(), actor=WORKER, kind="LOCKED_OUT", subject=digest_id("MERCADO_PAGO")))
    connect(small)
    assert health(small).state is Link.ON
    assert tasks(small) == ["LOCKED_OUT"]
    small.sound()


def test_a_desk_from_a_backup_looks_first_with_whatever_key(small: Small) -> None:
    connect(small)
    Working(small.desk).restored(("STRIPE",))
    connect(small)
    assert health(small).state is Link.RESTORED
    Working(small.desk).pause("STRIPE")
    connect(small)
    assert health(small).state is Link.RESTORED


def test_disconnecting_says_what_stays_open(small: Small) -> None:
    connect(small)
    link = by_link(small)
    small.book("Leo Lee", "2026-03-05 17:00", method=Method.STRIPE)  # its link was not made yet
    command = Disconnect(key=fresh(), connection="STRIPE")
    plan = small.desk.plan(command)
    assert plan.asks
    ended = next(plan.of(ConnectionEnded))
    assert (ended.links, ended.ops, ended.kept) == (2, 2, Kept.VAULT)
    assert [(w.code, dict(w.facts)["count"]) for w in plan.warnings] == [("LINKS_STAY_OPEN", 2), ("OPS_STAY", 2)]
    small.do(command, plan.digest)
    assert health(small).state is Link.OFF
    assert small.desk.card().links == ()
    assert tasks(small) == [LINKS_LEFT]
    with pytest.raises(Refused, match="NOT_CONNECTED"):
        small.book("Ana Pérez", "2026-03-06 15:00", method=Method.STRIPE)
    with pytest.raises(NotFound, match="NO_SUCH_CONNECTION"):
        small.do(Disconnect(key=fresh(), connection="STRIPE"))
    connect(small)
    assert tasks(small) == []
    link.pay()
    small.sound()


def test_one_without_anything_open_ends_quietly(small: Small) -> None:
    connect(small)
    plan = small.desk.plan(Disconnect(key=fresh(), connection="STRIPE"))
    assert [e.kind for e in plan.effects] == ["ConnectionEnded"]
    assert plan.warnings == ()
    with pytest.raises(NotFound, match="NO_SUCH_CONNECTION"):
        small.desk.plan(Disconnect(key=fresh(), connection="MERCADO_PAGO"))


def test_undo_passes_over_it(small: Small) -> None:
    """A key is not put back by undo: u takes back the change before, and naming it is refused."""
    booked = small.book("Ana Pérez", "2026-03-05 15:00")
    changed = connect(small)
    line = small.desk.last_change()
    assert line is not None
    assert line.no == booked.no
    with pytest.raises(Refused, match="UNDO_NEVER"):
        small.desk.plan(Undo(key=fresh(), change=changed.no))


def test_what_was_never_connected_by_a_key_cannot_be_taken_away(small: Small) -> None:
    Working(small.desk).connect("DEMO")
    with pytest.raises(NotFound, match="NO_SUCH_CONNECTION"):
        small.do(Disconnect(key=fresh(), connection="DEMO"))
