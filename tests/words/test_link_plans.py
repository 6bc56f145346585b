"""Plans, answers and timelines of money by link, made by real decisions: a link, a hold, an answer, a late payment."""

from __future__ import annotations

import pytest

from deskbell.domain.names import Names
from deskbell.domain.text import clean
from deskbell.words.plans import preview
from tests.words.desk import NAMES, NOW, ZONE, done, rows, shown
from tests.words.desk_links import every_link_plan, hold
from tests.words.test_effects_words import lines

LANGUAGES = ("en", "es", "pt")
EVERY = every_link_plan()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_plan_about_links_is_told_in_every_language(name: str, language: str) -> None:
    """A title, at least one row, an answer and a line of the timeline; with names and without any."""
    plan, known = EVERY[name]
    assert plan.effects, "a sample that changes nothing shows nothing"
    for names in (known, Names()):
        words = shown(plan, names, language)
        assert words.rows, "what is confirmed must be seen"
        texts = [words.title, words.confirm, *(row.text for row in words.rows), done(plan, names, language)]
        texts += lines(plan, language, names)
        assert len({row.key for row in words.rows}) == len(words.rows), "one row for each thought"
        for text in texts:
            assert text.strip()
            assert not {"{", "}"} & set(text), text
            assert clean(text) == text
            assert "  " not in text, text
            assert ": ." not in text, text
            assert not any(len(word.strip(".,()")) >= 32 for word in text.split()), text
    told = lines(plan, language, known)
    assert told
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("name", "key", "text"),
    [
        ("hold", "seat", "holds Wed 4 15:30–16:30 until 10:45 · Ana Ruiz · Studio 1"),
        ("hold", "money", "25.00 asked for by payment link, open until 10:45"),
        ("ask to authorise", "money", "25.00 to be authorised by payment link, open until Wed 09:30"),
        ("close", "link", "has the payment link closed"),
        ("paid", "seat", "confirms Wed 4 15:30–16:30"),
        ("paid", "money", "25.00 payment link"),
        ("authorised", "money", "25.00 authorised"),
        ("paid too little", "task", "leaves to do: another amount came in"),
        ("ran out", "seat", "frees Wed 4 15:30–16:30"),
        ("paid late", "task", "leaves to do: money without a seat"),
        ("paid twice", "task", "leaves to do: paid too much"),
        ("charged back", "money", "25.00 charged back by the bank · 25.00 stays to collect"),
        ("refund made", "money", "12.50 given back by the provider"),
        ("refund not made", "money", "refund of 12.50 failed"),
        ("refunded outside", "money", "12.50 went back outside this desk"),
        ("cancel", "money",
         "12.50 of 25.00 back (50 %: less than 48 h) · by the provider · 12.50 is kept"),
        ("lapse", "seat", "frees Wed 4 15:30–16:30"),
        ("accept late", "seat", "takes Wed 4 15:30–16:30 after all"),
        ("give back", "money", "25.00 back · by the provider"),
        ("capture", "link", "takes 25.00 of what is authorised, in 20 s"),
        ("void", "link", "gives the authorisation of 25.00 up, in 20 s"),
        ("retry op", "link", "tries again: make a payment link"),
    ],
)  # fmt: skip
def test_rows(name: str, key: str, text: str) -> None:
    plan, known = EVERY[name]
    assert rows(plan, known)[key] == text


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("hold", ["seat held until 10:45 by the desk", "25.00 € asked for by payment link, open until 10:45"]),
        ("close unsent", ["payment link closed"]),
        ("paid", ["25.00 € payment link, receipt 1039", "booking confirmed"]),
        ("ran out", ["payment link ran out", "hold over, seat freed"]),
        ("captured", ["25.00 € taken of what was authorised, receipt 1039"]),
        ("refund made", ["12.50 € given back by the provider, receipt 1039"]),
    ],
)
def test_a_change_makes_one_line_for_each_thought(name: str, told: list[str]) -> None:
    """What is asked of the provider and what the link does are said with the money and the seat, or not at all."""
    plan, known = EVERY[name]
    assert [line for line in lines(plan, "en", known) if "mailed" not in line] == told


def test_a_link_is_not_due_beside_itself() -> None:
    """What the link asks for is not said a second time as money to collect."""
    assert "collect" not in rows(*EVERY["hold"])["money"]
    assert "collect" not in done(*EVERY["hold"])


def test_a_line_that_holds_a_seat_says_how_it_is_paid() -> None:
    assert preview(hold(), NAMES, "en", ZONE, NOW).payment == "payment link"


def test_an_answer_about_nothing_known_is_a_sentence() -> None:
    plan, _ = EVERY["raise"]
    assert done(plan, Names()) == "Needs a person."
