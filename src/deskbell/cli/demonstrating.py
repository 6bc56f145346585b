"""The demo: an invented studio in a file of its own, which is never the real desk's."""

from __future__ import annotations

import dataclasses
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.cli.context import need_terminal
from deskbell.cli.playing import demo_file, playing
from deskbell.domain.errors import NotSetUp, Refused

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.clock import Clock


def demo(context: Context) -> int:
    """Build the studio of that seed and day where the file does not hold it yet; then open it, or say where it is.

    `demo customer …` instead lets one of its customers act.
    """
    if context.args.act:
        from deskbell.cli.customers import customer

        return customer(context)
    from deskbell.wiring import run_app

    only_build = context.args.build or context.args.json
    if not only_build:
        need_terminal()
    path = demo_file(context)
    context.places.make()
    when, day = playing(context)
    built = make(context, path, when, day)
    if only_build:
        _tell(context, path, day, built=built)
        return 0
    ours = dataclasses.replace(context.settings, database=str(path))
    return run_app(path, when, context.language, ours, context.places)


def _tell(context: Context, path: Path, day: date, *, built: bool) -> None:
    from deskbell.words.dates import show_day
    from deskbell.words.i18n import t

    seed = context.args.seed
    if context.args.json:
        context.answer({"where": str(path), "seed": seed, "day": day.isoformat(), "built": built})
        return
    shown = show_day(day, context.language, year=True)
    context.say(t(context.language, "demo.built", day=shown, seed=seed, where=str(path)))
    context.say(t(context.language, "demo.open"))


def make(context: Context, path: Path, when: Clock, day: date) -> bool:
    """Whether the studio had to be invented. Refused: NOT_A_DEMO, where the file holds somebody's real desk."""
    from deskbell.cli.inventing import Beyond
    from deskbell.cli.progress import Progress
    from deskbell.demo.studio import build, opening_key
    from deskbell.domain.ids import Id
    from deskbell.domain.plan import Minting
    from deskbell.wiring import connect, move_provider, open_desk, put_on_calendar
    from deskbell.words.i18n import t

    if _is_there(path, when, context.args.seed, day) and not context.args.reset:
        return False
    aside = path.with_name(f"{path.stem}.building{path.suffix}")
    _forget(aside)
    desk = open_desk(aside, create=True, when=when)
    try:
        with Progress(t(context.language, "demo.building"), plain=context.args.plain) as progress:
            seed = context.args.seed
            world = Beyond(desk, Minting(Id(f"{opening_key(seed, day)} world")), seed)
            build(desk, seed, day, progress, world)
            world.leaves()
        connect(desk)
        put_on_calendar(desk)
    finally:
        desk.database.close()
    _forget(path)
    move_provider(aside, path)
    aside.replace(path)  # last: a studio that is there is all there
    return True


def _is_there(path: Path, when: Clock, seed: int, day: date) -> bool:
    """Whether the file holds the studio of that seed and day. What holds no invented desk is left alone: Refused."""
    from deskbell.demo.studio import opening_key
    from deskbell.wiring import open_desk

    if not path.exists():
        return False
    desk = open_desk(path, create=True, when=when)
    try:
        with suppress(NotSetUp):
            if not desk.card().demo:
                raise Refused("NOT_A_DEMO", where=str(path))
        return desk.done(opening_key(seed, day)) is not None
    finally:
        desk.database.close()


def _forget(path: Path) -> None:
    """Only ever an invented desk: the caller has looked. Its provider forgets with it."""
    from deskbell.wiring import forget_provider

    forget_provider(path)
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        with suppress(FileNotFoundError):
            name.unlink()
