"""The story up to its calm end: who acts when, as the dice say."""

from __future__ import annotations

from tests.crashes.simulation.outside import Outside
from tests.crashes.simulation.processes import new_worker
from tests.crashes.simulation.staff import Staff
from tests.crashes.simulation.temper import DAY, HOUR
from tests.crashes.simulation.world import World


def play(world: World) -> None:
    """It begins in good times, so that there is something to lose."""
    staff, outside, dice = Staff(world), Outside(world), world.dice
    world.calm = True
    for _ in range(dice.choice((1, 2, 3))):
        world.do(staff.book())
    if dice.random() < 0.85:
        worker = new_worker(world, "host A")
        worker.tick()
        for _ in range(dice.choice((0, 1, 2, 3))):
            outside.pays() if dice.random() < 0.7 else outside.acts()
        if dice.random() < 0.7:
            world.passes(20)
            worker.tick()
        worker.leave()
    if world.messenger is not None:
        for _ in range(dice.choice((1, 2, 3))):
            world.do(staff.expected())
    world.calm = False
    kept, back = _restored(world)
    for step in range(world.temper.steps):
        if world.messenger is not None and dice.random() < 0.2:
            _to_a_reminder(world)
        if step == kept:
            backup = world.stage.copy()
        if step == back:
            world.restore(backup)
        chance = dice.random()
        if chance < 0.46:
            for _ in range(dice.choice((1, 1, 2, 3))):
                world.work()
        elif chance < 0.66:
            staff.acts()
        elif chance < 0.86:
            outside.acts()
        elif chance < 0.89:
            outside.at_the_bank()
        elif chance < 0.95:
            world.passes(dice.choice(world.temper.pace))
        elif world.chance(world.temper.crash * 2):
            world.kill()
        if world.chance(world.temper.jump):
            _jump(world)


def _restored(world: World) -> tuple[int, int]:
    """The steps at which a backup is made and put back; -1 where none is."""
    if world.messenger is None or world.dice.random() > 0.2:
        return -1, -1
    one, two = sorted(world.dice.sample(range(world.temper.steps), 2))
    return one, two


def _to_a_reminder(world: World) -> None:
    """On to about where the next lesson is spoken of: an hour before it, or a day."""
    now = world.clock.true
    starts = world.column("SELECT start FROM slot WHERE state = 'PLANNED' AND start > ? ORDER BY start", now)
    dues = [at for start in starts for at in (start - DAY, start - HOUR) if at > now]
    if dues:
        world.passes(min(dues) - now + world.dice.choice((-30, 0, 1, 20, 40, 600)))
        world.work()
        if world.temper.jump and world.dice.random() < 0.2:
            _jump(world)


def _jump(world: World) -> None:
    clock, dice = world.clock, world.dice
    clock.off = 0 if clock.off and dice.random() < 0.6 else dice.choice((-2, 2, -48, 48)) * HOUR
    world.counts["clock jumps"] += 1
    world.tell("the clock jumps")
