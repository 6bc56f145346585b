"""People come and go."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.effects.effect import Effect, spoken
from deskbell.domain.ids import Id


@dataclass(frozen=True, slots=True)
class PersonAdded(Effect):
    person: Id
    guardian: Id | None = None
    household: Id | None = None
    birth_year: int | None = None
    name: str = spoken()
    mail: str = spoken()
    phone: str = spoken()

    def opposite(self) -> Effect:
        return PersonArchived(self.person)


@dataclass(frozen=True, slots=True)
class PersonArchived(Effect):
    """Somebody nobody refers to any more leaves the lists; the row stays."""

    person: Id

    def opposite(self) -> Effect:
        return PersonRestored(self.person)


@dataclass(frozen=True, slots=True)
class PersonErased(Effect):
    """Nobody's words any more: name, addresses, and so many notes, mails and lessons' own words. Figures stay, under a
    number. Nothing takes it back.
    """

    person: Id
    notes: int = 0
    letters: int = 0
    lessons: int = 0


@dataclass(frozen=True, slots=True)
class PersonRestored(Effect):
    person: Id

    def opposite(self) -> Effect:
        return PersonArchived(self.person)
