"""What a cancellation gives back: half-open tiers by hours of notice, as they stood when the lesson was booked."""

from __future__ import annotations

from dataclasses import dataclass

from deskbell.domain.errors import WrongInput

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Tier:
    """From `hours` of notice on (inclusive), `percent` of the price goes back."""

    hours: int
    percent: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Tiers, longest notice first; the last one starts at nought hours. Equality belongs to the better tier."""

    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        hours = [t.hours for t in self.tiers]
        if not hours or hours[-1] != 0 or hours != sorted(set(hours), reverse=True):
            raise WrongInput("POLICY_TIERS", tiers=self.show())
        if any(not 0 <= t.percent <= 100 for t in self.tiers):
            raise WrongInput("POLICY_TIERS", tiers=self.show())

    @classmethod
    def read(cls, text: str) -> Policy:
        """'48:100 24:50 0:0' -> from 48 h all, from 24 h half, later nothing."""
        try:
            pairs = [tuple(int(n) for n in part.split(":")) for part in text.split()]
            return cls(tuple(Tier(h, p) for h, p in pairs))
        except ValueError:
            raise WrongInput("POLICY_TIERS", tiers=text) from None

    def show(self) -> str:
        return " ".join(f"{t.hours}:{t.percent}" for t in self.tiers)

    def tier(self, start: int, now: int) -> Tier:
        """The tier that holds at `now` for a lesson that starts at `start` (epoch seconds)."""
        for tier in self.tiers:
            if start - now >= tier.hours * HOUR:
                return tier
        return Tier(0, 0)  # after the start nothing goes back by itself

    def flips_at(self, start: int, now: int) -> int | None:
        """The first instant after `now` at which another tier holds, None when none does any more."""
        for tier in self.tiers:
            if start - now >= tier.hours * HOUR:
                return start - tier.hours * HOUR + 1
        return None


DEFAULT = Policy((Tier(48, 100), Tier(24, 50), Tier(0, 0)))
