"""The kinds of work: how a desk comes to want it, how it is asked for, and what must have come of it in the end.

The list is open: a kind of operation that is new is one more row. Those of payments are here, those of calendars and
letters in sided.py, all of them in every.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskbell.domain.booking import Reason
from deskbell.domain.commands import (
    AddNote,
    AskByLink,
    Book,
    Cancel,
    CaptureNow,
    CloseLink,
    Command,
    GiveBack,
    Move,
    VoidPayment,
)
from deskbell.domain.effects import AttemptOpened, OrderOpened, SeatTaken
from deskbell.domain.op import OpKind
from deskbell.domain.people import Role
from tests.crashes.matrix.cells import Point, Sort
from tests.crashes.matrix.scene import DAY, HOUR

if TYPE_CHECKING:
    from tests.crashes.matrix.laws import Witness
    from tests.crashes.matrix.scene import Scene

PRICE, PART, OUTSIDE, STRAY = 2500, 900, 700, 1234
WRITTEN_DOWN = r"(outcome|later|unknown|requeue|park)\b.*\b{}\b"


@dataclass(frozen=True, slots=True)
class Kind:
    """`stage` makes all that has happened before; `ask` is TX0, a command or another word of a desk's.

    `call` is what the provider is asked; `tx2` finds the transaction that writes down what came of it, by its label.
    `worker_stage` makes a desk whose worker asks for it by itself. `meddle` is another desk that is busy with the same.
    """

    sort: Sort
    op: OpKind | None
    call: str
    tx2: str
    stage: Callable[[Scene], None]
    ask: Callable[[Scene], Command | None]
    came: Callable[[Witness], list[str]]
    meddle: Callable[[Scene], Command]
    worker_stage: Callable[[Scene], None] | None = None
    worker_tx0: str = ""
    wait: int = 0
    """Seconds of patience before it is due."""
    later: Callable[[Scene], None] | None = None
    """What the world does once the worst is over."""
    side: str = ""
    """Who is asked in place of the provider of payments."""
    again: tuple[str, ...] = ("look",)
    """What else may be asked of it once something has happened."""

    @property
    def name(self) -> str:
        return self.sort.name

    def is_tx2(self, label: str) -> bool:
        return re.match(self.tx2, label) is not None


# --- how it comes to that


def nothing(scene: Scene) -> None:
    """A desk and its people."""
    scene.know(slot_start=scene.now() // HOUR * HOUR + 3 * DAY)


def held(scene: Scene) -> None:
    """A seat is held and its link is made."""
    nothing(scene)
    booked = scene.do(_book(scene))
    scene.know(
        booking=next(booked.plan.of(SeatTaken)).booking,
        order=next(booked.plan.of(OrderOpened)).order,
        attempt=next(booked.plan.of(AttemptOpened)).attempt,
    )
    scene.turn()


def paying(scene: Scene) -> None:
    """The link is paid and the desk does not know."""
    held(scene)
    scene.passes(5)
    scene.customer.pays(scene.known["attempt"])


def paid(scene: Scene) -> None:
    """A lesson that was paid by its link."""
    paying(scene)
    scene.turn(20)
    _pay(scene)


def over(scene: Scene) -> None:
    """The hold is over by our clock, and half a minute later by the provider's."""
    held(scene)
    scene.passes(14 * 60)
    scene.turn()
    scene.lag(30)
    scene.passes(61)


def authorised(scene: Scene) -> None:
    """A lesson that stands, its money authorised."""
    nothing(scene)
    booked = scene.do(_book(scene, by_link=False))
    order = next(booked.plan.of(OrderOpened)).order
    asked = scene.do(AskByLink(key=scene.fresh(), order=order, method=scene.method, later=True))
    attempt = next(asked.plan.of(AttemptOpened)).attempt
    scene.know(booking=next(booked.plan.of(SeatTaken)).booking, order=order, attempt=attempt)
    scene.turn()
    scene.passes(5)
    scene.customer.authorises(attempt)
    scene.turn(20)
    _pay(scene)


def begun(scene: Scene) -> None:
    """The lesson begins: the worker takes what is authorised."""
    authorised(scene)
    scene.passes(int(scene.known["slot_start"]) - scene.now())


