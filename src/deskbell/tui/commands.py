"""Every action once: its id, keys, words and place. Bindings, footer, help, palette, menu and README are made of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from deskbell.words.i18n import t

CALENDAR, BOOKING, PAYMENT, EVERYWHERE = "calendar", "booking", "payment", "everywhere"


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is what settings remap and `action.<id>` what the catalogue calls it; `do` is Textual's action.

    `where` are the screens that have it; `verb` the verb of the booking it acts on, asked whether it may;
    `footer` whether it is one of its screen's seven.
    """

    id: str
    keys: str
    do: str
    where: tuple[str, ...] = (EVERYWHERE,)
    verb: str = ""
    footer: bool = False

    def label(self, language: str) -> str:
        """One or two words: what the footer and the menu say."""
        return t(language, f"action.{self.id}")

    def help(self, language: str) -> str:
        """One sentence: what the help and the palette say."""
        return t(language, f"action.{self.id}.help")


_LESSON = (CALENDAR, BOOKING)
ACTIONS = (
    Action("booking.book", "b", "book", (CALENDAR,), footer=True),
    Action("booking.open", "enter", "open", (CALENDAR,), footer=True),
    Action("booking.edit", "e", "edit", _LESSON, "EDIT"),
    Action("booking.move", "m", "move", _LESSON, "MOVE", footer=True),
    Action("booking.cancel", "x", "cancel", _LESSON, "CANCEL", footer=True),
    Action("booking.pay", "p", "pay", _LESSON, "PAY", footer=True),
    Action("booking.note", "n", "note", _LESSON, "NOTE", footer=False),
    Action("booking.attend", "a", "attend", _LESSON, "ATTEND"),
    Action("booking.price", "P", "price", _LESSON, "REPRICE"),
    Action("booking.refund", "R", "hand_over", _LESSON, "HAND_OVER"),
    Action("booking.copy", "y", "copy", _LESSON),
    Action("calendar.view", "v", "view", (CALENDAR,)),
    Action("calendar.today", "t", "today", (CALENDAR,)),
    Action("calendar.back", "left_square_bracket", "page(-1)", (CALENDAR,)),
    Action("calendar.forward", "right_square_bracket", "page(1)", (CALENDAR,)),
    Action("calendar.goto", "d", "goto", (CALENDAR,)),
    Action("calendar.tutor", "f", "tutor", (CALENDAR,)),
    Action("desk.undo", "u", "undo"),
    Action("desk.refresh", "r", "reload"),
    Action("desk.more", "space", "more", footer=True),
    Action("desk.keys", "question_mark", "keys", footer=True),
    Action("desk.palette", "colon", "palette"),
    Action("desk.quit", "q", "quit"),
)
BY_ID = {action.id: action for action in ACTIONS}


def bindings(where: str, language: str) -> list[BindingType]:
    """The bindings of a screen; each has its id, so that settings can give it another key."""
    return [
        Binding(a.keys, a.do, a.label(language), show=a.footer, tooltip=a.help(language), id=a.id) for a in of(where)
    ]


def of(where: str) -> Iterable[Action]:
    """The actions of a screen, everywhere's among them, in the table's order."""
    return (a for a in ACTIONS if where in a.where or EVERYWHERE in a.where)
