"""What every effect is: versioned, with an opposite or none, and with a person's words marked."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar


def spoken(default: str = "") -> Any:
    """A field that holds a person's words."""
    return field(default=default, metadata={"spoken": True})


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
