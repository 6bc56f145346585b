"""An invented studio around a day: three tutors, 120 people, three months of lessons, a daily class, a drawer, money in
every state. The same seed and day make the same studio; nothing of it leaves the machine.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from deskbell.demo import days
from deskbell.demo.links import Lesson, Links
from deskbell.demo.names import FAMILIES, FOCUSES, NOTES, REASONS, SINGLES
from deskbell.demo.outside import Outside, Pen
from deskbell.demo.story import DAY, HOUR, MINUTE, WEEKS_AHEAD, WEEKS_BACK, ZONE, Progress, Regular, Story
from deskbell.domain.booking import Reason, Verb
from deskbell.domain.commands import (
    AddNote,
    AddPeople,
    Book,
    BusySpan,
    Cancel,
    Close,
    Command,
    HandOver,
    Move,
    Newcomer,
    NewRoom,
    NewService,
    NewTutor,
    OpenClass,
    ReadBusy,
    Reprice,
    SetUp,
    Take,
)
from deskbell.domain.effects import OrderOpened, RefundMade, ServiceAdded, SlotOpened, TutorAdded
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind
from deskbell.domain.payment import Method, RefundState
from deskbell.domain.people import Role
from deskbell.domain.plan import Minting
from deskbell.domain.text import fold

if TYPE_CHECKING:
    from deskbell.services.desk import Changed, Desk

PEOPLE = 120
MAILS_FOR = 26 * HOUR
"""Seconds ago the desk was connected to mail."""
BY_LINK = 0.02
"""The share of lessons that are booked and paid by link."""
_FAMILY_FIRST = frozenset({"佐藤", "김", "Nguyễn"})

TUTORS = ("Ana Ruiz", "Tomás Ferrer", "Priyanka Rao")
ROOMS = ("Studio 1", "Studio 2", "Hall")
_WEEK = tuple((day, 9 * 60, 13 * 60) for day in range(5)) + tuple((day, 15 * 60, 20 * 60 + 30) for day in range(5))
_HOURS = {
    "Ana Ruiz": (*_WEEK, (5, 10 * 60, 14 * 60)),
    "Tomás Ferrer": tuple(w for w in _WEEK if w[0] != 2),
    "Priyanka Rao": tuple((d, a + 60, b) for d, a, b in _WEEK if d != 4),
}
SERVICES = (
    NewService(name="Piano 60", minutes=60, minor=2500, after=0),
    NewService(name="Piano 30", minutes=30, minor=1500),
    NewService(name="GCSE maths", minutes=60, minor=3200, before=0, after=15, notice=120),
    NewService(name="Singing", minutes=45, minor=2800),
    NewService(name="Yoga", minutes=60, minor=1200, kind=Kind.GROUP, capacity=8, interval=60),
)
_TAUGHT = {"Ana Ruiz": (0, 0, 1), "Tomás Ferrer": (2, 2, 0), "Priyanka Rao": (3, 0, 3)}


def people() -> tuple[tuple[Newcomer, int | None], ...]:
    """All 120, each with the index of the guardian who pays: the first of a family, for the others of it."""
    out: list[tuple[Newcomer, int | None]] = []
    for surname, names in FAMILIES:
        head = len(out)
        for i, first in enumerate(names):
            name = f"{surname} {first}" if surname in _FAMILY_FIRST else f"{first} {surname}"
            phone = f"+34 600 {len(out):03d} {(len(out) * 37) % 1000:03d}"
            child = Newcomer(name=name, birth_year=2011 + len(out) % 7)
            out.append((child, head) if i else (Newcomer(name=name, phone=phone, mail=_mail(name, head)), None))
    singles = list(SINGLES)
    while len(out) < PEOPLE:
        name = singles.pop(0) if singles else f"{SINGLES[len(out) % 40].split()[0]} {FAMILIES[len(out) % 29][0]}"
        phone = f"+34 611 {len(out):03d} {(len(out) * 53) % 1000:03d}"
        out.append((Newcomer(name=name, phone=phone, mail=_mail(name, len(out))), None))
    return tuple(out)


def _mail(name: str, nth: int) -> str:
    """Most have one, and one of them one that nobody reads any more."""
    if nth % 7 == 3:
        return ""
    local = ".".join("".join(c for c in word if c.isascii() and c.isalpha()) for word in fold(name).split())
    return f"{local.strip('.') or f'person{nth}'}@{'refused' if nth % 50 == 10 else 'mail'}.example"


class Studio(Story):
    """Tells one studio's story."""

    # --- one lesson

    def lesson(self, who: Regular, day: date, links: Links) -> None:
        start = self.at(day, who.minute)
        booked = self.asked_for(start)
        rolls = [self.dice.random() for _ in range(7)]
        if self.outside is not None and rolls[6] < BY_LINK:
            links.usual((who, day), booked, comes=rolls[5] >= 0.05)
            return
        self.later(booked, lambda: self._book(who, start, booked, rolls))

    def _book(self, who: Regular, start: int, booked: int, rolls: list[float]) -> None:
        method = Method.CARD if rolls[0] < 0.25 else Method.TRANSFER if rolls[0] < 0.4 else None
        command = Book(
            key=self.key(), service=who.service, tutor=who.tutor, start=start, person=who.person, method=method,
            focus=self.dice.choice(FOCUSES) if rolls[1] < 0.4 else "",
        )  # fmt: skip
        changed = self.do(command, booked)
        if changed is None or changed.plan.subject is None:
            return
        order = next(e.order for e in changed.plan.effects if isinstance(e, OrderOpened))
        self._after(changed.plan.subject, order, start, booked, paid=method is not None, rolls=rolls)

    def _after(self, booking: Id, order: Id, start: int, booked: int, *, paid: bool, rolls: list[float]) -> None:
        length = HOUR
        if rolls[2] < 0.07:
            when = max(booked + HOUR, start - self.dice.choice((6, 30, 60, 90)) * HOUR)
            by = Role.TUTOR if rolls[3] < 0.15 else Role.CUSTOMER
            reason = self.dice.choice((Reason.UNWELL, Reason.NO_TIME, Reason.OTHER))
            self.later(when, lambda: self._do(Cancel(key=self.key(), booking=booking, by=by, reason=reason), when))
            return
        if 0.07 <= rolls[2] < 0.11:
            when = max(booked + HOUR, start - 72 * HOUR)
            to = start + self.dice.choice((-1, 1, 2, 24)) * HOUR
            self.later(when, lambda: self._do(Move(key=self.key(), booking=booking, start=to), when))
        if 0.11 <= rolls[2] < 0.16:
            cheaper = Reprice(key=self.key(), booking=booking, total=2000, text=self.dice.choice(REASONS))
            self.later(booked + 60, lambda: self._do(cheaper, booked + 60))
        end = start + length + 26 * HOUR if 0.07 <= rolls[2] < 0.11 else start + length
        if not paid and rolls[4] < 0.86:
            method = Method.CASH if rolls[4] < 0.6 else Method.CARD
            part = 1000 if rolls[4] < 0.06 else None
            take = Take(key=self.key(), order=order, method=method, amount=part)
            self.later(end - 300, lambda: self._do(take, end - 300))
        verb = Verb.NO_SHOW if rolls[5] < 0.05 else Verb.COMPLETE
        self.later(end + 300, lambda: self._do(Close(key=self.key(), booking=booking, verb=verb), end + 300))
        if rolls[5] > 0.82:
            note = AddNote(key=self.key(), booking=booking, text=self.dice.choice(NOTES), visibility="TUTOR")
            self.later(end + 600, lambda: self._do(note, end + 600))

    def _do(self, command: Command, at: int) -> None:
        """Done; and a refund on the reader or by transfer is made the next day."""
        changed = self.do(command, at)
        for refund in changed.plan.of(RefundMade) if changed else ():
            if refund.booking and refund.state == RefundState.REQUESTED:
                made = HandOver(key=self.key(), booking=refund.booking, refund=refund.refund)
                self.later(at + 20 * HOUR, partial(self._do, made, at + 20 * HOUR))

    # --- the daily class

    def meeting(self, service: Id, tutor: Id, day: date, regulars: list[Id]) -> None:
        start = self.at(day, 18 * 60)
        opened = self.at(self.first, 8 * 60) - 14 * 24 * HOUR
        come = [p for p in regulars if self.dice.random() < 0.85]
        self.later(opened, lambda: self._open(service, tutor, start, opened, come))

    def _open(self, service: Id, tutor: Id, start: int, opened: int, come: list[Id]) -> None:
        changed = self.do(OpenClass(key=self.key(), service=service, tutor=tutor, start=start), opened)
        if changed is None:
            return
        slot = next(e.slot for e in changed.plan.effects if isinstance(e, SlotOpened))
        for person in come:
            booked = self.asked_for(start)
            paid = self.dice.random() < 0.8
            self.later(booked, partial(self._seat, service, slot, person, start, booked, paid))

    def _seat(self, service: Id, slot: Id, person: Id, start: int, booked: int, paid: bool) -> None:
        method = Method.CARD if paid else None
        changed = self.do(Book(key=self.key(), service=service, slot=slot, person=person, method=method), booked)
        booking = changed.plan.subject if changed else None
        if booking is None:
            return
        verb = Verb.COMPLETE if self.dice.random() < 0.9 else Verb.NO_SHOW
        end = start + HOUR + 300
        self.later(end, lambda: self._do(Close(key=self.key(), booking=booking, verb=verb), end))


