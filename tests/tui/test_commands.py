from __future__ import annotations

import pytest

from deskbell.tui import commands
from deskbell.tui.commands import ACTIONS, BY_ID, bindings, footer, of, shown_key
from deskbell.words.language import LANGUAGES
from deskbell.words.verbs import VERBS

PLACES = (commands.CALENDAR, commands.BOOKING, commands.PAYMENT, commands.PLAN, commands.TILL)


def test_an_action_is_said_once() -> None:
    """Every id is one action's, so that a setting can mean it."""
    assert len(BY_ID) == len(ACTIONS)


@pytest.mark.parametrize("where", PLACES)
def test_no_two_actions_of_a_screen_share_a_key(where: str) -> None:
    keys = [key for action in of(where) for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))


def test_a_letter_means_the_same_everywhere() -> None:
    """PRODUCT: keys mean the same everywhere."""
    meaning: dict[str, str] = {}
    for action in ACTIONS:
        for key in action.keys.split(","):
            assert meaning.setdefault(key, action.id) == action.id


@pytest.mark.parametrize("where", PLACES)
def test_a_footer_has_at_most_seven_keys(where: str) -> None:
    assert 0 < len(footer(where)) <= 7


def test_the_calendars_footer_is_the_products() -> None:
    said = [(shown_key(a), a.hint("en")) for a in footer(commands.CALENDAR)]
    assert said == [
        ("b", "book"),
        ("enter", "open"),
        ("m", "move"),
        ("x", "cancel"),
        ("p", "pay"),
        ("space", "more"),
        ("?", "keys"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_has_its_words(language: str) -> None:
    for action in ACTIONS:
        assert action.word in VERBS, action.id
        assert action.label(language)
        assert action.help(language)


def test_what_a_screen_and_a_plan_do_is_in_the_table() -> None:
    """`?` and the README tell every key of the payment and of a plan."""
    payment = [a.id for a in of(commands.PAYMENT)]
    assert {"payment.previous", "payment.next", "desk.confirm", "desk.back", "booking.copy"} <= set(payment)
    assert {"desk.confirm", "desk.back"} <= {a.id for a in of(commands.PLAN)}
    assert "desk.back" in {a.id for a in of(commands.BOOKING)}


def test_a_remapped_key_is_the_one_that_is_shown() -> None:
    """STYLE 9: footer, help and menus follow the settings."""
    assert shown_key(BY_ID["booking.cancel"], {"booking.cancel": ("X",)}) == "X"
    assert shown_key(BY_ID["calendar.back"]) == "["


def test_every_binding_has_its_actions_id() -> None:
    assert [b.id for b in bindings(commands.CALENDAR)] == [a.id for a in of(commands.CALENDAR)]  # type: ignore[union-attr]
