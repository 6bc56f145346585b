from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.words.language import choose, date_order, first_weekday, region, spoken


@pytest.mark.parametrize(
    ("wish", "tag"),
    [
        ("es_MX.UTF-8", "es-MX"), ("pt-br", "pt-BR"), ("en", "en"), ("C.UTF-8", "en"), ("POSIX", "en"), ("", "en"),
        ("de_DE@euro", "en-DE"), ("es_419", "es"), ("ES", "es"), ("zh_Hant_TW", "en-TW"), ("ptx", "en"),
        ("en-\u0660x", "en"),
    ],
)  # fmt: skip
def test_a_wish_becomes_a_tag_that_keeps_its_region(wish: str, tag: str) -> None:
    """STYLE 6: no locale crashes the program; a language that is not spoken keeps its region."""
    assert choose(wish) == tag


@given(st.text(max_size=20))
def test_every_wish_is_understood_somehow(wish: str) -> None:
    """Whatever LANG says, there is a language, a first weekday and a date order; and a tag chooses itself."""
    tag = choose(wish)
    assert choose(tag) == tag
    assert spoken(tag) in ("en", "es", "pt")
    assert first_weekday(wish) in range(7)
    assert date_order(wish) in ("dmy", "mdy")


@pytest.mark.parametrize(
    ("tag", "day", "order"),
    [
        ("en", 0, "dmy"), ("en-US", 6, "mdy"), ("en-GB", 0, "dmy"), ("es-ES", 0, "dmy"), ("es-MX", 6, "dmy"),
        ("pt-BR", 6, "dmy"), ("en-EG", 5, "dmy"), ("en-MV", 4, "dmy"), ("es-PR", 6, "mdy"), ("es-US", 6, "dmy"),
    ],
)  # fmt: skip
def test_the_region_says_when_a_week_begins_and_how_dates_run(tag: str, day: int, order: str) -> None:
    """STYLE 5: local date order, any first weekday."""
    assert (first_weekday(tag), date_order(tag)) == (day, order)
    assert region(tag) == tag[3:]
