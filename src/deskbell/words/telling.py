"""What plans, previews and answers share: whom and which lesson a plan is about, and its small texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, overload

from deskbell.domain import effects as e
from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.names import Names, SlotName
from deskbell.domain.op import OpKind
from deskbell.domain.payment import Method
from deskbell.domain.plan import Plan
from deskbell.domain.text import clean
from deskbell.words.connecting import connecting_matter
from deskbell.words.documenting import document_matter
from deskbell.words.effects import Teller
from deskbell.words.events import event_matter, event_parts
from deskbell.words.language import Language
from deskbell.words.speech import Speech
from deskbell.words.tilling import till_matter

A = TypeVar("A", bound=e.Effect)
B = TypeVar("B", bound=e.Effect)
C = TypeVar("C", bound=e.Effect)

FEW = 3
"""So many names are said; of more only how many there are."""


@cache
def plan_texts(tongue: Language) -> Mapping[str, str | tuple[str, str]]:
    """The texts of one language; only the language in use is loaded."""
    if tongue == "es":
        from deskbell.words.connecting_es import PLANS as CONNECT
        from deskbell.words.documents_es import PLANS as PAPER
        from deskbell.words.events_es import PLANS as EVENTS
        from deskbell.words.mail_es import PLANS as MAIL
        from deskbell.words.plans_es import PLANS
        from deskbell.words.till_es import PLANS as TILL
    elif tongue == "pt":
        from deskbell.words.connecting_pt import PLANS as CONNECT
        from deskbell.words.documents_pt import PLANS as PAPER
        from deskbell.words.events_pt import PLANS as EVENTS
        from deskbell.words.mail_pt import PLANS as MAIL
        from deskbell.words.plans_pt import PLANS
        from deskbell.words.till_pt import PLANS as TILL
    else:
        from deskbell.words.connecting_en import PLANS as CONNECT
        from deskbell.words.documents_en import PLANS as PAPER
        from deskbell.words.events_en import PLANS as EVENTS
        from deskbell.words.mail_en import PLANS as MAIL
        from deskbell.words.plans_en import PLANS
        from deskbell.words.till_en import PLANS as TILL
    return {**PLANS, **PAPER, **TILL, **CONNECT, **EVENTS, **MAIL}


class PlanTeller(Teller):
    """A teller who knows the whole plan."""

    __slots__ = ("effects", "plan")

    def __init__(self, say: Speech, plan: Plan, names: Names | None) -> None:
        super().__init__(say, Names.of_plan(plan, names))
        self.plan = plan
        self.effects = plan.effects

    def text(self, key: str, /, **facts: Any) -> str:
        """A text of the plan's catalogue; a pair is one and several, told apart by the fact n."""
        found = plan_texts(self.say.tongue)[key]
        if isinstance(found, tuple):
            found = found[0] if facts["n"] == 1 else found[1]
        return found.format_map(facts)

    def knows(self, key: str) -> bool:
        return key in plan_texts(self.say.tongue)

    @overload
    def all(self, one: type[A], /) -> list[A]: ...
    @overload
    def all(self, one: type[A], two: type[B], /) -> list[A | B]: ...
    @overload
    def all(self, one: type[A], two: type[B], three: type[C], /) -> list[A | B | C]: ...
    def all(self, *kinds: type[Any]) -> list[Any]:
        """The plan's effects of these kinds, in its order."""
        return [x for x in self.effects if isinstance(x, kinds)]

    def has(self, *kinds: type[e.Effect]) -> bool:
        return any(isinstance(x, kinds) for x in self.effects)

    # --- money

    def money(self, minor: int, currency: str = "") -> str:
        return self.say.money(minor, currency or self._currency())

    def _currency(self) -> str:
        found = (getattr(x, "currency", "") for x in self.effects)
        orders = (self.names.orders[x.order].currency for x in self.all(e.LineAdded) if x.order in self.names.orders)
        return next((c for c in (*found, *orders) if c), "")

    def method(self, method: Method) -> str:
        return self.term(f"method.{method}")

    def paid(self, effect: e.PaymentTaken) -> str:
        """25.00 cash, change for 30.00: 5.00."""
        amount = self.money(effect.amount, effect.currency)
        said = self.text("money.paid", amount=amount, method=self.method(effect.method))
        return f"{said}, {self.change(effect)}" if effect.change else said

    def change(self, effect: e.PaymentTaken) -> str:
        tendered, change = (self.money(m, effect.currency) for m in (effect.tendered, effect.change))
        return self.text("money.change", tendered=tendered, change=change)

    # --- what the plan is about

    def booking(self) -> Id | None:
        """The booking that it is about: its subject, or the only one that it touches."""
        if self.plan.subject is not None and self.plan.subject in self.names.bookings:
            return self.plan.subject
        seated = self.all(e.BookingTurned, e.SeatTaken, e.SeatMoved)
        return next((x.booking for x in seated), self.plan.subject)

    def slot_name(self) -> SlotName | None:
        """The lesson, as it stands before the plan where it moves."""
        moved = self.all(e.SlotMoved)
        if moved:
            known = self.names.slots.get(moved[0].slot) or self._booked_slot()
            before = moved[0].before
            tutor = self.names.tutors.get(before.tutor, known.tutor if known else "")
            return SlotName(known.service if known else "", before.start, before.end, tutor)
        reseated = self.all(e.SeatMoved)
        if reseated and reseated[0].slot_before in self.names.slots:
            return self.names.slots[reseated[0].slot_before]
        slots = [x.slot for x in self.all(e.SeatTaken, e.BookingTurned, e.SlotOpened)]
        slots += [x.slot for x in self.all(e.SlotTurned)]
        return next((self.names.slots[x] for x in slots if x in self.names.slots), None) or self._booked_slot()

    def _booked_slot(self) -> SlotName | None:
        booking = self.booking()
        known = self.names.bookings.get(booking) if booking else None
        return known.slot if known else None

    def about(self, *, first: str = "lesson") -> str:
        """Piano 60, Wed 4 March 15:30, Ana Pérez; with first="person" the name leads."""
        booking, slot = self.booking(), self.slot_name()
        parts = []
        if slot is not None:
            parts.append(self.lesson(slot))
        if booking is not None and booking in self.names.bookings:
            parts.insert(0 if first == "person" else len(parts), self.sitter(booking))
        return ", ".join(parts) or self._other_matter()

    def _other_matter(self) -> str:
        for known in (self.names.orders.get(getattr(x, "order", None) or Id("")) for x in self.effects):
            if known is not None and known.no:
                return f"#{known.no}"
        if told := till_matter(self) or document_matter(self) or connecting_matter(self):
            return told
        if opened := self.all(e.DeskOpened):
            return clean(opened[0].name)
        if read := self.all(e.BusyRead):
            return self.tutor(read[0].tutor)
        people: list[e.PersonAdded | e.PersonArchived | e.PersonErased | e.PersonRestored]
        people = [*self.all(e.PersonAdded, e.PersonArchived), *self.all(e.PersonErased, e.PersonRestored)]
        if people:
            return self.few([self.person(x.person) for x in people])
        return event_matter(self)

    def few(self, people: list[str]) -> str:
        """Their names, or how many they are."""
        if len(people) <= FEW:
            return self.say.all_of(people)
        return self.text("done.people", n=len(people))

    def undoes(self) -> str:
        """What an UNDO takes back, as a key of the texts `undo.…`: read off the effects that it makes."""
        turned = self.all(e.BookingTurned)
        if turned:
            if turned[0].after is State.CANCELLED:
                return "request" if turned[0].before is State.REQUESTED else "book"
            if turned[0].after is State.REQUESTED:
                return "cancel" if turned[0].before is State.CANCELLED else "answer"
            return "cancel" if turned[0].before is State.CANCELLED else "attendance"
        for kinds, key in _UNDOES:
            if self.has(*kinds):
                return key
        return "change"


