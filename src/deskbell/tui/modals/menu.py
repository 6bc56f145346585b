"""A list of verbs: each with its key, or the reason why not. The space menu, the keys of a screen, the palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from deskbell.domain.text import fold
from deskbell.tui.text import cell_len, fit, text

OWN = frozenset({"enter", "escape", "up", "down", "j", "k", "tab", "shift+tab", "pageup", "pagedown"})
"""Keys of the list itself, whatever verb they are the key of elsewhere."""


@dataclass(frozen=True, slots=True)
class Verb:
    """`do` is what is answered, `press` the keys that say it at once; `why` dims it. A heading has a label only."""

    label: str
    key: str = ""
    note: str = ""
    do: str = ""
    press: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_heading(self) -> bool:
        return not self.key

    @property
    def search(self) -> str:
        return fold(f"{self.label} {self.note}")


class MenuModal(ModalScreen[str | None]):
    """Answers what to do, None for back. With a `prompt` it is narrowed down by typing, accents folded; without one
    a verb's own key takes it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, id="menu.back"),
        Binding("down,tab", "along(1)", show=False, id="menu.down"),
        Binding("up,shift+tab", "along(-1)", show=False, id="menu.up"),
        Binding("pagedown", "along(8)", show=False, id="menu.page_down"),
        Binding("pageup", "along(-8)", show=False, id="menu.page_up"),
    ]

    def __init__(self, title: str, verbs: Sequence[Verb], *, prompt: str = "", none: str = "", foot: str = "") -> None:
        super().__init__(classes="-typed" if prompt else None)
        self.heading, self.verbs, self.prompt, self.none, self.foot = title, tuple(verbs), prompt, none, foot
        self._found: tuple[Verb, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            if self.heading:
                yield Static(text(self.heading, "bold"), classes="title")
            if self.prompt:
                yield Input(placeholder=self.prompt, select_on_focus=False)
            yield OptionList()
            if self.foot:
                yield Static(text(self.foot, "$muted"), classes="foot")

    def on_mount(self) -> None:
        self._fill(self.verbs)
        (self.query_one(Input) if self.prompt else self.query_one(OptionList)).focus()

    def on_resize(self) -> None:
        self._fill(self._found)

    # --- the list

    def _fill(self, verbs: Iterable[Verb]) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted
        self._found = tuple(verbs)
        width = max(20, min(82, self.size.width * 96 // 100) - 9)
        keys = max((cell_len(v.key) for v in self.verbs), default=0)
        labels = max((cell_len(v.label) for v in self.verbs if not v.is_heading), default=0)
        options.clear_options()
        options.add_options(
            Option(_verb_line(v, keys, labels, width), disabled=bool(v.why) or not v.do) for v in self._found
        )
        if not self._found:
            options.add_option(Option(text(self.none, "$muted"), disabled=True))
        live = [n for n, v in enumerate(self._found) if v.do and not v.why]
        options.highlighted = at if at in live else next(iter(live), None)

    def on_input_changed(self, event: Input.Changed) -> None:
        wanted = fold(event.value).split()
        verbs = [v for v in self.verbs if not v.is_heading]
        found = [v for v in verbs if all(w in v.search for w in wanted)]
        found.sort(key=lambda v: not (wanted and fold(v.label).startswith(wanted[0])))
        self.query_one(OptionList).highlighted = None
        self._fill(found if wanted else self.verbs)

    def action_along(self, step: int) -> None:
        options = self.query_one(OptionList)
        move = options.action_cursor_down if step > 0 else options.action_cursor_up
        for _ in range(abs(step)):
            move()

    # --- answering

    def _take(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._found) and self._found[at].do and not self._found[at].why:
            self.dismiss(self._found[at].do)

    def on_input_submitted(self) -> None:
        self._take()

    def on_option_list_option_selected(self) -> None:
        self._take()

    def on_key(self, event: events.Key) -> None:
        if self.prompt:
            return
        for verb in self.verbs:
            if event.key in verb.press and event.key not in OWN and verb.do:
                event.stop()
                event.prevent_default()
                if not verb.why:
                    self.dismiss(verb.do)
                return
        if event.key in ("j", "k"):
            event.stop()
            self.action_along(1 if event.key == "j" else -1)

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)


Search = Callable[[str], Awaitable[Sequence[Verb]]]
"""What fits the words so far; whoever asks looks for it."""


class FindModal(MenuModal):
    """Answers what was found and taken; nothing is fetched here: whoever asks hands down `search`."""

    def __init__(self, *, prompt: str, none: str, search: Search) -> None:
        super().__init__("", (), prompt=prompt)
        self.nothing, self._search = none, search

    def on_input_changed(self, event: Input.Changed) -> None:
        self.run_worker(self._look(event.value), exclusive=True, group="find")

    async def _look(self, words: str) -> None:
        found = tuple(await self._search(words)) if words.strip() else ()
        if self.is_attached:
            self.verbs, self.none = found, self.nothing if words.strip() else ""
            self.query_one(OptionList).highlighted = None
            self._fill(found)


def _verb_line(verb: Verb, keys: int, labels: int, width: int) -> Content:
    if verb.is_heading:
        return text(verb.label, "bold $muted")
    key = verb.key + " " * (keys - cell_len(verb.key))
    if not verb.label:
        return Content("").join([text(key, "bold"), text(f"  {fit(verb.note, width - keys - 2)}", "$muted")])
    label = verb.label + " " * (labels - cell_len(verb.label))
    room = width - keys - labels - 4
    if verb.why:
        return text(f"{key}  {label}  {fit(verb.why, room)}", "$muted italic")
    return Content("").join([text(key, "bold"), text(f"  {label}  "), text(fit(verb.note, room), "$muted")])
