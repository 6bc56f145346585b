"""`deskbell demo customer …`: what a customer does reaches the desk only by what its worker sees at the provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deskbell.cli.customers import ACTS
from deskbell.demo.studio import opening_key
from deskbell.domain.payment import Method
from deskbell.providers import fake_customer
from deskbell.providers.fake_memory import beside
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.wiring import connect
from deskbell.words.language import LANGUAGES
from tests.cli.conftest import NOW, Said, Say
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, fresh, set_up


@pytest.fixture
def demo(tmp_path: Path, say: Say) -> Iterator[Small]:
    """A little invented desk where the demo's lies."""
    path = tmp_path / "home" / "data" / "demo.sqlite3"
    path.parent.mkdir(0o700, parents=True)
    clock = FrozenClock(NOW)
    with open_database(path) as database:
        small = Small(Desk(database, clock, fresh), clock)
        small.do(replace(set_up(), demo=True))
        connect(small.desk)
        yield small


def asked(demo: Small, say: Say, when: str = "2026-03-05 10:00") -> int:
    """A booking whose seat is held until its link is paid; the worker has made the link."""
    booking = demo.no(demo.book(None, when, method=Method.DEMO))
    say("worker", "--once", "--demo")
    assert state(demo, booking) == "HELD"
    return booking


def state(demo: Small, booking: int) -> str:
    return str(demo.desk.booking(booking).booking.state)


def goes_by(demo: Small, say: Say, monkeypatch: pytest.MonkeyPatch, seconds: int = 15) -> Said:
    """The next look of the worker."""
    monkeypatch.setenv("DESKBELL_NOW", str(demo.clock.pass_by(seconds=seconds)))
    return say("worker", "--once", "--demo")


def test_pays(demo: Small, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    booking = asked(demo, say)
    said = say("demo", "customer", "pays", booking)
    assert str(booking) in said.out
    assert state(demo, booking) == "HELD", "the desk has not looked yet"
    goes_by(demo, say, monkeypatch)
    view = demo.desk.booking(booking)
    assert (str(view.booking.state), view.captured) == ("CONFIRMED", 2500)
    demo.sound()


@pytest.mark.parametrize("verb", ["declines", "waits", "in-review"])
def test_the_seat_stays_held(demo: Small, say: Say, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    booking = asked(demo, say)
    say("demo", "customer", verb, booking)
    goes_by(demo, say, monkeypatch)
    assert state(demo, booking) == "HELD"
    assert demo.desk.booking(booking).captured == 0
    demo.sound()


def test_pays_twice_and_disputes(demo: Small, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    booking = asked(demo, say)
    say("demo", "customer", "pays-twice", booking)
    goes_by(demo, say, monkeypatch)
    view = demo.desk.booking(booking)
    assert [p.captured for p in view.payments] == [2500, 2500]
    say("demo", "customer", "disputes", booking)
    goes_by(demo, say, monkeypatch, 3600)
    states = sorted(str(p.state) for p in demo.desk.booking(booking).payments)
    assert states == ["CAPTURED", "CHARGED_BACK"]
    demo.sound()


def test_what_happens_to_a_link_that_is_over_is_looked_for_at_once(
    demo: Small, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody who plays with the demo waits an hour; an open link is looked at soon by itself."""
    booking, working = asked(demo, say), Working(demo.desk)
    say("demo", "customer", "pays", booking)
    assert working.swept("DEMO")[1] is False
    goes_by(demo, say, monkeypatch)
    say("demo", "customer", "disputes", booking)
    assert working.swept("DEMO")[1] is True


def test_as_json(demo: Small, say: Say) -> None:
    booking = asked(demo, say)
    data = say("demo", "customer", "pays", booking, "--json").data
    link = demo.desk.booking(booking).attempts[0]
    assert data == {"schema": 1, "booking": booking, "customer": "pays", "attempt": link.id, "link": link.link}
    assert link.link.startswith("https://demo.invalid/pay/")


def test_before_the_link_is_made(demo: Small, say: Say) -> None:
    booking = demo.no(demo.book(None, "2026-03-05 10:00", method=Method.DEMO))
    assert say("demo", "customer", "pays", booking, "--json", code=2).data["error"]["code"] == "LINK_UNKNOWN"


def test_what_cannot_be_is_said(demo: Small, say: Say) -> None:
    plain = demo.no(demo.book(None, "2026-03-05 12:00"))
    held = asked(demo, say)
    for words, code in (
        (("pays", plain), "NO_LINK"), (("pays", 4711), "NO_SUCH_BOOKING"), (("wins", held), "LINK_OTHERWISE"),
        (("flies", held), "USAGE"), (("pays", "seven"), "USAGE"), (("pays", "9" * 30), "USAGE"), ((), "USAGE"),
        (("pays",), "USAGE"), (("pays", held, 3), "USAGE"),
    ):  # fmt: skip
        assert say("demo", "customer", *words, "--json", code=2).data["error"]["code"] == code, words
    assert say("demo", "waiter", "pays", held, "--json", code=2).data["error"]["code"] == "USAGE"
    say("demo", "customer", "pays", held)
    assert say("demo", "customer", "pays", held, "--json", code=2).data["error"]["code"] == "LINK_CLOSED"


def test_only_ever_at_an_invented_desk(demo: Small, say: Say, tmp_path: Path) -> None:
    """A real desk has no such customers; exit 2 and a sentence, and no provider's file is made."""
    say("init", "--zone", "Europe/Madrid", "--currency", "EUR", "--tutor", "Ana", "--service", "Piano 60 25")
    real = tmp_path / "home" / "data" / "desk.sqlite3"
    said = say("demo", "customer", "pays", 1, "--database", real, "--json", code=2)
    assert said.data["error"]["code"] == "NOT_A_DEMO"
    said = say("demo", "customer", "pays", 1, "--database", "postgresql://somewhere/desk", "--json", code=2)
    assert said.data["error"]["code"] == "DEMO_NEEDS_A_FILE"
    assert not beside(real).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_is_said(demo: Small, say: Say, language: str) -> None:
    """In each language: what happened, and when the desk learns of it."""
    from deskbell.words.i18n import t

    assert set(ACTS) == set(fake_customer.ACTS)
    said = {t(language, f"demo.{verb}", booking=412) for verb in ACTS}
    assert len(said) == len(ACTS)
    assert all("412" in text for text in said)
    booking = asked(demo, say)
    lines = say("demo", "customer", "waits", booking, "--language", language).out.splitlines()
    assert lines == [t(language, "demo.waits", booking=booking), t(language, "demo.next_look")]


def test_a_demo_invented_anew_has_a_provider_that_knows_nothing(
    tmp_path: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of the last demo's money must not come to this one."""

    def build(desk: Desk, seed: int, day: date, told: object, world: object) -> None:
        desk.commit(replace(set_up(), key=opening_key(seed, day), demo=True))

    monkeypatch.setattr("deskbell.demo.studio.build", build)  # the whole studio takes its time
    say("demo", "--build")
    memory = beside(tmp_path / "home" / "data" / "demo.sqlite3")
    fake_customer.Customer(memory, FrozenClock(NOW)).stray(1, "EUR")
    assert say("demo", "--build", "--json").data["built"] is False
    assert memory.exists(), "the same demo goes on"
    assert say("demo", "--build", "--reset", "--json").data["built"] is True
    assert not memory.exists()
