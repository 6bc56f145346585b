"""Stretches of time as sorted, disjoint, half-open pairs of instants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


def merged(pairs: Iterable[Pair]) -> list[Pair]:
    """Any pairs, sorted, the empty ones dropped, those that overlap or touch made one."""
    joined: list[Pair] = []
    start = end = None
    for a, b in sorted(pairs):
        if b <= a:
            continue
        if end is None or a > end:
            if start is not None and end is not None:
                joined.append((start, end))
            start, end = a, b
        elif b > end:
            end = b
    if start is not None and end is not None:
        joined.append((start, end))
    return joined


def cut(pairs: Iterable[Pair], lo: int, hi: int) -> list[Pair]:
    """What of sorted pairs lies in [lo, hi)."""
    return [(max(a, lo), min(b, hi)) for a, b in pairs if b > lo and a < hi]


def any_of(many: Iterable[Sequence[Pair]]) -> list[Pair]:
    """When at least one of several is free."""
    return merged(pair for pairs in many for pair in pairs)


def all_of(many: Sequence[Sequence[Pair]]) -> list[Pair]:
    """When all of several, each sorted and disjoint, are free at once; nothing for nobody."""
    turns = sorted((turn for pairs in many for a, b in pairs if a < b for turn in ((a, 1), (b, -1))))
    together: list[Pair] = []
    free, start = 0, 0
    for at, turn in turns:
        if free == len(many):
            together.append((start, at))
        free += turn
        start = at
    return merged(together)
