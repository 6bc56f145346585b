"""Who serves connections that are no provider of payments: calendars and messengers, each kind by a party of its own.

The loop takes the leases, knows who may be called, and keeps what one falls over from the others; a party does the
work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random
    from threading import Event

    from deskbell.services.working import Working
    from deskbell.worker.circuit import Circuit


@dataclass(frozen=True, slots=True)
class Tools:
    """What a worker lends to its parties; `stop` is set once it is to end."""

    working: Working
    circuit: Circuit
    dice: Random
    crashes: Path | None
    stop: Event


class Party(Protocol):
    """Serves the connections of one kind. It is asked about those only that this worker holds and that may be called;
    it never sleeps, and hands what does not answer to the circuit.
    """

    def serve(self, name: str, token: int) -> bool:
        """All that is due now, as far as one turn goes; True where there is more at once."""
        ...

    def sweep(self, name: str) -> None:
        """What nobody asked about, where its time has come: hourly, at the start, on demand."""
        ...

    def restore(self, name: str) -> bool:
        """The desk came from a backup: look for what it believes still to be sent. True once all was looked for."""
        ...

    def next_due(self, name: str) -> int | None:
        """When it has something to do next, besides what is queued."""
        ...