def unneeded(scene: Scene) -> None:
    """Money came after its seat was gone, and nobody decided about it for a day: the worker gives it back."""
    held(scene)
    scene.passes(16 * 60)
    scene.turn()
    scene.turn(20)
    scene.customer.pays_late(scene.known["attempt"])
    scene.turn(DAY)
    _pay(scene)
    scene.passes(DAY)


def changed(scene: Scene) -> None:
    """Paid, settled, and no look is due; then somebody gives money back at the provider, and a stranger pays."""
    paid(scene)
    scene.turn(2 * HOUR)
    scene.passes(60)
    scene.customer.stray(STRAY, scene.currency)
    scene.customer.refunds_outside(scene.known["attempt"], OUTSIDE)


def _pay(scene: Scene) -> None:
    scene.know(payment=scene.one("SELECT public_id FROM payment"))


def _book(scene: Scene, *, by_link: bool = True) -> Book:
    return Book(
        key=scene.fresh(), service=scene.services["Piano"], tutor=scene.tutors[0], person=scene.people[0],
        start=int(scene.known["slot_start"]), method=scene.method if by_link else None,
    )  # fmt: skip


# --- how it is asked for


def _watches(scene: Scene) -> None:
    """Somebody opens the payment's screen: a look is due."""
    scene.working.watching(scene.id("attempt"))


def _sweeps(scene: Scene) -> None:
    scene.working.sweep_soon(scene.method)


def _meddles(scene: Scene) -> Command:
    """Another desk moves the lesson: it wants the tutor, the room, the slot and the order."""
    start = int(scene.known["slot_start"]) + 2 * HOUR
    return Move(key=scene.fresh(), booking=scene.id("booking"), start=start)


def _notes(scene: Scene) -> Command:
    return AddNote(key=scene.fresh(), booking=scene.id("booking"), text="seen")


def _books_another(scene: Scene) -> Command:
    """Another desk books the same tutor at another time."""
    start = int(scene.known["slot_start"]) + 2 * HOUR
    return Book(key=scene.fresh(), service=scene.services["Piano"], tutor=scene.tutors[0], start=start)


# --- what must have come of it


def _link_paid(w: Witness) -> list[str]:
    """One checkout, paid, and the seat is theirs; where the hold was over before, no seat and no money."""
    made = w.theirs("SELECT count(*) FROM checkout")[0][0]
    found = [] if made <= 1 else [f"{made} checkouts were made for one link"]
    state = w.one("SELECT state FROM booking WHERE order_id = (SELECT min(id) FROM desk_order)")
    kept = w.one("SELECT coalesce(sum(captured), 0) FROM payment")
    if (state, kept) == ("CONFIRMED", PRICE):
        return found
    if w.time_was_lost and (state, kept) == ("EXPIRED", 0):
        return found
    return [*found, f"the seat is {state}, {kept} was paid"]


def _seated(w: Witness) -> list[str]:
    state, kept = w.booking(), w.one("SELECT coalesce(sum(captured), 0) FROM payment")
    if (state, kept) == ("CONFIRMED", PRICE) or (w.time_was_lost and w.told("MONEY_WITHOUT_SEAT")):
        return []
    if w.time_was_lost and w.given_back() == PRICE:
        return []
    return [f"paid, and the seat is {state}, {kept} known"]


def _closed(w: Witness) -> list[str]:
    theirs = w.theirs("SELECT state FROM checkout")
    found = [] if theirs == [("EXPIRED",)] else [f"at the provider the link is {theirs}"]
    return found if w.booking() == "EXPIRED" else [*found, f"the link is closed, the seat {w.booking()}"]


def _captured(w: Witness) -> list[str]:
    theirs = w.theirs("SELECT state, captured FROM payment")
    if theirs == [("CAPTURED", PRICE)] and w.one("SELECT state FROM payment") == "CAPTURED":
        return []
    if w.time_was_lost and w.told("AUTH_LOST"):
        return []
    return [f"at the provider {theirs}, here {w.one('SELECT state FROM payment')}"]


def _void(w: Witness) -> list[str]:
    theirs = w.theirs("SELECT state FROM payment")
    ours = w.one("SELECT state FROM payment")
    ok = theirs == [("CANCELLED",)] and ours in ("VOIDED", "AUTH_EXPIRED")
    return [] if ok else [f"at the provider {theirs}, here {ours}"]


