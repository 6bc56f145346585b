"""On quitting the desk says what falls due before it opens again."""

from __future__ import annotations

import pytest

from deskbell.domain.working import Due
from deskbell.tui.leaving import MOST, last_words
from tests.services.conftest import ZONE, at

NOW = at("2026-03-04 10:00")


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_the_next_few_are_named_with_their_time(language: str) -> None:
    left = [Due(NOW + 900 * n, "HOLD", n) for n in range(1, MOST + 3)]
    head, *lines = last_words(left, language, ZONE, NOW)
    assert head.endswith(":")
    assert len(lines) == MOST + 1
    assert "10:15" in lines[0]
    assert "1" in lines[0]
    assert "2" in lines[-1], "and so many more"


def test_nothing_due_is_nothing_said() -> None:
    assert last_words((), "en", ZONE, NOW) == []


def test_it_reads_as_a_sentence() -> None:
    assert last_words([Due(NOW + 900, "HOLD", 12)], "en", ZONE, NOW) == [
        "Until this desk is open again, nobody does this:",
        "  10:15: a held seat is freed, booking 12",
    ]
