"""The booking line: one input, what it means so far below it, the change to give in big, people to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Digits, Input, Static

from deskbell.tui.lines import hanging, page
from deskbell.tui.text import cell_len, figures, fit, text
from deskbell.words.typed import LONGEST, Kind, Span

Pieces = tuple[tuple[str, str], ...]
LEAD = 2
"""Columns of the glyph in front of who it is for; what is below begins where the name does."""
_INKS: dict[Kind, str] = {
    "person": "bold",
    "new": "bold $now",
    "walk_in": "bold",
    "service": "$now",
    "tutor": "$now",
    "day": "$held",
    "time": "$held",
    "minutes": "$held",
    "method": "$paid",
    "amount": "$paid",
    "request": "$held",
    "unclear": "underline $clash",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the typed name could mean; `detail` tells namesakes apart."""

    no: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the line `of` means: three lines of (words, ink), the price at the right, the change in big.

    `stands` is whether enter books just this; `candidates` are chosen from first.
    """

    of: str = ""
    lines: tuple[Pieces, ...] = ()
    price: str = ""
    change: str = ""
    change_word: str = ""
    stands: bool = False
    hint: str = ""
    spans: tuple[Span, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    person: int | None = None


class Tokens(Highlighter):
    """Inks what was read by what it was read as; what was typed since is plain."""

    def __init__(self, bar: BookBar) -> None:
        self.bar = bar

    def highlight(self, text: Text) -> None:
        read, inks = self.bar.preview, self.bar.app.theme_variables
        same = next((n for n, (a, b) in enumerate(zip(read.of, text.plain, strict=False)) if a != b), None)
        upto = min(len(read.of), len(text.plain)) if same is None else same
        for span in read.spans:
            if span.end <= upto:
                words = (inks[w[1:]] if w.startswith("$") else w for w in _INKS[span.kind].split())
                text.stylize(" ".join(words), span.start, span.end)


class BookBar(Vertical):
    """Asks one line and says what the hand did; it is shown previews and fetches nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, id="book.leave"),
        Binding("down", "along(1)", show=False, id="book.down"),
        Binding("up", "along(-1)", show=False, id="book.up"),
        Binding("tab", "pick", show=False, id="book.pick"),
        Binding("shift+tab", "along(-1)", show=False, id="book.previous"),
    ]
    preview: reactive[Preview] = reactive(Preview, init=False)
    at: reactive[int] = reactive(0, init=False)

    class Typed(Message):
        """The line is another one, or somebody was picked (`person`)."""

        def __init__(self, line: str, person: int | None) -> None:
            super().__init__()
            self.line, self.person = line, person

    class Confirmed(Message):
        """Enter on a preview that stands."""

        def __init__(self, preview: Preview) -> None:
            super().__init__()
            self.preview = preview

    class Left(Message):
        """Nothing was booked."""

    def __init__(self, prompt: str, esc: str) -> None:
        super().__init__()
        self.prompt, self.esc = prompt, esc
        self.person: int | None = None
        """Who was picked from several, until the name is typed anew."""
        self._picked_of = ""

    def compose(self) -> ComposeResult:
        with Horizontal(id="line"):
            yield Static(text("›", "bold $now"), id="mark")
            yield Input(placeholder=self.prompt, max_length=LONGEST, highlighter=Tokens(self), select_on_focus=False)
        with Horizontal(id="meaning"):
            yield Meaning()
            yield Digits(id="change")
        yield People()
        yield Hints(self.esc)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @property
    def line(self) -> str:
        return self.query_one(Input).value

    # --- what is shown

    def watch_preview(self, preview: Preview) -> None:
        self.at = min(self.at, max(0, len(preview.candidates) - 1))
        self.query_one(Meaning).preview = preview
        change = self.query_one("#change", Digits)
        change.update(figures(preview.change))
        change.display = bool(preview.change)
        people = self.query_one(People)
        people.shown = (preview.candidates, self.at)
        people.display = bool(preview.candidates)
        self.query_one(Hints).preview = preview
        self.query_one(Input).refresh()

    def watch_at(self, at: int) -> None:
        self.query_one(People).shown = (self.preview.candidates, at)

    # --- what is typed

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.person is not None and not _same_name(self._picked_of, event.value):
            self.person = None
        self.at = 0
        self.post_message(self.Typed(event.value, self.person))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Only what was shown is booked: a preview of an older line is not."""
        event.stop()
        if self.preview.of != event.value:
            return
        if self.preview.candidates:
            self.action_pick()
        elif self.preview.stands:
            self.post_message(self.Confirmed(self.preview))

    def action_along(self, down: int) -> None:
        if self.preview.candidates:
            self.at = (self.at + down) % len(self.preview.candidates)

    def action_pick(self) -> None:
        """Take the one under the cursor of the list."""
        if self.preview.candidates:
            self.take(self.at)

    def take(self, at: int) -> None:
        self.person, self._picked_of = self.preview.candidates[at].no, self.line
        self.post_message(self.Typed(self.line, self.person))

    def action_leave(self) -> None:
        self.post_message(self.Left())


def _same_name(picked: str, now: str) -> bool:
    """More was typed behind, or some of it taken back, but the name's own beginning stands."""
    short = min(len(picked), len(now))
    return bool(now.strip()) and picked[:short] == now[:short] and short >= len(picked.split(" ")[0])


