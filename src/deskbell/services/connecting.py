"""Connecting: the one verb that talks to a provider. A key is judged, its account is asked, and only then it is kept.

Nothing is half done: what is refused is refused before the secret is kept, and a secret whose change was not made is
taken out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from deskbell.domain.calendar_commands import CatchUp, SetCalendar
from deskbell.domain.connection_commands import Connect
from deskbell.domain.connections import BY_NAME, GOOGLE, KINDS, Kept, Key, Kind, Made, Serves
from deskbell.domain.effects import Told
from deskbell.domain.entrances import EVENTS, Client, Entrance, Entry, entrance
from deskbell.domain.errors import Busy, DeskError, NeedsYes, NotSetUp, WrongInput
from deskbell.domain.mail_commands import ConfirmBooked
from deskbell.domain.ports import (
    Account,
    CalendarProvider,
    Done,
    Messenger,
    Outcome,
    PaymentProvider,
    Refused,
    Secrets,
    SeenCalendar,
)
from deskbell.domain.secret import Secret
from deskbell.domain.working import Health, Link
from deskbell.services.working import Working
from deskbell.store import find
from deskbell.store.find.events import calendar_settings
from deskbell.store.ops import health

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

    from deskbell.domain.calendar_use import CalendarSettings
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Changed, Desk


class Knocking(Protocol):
    """One try to be let in: `address` is for the browser, which comes back by itself, or its address is pasted."""

    address: str

    def wait(self, patience: float = ..., stop: Event | None = None) -> Outcome[Entry]: ...

    def paste(self, address: str) -> Outcome[Entry]: ...

    def close(self) -> None: ...


class Kit(Protocol):
    """The vendors' adapters, by a connection's name."""

    def judge(self, name: str, secret: Secret) -> Key:
        """What can be seen of a key. WrongInput: KEY_EMPTY, KEY_SHAPE and what else it may be instead."""
        ...

    def ask(self, name: str, secret: Secret) -> Outcome[Account]:
        """Whose account it opens, by a call that changes nothing."""
        ...

    def calendar(self, secret: Secret) -> CalendarProvider:
        """The calendars that a secret of Google's opens."""
        ...

    def client(self, file: Path | None = None) -> Client | None:
        """The desk's own entry at Google: of a file, else of the environment; None where neither has one."""
        ...

    def knock(self, client: Client, *, choose: bool = False) -> Knocking:
        """One try to be let in by somebody's Google account; `choose`: to the list of its calendars too."""
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
        more = [h.name for h in health.connections(unit) if h.name not in BY_NAME and h.state is not Link.OFF]
        rows = []
        for name in (*BY_NAME, *more):
            facts = find.connection_facts(unit.connection, name, card)
            rows.append(Stands(name, BY_NAME.get(name), facts.health, facts.links, facts.ops))
    return Standing(card, desk.clock.now(), tuple(rows))


