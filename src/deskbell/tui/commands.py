"""Every action once: its id, keys, words and place. Bindings, footer, help, palette, menu, README are made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType
from textual.keys import format_key

from deskbell.words.verbs import verb as words_of

CALENDAR, BOOKING, PAYMENT, PLAN, EVERYWHERE = "calendar", "booking", "payment", "plan", "everywhere"
TILL, RECONCILE = "till", "reconcile"
DOCUMENTS, PAPER = "documents", "paper"
ATTENTION, WORKER, CONNECTIONS = "attention", "worker", "connections"
OUTBOX, RULES = "outbox", "rules"
CALENDARS = "calendars"


class Action(NamedTuple):
    """`id` is what settings remap, `word` its entry among the verbs' words, `do` Textual's action.

    `where` are the screens that have it; `verbs` those of the booking it acts on, one of which must be allowed;
    `footer` whether it is one of its screen's seven.
    """

    id: str
    keys: str
    do: str
    word: str
    where: tuple[str, ...] = (EVERYWHERE,)
    verbs: tuple[str, ...] = ()
    footer: bool = False
    on_booking: bool = False

    def label(self, language: str) -> str:
        """One or two words: what the menu says."""
        return words_of(self.word, language).label

    def hint(self, language: str) -> str:
        """The same as every line of keys says it, in small letters."""
        return self.label(language).lower()

    def help(self, language: str) -> str:
        """One line: what the help and the palette say."""
        return words_of(self.word, language).help


_LESSON = (CALENDAR, BOOKING)
_OPENS = (CALENDAR, ATTENTION, WORKER, RECONCILE, DOCUMENTS, CONNECTIONS, OUTBOX, RULES, CALENDARS)
_FINDS = (
    CALENDAR, BOOKING, PAYMENT, ATTENTION, TILL, WORKER, RECONCILE, CONNECTIONS, OUTBOX, RULES, PAPER, DOCUMENTS,
    CALENDARS,
)  # fmt: skip
_PAPERS = (DOCUMENTS, PAPER)
_ANSWERS = (ATTENTION, PAYMENT)
_MONEY = (*_LESSON, *_ANSWERS)
_ATTEND = ("COMPLETE", "NO_SHOW", "REOPEN")
ACTIONS = (
    Action("booking.book", "b", "book", "book", (CALENDAR,), footer=True),
    Action("booking.open", "enter", "open", "open", _OPENS, footer=True, on_booking=True),
    Action("booking.edit", "e", "edit", "edit", _LESSON, ("EDIT",), on_booking=True),
    Action("booking.move", "m", "move", "move", _LESSON, ("MOVE",), footer=True, on_booking=True),
    Action("booking.cancel", "x", "cancel", "cancel", _MONEY, ("CANCEL",), footer=True, on_booking=True),
    Action("booking.pay", "p", "pay", "pay", (*_LESSON, ATTENTION), ("PAY",), footer=True, on_booking=True),
    Action("booking.approve", "Y", "approve", "approve", _MONEY, ("APPROVE",), on_booking=True),
    Action("booking.reject", "J", "reject", "reject", _MONEY, ("REJECT",), on_booking=True),
    Action("booking.note", "n", "note", "note", _LESSON, ("NOTE",), on_booking=True),
    Action("booking.attend", "a", "attend", "attendance", _LESSON, _ATTEND, on_booking=True),
    Action("booking.price", "P", "price", "price", _LESSON, ("REPRICE",), on_booking=True),
    Action("booking.refund", "R", "hand_over", "hand_over", _MONEY, ("HAND_OVER",), on_booking=True),
    Action("booking.copy", "y", "copy", "copy", (*_LESSON, PAYMENT, *_PAPERS), on_booking=True),
    Action("answer.accept", "A", "answer('ACCEPT')", "accept", _ANSWERS),
    Action("answer.give_back", "G", "answer('GIVE_BACK')", "give_back", _ANSWERS),
    Action("answer.retry", "T", "answer('RETRY')", "retry", (*_ANSWERS, WORKER, OUTBOX)),
    Action("answer.release", "L", "answer('RELEASE')", "release", _ANSWERS),
    Action("answer.new_link", "N", "answer('NEW_LINK')", "new_link", _ANSWERS),
    Action("answer.keep", "K", "answer('KEEP')", "keep", _ANSWERS),
    Action("answer.seen", "S", "answer('SEEN')", "seen", _ANSWERS),
    Action("answer.drop", "D", "answer('DROP')", "drop", (*_ANSWERS, WORKER, OUTBOX)),
    Action("answer.put_back", "U", "answer('PUT_BACK')", "put_back", _ANSWERS),
    Action("answer.move_along", "V", "answer('MOVE_ALONG')", "move_along", _ANSWERS),
    Action("worker.pause", "Z", "pause", "pause", (WORKER, CONNECTIONS, RULES)),
    Action("connections.connect", "E", "connect", "connect", (CONNECTIONS, ATTENTION)),
    Action("connections.disconnect", "X", "disconnect", "disconnect", (CONNECTIONS,)),
    Action("connections.page", "B", "page", "keys_page", (CONNECTIONS,)),
    Action("outbox.test", "I", "test", "test", (OUTBOX,), footer=True),
    Action("rules.text", "H", "words", "set_text", (RULES,), footer=True),
    Action("rules.new", "F", "new", "new_one", (RULES, CALENDARS), footer=True),
    Action("calendar.view", "v", "view", "view", (CALENDAR, TILL)),
    Action("calendar.today", "t", "today", "today", (CALENDAR,)),
    Action("calendar.back", "left_square_bracket", "page(-1)", "back", (CALENDAR,)),
    Action("calendar.forward", "right_square_bracket", "page(1)", "forward", (CALENDAR,)),
    Action("calendar.goto", "d", "goto", "goto", (CALENDAR,)),
    Action("calendar.tutor", "f", "tutor", "tutor", (CALENDAR,)),
    Action("payment.previous", "up,k", "method(-1)", "previous_method", (PAYMENT,)),
    Action("payment.next", "down,j", "method(1)", "next_method", (PAYMENT,)),
    Action("payment.authorise", "asterisk", "authorise", "authorise", (PAYMENT,), ("AUTHORISE",), on_booking=True),
    Action("payment.capture", "greater_than_sign", "capture", "capture", (PAYMENT,), ("CAPTURE",), on_booking=True),
    Action("payment.void", "less_than_sign", "void", "void", (PAYMENT,), ("VOID",), on_booking=True),
    Action("till.open", "o", "drawer", "open_drawer", (TILL,), footer=True),
    Action("till.in", "plus", "cash('in')", "cash_in", (TILL,), footer=True),
    Action("till.out", "minus", "cash('out')", "cash_out", (TILL,), footer=True),
    Action("till.count", "z", "count", "count_drawer", (TILL,), footer=True),
    Action("till.seal", "s", "seal", "seal_day", (TILL,), footer=True),
    Action("documents.month", "M", "month", "invoice_month", (DOCUMENTS,), footer=True),
    Action("documents.correct", "C", "correct", "correct_invoice", _PAPERS, footer=True),
    Action("desk.find", "slash", "find", "find", _FINDS),
    Action("desk.confirm", "c", "confirm", "confirm", (PAYMENT, PLAN)),
    Action(
        "desk.back",
        "escape",
        "back",
        "escape",
        (BOOKING, PAYMENT, PLAN, TILL, RECONCILE, *_PAPERS, ATTENTION, WORKER, CONNECTIONS, OUTBOX, RULES, CALENDARS),
    ),
    Action("desk.attention", "6,w", "app.attention", "attention"),
    Action("desk.till", "7", "app.till", "till"),
    Action("desk.documents", "i", "app.documents", "documents"),
    Action("desk.worker", "8", "app.worker", "worker"),
    Action("desk.connections", "9", "app.connections", "connections"),
    Action("desk.outbox", "O", "app.outbox", "outbox"),
    Action("desk.rules", "W", "app.rules", "rules"),
    Action("desk.reconcile", "equals_sign", "app.reconcile", "reconcile"),
    Action("desk.undo", "u", "app.undo", "undo"),
    Action("desk.refresh", "r", "app.reload", "refresh"),
    Action("desk.more", "space", "more", "actions", (*_LESSON, PAYMENT), footer=True),
    Action("desk.keys", "question_mark", "app.keys", "keys", footer=True),
    Action("desk.palette", "colon", "app.palette", "palette"),
    Action("desk.quit", "q", "app.quit", "quit"),
)
BY_ID = {action.id: action for action in ACTIONS}
Remapped = Mapping[str, tuple[str, ...]]
"""Other keys for an action's id, as settings.keys say."""


def bindings(where: str) -> list[BindingType]:
    """The bindings of a screen; each has its id, so that settings can give it another key. Our own bars show them."""
    return [binding(a.id) for a in of(where)]


def binding(id_: str) -> Binding:
    """The binding of one action alone, for what is no screen of its own."""
    a = BY_ID[id_]
    return Binding(a.keys, a.do, a.id, show=False, id=a.id)


def of(where: str) -> Iterator[Action]:
    """The actions of a screen, everywhere's among them, in the table's order."""
    return (a for a in ACTIONS if where in a.where or EVERYWHERE in a.where)


def shown_key(action: Action, remapped: Remapped | None = None) -> str:
    """The action's first key as people read it on their keyboard."""
    keys = (remapped or {}).get(action.id) or tuple(action.keys.split(","))
    return "enter" if keys[0] == "enter" else format_key(keys[0])


def footer(where: str) -> tuple[Action, ...]:
    """The screen's own seven keys at most."""
    return tuple(a for a in of(where) if a.footer)