class Meaning(Widget):
    """What the line means: who with the price at the right edge, when, and what is in the way, whole."""

    preview: reactive[Preview] = reactive(Preview, layout=True)

    def render(self) -> Content:
        return self._said_whole(self.size.width)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return self._said_whole(width).plain.count("\n") + 1

    def _said_whole(self, width: int) -> Content:
        *first, verdict = self.preview.lines or ((),)
        lines = [_preview_line(pieces, "" if n else self.preview.price, width) for n, pieces in enumerate(first)]
        verdict_words = Content("").join(text(*piece) for piece in verdict[1:])
        return page([*lines, *hanging(text(""), verdict_words, max(LEAD + 8, width), LEAD)])


class People(Widget):
    """Candidates, numbered by where they stand; the cursor's row is lit. A click takes one."""

    shown: reactive[tuple[tuple[Candidate, ...], int]] = reactive(((), 0), layout=True)

    def render(self) -> Content:
        candidates, at = self.shown
        name = max((cell_len(c.name) for c in candidates), default=0)
        name = min(name, self.size.width // 2)
        rows = []
        for n, c in enumerate(candidates):
            who = fit(c.name, name)
            row = f" {who}{' ' * (name - cell_len(who))}   {fit(c.detail, max(0, self.size.width - name - 5))}"
            row += " " * max(0, self.size.width - cell_len(row))
            rows.append(text(row, "$cursor-text on $cursor" if n == at else ""))
        return Content("\n").join(rows)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        return len(self.shown[0])

    def on_click(self, event: events.Click) -> None:
        bar = self.parent
        if isinstance(bar, BookBar) and event.y < len(self.shown[0]):
            bar.take(event.y)


class Hints(Widget):
    """What enter would do, and the way back."""

    preview: reactive[Preview] = reactive(Preview)

    def __init__(self, esc: str) -> None:
        super().__init__()
        self.esc = esc

    def render(self) -> Content:
        room = self.size.width - cell_len(self.esc) - 3
        hint = fit(self.preview.hint, room)
        ink = "bold $now" if self.preview.stands else "$muted"
        return Content("").join([text(hint, ink), text("   " if hint else ""), text(self.esc, "$muted")])


def _preview_line(pieces: Pieces, right: str, width: int) -> Content:
    room = width - (cell_len(right) + 2 if right else 0)
    parts = []
    for words, ink in pieces:
        said = fit(words, room)
        room -= cell_len(said)
        parts.append(text(said, ink))
        if room <= 0:
            break
    if right:
        parts += [text(" " * (max(0, room) + 2)), text(right, "bold")]
    return Content("").join(parts)
