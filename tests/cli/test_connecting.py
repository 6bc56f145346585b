"""`deskbell connect`, `disconnect`, `connections`: what is refused in one sentence, what is kept and where.

The real program with the vendors' real kits, against their stand-ins.
"""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deskbell.cli import unseen
from deskbell.domain.secret import Secret
from deskbell.providers.secrets import ring
from tests.cli.conftest import say
from tests.cli.vendors import KEYS, PHRASE, STRIPE, Shop, shop, standins
from tests.house import invented
from tests.providers.secrets.rings import Locked, Remembers

__all__ = ["say", "shop", "standins"]

LIVE_SECRET = "sk_live_plantedplantedplanted"


def test_connected_listed_and_taken_away(shop: Shop) -> None:
    """Whose it is, test or live, where the key is kept; and then nothing of it is left."""
    shop.set_up()
    assert "deskbell connect stripe" in shop.say("connections").out
    said = shop.connect()
    assert "TEST" in said.out
    assert "Studio Ruiz (ES)" in said.out
    assert str(shop.home / "home") in said.out
    (listed,) = [x for x in shop.say("connections", "--json").data["connections"] if x["connected"]]
    assert (listed["name"], listed["mode"], listed["account"], listed["kept"]) == ("stripe", "test", "acct_0", "vault")
    assert listed["answered_at"] == "2026-03-04T10:00:00+01:00"
    plan = shop.say("disconnect", "stripe", "--plan")
    assert "is forgotten" in plan.out
    assert len(list((shop.home / "home").rglob("*.vault"))) == 1
    shop.say("disconnect", "stripe", code=4)
    shop.say("disconnect", "stripe", "--yes")
    assert not list((shop.home / "home").rglob("*.vault"))
    assert not [x for x in shop.say("connections", "--json").data["connections"] if x["connected"]]
    assert shop.say("disconnect", "stripe", "--yes", code=2).err.count("\n") == 1
    shop.connect()


@pytest.mark.parametrize(
    ("name", "key", "code", "words"),
    [
        ("stripe", "", 2, "No key"),
        ("stripe", "   \n", 2, "No key"),
        ("stripe", "pk_live_plantedplanted", 2, "publishable"),
        ("stripe", "pk_test_plantedplanted", 2, "publishable"),
        ("stripe", "whsec_planted", 2, "whole key"),
        ("stripe", "planted words\nand a second line", 2, "whole key"),
        ("stripe", "planted" * 900, 2, "whole key"),
        ("stripe", LIVE_SECRET, 4, "--live-secret-key"),
        ("stripe", "rk_live_plantedplanted", 2, "not accept"),
        ("mercadopago", "APP_USR-12345678-1234-1234-1234-123456789012", 2, "public key"),
        ("mercadopago", "TG-planted", 2, "access token"),
        ("mercadopago", "planted", 2, "whole key"),
        ("mercadopago", "TEST-planted-of-another-account", 2, "not accept"),
    ],
)
def test_what_is_no_good_key_is_one_sentence(shop: Shop, name: str, key: str, code: int, words: str) -> None:
    """BAD INPUT: nothing of what was typed is said again, and nothing is half done."""
    shop.set_up(name)
    said = shop.connect(name, key=key, code=code)
    assert said.out == ""
    assert words in said.err
    assert said.err.count("\n") == 1
    assert "planted" not in said.err
    assert shop.leaks("planted") == []
    assert not list((shop.home / "home").rglob("*.vault"))
    assert shop.say("connections", "--json").data["connections"][0] == {"name": "stripe", "connected": False}
    answer = shop.connect(name, "--json", key=key, code=code)
    assert "planted" not in answer.out + answer.err
    assert json.loads(answer.out)["error"]["sentence"]


