"""Why not: the slot engine's reasons, dim keys and warnings, each in three languages."""

from __future__ import annotations

import ast

import pytest

from deskbell.domain.availability import Reason, Why
from deskbell.domain.plan import Warned
from deskbell.domain.text import clean
from deskbell.words import reasons_en, reasons_es, reasons_pt
from deskbell.words.reasons import dimmed, reason, warning, warns, why_not
from deskbell.words.speech import wanted
from tests.house.tree import SRC, parsed
from tests.words.codes import warnings
from tests.words.desk import DAY, HOUR, NOW, START, ZONE

LANGUAGES = ("en", "es", "pt")
BOOKS = {"en": reasons_en.REASONS, "es": reasons_es.REASONS, "pt": reasons_pt.REASONS}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Reason(Why.PAST, None, None, NOW, NOW), "in the past"),
        (Reason(Why.NOTICE, None, NOW, NOW + DAY, NOW + DAY), "needs 24 h notice: from Wed 10:30 on"),
        (Reason(Why.NOTICE, None, NOW, NOW + 90 * 60, 0), "needs 1 h 30 notice: from 12:00 on"),
        (Reason(Why.NOTICE, None, NOW, NOW + 7 * DAY, 0), "needs 7 d notice: from Tue 10 March 10:30 on"),
        (
            Reason(Why.HORIZON, None, NOW - 10 * HOUR - 1800 + 366 * DAY),
            "too far ahead: bookable until Wed 3 March 2027",
        ),
        (Reason(Why.CLOSED, None, START, START + 18 * HOUR), "closed; opens Thu 09:30"),
        (Reason(Why.CLOSED), "closed"),
        (Reason(Why.ABSENCE, None, START, START + DAY), "away until Thu 15:30"),
        (Reason(Why.BOOKING, 412, START, START + HOUR), "booking 412, 15:30–16:30"),
        (Reason(Why.BOOKING, "Yoga", START, START + HOUR), "Yoga, 15:30–16:30"),
        (Reason(Why.BOOKING, "ab" * 16, START, START + HOUR), "a lesson, 15:30–16:30"),
        (Reason(Why.HOLD, 7, START, START + HOUR), "held for somebody: booking 7, 15:30–16:30"),
        (Reason(Why.BUFFER, 413, START - 900, START + HOUR + 900), "buffer of booking 413, 15:15–16:45"),
        (Reason(Why.BUSY, "Dentist", START, START + 2 * HOUR), "busy in the calendar: Dentist, 15:30–17:30"),
        (Reason(Why.BUSY, "", START, START + 2 * HOUR), "busy in the calendar, 15:30–17:30"),
        (Reason(Why.BUSY, "2024", START, START + 2 * HOUR), "busy in the calendar: 2024, 15:30–17:30"),
        (Reason(Why.ROOM, 9, START, START + HOUR), "the room is taken: booking 9, 15:30–16:30"),
        (Reason(Why.STUDENT, 5, START, START + HOUR), "the student has booking 5, 15:30–16:30"),
        (Reason(Why.LIMIT, None, START, START + DAY), "Wed 4 March has its maximum of lessons"),
        (Reason(Why.LIMIT), "more than the daily maximum"),
        (("BOOKING", "412"), "booking 412"),
        (("ROOM", "Yoga"), "the room is taken: Yoga"),
    ],
)
def test_what_is_in_the_way(given: Reason | tuple[str, str], text: str) -> None:
    """ "Why not free?" names the booking, the buffer, the busy event, the notice, the hours and the limit."""
    assert reason(given, "en", ZONE, NOW) == text


def test_a_time_over_midnight_says_both_days() -> None:
    long = Reason(Why.BUSY, "Trip", START, START + DAY)
    assert reason(long, "en", ZONE, NOW) == "busy in the calendar: Trip, Wed 4 March 15:30–Thu 5 March 15:30"
    evening = Reason(Why.BUSY, "", START, START + 8 * HOUR + 1800)
    assert reason(evening, "en", ZONE, NOW) == "busy in the calendar, 15:30–00:00"


def test_all_that_is_in_the_way_is_one_line_without_repeats() -> None:
    both = (Reason(Why.BOOKING, 412, START, START + HOUR), Reason(Why.CLOSED))
    assert why_not((*both, *both), "en", ZONE, NOW) == "booking 412, 15:30–16:30 · closed"
    assert why_not((), "en", ZONE, NOW) == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", list(Why))
def test_every_why_is_said_with_and_without_its_facts(why: Why, language: str) -> None:
    for ref in (None, 412, "Yoga", "T\x1b[31m{hours}"):
        for start, end in ((None, None), (START, None), (None, START), (START, START + HOUR)):
            text = reason(Reason(why, ref, start, end), language, ZONE, NOW)
            assert text.strip()
            assert clean(text) == text
            assert "{" not in text.replace("{hours}", "")


def test_languages_have_the_same_texts_with_the_same_facts() -> None:
    for language in ("es", "pt"):
        assert BOOKS[language].keys() == BOOKS["en"].keys()
        for key, found in BOOKS["en"].items():
            ours, theirs = ({x} if isinstance(x, str) else set(x) for x in (found, BOOKS[language][key]))
            assert {wanted(t) for t in ours} == {wanted(t) for t in theirs}, (language, key)


# --- warnings


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_has_a_sentence(language: str) -> None:
    """A code that Warned.of is given anywhere in the source is said in words of its own."""
    found = warnings()
    assert {"ALREADY_STARTED", "OVERLAPS_LESSONS", "OVER_NOTICE"} <= found
    assert not [code for code in found if not warns(code, language)]


@pytest.mark.parametrize(
    ("warned", "text"),
    [
        (Warned.of("OVER_BUSY", ref="Dentist", start=START, end=START + HOUR),
         "all the same: busy in the calendar: Dentist, 15:30–16:30"),
        (Warned.of("OVER_PAST", ref="", start=None, end=NOW), "all the same: in the past"),
        (Warned.of("ALREADY_STARTED", start=NOW - HOUR), "the lesson began: 09:30"),
        (Warned.of("OVERLAPS_LESSONS", count=1), "1 lesson lies in the busy time; it stays as it is"),
        (Warned.of("OVERLAPS_LESSONS", count=4), "4 lessons lie in the busy time; they stay as they are"),
        (Warned.of("FROM_TOMORROW"), "mind this: FROM_TOMORROW"),
    ],
)  # fmt: skip
def test_warnings(warned: Warned, text: str) -> None:
    assert warning(warned, "en", ZONE, NOW) == text


# --- dim keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_dim_key_says_why(language: str) -> None:
    """A disabled key says why: each code that `allowed` answers has its own few words."""
    tree = parsed(SRC / "services" / "allowing.py")
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    verbs = {"PAY", "AUTHORISE", "CAPTURE", "VOID", "REPRICE", "HAND_OVER", "NOTE", "EDIT", "REQUESTED"}
    codes = {text for text in texts if text.isupper()} - verbs
    assert {"NOTHING_DUE", "NOT_YET", "SLOT_CLOSED"} <= codes
    for code in codes:
        assert f"KEY.{code}" in BOOKS[language], code
        assert len(dimmed(code, language)) <= 40
    assert dimmed("FROM_TOMORROW", language) == BOOKS[language]["KEY"]
