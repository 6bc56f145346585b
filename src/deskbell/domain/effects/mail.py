"""Who is told by mail, what became of it, and the rules by which it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect
from deskbell.domain.ids import Id
from deskbell.domain.notices import Letter, Notice, Terms
from deskbell.domain.people import Role


@dataclass(frozen=True, slots=True)
class Told(Effect):
    """Somebody is told, in a letter that may tell of several things: one letter an address and change.

    `person` is the tutor's own id where the audience is the tutor. `about` is the link, receipt or note that it is
    about. By the clock, (`rule`, booking, person, `start`) is told once.
    """

    booking: Id
    audience: Role
    person: Id
    notice: Notice
    letter: Id | None = None
    about: Id | None = None
    rule: Id | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class LetterTurned(Effect):
    """What became of one thing that a letter tells: it left, it was refused, it is not true any more, nobody knows."""

    letter: Id
    booking: Id
    audience: Role
    person: Id
    notice: Notice
    before: Letter
    after: Letter
    code: str = ""

    def opposite(self) -> Effect | None:
        """What left once has left: sent again and taken back before it went, it is what it was. By then its operation
        is dropped, and the letter is suppressed with that. Dropped, and then not, it waits again.
        """
        who = (self.booking, self.audience, self.person, self.notice)
        if self.before is Letter.SCHEDULED and self.after in (Letter.SENT, Letter.UNCERTAIN):
            return LetterTurned(self.letter, *who, self.after, self.before)
        if self.after is not Letter.SCHEDULED or self.before is Letter.SUPPRESSED:
            return None
        return LetterTurned(self.letter, *who, Letter.SUPPRESSED, self.before)


@dataclass(frozen=True, slots=True)
class RuleSet(Effect):
    """A rule of notices says something else; `before` None: it is new, `after` None: it is gone."""

    rule: Id
    before: Terms | None
    after: Terms | None

    def opposite(self) -> Effect:
        return RuleSet(self.rule, self.after, self.before)
