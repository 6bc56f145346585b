"""Rows of a laid-out grid as strips. Every cell has ground and ink: a part repainted equals the whole."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from deskbell.domain.text import clean
from deskbell.tui.text import fit
from deskbell.tui.widgets.grid_face import Line, face
from deskbell.tui.widgets.grid_layout import Item, More, Placed, Plan, Strand
from deskbell.tui.widgets.grid_model import Kind, Tone

Ink = Callable[[str, str], Style]
"""(ground, ink) -> style; both are names of component classes without their "grid--"."""

INKS = (
    # grounds
    *("head", "free", "closed", "busy", "cursor", "cursor-away"),
    *("block", "block-head", "block-now", "block-now-head", "block-done", "block-done-head"),
    # heads and the gutter
    *("day", "day-cursor", "today", "muted", "gutter", "gutter-now", "gutter-cursor"),
    # words in blocks, and on shaded time
    *("title", "title-done", "title-gone", "detail", "count", "more", "label"),
    *(str(tone) for tone in Tone),
    # patterns
    *("texture", "hatch", "now", "now-faint"),
)
"""All that style sheets say about a grid: .grid--NAME."""

NOW_GLYPHS = "▔─▁"
_PATTERNS = {
    Kind.CLOSED: ("·   ·   ", "  ·   · "),
    Kind.BUSY: ("╱ ╱ ", " ╱ ╱"),
    Kind.ABSENCE: ("╲ ╲ ", " ╲ ╲"),
    Kind.FREE: (" ", " "),
}
_GROUNDS = {Kind.FREE: "free", Kind.CLOSED: "closed", Kind.BUSY: "busy", Kind.ABSENCE: "busy"}
_PATTERN_INKS = {Kind.FREE: "texture", Kind.CLOSED: "texture", Kind.BUSY: "hatch", Kind.ABSENCE: "hatch"}


class Painter:
    """Paints rows of one plan; remembers what its blocks say. `running`: keys of the blocks that are on now."""

    __slots__ = ("faces", "ink", "plan", "running")

    def __init__(self, plan: Plan, ink: Ink, faces: dict[tuple[int, int, int], list[Line]] | None = None) -> None:
        self.plan = plan
        self.ink = ink
        self.faces = {} if faces is None else faces
        now = plan.model.now
        blocks = plan.model.blocks if now else ()
        self.running = frozenset(b.key for b in blocks if now and b.column == now[0] and b.is_running(now[1]))

    def head(self, cursor_column: int) -> Strip:
        """The line of column titles; the edges say when more columns lie beyond."""
        plan, ink = self.plan, self.ink
        lead = "‹" if plan.more_left else " "
        segments = [Segment(set_cell_size(lead, plan.gutter), ink("head", "muted"))]
        for strand in plan.strands:
            column, room = strand.column, strand.width - 1
            name = "today" if column.is_today else "day"
            if strand.nth == cursor_column and not column.is_today:
                name = "day-cursor"
            title = fit(column.title, room)
            used = cell_len(title)
            segments.append(Segment(title, ink("head", name)))
            sub = clean(column.sub)
            rest = f" {sub}" if sub and cell_len(sub) < room - used else ""
            segments.append(
                Segment(set_cell_size(rest, strand.width - used), ink("head", "today" if column.is_today else "muted"))
            )
        if plan.more_right:
            last = segments.pop()
            segments += [
                Segment(set_cell_size(last.text, last.cell_length - 1), last.style),
                Segment("›", ink("head", "muted")),
            ]
        return self._strip(segments)

    def row(self, row: int) -> Strip:
        """One row without the cursor."""
        now, here = self.plan.model.now, self._is_now(row)
        scale = self.plan.scale
        segments = [self._gutter(row, None, now[1] if now is not None and here else None)]
        line = NOW_GLYPHS[(now[1] - scale.minute_of(row)) * len(NOW_GLYPHS) // scale.row] if now and here else ""
        for strand in self.plan.strands:
            self._column(strand, row, line, now is not None and strand.nth == now[0], segments)
        return self._strip(segments)

    def named(self, strip: Strip, row: int, minute: int) -> Strip:
        """A painted row with the cursor's minute in its gutter; where now is, the gutter goes on saying that."""
        if self._is_now(row):
            return strip
        gutter = Strip([self._gutter(row, minute, None)], self.plan.gutter)
        return Strip.join([gutter, strip.crop(self.plan.gutter, self.plan.width)])

    def _is_now(self, row: int) -> bool:
        now, scale = self.plan.model.now, self.plan.scale
        return now is not None and scale.first <= now[1] < scale.last and scale.row_of(now[1]) == row

    def _gutter(self, row: int, cursor_minute: int | None, now: int | None) -> Segment:
        width = self.plan.gutter
        minute = self.plan.scale.minute_of(row)
        if now is not None:
            label, name = (f"{_clock(now)}" if width > 5 else f"▸{now % 60:02d}"), "gutter-now"
        elif cursor_minute is not None:
            label, name = (_clock(cursor_minute) if width > 5 else f"{cursor_minute // 60:02d}"), "gutter-cursor"
            if width <= 5 and cursor_minute % 60:
                label = f":{cursor_minute % 60:02d}"
        else:
            label, name = (f"{minute // 60:02d}" if minute % 60 == 0 else ""), "gutter"
        return Segment(f"{label:>{width - 1}} ", self.ink("head", name))

    def _column(self, strand: Strand, row: int, line: str, today: bool, out: list[Segment]) -> None:
        x = 0
        for item in strand.items[row]:
            if item.x > x:
                self._ground(strand, row, x, item.x, line, today, out)
            self._item(item, row, out)
            x = item.x + item.width
        self._ground(strand, row, x, strand.inner, line, today, out)
        if strand.width > strand.inner:
            out.append(Segment(line or " ", self.ink("head", "now" if today else "now-faint")))

    def _ground(self, strand: Strand, row: int, x: int, end: int, line: str, today: bool, out: list[Segment]) -> None:
        if end <= x:
            return
        kind = strand.kinds[row]
        ground = _GROUNDS[kind]
        if line:
            out.append(Segment(line * (end - x), self.ink(ground, "now" if today else "now-faint")))
            return
        if x == 0 and row in strand.labels and end > 3:
            words = " " + fit(strand.labels[row], end - 3) + " "
            out.append(Segment(words, self.ink(ground, "label")))
            x += cell_len(words)
        pattern = _PATTERNS[kind][row % 2]
        if kind is not Kind.FREE:
            wide = pattern * (strand.width // len(pattern) + 1)
            out.append(Segment(wide[x:end], self.ink(ground, _PATTERN_INKS[kind])))
        elif end > x:
            out.append(Segment(" " * (end - x), self.ink(ground, "texture")))

    def _item(self, item: Item, row: int, out: list[Segment]) -> None:
        if isinstance(item, More):
            words = f"+{len(item.hidden)}" if row == item.top else ""
            out.append(Segment(set_cell_size(words, item.width), self.ink("block-done", "more")))
            return
        ground = self._ground_of(item)
        place = (item.block.column, item.key, item.top)
        lines = self.faces.get(place)
        if lines is None:
            lines = face(
                item.block,
                item.width,
                item.bottom - item.top,
                late=item.late,
                early=item.early,
                row=self.plan.scale.row,
            )
            self.faces[place] = lines
        gone = item.block.tone is Tone.MUTED
        if row == item.top:
            ground += "-head"
        for n, (words, name) in enumerate(lines[row - item.top]):
            if words.isspace() and n and not gone:
                out[-1] = Segment(out[-1].text + words, out[-1].style)
            else:
                out.append(Segment(words, self.ink(ground, _ink_on(ground, name, gone=gone))))

    def _ground_of(self, item: Placed) -> str:
        if item.block.tone in (Tone.DONE, Tone.MUTED):
            return "block-done"
        return "block-now" if item.key in self.running else "block"

    def _strip(self, segments: list[Segment]) -> Strip:
        """Neighbours of one style become one segment. Styles are made once, so being the same is being equal."""
        merged: list[Segment] = []
        last: Style | None = None
        for segment in segments:
            words, style, _ = segment
            if style is last and merged:
                merged[-1] = Segment(merged[-1].text + words, style)
            elif words:
                merged.append(segment)
                last = style
        return Strip(merged, self.plan.width)


def _ink_on(ground: str, name: str, *, gone: bool) -> str:
    """Names of what is over are not bold any more, names of what was called off are struck."""
    if not ground.startswith("block-done"):
        return name
    if name == "title":
        return "title-gone" if gone else "title-done"
    return "done" if name == "count" else name


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def overlay(strip: Strip, x: int, end: int, style: Style) -> Strip:
    """The strip with the cells x to end drawn in another style, their words kept."""
    middle = strip.crop(x, end)
    lit = Strip([Segment(s.text, s.style + style if s.style else style) for s in middle], middle.cell_length).simplify()
    return Strip.join([strip.crop(0, x), lit, strip.crop(end, strip.cell_length)])
