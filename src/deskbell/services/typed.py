"""From a typed line to a command: whom, what, when and by whom, with what is missing filled in as a desk would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from deskbell.domain.availability import Openings
from deskbell.domain.clock import zone_clock
from deskbell.domain.commands import Book, Newcomer
from deskbell.domain.decisions.timing import rules
from deskbell.domain.facts import Desk as Card
from deskbell.domain.ids import Id
from deskbell.domain.offer import Kind, Service
from deskbell.domain.payment import LINKS, Method
from deskbell.domain.people import Actor, Tutor
from deskbell.domain.slot import Slot
from deskbell.domain.text import fold
from deskbell.domain.views import PersonHit
from deskbell.store import find
from deskbell.words.language import Order
from deskbell.words.line import TypedLine, read_line

if TYPE_CHECKING:
    from deskbell.store.work import Connection

METHODS = {
    "cash": Method.CASH,
    "card": Method.CARD,
    "transfer": Method.TRANSFER,
    "stripe": Method.STRIPE,
    "mercadopago": Method.MERCADO_PAGO,
}
"""What people type for a way to pay; a provider's own name asks for a link of that provider."""


def by_link(desk: Card) -> Method:
    """The provider that a link is asked of where none is named: the first that is connected; else booking says so."""
    return next((m for m in Method if m in LINKS and str(m) in desk.links), Method.DEMO)


