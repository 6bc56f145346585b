"""What waits for a person: refunds to be made by hand, the oldest first. Enter opens one's booking, R hands it over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from deskbell.domain.views import GiveBack, Waiting
from deskbell.tui import commands
from deskbell.tui.modals.asking import Asking
from deskbell.tui.text import cell_len, fit, text
from deskbell.tui.widgets.bars import Hint
from deskbell.words.i18n import t
from deskbell.words.speech import Speech

Row = tuple[str, str, str, str, str]
"""Booking, who, how much, how, since when."""
Picked = tuple[Literal["open_booking", "hand_over"], int]
LEAST_NAME = 12


class WaitingModal(Asking[Picked]):
    """Answers what is to be done with which booking; None for back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        commands.binding("booking.refund"),
        Binding("down,j,tab", "along(1)", show=False),
        Binding("up,k,shift+tab", "along(-1)", show=False),
    ]

    def __init__(self, language: str, waiting: Waiting) -> None:
        super().__init__(language, t(language, "waiting.title"), t(language, "waiting.refunds", n=waiting.count))
        self.waiting = waiting
        say = Speech(language, waiting.desk.zone, now=waiting.now)
        self.rows = [self._row(refund, say) for refund in waiting.refunds]

    def _row(self, refund: GiveBack, say: Speech) -> Row:
        name = refund.name or t(self.language, "calendar.walk_in")
        how = t(self.language, f"payment.method.{refund.method}")
        since = t(self.language, "waiting.since", when=say.near(refund.since))
        return str(refund.booking), name, say.money(refund.amount, refund.currency), how, since

    def body(self) -> Iterable[Widget]:
        yield OptionList()

    def hints(self) -> tuple[Hint, ...]:
        return (
            Hint("enter", commands.BY_ID["booking.open"].hint(self.language), "pick"),
            Hint(self.key_of("booking.refund"), commands.BY_ID["booking.refund"].hint(self.language), "hand_over"),
            self.back_hint(),
        )

    def on_mount(self) -> None:
        super().on_mount()
        more = self.waiting.count - len(self.rows)
        if more > 0:
            self.wrong(t(self.language, "calendar.more", n=more), "$muted")
        self.query_one(OptionList).focus()

    def on_resize(self) -> None:
        """Amounts end in one column; where there is little room the name comes before how and since when."""
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        width = min(78, self.size.width) - (9 if self.size.width >= 80 else 7)
        most = [max((cell_len(row[n]) for row in self.rows), default=0) for n in range(5)]
        room = width - most[0] - most[2] - LEAST_NAME - 4
        how, since = most[3] + 2, most[4] + 2
        asides = (3, 4) if room >= how + since else (4,) if room >= since else ()
        options.clear_options()
        options.add_options(Option(_row_line(row, most, asides, width)) for row in self.rows)
        options.highlighted = at if self.rows else None

    # --- keys

    def action_along(self, down: int) -> None:
        options = self.query_one(OptionList)
        (options.action_cursor_down if down > 0 else options.action_cursor_up)()

    def on_option_list_option_selected(self) -> None:
        self.action_pick()

    def action_pick(self) -> None:
        self._picked("open_booking")

    def action_hand_over(self) -> None:
        self._picked("hand_over")

    def _picked(self, what: Literal["open_booking", "hand_over"]) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self.answer((what, self.waiting.refunds[at].booking))


def _row_line(row: Row, most: list[int], asides: Iterable[int], width: int) -> Content:
    lead = text(" " * (most[0] - cell_len(row[0])) + row[0] + "  ", "$muted")
    tail = [text(" " * (2 + most[2] - cell_len(row[2])) + row[2], "bold $due")]
    tail += [text("  " + row[n] + " " * (most[n] - cell_len(row[n])), "$muted") for n in asides]
    room = width - lead.cell_length - sum(part.cell_length for part in tail)
    name = fit(row[1], room)
    return Content("").join([lead, text(name + " " * (room - cell_len(name))), *tail])
