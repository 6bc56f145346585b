"""A person's words on their way to the screen. No other room builds widget text from them (T1, T2)."""

from __future__ import annotations

from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from deskbell.domain.text import clean

__all__ = ["cell_len", "cut", "figures", "fit", "text"]


def text(s: str, style: str = "") -> Content:
    """The words as they are: never markup, never a terminal's control. `style` is ours, e.g. `"bold $due"`."""
    return Content.styled(clean(s), style) if style else Content(clean(s))


@lru_cache(maxsize=4096)
def fit(s: str, cells: int) -> str:
    """The words in at most `cells` terminal cells, `…` standing for what was cut; a wide glyph is never halved."""
    s = clean(s)
    if cell_len(s) <= cells:
        return s
    return cut(s, cells - 1) + "…" if cells > 0 else ""


@lru_cache(maxsize=4096)
def cut(s: str, cells: int) -> str:
    """As fit, for where even the `…` would cost too much; a number is left out rather than halved."""
    s = clean(s)
    if cells <= 0:
        return ""
    if cell_len(s) <= cells:
        return s
    kept = set_cell_size(s, cells)
    if kept[-1:].isdigit() and s[len(kept) : len(kept) + 1].isdigit():
        kept = kept.rstrip("0123456789") or kept
    return kept.rstrip(" ·,")


def figures(s: str) -> str:
    """An amount or a time for Digits, which draw a few signs and read no markup: nothing else is left."""
    return "".join(c for c in s if c.isdecimal() or c in ".,:-+\u2212 ")
