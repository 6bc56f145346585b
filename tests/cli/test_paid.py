"""End to end: the real program, the vendors' kits, their stand-ins. Connected, asked for, paid, settled, given back."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from deskbell.providers.secrets import vault
from tests.cli.conftest import NOW, Said, say
from tests.cli.vendors import KEYS, Shop, shop, standins
from tests.standin.running import Running

__all__ = ["say", "shop", "standins"]


def later(shop: Shop, monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """It is so many seconds after NOW, for the desk and for the vendors."""
    monkeypatch.setenv("DESKBELL_NOW", str(NOW + seconds))
    for running in shop.vendors.values():
        running.clock(NOW + seconds)


def link_of(said: Said) -> str:
    (attempt,) = said.data["detail"]["attempts"]
    return str(attempt["link"])


@pytest.mark.parametrize("name", KEYS)
def test_connect_book_pay_settle_cancel_refund(shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """S2.24, S0: a link that the customer pays confirms the seat; a cancellation gives the money back."""
    say = shop.set_up(name).say
    shop.connect(name)
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", name, "--yes")
    say("worker", "--once")
    link = link_of(say("show", 1, "--json"))
    assert link.startswith("http")
    assert f"25.00 · waiting for the customer\n  {link}\n" in say("show", 1).out.replace(" €", "")
    shop.vendors[name].customer("pays", link)
    later(shop, monkeypatch, 120)
    say("worker", "--once")
    paid = say("show", 1, "--json").data
    assert (paid["state"], paid["money"]["state"], paid["money"]["captured"]) == ("CONFIRMED", "PAID", 2500)
    say("cancel", 1, "--by", "studio", "--yes")
    later(shop, monkeypatch, 300)
    say("worker", "--once")
    back = say("show", 1, "--json").data
    assert (back["state"], back["money"]["state"], back["money"]["refunded"]) == ("CANCELLED", "REFUNDED", 2500)
    assert say("verify").out
    assert say("reconcile", "--json").code == 0
    (listed,) = [x for x in say("connections", "--json").data["connections"] if x["connected"]]
    assert (listed["state"], listed["error"]) == ("ON", "")
    assert shop.leaks(KEYS[name]) == []


def test_asked_for_approved_and_taken(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A20: a card is authorised for what is asked for; approving takes the money."""
    say = shop.set_up().say
    shop.connect()
    say("service", "piano", "--approval", "pay-first")
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", "--yes")
    say("worker", "--once")
    shop.vendors["stripe"].customer("authorises", link_of(say("show", 1, "--json")))
    later(shop, monkeypatch, 120)
    say("worker", "--once")
    assert (say("show", 1, "--json").data["state"], "held on the card" in say("show", 1).out) == ("REQUESTED", True)
    say("approve", 1, "--yes")
    later(shop, monkeypatch, 180)
    say("worker", "--once")
    paid = say("show", 1, "--json").data
    assert (paid["state"], paid["money"]["captured"]) == ("CONFIRMED", 2500)
    assert say("attention", "--json").data["count"] == 0
    assert say("verify").out


