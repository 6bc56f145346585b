"""Connections changed from a screen: connect by steps, open the file of keys, disconnect after its plan, pause."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from deskbell.domain.connections import Kind, Serves
from deskbell.domain.errors import DeskError
from deskbell.tui import flow
from deskbell.tui.entering import PHRASES, asking_of, said_of
from deskbell.tui.modals.connect import Answers, ConnectModal, Step, Wanted, again
from deskbell.words.connecting import kept_words
from deskbell.words.i18n import t
from deskbell.words.operations import connection_name
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from textual.screen import Screen

    from deskbell.domain.connections import Kept
    from deskbell.services.connecting import Connecting

    AnyScreen = Screen[Any]


# --- connect


async def connect(screen: AnyScreen, kind: Kind) -> None:
    """Ask for the key and what else is wanted, until it is connected or called off."""
    app = flow.app_of(screen)
    try:
        door = await asyncio.to_thread(app.connecting, flow.desk_of(screen))
        said = await asyncio.to_thread(door.said, kind)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    asking = asking_of(screen, kind, door, said)
    title = f"{words_of('connect', app.language).label} · {connection_name(kind.name)}"
    try:
        first = await asking.begin()
        modal = asking.modal = ConnectModal(app.language, title, first, asking.then)
        modal.leave = asking.leave
        await app.push_screen_wait(modal)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    finally:
        asking.leave()
    if asking.made is not None:
        app.changed()
        flow.tell(app, asking.done())
        await catch_up(screen, kind)


async def catch_up(screen: AnyScreen, kind: Kind) -> None:
    """Lessons to come that are not on the calendar yet go there after a plan, those that nobody could be mailed about
    are confirmed after one; nothing is asked where there are none.
    """
    from deskbell.domain.calendar_commands import CatchUp
    from deskbell.domain.mail_commands import ConfirmBooked

    desk = flow.desk_of(screen)
    wanted = {Serves.CALENDAR: CatchUp, Serves.MAIL: ConfirmBooked}.get(kind.serves)
    if wanted is None:
        return
    command = wanted(key=desk.fresh(), actor=desk.actor)
    if not await flow.checked(screen, command):
        await flow.change(screen, command)


# --- the file of keys


async def unlock(screen: AnyScreen) -> bool:
    """Ask for the passphrase of the file of keys, so that the worker in here can use them; False: not said."""
    app = flow.app_of(screen)
    door = await asyncio.to_thread(app.connecting, flow.desk_of(screen))
    step = Step(
        "PASSPHRASE",
        (Wanted("passphrase", "connect.field.passphrase"),),
        (t(app.language, "connect.step.unlock"),),
        enter="connect.key.open",
        busy=t(app.language, "connect.opens"),
        anew=True,
    )

    async def then(answers: Answers) -> Step | None:
        try:
            await asyncio.to_thread(door.secrets.unlock, answers["passphrase"])
        except DeskError as error:
            return again(step, said_of(screen, error, ""))
        return None

    title = t(app.language, "connect.step.unlock.title")
    if not await app.push_screen_wait(ConnectModal(app.language, title, step, then)):
        return False
    app.say(t(app.language, "connect.opened"))
    app.changed()
    return True


# --- and away


async def disconnect(screen: AnyScreen, kind: Kind) -> None:
    """After its plan; then its key is taken out of where it was kept, and one that cannot be is said."""
    from deskbell.domain.connection_commands import Disconnect

    app, desk = flow.app_of(screen), flow.desk_of(screen)
    door = await asyncio.to_thread(app.connecting, desk)
    before = await asyncio.to_thread(door.known, kind)
    command = Disconnect(key=desk.fresh(), actor=desk.actor, connection=kind.name)
    if await flow.change(screen, command) is None or before is None or before.made is None:
        return
    try:
        await _forgotten(screen, door, kind, before.made.kept)
    except DeskError:
        where = kept_words(before.made.kept, app.language)
        app.say(t(app.language, "connect.key.left", name=connection_name(kind.name), where=where), wrong=True)


async def _forgotten(screen: AnyScreen, door: Connecting, kind: Kind, kept: Kept) -> None:
    """What lies in a file that is closed wants its passphrase first."""
    try:
        await asyncio.to_thread(door.forget, kind, kept)
    except DeskError as error:
        if error.code not in PHRASES or not await unlock(screen):
            raise
        await asyncio.to_thread(door.forget, kind, kept)


async def turn(screen: AnyScreen, name: str, *, pause: bool) -> None:
    """Pause a connection, or let it go on."""
    app = flow.app_of(screen)
    working = app.working(flow.desk_of(screen))
    try:
        await asyncio.to_thread(working.pause if pause else working.resume, name)
    except DeskError as error:
        flow.refuse(screen, error)
        return
    app.say(t(app.language, "worker.paused" if pause else "worker.resumed", name=connection_name(name)))
    app.changed()
