from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

import pytest

from deskbell.domain.errors import WrongInput
from deskbell.words.zones import SUGGESTIONS, read_zone


def test_every_zone_is_read_by_its_name_in_any_case() -> None:
    """Each IANA zone that exists here can be typed, folded, and with blanks for underscores."""
    for zone in available_timezones() - {"Factory", "localtime"}:
        assert read_zone(zone) == zone
        assert read_zone(zone.lower().replace("_", " ")) == zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("madrid", "Europe/Madrid"),
        ("São Paulo", "America/Sao_Paulo"),
        (" utc ", "UTC"),
        ("kathmandu", "Asia/Kathmandu"),
    ],
)
def test_a_city_that_has_one_zone_is_enough(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Madird", "Europe/Madrid"), ("Europe/Madird", "Europe/Madrid"), ("Lodnon", "Europe/London"),
        ("buenos aires", "America/Argentina/Buenos_Aires"), ("America/New York City", "America/New_York"),
    ],
)  # fmt: skip
def test_a_misspelt_zone_is_refused_with_the_nearest(typed: str, suggested: str) -> None:
    """BAD INPUT: an unknown zone gets the names that it may have meant, at most three, all of them real."""
    with pytest.raises(WrongInput) as refused:
        read_zone(typed)
    assert refused.value.code == "ZONE_UNKNOWN"
    assert suggested in refused.value.facts["suggestions"]
    assert len(refused.value.facts["suggestions"]) <= SUGGESTIONS
    assert [str(ZoneInfo(z)) for z in refused.value.facts["suggestions"]] == list(refused.value.facts["suggestions"])


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "../../etc/passwd", "Factory", "localtime", "\x00", pytest.param("x" * 5000, id="long"), "+02:00"],
)
def test_nonsense_and_paths_are_refused(typed: str) -> None:
    with pytest.raises(WrongInput, match="ZONE_"):
        read_zone(typed)
