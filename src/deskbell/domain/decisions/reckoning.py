"""An order while a provider's word is written down: what was done so far, and how the money stands after it."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.effects import Effect, ReceiptIssued, TaskRaised, TaskSettled
from deskbell.domain.facts import OrderFacts
from deskbell.domain.ids import Id, Mint
from deskbell.domain.payment import Attempt, Payment


@dataclass(slots=True)
class Books:
    """The order while a provider's word is written down: effects so far, and how the money stands after them."""

    facts: OrderFacts
    attempt: Attempt
    mint: Mint
    effects: list[Effect] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    raised: set[tuple[str, Id]] = field(default_factory=set)

    @property
    def order(self) -> Id:
        return self.facts.order.id

    @property
    def currency(self) -> str:
        return self.facts.order.currency

    def task(self, kind: str, subject: Id) -> None:
        """Once for each kind and subject, however often it is seen; one settled just now simply stays."""
        for effect in self.effects:
            if isinstance(effect, TaskSettled) and (effect.task_kind, effect.subject) == (kind, subject):
                self.effects.remove(effect)
                return
        if not self.facts.has_task(kind, subject) and (kind, subject) not in self.raised:
            self.raised.add((kind, subject))
            self.effects.append(TaskRaised(self.mint(), kind, subject))

    def task_once(self, kind: str, subject: Id) -> None:
        """Of what the same word says again for ever: not anew where somebody has seen to it."""
        if (kind, subject) not in self.facts.seen_to:
            self.task(kind, subject)

    def settle_task(self, kind: str, subject: Id) -> None:
        done = {e.task for e in self.effects if isinstance(e, TaskSettled)}
        found = ((t, k, s) for t, k, s in self.facts.tasks if k == kind and s == subject and t not in done)
        self.effects += [TaskSettled(*task) for task in found]

    def put(self, payment: Payment) -> None:
        self.payments = [payment if p.id == payment.id else p for p in self.payments]

    def receipt(self, kind: str, amount: int, *, payment: Id | None = None, refund: Id | None = None) -> None:
        made = (self.mint(), self.order, kind, amount, self.currency)
        self.effects.append(ReceiptIssued(*made, payment=payment, refund=refund))
