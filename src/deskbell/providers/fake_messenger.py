"""The demo's own messenger: letters that it takes go nowhere, and can be read in the memory of the demo's provider."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deskbell.domain.ports import Account, Done, Letter, Outcome, Refused
from deskbell.providers.fake_memory import Memory

if TYPE_CHECKING:
    from deskbell.domain.clock import Clock

_TABLE = """
CREATE TABLE IF NOT EXISTS letter (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL,
    body TEXT NOT NULL, html TEXT NOT NULL, invite TEXT NOT NULL, method TEXT NOT NULL)
"""
REFUSES = "@refused.example"
"""Nobody there takes letters: how the demo shows one that comes back."""


class FakeMessenger:
    """`path` is the file that the demo's provider remembers in, or a memory of one process."""

    name = "DEMO_MAIL"
    sender = "estudio@demo.example"

    def __init__(self, path: Path | Memory, clock: Clock) -> None:
        self.memory = path if isinstance(path, Memory) else Memory(path)
        self.clock = clock

    def send(self, letter: Letter) -> Outcome[bool]:
        now = self.clock.now()
        if letter.to.endswith(REFUSES) or "@" not in letter.to:
            return Refused("RECIPIENT")
        with self.memory.write(now) as book:
            book.connection.execute(_TABLE)
            book.connection.execute(
                "INSERT INTO letter (id, at, recipient, subject, body, html, invite, method) VALUES (?,?,?,?,?,?,?,?)",
                (letter.id, now, letter.to, letter.subject, letter.text, letter.html, letter.invite, letter.method),
            )
        taken = True
        return Done(taken, now)

    def check(self) -> Outcome[Account]:
        live = False
        return Done(Account(live, self.sender), self.clock.now())

    def taken(self) -> list[Letter]:
        """Every letter that it took, oldest first."""
        with self.memory.write(self.clock.now()) as book:
            book.connection.execute(_TABLE)
            rows = book.connection.execute(
                "SELECT id, recipient, subject, body, html, invite, method, '', at FROM letter ORDER BY no"
            ).fetchall()
        return [Letter(*row) for row in rows]
