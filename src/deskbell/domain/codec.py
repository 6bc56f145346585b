"""Effects as versioned JSON objects, without a person's words, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from deskbell.domain.effects import KINDS, Effect


def plain(effect: Effect, *, spoken: bool = False) -> dict[str, Any]:
    """The effect's fields as JSON values; a person's words only where asked for (never for the activity)."""
    hidden = frozenset() if spoken else effect.spoken()
    return {f.name: _plain(getattr(effect, f.name)) for f in fields(effect) if f.name not in hidden}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def dumps(effect: Effect) -> str:
    """One line of canonical JSON for the activity: sorted keys, the version, no person's words."""
    body = {"v": effect.VERSION, **plain(effect)}
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def loads(kind: str, body: str, words: Mapping[str, str] | None = None) -> Effect:
    """The effect that was written; `words` gives back what the kept words still know of it.

    A kind or version that this program does not know raises LookupError.
    """
    data = json.loads(body)
    cls = KINDS[kind]
    if data.pop("v") != cls.VERSION:
        raise LookupError(kind)
    hints = _hints(cls)
    values = {name: _typed(hints[name], value) for name, value in data.items()}
    return cls(**values, **(words or {}))


_HINTS: dict[type, dict[str, Any]] = {}


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _HINTS[cls]


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        hint = next(a for a in get_args(hint) if a is not type(None))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if isinstance(hint, type) and is_dataclass(hint):
        inner = _hints(hint)
        return hint(**{k: _typed(inner[k], v) for k, v in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _tuple(value)
    return value


def _tuple(value: Any) -> Any:
    return tuple(_tuple(v) for v in value) if isinstance(value, list) else value