@dataclass(frozen=True, slots=True)
class Wish:
    """What stands around the line: the cell of the calendar, the slot that lies there, and who was picked of several.

    A class is meant by its `slot` as long as the line names no other service, time, length or tutor.
    """

    day: date | None = None
    minute: int | None = None
    tutor: int | None = None
    person: int | None = None
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the line means so far. `command` stands once nothing is missing; `problems` are (code, facts).

    `people` are those whom the typed name could mean, where it is not yet one.
    """

    line: TypedLine
    command: Book | None
    problems: tuple[tuple[str, dict[str, Any]], ...] = ()
    people: tuple[PersonHit, ...] = ()
    person: PersonHit | None = None
    service: Service | None = None
    tutor: Tutor | None = None
    start: int | None = None
    minutes: int | None = None


class _Missing(Exception):
    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def read_booking(
    conn: Connection,
    desk: Card,
    text: str,
    key: Id,
    actor: Actor,
    now: int,
    language: str,
    wish: Wish,
    order: Order | None = None,
) -> Reading:
    """Read a booking line against the desk: never raises, what cannot be meant is among the problems.

    `order` is how 4/3 is read here, where it is not as the language's region does.
    """
    services = tuple(s for s in find.services(conn) if s.active)
    tutors = tuple(t for t in find.tutors(conn) if t.active)
    line = read_line(
        text,
        today=zone_clock(desk.zone).date(now),
        language=language,
        currency=desk.currency,
        services=[s.name for s in services],
        tutors=[t.name for t in tutors],
        order=order,
    )
    found = _Found(conn, desk, line, wish, now, services, tutors)
    missing: list[tuple[str, dict[str, Any]]] = []
    for look in (found.find_person, found.find_service, found.find_time, found.find_tutor):
        try:
            look()
        except _Missing as one:
            missing.append((one.code, one.facts))
    settled = found.service is not None
    problems = tuple((p.code, dict(p.facts)) for p in line.problems if not (settled and p.code == "SERVICE_AMBIGUOUS"))
    command = None if problems or missing else found.command(key, actor)
    return Reading(
        line,
        command,
        (*problems, *missing),
        found.people,
        found.person,
        found.service,
        found.tutor,
        found.start,
        line.minutes or (found.service.minutes if found.service else None),
    )


class _Found:
    def __init__(
        self,
        conn: Connection,
        desk: Card,
        line: TypedLine,
        wish: Wish,
        now: int,
        services: tuple[Service, ...],
        tutors: tuple[Tutor, ...],
    ) -> None:
        self.conn, self.desk, self.line, self.wish, self.now = conn, desk, line, wish, now
        self.services, self.tutors = services, tutors
        self.people: tuple[PersonHit, ...] = ()
        self.person: PersonHit | None = None
        self.service: Service | None = None
        self.tutor: Tutor | None = None
        self.slot: Slot | None = None
        self.start: int | None = None
        self._usual: tuple[Id, Id] | None = None

    def find_person(self) -> None:
        line = self.line
        if line.walk_in or line.new_person:
            if line.new_person and not line.person.strip():
                raise _Missing("NAME_EMPTY")
            return
        if self.wish.person is not None:
            self.people = find.search_people(self.conn, f"#{self.wish.person}", 1)
        elif not line.person.strip():
            raise _Missing("NOBODY_YET")
        else:
            self.people = find.search_people(self.conn, line.person, 8)
        if not self.people:
            raise _Missing("NO_PERSON", text=line.person)
        exact = [p for p in self.people if fold(p.name) == fold(line.person)]
        if len(self.people) > 1 and len(exact) != 1:
            raise _Missing("SEVERAL_PEOPLE", text=line.person, candidates=[(p.no, p.name) for p in self.people])
        self.person = exact[0] if len(exact) == 1 else self.people[0]
        self._usual = find.usual(self.conn, self.person.id)

    def find_service(self) -> None:
        if self.line.service is not None:
            self.service = next(s for s in self.services if s.name == self.line.service)
        elif (either := self._ambiguous()) is not None:
            self.service = self._of_several(either)
        elif (here := self._class_here()) is not None:
            self.service, self.slot = here
        elif len(self.services) == 1:
            self.service = self.services[0]
        elif self._usual is not None:
            self.service = next((s for s in self.services if s.id == self._usual[0]), None)
        if self.service is None:
            raise _Missing("NO_SERVICE_YET", candidates=[s.name for s in self.services])

    def _ambiguous(self) -> list[Service] | None:
        names = next((p.facts["candidates"] for p in self.line.problems if p.code == "SERVICE_AMBIGUOUS"), None)
        return None if names is None else [s for s in self.services if s.name in names]

    def _of_several(self, several: list[Service]) -> Service:
        """Of Piano 30 and Piano 60 the one of the length that was typed, else the one that the person usually takes."""
        fits = [s for s in several if s.minutes == self.line.minutes]
        if len(fits) != 1 and self._usual is not None:
            fits = [s for s in several if s.id == self._usual[0]]
        if len(fits) != 1:
            raise _Missing("NO_SERVICE_YET", candidates=[s.name for s in several])
        return fits[0]

    def _class_here(self) -> tuple[Service, Slot] | None:
        """The class under the cursor, where nothing in the line speaks against it."""
        slot = find.slot(self.conn, self.wish.slot) if self.wish.slot is not None else None
        service = next((s for s in self.services if slot is not None and s.id == slot.service), None)
        if slot is None or service is None or service.kind is not Kind.GROUP or not self._of_tutor(slot):
            return None
        clock = zone_clock(self.desk.zone)
        day, minute = clock.date(slot.start), self.line.minute
        then = slot.start if minute is None else clock.lesson_start(day, minute)[0]
        fits = self.line.day in (None, day) and slot.start <= then < slot.end
        return (service, slot) if fits and self.line.minutes in (None, service.minutes) else None

    def find_time(self) -> None:
        if self.slot is not None:
            self._sit_in(self.slot)
            return
        clock = zone_clock(self.desk.zone)
        day = self.line.day or self.wish.day or clock.date(self.now)
        minute = self.line.minute if self.line.minute is not None else self._wished_minute()
        if self.service is not None and self.service.kind is Kind.GROUP:
            self._find_class(day, minute)
            return
        if minute is None:
            raise _Missing("NO_TIME_YET")
        self.start, _ = clock.lesson_start(day, minute)

    def _wished_minute(self) -> int | None:
        # A day typed without a time does not mean the time of another day's cell.
        return None if self.line.day is not None and self.line.day != self.wish.day else self.wish.minute

    def _find_class(self, day: date, minute: int | None) -> None:
        clock = zone_clock(self.desk.zone)
        lo, hi = clock.day(day)
        service = self.service
        assert service is not None  # noqa: S101 - find_time asked first
        slots = [s for s in find.classes(self.conn, service, lo, hi, full=True) if self._of_tutor(s)]
        if minute is not None:
            at, _ = clock.lesson_start(day, minute)
            slots = [s for s in slots if s.start == at] or [s for s in slots if s.start <= at < s.end]
        elif len(slots) > 1:
            slots = [s for s in slots if s.start > self.now] or slots
        slots = [s for s in slots if s.no == self.wish.slot] or slots
        if not slots:
            then = {"day": day} if minute is None else {"start": clock.lesson_start(day, minute)[0]}
            raise _Missing("NO_CLASS_THEN", service=service.name, **then)
        if len(slots) > 1:
            raise _Missing("SEVERAL_CLASSES", service=service.name, candidates=[s.start for s in slots])
        self._sit_in(slots[0])

    def _sit_in(self, slot: Slot) -> None:
        self.slot, self.start = slot, slot.start
        self.tutor = next((t for t in self.tutors if t.id == slot.tutor), None)

    def _of_tutor(self, slot: Slot) -> bool:
        if self.line.tutor is None:
            return True
        return any(t.id == slot.tutor and t.name == self.line.tutor for t in self.tutors)

    def find_tutor(self) -> None:
        if self.slot is not None or self.service is None or self.start is None:
            return
        named = self.line.tutor
        candidates = [t for t in self._in_order() if named in (None, t.name)]  # two may have one name
        free = (t for t in candidates if not self._why(t))
        self.tutor = next(free, candidates[0])

    def _in_order(self) -> list[Tutor]:
        """The column of the cursor first, then the person's usual tutor, then the others."""
        usual = self._usual[1] if self._usual else None
        return sorted(self.tutors, key=lambda t: (t.no != self.wish.tutor, t.id != usual, t.no))

    def _why(self, tutor: Tutor) -> bool:
        service, start = self.service, self.start
        if service is None or start is None:
            return True
        rule = rules(service, self.line.minutes)
        diary = find.diary(self.conn, tutor, service, start, start + rule.length * 60, room=tutor.room)
        return bool(Openings(diary, rule, self.now).why_not(start))

    def command(self, key: Id, actor: Actor) -> Book:
        assert self.service is not None and self.start is not None  # noqa: S101, PT018 - nothing is missing
        return Book(
            key=key,
            actor=actor,
            service=self.service.id,
            tutor=self.tutor.id if self.tutor else None,
            start=self.start,
            slot=self.slot.id if self.slot else None,
            minutes=self.line.minutes if self.slot is None else None,
            person=self.person.id if self.person else None,
            newcomer=Newcomer(name=self.line.person) if self.line.new_person else None,
            method=by_link(self.desk) if self.line.method == "link" else METHODS.get(self.line.method or ""),
            tendered=self.line.amount,
            request=self.line.request,
        )
