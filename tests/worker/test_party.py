"""Connections that are no provider of payments: leased, paused, left alone and restored like the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from deskbell.domain.connections import GOOGLE, KINDS, MAIL, Serves, serves
from deskbell.domain.working import Link
from deskbell.services.connecting import Opened
from deskbell.worker.loop import Worker
from deskbell.worker.party import Tools
from tests.worker.conftest import Rig


@dataclass
class Guest:
    """A party that writes down what it is asked, and says what it is told to."""

    tools: Tools | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    at: int | None = None
    looked: bool = True
    fails: str = ""

    def serve(self, name: str, token: int) -> bool:
        assert token > 0
        self.asked.append(("serve", name))
        if self.fails == "BUG":
            raise RuntimeError("a fault of ours")
        if self.fails and self.tools is not None:
            self.tools.circuit.failed(name, self.fails)
        return False

    def sweep(self, name: str) -> None:
        self.asked.append(("sweep", name))

    def restore(self, name: str) -> bool:
        self.asked.append(("restore", name))
        return self.looked

    def next_due(self, name: str) -> int | None:
        return self.at


def guest_of(rig: Rig) -> tuple[Worker, Guest]:
    guest = Guest()

    def invite(tools: Tools, opened: Opened) -> dict[str, Any]:
        guest.tools = tools
        return dict.fromkeys(opened.calendars, guest)

    opened = Opened({}, {}, calendars={"GOOGLE": None})  # type: ignore[dict-item]
    worker = Worker(
        rig.working, {}, rig.clock, lambda seconds: None, dice=Random(1), crashes=rig.crashes, opened=opened,
        invite=invite,
    )  # fmt: skip
    return worker, guest


def test_what_a_connection_serves() -> None:
    """Known by its name; what nobody knows takes payments."""
    assert [serves(kind.name) for kind in KINDS] == [Serves.PAYMENTS, Serves.PAYMENTS, Serves.CALENDAR, Serves.MAIL]
    assert (serves(GOOGLE.name), serves(MAIL.name)) == (Serves.CALENDAR, Serves.MAIL)
    assert serves("DEMO") is Serves.PAYMENTS


def test_a_party_serves_what_is_leased_and_not_paused(rig: Rig) -> None:
    """It has its lease and its turn; paused by a person it has none, and the desk says that it is on a calendar."""
    worker, guest = guest_of(rig)
    worker.tick()
    assert guest.asked == [("serve", "GOOGLE"), ("sweep", "GOOGLE")]
    assert "GOOGLE" in worker.leases.held
    assert rig.small.desk.card().calendar == "GOOGLE"
    rig.working.pause("GOOGLE")
    worker.tick()
    assert len(guest.asked) == 2
    rig.working.resume("GOOGLE")
    worker.tick()
    assert len(guest.asked) == 4
    assert worker.tick() <= 5
    guest.at = rig.clock.at + 3
    assert worker.tick() == 3, "its next time counts"
    guest.at = rig.clock.at + 50
    assert worker.tick() == 5, "and nobody watches for it every second until then"


def test_another_worker_has_no_turn_at_it(rig: Rig) -> None:
    """One lease, one worker."""
    worker, guest = guest_of(rig)
    second, other = guest_of(rig)
    second.leases = rig.working.leases(pid=-1, host="elsewhere")
    worker.tick()
    second.tick()
    assert guest.asked
    assert not other.asked


def test_a_key_that_opens_nothing_pauses_it_and_is_told(rig: Rig) -> None:
    """And a fault of ours in it is a failure of that connection alone."""
    worker, guest = guest_of(rig)
    guest.fails = "KEY"
    worker.tick()
    assert rig.tasks() == ["LOCKED_OUT"]
    assert {h.name: h.state for h in rig.working.connections()}["GOOGLE"] is Link.PAUSED
    guest.fails = "BUG"
    rig.working.resume("GOOGLE")
    worker.tick()
    assert rig.crashes.exists()
    assert {h.name: h.error for h in rig.working.connections()}["GOOGLE"] == "CRASHED"


def test_a_desk_from_a_backup_looks_before_it_sends(rig: Rig) -> None:
    """Nothing is served until it has looked; money does not wait for a calendar."""
    worker, guest = guest_of(rig)
    worker.tick()
    guest.asked.clear()
    guest.looked = False
    rig.working.restored(("GOOGLE",))
    worker.tick()
    assert guest.asked == [("restore", "GOOGLE"), ("restore", "GOOGLE")]
    assert not worker.circuit.is_restoring()
    guest.looked = True
    worker.tick()
    assert guest.asked[-2:] == [("serve", "GOOGLE"), ("sweep", "GOOGLE")]


def test_calendars_that_were_given_later_are_hung_up_too(rig: Rig) -> None:
    """Whoever serves them ends with a line to each."""

    class Line(Guest):
        closed = 0

        def close(self) -> None:
            self.closed += 1

    worker = Worker(rig.working, {}, rig.clock, dice=Random(1), invite=lambda tools, opened: {})
    first, second = Line(), Line()
    worker.serve_also(Opened({}, {}, calendars={"GOOGLE": first}))  # type: ignore[dict-item]
    worker.serve_also(Opened({}, {}, calendars={"GOOGLE": second}))  # type: ignore[dict-item]
    worker.hang_up()
    assert (first.closed, second.closed) == (1, 1)
