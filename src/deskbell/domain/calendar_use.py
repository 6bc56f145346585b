"""How the calendars of one account are used: where lessons go, whose time other events take, what offers classes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from deskbell.domain.ids import Id

REMIND = 60
"""Minutes before the start at which the calendar reminds its owner (S1.26), unless the desk says otherwise."""

PRIMARY = "primary"
"""The account's own calendar, where nobody chose another."""


class Detail(StrEnum):
    """What an event says: class type and focus, or the booking's number alone."""

    FULL = "FULL"
    CODE = "CODE"


@dataclass(frozen=True, slots=True)
class Further:
    """Another calendar of the account, of one tutor: their lessons go there and its other events take their time; or,
    where a `service` is named, its events are meetings of that class (A7) of so many `seats`, else as the service has.
    """

    calendar: str
    tutor: Id
    service: Id | None = None
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """The desk's choices about one connection. `owner` is the mail address whose calendar it is (S1.31), `tutor` the
    only one whose lessons go there, `busy` whose time its other events take. `more` are calendars beside it.
    """

    calendar: str = PRIMARY
    owner: str = ""
    remind: int | None = REMIND
    detail: Detail = Detail.FULL
    meet: bool = True
    tutor: Id | None = None
    busy: Id | None = None
    more: tuple[Further, ...] = ()

    @property
    def own(self) -> dict[Id, str]:
        """Tutor -> the calendar of their own."""
        return {x.tutor: x.calendar for x in self.more if x.service is None}

    @property
    def offers(self) -> tuple[Further, ...]:
        return tuple(x for x in self.more if x.service is not None)

    @property
    def serves(self) -> frozenset[Id] | None:
        """Whose lessons go on a calendar; None for everybody's."""
        return None if self.tutor is None else frozenset({self.tutor, *self.own})

    def of(self, tutor: Id | None) -> str:
        """The calendar on which that tutor's lessons go."""
        return self.own.get(tutor, self.calendar) if tutor is not None else self.calendar

    @property
    def places(self) -> tuple[str, ...]:
        """Every calendar on which lessons go."""
        return tuple(dict.fromkeys((self.calendar, *self.own.values())))

    @property
    def read(self) -> tuple[object, ...]:
        """What decides which events are read and for whom: as long as it is the same, what was read stays."""
        return self.calendar, self.busy, self.more


def is_for(serves: frozenset[Id] | None, tutor: Id | None) -> bool:
    """Whether that tutor's lessons are among those that go on a calendar."""
    return serves is None or tutor in serves


def more_packed(more: tuple[Further, ...]) -> str:
    """The further calendars as words, '' for none."""
    return json.dumps([asdict(x) for x in more], sort_keys=True) if more else ""


def more_of(words: str) -> tuple[Further, ...]:
    return tuple(Further(**x) for x in json.loads(words)) if words else ()


def packed(settings: CalendarSettings) -> str:
    """All of it as words, for what undo has to know."""
    return json.dumps(asdict(settings), sort_keys=True)


def unpacked(words: str) -> CalendarSettings:
    values = json.loads(words)
    more = tuple(Further(**x) for x in values.pop("more", ()))
    return CalendarSettings(**{**values, "detail": Detail(values["detail"])}, more=more)


def without(settings: CalendarSettings, tutor: Id, service: Id | None) -> Iterator[Further]:
    """The further calendars but the one of that tutor and use."""
    return (x for x in settings.more if (x.tutor, x.service) != (tutor, service))
