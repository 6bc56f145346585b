"""The only room that names every concrete class: clock, ids, database, desk."""

from __future__ import annotations

import os
import time
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from deskbell.domain.errors import NotSetUp, WrongInput
from deskbell.domain.ids import Id

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deskbell.domain.clock import Clock
    from deskbell.domain.glance import Glance
    from deskbell.domain.people import Actor
    from deskbell.domain.ports import CalendarProvider, Messenger, PaymentProvider
    from deskbell.domain.secret import Secret
    from deskbell.domain.views import Days
    from deskbell.paths import Places
    from deskbell.providers.secrets import Keeping
    from deskbell.services.connecting import Connecting, Opened
    from deskbell.services.desk import Desk
    from deskbell.settings import Settings
    from deskbell.store.migrate import Migrated
    from deskbell.vendors import Vendors

    Ask = Callable[[bool], Secret | None]


class SystemClock:
    """The machine's clock, whole seconds."""

    def now(self) -> int:
        return int(time.time())


class FrozenClock:
    """Always the same instant: what DESKBELL_NOW asks for, for demos, scripts and pictures."""

    def __init__(self, instant: int) -> None:
        self.instant = instant

    def now(self) -> int:
        return self.instant


class ShiftedClock:
    """Another clock's time, so many seconds along: a demo that plays on another day."""

    def __init__(self, other: Clock, by: int) -> None:
        self.other = other
        self.by = by

    def now(self) -> int:
        return self.other.now() + self.by


def clock(frozen: str | None = None) -> Clock:
    """The clock; `frozen` (or DESKBELL_NOW) is an ISO date-time with offset, or epoch seconds."""
    text = frozen or os.environ.get("DESKBELL_NOW", "")
    if not text:
        return SystemClock()
    if text.isdecimal():
        return FrozenClock(int(text))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongInput("NOW", now=text) from None
    if moment.tzinfo is None:
        raise WrongInput("NOW", now=text)
    return FrozenClock(int(moment.timestamp()))


def fresh() -> Id:
    """A random public id."""
    return Id(uuid.uuid4().hex)


def open_desk(
    where: str | Path, *, create: bool = False, actor: Actor | None = None, when: Clock | None = None
) -> Desk:
    """The desk behind a file or URL, ready for services; brings SQLAlchemy, so screens call it in a thread.

    NotSetUp where there is none and `create` is off; other errors as the store says them.
    """
    from deskbell.services.desk import Desk
    from deskbell.store.engine import open_database

    return Desk(open_database(where, create=create), when or clock(), fresh, actor)


def sources(desk: Desk, ask: Ask | None = None) -> Callable[[], Opened]:
    """What this machine can use of what is connected, looked for anew each time: no secret, no provider.

    An invented desk has its invented one and no other. `ask` as for secrets.
    """
    from deskbell.services.connecting import Opened
    from deskbell.vendors import Sources

    made: Sources | None = None
    invented: Opened | None = None
    calendars: dict[str, CalendarProvider] = {}

    def look() -> Opened:
        nonlocal made, invented, calendars
        try:
            demo = desk.card().demo
        except NotSetUp:
            return Opened({}, {})
        if demo:
            invented = invented or _invented(desk)
            calendars = calendars or _invented_calendar(desk)
            return Opened(invented.providers, {}, calendars, invented.messengers)
        if made is None:
            kept = secrets(desk, ask)
            made = Sources(desk, kept, _vendors(desk))
            opened = made()
            kept.ask = None  # whoever looks later must not be kept waiting for somebody to type
            return opened
        return made()

    return look


def _invented(desk: Desk) -> Opened:
    from pathlib import Path

    from deskbell.providers.fake import FakeProvider
    from deskbell.providers.fake_memory import beside
    from deskbell.providers.fake_messenger import FakeMessenger
    from deskbell.services.connecting import Opened

    if desk.database.kind != "sqlite":
        return Opened({}, {})
    provider = FakeProvider(beside(Path(desk.database.where)), desk.clock)
    messenger = FakeMessenger(provider.memory, desk.clock)
    return Opened({provider.name: provider}, {}, messengers={messenger.name: messenger})


def _invented_calendar(desk: Desk) -> dict[str, CalendarProvider]:
    """The invented desk's own calendar, where it was put on it."""
    from pathlib import Path

    from deskbell.providers.fake_calendar import FakeCalendar, beside

    if desk.database.kind != "sqlite" or not desk.card().calendar:
        return {}
    calendar = FakeCalendar(beside(Path(desk.database.where)), desk.clock)
    return {calendar.name: calendar}


def put_on_calendar(desk: Desk) -> None:
    """An invented desk's lessons to come go on a calendar of its own, beside it."""
    from contextlib import suppress

    from deskbell.domain.calendar_commands import CatchUp
    from deskbell.domain.connections import DEMO_CALENDAR
    from deskbell.services.working import Working

    Working(desk).connect(DEMO_CALENDAR)
    with suppress(WrongInput):  # a studio without a lesson to come has nothing to catch up
        desk.commit(CatchUp(key=desk.fresh(), actor=desk.actor))


def providers(desk: Desk, ask: Ask | None = None) -> dict[str, PaymentProvider]:
    """The connections that this machine can use now."""
    return dict(sources(desk, ask)().providers)