def _back(amount: int) -> Callable[[Witness], list[str]]:
    def came(w: Witness) -> list[str]:
        theirs = w.theirs("SELECT amount, state FROM refund")
        ours = w.rows("SELECT amount, state FROM refund")
        ok = theirs == [(amount, "SUCCEEDED")] and [tuple(row) for row in ours] == [(amount, "SUCCEEDED")]
        return [] if ok else [f"at the provider {theirs}, here {ours}"]

    return came


def _swept(w: Witness) -> list[str]:
    ours = [tuple(row) for row in w.rows("SELECT amount, state FROM refund")]
    found = [] if ours == [(OUTSIDE, "EXTERNAL")] else [f"the refund from outside is {ours} here"]
    for kind in ("REFUNDED_OUTSIDE", "STRAY_MONEY"):
        times = w.one("SELECT count(*) FROM task WHERE kind = ?", kind)
        if times != 1:
            found.append(f"{kind} was told {times} times")
    if w.one("SELECT count(*) FROM cursor WHERE stream = 'wanted'"):
        found.append("somebody still waits for the sweep")
    return found


def _pays(scene: Scene) -> None:
    """Whoever got the link pays by it as soon as they can."""
    links = scene.rows("SELECT reference FROM attempt WHERE link <> '' AND state = 'PENDING'")
    for (link,) in links:
        if scene.theirs("SELECT 1 FROM checkout WHERE id = ? AND state = 'OPEN'", link):
            scene.customer.pays(link)


# --- all of them

_NO_CLAIM = {Point.AFTER_TX1: "what only reads is not claimed: nothing is written before it asks"}
_ONLY_THE_END = "see sweep: only the cursor differs"

PAID = (
    Kind(
        Sort("checkout"), OpKind.CHECKOUT, "open", WRITTEN_DOWN.format("CHECKOUT"), nothing, _book, _link_paid,
        _books_another, later=_pays,
    ),
    Kind(
        Sort("poll", _NO_CLAIM, asked_only="a look is due by its time: nobody writes that down"), None, "look",
        r"(look_done|put_off)\b", paying, _watches, _seated, _books_another,
    ),
    Kind(
        Sort("expire", worker_asks=True), OpKind.EXPIRE, "expire", WRITTEN_DOWN.format("EXPIRE"), held,
        lambda scene: CloseLink(key=scene.fresh(), attempt=scene.id("attempt")), _closed, _books_another, over,
        "commit CloseLink",
    ),
    Kind(
        Sort("capture", worker_asks=True, needs="authorises"), OpKind.CAPTURE, "capture",
        WRITTEN_DOWN.format("CAPTURE"), authorised,
        lambda scene: CaptureNow(key=scene.fresh(), payment=scene.id("payment")), _captured, _meddles, begun,
        "commit CaptureNow", wait=21,
    ),
    Kind(
        Sort("void", needs="authorises", asked_only="a worker gives it up with what it settles: see poll's TX2"),
        OpKind.VOID, "void", WRITTEN_DOWN.format("VOID"), authorised,
        lambda scene: VoidPayment(key=scene.fresh(), payment=scene.id("payment")), _void, _meddles, wait=21,
    ),
    Kind(
        Sort("refund-full", worker_asks=True), OpKind.REFUND, "refund", WRITTEN_DOWN.format("REFUND"), paid,
        lambda scene: Cancel(
            key=scene.fresh(), booking=scene.id("booking"), by=Role.STAFF, reason=Reason.OTHER, percent=100
        ),
        _back(PRICE), _notes, unneeded, "commit GiveBack", wait=21,
    ),
    Kind(
        Sort("refund-part", asked_only="by itself a worker gives all back that nobody owes: see refund-full"),
        OpKind.REFUND, "refund", WRITTEN_DOWN.format("REFUND"), paid,
        lambda scene: GiveBack(key=scene.fresh(), payment=scene.id("payment"), amount=PART), _back(PART), _meddles,
        wait=21,
    ),
    Kind(
        Sort("sweep", _NO_CLAIM, sweeps=True, asked_only="a sweep is due by its time: nobody writes that down"),
        None, "since", r"commit Settle|stray\b|failed\b", changed, _sweeps, _swept, _meddles,
    ),
    Kind(
        Sort(
            "sweep-end",
            {p: _ONLY_THE_END for p in Point if p not in (Point.BEFORE_TX2, Point.AFTER_TX2)}, sweeps=True,
        ),
        None, "since", r"sweep_done\b", changed, _sweeps, _swept, _meddles,
    ),
)  # fmt: skip
