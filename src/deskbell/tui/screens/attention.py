"""All that needs a person, the oldest first: what is wrong, since when, what to do, and the key that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from deskbell.tui import answering, commands, flow
from deskbell.tui.desk_screen import DeskScreen
from deskbell.tui.lines import GAP, ends, hanging, page
from deskbell.tui.screens.reading import Reading
from deskbell.tui.text import cell_len, text
from deskbell.tui.widgets.bars import Hint, KeyBar, Masthead
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.attention import needs_line
from deskbell.words.i18n import t
from deskbell.words.speech import Speech
from deskbell.words.tasks import answer_name, task_advice
from deskbell.words.verbs import verb as words_of

if TYPE_CHECKING:
    from deskbell.domain.attention import Attention, Needs
    from deskbell.domain.ids import Id
    from deskbell.services.desk import Desk

STRAY = "STRAY_MONEY"
"""The task about a payment that nothing here asked for: only the provider knows how much it is."""


CONNECTS = frozenset({"LOCKED_OUT", "LINKS_LEFT"})
"""What is answered by connecting."""


class AttentionScreen(Reading["Attention"]):
    """Read again whenever the desk changes; the cursor stays on its task as long as that is open."""

    WHERE = commands.ATTENTION
    BINDINGS: ClassVar[list[BindingType]] = [
        *commands.bindings(commands.ATTENTION),
        *DeskScreen.ALONG,
    ]

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.found: Attention | None = None

    def compose(self) -> ComposeResult:
        yield Masthead()
        yield Sheet(self._title, id="title")
        yield OptionList(id="tasks")
        yield Sheet(id="nothing")
        yield Sheet(id="advice")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#nothing").display = False
        self.around()
        self.query_one(OptionList).focus()
        self.reload()

    # --- reading

    def find(self, desk: Desk) -> Attention:
        from deskbell.services.attention import attention

        return attention(desk)

    def take(self, found: Attention) -> None:
        before, at = self.needs, self.query_one(OptionList).highlighted
        self.found = found
        self.query_one("#title", Sheet).show(self._title)
        self._fill(before.task if before is not None else None, at or 0)
        self.around()
        self._about()

    def on_resize(self) -> None:
        at = self.query_one(OptionList).highlighted
        if self.found is not None:
            self.call_after_refresh(self._fill, None, at or 0)

    # --- showing

    @property
    def needs(self) -> Needs | None:
        """What the cursor is on."""
        at = self.query_one(OptionList).highlighted
        tasks = self.found.tasks if self.found is not None else ()
        return tasks[at] if at is not None and at < len(tasks) else None

    @property
    def on_booking(self) -> bool:
        return self.needs is not None and self.needs.booking is not None

    def _fill(self, which: Id | None, at: int) -> None:
        options = self.query_one(OptionList)
        tasks = self.found.tasks if self.found is not None else ()
        options.display = bool(tasks)
        none = self.query_one("#nothing", Sheet)
        none.display = not tasks
        none.show(self._none)
        width = self.size.width - 4
        say = self._speech()
        since = [say.near(task.since) for task in tasks]
        column = max((cell_len(words) for words in since), default=0) + GAP
        options.clear_options()
        rows = (
            Option(self.task_row(task, words, column, width, say)) for task, words in zip(tasks, since, strict=True)
        )
        options.add_options(rows)
        same = next((n for n, task in enumerate(tasks) if task.task == which), min(at, len(tasks) - 1))
        options.highlighted = same if tasks else None

    def task_row(self, task: Needs, since: str, column: int, width: int, say: Speech) -> Content:
        assert self.found is not None  # noqa: S101 - there are rows
        what = text(needs_line(task, self.found.desk.zone, self.found.now, self.language))
        return page(hanging(text(since, "$muted"), what, width, column, self._due(task, say)))

    def _due(self, task: Needs, say: Speech) -> Content:
        if task.due_at is None or self.found is None:
            return text("")
        over = task.due_at <= self.found.now
        words = t(self.language, "attention.overdue" if over else "attention.due", when=say.near(task.due_at))
        return text(words, "bold $due" if over else "$due")

    def _speech(self) -> Speech:
        zone = self.found.desk.zone if self.found is not None else "UTC"
        return Speech(self.language, zone, now=self.found.now if self.found is not None else None)

    def _title(self, width: int) -> list[Content]:
        left = text(t(self.language, "attention.title"), "bold")
        if self.found is None or not self.found.count:
            return [left]
        more = self.found.count - len(self.found.tasks)
        said = t(self.language, "attention.count", n=self.found.count)
        aside = text(t(self.language, "attention.more", n=more), "$muted") if more > 0 else text("")
        return ends(left + text(f" · {said}", "$due"), aside, width)

    def _none(self, width: int) -> list[Content]:
        lines = [text(t(self.language, "attention.none"), "bold")]
        lines.append(text(t(self.language, "attention.none.next"), "$muted"))
        return [x for line in lines for x in line.wrap(max(2, width))]

    def on_option_list_option_highlighted(self) -> None:
        self._about()

    def _about(self) -> None:
        """What to do about the one under the cursor, and the keys that do it."""
        task = self.needs
        advice = task_advice(task.told, self.language) if task is not None else ""
        sheet = self.query_one("#advice", Sheet)
        sheet.display = task is not None
        sheet.show(lambda width: text(advice).wrap(max(2, width)))
        hints: list[Hint] = []
        if task is not None:
            if task.kind in CONNECTS and task.connection:
                hints.append(self.hint("connections.connect"))
            for code in answering.of(task):
                action = answering.ACTION[code]
                hints.append(Hint(self.key_of(action), answer_name(code, self.language), commands.BY_ID[action].do))
            if task.booking is not None:
                hints.append(self.hint("booking.open"))
            if task.kind == STRAY:
                hints.append(self.hint("desk.reconcile"))
        hints += [self.hint("desk.undo"), self.hint("desk.back")]
        self.query_one(KeyBar).hints = tuple(hints)

    def around(self) -> None:
        title = words_of("attention", self.language).label
        self.head(title, self.found.desk if self.found is not None else None)

    # --- keys

    async def on_option_list_option_selected(self) -> None:
        await self.action_open()

    async def action_open(self) -> None:
        """The booking that it is about; of money that belongs to nothing here, the books beside the provider's."""
        if self.needs is not None and self.needs.booking is not None:
            flow.open_booking(self, self.needs.booking)
        elif self.needs is not None and self.needs.kind == STRAY:
            await self.run_action("app.reconcile")

    def action_pay(self) -> None:
        if self.needs is not None and self.needs.booking is not None:
            flow.pay(self, self.needs.booking)

    def action_cancel(self) -> None:
        self.action_answer("CANCEL_BOOKING")

    def action_connect(self) -> None:
        """A connection that does not let the desk in is connected anew."""
        if self.needs is not None and self.needs.kind in CONNECTS and self.needs.connection:
            self.desk_app.ask_to_connect(self.needs.connection)
        else:
            self.desk_app.say(t(self.language, "attention.no_answer"))

    def action_approve(self) -> None:
        self.action_answer("APPROVE")

    def action_reject(self) -> None:
        """With a word why, where they like."""
        task = self.needs
        if task is not None and task.booking is not None and answering.has(task, "REJECT"):
            flow.reject(self, task.booking)
        else:
            self.action_answer("REJECT")

    def action_hand_over(self) -> None:
        self.action_answer("BY_HAND")

    def action_answer(self, code: str) -> None:
        task = self.needs
        if task is None:
            return
        if answering.has(task, code):
            answering.answer(self, task, code)
        else:
            self.desk_app.say(t(self.language, "attention.no_answer"))

    def action_back(self) -> None:
        self.dismiss(None)
