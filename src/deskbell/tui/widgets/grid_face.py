"""What a block says in the cells it has: name, money, state, then the rest. Words only, no looks.

A line is a list of (words, ink) that fills its width exactly. A badge is said in words ("€ due 25.00") where the
name loses nothing by it, and by its glyph ("€!") where it would.
"""

from __future__ import annotations

from deskbell.domain.text import clean
from deskbell.tui.text import cell_len, cut, fit
from deskbell.tui.widgets.grid_model import Badge, Block, Tone

Piece = tuple[str, str]
Line = list[Piece]

BARS = {Tone.HELD: "╎", Tone.CLASH: "█", Tone.DONE: "▏", Tone.MUTED: "┊"}
BAR, LATE_BAR, EARLY_BAR = "▌", "▖", "▘"
MARKS = {Tone.DUE: "!", Tone.CLASH: "!", Tone.HELD: "…"}
"""What a money glyph standing alone adds, so that paid and due differ without colour."""
TINY, SMALL, MIN_NAME = 6, 12, 3
LOUD = frozenset({Tone.DUE, Tone.HELD, Tone.CLASH})


def face(block: Block, width: int, height: int, *, late: bool = False, early: bool = False, row: int = 0) -> list[Line]:
    """`height` lines of `width` cells, the bar first. `row`: minutes a row, for a start that lies within one."""
    if width <= 0 or height <= 0:
        return [[] for _ in range(height)]
    body = width - 1
    lines = _tiny(block, body, height) if body < TINY else _full(block, body, height, _lead(block, body, row))
    lines += [_fill([], [], body) for _ in range(height - len(lines))]
    bar = BARS.get(block.tone, BAR)
    bars = [bar] * height
    if bar == BAR and late:
        bars[0] = LATE_BAR
    if bar == BAR and early and (height > 1 or not late):
        bars[-1] = EARLY_BAR
    return [[(glyph, str(block.tone)), *line] for glyph, line in zip(bars, lines, strict=True)]


def _lead(block: Block, body: int, row: int) -> list[Piece]:
    """What stands before the name: that a person is needed, and the minutes of a start that its row does not tell."""
    lead: list[Piece] = [("!", "clash")] if block.tone is Tone.CLASH else []
    if row and body >= SMALL and block.start > 0 and block.start % row:
        lead.append((f":{block.start % 60:02d}", "detail"))
    return lead


def _tiny(block: Block, body: int, height: int) -> list[Line]:
    badges = [_glyph(b, money=b is block.money) for b in (block.seat, block.money) if b]
    if height == 1:
        loud = [_glyph(b, money=b is block.money) for b in (block.seat, block.money) if b and b.tone in LOUD][-1:]
        return [_fill(_title(block, body - _len(loud)), loud, body, gap=0)]
    count: list[Piece] = [(clean(block.places), "count")] if block.places else []
    lines = [_fill(_title(block, body), [], body), _fill(count, badges[-1:] if count else badges, body)]
    if block.detail:
        lines.append(_fill([(block.detail, "detail")], [], body))
    return lines[:height]


def _full(block: Block, body: int, height: int, lead: list[Piece]) -> list[Line]:
    count: list[Piece] = [(clean(block.places), "count")] if block.places else []
    spare = body - _len(lead) - cell_len(block.title) - _len(count) - 1
    if height == 1:
        quiet = block.seat is None or (block.seat.tone in (Tone.CALM, Tone.DONE) and body < SMALL)
        mark = [_glyph(block.seat)] if block.seat and not quiet else []
        spare -= _len(mark)
    money, told = _badge(block.money, spare, money=True)
    if height == 1:
        right = [*count, *mark, *money]
        return [_fill([*lead, *_title(block, body - _len(lead) - _len(right))], right, body)]
    below = [b for b, said in ((block.money, told), (block.seat, False)) if b and not said and _fits(b, body)]
    below = below[: max(0, height - 1 - bool(block.detail))]
    top = [] if block.money in below else money
    late_count = [] if _len([*count, *top]) <= body - MIN_NAME else count
    top = top if late_count else [*count, *top]
    lines = [_fill([*lead, *_title(block, body - _len(lead) - _len(top))], top, body)]
    seat = [] if block.seat in below else _badge(block.seat, body - cell_len(block.detail) - _len(late_count) - 1)[0]
    if late_count and block.seat and block.seat.tone is Tone.CALM:
        seat = []
    rest: list[tuple[list[Piece], list[Piece]]] = [([_word(badge)], []) for badge in below]
    if block.detail or not rest:
        rest.insert(0, ([(block.detail, "detail")] if block.detail else [], [*late_count, *seat]))
    else:
        rest[0] = (rest[0][0], late_count)
    return lines + [_fill(left, right, body, least=0) for left, right in rest[: height - 1]]


def _fits(badge: Badge, body: int) -> bool:
    return bool(badge.word) and cell_len(_word(badge)[0]) <= body


def _title(block: Block, room: int) -> list[Piece]:
    return [(block.short if block.short and cell_len(block.title) > room else block.title, "title")]


def _word(badge: Badge) -> Piece:
    return (clean(f"{badge.glyph} {badge.word}" if badge.word else badge.glyph), str(badge.tone))


def _glyph(badge: Badge, *, money: bool = False) -> Piece:
    return (clean(badge.glyph) + (MARKS.get(badge.tone, "") if money else ""), str(badge.tone))


def _badge(badge: Badge | None, room: int, *, money: bool = False) -> tuple[list[Piece], bool]:
    """The badge in the longest form that fits, and whether its word was said."""
    if badge is None:
        return [], True
    word = _word(badge)
    if cell_len(word[0]) <= room:
        return [word], True
    return [_glyph(badge, money=money)], False


def _len(pieces: list[Piece]) -> int:
    """Cells of these pieces, each with the space before it."""
    return sum(cell_len(words) + 1 for words, _ in pieces)


def _fill(left: list[Piece], right: list[Piece], width: int, *, gap: int = 1, least: int = MIN_NAME) -> Line:
    """Left words cut to what the right ones leave; where that is less than `least` the first of the right ones go."""
    while right and sum(cell_len(words) + gap for words, _ in right) > width - (least if left else 0):
        right = right[1:]
    room = width - sum(cell_len(words) + gap for words, _ in right)
    line: Line = []
    for n, (words, ink) in enumerate(left):
        space = room - (1 if n else 0)
        said = fit(words, space) if width >= SMALL else cut(words, space)
        if said and n:
            line.append((" ", ink))
            room -= 1
        if said:
            line.append((said, ink))
            room -= cell_len(said)
    if room > 0:
        line.append((" " * room, "detail"))
    line += [(" " * gap + words, ink) for words, ink in right]
    return line
