"""What a messenger must be able to do: carry one letter, and say whether it was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from deskbell.domain.ports.outcome import Account, Outcome


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it shall leave. `id` is its Message-ID without brackets: the same letter twice has the same one.

    `invite` is a calendar file that goes inside with its `method` (REQUEST, CANCEL); '' for none.
    """

    id: str
    to: str
    subject: str
    text: str
    html: str = ""
    invite: str = ""
    method: str = ""
    reply_to: str = ""
    at: int = 0


class Messenger(Protocol):
    """One connection over which letters leave; thread-safe, never retries by itself, answers within 25 s."""

    name: str
    sender: str
    """The address that its letters come from."""

    def send(self, letter: Letter) -> Outcome[bool]:
        """Hand it over. Refused("RECIPIENT"), ("MAILBOX_FULL"), ("REJECTED"), ("LETTER") where it will never be taken;
        Unknown once the text was on its way and no answer came.
        """
        ...

    def check(self) -> Outcome[Account]:
        """Log in and out again, without sending anything."""
        ...
