"""A desk with secrets of its own and providers that say what a test has them say: for the screen of connections."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from deskbell.domain import commands as c
from deskbell.domain.connections import BY_NAME, Key
from deskbell.domain.entrances import LEAST, Client, Entry, client
from deskbell.domain.errors import WrongInput
from deskbell.domain.payment import Method
from deskbell.domain.ports import Account, Done, Outcome, Refused
from deskbell.domain.secret import Secret
from deskbell.providers.secrets import Keeping, Ring, vault
from deskbell.services.connecting import Connecting
from deskbell.services.desk import Desk
from deskbell.services.working import Working
from deskbell.store.engine import open_database
from deskbell.tui.screens.connections import ConnectionsScreen
from tests.house.clock import FrozenClock
from tests.providers.secrets.rings import Remembers
from tests.tui.harness import HarnessApp, clock
from tests.tui.linked import Linked, fresh

PLANTED = "rk_test_plantedplanted"
PHRASE = "planted passphrase"
ENTRY = Entry("1//planted-refresh", frozenset(LEAST))
PAGE = (
    "https://accounts.google.com/o/oauth2/auth?response_type=code&client_id="
    + "0123456789" * 7
    + (
        "&redirect_uri=http%3A%2F%2F127.0.0.1%3A35871%2F&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.events.owned"
        "+https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.freebusy&state="
        + "abcdefghij" * 4
        + "&code_challenge="
        + "ABCDEFGHIJ" * 4
        + "&code_challenge_method=S256&access_type=offline&prompt=consent&include_granted_scopes=true"
    )
)
ACCOUNT = Account(live=False, id="acct_1Nv0FGQ9RKHgCVdK", name="Studio Ruiz", country="ES", currencies=("EUR", "USD"))


@dataclass
class Says:
    """A provider of which only its account is asked; it may keep whoever asks waiting."""

    answer: Outcome[Account]
    go_on: threading.Event | None = None
    asked: int = 0

    def check(self) -> Outcome[Account]:
        self.asked += 1
        if self.go_on is not None:
            self.go_on.wait(10)
        return self.answer


@dataclass
class Vendors:
    """Keys with `live` in them are of real money, those with `sk_` open everything."""

    says: Says = field(default_factory=lambda: Says(Done(ACCOUNT)))
    given: list[str] = field(default_factory=list)
    knocks: Knocks = field(default_factory=lambda: Knocks())
    google: Client | None = None

    def client(self, file: Path | None = None) -> Client | None:
        return client(file.read_text()) if file is not None else self.google

    def knock(self, client: Client, *, choose: bool = False) -> Knocks:
        self.knocks.made += 1
        return self.knocks

    def judge(self, name: str, secret: Secret) -> Key:
        words = secret.reveal()
        if name in ("GOOGLE", "MAIL"):
            return Key(live=True)
        if not words:
            raise WrongInput("KEY_EMPTY")
        if "planted" not in words:
            raise WrongInput("KEY_SHAPE")
        return Key("live" in words, words.startswith("sk_"))

    def ask(self, name: str, secret: Secret) -> Outcome[Account]:
        self.given.append(secret.reveal())
        live = "live" in secret.reveal()
        if isinstance(self.says.answer, Done):
            self.says.answer = Done(replace(self.says.answer.value, live=live))
        return self.says.check()


@dataclass
class Knocks:
    """A page of Google's: the browser comes back when `comes` is given, and every pasted address is answered alike."""

    comes: queue.SimpleQueue[Outcome[Entry]] = field(default_factory=queue.SimpleQueue)
    pasted: Outcome[Entry] = field(default_factory=lambda: Done(ENTRY))
    address: str = PAGE
    made: int = 0
    waits: int = 0
    closed: int = 0

    def wait(self, patience: float = 120.0, stop: threading.Event | None = None) -> Outcome[Entry]:
        self.waits += 1
        try:
            while stop is None or not stop.is_set():
                with suppress(queue.Empty):
                    return self.comes.get(timeout=0.01)
            return Refused("STOPPED")
        finally:
            self.waits -= 1

    def paste(self, address: str) -> Outcome[Entry]:
        return self.pasted

    def close(self) -> None:
        self.closed += 1


@dataclass
class Keyed:
    """`ring` None: this machine has no keyring."""

    told: Linked
    folder: Path
    ring: Remembers | None = None
    environ: Mapping[str, str] = field(default_factory=dict)
    vendors: Vendors = field(default_factory=Vendors)
    kept: Keeping | None = None

    @property
    def desk(self) -> Desk:
        return self.told.desk

    @property
    def secrets(self) -> Keeping:
        """The same for all who ask in this process."""
        if self.kept is None:
            ring = Ring(f"deskbell:{self.desk.card().id}", find=lambda: self.ring)
            self.kept = Keeping(self.desk.card().id, self.folder, environ=self.environ, ring=ring)
        return self.kept

    def anew(self) -> Keyed:
        """Another process: no passphrase is known."""
        self.kept = None
        return self

    def door(self) -> Connecting:
        return Connecting(self.desk, self.secrets, self.vendors)

    def lesson(self, hour: int) -> Keyed:
        """A lesson of tomorrow that is confirmed and will be paid at the desk."""
        return self._book(hour, None)

    def link(self, hour: int, name: str = "STRIPE") -> Keyed:
        """A lesson of tomorrow that waits for its money by a link of that connection."""
        return self._book(hour, Method(name))

    def _book(self, hour: int, method: Method | None) -> Keyed:
        desk = self.desk
        (piano,), (tutor,) = desk.services(), desk.tutors()
        start = FrozenClock().set(f"2026-03-05T{hour:02}:00:00+01:00")
        who = c.Newcomer(name="Luis Gómez")
        self.told.do(c.Book(
            key=fresh(), service=piano.id, tutor=tutor.id, start=start, newcomer=who, method=method
        ))  # fmt: skip
        return self

    def connected(self, name: str = "STRIPE", key: str = PLANTED, account: Account = ACCOUNT) -> Keyed:
        """By that key, without a screen."""
        door = self.door()
        kind, secret = BY_NAME[name], Secret(key)
        with self.secrets.asking(lambda new: Secret(PHRASE)):
            door.connect(kind, secret, door.judged(kind, secret, wide=True), account)
        return self


def keyed(folder: Path, monkeypatch: pytest.MonkeyPatch | None = None, **more: Any) -> Keyed:
    """A desk on which nothing was booked yet, where a passphrase costs no time."""
    if monkeypatch is not None:
        monkeypatch.setattr(vault, "N", 1 << 4)
    frozen = clock()
    desk = Desk(open_database(f"sqlite:///{folder / 'keyed.sqlite3'}", create=True), frozen, fresh)
    week = tuple((day, 9 * 60, 20 * 60) for day in range(6))
    desk.commit(c.SetUp(
        key=fresh(), name="Estudio Río", zone="Europe/Madrid", currency="EUR",
        tutors=(c.NewTutor(name="Ana Ruiz", zone="Europe/Madrid", weekly=week),),
        services=(c.NewService(name="Piano 60", minutes=60, minor=2500),),
    ))  # fmt: skip
    return Keyed(
        Linked(desk, frozen, Working(desk, database_now=lambda unit: frozen.now())), folder / "secrets", **more
    )


class KeyedApp(HarnessApp):
    """Over the screen of connections, with those secrets and providers."""

    def __init__(self, at: Keyed, language: str = "en", ask: str = "") -> None:
        super().__init__(at.desk, lambda: ConnectionsScreen(language, ask), language)
        self.at = at

    def connecting(self, desk: Desk) -> Connecting:
        return self.at.door()
