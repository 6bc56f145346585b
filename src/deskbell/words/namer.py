"""What effects are told with: names, or a neutral word for each, and amounts in the desk's way."""

from __future__ import annotations

from typing import Any, Protocol

from deskbell.domain import effects as e
from deskbell.domain.ids import Id
from deskbell.domain.names import Names, SlotName
from deskbell.domain.text import clean
from deskbell.words.effect_texts import tables
from deskbell.words.speech import Speech

Line = tuple[str, dict[str, str]]
"""The key of an effect's text, and the facts that it may hold; a fact that is not known is empty."""


class Namer:
    """Names and figures as words of one language."""

    __slots__ = ("names", "say", "terms")

    def __init__(self, say: Speech, names: Names) -> None:
        self.say = say
        self.names = names
        self.terms = tables(say.tongue).terms

    # --- names, or a neutral word

    def term(self, key: str) -> str:
        """A small word; of a code that has none, that of its kind."""
        return self.terms[key] if key in self.terms else self.terms[f"{key.partition('.')[0]}.other"]

    def person(self, id_: Id | None) -> str:
        return clean(self.names.people.get(id_, "")) or self.terms["person"] if id_ else self.terms["walk_in"]

    def tutor(self, id_: Id | None) -> str:
        return clean(self.names.tutors.get(id_, "") if id_ else "") or self.terms["tutor"]

    def service(self, id_: Id) -> str:
        return clean(self.names.services.get(id_, "")) or self.terms["service"]

    def slot(self, id_: Id) -> str:
        """Piano 60, Wed 4 March 15:30."""
        return self.lesson(self.names.slots.get(id_))

    def lesson(self, slot: SlotName | None) -> str:
        if slot is None:
            return self.terms["slot"]
        return f"{clean(slot.service) or self.terms['service']}, {self.say.at(slot.start)}"

    def sitter(self, booking: Id) -> str:
        """Who sits there: a name, or a walk-in; a neutral word where the booking is not known."""
        known = self.names.bookings.get(booking)
        if known is None:
            return self.terms["person"]
        return clean(known.person) or self.terms["walk_in"]

    def receipt(self, *ids: Id | None) -> str:
        return next((str(self.names.receipts[i]) for i in ids if i and i in self.names.receipts), "")

    def amount(self, minor: int, currency: str = "") -> str:
        return self.say.money(minor, currency)

    def of_order(self, order: Id | None, minor: int) -> str:
        """An amount in the currency of that order."""
        known = self.names.orders.get(order) if order else None
        return self.say.money(minor, known.currency if known else "")


class PlanSays(Protocol):
    """What the rows of a plan need of whoever tells it; those who tell plans know more (telling)."""

    names: Names
    say: Speech
    effects: tuple[e.Effect, ...]

    def all(self, *kinds: Any) -> list[Any]: ...
    def text(self, key: str, /, **facts: Any) -> str: ...
    def money(self, minor: int, currency: str = "") -> str: ...
    def will(self, effect: e.Effect) -> str: ...
    def term(self, key: str) -> str: ...
    def person(self, id_: Id | None) -> str: ...
