"""Reading a time zone's name; a misspelt one is refused with the nearest names."""

from __future__ import annotations

from functools import cache

from deskbell.domain.errors import WrongInput
from deskbell.domain.text import fold

SUGGESTIONS = 3


def read_zone(text: str) -> str:
    """The IANA name that is meant by Europe/Madrid, europe/madrid, or Madrid where only one zone ends so.

    Errors, WrongInput: ZONE_MISSING; ZONE_UNKNOWN (text, suggestions: up to three names, nearest first).
    """
    key = _key(text[:80])
    if not key:
        raise WrongInput("ZONE_MISSING")
    names, cities = _zones()
    if key in names:
        return names[key]
    if len(cities.get(key, ())) == 1:
        return cities[key][0]
    raise WrongInput("ZONE_UNKNOWN", text=text[:80].strip(), suggestions=_near(key))


def _key(text: str) -> str:
    return fold(text).replace(" ", "_").replace("\\", "/")


@cache
def _zones() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Every zone by its folded name, and by the folded name of its city."""
    from zoneinfo import available_timezones

    odd = ("Factory", "localtime", "posix", "right", "SystemV")
    every = sorted(z for z in available_timezones() if not z.startswith(odd))
    cities: dict[str, tuple[str, ...]] = {}
    for zone in every:
        if "/" in zone and not zone.startswith("Etc/"):
            city = _key(zone.rsplit("/", 1)[1])
            cities[city] = (*cities.get(city, ()), zone)
    return {_key(z): z for z in every}, cities


def _near(key: str) -> tuple[str, ...]:
    from difflib import get_close_matches

    names, cities = _zones()
    found = list(cities.get(key, ()))
    for word in get_close_matches(key, [*names, *cities], n=2 * SUGGESTIONS, cutoff=0.6):
        found += [names[word]] if word in names else cities[word]
    found += [z for k, z in names.items() if key in k]
    return tuple(dict.fromkeys(found))[:SUGGESTIONS]
