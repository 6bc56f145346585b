"""Where the looks live: one folder of .tcss, beside the code in a wheel and at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[1] / "styles", _HERE.parents[3] / "styles")
_FIRST, _LAST = "base.tcss", "narrow.tcss"
FIRST_FRAME = frozenset({"base.tcss", "calendar.tcss", "grid.tcss"})
"""All that the first frame looks at; the others are read before something else is shown."""


def style_paths(places: tuple[Path, ...] = _PLACES) -> list[Path]:
    """Every style sheet, base first and narrow last, the rest by name. FileNotFoundError names the places looked at."""
    for place in places:
        if (place / _FIRST).is_file():
            return sorted(place.glob("*.tcss"), key=lambda p: (p.name != _FIRST, p.name == _LAST, p.name))
    raise FileNotFoundError(f"no {_FIRST} in " + " or ".join(str(place) for place in places))
