"""How the lesson went: given, nobody came, or open again; what cannot be said yet says from when on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from deskbell.tui.modals.asking import Asking
from deskbell.tui.widgets.bars import Hint
from deskbell.tui.widgets.choice import Choice, Way


class AttendanceModal(Asking[str]):
    """Answers the value of a way; dim ones are refused in place."""

    def __init__(self, language: str, title: str, ways: Sequence[Way]) -> None:
        super().__init__(language, title)
        self.ways = tuple(ways)

    def body(self) -> Iterable[Widget]:
        first = next((n for n, way in enumerate(self.ways) if not way.why), 0)
        yield Choice(self.ways, upright=True, at=first)

    def hints(self) -> tuple[Hint, ...]:
        figures = "1" if len(self.ways) < 2 else f"1–{len(self.ways)}"
        return (self.hint(figures, "modal.choose", "submit"), self.back_hint())

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Choice).focus()

    def action_submit(self) -> None:
        self.query_one(Choice).action_take()

    def on_choice_moved(self) -> None:
        self.wrong("")

    def on_choice_taken(self, event: Choice.Taken) -> None:
        event.stop()
        way = next(w for w in self.ways if w.value == event.value)
        if way.why:
            self.wrong(f"{way.label}: {way.why}")
        else:
            self.answer(way.value)
