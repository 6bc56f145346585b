"""How bad the world of a seed is, and which of the things that can go wrong at a call do."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

MINUTE, HOUR, DAY = 60, 3600, 86_400

PACES = (
    (2, 30, 5 * MINUTE, 16 * MINUTE, 20 * MINUTE, 2 * HOUR, 22 * HOUR, DAY),
    (1, 3, 8, 20, 45, 2 * MINUTE),
    (30, 20 * MINUTE, HOUR, 21 * HOUR),
)
"""Seconds that go by at once: now all of it, now everything within minutes, now long waits."""


@dataclass
class Temper:
    """Chances of a crash at a hook, a fault at a call, a commit without answer, a jump of the clock."""

    crash: float
    fault: float
    unsure: float
    jump: float
    steps: int
    second: bool
    same_host: bool
    pace: tuple[int, ...]
    hold: float
    """How often a worker stands still around a call, and half as often after a commit, while others act."""

    @classmethod
    def of(cls, dice: Random) -> Temper:
        calm = dice.random() < 0.05
        return cls(
            0 if calm else dice.choice((0.01, 0.03, 0.08)),
            0 if calm else dice.choice((0.05, 0.2, 0.4, 0.6)),
            0 if calm else dice.choice((0, 0, 0.02, 0.05)),
            0 if calm else dice.choice((0, 0.01, 0.03)),
            dice.choice((24, 36, 52)),
            dice.random() < 0.4,
            dice.random() < 0.5,
            dice.choice((PACES[0], PACES[0], *PACES)),
            dice.choice((0.1, 0.2, 0.6)),
        )


ACTS = ("lost", "busy", "none", "late", "sticky", "sticky_acted", "twice", "deaf", "deaf", "refuse")
LOOKS = ("lost", "busy", "none", "deaf")
PAGES = (*LOOKS, "doubled", "reordered", "short")


def faults_of(call: str) -> tuple[str, ...]:
    """What can go wrong at a call of that name. A refund can also take its time."""
    if call == "since":
        return PAGES
    if call in ("look", "check"):
        return LOOKS
    return (*ACTS, "slow", "slow") if call == "refund" else ACTS
