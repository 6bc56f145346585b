"""What somebody wants done about mail: rules, texts, letters; and what the worker does by the clock."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.commands import Command
from deskbell.domain.ids import Id
from deskbell.domain.notices import Letter, Notice, Terms
from deskbell.domain.people import Role

Which = tuple[Id, Role, Notice]
"""One thing that a letter tells: of which booking, to whom in what role, and what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind(Command):
    """Tell what is due by the clock in (after, until]."""

    after: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Command):
    """A letter left, or did not. `gone` of it was not told: it is not so any more. `moved` was not either: whom that
    is for is reached elsewhere by now, and has a letter of their own.
    """

    letter: Id
    after: Letter
    code: str = ""
    gone: tuple[Which, ...] = ()
    moved: tuple[Which, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SendAgain(Command):
    """Let a letter leave once more, whatever became of it."""

    letter: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLetter(Command):
    """A letter that waits does not leave."""

    letter: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmBooked(Command):
    """Confirm by mail the lessons to come that were booked while nobody could be mailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRule(Command):
    """`rule` None makes a new one; `terms` None takes one away that a person made."""

    rule: Id | None
    terms: Terms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetText(Command):
    """The desk's own words for a notice; empty ones give back those that come with the program."""

    notice: Notice
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPerson(Command):
    """How somebody is reached: mail, phone, language, zone, as (field, words). `who` is a person's or a tutor's id."""

    who: Id
    fields: tuple[tuple[str, str], ...]
