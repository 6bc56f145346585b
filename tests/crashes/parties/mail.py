"""The demo's provider and a calendar, with a mail server beside them that keeps what it accepts."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskbell.domain.clock import Clock
from deskbell.domain.ports import Done, Letter, Outcome
from tests.crashes.parties.calendar import OnCalendar

NAME = "MAIL"


@dataclass
class Box:
    """A mail server. `accepted` are the letters that it has taken, by their Message-ID, in order."""

    clock: Clock
    name: str = NAME
    sender: str = "desk@estudio.example"
    accepted: list[str] = field(default_factory=list)

    def send(self, letter: Letter) -> Outcome[bool]:
        self.accepted.append(letter.id)
        taken = True
        return Done(taken, self.clock.now())


class ByMail(OnCalendar):
    """A desk that also writes to people: two of its four share an address, one has none."""

    addresses = ("ana@example.org", "casa@example.org", "casa@example.org", "")

    def __init__(self, clock: Clock, seed: int) -> None:
        super().__init__(clock, seed)
        self.box = Box(clock)

    def messenger(self) -> Box:
        return self.box
