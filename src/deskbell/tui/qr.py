"""A link as a QR code in half blocks: two rows of modules a line, quiet all around, as a telephone wants to see it."""

from __future__ import annotations

from functools import lru_cache

QUIET = 4
"""Light modules around the code, as its standard asks."""
LEAST_QUIET = 2
"""What telephones still read, where there is no room for more."""
_HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


@lru_cache(maxsize=64)
def code(link: str, quiet: int = QUIET) -> tuple[str, ...]:
    """The lines of the code, dark modules inked: to be shown dark on light. Nothing where no code holds the link."""
    import segno

    try:
        made = segno.make(link, error="l", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return ()
    dark = [tuple(bool(module) for module in row) for row in made.matrix]
    blank = (False,) * (len(dark) + 2 * quiet)
    side = (False,) * quiet
    rows = [blank] * quiet + [(*side, *row, *side) for row in dark] + [blank] * quiet
    if len(rows) % 2:
        rows.append(blank)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return tuple("".join(_HALVES[pair] for pair in zip(above, below, strict=True)) for above, below in pairs)


def fitting(link: str, columns: int, lines: int) -> tuple[str, ...]:
    """The code with as much quiet around it as there is room for; nothing where even the least does not fit."""
    for quiet in range(QUIET, LEAST_QUIET - 1, -1):
        found = code(link, quiet)
        if found and len(found[0]) <= columns and len(found) <= lines:
            return found
    return ()


def least(link: str) -> tuple[int, int] | None:
    """Columns and lines that the code needs; None where no code holds the link."""
    found = code(link, LEAST_QUIET)
    return (len(found[0]), len(found)) if found else None
