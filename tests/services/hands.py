"""Somebody who presses keys at random, of which most make sense; and what must hold whatever they pressed."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from deskbell.domain.booking import Reason, State, Verb
from deskbell.domain.commands import (
    AddNote,
    Book,
    Cancel,
    Close,
    Command,
    Edit,
    HandOver,
    Move,
    Newcomer,
    OpenClass,
    Reprice,
    Take,
    Undo,
)
from deskbell.domain.effects import SlotOpened
from deskbell.domain.errors import Refused, WrongInput
from deskbell.domain.ids import Id
from deskbell.domain.payment import Method
from deskbell.domain.people import Role
from deskbell.domain.slot import SlotState
from deskbell.domain.views import BookingView
from tests.services.conftest import Small, at, fresh

WAYS = (Method.CASH, Method.CARD, Method.TRANSFER, Method.DEMO)
"""What is tried at the desk; the last is no way to take money there."""
HOUR = 3600
REFUSALS = (Refused, WrongInput)


class Hands:
    """Lessons and classes, known people, newcomers and walk-ins, money in every way, and undo of any change."""

    def __init__(self, small: Small, seed: int) -> None:
        self.small = small
        self.dice = random.Random(seed)
        self.bookings: list[int] = []
        self.classes: list[Id] = []
        self.said: Counter[str] = Counter()

    def command(self) -> Command:
        """Something that somebody could press now."""
        dice = self.dice
        if not self.bookings or dice.random() < 0.3:
            return self._book()
        if dice.random() < 0.06:
            return self._open()
        if dice.random() < 0.15:
            return Undo(key=fresh(), change=dice.choice((None, dice.randint(1, self.small.desk.seq()))))
        return self._on(self.small.desk.booking(dice.choice(self.bookings[-8:])))

    def _start(self) -> int:
        return at("2026-03-04 09:00") + self.dice.randrange(0, 60) * HOUR // 2

    def _open(self) -> OpenClass:
        small, tutor = self.small, self.small.tutor(self.dice.choice(("Ana", "Ben")))
        return OpenClass(key=fresh(), service=small.service("Yoga"), tutor=tutor, start=self._start())

    def _book(self) -> Book:
        small, dice = self.small, self.dice
        person = dice.choice((None, *small.people.values()))
        newcomer = Newcomer(name=f"New {dice.random()}") if person is None and dice.random() < 0.4 else None
        method, focus = dice.choice((None, *WAYS)), dice.choice(("", "", "scales"))
        if self.classes and dice.random() < 0.5:
            return Book(
                key=fresh(), service=small.service("Yoga"), slot=dice.choice(self.classes), person=person,
                newcomer=newcomer, method=method, focus=focus, minutes=dice.choice((None, None, 30)),
            )  # fmt: skip
        return Book(
            key=fresh(), service=small.service(dice.choice(("Piano", "Maths"))), start=self._start(), focus=focus,
            tutor=small.tutor(dice.choice(("Ana", "Ben"))), person=person, newcomer=newcomer, method=method,
            minutes=dice.choice((None, None, 30, 90)),
        )  # fmt: skip

    def _on(self, view: BookingView) -> Command:
        dice, booking = self.dice, view.booking.id
        match dice.randrange(8):
            case 0:
                return self._move(view)
            case 1:
                by, reason = dice.choice((Role.CUSTOMER, Role.TUTOR)), dice.choice(tuple(Reason))
                percent = dice.choice((None, None, 0, 33, 100))
                return Cancel(key=fresh(), booking=booking, by=by, reason=reason, text="x", percent=percent)
            case 2 | 3:
                return Close(key=fresh(), booking=booking, verb=dice.choice((Verb.COMPLETE, Verb.NO_SHOW, Verb.REOPEN)))
            case 4:
                amount = dice.choice((None, 500, view.open or 1))
                return Take(key=fresh(), order=view.order.id, method=dice.choice(WAYS), amount=amount)
            case 5:
                return Reprice(key=fresh(), booking=booking, total=dice.choice((0, 1000, 2000, 9900)), text="why")
            case 6 if waiting := waiting_refunds(view):
                return HandOver(key=fresh(), booking=booking, refund=waiting[0])
            case _:
                if dice.random() < 0.5:
                    return AddNote(key=fresh(), booking=booking, text="note")
                return Edit(key=fresh(), booking=booking, fields=(("focus", f"focus {dice.randrange(3)}"),))

    def _move(self, view: BookingView) -> Move:
        dice = self.dice
        if self.classes and dice.random() < 0.5:
            return Move(key=fresh(), booking=view.booking.id, slot=dice.choice(self.classes))
        tutor = dice.choice((None, None, self.small.tutor("Ana"), self.small.tutor("Ben")))
        start = view.slot.start + dice.choice((-2, -1, 1, 3)) * HOUR
        return Move(key=fresh(), booking=view.booking.id, start=start, tutor=tutor)

    def press(self) -> str:
        """What came of one command: its name where it was done, else the code of the refusal."""
        self.small.clock.at += self.dice.choice((60, 600, 1800))
        said = self._do(self.command())
        self.said[said] += 1
        return said

    def _do(self, command: Command) -> str:
        desk = self.small.desk
        try:
            plan = desk.plan(command)
        except REFUSALS as no:
            return no.code
        changed = desk.commit(command, plan.digest)  # nobody else is here: what was shown can be done
        if isinstance(command, Book):
            self.bookings.append(self.small.no(changed))
        self.classes += [e.slot for e in changed.plan.of(SlotOpened) if isinstance(command, OpenClass)]
        return type(command).__name__

    def views(self) -> list[BookingView]:
        """Every booking that these hands made."""
        return [self.small.desk.booking(no) for no in self.bookings]


def waiting_refunds(view: BookingView) -> list[Id]:
    return [r.id for p in view.payments for r in p.refunds if r.state == "REQUESTED"]


def senseless(views: Sequence[BookingView]) -> list[str]:
    """What no person should ever find at their desk: seats that hang in the air, money that nobody owes or owns."""
    found = []
    times: defaultdict[Id, list[tuple[int, int, int]]] = defaultdict(list)
    for v in views:
        state, slot = v.booking.state, v.slot.state
        if state is State.CONFIRMED and slot is not SlotState.PLANNED:
            found.append(f"{v.booking.no}: confirmed in a slot that is {slot}")
        if state in (State.COMPLETED, State.NO_SHOW) and slot not in (SlotState.PLANNED, SlotState.COMPLETED):
            found.append(f"{v.booking.no}: closed in a slot that is {slot}")
        if v.due < 0:
            found.append(f"{v.booking.no}: owes {v.due}")
        promised = sum(p.left for p in v.payments)
        if promised > max(0, v.due):
            found.append(f"{v.booking.no}: the desk keeps {promised} of {v.due}")
        if state in (State.CONFIRMED, State.COMPLETED, State.NO_SHOW) and v.person is not None:
            times[v.person.id].append((v.slot.start, v.slot.end, v.booking.no))
        live = {r.state for p in v.payments for r in p.refunds if p.state != "CAPTURED"} - {"WITHDRAWN"}
        if live:
            found.append(f"{v.booking.no}: a refund of a payment that is not there")
    for whose in times.values():
        whose.sort()
        for (_, end, one), (start, _, two) in pairwise(whose):
            if start < end:
                found.append(f"{one} and {two}: one person in two places")
    return found
