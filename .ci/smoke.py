"""Run by .ci/wheel inside the wheel's own venv: every room imports, and the looks came along."""

from __future__ import annotations

import importlib
import pkgutil
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
    # HERE, once the command line opens it: `deskbell demo --build` in DESKBELL_HOME, and one frame drawn from it.
    print(f"the wheel imports {len(names)} rooms and brings {len(looks)} looks")
    return 0


if __name__ == "__main__":
    sys.exit(main())
