"""Rows as comma-separated values that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from deskbell.domain.text import clean

Cell = str | int | Decimal | None
_ACTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula, whoever's name it is."""


def safe(cell: Cell) -> str:
    """A figure as it stands; words cleaned, on one line, and behind a ' where a spreadsheet would run them."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    words = clean(" ".join(cell.split()))
    # Some programs pass over what stands before it: a space in front does not make it harmless.
    return f"'{words}" if words.lstrip(" '\"").startswith(_ACTS) else words


def sheet(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The header and a line for each row, without their ends."""
    for row in (head, *rows):
        written = io.StringIO()
        csv.writer(written, lineterminator="").writerow([safe(cell) for cell in row])
        yield written.getvalue()
