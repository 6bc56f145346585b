"""The story up to its calm end: who acts when, as the dice say."""

from __future__ import annotations

from tests.crashes.simulation.outside import Outside
from tests.crashes.simulation.processes import new_worker
from tests.crashes.simulation.staff import Staff
from tests.crashes.simulation.temper import HOUR
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
    world.calm = False
    for _ in range(world.temper.steps):
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


def _jump(world: World) -> None:
    clock, dice = world.clock, world.dice
    clock.off = 0 if clock.off and dice.random() < 0.6 else dice.choice((-2, 2, -48, 48)) * HOUR
    world.counts["clock jumps"] += 1
    world.tell("the clock jumps")
