"""How the desk is, line by line: what is well, and what is not with what to do about it."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain.calendar_use import PRIMARY
from deskbell.domain.connections import GOOGLE
from deskbell.domain.errors import DeskError, Refused
from deskbell.paths import OTHERS

if TYPE_CHECKING:
    from deskbell.cli.context import Context
    from deskbell.domain.working import Health
    from deskbell.domain.working import Working as Shown


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at, in a code; `well` is off where somebody should do something."""

    code: str
    well: bool
    facts: dict[str, Any] = field(default_factory=dict)


def doctor(context: Context) -> int:
    """0 where all is well, 3 where something is not. What cannot be opened at all says so itself."""
    from deskbell.words.i18n import t

    found = list(_look(context))
    ill = [one for one in found if not one.well]
    if context.args.json:
        context.answer({"ok": not ill, "found": [{"code": x.code, "ok": x.well} | x.facts for x in found]})
        return Refused.exit_code if ill else 0
    for one in found:
        mark = ("ok" if one.well else "--") if context.args.plain else ("✓" if one.well else "✕")
        context.say(f"{mark} {t(context.language, f'doctor.{one.code}', **one.facts)}")
    return Refused.exit_code if ill else 0


def _look(context: Context) -> Iterator[Found]:
    from deskbell.domain.working import Link
    from deskbell.services.working import Working

    desk = context.desk
    card = desk.card()
    yield Found("DATABASE", well=True, facts={"kind": desk.database.kind, "desk": card.name})
    yield from _rights(context)
    wrong = len(desk.verify())
    yield Found("FIGURES_WRONG" if wrong else "FIGURES", not wrong, {"n": wrong} if wrong else {})
    shown = Working(desk).shown()
    yield from _work(shown)
    for health in shown.connections:
        yield _connection(health)
    if card.calendar:
        yield _calendar(context, card.calendar)
    if any(health.made is not None and health.state is not Link.OFF for health in shown.connections):
        yield from _keys(context)


def _rights(context: Context) -> Iterator[Found]:
    """Nobody else on this machine reads a child's name: T6."""
    places = context.places
    paths = [places.data, places.config, places.state, places.settings]
    if context.desk.database.kind == "sqlite":
        paths.append(Path(context.desk.database.where))
    for path in paths:
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            mode = "700" if path.is_dir() else "600"
            yield Found("RIGHTS_OPEN", well=False, facts={"where": str(path), "mode": mode})
            return
    yield Found("RIGHTS", well=True)


def _work(shown: Shown) -> Iterator[Found]:
    waits = sum(shown.counts.get(name, 0) for name in ("queued", "late"))
    live = any(lease.live for lease in shown.leases)
    if live or not waits:
        yield Found("WORKER" if live else "WORKER_IDLE", well=True)
    else:
        yield Found("WORKER_NONE", well=False, facts={"n": waits})
    if parked := shown.counts.get("parked", 0):
        yield Found("PARKED", well=False, facts={"n": parked})


def _keys(context: Context) -> Iterator[Found]:
    """Where keys are kept here, and whether those of what is connected can be read: nobody is asked for anything."""
    from deskbell.wiring import connecting, secrets
    from deskbell.words.errors import sentence
    from deskbell.words.operations import connection_name

    try:
        ring = secrets(context.desk).ring.name()
        yield Found("KEYRING" if ring else "KEYRING_NONE", well=True, facts={"name": ring} if ring else {})
    except DeskError as silent:
        yield Found("KEY", well=False, facts={"name": "keyring", "why": sentence(silent, context.language)})
    for name, trouble in connecting(context.desk).troubles().items():
        facts = {"name": connection_name(name)}
        if trouble.code == "PASSPHRASE_MISSING":
            yield Found("KEYS_CLOSED", well=True, facts=facts)
        else:
            yield Found("KEY", well=False, facts=facts | {"why": sentence(trouble, context.language)})


def _calendar(context: Context, name: str) -> Found:
    """Which calendar lessons go on, and who says so; this machine's settings may mean another one."""
    from deskbell.services.calendars import Calendars
    from deskbell.services.working import Working

    used, settings = Calendars(Working(context.desk)).settings(name), context.settings
    meant, where = settings.calendar_id, settings.where("calendar_id")
    if name == GOOGLE.name and meant and meant != used.calendar:
        return Found("CALENDAR_DIFFERS", well=False, facts={"calendar": used.calendar, "meant": meant, "where": where})
    own = "desk" if used.calendar != PRIMARY else "default"
    said = where if where and meant == used.calendar else own
    return Found(
        "CALENDAR" if said == own else "CALENDAR_SAID", well=True, facts={"calendar": used.calendar, "where": said}
    )


def _connection(health: Health) -> Found:
    from deskbell.domain.working import SKEW, Link
    from deskbell.words.operations import connection_name

    name = connection_name(health.name)
    if abs(health.skew) > SKEW:
        return Found("CLOCK", well=False, facts={"name": name, "n": abs(health.skew)})
    if health.state is Link.ON:
        return Found("CONNECTION", well=True, facts={"name": name})
    return Found(f"CONNECTION_{health.state}", well=False, facts={"name": name})