class Connecting:
    """The connections of one desk, with the secrets of this machine, and the calendar and its owner that this
    machine's settings name (S1.27, S1.31).
    """

    def __init__(self, desk: Desk, secrets: Secrets, kit: Kit, wished: tuple[str, str] = ("", "")) -> None:
        self.wished = wished
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
        """Whose account it opens. WrongInput: KEY_REFUSED, GOOGLE_REFUSED, MAIL_REFUSED.

        Busy: NOT_CHECKED, where nobody could be asked.
        """
        answer = self.kit.ask(kind.name, secret)
        match answer:
            case Done(account) if kind.serves is Serves.PAYMENTS:
                return account
            case Done(account):  # an address: it is both what it is called and what it is
                return replace(account, id=account.id or account.name)
            case Refused(code):
                other = "GOOGLE_REFUSED" if kind.serves is Serves.CALENDAR else "MAIL_REFUSED"
                wrong = "KEY_REFUSED" if kind.serves is Serves.PAYMENTS else other
                raise WrongInput(wrong, connection=kind.name, refusal=code)
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

    # --- Google

    def client(self, file: Path | None = None) -> Client | None:
        """The desk's own entry: of a file, of the environment, else the one that it came in by before. As the kit."""
        found = self.kit.client(file)
        if found is None:
            with suppress(DeskError), self.secrets.asking(lambda new: None):
                before = self.secrets.get(GOOGLE.name)
                found = entrance(before).client if before is not None else None
        return found

    def entered(self, client: Client, answer: Outcome[Entry]) -> Secret:
        """What opens the account from here on. WrongInput: CONSENT_LESS (the right to write events was not ticked),
        CONSENT_REFUSED. Busy: NOT_CHECKED.
        """
        match answer:
            case Done(let):
                if EVENTS not in let.scopes:
                    raise WrongInput("CONSENT_LESS")
                return Entrance(client, Secret(let.refresh), tuple(sorted(let.scopes))).packed()
            case Refused(code):
                raise WrongInput("CONSENT_REFUSED", refusal=code)
            case _:
                raise Busy("NOT_CHECKED", connection=GOOGLE.name, refusal=answer.code)

    def calendar(self) -> CalendarSettings:
        """How Google's calendar is used; as by default where nobody said."""
        with self.desk.database.read() as unit:
            return calendar_settings(unit.connection, GOOGLE.name)

    def use_calendar(self, calendar: str = "", owner: str = "") -> bool:
        """On which of the account's calendars lessons go (S1.27), and whose it is (S1.31); '' is as this machine's
        settings say it, else as it was. False: it is so already.
        """
        before = self.calendar()
        calendar, owner = calendar.strip() or self.wished[0], owner.strip() or self.wished[1]
        after = replace(before, calendar=calendar.strip() or before.calendar, owner=owner.strip() or before.owner)
        if after == before:
            return False
        desk = self.desk
        desk.commit(SetCalendar(key=desk.fresh(), actor=desk.actor, connection=GOOGLE.name, settings=after))
        return True

    def listed(self) -> tuple[SeenCalendar, ...]:
        """Google's calendars on which events can be made. As calendars_of, and WrongInput: NO_SECRET."""
        secret = self.secrets.get(GOOGLE.name)
        if secret is None:
            raise WrongInput("NO_SECRET", connection=GOOGLE.name)
        with closing(self.kit.calendar(secret)) as calendar:
            return tuple(x for x in calendars_of(calendar) if x.own)

    def to_catch_up(self) -> int:
        """Lessons to come that are not on the calendar and could be."""
        desk = self.desk
        try:
            return len(desk.plan(CatchUp(key=desk.fresh(), actor=desk.actor)).effects)
        except DeskError:  # none
            return 0

    def to_confirm(self) -> int:
        """Lessons to come that were booked while nobody could be mailed, and could be confirmed by mail now."""
        desk = self.desk
        try:
            return len(list(desk.plan(ConfirmBooked(key=desk.fresh(), actor=desk.actor)).of(Told)))
        except DeskError:  # none, or no rule wants it
            return 0

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


def calendars_of(provider: CalendarProvider) -> tuple[SeenCalendar, ...]:
    """What the account can reach. WrongInput: CALENDARS_HIDDEN, KEY_REFUSED. Busy: NOT_CHECKED."""
    answer = provider.calendars()
    match answer:
        case Done(found):
            return found
        case Refused("FORBIDDEN"):
            raise WrongInput("CALENDARS_HIDDEN")
        case Refused(code):
            raise WrongInput("KEY_REFUSED", connection=provider.name, refusal=code)
        case _:
            raise Busy("NOT_CHECKED", connection=provider.name, refusal=answer.code)


def _made(key: Key, account: Account | None) -> Made:
    """Not asked, a key that does not say it itself counts as real money."""
    if account is None:
        return Made(key.live is not False, Kept.ENVIRONMENT, 0)
    live = account.live if key.live is None else key.live
    return Made(
        live, Kept.ENVIRONMENT, 0, account.id, account.name, account.country, account.currencies, account.excess
    )
