"""A plan is what would happen, shown before it does; its digest is what a person agreed to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from deskbell.domain.codec import plain
from deskbell.domain.effects import Effect
from deskbell.domain.ids import Id, Mint

E = TypeVar("E", bound=Effect)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that does not stop the plan but that a person would want to know first."""

    code: str
    facts: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: str, **facts: Any) -> Warned:
        return cls(code, tuple(sorted(facts.items())))


@dataclass(frozen=True, slots=True)
class Plan:
    """Effects in the order in which they are shown, applied and told.

    `asks` is whether a person must confirm (seat, money, message or another person touched); `holds_until` the next
    instant at which a guard flips; `subject` the booking that it is about, where there is one; `minted` the ids made
    for it, which the digest does not cover.
    """

    verb: str
    effects: tuple[Effect, ...]
    warnings: tuple[Warned, ...] = ()
    holds_until: int | None = None
    asks: bool = True
    subject: Id | None = None
    minted: tuple[Id, ...] = field(default=(), compare=False)
    off_calendar: bool = field(default=False, compare=False)
    """A lesson of it would stand on a calendar, were one connected: said, and nobody is asked anew for it."""

    @property
    def digest(self) -> str:
        """16 hex digits over what a person would mind if it changed: never ids just made, numbers, or the clock."""
        names = {old: f"new{i}" for i, old in enumerate(self.minted)}
        body = [self.verb, [[e.kind, _minded(e)] for e in self.effects], [w.code for w in self.warnings]]
        text = json.dumps(_renamed(body, names), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def of(self, kind: type[E]) -> Iterator[E]:
        """The plan's effects of one kind."""
        return (e for e in self.effects if isinstance(e, kind))


def _minded(effect: Effect) -> dict[str, Any]:
    return {name: value for name, value in plain(effect, spoken=True).items() if name not in effect.derived()}


def _renamed(value: Any, names: dict[Id, str]) -> Any:
    if isinstance(value, str):
        return names.get(Id(value), value)
    if isinstance(value, list):
        return [_renamed(v, names) for v in value]
    if isinstance(value, dict):
        return {k: _renamed(v, names) for k, v in value.items()}
    return value


@dataclass(slots=True)
class Minting:
    """Ids derived from the command's key, so that the same command names the same things every time (I2)."""

    key: Id
    made: list[Id] = field(default_factory=list)

    def __call__(self) -> Id:
        raw = hashlib.sha256(f"{self.key}:{len(self.made)}".encode()).hexdigest()[:32]
        self.made.append(Id(raw))
        return self.made[-1]

    @property
    def mint(self) -> Mint:
        return self
