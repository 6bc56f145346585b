"""A crash tells where, never what: no locals, no messages, no people, no secrets (T3 of the security paper)."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from deskbell import __version__
from deskbell.paths import make_private, private_opener


def outline(error: BaseException) -> str:
    """The kinds of the errors and the lines of our code they came through; an error's own words stay out."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(f"{type(current).__module__}.{type(current).__qualname__}\n{_frames(current.__traceback__)}")
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


def _frames(trace: TracebackType | None) -> str:
    lines = []
    for frame in traceback.extract_tb(trace):
        parts = Path(frame.filename).parts
        lines.append(f"  {'/'.join(parts[-3:])}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)


def report(error: BaseException, folder: Path | None) -> str:
    """Write the outline to a file of mode 0600 in that folder; return its path, or a note where it cannot be kept."""
    if folder is None:
        return "(not kept: no folder for it)"
    try:
        make_private(folder)
        path = folder / f"crash-{time.time_ns():x}.txt"
        with open(path, "x", encoding="utf-8", opener=private_opener) as out:
            out.write(f"deskbell {__version__}, Python {sys.version.split()[0]}\n{outline(error)}\n")
    except OSError:
        return "(not kept: the folder cannot be written)"
    return str(path)
