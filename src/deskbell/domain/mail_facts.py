"""What decisions about mail look at: rules and lessons, a letter and what it tells, a text."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field

from deskbell.domain.facts import Desk
from deskbell.domain.ids import Id, digest_id
from deskbell.domain.mail_commands import Which
from deskbell.domain.notices import Channel, Lesson, Letter, Notice, Rule
from deskbell.domain.op import Op
from deskbell.domain.people import Role

PLACES = (
    "name", "desk", "lesson", "focus", "day", "date", "time", "until", "tutor", "person", "place", "link", "amount",
    "number", "note",
)  # fmt: skip
"""What a text may hold in braces."""


@dataclass(frozen=True, slots=True)
class RemindFacts:
    """`known`: what was told by a rule already, by what it is known by."""

    desk: Desk
    rules: tuple[Rule, ...]
    lessons: tuple[Lesson, ...]
    known: frozenset[tuple[Id, Id, Id, Channel, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class UntoldFacts:
    """Lessons to come of which their customer has heard nothing in writing, soonest first."""

    desk: Desk
    rules: tuple[Rule, ...]
    untold: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a letter tells."""

    booking: Id
    audience: Role
    person: Id
    notice: Notice
    about: Id | None = None
    rule: Id | None = None
    start: int | None = None
    state: Letter = Letter.SCHEDULED

    @property
    def which(self) -> Which:
        return self.booking, self.audience, self.notice


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """`op` is the operation that is to send it, as long as it is not over. `left`: what of it had left, or may have,
    before somebody had it sent again.
    """

    desk: Desk
    letter: Id
    state: Letter
    told: tuple[Item, ...]
    op: Op | None = None
    tasks: tuple[tuple[Id, str, Id], ...] = ()
    left: Mapping[Which, Letter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    desk: Desk
    rules: tuple[Rule, ...]


def text_id(notice: Notice, language: str) -> Id:
    """What the desk's own text of a notice is known by."""
    return digest_id("text", notice, language)


@dataclass(frozen=True, slots=True)
class TextFacts:
    desk: Desk
    template: Id
    subject: str = ""
    body: str = ""
    places: tuple[str, ...] = PLACES

    def unknown_place(self, text: str) -> str | None:
        """The first {place} of a text that no letter has, or what is wrong with its braces."""
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError:
            return "{"
        for _, name, spec, way in parts:
            if name is not None and (name not in self.places or spec or way):
                return name or "{}"
        return None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody, and how they are reached now, by field."""

    desk: Desk
    person: Id
    reached: dict[str, str]
