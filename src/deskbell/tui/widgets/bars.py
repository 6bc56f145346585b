"""The lines around a screen: its head, its answer, its keys. Shown things, each one line high."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from deskbell.domain.text import clean
from deskbell.tui.text import cell_len, fit, text

if TYPE_CHECKING:
    from deskbell.domain.attention import Noticed

GAP = 3
ROOMY = 72
"""Columns from which on the head says in words who works."""
NOBODY = "○"
Pieces = list[tuple[str, str]]
"""(words, ink) from left to right."""


class OneLine(Widget):
    """Pieces in one line, drawn as Textual would draw their Content but for its way of breaking prose into lines."""

    def __init__(self) -> None:
        super().__init__()
        self._styles_at: dict[tuple[str, int], Style] = {}

    def pieces_shown(self) -> Pieces:
        raise NotImplementedError

    def render(self) -> Content:
        return Content("").join(text(words, ink) for words, ink in self.pieces_shown())

    def render_line(self, y: int) -> Strip:
        if y or self.text_selection is not None:
            return super().render_line(y)
        segments: list[Segment] = []
        x, plain = 0, False
        for words, ink in self.pieces_shown():
            said = clean(words)
            if not said:
                continue
            if plain and not ink:  # words without an ink are one piece, as in a Content
                segments[-1] = Segment(segments[-1].text + said, segments[-1].style)
            else:
                segments.append(Segment(said, self._style_at(ink, x)))
            x, plain = x + len(said), not ink
        strip = Strip(segments)
        return strip if strip.cell_length <= self.size.width else super().render_line(y)

    def _style_at(self, ink: str, x: int) -> Style:
        """The place is part of the style: by it Textual knows what a mouse selects."""
        style = self._styles_at.get((ink, x))
        if style is None:
            style = (self.visual_style + self._get_style(ink)).rich_style_with_offset(x, 0)
            self._styles_at[ink, x] = style
        return style

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles_at.clear()


class Masthead(OneLine):
    """Whose desk on the left, what is shown in the middle, what needs a person and the time on the right."""

    left: reactive[str] = reactive("")
    middle: reactive[str] = reactive("")
    note: reactive[str] = reactive("")
    """Quiet words beside the desk's name, such as a tutor's alone."""
    tasks: reactive[str] = reactive("")
    worker: reactive[str] = reactive("")
    """Who works, after its glyph; where there is little room the glyph alone is shown."""
    time: reactive[str] = reactive("")

    def on_mount(self) -> None:
        if hasattr(self.app, "noticed"):
            self.watch(self.app, "noticed", self._noticed)

    def _noticed(self, noticed: Noticed | None) -> None:
        """The same on every screen: what needs a person, and whether somebody works where that is wanted."""
        if noticed is None:
            return
        self.tasks = f"⚑ {len(noticed.tasks)}" if noticed.tasks else ""
        if noticed.worker is None:
            self.worker = ""
            return
        from deskbell.words.i18n import t
        from deskbell.words.operations import span

        language = str(getattr(self.app, "language", "en"))
        if noticed.worker < 0:
            self.worker = f"{NOBODY} {t(language, 'worker.none')}"
        else:
            self.worker = f"◉ {t(language, 'worker.alive', age=span(noticed.worker))}"

    def pieces_shown(self) -> Pieces:
        width = self.size.width
        worker = self.worker if width >= ROOMY else self.worker[:1]
        ink = "$clash" if worker.startswith(NOBODY) else "$muted"
        parts_ = ((self.tasks, "bold $due"), (worker, ink), (self.time, "bold $now"))
        right = [x for x in parts_ if x[0]]
        tail = sum(cell_len(words) for words, _ in right) + GAP * max(0, len(right) - 1)
        middle = fit(self.middle, max(0, width - tail - 2))
        at = max(0, (width - cell_len(middle)) // 2)
        at = max(1, min(at, width - tail - cell_len(middle) - GAP))
        left = fit(self.left, max(0, at - GAP)) if at > 8 else ""
        note = self.note if left and cell_len(left) + cell_len(self.note) + GAP + 2 <= at else ""
        parts = [(" " + left, "bold"), (f"  {note}" if note else "", "$muted")]
        used = 1 + cell_len(left) + (cell_len(note) + 2 if note else 0)
        at = max(at, used + (1 if left else 0))
        parts += [(" " * (at - used), ""), (middle, "bold" if not left else "")]
        used = at + cell_len(middle)
        parts.append((" " * max(1, width - used - tail - 1), ""))
        for n, (words, style) in enumerate(right):
            parts += [(" " * GAP if n else "", ""), (words, style)]
        return parts


class AnswerLine(OneLine):
    """One sentence about what the cursor is on: (words, ink) pieces, cut at the edge."""

    pieces: reactive[tuple[tuple[str, str], ...]] = reactive(())

    def pieces_shown(self) -> Pieces:
        room = self.size.width - 2
        parts = [(" ", "")]
        for words, ink in self.pieces:
            said = fit(words, room)
            room -= cell_len(said)
            parts.append((said, ink))
            if room <= 0:
                break
        return parts


class Hint(NamedTuple):
    """A key and what it does; `why` dims it."""

    key: str
    label: str
    action: str
    why: str = ""


class KeyBar(OneLine):
    """The screen's keys, at most seven; a dim one would say why not. A click is the key."""

    hints: reactive[tuple[Hint, ...]] = reactive(())

    class Pressed(Message):
        """A hint was clicked; the screen runs its action."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def _placed(self) -> list[tuple[int, Hint]]:
        """Where each hint begins; what has no room is left out from the middle, the last two stay."""
        hints = list(self.hints)
        room = self.size.width - 2
        gap = GAP
        while hints and sum(_width(h) + gap for h in hints) - gap > room:
            if gap > 2:
                gap -= 1
            else:
                del hints[-3 if len(hints) > 3 else -1]
        placed, x = [], 1
        for hint in hints:
            placed.append((x, hint))
            x += _width(hint) + gap
        return placed

    def pieces_shown(self) -> Pieces:
        parts: Pieces = []
        used = 0
        for x, hint in self._placed():
            key, label = ("$muted", "$muted") if hint.why else ("bold", "$muted")
            parts += [(" " * (x - used), ""), (hint.key, key), (f" {hint.label}", label)]
            used = x + _width(hint)
        return parts

    def on_click(self, event: events.Click) -> None:
        for x, hint in self._placed():
            if x <= event.x < x + _width(hint):
                self.post_message(self.Pressed(hint.action))


def _width(hint: Hint) -> int:
    return cell_len(hint.key) + 1 + cell_len(hint.label)
