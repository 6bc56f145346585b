"""Who is told what, and when: the kinds of notice, the rules that send them, and what is due by them.

Nothing is scheduled ahead. What is due in a stretch of time follows from the rules and the lessons as they stand, so a
lesson that moves takes its reminders along, and one that is cancelled has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from deskbell.domain.booking import State
from deskbell.domain.clock import DAY, midnight, zone_clock
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.people import Role


class Notice(StrEnum):
    """What a message is about. The last two come by the clock, the others by something that happens."""

    REQUESTED = "REQUESTED"
    BOOKED = "BOOKED"
    MOVED = "MOVED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    REJECTED = "REJECTED"
    PAY_LINK = "PAY_LINK"
    RECEIPT = "RECEIPT"
    NOTE = "NOTE"
    REMINDER = "REMINDER"
    FOLLOW_UP = "FOLLOW_UP"


TIMED = frozenset({Notice.REMINDER, Notice.FOLLOW_UP})
TAKES_BACK = {
    Notice.REQUESTED: Notice.CANCELLED,
    Notice.REJECTED: Notice.REQUESTED,
    Notice.BOOKED: Notice.CANCELLED,
    Notice.CANCELLED: Notice.BOOKED,
    Notice.EXPIRED: Notice.BOOKED,
    Notice.MOVED: Notice.MOVED,
}
"""What somebody who was told of one is told when it is taken back."""


class Channel(StrEnum):
    MAIL = "MAIL"
    DESK = "DESK"
    """The bell of whatever screen is open."""


class Letter(StrEnum):
    """How a message stands (M8). UNCERTAIN: nobody knows whether it arrived; never sent again by itself."""

    SCHEDULED = "SCHEDULED"
    SENT = "SENT"
    FAILED = "FAILED"
    SUPPRESSED = "SUPPRESSED"
    UNCERTAIN = "UNCERTAIN"


WAITING = frozenset({Letter.SCHEDULED})
AGAIN = frozenset({Letter.FAILED, Letter.UNCERTAIN, Letter.SENT, Letter.SUPPRESSED})
"""Those that a person may have sent once more."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule says. `minutes` from the lesson's start (before it where negative) or, for what follows a lesson,
    from its end; None for a notice of something that happens. Quiet hours are minutes of the recipient's day, both
    None for none; one that ends before it begins spans midnight.
    """

    notice: Notice
    audience: Role
    channel: Channel = Channel.MAIL
    minutes: int | None = None
    active: bool = True
    quiet_from: int | None = None
    quiet_until: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    id: Id
    terms: Terms
    own: bool = False
    """Made by a person, so that a person may remove it; the others are switched off."""


NIGHT = (21 * 60, 8 * 60)
_CUSTOMER, _TUTOR = Role.CUSTOMER, Role.TUTOR


def _rule(terms: Terms) -> Rule:
    return Rule(rule_id(terms), terms)


def rule_id(terms: Terms) -> Id:
    """A rule that every desk has is known by what it is about."""
    return digest_id("rule", terms.notice, terms.audience, terms.channel, str(terms.minutes))


DEFAULTS: tuple[Rule, ...] = (
    *(_rule(Terms(n, a)) for n in (Notice.BOOKED, Notice.MOVED, Notice.CANCELLED) for a in (_CUSTOMER, _TUTOR)),
    *(_rule(Terms(n, a)) for n in (Notice.REQUESTED, Notice.REJECTED) for a in (_CUSTOMER, _TUTOR)),
    *(_rule(Terms(n, _CUSTOMER)) for n in (Notice.EXPIRED, Notice.PAY_LINK, Notice.RECEIPT, Notice.NOTE)),
    _rule(Terms(Notice.REMINDER, _CUSTOMER, minutes=-24 * 60, quiet_from=NIGHT[0], quiet_until=NIGHT[1])),
    _rule(Terms(Notice.REMINDER, _CUSTOMER, minutes=-60)),
    _rule(Terms(Notice.REMINDER, _TUTOR, minutes=-60, active=False)),
    _rule(Terms(Notice.REMINDER, Role.STAFF, Channel.DESK, minutes=-10)),
    _rule(
        Terms(
            Notice.FOLLOW_UP, _CUSTOMER, minutes=120, active=False, quiet_from=NIGHT[0], quiet_until=NIGHT[1]
        )
    ),
)  # fmt: skip
"""What a desk does before anybody changes a rule."""


def is_on(rules: Iterable[Rule], notice: Notice, audience: Role) -> bool:
    """Whether somebody is mailed when that happens; what no rule speaks of is not."""
    wanted = (Channel.MAIL, None, notice, audience)
    return any(
        r.terms.active and (r.terms.channel, r.terms.minutes, r.terms.notice, r.terms.audience) == wanted for r in rules
    )


def is_silent(rules: Iterable[Rule], notice: Notice, audience: Role, rule: Id | None) -> bool:
    """Whether what was to be told is to be told no more: the rule by which it was is off, or gone."""
    if rule is None:
        return not is_on(rules, notice, audience)
    return not any(r.id == rule and r.terms.active for r in rules)


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who can be told: who they are in that role, and in which zone they live; `address` where mail goes."""

    person: Id
    zone: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A booking as reminders see it; `told` holds whom by audience."""

    booking: Id
    state: State
    start: int
    end: int
    made: int
    told: tuple[tuple[Role, Reached], ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is due at an instant; the first four are what it is known by, and it is told once."""

    rule: Id
    booking: Id
    to: Reached
    channel: Channel
    start: int
    at: int
    notice: Notice
    audience: Role

    @property
    def known_by(self) -> tuple[Id, Id, Id, Channel, int]:
        return self.rule, self.booking, self.to.person, self.channel, self.start


