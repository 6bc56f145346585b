"""What the forked processes do: a desk says one thing, a worker works as long as the director lets it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from deskbell import crash
from deskbell.domain.commands import Command
from deskbell.domain.errors import DeskError
from deskbell.worker.loop import Worker
from tests.crashes.matrix.hooks import Armed, Door, Reach, put_around
from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.laws import judge
from tests.crashes.matrix.line import Line
from tests.crashes.matrix.scene import Scene

Asks = Callable[[Scene], Command | None]


def desk(scene: Scene, kind: Kind, asks: Asks, armed: list[Armed], name: str, line: Line) -> None:
    """Somebody at a desk asks for something, and is told that it is done, or why not.

    `name` makes the command's key: the same name says the same command again.
    """
    scene.who, scene._count = name, 0
    _listen(line)
    reach = Reach(scene, kind, line, armed, again=False, tx0="")
    reach.desk = True
    put_around(reach)
    try:
        command = asks(scene)
        if command is not None:
            scene.do(command)
    except DeskError as error:
        line.say(refused=error.code)
        return
    line.say(done=type(command).__name__ if command is not None else "word", key=command.key if command else None)


def worker(scene: Scene, kind: Kind, armed: list[Armed], name: str, line: Line, *, again: bool, tx0: str) -> None:
    """The product's worker in its own loop; where it would sleep, the director says how long, or that it ends."""
    scene.who, scene._count = name, 0
    _listen(line)
    scene.hang_up()
    reach = Reach(scene, kind, line, armed, again=again, tx0=tx0)
    put_around(reach)

    def wait(seconds: float) -> None:
        line.say(waits=seconds)
        if line.hear().get("stop"):
            life.stop.set()

    providers, opened = scene.serves(Door(reach))
    life = Worker(scene.working, providers, scene.clock, wait, dice=Random(name), opened=opened)
    life.run()


def blocker(scene: Scene, line: Line) -> None:
    """Somebody who holds what every writer needs, for longer than anybody waits."""
    connection = scene.site.block()
    line.say(held="lock")
    line.hear()
    connection.close()


def second_restart(scene: Scene, kind: Kind, kept: list[str], time_was_lost: bool, calm_at: int, line: Line) -> None:
    """Another worker, when all is over; and what the laws say."""
    scene.who, scene._count = "judge", 0
    _listen(line)

    scene.site.ask_much()
    scene.hang_up()

    def restart() -> None:
        providers, opened = scene.serves()
        life = Worker(scene.working, providers, scene.clock, dice=Random(2), opened=opened)
        life.once()
        life.leave()

    line.say(broken=judge(scene, kind, kept, restart, time_was_lost=time_was_lost, calm_at=calm_at))


def _listen(line: Line) -> None:
    """An error that the product swallows and writes down is a fault of ours."""

    def heard(error: BaseException, folder: Path | None) -> str:
        line.say(swallowed=crash.outline(error))
        return ""

    crash.report = heard
