"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "deskbell"

_NO_TEXT = {".pyc", ".png", ".gif", ".ico", ".zip", ".gz", ".whl"}


def modules(*rooms: str) -> list[Path]:
    """The Python files of the named rooms of src/deskbell, or of all of it."""
    return sorted(path for room in rooms or ("",) for path in (SRC / room).rglob("*.py"))


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), str(path))


@functools.cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def files() -> tuple[Path, ...]:
    """Every text file that is committed or would be; in a source archive, which has no git, every text file."""
    if (ROOT / ".git").exists():
        words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        found = [ROOT / name for name in listed if name and not name.startswith(_venvs())]
    else:
        found = list(ROOT.rglob("*"))
    return tuple(sorted(path for path in found if path.suffix not in _NO_TEXT and path.is_file()))


def _venvs() -> tuple[str, ...]:
    """Folders beside ours that hold a venv of whatever name."""
    return tuple(f"{path.parent.name}/" for path in ROOT.glob("*/pyvenv.cfg"))
