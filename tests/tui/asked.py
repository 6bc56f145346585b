"""The books of the little studio against a provider that says what a test has it say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from deskbell.domain import commands as c
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.ports import (
    Done,
    Features,
    Outcome,
    Page,
    PaymentProvider,
    Seen,
    SeenPayment,
    SeenRefund,
    SeenRefundState,
    SeenState,
)
from deskbell.services.desk import Desk
from deskbell.services.reconciling import Reconciling
from deskbell.tui.screens.reconciling import ReconcilingScreen
from tests.house.clock import FrozenClock
from tests.tui.harness import HarnessApp
from tests.tui.linked import Linked, _book, fresh, studio


@dataclass
class Says:
    """Only what reconciling asks: pages of what there is, and each checkout looked up."""

    seen: dict[Id, Seen]
    strays: tuple[SeenPayment, ...] = ()
    name: str = "DEMO"
    features: Features = field(default_factory=Features)
    away: Outcome[Page] | None = None
    """What it answers in place of a page."""
    go_on: Event | None = None
    """The last page comes when this is set."""
    asked: int = 0

    def since(self, cursor: str, after: int) -> Outcome[Page]:
        self.asked += 1
        if self.away is not None:
            return self.away
        if not cursor and self.go_on is not None:
            return Done(Page(tuple(self.seen.values()), (), "1", more=True))
        if self.go_on is not None:
            self.go_on.wait(10)
        return Done(Page(tuple(self.seen.values()), self.strays, "2"))

    def look(self, reference: Id, checkout: str | None) -> Outcome[Seen | None]:
        return Done(self.seen.get(reference))


class AskedApp(HarnessApp):
    """Over the reconciling screen, with these providers."""

    def __init__(self, told: Linked, *providers: Says, language: str = "en") -> None:
        super().__init__(told.desk, lambda: ReconcilingScreen(language), language)
        self.asked: Mapping[str, Says] = {x.name: x for x in providers}

    def reconciling(self, desk: Desk) -> Reconciling:
        asked: Mapping[str, PaymentProvider] = self.asked  # type: ignore[assignment]
        return Reconciling(desk, asked)


def paid(folder: Path) -> Linked:
    """Four lessons paid by link, and a morning with cash and the card reader."""
    told = studio(folder)
    for n, who in enumerate(("Leo Lee", "Zoë Ó Briain", "Ñandú Réyes", "Luis Gómez")):
        _book(told, who, 4 + n)
        told.pays()
        told.paid = ()
    for n, method in enumerate((Method.CASH, Method.CARD, Method.TRANSFER)):
        by_hand(told, method, 9 + n)
    return told


def by_hand(told: Linked, method: Method, hour: int) -> None:
    desk = told.desk
    piano = next(s for s in desk.services() if s.name == "Piano 60")
    tutor = next(x for x in desk.tutors() if x.name == "Priyanka Rao")
    start = FrozenClock().set(f"2026-03-17T{hour:02}:30:00+01:00")
    who = desk.search("Marta Pérez")[0].id
    told.do(c.Book(key=fresh(), service=piano.id, tutor=tutor.id, start=start, person=who, method=method))


def differing(told: Linked) -> Says:
    """One of each way to differ, but for the one that needs the books themselves changed."""
    seen = list(told.seen.values())
    refund = SeenRefund("re_9", None, 700, SeenRefundState.SUCCEEDED, told.clock.at)
    seen[0] = turned(seen[0], captured=2600, amount=2600)
    seen[1] = turned(seen[1], refunds=(refund,))
    seen[2] = turned(seen[2], state=SeenState.CHARGED_BACK)
    more = replace(seen[3].payments[0], id="pay_second")
    seen[3] = replace(seen[3], payments=(*seen[3].payments, more))
    stray = SeenPayment("pay_of_nobody", SeenState.CAPTURED, 990, 990, "EUR", told.clock.at)
    dollars = SeenPayment("pay_in_dollars", SeenState.CAPTURED, 1500, 1500, "USD", told.clock.at)
    return Says({x.reference: x for x in seen}, (stray, dollars))


def turned(seen: Seen, **more: object) -> Seen:
    """Its payment is another one by now."""
    return replace(seen, payments=(replace(seen.payments[0], **more),))  # type: ignore[arg-type]