STALE = DAY
"""Seconds after which what follows a lesson is not worth sending any more."""

_REMINDED = frozenset({State.CONFIRMED})
_FOLLOWED = frozenset({State.CONFIRMED, State.COMPLETED})


def is_wanted(notice: Notice, state: State, start: int, now: int) -> bool:
    """Whether a notice by the clock still says something true and useful."""
    if notice is Notice.REMINDER:
        return state in _REMINDED and now < start
    return state in _FOLLOWED


def due(rules: Iterable[Rule], lessons: Iterable[Lesson], after: int, until: int) -> list[Due]:
    """What is due in (after, until], soonest first: told of lessons that stand, to whoever can be told.

    What would be due before the booking was made is not told: they know. What is due by the time it is found late
    is told while it is useful: a reminder before the lesson, what follows it within a day.
    """
    on = [r for r in rules if r.terms.active and r.terms.minutes is not None]
    found: list[Due] = []
    for lesson in lessons:
        for rule in on:
            for audience, to in lesson.told:
                terms = rule.terms
                if audience is not terms.audience or (terms.channel is Channel.MAIL and not to.address):
                    continue
                at = due_at(terms, lesson.start, lesson.end, to.zone)
                if not after < at <= until or at < lesson.made:
                    continue
                if is_wanted(terms.notice, lesson.state, lesson.start, min(at, lesson.start - 1)):
                    one = Due(
                        rule.id, lesson.booking, to, terms.channel, lesson.start, at, terms.notice, terms.audience
                    )
                    found.append(one)
    return sorted(found, key=lambda x: (x.at, x.start, x.booking, x.rule, x.to.person))


def still_useful(found: Iterable[Due], now: int) -> Iterator[Due]:
    """What found late is worth telling now."""
    for one in found:
        if now < one.start if one.notice is Notice.REMINDER else now - one.at < STALE:
            yield one


def due_at(terms: Terms, start: int, end: int, zone: str) -> int:
    """The instant at which a rule speaks of a lesson: so many minutes away, moved out of the quiet hours.

    A reminder that falls into them comes as they end; where the lesson has begun by then, just before they begin.
    What follows a lesson comes as they end.
    """
    from_ = start if terms.notice is Notice.REMINDER else end
    at = from_ + (terms.minutes or 0) * 60
    quiet = quiet_around(terms, at, zone)
    if quiet is None:
        return at
    begins, ends = quiet
    return begins if terms.notice is Notice.REMINDER and ends >= start else ends


def quiet_around(terms: Terms, at: int, zone: str) -> tuple[int, int] | None:
    """The quiet hours [begin, end) in which an instant lies, on the wall of a zone."""
    if terms.quiet_from is None or terms.quiet_until is None or terms.quiet_from == terms.quiet_until:
        return None
    clock = zone_clock(zone)
    day, _ = clock.local(at)
    spans = terms.quiet_from > terms.quiet_until
    for first in (day - 1, day):
        wall = midnight(first)
        begins = clock.opens(wall + terms.quiet_from * 60)
        ends = clock.opens(wall + (DAY if spans else 0) + terms.quiet_until * 60)
        if begins <= at < ends:
            return begins, ends
    return None


def farthest(rules: Iterable[Rule]) -> tuple[int, int]:
    """How many seconds before and after now a lesson may start for any rule to speak of it now, quiet hours and all."""
    minutes = [r.terms.minutes for r in rules if r.terms.active and r.terms.minutes is not None]
    ahead = max((-m for m in minutes), default=0)
    behind = max(minutes, default=0)
    return max(0, behind) * 60 + 3 * DAY, max(0, ahead) * 60 + 2 * DAY