def messenger(desk: Desk, ask: Ask | None = None) -> Messenger | None:
    """By whom this machine can send mail now; what keeps it from it is raised as the places say it."""
    opened = sources(desk, ask)()
    found = next(iter(opened.messengers.values()), None)
    if found is None and (trouble := opened.troubles.get("MAIL")) is not None:
        raise trouble
    return found


def read_secret(file: Path) -> Secret:
    """A file with one secret in it that nobody else may read. Refused: SECRET_UNREADABLE, SECRET_OPEN_TO_OTHERS."""
    from deskbell.domain.errors import Refused
    from deskbell.providers.secrets.said import read_secret as read

    found = read(file, private=True)
    if found is None:
        raise Refused("SECRET_UNREADABLE", where=str(file), why="ENOENT")
    return found


_kept: dict[tuple[Id, Path], Keeping] = {}


def secrets(desk: Desk, ask: Ask | None = None) -> Keeping:
    """The secrets of a desk, the same ones for all who ask in this process: so that a passphrase is asked once.

    `ask` asks somebody for it, for a new one where True; without it nobody is asked.
    """
    from deskbell.paths import places
    from deskbell.providers.secrets import Keeping

    which = desk.card().id, places().secrets
    keeping = _kept.get(which) or _kept.setdefault(which, Keeping(*which))
    if ask is not None:
        keeping.ask = ask
    return keeping


def connecting(desk: Desk, ask: Ask | None = None) -> Connecting:
    """Connects and disconnects that desk's providers; called in a thread, for it asks them. NotSetUp."""
    from deskbell.paths import places
    from deskbell.services.connecting import Connecting
    from deskbell.settings import read

    said = read(places().settings)
    return Connecting(desk, secrets(desk, ask), _vendors(desk), (said.calendar_id, said.admin_email))


def _vendors(desk: Desk) -> Vendors:
    """As this machine's settings want them."""
    from deskbell.paths import places
    from deskbell.settings import read
    from deskbell.vendors import Vendors

    return Vendors(desk.clock, success_page=read(places().settings).success_page)


def customer_at(where: Path, when: Clock, verb: str, link: str) -> None:
    """What one of the demo's customers does at a link of that desk's file; the provider's own file learns of it."""
    from deskbell.providers.fake_customer import ACTS, BESIDE, Customer
    from deskbell.providers.fake_memory import beside

    customer = Customer(beside(where), when)
    try:
        if verb in BESIDE:
            BESIDE[verb](customer)
        else:
            ACTS[verb](customer, link)
    finally:
        customer.memory.close()


def forget_provider(where: Path) -> None:
    """Throw away what the provider of an invented desk remembers, together with that desk."""
    from deskbell.providers import fake_calendar
    from deskbell.providers.fake_memory import beside, forget

    forget(beside(where))
    forget(fake_calendar.beside(where))


def move_provider(where: Path, there: Path) -> None:
    """What the provider of an invented desk remembers goes where that desk goes."""
    from deskbell.providers import fake_calendar
    from deskbell.providers.fake_memory import beside

    for place in (beside, fake_calendar.beside):
        if place(where).exists():
            place(where).replace(place(there))


def connect(desk: Desk) -> None:
    """Make known to a desk what it can be paid by; a worker does the same when it starts."""
    from deskbell.services.working import Working

    for name in providers(desk):
        Working(desk).connect(name)


def glance_at(where: str | Path) -> Glance | None:
    """What can be known of a SQLite desk before its database is open; None where there is none, or it is no file."""
    from deskbell.store.glance import glance

    return glance(where)


def first_days(where: str | Path, first: date, count: int, now: int) -> Days | None:
    """Some days of a desk's file, read without SQLAlchemy, which costs more to import than the rest of an agenda.

    None where the file wants a closer look: opening it for real reads it, or says what is wrong.
    """
    from pathlib import Path

    from deskbell.store.first import first_days
    from deskbell.store.place import is_sound

    text = str(where).removeprefix("sqlite:///")
    return first_days(where, first, count, now) if "://" not in text and is_sound(Path(text)) else None


def migrate(where: str | Path) -> Migrated:
    """Bring a desk's schema up: what the owner of a shared database does once."""
    from deskbell.store.engine import migrate

    return migrate(where)


def run_app(where: str | Path, when: Clock, language: str, settings: Settings, at: Places | None) -> int:
    """The screen, until somebody leaves it; its exit code. The desk is opened after the first frame."""
    import gc

    gc.disable()  # while all is imported nothing dies; the app turns it on again
    from deskbell.tui.app import DeskbellApp, run

    if settings.keys:
        from deskbell.tui.remapping import check

        check(settings)

    def first_days(first: date, count: int) -> Days | None:
        from deskbell.store.first import first_days

        return first_days(where, first, count, when.now())

    from deskbell.worker.embedded import Embedded

    crashes = at.crashes if at is not None else None
    inside = Embedded(sources, crashes, at.backups if at is not None else None)
    return run(
        DeskbellApp(
            lambda: inside.work_for(open_desk(where, create=True, when=when)),
            glance=glance_at(where),
            first_days=first_days,
            providers=providers,
            messenger=messenger,
            connecting=connecting,
            clock=when,
            language=language,
            settings=settings,
            crashes=crashes,
            fitting=True,
        ),
        inside.stop,
    )
