"""The plain fields of a booking and its person, each checked in place; enter saves them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from deskbell.tui.modals.asking import Asking, Check
from deskbell.tui.text import text
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.i18n import t


@dataclass(frozen=True, slots=True)
class Field:
    """A field by the name that the desk knows it by, and what stands in it now."""

    name: str
    value: str
    longest: int = 500


Fields = tuple[tuple[str, str], ...]


class EditModal(Asking[Fields]):
    """Answers the fields that are different from before; none where nothing is, unless that is an answer too (`same`).
    `note` says what cannot be edited.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        language: str,
        title: str,
        fields: Sequence[Field],
        note: str = "",
        *,
        check: Check[Fields],
        same: bool = False,
    ) -> None:
        super().__init__(language, title, check=check)
        self.fields = tuple(fields)
        self.note = note
        self.same = same

    def body(self) -> Iterable[Widget]:
        for field in self.fields:
            typed = Input(field.value, max_length=field.longest, select_on_focus=False, id=f"f-{field.name}")
            yield self.field(f"edit.{field.name}", typed)
        if self.note:
            yield Sheet(self._note)

    def _note(self, width: int) -> list[Content]:
        return text(self.note, "$muted").wrap(max(2, width))

    def hints(self) -> tuple[Hint, ...]:
        return (
            self.hint("enter", "modal.save", "submit"),
            self.hint("tab", "modal.next", "next"),
            self.back_hint(),
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.query(Input).first().focus()

    def action_next(self) -> None:
        self.focus_next()

    def on_input_changed(self) -> None:
        self.wrong("")

    def on_input_submitted(self) -> None:
        self.action_submit()

    async def on_input_blurred(self, event: Input.Blurred) -> None:
        """A field that is left is looked at: what is wrong with it is said before it is saved."""
        name = (event.input.id or "")[2:]
        before = next((f.value for f in self.fields if f.name == name), event.value)
        if self._check is not None and event.value != before:
            sentence = await self._check(((name, event.value),))
            if sentence and self.is_attached:
                self.wrong(f"{t(self.language, f'edit.{name}')}: {sentence}")

    def changed(self) -> Fields:
        now = [(f.name, f.value, self.query_one(f"#f-{f.name}", Input).value) for f in self.fields]
        return tuple((name, after) for name, before, after in now if after != before)

    def action_submit(self) -> None:
        fields = self.changed()
        if fields or self.same:
            self.answer(fields)
        else:
            self.dismiss(None)
