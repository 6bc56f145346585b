"""What the cells share: the warm parent, a stand-in, both databases, the stages; and the cells, one by one."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from deskbell.domain.payment import Method
from tests.crashes.matrix.cells import Cell, Listed, pairs, singles
from tests.crashes.matrix.every import BY_NAME, KINDS
from tests.crashes.matrix.kinds import Kind
from tests.crashes.matrix.kits import KITS, Kit
from tests.crashes.matrix.scene import Clocks, Machine, Scene
from tests.crashes.matrix.sides import Sides
from tests.crashes.matrix.sites import File, Service, Site
from tests.crashes.matrix.story import Story, Verdict, by_worker
from tests.crashes.matrix.without import taken_out
from tests.house import postgres


def listed(engine: str, kit: Kit, *, two: bool = True) -> list[Listed]:
    """Every cell of an engine, those that cannot occur too; `two`: pairs of faults as well."""
    sorts = [kind.sort for kind in KINDS if not kind.side or kit.method is Method.DEMO]  # once is enough
    features = kit.provider(Machine(Clocks()), 1).features
    found = list(singles(sorts, engine, features, kit.lacks))
    return found + list(pairs(sorts, engine, features, kit.lacks)) if two else found


class Company:
    """A context: what it starts ends with it."""

    def __init__(self, engines: Iterable[str], provider: str = "demo") -> None:
        self._engines, self._provider = tuple(engines), provider
        self._stack = ExitStack()
        self.scenes: dict[str, Scene] = {}
        self._stages: dict[tuple[str, str], tuple[Any, ...]] = {}

    def __enter__(self) -> Company:
        with ExitStack() as stack:
            shm = Path("/dev/shm")
            made = tempfile.TemporaryDirectory(prefix="deskbell-kill-", dir=shm if shm.is_dir() else None)
            folder = Path(stack.enter_context(made))
            self.kit = KITS[self._provider](folder)
            stack.callback(self.kit.stop)
            self.sides = Sides(folder)
            stack.callback(self.sides.stop)
            for engine in self._engines:
                site = self._site(engine, folder, stack)
                self.scenes[engine] = Scene(site, self.kit, Clocks())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def _site(self, engine: str, folder: Path, stack: ExitStack) -> Site:
        if engine == "sqlite":
            return File(folder)
        return Service(stack.enter_context(postgres.server()))

    # --- stages

    def prepare(self, cells: Iterable[Cell]) -> None:
        """Make the stages that these cells need; what is warm then is warm in each fork."""
        for cell in cells:
            self._stage(cell)
        gc.collect()
        gc.freeze()

    def _stage(self, cell: Cell) -> tuple[str, tuple[Any, ...]]:
        kind = BY_NAME[cell.kind]
        stage = kind.worker_stage if by_worker(cell) and kind.worker_stage is not None else kind.stage
        name = stage.__name__
        self.scenes[cell.engine].side = self.sides.get(kind.side)
        if (cell.engine, name) not in self._stages:
            scene = self.scenes[cell.engine]
            scene.site.fresh()
            scene.start()
            scene.furnish()
            stage(scene)
            scene.desk.verify()
            scene.hang_up()
            self._stages[cell.engine, name] = scene.keep(name)
        return name, self._stages[cell.engine, name]

    # --- cells

    def play(self, cell: Cell, *, notes: bool = False, without: str = "") -> Verdict:
        """`without`: with a safeguard taken out of all its processes."""
        begun = time.monotonic()
        scene = self.scenes[cell.engine]
        stage, kept = self._stage(cell)
        scene.take(stage, kept, cell.name)
        story = Story(scene, kind_of(cell), cell, notes=notes)
        try:
            with taken_out(without, scene):
                verdict = story.play()
        except Exception as error:
            verdict = Verdict(cell, [f"FELL {type(error).__name__}: {error}"], story.reached, story.told)
        verdict.seconds = time.monotonic() - begun
        return verdict


def kind_of(cell: Cell) -> Kind:
    return BY_NAME[cell.kind]
