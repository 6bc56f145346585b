"""What is paid by link in a studio's weeks: mostly nothing happens, and once everything that can.

Each way of going on is one lesson of the grid, booked by link; the world's turns lie between what the desk does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from deskbell.demo.story import DAY, HOUR, MINUTE, Regular
from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import AskByLink, Book, Cancel, Close
from deskbell.domain.effects import AttemptOpened, OrderOpened
from deskbell.domain.payment import Method
from deskbell.domain.people import Role

if TYPE_CHECKING:
    from deskbell.demo.story import Story
    from deskbell.domain.ids import Id

SOON = 2
"""Seconds after which the worker has made a link."""
HOLD = 16 * MINUTE
"""After which a seat that nobody paid for is free again."""
STRAY_MONEY = "stray"

Lesson = tuple[Regular, date]
Way = Callable[["Links", Lesson, int], bool]


class Links:
    """`lessons` to come are kept free for what is shown of links: each way takes one of them."""

    def __init__(self, story: Story, lessons: list[Lesson]) -> None:
        self.story = story
        self.lessons = lessons

    def tell(self) -> None:
        """One lesson for each way; `before` is how long before now it begins."""
        free = iter(self.lessons)
        for way, before in WAYS:
            self._begin(way, before, free)
        at = self.story.now - 95 * MINUTE
        self.story.beyond(at, lambda world: world.acts(STRAY_MONEY, self.story.key(), at))
        self._turn(at + SOON)

    def _begin(self, way: Way, before: int, free: Iterator[Lesson]) -> None:
        at = self.story.now - before

        def begin() -> None:
            for lesson in free:  # another one has taken the time of a few: then the next one is tried
                if way(self, lesson, at):
                    return

        self.story.later(at, begin)

    # --- what a way is made of

    def book(self, lesson: Lesson, at: int, *, method: Method | None = Method.DEMO) -> tuple[Id, Id, Id | None] | None:
        """Booking, order and link; None where the time is taken."""
        who, day = lesson
        start = self.story.at(day, who.minute)
        book = Book(
            key=self.story.key(), service=who.service, tutor=who.tutor, start=start, person=who.person, method=method
        )
        done = self.story.do(book, at)
        if done is None or done.plan.subject is None:
            return None
        order = next(done.plan.of(OrderOpened)).order
        link = next((x.attempt for x in done.plan.of(AttemptOpened)), None)
        return done.plan.subject, order, link

    def acts(self, verb: str, link: Id, at: int) -> None:
        """A customer does that, and the worker sees it."""
        self.story.beyond(at, lambda world: world.acts(verb, link, at))
        self._turn(at + SOON)

    def _turn(self, at: int) -> None:
        self.story.beyond(at, lambda world: world.works(at))

    def asked(self, lesson: Lesson, at: int) -> tuple[Id, Id, Id] | None:
        """Booked by link, and the link stands."""
        made = self.book(lesson, at)
        if made is None or made[2] is None:
            return None
        self._turn(at + SOON)
        return made[0], made[1], made[2]

    def paid(self, lesson: Lesson, at: int, after: int = 3 * MINUTE) -> tuple[Id, Id, Id] | None:
        """And the customer has paid."""
        made = self.asked(lesson, at)
        if made is not None:
            self.acts("pays", made[2], at + after)
        return made

    def cancelled(self, booking: Id, at: int) -> None:
        """The tutor cancels: all of it goes back, and the worker asks for that a moment later."""
        cancel = Cancel(key=self.story.key(), booking=booking, by=Role.TUTOR, reason=Reason.OTHER)
        self.story.later(at, partial(self.story.do, cancel, at))
        self._turn(at + MINUTE)

    # --- the usual way

    def usual(self, lesson: Lesson, at: int, *, comes: bool) -> None:
        """Booked and paid by link, and given."""

        def begin() -> None:
            made = self.paid(lesson, at)
            if made is not None:
                who, day = lesson
                over = self.story.at(day, who.minute) + HOUR + 5 * MINUTE
                verb = Verb.COMPLETE if comes else Verb.NO_SHOW
                close = Close(key=self.story.key(), booking=made[0], verb=verb)
                self.story.later(over, partial(self.story.do, close, over))

        self.story.later(at, begin)

    # --- the ways

    def waiting(self, lesson: Lesson, at: int) -> bool:
        return self.asked(lesson, at) is not None

    def declined(self, lesson: Lesson, at: int) -> bool:
        made = self.asked(lesson, at)
        if made is not None:
            self.acts("declines", made[2], at + 3 * MINUTE)
        return made is not None

    def in_review(self, lesson: Lesson, at: int) -> bool:
        made = self.asked(lesson, at)
        if made is not None:
            self.acts("in-review", made[2], at + 4 * MINUTE)
        return made is not None

    def authorised(self, lesson: Lesson, at: int) -> bool:
        """The money is held on the card until the lesson begins."""
        return self._by_link(lesson, at, later=True)

    def part_paid(self, lesson: Lesson, at: int) -> bool:
        return self._by_link(lesson, at, amount=10_00)

    def _by_link(self, lesson: Lesson, at: int, *, later: bool = False, amount: int | None = None) -> bool:
        """Booked without a hold, and then asked for by a link."""
        made = self.book(lesson, at, method=None)
        if made is None:
            return False

        def ask() -> None:
            key, then = self.story.key(), at + MINUTE
            done = self.story.do(
                AskByLink(key=key, order=made[1], method=Method.DEMO, later=later, amount=amount), then
            )
            link = next((x.attempt for x in done.plan.of(AttemptOpened)), None) if done is not None else None
            if link is not None:
                self._turn(then + SOON)
                self.acts("pays", link, then + 4 * MINUTE)

        self.story.later(at + MINUTE, ask)
        return True

    def paid_twice(self, lesson: Lesson, at: int) -> bool:
        made = self.paid(lesson, at)
        if made is not None:
            self.acts("pays-twice", made[2], at + 9 * MINUTE)
        return made is not None

    def late(self, lesson: Lesson, at: int) -> bool:
        """Paid when the hold was over, and the seat is still free."""
        return self._late(lesson, at, rival=False)

    def too_late(self, lesson: Lesson, at: int) -> bool:
        """Paid when somebody else had the seat already."""
        return self._late(lesson, at, rival=True)

    def _late(self, lesson: Lesson, at: int, *, rival: bool) -> bool:
        made = self.asked(lesson, at)
        if made is None:
            return False
        self._turn(at + HOLD)
        if rival:
            then = at + HOLD + 20 * MINUTE
            self.story.later(then, partial(self._rival, lesson, then))
        self.acts("pays-late", made[2], at + HOLD + 3 * HOUR)
        return True

    def _rival(self, lesson: Lesson, at: int) -> None:
        """The first of the others who can come then has the seat."""
        who, day = lesson
        for other in dict.fromkeys(one.person for one, _ in self.lessons if one.person != who.person):
            taken = Regular(other, who.tutor, who.service, who.weekday, who.minute)
            if self.book((taken, day), at, method=Method.CARD) is not None:
                return

    def refund_waits(self, lesson: Lesson, at: int) -> bool:
        """Cancelled by the tutor; the money is on its way back."""
        made = self.paid(lesson, at)
        if made is not None:
            then = self.story.now - 50 * MINUTE
            self.acts("refund-waits", made[2], then - MINUTE)
            self.cancelled(made[0], then)
        return made is not None

    def refund_refused(self, lesson: Lesson, at: int) -> bool:
        """Cancelled by the tutor; the customer's bank does not take the money."""
        made = self.paid(lesson, at)
        if made is not None:
            then = self.story.now - 26 * HOUR
            self.acts("refund-waits", made[2], then - MINUTE)
            self.cancelled(made[0], then)
            self.acts("refund-refused", made[2], self.story.now - 4 * HOUR)
        return made is not None

    def refunded(self, lesson: Lesson, at: int) -> bool:
        made = self.paid(lesson, at)
        if made is not None:
            self.cancelled(made[0], at + 2 * DAY)
        return made is not None

    def disputed(self, lesson: Lesson, at: int) -> bool:
        """Days after it was paid the customer's bank takes the money back."""
        made = self.paid(lesson, at)
        if made is not None:
            self.acts("disputes", made[2], self.story.now - 3 * HOUR)
        return made is not None


WAYS: tuple[tuple[Way, int], ...] = (
    (Links.waiting, 4 * MINUTE),
    (Links.declined, 7 * MINUTE),
    (Links.in_review, 11 * MINUTE),
    (Links.late, 5 * HOUR),
    (Links.too_late, 7 * HOUR),
    (Links.paid_twice, 20 * HOUR),
    (Links.authorised, 28 * HOUR),
    (Links.part_paid, 30 * HOUR),
    (Links.refund_waits, 3 * DAY),
    (Links.refund_refused, 4 * DAY),
    (Links.refunded, 6 * DAY),
    (Links.disputed, 9 * DAY),
)
"""How each goes on, and how long before now it was booked."""
