"""Run by .ci/wheel inside the wheel's own venv: every room imports, and the demo opens with its looks."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import deskbell


def rooms() -> list[str]:
    """Every module of the installed program; what Alembic loads by itself is not for importing."""
    found = pkgutil.walk_packages(deskbell.__path__, "deskbell.")
    return [room.name for room in found if ".migrations." not in room.name and not room.name.endswith("__main__")]


def main() -> int:
    home = Path(deskbell.__file__).parent
    if not home.is_relative_to(sys.prefix):
        print(f"this is not the wheel's own program: {home}")
        return 1
    names = rooms()
    for name in names:
        importlib.import_module(name)
    from deskbell.tui.looks import style_paths

    looks = style_paths()
    if not looks or not all(path.is_file() and path.is_relative_to(home) for path in looks):
        print(f"the looks did not come along: {looks}")
        return 1
    subprocess.run([Path(sys.prefix) / "bin" / "deskbell", "demo", "--build"], check=True, stdout=subprocess.DEVNULL)
    frame = asyncio.run(first_week())
    if "Estudio" not in frame or "#7cc7f5" not in frame:
        print("the demo's week does not stand on the screen in its own colours")
        return 1
    print(f"the wheel imports {len(names)} rooms, brings {len(looks)} looks, and draws the demo's week with them")
    return 0


async def first_week() -> str:
    """The demo's first frame with its lessons, as SVG."""
    from deskbell.paths import places
    from deskbell.store.glance import glance
    from deskbell.tui.app import DeskbellApp
    from deskbell.wiring import clock, open_desk

    file = places().demo_database
    app = DeskbellApp(lambda: open_desk(file), glance=glance(file), clock=clock())
    async with app.run_test(size=(120, 36)) as pilot:
        for _ in range(200):
            await pilot.pause(0.05)
            if app.desk is not None:
                break
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot()


if __name__ == "__main__":
    sys.exit(main())
