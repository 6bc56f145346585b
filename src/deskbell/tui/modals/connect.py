"""Asks step by step for what a connection needs; keys are masked, and no step forgets an earlier one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from deskbell.domain.secret import Secret
from deskbell.tui import qr
from deskbell.tui.lines import blank
from deskbell.tui.modals.asking import Asking
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint, KeyBar
from deskbell.tui.widgets.qr import QrCode
from deskbell.tui.widgets.sheet import Sheet
from deskbell.tui.widgets.unseen import UnseenInput
from deskbell.words.i18n import t

SPIN = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
TURN = 0.1
"""Seconds for each of them."""
LONGEST = 8 * 1024
BESIDE = 16
"""Lines of the question that are no code."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A field by its name; `label` is a key of the words, `unseen` masks it, `value` stands in it to begin with.

    `may_be_empty`: enter does not stop there.
    """

    name: str
    label: str
    unseen: bool = True
    value: str = ""
    may_be_empty: bool = False
    hint: str = ""
    """A key of the words: what stands there quietly until something is typed."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked now: quiet lines before the fields, what enter does in words, what was wrong with the last try.

    `big` stands in the head's corner in large letters, with its ink: whose money it is.
    """

    name: str
    fields: tuple[Wanted, ...] = ()
    lead: tuple[str, ...] = ()
    page: str = ""
    """An address below them."""
    enter: str = "modal.go_on"
    busy: str = ""
    """What is said while the answer is looked at."""
    wrong: str = ""
    big: tuple[str, str] = ("", "")
    code: str = ""
    """An address that is shown as a QR code too, where there is room for it."""
    anew: bool = False
    """What was wrong is typed again from the beginning; else it stands there to be mended."""


Answers = Mapping[str, Secret]
Next = Callable[[Answers], Awaitable[Step | None]]
"""Looks at all that was answered: the step that is still wanted, or None where all is done."""


class ConnectModal(Asking[bool]):
    """Answers True once `then` wants nothing more; esc leaves it at any step, and what was typed is forgotten.

    What was typed is kept as secrets under the fields' names, those of steps before among them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("enter", "submit", show=False),
    ]

    def __init__(self, language: str, title: str, first: Step, then: Next) -> None:
        super().__init__(language, title)
        self.step, self.then = first, then
        self.leave: Callable[[], None] | None = None
        """Called when it goes, also where the program ends with it: nothing waits for an answer any more."""
        self.answers: dict[str, Secret] = {}
        self._since = 0.0
        self._spinning: Timer | None = None

    def body(self) -> Iterable[Widget]:
        yield Sheet(self._lead, id="lead")
        yield QrCode(id="code")
        with Vertical(id="wanted"):
            yield from self._fields()

    def _fields(self) -> Iterable[Widget]:
        for wanted in self.step.fields:
            field = f"f-{wanted.name}"
            hint = t(self.language, wanted.hint) if wanted.hint else ""
            seen = Input(wanted.value, placeholder=hint, id=field)
            one = UnseenInput(max_length=LONGEST, id=field) if wanted.unseen else seen
            yield self.field(wanted.label, one)

    def hints(self) -> tuple[Hint, ...]:
        keys = [self.hint("enter", self.step.enter, "submit")]
        if len(self.step.fields) > 1:
            keys.append(self.hint("tab", "modal.next", "next"))
        return (*keys, self.back_hint())

    def on_mount(self) -> None:
        super().on_mount()
        self._begin()

    def _begin(self) -> None:
        self.query_one(KeyBar).hints = self.hints()
        self.query_one("#lead", Sheet).show(self._lead)
        self.wrong(self.step.wrong)
        self._code()
        fields = self.query(Input)
        if fields:
            fields.first().focus()

    def _code(self) -> None:
        """The code beside what is typed and said; a small terminal goes without."""
        room = self.app.size
        rows = qr.fitting(self.step.code, room.width - 8, room.height - BESIDE) if self.step.code else ()
        self.set_class(bool(rows), "-coded")
        code = self.query_one("#code", QrCode)
        code.put(rows)
        code.display = bool(rows)

    def on_resize(self) -> None:
        self._code()

    def _lead(self, width: int) -> list[Content]:
        lines = [line for words in self.step.lead for line in text(words, "$muted").wrap(max(2, width))]
        if self.step.page and not self.has_class("-coded"):
            lines += text(self.step.page, "$now").wrap(max(2, width))
        mode, ink = self.step.big
        head = [text(f" {mode} ", ink), blank()] if mode else []
        return [*head, *lines, blank()] if lines and self.step.fields else [*head, *lines]

    def on_unmount(self) -> None:
        if self.leave is not None:
            self.leave()

    # --- answering

    def action_next(self) -> None:
        self.focus_next()

    def on_input_changed(self) -> None:
        if self._spinning is None:
            self.wrong("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field that is empty, and from the last one on."""
        fields = list(self.query(Input))
        after = fields[fields.index(event.input) + 1 :]
        spare = {f"f-{wanted.name}" for wanted in self.step.fields if wanted.may_be_empty}
        empty = next((field for field in after if not field.value and field.id not in spare), None)
        if empty is not None:
            empty.focus()
        else:
            self.action_submit()

    def action_submit(self) -> None:
        if self._spinning is not None:
            return
        for wanted in self.step.fields:
            self.answers[wanted.name] = Secret(self.query_one(f"#f-{wanted.name}", Input).value.strip())
        self._spin(on=True)
        self.run_worker(self._look(), group="answer")

    def go_on(self) -> None:
        """What was waited for came, and nobody has to type it."""
        if self._spinning is None and self.is_attached:
            self._spin(on=True)
            self.run_worker(self._look(), group="answer")

    async def _look(self) -> None:
        try:
            after = await self.then(self.answers)
        finally:
            self._spin(on=False)
        if not self.is_attached:
            return
        if after is None:
            self.dismiss(True)  # noqa: FBT003 - the answer
        elif (after.name, after.fields) == (self.step.name, self.step.fields):
            self.step = after
            for field in self.query(Input) if after.anew else ():
                with self.prevent(Input.Changed):
                    field.clear()
            self._begin()
        else:
            self.step = after
            wanted = self.query_one("#wanted", Vertical)
            await wanted.remove_children()
            await wanted.mount_all(self._fields())
            self._begin()

    def _spin(self, *, on: bool) -> None:
        """Something turns while the world is asked: who waits sees that it is."""
        if self._spinning is not None:
            self._spinning.stop()
            self._spinning = None
        if on:
            self._since = monotonic()
            self._spinning = self.set_interval(TURN, self._turn)
            self._turn()
        elif self.is_attached:
            self.wrong("")

    def _turn(self) -> None:
        if self.step.busy:
            n = int((monotonic() - self._since) / TURN)
            self.wrong(f"{SPIN[n % len(SPIN)]} {self.step.busy}", "$held")


def again(step: Step, sentence: str) -> Step:
    """The same step once more, with what was wrong."""
    return replace(step, wrong=sentence)