def test_authorised_first_then_taken_in_part_and_given_up(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """S2.37, S2.39, A21: the link holds the money; a person takes some of it, or gives it up."""
    say = shop.set_up().say
    shop.connect()
    for n, hour in enumerate(("15:00", "17:00"), 1):
        say("book", "new", f"Ana{n}", "Perez", "piano", "fri", hour, "--yes")
        assert "Only a link" in say("pay", n, "cash", "--authorise", "--yes", code=2).err
        say("pay", n, "stripe", "--authorise", "--yes")
        say("worker", "--once")
        assert "deskbell show" in say("capture", n, "--yes", code=2).err
        shop.vendors["stripe"].customer("authorises", link_of(say("show", n, "--json")))
    later(shop, monkeypatch, 60)
    say("worker", "--once")
    assert [say("show", n, "--json").data["money"]["state"] for n in (1, 2)] == ["AUTHORISED", "AUTHORISED"]
    say("capture", 1, "--amount", "10", "--yes")
    say("void", 2, "--yes")
    later(shop, monkeypatch, 120)
    say("worker", "--once")
    taken, given_up = (say("show", n, "--json").data["money"] for n in (1, 2))
    assert (taken["state"], taken["captured"]) == ("PARTIALLY_PAID", 1000)
    assert (given_up["state"], given_up["captured"]) == ("UNPAID", 0)
    assert say("verify").out


def tasks(shop: Shop) -> list[str]:
    return [task["kind"] for task in shop.say("attention", "--json").data["tasks"]]


def test_an_amount_that_is_too_small_for_stripe(shop: Shop) -> None:
    """BAD INPUT: what the vendor refuses for good is said once, with why."""
    say = shop.set_up().say
    shop.connect()
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", "--yes")
    say("price", 1, "0.20", "goodwill", "--yes")
    say("pay", 1, "stripe", "--yes")
    say("worker", "--once")
    assert tasks(shop) == ["LINK_REFUSED"]
    assert "the amount is too small" in say("attention").out


TOO_LATE = {"stripe": "charge_not_refundable", "mercadopago": "400|bad_request|Payment too old to be refunded|2024"}


@pytest.mark.parametrize("name", KEYS)
def test_a_refund_window_that_is_over(shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """BAD INPUT: a task that says why; handed over by hand it is no difference to the provider's own sums."""
    say = shop.set_up(name).say
    shop.connect(name)
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", name, "--yes")
    say("worker", "--once")
    shop.vendors[name].customer("pays", link_of(say("show", 1, "--json")))
    later(shop, monkeypatch, 60)
    say("worker", "--once")
    shop.vendors[name].order("refund", "refuse", TOO_LATE[name])
    before = len(shop.vendors[name].log())
    say("cancel", 1, "--by", "studio", "--yes")
    assert ", under way" in say("show", 1).out
    later(shop, monkeypatch, 120)
    say("worker", "--once")
    assert tasks(shop) == ["REFUND_FAILED"]
    assert "did not go back to Ana Perez: it is too long ago to be given back there" in say("attention").out
    assert ", to do by hand" in say("show", 1).out
    say("refund", 1, "--yes")
    assert tasks(shop) == []
    assert ", made by hand" in say("show", 1).out
    assert "was given back by hand" in say("reconcile").out
    assert say("verify").out
    assert [x["call"] for x in shop.vendors[name].log()[before:]].count("refund") == 1


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("kind", ["html", "429", "503", "lost_reply", "502"])
def test_a_vendor_that_is_down_slow_or_talks_nonsense(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    """The seat is held, one link is made once it answers, and nobody is bothered."""
    say = shop.set_up(name).say
    shop.connect(name)
    vendor = shop.vendors[name]
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", name, "--yes")
    vendor.order("open", kind, {"429": "5", "503": "5", "html": "502"}.get(kind, ""))
    say("worker", "--once")
    assert say("show", 1, "--json").data["state"] == "HELD"
    for seconds in (60, 120):
        later(shop, monkeypatch, seconds)
        say("worker", "--once")
    assert link_of(say("show", 1, "--json")).startswith("http")
    assert tasks(shop) == []
    assert shop.leaks(KEYS[name]) == []


def test_a_key_that_is_revoked_pauses_it_and_bookings_go_on(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """BAD INPUT: a task, no lost booking; a new key goes on with what waited."""
    say = shop.set_up().say
    shop.connect()
    stripe = shop.vendors["stripe"]
    stripe.control("account", revoked=True)
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", "link", "--yes")
    say("worker", "--once")
    assert [task["kind"] for task in say("attention", "--json").data["tasks"]] == ["LOCKED_OUT"]
    assert "deskbell connect" in say("attention").out
    (listed,) = [x for x in say("connections", "--json").data["connections"] if x["connected"]]
    assert (listed["state"], listed["error"]) == ("PAUSED", "KEY")
    say("book", "new", "Leo", "Lee", "piano", "fri", "17:00", "cash", "--yes")
    assert say("show", 2, "--json").data["state"] == "CONFIRMED"
    stripe.control("account", revoked=False)
    assert shop.connect(code=3).err, "cash is real money by now: a test key is refused"
    say("undo", "--yes")
    shop.connect()
    assert say("attention", "--json").data["tasks"] == []
    later(shop, monkeypatch, 60)
    say("worker", "--once")
    assert link_of(say("show", 1, "--json"))


def test_another_desks_environment_does_not_serve_this_desk(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable carries no desk's name: whose key it is has to be asked, and one of another account is not used."""
    say = shop.set_up("mercadopago").say
    shop.connect("mercadopago")
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", "link", "--yes")
    monkeypatch.setenv("DESKBELL_MERCADO_PAGO_TOKEN", "TEST-of-another-account")
    said = say("worker", "--once")
    assert "does not accept that key" in said.err
    assert "another-account" not in said.err
    monkeypatch.setenv("DESKBELL_MERCADO_PAGO_TOKEN", "APP_USR-of-another-account")
    assert say("worker", "--once").code == 0
    monkeypatch.delenv("DESKBELL_MERCADO_PAGO_TOKEN")
    assert say("worker", "--json").data["counts"]["queued"] == 1


def test_no_secret_no_lease(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vault's passphrase is not there: it is said, nothing is asked of anybody, the queue stays."""
    say = shop.set_up().say
    shop.connect()
    say("book", "new", "Ana", "Perez", "piano", "fri", "15:00", "link", "--yes")
    monkeypatch.delenv("DESKBELL_PASSPHRASE_FILE")
    monkeypatch.setattr("deskbell.wiring._kept", {})
    monkeypatch.setattr("deskbell.cli.unseen.somebody_there", lambda: False)
    before = len(shop.vendors["stripe"].log())
    said = say("worker", "--once")
    assert "wants its passphrase" in said.err
    assert said.err.count("\n") == 1
    assert len(shop.vendors["stripe"].log()) == before
    shown = say("worker", "--json").data
    assert "STRIPE" not in [lease["name"] for lease in shown["leases"]]
    assert shown["operations"][0]["why"] == "NO_WORKER"


# --- a process of its own, by the machine's clock

REAL = vault.N


def until(holds: Any, seconds: float = 60) -> Any:
    """What it gives, once it gives something; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.5)
    raise AssertionError("waited in vain")


@pytest.mark.slow
def test_a_running_worker_serves_what_is_connected_later(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """No restart: connected while it runs, paid, confirmed; taken away while it runs, and let go of. The key stands in
    no process list.
    """
    stripe: Running = shop.vendors["stripe"]
    stripe.clock(None)
    monkeypatch.delenv("DESKBELL_NOW")
    monkeypatch.setattr(vault, "N", REAL)  # the worker opens what is locked here
    say = shop.say
    say(
        "init", "--desk", "Studio", "--zone", "UTC", "--currency", "EUR", "--tutor", "Ana Ruiz",
        "--service", "Piano 60 25.00", "--hours", "Mon-Sun 0-24",
    )  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "deskbell", "worker"], stderr=subprocess.PIPE, text=True)
    try:
        assert worker.stderr is not None
        assert "Ctrl-C" in worker.stderr.readline()
        shop.connect()
        say("book", "new", "Ana", "Perez", "piano", "+2", "15:00", "link", "--yes")
        link = until(lambda: link_of(say("show", 1, "--json")))
        if (listed := Path(f"/proc/{worker.pid}/cmdline")).exists():
            assert KEYS["stripe"] not in listed.read_text()
        stripe.customer("pays", link)
        until(lambda: say("show", 1, "--json").data["state"] == "CONFIRMED")
        say("disconnect", "stripe", "--yes")
        until(lambda: '"name": "STRIPE",\n      "live": true' not in say("worker", "--json").out)
    finally:
        worker.terminate()
        assert worker.wait(60) == 0
        if worker.stderr is not None:
            worker.stderr.close()
