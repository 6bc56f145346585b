"""What every effect is: versioned, with an opposite or none, and with a person's words marked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar


def spoken(default: str = "") -> Any:
    """A field that holds a person's words."""
    return field(default=default, metadata={"spoken": True})


def derived(default: Any = None) -> Any:
    """A field that only the clock made: it is shown and kept, and nobody is asked again because it ticked on."""
    return field(default=default, metadata={"derived": True})


def body() -> Any:
    """What is sent to the world: kept in a row that may be overwritten, and made of what the digest covers already."""
    return field(default="", metadata={"spoken": True, "derived": True})


@dataclass(frozen=True, slots=True)
class Effect:
    VERSION: ClassVar[int] = 1

    @property
    def kind(self) -> str:
        return type(self).__name__

    def opposite(self) -> Effect | None:
        """The effect that takes this one back, or None where nothing does."""
        return None

    @classmethod
    def spoken(cls) -> frozenset[str]:
        return frozenset(f.name for f in fields(cls) if f.metadata.get("spoken"))

    @classmethod
    def derived(cls) -> frozenset[str]:
        return frozenset(f.name for f in fields(cls) if f.metadata.get("derived"))
