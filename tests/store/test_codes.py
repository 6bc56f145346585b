"""Codes that are written into a statement, and what is not let in."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite

from deskbell.store.codes import among
from deskbell.store.tables import booking


def test_codes_stand_in_the_statement() -> None:
    said = str(among(booking.c.state, ("HELD", "NO_SHOW")).compile(dialect=sqlite.dialect()))
    assert said == "booking.state IN ('HELD', 'NO_SHOW')"


@pytest.mark.parametrize("word", ["'", "HELD'--", "HELD OR 1=1", "", "a;b", "\x00", "%s", ":x"])
def test_what_is_no_code_is_not_let_in(word: str) -> None:
    """T7: nothing that a person writes could get there."""
    with pytest.raises(ValueError, match="only codes"):
        among(booking.c.state, ("HELD", word))
