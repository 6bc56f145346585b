"""Lines of a page, made for the width there is: what stands left, what stands right, what hangs under its lead."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from deskbell.tui.text import cell_len, fit, text

GAP = 2


def blank() -> Content:
    """An empty line."""
    return text("")


def padded(words: Content, width: int) -> Content:
    """The words and so many blanks after them that the next column begins at `width`."""
    return words + text(" " * max(0, width - words.cell_length))


def ends(left: Content, right: Content, width: int) -> list[Content]:
    """One at the left edge, one at the right; where there is too little room the right one goes below."""
    room = width - right.cell_length - GAP
    if not right.cell_length:
        return left.wrap(max(2, width))
    if room < min(left.cell_length, max(12, width // 3)):
        return [*left.wrap(max(2, width)), *right.wrap(max(2, width))]
    first, *rest = left.wrap(room)
    return [padded(first, width - right.cell_length) + right, *rest]


def hanging(lead: Content, words: Content, width: int, at: int, aside: Content | None = None) -> list[Content]:
    """The lead, then the words from column `at` on, further lines of them below the first; `aside` stands right."""
    room = max(8, width - at)
    if aside is not None and aside.cell_length and room - aside.cell_length - GAP >= 24:
        first = words.wrap(room - aside.cell_length - GAP)[0]
        rest = words[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        wrapped = [padded(first, room - aside.cell_length) + aside, *(rest.wrap(room) if rest.plain else ())]
    else:
        wrapped = words.wrap(room)
        if aside is not None and aside.cell_length:
            wrapped += aside.wrap(room)
    return [padded(lead if n == 0 else blank(), at) + _undotted(line, n > 0) for n, line in enumerate(wrapped)]


def _undotted(line: Content, on: bool) -> Content:
    """A line without the dot that parted it from the one above or below: the break does that."""
    plain = line.plain.rstrip()
    if on and plain.startswith("· "):
        line = line[2:]
        plain = plain[2:]
    return line[: len(plain) - 2] if plain.endswith(" ·") else line


def figures(words: str, amount: str, width: int, ink: str = "", amount_ink: str = "") -> Content:
    """Words at the left and an amount at the right of so many cells; long words are cut, an amount never."""
    left = fit(words, max(1, width - cell_len(amount) - 1))
    space = " " * max(1, width - cell_len(left) - cell_len(amount))
    return text(left, ink) + text(space) + text(amount, amount_ink)


def rule(width: int) -> Content:
    """A quiet line across."""
    return text("─" * max(0, width), "$rule")


def page(lines: Iterable[Content]) -> Content:
    """The lines below each other."""
    return Content("\n").join(lines)
