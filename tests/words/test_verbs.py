"""One name for everything that can be done, in menus, plans and answers alike."""

from __future__ import annotations

import pytest

from deskbell.domain.booking import Verb
from deskbell.domain.commands import Command
from deskbell.words.verbs import VERBS, verb
from tests.words.desk import every_plan

LANGUAGES = ("en", "es", "pt")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_is_named_in_every_language(language: str) -> None:
    for name, row in VERBS.items():
        assert row.keys() == set(LANGUAGES), name
        words = verb(name, language)
        assert words.label[:1].isupper(), words
        assert words.past[:1].isupper(), words
        assert words.help, words
        assert not words.help.endswith("."), words
        assert len(words.label) <= 18, f"{words.label} is too wide for a menu"
        assert len(words.help) <= 60, f"{words.help} is too wide for a line"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plans_tables_and_commands_find_their_verb(language: str) -> None:
    """Nothing that somebody does is called "Change" for want of a name."""
    unknown = verb("change", language)
    plans = {plan.verb for plan, _ in every_plan().values()}
    commands = {kind.__name__.upper() for kind in Command.__subclasses__()}
    for name in plans | set(Verb) | commands | {"REFUND_OTHER"}:
        assert verb(str(name), language) != unknown, name
    assert verb("FROM_TOMORROW", language) == unknown


def test_a_plan_and_a_key_are_called_the_same() -> None:
    assert verb("REPRICE", "en") == verb("price", "en")
    assert verb("CANCEL", "es-MX").label == "Cancelar"
