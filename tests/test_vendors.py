"""Which providers a machine can use: by the secret it has, whose account that opens, and what the desk was told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskbell.domain.connection_commands import Connect, Disconnect
from deskbell.domain.connections import Kept, Made
from deskbell.domain.errors import WrongInput
from deskbell.domain.ports import Account, Done, Later, Refused
from deskbell.domain.secret import Secret
from deskbell.providers.stripe.provider import THANKS
from deskbell.services.working import Working
from deskbell.vendors import Sources, Vendors
from deskbell.worker.renewing import AGAIN, Renewal
from tests.house.clock import FrozenClock
from tests.services.conftest import Small, fresh, small, small_url

__all__ = ["small", "small_url"]

MADE = Made(live=False, kept=Kept.ENVIRONMENT, at=0, account="acct_1")


class Provider:
    """Answers what it was told to answer when it is asked whose it is."""

    def __init__(self, answer: object) -> None:
        self.answer, self.asked = answer, 0

    def check(self) -> object:
        self.asked += 1
        return self.answer


class Kit(Vendors):
    """The real judge; providers are told."""

    def __init__(self, answer: object) -> None:
        super().__init__(FrozenClock(), {})
        self.answer = answer
        self.made: list[Provider] = []

    def open(self, name: str, secret: Secret) -> Provider:  # type: ignore[override]
        self.made.append(Provider(self.answer))
        return self.made[-1]


class Kept1:
    """One secret, and where it is."""

    def __init__(self, words: str | None, where: Kept) -> None:
        self.words, self.where = words, where

    def find(self, name: str) -> tuple[Secret, Kept] | None:
        return None if self.words is None else (Secret(self.words), self.where)


KEY = "rk_test_0123456789abcdef"
OURS = Done(Account(live=False, id="acct_1"))


def sources(small: Small, answer: object = OURS, words: str | None = KEY, where: Kept = Kept.ENVIRONMENT) -> Sources:
    small.do(Connect(key=fresh(), connection="STRIPE", made=MADE))
    return Sources(small.desk, Kept1(words, where), Kit(answer))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Done(Account(live=False, id="acct_2")), "OTHER_ACCOUNT"),
        (Done(Account(live=True, id="acct_1")), "WRONG_MODE"),
        (Refused("KEY"), "KEY_REFUSED"),
        (Later(5, "UNREACHABLE"), "NOT_CHECKED"),
    ],
)
def test_what_the_environment_says_is_proven_first(small: Small, answer: object, code: str) -> None:
    """One desk must not work with another desk's secret: a variable names none."""
    opened = sources(small, answer)()
    assert not opened.providers
    assert opened.troubles["STRIPE"].code == code


def test_ours_is_proven_once_and_stays_the_same_one(small: Small) -> None:
    look = sources(small)
    first = look().providers["STRIPE"]
    assert look().providers["STRIPE"] is first
    assert first.asked == 1  # type: ignore[attr-defined]
    look.secrets.words = "rk_test_anotherone99"  # type: ignore[attr-defined]
    assert look().providers["STRIPE"] is not first


@pytest.mark.parametrize("where", [Kept.KEYRING, Kept.VAULT])
def test_places_that_carry_the_desks_name_need_no_proof(small: Small, where: Kept) -> None:
    provider = sources(small, where=where)().providers["STRIPE"]
    assert provider.asked == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("words", "code"),
    [(None, "NO_SECRET"), ("rk_live_0123456789", "WRONG_MODE"), ("pk_test_0123456789", "KEY_PUBLISHABLE")],
)
def test_without_a_good_key_there_is_no_provider(small: Small, words: str | None, code: str) -> None:
    look = sources(small, words=words, where=Kept.VAULT)
    assert look().troubles["STRIPE"].code == code
    assert look.vendors.made == []  # type: ignore[attr-defined]


def test_one_that_was_taken_away_is_not_looked_for(small: Small) -> None:
    look = sources(small)
    small.do(Disconnect(key=fresh(), connection="STRIPE"))
    assert look().providers == {}
    assert look().troubles == {}


def test_it_is_looked_again_where_something_changed_or_went_wrong(small: Small) -> None:
    """And at no other time: a look may wake a keyring."""
    look, clock = sources(small, words=None), small.clock
    looks: list[int] = []

    def counted() -> object:
        looks.append(1)
        return look()

    renewal = Renewal(counted, clock)  # type: ignore[arg-type]

    def turn() -> object:
        return renewal.due({health.name: health for health in Working(small.desk).connections()})

    assert turn() is not None
    assert turn() is None
    clock.at += AGAIN
    assert turn() is not None, "it could not be opened: tried again"
    look.secrets.words = KEY  # type: ignore[attr-defined]
    clock.at += AGAIN
    assert turn() is not None
    clock.at += 10 * AGAIN
    assert turn() is None, "all is well: nobody looks"
    small.do(Connect(key=fresh(), connection="STRIPE", made=replace(MADE, label="another")))
    assert turn() is not None
    small.do(Disconnect(key=fresh(), connection="STRIPE"))
    assert turn() is not None
    assert len(looks) == 5
    assert Renewal(None, clock).due({}) is None


@pytest.mark.parametrize("base", ["http://127.0.0.1:8080", "http://[::1]:8080", "http://127.0.0.1:8080/"])
def test_an_address_of_this_machine(base: str) -> None:
    vendors = Vendors(FrozenClock(), {"DESKBELL_STRIPE_BASE": base})
    assert vendors.open("STRIPE", Secret(KEY)).name == "STRIPE"
    assert vendors.open("MERCADO_PAGO", Secret("TEST-1")).name == "MERCADO_PAGO"


def test_the_page_after_paying_is_the_settings() -> None:
    """Stripe wants one; where nobody says any it is Stripe's own site."""
    for page, told in (("https://studio.example/thanks", "https://studio.example/thanks"), ("", THANKS)):
        provider = Vendors(FrozenClock(), {}, page).open("STRIPE", Secret(KEY))
        assert provider._pages == (told, "")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "base", ["https://127.0.0.1:80", "http://localhost:80", "http://10.0.0.1:80", "http://127.0.0.1", "//127.0.0.1:80",
             "http://127.0.0.1:80/x", "http://u:p@127.0.0.1:80", "http://127.0.0.1:80\nx"],
)  # fmt: skip
def test_any_other_address_is_refused(base: str) -> None:
    with pytest.raises(WrongInput, match="BASE_ELSEWHERE"):
        Vendors(FrozenClock(), {"DESKBELL_STRIPE_BASE": base}).open("STRIPE", Secret(KEY))
