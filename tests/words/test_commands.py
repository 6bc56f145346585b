"""The command line's words stand beside the screen's in one catalogue."""

from __future__ import annotations

import pytest

from deskbell.words import commands_en, commands_es, commands_pt, en, es, pt
from deskbell.words.language import LANGUAGES


def test_no_key_is_said_twice() -> None:
    """One would hide the other."""
    for screen, line in ((en.WORDS, commands_en.COMMANDS), (es.WORDS, commands_es.COMMANDS)):
        assert not set(screen) & set(line)
    assert not set(pt.WORDS) & set(commands_pt.COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_desk_is_offered_the_money_of_its_place(language: str) -> None:
    """The region of the language goes first, then the zone's country."""
    from deskbell.words.regions import country, currency

    assert country("Europe/Madrid") == "ES"
    assert country("UTC") == ""
    assert currency(language, "America/Sao_Paulo") == "BRL"
    assert currency(f"{language}-MX", "Europe/Madrid") == "MXN"
    assert currency(language, "UTC") == "EUR"
