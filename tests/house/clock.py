"""A clock that tests set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

# A Wednesday morning, away from any change of clocks: 2026-03-04 10:00 UTC.
WEDNESDAY = int(datetime(2026, 3, 4, 10, 0, tzinfo=UTC).timestamp())


@dataclass(slots=True)
class FrozenClock:
    """Stands still until told otherwise; fits domain.clock.Clock."""

    at: int = WEDNESDAY

    def now(self) -> int:
        return self.at

    def pass_by(self, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> int:
        """Let time go by (or back, with a negative figure); return the new now."""
        self.at += ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return self.at

    def set(self, wall: str) -> int:
        """Jump to an ISO date and time; without an offset it is UTC."""
        moment = datetime.fromisoformat(wall)
        self.at = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
        return self.at