_SAID_ELSEWHERE = frozenset({OpKind.CHECKOUT, OpKind.REFUND, OpKind.EVENT, OpKind.MAIL})


def link_parts(teller: PlanTeller) -> list[str]:
    """What becomes of a payment link and what a provider is told, where no row about money or seats says it."""
    parts = [teller.will(x) for x in teller.all(e.LinkMade)]
    parts += [teller.will(x) for x in teller.all(e.AttemptTurned) if not teller.has(e.MoneyArrived, e.PaymentTurned)]
    parts += [teller.will(x) for x in teller.all(e.OpQueued) if x.op_kind not in _SAID_ELSEWHERE]
    parts += [teller.will(x) for x in teller.all(e.OpTurned)]
    return list(dict.fromkeys(parts))


def calendar_parts(teller: PlanTeller) -> list[str]:
    """12 new, 3 changed, 1 gone; event made on Google Calendar."""
    read = teller.all(e.BusyRead)
    return [teller.text("calendar", added=x.added, changed=x.changed, removed=x.removed) for x in read] + event_parts(
        teller
    )


_UNDOES: tuple[tuple[tuple[type[e.Effect], ...], str], ...] = (
    ((e.SeatMoved, e.SlotMoved), "move"),
    ((e.PaymentReversed,), "pay"),
    ((e.LineReversed,), "price"),
    ((e.RefundTurned,), "hand_over"),
    ((e.NoteHidden,), "note"),
    ((e.FieldSet,), "edit"),
    ((e.AttemptTurned,), "link"),
    ((e.OpTurned,), "op"),
    ((e.TaskReopened,), "task"),
    ((e.PersonArchived,), "add_people"),
    ((e.SlotTurned,), "open_class"),
    ((e.RuleSet,), "rule"),
    ((e.ServiceSet,), "service"),
    ((e.CalendarSet,), "calendar"),
    ((e.CashReversed,), "cash"),
    ((e.DrawerDropped,), "drawer"),
)