def opening_key(seed: int, day: date) -> Id:
    """The key of the change that opens the studio of that seed and day: by it the studio is known again."""
    return Minting(Id(f"{seed}:{day.isoformat()}:1"))()


def set_up(name: str, key: Id) -> SetUp:
    """The studio before anybody came."""
    tutors = tuple(
        NewTutor(name=tutor, zone=ZONE, weekly=_HOURS[tutor], room=room)
        for tutor, room in zip(TUTORS, ROOMS, strict=True)
    )
    rooms = tuple(NewRoom(name=room) for room in ROOMS)
    return SetUp(
        key=key, name=name, zone=ZONE, currency="EUR", demo=True, rooms=rooms, tutors=tutors, services=SERVICES
    )


def build(desk: Desk, seed: int, day: date, progress: Progress, outside: Outside | None = None) -> None:
    """Invent the studio into an empty desk. Without a world outside it is one transaction: all of it, or nothing.

    With one the desk is written between its turns: whoever asks for that builds aside, and throws away what was begun.
    """
    now = desk.clock.now()
    with Pen(desk) as pen:
        studio = Studio(pen, seed, day, now, outside)
        start = studio.at(studio.first, 0) - 30 * DAY
        opened = pen.write(set_up("Estudio Río", studio.key()), start)
        key = studio.key()
        mint = Minting(key)
        invented = people()
        ids = [mint() for _ in invented]
        written = tuple(replace(who, guardian=None if head is None else ids[head]) for who, head in invented)
        pen.write(AddPeople(key=key, people=written), start)
        studio.beyond(start, lambda world: world.opens(start))
        for at in (now - MAILS_FOR, now - 40 * MINUTE, now - 5 * MINUTE):
            studio.beyond(at, partial(_writes, at))
        _invent_weeks(opened, studio, ids)
        studio.tell(progress)


