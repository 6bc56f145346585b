"""The project's own files, for the tests that read them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "deskbell"

_NOT_OURS = {".git", ".venv", "venv", "build", "dist", "node_modules"}
_NO_TEXT = {".pyc", ".png", ".gif", ".ico", ".zip", ".gz", ".whl"}


def modules(*rooms: str) -> list[Path]:
    """The Python files of the named rooms of src/deskbell, or of all of it."""
    return sorted(path for room in rooms or ("",) for path in (SRC / room).rglob("*.py"))


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def files() -> Iterator[Path]:
    """Every text file that a person would commit."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ours = not any(part in _NOT_OURS or part.endswith(("cache", "cache__", ".egg-info")) for part in parts[:-1])
        if ours and ".hypothesis" not in parts and path.is_file() and path.suffix not in _NO_TEXT:
            yield path
