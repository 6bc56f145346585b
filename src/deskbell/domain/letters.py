"""A letter as it is written when it is sent: what it tells, how that stands by then, and whether it is still so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from deskbell.domain.booking import SEATED, State
from deskbell.domain.ids import Id
from deskbell.domain.mail_facts import Item
from deskbell.domain.notices import TIMED, Channel, Due, Letter, Notice, is_wanted
from deskbell.domain.op import Op
from deskbell.domain.people import Role


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a letter tells, as it stands now. `uid` and `sequence` are its entry in the recipient's calendar;
    `person` is the student's name where the letter goes to somebody else.
    """

    item: Item
    no: int
    state: State
    start: int
    end: int
    service: str
    focus: str = ""
    tutor: str = ""
    person: str = ""
    place: str = ""
    room: str = ""
    join_url: str = ""
    uid: str = ""
    sequence: int = 0
    url: str = ""
    amount: int = 0
    currency: str = ""
    until: int | None = None
    number: int = 0
    note: str = ""
    gone: bool = False
    """The link is closed, the note taken back."""
    left: bool = False
    """Somebody else gives the lesson by now than the tutor who is told."""
    awaits: bool = False
    """Its event on the calendar is being made: then it has another UID, and perhaps a meeting."""
    off: bool = False
    """The rule by which it is told was switched off since, or taken away."""
    address: str = ""
    """Where whom it tells is reached now: of a letter to several people that shared one, each may have moved on."""


@dataclass(frozen=True, slots=True)
class ToSend:
    """A letter and everything that its words are made of; `name` and `address` are the recipient's now."""

    letter: Id
    state: Letter
    desk: str
    name: str
    address: str
    language: str
    zone: str
    matters: tuple[Matter, ...]

    def is_for(self, matter: Matter) -> bool:
        """Whether whom it tells still reads what comes to this letter's address."""
        return matter.address.casefold() == self.address.casefold()

    @property
    def is_timed(self) -> bool:
        """It comes by the clock, and nobody sends it twice without being asked."""
        return any(matter.item.notice in TIMED for matter in self.matters)


def is_so(matter: Matter, now: int) -> bool:
    """Whether what it tells is still true: nobody is told of a lesson that was cancelled meanwhile (P8), nor that one
    which is over will be.
    """
    notice = matter.item.notice
    if matter.off:
        return False
    if matter.left and notice not in (Notice.MOVED, Notice.CANCELLED):
        return False
    match notice:
        case Notice.REQUESTED:
            return matter.state is State.REQUESTED and now < matter.start
        case Notice.REJECTED:
            return matter.state in (State.REJECTED, State.EXPIRED)
        case Notice.BOOKED:
            seated = matter.state in SEATED and matter.state is not State.REQUESTED
            return seated and now < matter.end and matter.start == (matter.item.start or matter.start)
        case Notice.MOVED:
            return matter.state in SEATED and now < matter.end
        case Notice.CANCELLED:
            return matter.state is State.CANCELLED
        case Notice.EXPIRED:
            return matter.state is State.EXPIRED
        case Notice.PAY_LINK:
            return not matter.gone and (matter.until is None or now < matter.until)
        case Notice.RECEIPT:
            return True
        case Notice.NOTE:
            return not matter.gone
    late = matter.until is not None and now >= matter.until
    return not late and matter.start == matter.item.start and is_wanted(notice, matter.state, matter.start, now)


INVITES = {Notice.BOOKED: "REQUEST", Notice.MOVED: "REQUEST", Notice.CANCELLED: "CANCEL"}
"""The notices that bring the lesson's entry for a calendar along, and how."""


def invites(matter: Matter) -> str | None:
    """How a matter's entry for a calendar comes along: struck out for a tutor who gives the lesson no more."""
    method = INVITES.get(matter.item.notice)
    return "CANCEL" if method and matter.left else method


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter in the list of them. `at`: when it left or was settled, else when it will leave."""

    letter: Id
    no: int
    state: Letter
    notice: Notice
    audience: Role
    name: str
    address: str
    at: int
    bookings: tuple[int, ...] = ()
    subject: str = ""
    code: str = ""
    count: int = 1
    op: Op | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """What goes out by the clock, if nothing changes until then; `also` leaves in the same letter."""

    due: Due
    booking: int
    name: str
    service: str
    also: tuple[Coming, ...] = ()

    @property
    def channel(self) -> Channel:
        return self.due.channel

    @property
    def each(self) -> tuple[Coming, ...]:
        """Itself and what comes along."""
        return self, *self.also


def gathered(found: Iterable[Coming]) -> tuple[Coming, ...]:
    """As it will leave: what goes to one address at one instant is one letter, and tells of a lesson once."""
    letters: dict[tuple[int, str], dict[tuple[Id, Role, Notice], Coming]] = {}
    for one in found:
        due = one.due
        letter = letters.setdefault((due.at, due.to.address.casefold()), {})
        letter.setdefault((due.booking, due.audience, due.notice), one)
    return tuple(replace(first, also=tuple(more)) for first, *more in (x.values() for x in letters.values()))


@dataclass(frozen=True, slots=True)
class Outbox:
    """What waits, what went, newest first, and what goes out next, soonest first."""

    now: int
    mail: str
    letters: tuple[Outgoing, ...]
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in words. `invite` is a calendar file with its `method`; '' for none."""

    subject: str
    text: str
    html: str
    address: str = ""
    name: str = ""
    language: str = ""
    invite: str = ""
    method: str = ""
