"""What people do in a story: at the desk, at the provider's page, at their bank. Most of it makes sense."""

from __future__ import annotations

from collections.abc import Callable

from deskbell.domain.booking import Reason
from deskbell.domain.commands import (
    AcceptLate,
    AskByLink,
    Book,
    Cancel,
    CaptureNow,
    CloseLink,
    Command,
    GiveBack,
    HandOver,
    Lapse,
    OpenClass,
    Reprice,
    RetryRefund,
    SettleTask,
    Take,
    TurnOp,
    Undo,
    VoidPayment,
)
from deskbell.domain.errors import DeskError
from deskbell.domain.ids import Id
from deskbell.domain.op import OpState
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from tests.crashes.simulation.processes import new_worker
from tests.crashes.simulation.world import DAY, HOUR, MINUTE, World


class People:
    """Whoever acts on the world from outside."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = world.dice
        self.desk_deeds: list[tuple[int, Callable[[], Command | None]]] = [
            (6, self.book), (3, self.cancel), (3, self.undo), (2, self.take), (4, self.ask), (4, self.meddle),
            (3, self.take_over), (1, self.close_link),
            (1, self.capture), (1, self.void), (1, self.give_back), (3, self.retry), (1, self.accept),
            (1, self.settle), (1, self.turn), (1, self.lapse), (1, self.reprice), (1, self.hand_over),
        ]  # fmt: skip
        self.customer_deeds: list[tuple[int, Callable[[str], object]]] = [
            (16, lambda who: world.customer.pays(who)),
            (1, lambda who: world.customer.pays(who, amount=self.dice.choice((100, 2400, 9999)))),
            (1, lambda who: world.customer.pays(who, currency="USD")),
            (2, lambda who: world.customer.pays_twice(who)),
            (8, lambda who: world.customer.pays_late(who)),
            (2, lambda who: world.customer.declines(who)),
            (2, lambda who: world.customer.in_review(who)),
            (1, lambda who: world.customer.under_way(who)),
            (2, lambda who: world.customer.review_ends(who, ok=self.dice.random() < 0.7)),
            (2, lambda who: world.customer.disputes(who)),
            (1, lambda who: world.customer.wins(who)),
            (2, lambda who: world.customer.refunds_outside(who, self.dice.choice((None, 300, 700)))),
            (1, lambda who: world.customer.stray(1234, "EUR")),
        ]  # fmt: skip

    # --- at the desk

    def at_the_desk(self) -> None:
        world = self.world
        if world.again and self.dice.random() < 0.7:
            world.do(world.again.pop(0))
            return
        chosen = self.dice.choices([deed for _, deed in self.desk_deeds], [n for n, _ in self.desk_deeds])[0]
        command = chosen()
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

    def _one(self, query: str) -> Id | None:
        found = self.world.column(query)
        return Id(self.dice.choice(found)) if found else None

    def book(self) -> Command:
        world, dice = self.world, self.dice
        method = dice.choice((Method.DEMO, Method.DEMO, None))
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
        return now + self.dice.choice((1, 2, 4, 5, 5, 6, 30, 31, 100)) * half

    def _order(self) -> Id | None:
        return self._one("SELECT public_id FROM desk_order")

    def _payment(self, state: str) -> Id | None:
        return self._one(f"SELECT public_id FROM payment WHERE state = '{state}' AND provider = 'DEMO'")

    def cancel(self) -> Command | None:
        which = self._one("SELECT public_id FROM booking WHERE state IN ('CONFIRMED', 'HELD')")
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
        return order and AskByLink(key=self.world.fresh(), order=order, method=Method.DEMO, amount=amount, later=later)

    def close_link(self) -> Command | None:
        which = self._one("SELECT public_id FROM attempt WHERE provider = 'DEMO' AND state IN ('CREATED', 'PENDING')")
        return which and CloseLink(key=self.world.fresh(), attempt=which)

    def capture(self) -> Command | None:
        which = self._payment("AUTHORISED")
        return which and CaptureNow(key=self.world.fresh(), payment=which, amount=self.dice.choice((None, 500)))

    def void(self) -> Command | None:
        which = self._payment("AUTHORISED")
        return which and VoidPayment(key=self.world.fresh(), payment=which)

    def give_back(self) -> Command | None:
        which = self._payment("CAPTURED")
        return which and GiveBack(key=self.world.fresh(), payment=which, amount=self.dice.choice((None, 200, 300)))

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

    # --- at the provider

    def at_the_provider(self) -> None:
        """Somebody who has a link uses it: only a link that has left the desk can be used."""
        world = self.world
        links = world.column("SELECT reference FROM attempt WHERE link <> '' ORDER BY id DESC LIMIT 3")
        who = self.dice.choice(links) if links else None
        deed = self.dice.choices([d for _, d in self.customer_deeds], [n for n, _ in self.customer_deeds])[0]
        if who is None:
            return
        try:
            deed(who)
        except DeskError:
            return
        world.counts["customer deeds"] += 1
        world.tell(f"the customer of {who} {' '.join(deed.__code__.co_names)}")

    def at_the_bank(self) -> None:
        """Refunds that take their time end, well or not; now and then one that had arrived comes back."""
        with self.world.memory.read(self.world.clock.true) as book:
            found = [row[0] for row in book.connection.execute(
                "SELECT id FROM refund WHERE state = 'PENDING' OR (state = 'SUCCEEDED' AND no % 5 = 0)"
            )]  # fmt: skip
        if found:
            which, ok = self.dice.choice(found), self.dice.random() < 0.6
            self.world.customer.refund_ends(which, ok=ok)
            self.world.tell(f"refund {which} ends, ok={ok}")

    # --- time

    def time(self) -> None:
        self.world.passes(self.dice.choice((2, 30, 5 * MINUTE, 16 * MINUTE, 20 * MINUTE, 2 * HOUR, 22 * HOUR, DAY)))

    def jump(self) -> None:
        clock = self.world.clock
        clock.off = 0 if clock.off and self.dice.random() < 0.6 else self.dice.choice((-2, 2, -48, 48)) * HOUR
        self.world.counts["clock jumps"] += 1
        self.world.tell("the clock jumps")


def play(world: World) -> None:
    """The story up to its calm end. It begins in good times, so that there is something to lose."""
    people = People(world)
    dice = world.dice
    world.calm = True
    for _ in range(dice.choice((1, 2, 3))):
        world.do(people.book())
    if dice.random() < 0.8:
        worker = new_worker(world, "host A")
        worker.tick()
        for _ in range(dice.choice((0, 1, 2))):
            people.at_the_provider()
        if dice.random() < 0.5:
            world.passes(20)
            worker.tick()
        worker.leave()
    world.calm = False
    for _ in range(world.temper.steps):
        chance = dice.random()
        if chance < 0.5:
            world.work()
        elif chance < 0.68:
            people.at_the_desk()
        elif chance < 0.86:
            people.at_the_provider()
        elif chance < 0.89:
            people.at_the_bank()
        elif chance < 0.95:
            people.time()
        elif world.chance(world.temper.crash * 2):
            world.kill()
        if world.chance(world.temper.jump):
            people.jump()
