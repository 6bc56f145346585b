"""One figure that is not what it should be."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

Figure = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` says which figure, `subject` of what (a public id, an account, a number); then what it should be and is.

    A row that is not there is found as None.
    """

    code: str
    subject: str
    expected: Figure
    found: Figure


def differences(
    codes: tuple[str, ...],
    expected: Mapping[Hashable, tuple[Figure, ...]],
    found: Mapping[Hashable, tuple[Figure, ...]],
) -> Iterator[Finding]:
    """Field by field, one code each; a row that is on one side only is told by its first field."""
    for subject in sorted(expected.keys() | found.keys(), key=str):
        one, other = expected.get(subject), found.get(subject)
        if one is None or other is None:
            yield Finding(codes[0], str(subject), one[0] if one else None, other[0] if other else None)
            continue
        for code, a, b in zip(codes, one, other, strict=True):
            if a != b:
                yield Finding(code, str(subject), a, b)