def test_a_key_on_the_command_line_is_refused_and_not_said_again(shop: Shop) -> None:
    shop.set_up()
    said = shop.say("connect", "stripe", LIVE_SECRET, code=2)
    assert "command line" in said.err
    assert "planted" not in said.out + said.err
    for words in ((f"--key={LIVE_SECRET}",), (f"--token={LIVE_SECRET}",), ("--key", LIVE_SECRET)):
        said = shop.say("connect", "stripe", *words, code=2)
        assert "planted" not in said.out + said.err
    said = shop.say("connect", LIVE_SECRET, code=2)
    assert "planted" not in said.out + said.err


def test_a_live_key_that_can_do_everything_wants_a_word(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """--live-secret-key, or LIVE typed in full; the stand-in's account is a test one and then refuses it."""
    shop.set_up()
    assert "does not accept" in shop.connect("stripe", "--live-secret-key", key=LIVE_SECRET, code=2).err
    file = tmp_path / "live"
    file.write_text(LIVE_SECRET)
    file.chmod(0o600)
    assert "does not accept" in shop.say("connect", "stripe", "--key-file", file, typed="LIVE\n", code=2).err
    for typed in ("live\n", "yes\n", "\n"):
        assert "--live-secret-key" in shop.say("connect", "stripe", "--key-file", file, typed=typed, code=4).err


@pytest.mark.parametrize("name", KEYS)
def test_a_revoked_key(shop: Shop, name: str) -> None:
    shop.set_up(name)
    if name == "stripe":
        shop.vendors[name].control("account", revoked=True)
        said = shop.connect(name, code=2)
    else:
        shop.vendors[name].control("set", token="TEST-another")
        said = shop.connect(name, code=2)
    assert "does not accept" in said.err
    assert shop.leaks(KEYS[name]) == []


def test_a_key_that_may_too_little_and_one_that_may_too_much(shop: Shop) -> None:
    shop.set_up()
    stripe = shop.vendors["stripe"]
    stripe.control("account", rights=["checkout.read"])
    assert "may not do" in shop.connect(code=2).err or "rights" in shop.connect(code=2).err
    stripe.control("account", rights=None)
    said = shop.connect()
    assert "Payouts" in said.out
    assert "Payouts" in shop.say("connections").out


@pytest.mark.parametrize("kind", ["lost_request", "503", "html", "500", "429"])
def test_a_provider_that_is_down_keeps_nothing_unless_asked(shop: Shop, kind: str) -> None:
    """It is said; --unchecked keeps the key all the same, and says that nobody was asked."""
    shop.set_up()
    shop.vendors["stripe"].order("read", kind, value={"503": 7, "429": 7, "html": 502}.get(kind, ""), times=3)
    said = shop.connect(code=5)
    assert "--unchecked" in said.err
    assert said.err.count("\n") == 1
    assert not list((shop.home / "home").rglob("*.vault"))
    said = shop.connect("stripe", "--unchecked")
    assert "Nobody was asked" in said.out


def test_nobody_listens_there(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKBELL_STRIPE_BASE", "http://127.0.0.1:9")
    shop.set_up()
    assert "not reachable" in shop.connect(code=5).err


@pytest.mark.parametrize(
    "base", ["http://example.com", "https://api.stripe.com", "http://127.0.0.1.example.com:80", "http://127.0.0.1@x:80"]
)
def test_another_address_is_this_machines_own_or_none(shop: Shop, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """A variable must not send a key elsewhere."""
    monkeypatch.setenv("DESKBELL_STRIPE_BASE", base)
    shop.set_up()
    assert "DESKBELL_STRIPE_BASE" in shop.connect(code=2).err


def test_a_test_key_on_a_desk_with_real_money(shop: Shop) -> None:
    shop.set_up()
    shop.say("book", "new", "Ana", "Perez", "piano", "thu", "15:00", "cash", "--yes")
    said = shop.connect(code=3)
    assert "real money" in said.err
    assert not list((shop.home / "home").rglob("*.vault"))


def test_a_currency_that_is_not_sold_there(shop: Shop) -> None:
    shop.set_up("stripe")
    assert "ARS" in shop.connect("mercadopago", code=3).err


def test_an_invented_desk_is_never_connected(shop: Shop) -> None:
    """And its own provider is not taken away."""
    invented.place_at_home()
    assert "invented" in shop.say("connect", "stripe", "--demo", "--key-file", "-", code=3).err
    assert shop.say("disconnect", "stripe", "--demo", "--yes", code=3).err


def test_without_a_desk(shop: Shop) -> None:
    for words in (("connect", "stripe"), ("disconnect", "stripe", "--yes"), ("connections",)):
        assert shop.say(*words, code=2).err.count("\n") == 1
    shop.set_up()
    assert "stripe, mercadopago" in shop.say("connect", "paypal", code=2).err
    assert shop.say("connect", code=2).err


def test_nobody_to_ask(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """No terminal, no file: one sentence, for the key and for the passphrase; getpass would echo what is typed."""
    shop.set_up()
    monkeypatch.setattr(unseen, "somebody_there", lambda: False)
    assert "--key-file" in shop.say("connect", "stripe", typed="", code=2).err
    monkeypatch.delenv("DESKBELL_PASSPHRASE_FILE")
    assert "DESKBELL_PASSPHRASE_FILE" in shop.connect(code=2).err
    assert shop.say("connections", "--json").data["connections"][0]["connected"] is False


def test_a_file_that_is_not_there_or_open_to_others(shop: Shop, tmp_path: Path) -> None:
    shop.set_up()
    assert "not there" in shop.say("connect", "stripe", "--key-file", tmp_path / "none", code=3).err
    file = tmp_path / "open"
    file.write_text(STRIPE)
    file.chmod(0o644)
    said = shop.say("connect", "stripe", "--key-file", file, code=3)
    assert "chmod 600" in said.err
    assert STRIPE not in said.err


class Typing:
    """Somebody at the terminal who types these, unseen."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self.asked: list[str] = []

    def __call__(self, question: str) -> Secret:
        self.asked.append(question)
        return Secret(self.words.pop(0))


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Typing]:
    def sits(*words: str) -> Typing:
        typing = Typing(*words)
        monkeypatch.setattr(unseen, "somebody_there", lambda: True)
        monkeypatch.setattr(unseen, "unseen", typing)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.delenv("DESKBELL_PASSPHRASE_FILE", raising=False)
        return typing

    return sits


def test_the_key_and_a_new_passphrase_are_typed_unseen(shop: Shop, types: Callable[..., Typing]) -> None:
    shop.set_up()
    typing = types(STRIPE, PHRASE, PHRASE)
    said = shop.say("connect", "stripe")
    assert len(typing.asked) == 3
    assert STRIPE not in said.out + said.err
    assert PHRASE not in said.out + said.err
    (vault,) = (shop.home / "home").rglob("*.vault")
    assert stat.S_IMODE(vault.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.parent.stat().st_mode) == 0o700
    assert shop.leaks(STRIPE, PHRASE) == []


def test_passphrases_that_differ_or_are_short_keep_nothing(shop: Shop, types: Callable[..., Typing]) -> None:
    shop.set_up()
    for typed, words in ((("one passphrase", "another one"), "differ"), (("short", "short"), "8 characters")):
        types(STRIPE, *typed)
        assert words in shop.say("connect", "stripe", code=2).err
    assert not list((shop.home / "home").rglob("*.vault"))
    assert shop.say("connections", "--json").data["connections"][0]["connected"] is False


def test_the_environments_key_is_used_and_not_kept_anywhere(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.set_up()
    monkeypatch.setenv("DESKBELL_STRIPE_KEY", STRIPE)
    said = shop.say("connect", "stripe", typed="")
    assert "the environment" in said.out
    assert shop.leaks(STRIPE) == []
    assert not list((shop.home / "home").rglob("*.vault"))
    assert "unset it" in shop.say("disconnect", "stripe", "--plan").out
    assert "DESKBELL_STRIPE_KEY" in shop.connect(key="rk_test_anotherone99", code=3).err


def test_a_keyring_is_used_where_there_is_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Remembers()
    monkeypatch.setattr(ring, "usable", lambda: kept)
    shop.set_up()
    assert "keyring" in shop.connect().out
    ((service, name),) = kept.kept
    assert service.startswith("deskbell:")
    assert name == "STRIPE"
    assert "passphrase" in shop.connect("stripe", "--vault").out
    assert not kept.kept, "it is in one place"
    shop.connect()
    shop.say("disconnect", "stripe", "--yes")
    assert not kept.kept


def test_the_doctor_looks_after_keys(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where they are kept, whether they can be read here, and no question; what is gone says what to do."""
    shop.set_up()
    assert "keyring" not in shop.say("doctor").out
    shop.connect()
    assert "No keyring here" in shop.say("doctor").out
    monkeypatch.delenv("DESKBELL_PASSPHRASE_FILE")
    monkeypatch.setattr("deskbell.wiring._kept", {})  # another process
    assert "lies in a file with a passphrase" in shop.say("doctor").out
    for file in (shop.home / "home").rglob("*.vault"):
        file.unlink()
    said = shop.say("doctor", code=3)
    assert "Stripe: " in said.out
    kept = Remembers()
    monkeypatch.setattr(ring, "usable", lambda: kept)
    monkeypatch.setattr("deskbell.wiring._kept", {})
    shop.connect()
    assert "(Test Ring)" in shop.say("doctor").out


def test_a_locked_keyring(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, exit 5, nothing kept; --vault goes round it."""
    monkeypatch.setattr(ring, "usable", Locked)
    shop.set_up()
    said = shop.connect(code=5)
    assert "locked" in said.err
    assert said.err.count("\n") == 1
    assert not list((shop.home / "home").rglob("*.vault"))
    assert shop.say("connections", "--json").data["connections"][0]["connected"] is False
    assert "passphrase" in shop.connect("stripe", "--vault").out


def test_another_account_wants_a_word(shop: Shop) -> None:
    """What is open came by the account before."""
    shop.set_up()
    shop.connect()
    shop.say("book", "new", "Ana", "Perez", "piano", "thu", "15:00", "link", "--yes")
    with closing(sqlite3.connect(shop.home / "home" / "data" / "desk.sqlite3")) as file, file:
        file.execute("UPDATE connection SET account = 'acct_before'")
    assert "--other-account" in shop.connect(code=3).err
    shop.connect("stripe", "--other-account")


def test_a_crash_says_nothing_of_the_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """T3: planted secrets on a path that nobody expected to fail; the report has neither."""
    shop.set_up()

    def fails(*args: object, **more: object) -> None:
        raise RuntimeError(f"{STRIPE} {PHRASE}")

    monkeypatch.setattr("deskbell.services.connecting.Connecting.connect", fails)
    said = shop.connect(code=1)
    assert STRIPE not in said.out + said.err
    assert list((shop.home / "home").rglob("crash-*.txt"))
    assert shop.leaks(STRIPE, PHRASE) == []


def test_a_change_that_is_not_made_keeps_no_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is taken out again, and the one before is put back."""
    kept = Remembers()
    monkeypatch.setattr(ring, "usable", lambda: kept)
    shop.set_up()

    def fails(*args: object, **more: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr("deskbell.services.desk.Desk.commit", fails)
        shop.connect(code=1)
    assert not kept.kept
    shop.connect()
    with monkeypatch.context() as broken:
        broken.setattr("deskbell.services.desk.Desk.commit", fails)
        shop.connect(key="rk_test_anotherone99", code=1)
    assert list(kept.kept.values()) == [STRIPE]
