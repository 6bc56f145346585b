"""Connecting: the one verb that talks to a provider. A key is judged, its account is asked, and only then it is kept.

Nothing is half done: what is refused is refused before the secret is kept, and a secret whose change was not made is
taken out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from deskbell.domain.connection_commands import Connect
from deskbell.domain.connections import BY_NAME, KINDS, Kept, Key, Kind, Made
from deskbell.domain.errors import Busy, DeskError, NeedsYes, NotSetUp, WrongInput
from deskbell.domain.ports import Account, CalendarProvider, Done, Messenger, PaymentProvider, Refused, Secrets
from deskbell.domain.secret import Secret
from deskbell.domain.working import Health, Link
from deskbell.services.working import Working
from deskbell.store import find

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Changed, Desk


class Kit(Protocol):
    """The vendors' adapters, by a connection's name."""

    def judge(self, name: str, secret: Secret) -> Key:
        """What can be seen of a key. WrongInput: KEY_EMPTY, KEY_SHAPE and what else it may be instead."""
        ...

    def open(self, name: str, secret: Secret) -> PaymentProvider:
        """A provider by that key; nothing is asked of it yet."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What can be used here and now, by a connection's name; of the others the error that says why not."""

    providers: Mapping[str, PaymentProvider]
    troubles: Mapping[str, DeskError]
    calendars: Mapping[str, CalendarProvider] = field(default_factory=dict)
    messengers: Mapping[str, Messenger] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All that can be used."""
        return (*self.providers, *self.calendars, *self.messengers)


@dataclass(frozen=True, slots=True)
class Stands:
    """A connection that there is or could be. `kind` is None for an invented desk's own; `health` where it never was.

    `links` can still be paid, `ops` are not over.
    """

    name: str
    kind: Kind | None = None
    health: Health | None = None
    links: int = 0
    ops: int = 0

    @property
    def is_on(self) -> bool:
        """Whether it is connected, well or not."""
        return self.health is not None and self.health.state is not Link.OFF


@dataclass(frozen=True, slots=True)
class Standing:
    """All of them at one moment."""

    desk: Card
    now: int
    rows: tuple[Stands, ...]


def standing(desk: Desk) -> Standing:
    """Those that can be connected by their table, then what an invented desk has of its own. NotSetUp."""
    with desk.database.read() as unit:
        card = find.desk(unit.connection)
        if card is None:
            raise NotSetUp("DESK_NOT_SET_UP")
        more = [name for name in card.links if name not in BY_NAME]
        rows = []
        for name in (*BY_NAME, *more):
            facts = find.connection_facts(unit.connection, name, card)
            rows.append(Stands(name, BY_NAME.get(name), facts.health, facts.links, facts.ops))
    return Standing(card, desk.clock.now(), tuple(rows))


class Connecting:
    """The connections of one desk, with the secrets of this machine."""

    def __init__(self, desk: Desk, secrets: Secrets, kit: Kit) -> None:
        self.desk = desk
        self.secrets = secrets
        self.kit = kit

    # --- connect

    def judged(self, kind: Kind, secret: Secret, *, wide: bool = False) -> Key:
        """What kind of key it is. NeedsYes: LIVE_SECRET_KEY, for one that could empty an account, if not `wide`."""
        key = self.kit.judge(kind.name, secret)
        if key.wide and key.live and not wide:
            raise NeedsYes("LIVE_SECRET_KEY", connection=kind.name)
        return key

    def asked(self, kind: Kind, secret: Secret) -> Account:
        """Whose account it opens. WrongInput: KEY_REFUSED. Busy: NOT_CHECKED, where nobody could be asked."""
        answer = self.kit.open(kind.name, secret).check()
        match answer:
            case Done(account):
                return account
            case Refused(code):
                raise WrongInput("KEY_REFUSED", connection=kind.name, refusal=code)
            case _:
                raise Busy("NOT_CHECKED", connection=kind.name, refusal=answer.code)

    def connect(
        self, kind: Kind, secret: Secret, key: Key, account: Account | None, *, other: bool = False, vault: bool = False
    ) -> tuple[Changed, Made]:
        """Keep the secret and make the connection. `account` None: it was not asked. Refused as the plan says it, and
        as the places do where it would be kept; then nothing is kept.
        """
        made = _made(key, account)
        fresh, actor = self.desk.fresh(), self.desk.actor
        self.desk.plan(Connect(key=fresh, actor=actor, connection=kind.name, made=made, other=other))
        before = self._before(kind.name)
        made = replace(made, kept=self.secrets.put(kind.name, secret, vault=vault))
        try:
            changed = self.desk.commit(Connect(key=fresh, actor=actor, connection=kind.name, made=made, other=other))
        except BaseException:
            self._put_back(kind.name, before, made.kept)
            raise
        working = Working(self.desk)
        working.sweep_soon(kind.name)  # what came while nobody looked is found
        if account is not None:
            working.answered(kind.name, None)
        if before is not None and before[1] is not made.kept:
            with suppress(DeskError):  # an old key in the other place is never found before the new one
                self.secrets.drop(kind.name, before[1])
        return changed, made

    def _before(self, name: str) -> tuple[Secret, Kept] | None:
        with suppress(DeskError):  # what cannot be read now cannot be put back either
            return self.secrets.find(name)
        return None

    def _put_back(self, name: str, before: tuple[Secret, Kept] | None, kept: Kept) -> None:
        with suppress(DeskError):
            if before is not None and before[1] is kept:
                self.secrets.put(name, before[0], vault=kept is Kept.VAULT)
            else:
                self.secrets.drop(name, kept)

    # --- disconnect

    def forget(self, kind: Kind, kept: Kept) -> None:
        """Take its secret out of where it is kept. Busy and Refused as the places say."""
        self.secrets.drop(kind.name, kept)

    # --- how they stand

    def troubles(self) -> dict[str, DeskError]:
        """Why the secret of what is connected cannot be read on this machine, where it cannot. Nobody is asked."""
        found: dict[str, DeskError] = {}
        on = {h.name for h in Working(self.desk).connections() if h.made is not None and h.state is not Link.OFF}
        with self.secrets.asking(lambda new: None):
            for kind in KINDS:
                if kind.name not in on:
                    continue
                try:
                    if self.secrets.find(kind.name) is None:
                        found[kind.name] = WrongInput("NO_SECRET", connection=kind.name)
                except DeskError as error:
                    found[kind.name] = error
        return found

    def known(self, kind: Kind) -> Health | None:
        """How it stands; None where it was never connected."""
        return next((h for h in Working(self.desk).connections() if h.name == kind.name), None)

    def said(self, kind: Kind) -> Secret | None:
        """What the environment says already, if it does; else nobody is asked."""
        return self.secrets.said(kind.name)


def _made(key: Key, account: Account | None) -> Made:
    """Not asked, a key that does not say it itself counts as real money."""
    if account is None:
        return Made(key.live is not False, Kept.ENVIRONMENT, 0)
    live = account.live if key.live is None else key.live
    return Made(
        live, Kept.ENVIRONMENT, 0, account.id, account.name, account.country, account.currencies, account.excess
    )
