"""What people do at the desk in a story: most of it makes sense, at some moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import (
    AcceptLate,
    AddNote,
    AskByLink,
    Book,
    Cancel,
    CaptureNow,
    Close,
    CloseLink,
    Command,
    CorrectInvoice,
    CountDrawer,
    GiveBack,
    HandOver,
    IssueInvoice,
    Lapse,
    Move,
    MoveCash,
    OpenClass,
    OpenDrawer,
    ReopenDay,
    Reprice,
    RetryRefund,
    SealDay,
    SettleTask,
    Take,
    TurnOp,
    Undo,
    VoidPayment,
)
from deskbell.domain.errors import DeskError
from deskbell.domain.ids import Id
from deskbell.domain.mail_commands import DropLetter, SendAgain, SetRule
from deskbell.domain.notices import DEFAULTS
from deskbell.domain.offer import Approval
from deskbell.domain.op import OpState
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.request_commands import Approve, Reject, SetService
from tests.crashes.simulation.temper import MINUTE
from tests.crashes.simulation.world import World

TRIES = 5
"""How many things come to somebody's mind until one can be thought of at all."""


class Staff:
    """Whoever works at the desk."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.deeds: list[tuple[int, Callable[[], Command | None]]] = [
            (9, self.book), (6, self.cancel), (3, self.undo), (1, self.take), (5, self.ask), (4, self.meddle),
            (3, self.take_over), (1, self.close_link), (2, self.move), (1, self.close), (1, self.till), (1, self.paper),
            (3, self.capture), (1, self.void), (6, self.give_back), (3, self.retry), (1, self.accept),
            (1, self.settle), (1, self.turn), (1, self.lapse), (1, self.reprice), (1, self.hand_over),
        ]  # fmt: skip
        if world.messenger is not None:
            self.deeds += [(3, self.note), (3, self.send_again), (1, self.drop), (1, self.rule)]
        self.asks = hasattr(world.party, "asks")
        if self.asks:
            self.deeds += [(12, self.approve), (4, self.reject), (2, self.offer)]
        self.weights = [weight for weight, _ in self.deeds]

    def acts(self) -> None:
        """What a desk died over is tried again, or something else comes to somebody's mind."""
        world = self.world
        if world.again and self.dice.random() < 0.7:
            world.do(world.again.pop(0))
            return
        command = self._command()
        if command is None:
            return
        digest = None
        if self.dice.random() < 0.3:  # they look at the plan, and meanwhile the worker works
            try:
                digest = world.desk.plan(command).digest
            except DeskError as error:
                world.said[f"{type(command).__name__} {error.code}"] += 1
                return
            world.work()
        world.do(command, digest)

    def _command(self) -> Command | None:
        for _ in range(TRIES):
            if (command := self.dice.choices(self.deeds, self.weights)[0][1]()) is not None:
                return command
        return None

    def _one(self, query: str) -> Id | None:
        found = self.world.column(query)
        return Id(self.dice.choice(found)) if found else None

    def book(self) -> Command:
        """As the service says, where stories ask; what is asked for by word of mouth too."""
        booked = self._book()
        if self.asks and isinstance(booked, Book):
            return replace(booked, request=self.dice.choice((None, True, True, False)))
        return booked

    def approve(self) -> Command | None:
        which = self._one("SELECT public_id FROM booking WHERE state = 'REQUESTED'")
        return which and Approve(key=self.world.fresh(), booking=which, later=self.dice.random() < 0.2)

    def reject(self) -> Command | None:
        which = self._one("SELECT public_id FROM booking WHERE state = 'REQUESTED'")
        return which and Reject(key=self.world.fresh(), booking=which, text="why")

    def offer(self) -> Command:
        """A service takes its bookings otherwise from here on."""
        service = self.dice.choice(sorted(self.world.stage.services.values()))
        return SetService(key=self.world.fresh(), service=service, approval=self.dice.choice(tuple(Approval)))

    def _book(self) -> Command:
        world, dice = self.world, self.dice
        method = dice.choice((world.method, world.method, world.method, None))
        person = dice.choice((None, *world.stage.people))
        if dice.random() < 0.5:
            classes = world.column("SELECT public_id FROM slot WHERE kind = 'GROUP' AND state = 'PLANNED'")
            if not classes or dice.random() < 0.2:
                return OpenClass(
                    key=world.fresh(), service=world.stage.services["Yoga"], tutor=world.stage.tutors[0],
                    start=self._start(),
                )  # fmt: skip
            return Book(
                key=world.fresh(), service=world.stage.services["Yoga"], slot=Id(dice.choice(classes)), person=person,
                method=method,
            )  # fmt: skip
        return Book(
            key=world.fresh(), service=world.stage.services["Piano"], tutor=world.stage.tutors[0],
            start=self._start(), person=person, method=method,
        )  # fmt: skip

    def _start(self) -> int:
        half = 30 * MINUTE
        now = self.world.clock.true // half * half
        return now + self.dice.choice((1, 2, 4, 5, 5, 6, 8, 10, 12, 14, 30, 32, 60, 100)) * half

    def _order(self) -> Id | None:
        return self._one("SELECT public_id FROM desk_order")

    def _payment(self, state: str) -> Id | None:
        return self._one(f"SELECT public_id FROM payment WHERE state = '{state}' AND provider = '{self.world.method}'")

    def cancel(self) -> Command | None:
        which = self._one(
            "SELECT b.public_id FROM booking b JOIN desk_order o ON o.id = b.order_id"
            " WHERE b.state = 'CONFIRMED' AND o.captured > 0"
        ) or self._one("SELECT public_id FROM booking WHERE state IN ('CONFIRMED', 'HELD', 'REQUESTED')")
        percent = self.dice.choice((None, None, 30, 50, 100))
        return which and Cancel(
            key=self.world.fresh(), booking=which, by=self.dice.choice((Role.CUSTOMER, Role.STAFF)),
            reason=Reason.OTHER, percent=percent,
        )  # fmt: skip

    def undo(self) -> Command | None:
        newest = self.world.column("SELECT max(id) FROM change")[0]
        return Undo(
            key=self.world.fresh(), change=self.dice.choice((None, newest, self.dice.randint(3, max(3, newest))))
        )

    def meddle(self) -> Command | None:
        """Somebody changes their mind while a call about it is under way."""
        found = self.world.rows(
            "SELECT o.change_id, a.public_id FROM op o LEFT JOIN attempt a ON a.public_id = o.subject"
            " WHERE o.state IN ('todo', 'sent') ORDER BY o.state, o.id DESC LIMIT 2"
        )
        if not found:
            return None
        change, attempt = self.dice.choice(found)
        if attempt is not None and self.dice.random() < 0.5:
            return CloseLink(key=self.world.fresh(), attempt=Id(attempt))
        return Undo(key=self.world.fresh(), change=change)

    def take_over(self) -> Command | None:
        """Somebody else books what a hold has given back."""
        found = self.world.rows(
            "SELECT s.kind, s.public_id, s.start FROM booking b JOIN slot s ON s.id = b.slot_id"
            " WHERE b.state = 'EXPIRED'"
        )
        if not found:
            return None
        kind, slot, start = self.dice.choice(found)
        services, person = self.world.stage.services, self.dice.choice((None, *self.world.stage.people))
        if kind == "GROUP":
            return Book(key=self.world.fresh(), service=services["Yoga"], slot=Id(slot), person=person)
        tutor = self.world.stage.tutors[0]
        return Book(key=self.world.fresh(), service=services["Piano"], tutor=tutor, start=start, person=person)

    def take(self) -> Command | None:
        order = self._order()
        amount = self.dice.choice((None, None, 400))
        return order and Take(key=self.world.fresh(), order=order, method=Method.CASH, amount=amount)

    def ask(self) -> Command | None:
        order = self._order()
        amount, later = self.dice.choice((None, None, 600)), self.dice.random() < 0.4
        return order and AskByLink(
            key=self.world.fresh(), order=order, method=self.world.method, amount=amount, later=later
        )

    def close_link(self) -> Command | None:
        which = self._one("SELECT public_id FROM attempt WHERE link <> '' AND state IN ('CREATED', 'PENDING')")
        return which and CloseLink(key=self.world.fresh(), attempt=which)

    def capture(self) -> Command | None:
        which = self._payment("AUTHORISED")
        return which and CaptureNow(key=self.world.fresh(), payment=which, amount=self.dice.choice((None, 500)))

    def void(self) -> Command | None:
        which = self._payment("AUTHORISED")
        return which and VoidPayment(key=self.world.fresh(), payment=which)

    def give_back(self) -> Command | None:
        which = self._payment("CAPTURED")
        return which and GiveBack(key=self.world.fresh(), payment=which, amount=self.dice.choice((None, 200, 200, 300)))

    def retry(self) -> Command | None:
        which = self._one("SELECT public_id FROM refund WHERE state = 'FAILED'")
        return which and RetryRefund(key=self.world.fresh(), refund=which)

    def hand_over(self) -> Command | None:
        found = self.world.rows(
            "SELECT r.public_id, b.public_id FROM refund r JOIN booking b ON b.order_id = r.order_id"
            " WHERE r.state = 'FAILED'"
        )
        if not found:
            return None
        refund, booking = self.dice.choice(found)
        return HandOver(key=self.world.fresh(), booking=Id(booking), refund=Id(refund))

    def accept(self) -> Command | None:
        which = self._one("SELECT public_id FROM booking WHERE state = 'EXPIRED'")
        return which and AcceptLate(key=self.world.fresh(), booking=which)

    def settle(self) -> Command | None:
        which = self._one(
            "SELECT public_id FROM task WHERE state = 'OPEN' AND kind IN ('REFUNDED_OUTSIDE', 'LINK_REFUSED')"
        )
        return which and SettleTask(key=self.world.fresh(), task=which, text="seen")

    def turn(self) -> Command | None:
        which = self._one("SELECT public_id FROM op WHERE state IN ('parked', 'todo')")
        after = self.dice.choice((OpState.TODO, OpState.TODO, OpState.PARKED))
        return which and TurnOp(key=self.world.fresh(), op=which, after=after, text="why")

    def lapse(self) -> Command | None:
        which = self._one("SELECT t.subject FROM task t WHERE t.kind = 'HOLD_STUCK' AND t.state = 'OPEN'")
        return which and Lapse(key=self.world.fresh(), booking=which, anyway=True)

    def reprice(self) -> Command | None:
        which = self._one("SELECT public_id FROM booking WHERE state = 'CONFIRMED'")
        return which and Reprice(
            key=self.world.fresh(), booking=which, total=self.dice.choice((500, 1500, 4000)), text="why"
        )

    def move(self) -> Command | None:
        """To another time, or another meeting of the class."""
        found = self.world.rows(
            "SELECT b.public_id, s.kind FROM booking b JOIN slot s ON s.id = b.slot_id WHERE b.state = 'CONFIRMED'"
        )
        if not found:
            return None
        booking, kind = self.dice.choice(found)
        if kind != "GROUP":
            return Move(key=self.world.fresh(), booking=Id(booking), start=self._start())
        slot = self._one("SELECT public_id FROM slot WHERE kind = 'GROUP' AND state = 'PLANNED'")
        return slot and Move(key=self.world.fresh(), booking=Id(booking), slot=slot)

    def close(self) -> Command | None:
        """The lesson was, or nobody came, or that was a mistake."""
        which = self._one("SELECT public_id FROM booking WHERE state IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')")
        verb = self.dice.choice((Verb.COMPLETE, Verb.NO_SHOW, Verb.REOPEN))
        return which and Close(key=self.world.fresh(), booking=which, verb=verb)

    def till(self) -> Command:
        """The drawer and the day: cash stops on a day that is sealed, and goes on when it is opened again."""
        key, day = self.world.fresh(), self.world.desk.today().isoformat()
        amount = self.dice.choice((500, 2000, 5000))
        sealed = self.world.column("SELECT kind FROM day_close WHERE day = ? ORDER BY id DESC LIMIT 1", day)
        if sealed and sealed[0] != "REOPENED":
            return ReopenDay(key=key, day=day, text="why")
        if not self.world.rows("SELECT 1 FROM drawer WHERE state = 'OPEN'"):
            return self.dice.choice((OpenDrawer(key=key, float=amount), SealDay(key=key, day=day)))
        return self.dice.choice((
            MoveCash(key=key, amount=amount, out=self.dice.random() < 0.5, text="why"),
            CountDrawer(key=key, counted=amount),
        ))  # fmt: skip

    def paper(self) -> Command | None:
        """An invoice, or the note that takes it back."""
        written = self._one("SELECT public_id FROM document WHERE kind = 'INVOICE'")
        if written is not None and self.dice.random() < 0.5:
            return CorrectInvoice(key=self.world.fresh(), document=written)
        order = self._order()
        return order and IssueInvoice(key=self.world.fresh(), order=order)

    # --- letters

    def expected(self) -> Command:
        """Somebody with an address comes soon: what is said by the clock is due within the story."""
        world, half = self.world, 30 * MINUTE
        start = world.clock.true // half * half + half * self.dice.choice((3, 4, 5, 7, 50, 51, 53, 60))
        return Book(
            key=world.fresh(), service=world.stage.services["Piano"], tutor=world.stage.tutors[0], start=start,
            person=self.dice.choice(world.stage.people[:3]), method=self.dice.choice((None, None, world.method)),
        )  # fmt: skip

    def note(self) -> Command | None:
        """Something that the customer may read, and is written to about."""
        which = self._one("SELECT public_id FROM booking WHERE state = 'CONFIRMED'")
        return which and AddNote(key=self.world.fresh(), booking=which, text="seen", visibility="CUSTOMER")

    def send_again(self) -> Command | None:
        """A letter that came back, or of which nobody knows, leaves once more; now and then one that has left."""
        which = self._one("SELECT public_id FROM message WHERE state IN ('FAILED', 'UNCERTAIN')")
        if which is None and self.dice.random() < 0.2:
            which = self._one("SELECT public_id FROM message WHERE state = 'SENT'")
        if which is None:
            return None
        command = SendAgain(key=self.world.fresh(), letter=which)
        self.world.resent[command.key] = which
        return command

    def drop(self) -> Command | None:
        which = self._one("SELECT public_id FROM message WHERE state = 'SCHEDULED'")
        return which and DropLetter(key=self.world.fresh(), letter=which)

    def rule(self) -> Command:
        """What is said by the clock is switched on or off."""
        rule = self.dice.choice([rule for rule in DEFAULTS if rule.terms.minutes is not None])
        known = self.world.column("SELECT active FROM notice_rule WHERE public_id = ?", rule.id)
        active = bool(known[0]) if known else rule.terms.active
        return SetRule(key=self.world.fresh(), rule=rule.id, terms=replace(rule.terms, active=not active))
