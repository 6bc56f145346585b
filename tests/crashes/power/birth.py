"""The power goes while a desk is being made: what had been acknowledged is there, and the making can be ended."""

from __future__ import annotations

from random import Random

from deskbell.domain.errors import DeskError
from deskbell.services.desk import Desk
from deskbell.store.engine import open_database
from tests.crashes.power.disk import Disk, PowerCut, put
from tests.crashes.power.driver import Driver, driving
from tests.crashes.power.ground import FILE, content, ground, opens
from tests.crashes.power.life import Told
from tests.house.clock import FrozenClock
from tests.services import conftest as small

FIRST_PAGE, ALL = 10, 420
"""Ticks of the disk until the file's first page is safe, and until the desk has its people."""


def birth(seed: int) -> Told:
    """One file that is cut short while it is made, every other time in its first page."""
    dice = Random(f"birth {seed}")
    before, killed, after = (ground().folder(f"{name}{seed}") for name in ("making", "making-killed", "made"))
    acknowledged = [""]
    disk = Disk(before)
    disk.cut_at = dice.randint(1, dice.choice((FIRST_PAGE, ALL)))
    try:
        with driving(Driver(disk.name, lambda own: acknowledged.append(content(own.execute)))):
            small.furnish(str(before / FILE))
    except PowerCut:
        disk.over = True
    told = Told(cuts=1)
    told.at[f"making, {disk.last.replace(FILE, 'file')}"] += 1
    put(killed, {path: (before / path).read_bytes() for path in disk.seen})
    put(after, disk.survives(dice))
    possible = {acknowledged[-1], opens(killed / FILE)[1]}
    try:
        with open_database(after / FILE) as database:
            left = opens(after / FILE)[1] if acknowledged[-1] else ""
            desk = Desk(database, FrozenClock(small.at("2026-03-04 10:00")), small.fresh)
            found = [] if left in possible else ["what was acknowledged last is not there"]
            if not desk.services():
                desk.commit(small.set_up())
            found += [f"verify: {finding}" for finding in desk.verify()]
    except DeskError as error:
        found = [f"it cannot be opened: {error.code} {dict(error.facts)}"]
    told.wrong = [f"making {seed}, {disk.last}: {line}" for line in found]
    return told