def _writes(at: int, world: Outside) -> None:
    world.mails(at)
    world.works(at)


def _invent_weeks(opened: Changed, studio: Studio, ids: list[Id]) -> None:
    services = {e.name: e.service for e in opened.plan.effects if isinstance(e, ServiceAdded)}
    tutors = {e.name: e.tutor for e in opened.plan.effects if isinstance(e, TutorAdded)}
    dice = studio.dice
    pupils = ids[:]
    dice.shuffle(pupils)
    yogis, pupils = pupils[:10], pupils[10:] * 2  # some come to two tutors
    lessons: list[Lesson] = []
    for name, taught in _TAUGHT.items():
        tutor = tutors[name]
        for weekday, minute in _cells(_HOURS[name], dice, yoga=name == "Priyanka Rao"):
            service = services[SERVICES[dice.choice(taught)].name]
            regular = Regular(pupils.pop(), tutor, service, weekday, minute) if pupils else None
            if regular is None:
                break
            weeks = [week for week in range(WEEKS_BACK + WEEKS_AHEAD) if dice.random() < 0.93]
            lessons += [(regular, studio.first + timedelta(days=7 * week + weekday)) for week in weeks]
        studio.later(studio.now - 5 * HOUR, partial(_read_calendar, studio, tutor, dice.randrange(3)))
    kept = _kept_for_links(studio, lessons) if studio.outside is not None else []
    links = Links(studio, kept)
    for lesson in lessons:
        if lesson not in kept:
            studio.lesson(*lesson, links)
    for week in range(WEEKS_BACK + WEEKS_AHEAD):
        for weekday in range(5):
            day = studio.first + timedelta(days=7 * week + weekday)
            studio.meeting(services["Yoga"], tutors["Priyanka Rao"], day, yogis)
    if kept:
        links.tell()
    days.till(studio)
    days.paper(studio)


def _kept_for_links(studio: Studio, lessons: list[Lesson]) -> list[Lesson]:
    """The next ones from tomorrow on, in no order: what is shown of links stands in the week that is shown first."""
    soon = [x for x in lessons if studio.day < x[1] <= studio.day + timedelta(9)]
    soon.sort(key=lambda x: (x[1], x[0].minute))
    soon = soon[:22]
    studio.dice.shuffle(soon)
    return soon[:16]


def _cells(hours: tuple[tuple[int, int, int], ...], dice: random.Random, *, yoga: bool) -> list[tuple[int, int]]:
    """Starts inside working hours, an hour or a little more apart, most of them taken; `yoga` keeps 18:00 free."""
    cells = []
    for weekday, lo, hi in hours:
        minute = lo + dice.choice((0, 0, 30))
        while minute + 60 <= hi:
            free = not (yoga and 16 * 60 + 45 < minute < 19 * 60)
            if free and dice.random() < 0.72:
                cells.append((weekday, minute))
            minute += dice.choice((60, 60, 60, 75, 90))
    return cells


def _read_calendar(studio: Studio, tutor: Id, which: int) -> None:
    """A tutor's own calendar: a dentist, a rehearsal, a day off."""
    spans = []
    for week in range(3, WEEKS_BACK + WEEKS_AHEAD, 2):
        day = studio.first + timedelta(days=7 * week + which)
        title = ("Dentist", "Rehearsal", "School run")[(week + which) % 3]
        start = studio.at(day, 13 * 60 + 30)
        spans.append(BusySpan(f"demo-{tutor[:8]}-{week}", "", start, start + 2 * HOUR, title))
    since, until = studio.at(studio.first, 0), studio.at(studio.first + timedelta(days=7 * 20), 0)
    read = ReadBusy(
        key=studio.key(), tutor=tutor, calendar="own calendar", spans=tuple(spans), since=since, until=until
    )
    studio.do(read, studio.now - 5 * HOUR)
