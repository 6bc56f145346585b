"""Every error has its sentence: what is wrong, with its facts, and what to do next; in each language."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.cli.parser import COMMANDS
from deskbell.domain.availability import Reason, Why
from deskbell.domain.errors import Ambiguous, Busy, DeskError, IllegalMove, NotFound, Refused, WrongInput
from deskbell.domain.text import clean
from deskbell.paths import PlaceRefused
from deskbell.settings import SettingsWrong
from deskbell.words.errors import errors_in, knows, problem, said, sentence, templates
from deskbell.words.speech import wanted
from tests.words.codes import Site, classes, errors
from tests.words.desk import DAY, HOUR, START, ZONE

LANGUAGES = ("en", "es", "pt")
BOOKS = {language: errors_in(language) for language in LANGUAGES}  # type: ignore[arg-type]
SITES = errors()


def all_texts(language: str) -> list[tuple[str, str]]:
    return [
        (key, text) for key, found in BOOKS[language].items() for text in ([found] if isinstance(found, str) else found)
    ]


# --- the collector itself


def test_codes_are_found_where_they_are_said() -> None:
    """Literals, either-or, tables, variables, parameters and what a driver's error is translated into."""
    found = {site.code for site in SITES}
    assert {
        "TAKEN",
        "PAST",
        "DESK_OLDER",
        "DESK_NEWER",
        "RANGE_CONFLICT",
        "ALREADY_BOOKED",
        "NO_TUTOR_OF_NAME",
    } <= found
    assert {
        "DISK_FULL",
        "SETTING_UNKNOWN",
        "HOME_UNKNOWN",
        "SERVICE_AMBIGUOUS",
        "LINE_TWICE",
        "NO_TIME_YET",
    } <= found
    assert len(found) > 150
    assert {"IllegalMove", "NotSetUp", "PlanChanged", "CalendarRefused", "SettingsWrong", "Deadlock"} <= classes()


# --- each code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence(language: str) -> None:
    """A code that is raised anywhere in the source is said in words of its own."""
    mute = [site for site in SITES if not knows(site.code, language, site.kind)]
    assert not mute, f"no sentence in {language}: {mute}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_need_only_the_facts_that_come(language: str) -> None:
    """Wherever a code is raised, one of its texts can be said with the facts that stand there."""

    def served(site: Site) -> bool:
        have = set(site.facts or ()) | ({"span"} if {"start", "end"} <= (site.facts or set()) else set())
        return any(wanted(text) <= have for text in templates(site.code, language, site.kind))

    short = [site for site in SITES if site.facts is not None and not served(site)]
    assert not short, f"facts that never come, in {language}: {short}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_says_what_to_do_next(language: str) -> None:
    for key, text in all_texts(language):
        wrong, between, todo = text.partition("; ")
        assert between, f"{key} says no next step: {text!r}"
        assert wrong[:1] in "“«{¿" or wrong[:1].isupper(), (key, wrong)
        assert len(todo) > len("go on."), f"{key} says too little to do: {todo!r}"
        assert todo.endswith((".", "?")), (key, todo)
        assert not wrong.endswith((".", ";")), (key, wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_that_sentences_name_exist(language: str) -> None:
    """A next step that nobody can take is none."""
    known = {command.name for command in COMMANDS}
    for key, text in all_texts(language):
        for name in re.findall(r"\bdeskbell ([a-z][a-z-]*)", text):
            assert name in known | {"in", "en", "em"}, (key, name)


def test_languages_say_the_same_codes_with_the_same_facts() -> None:
    english = BOOKS["en"]
    for language in ("es", "pt"):
        assert BOOKS[language].keys() == english.keys()
        for key, found in english.items():
            ours, theirs = ([x] if isinstance(x, str) else list(x) for x in (found, BOOKS[language][key]))
            assert [wanted(t) for t in ours] == [wanted(t) for t in theirs], (language, key)


# --- the facts in the desk's way


@pytest.mark.parametrize(
    ("error", "language", "shown"),
    [
        (
            Refused("SLOT_FULL", taken=8, capacity=8, start=START),
            "en",
            "The class of Wed 4 March 15:30 is full (8 of 8); choose another one.",
        ),
        (
            Refused("SLOT_FULL", taken=8, capacity=8, start=START),
            "es",
            "La clase de mié 4 de marzo 15:30 está completa (8 de 8); elija otra.",
        ),
        (
            WrongInput("TOO_LITTLE", tendered=2000, due=2500, currency="BRL"),
            "pt",
            "R$ 20,00 é menos que R$ 25,00; peça mais, ou receba só uma parte.",
        ),
        (
            Refused("PRICE_CHANGED", told=2500, now=2600, currency="JPY"),
            "en",
            "The price is ¥2,600, not ¥2,500; tell the customer and book again.",
        ),
        (
            WrongInput("HOURS", weekday=5, start=600, end=1440),
            "en",
            "Saturday 10:00–24:00 is no working time; let the end come after the start, on one day.",
        ),
        (
            WrongInput("DAY_MISMATCH", text="mon 4 mar", day=dt.date(2026, 3, 4), weekday=0),
            "en",
            "“mon 4 mar” does not fit together: Wed 4 March is not a Monday; leave out the weekday or mend the date.",
        ),
        (
            SettingsWrong("SETTING_UNKNOWN", where="settings.toml", line=3, key="them", nearest="theme"),
            "en",
            "settings.toml, line 3: there is no setting them; did you mean theme?",
        ),
        (
            SettingsWrong(
                "SETTING_WRONG_TYPE", variable="DESKBELL_LANGUAGE", key="language", wanted="text", found="number"
            ),
            "es",
            "DESKBELL_LANGUAGE contiene un número y hace falta texto; escriba texto.",
        ),
        (
            PlaceRefused("FOLDER_CANNOT_BE_MADE", where="here", why="EACCES"),
            "en",
            "The folder here cannot be made: no right to it; give access or set DESKBELL_HOME elsewhere.",
        ),
        (
            IllegalMove("ILLEGAL_MOVE", state="CANCELLED", verb="CANCEL"),
            "en",
            "“Cancel” is not possible while the booking is cancelled; refresh and see what is.",
        ),
        (
            Refused("WALK_IN", field="mail"),
            "pt",
            "Sem nome não há e-mail a mudar; reserve para uma pessoa e assim fica guardado.",
        ),
        (
            WrongInput("LENGTH", minutes=1500),
            "en",
            "A lesson cannot last 25 h; choose from 5 minutes to a day.",
        ),
    ],
)
def test_facts_are_said_in_the_desks_way(error: Exception, language: str, shown: str) -> None:
    """Money with its currency, instants on the desk's wall, codes as words: nothing raw."""
    assert sentence(error, language, ZONE) == shown


def test_what_is_in_the_way_is_named() -> None:
    """I19: the refusal gives the slot engine's own reasons."""
    reasons = (Reason(Why.BOOKING, 412, START, START + HOUR), Reason(Why.BUSY, "Dentist", START, START + HOUR))
    shown = sentence(Refused("TAKEN", start=START, reasons=reasons), "en", ZONE, START - DAY)
    assert shown == (
        "Wed 4 March 15:30 is not free: booking 412, 15:30–16:30 · busy in the calendar: Dentist, 15:30–16:30; "
        "choose another time."
    )
    kept = sentence(Refused("UNDO_TAKEN", verb="CANCEL", reasons=(("BOOKING", "412"),)), "en", ZONE)
    assert kept == "The old time is not free any more: booking 412; choose another time instead."


def test_a_missing_fact_takes_the_next_text() -> None:
    full = sentence(Refused("ALREADY_BOOKED", booking=412), "en")
    bare = sentence(Refused("ALREADY_BOOKED", what="participant"), "en")
    assert "booking 412" in full
    assert bare == "This person has a seat there already; open that booking."
    assert sentence(NotFound("NO_SUCH_PERSON", which="a" * 32), "en").startswith("There is no such person any more")


def test_one_code_two_meanings() -> None:
    """Of several it is a choice, of none it is not found: the class of the error tells them apart."""
    many = sentence(Ambiguous("NO_TUTOR_OF_NAME", text="ana", candidates=["Ana Ruiz", "Ana Gil"]), "en")
    none = sentence(NotFound("NO_TUTOR_OF_NAME", text="bob", candidates=["Ana Ruiz"]), "en")
    assert many == "Several tutors are called “ana”; write more of the name: Ana Ruiz, Ana Gil."
    assert none == "There is no tutor “bob”; these are there: Ana Ruiz."


def test_problems_of_a_line_are_said_alike() -> None:
    facts = {"text": "ana", "candidates": [(1, "Ana Pérez"), (2, "Ana Gil")]}
    shown = problem("SEVERAL_PEOPLE", facts, "en")
    assert (
        shown == "Several people are called “ana”: Ana Pérez (#1), Ana Gil (#2); write more of the name, or the number."
    )
    assert problem("SEVERAL_PEOPLE", facts, "es").startswith("Hay varias personas")


def test_few_candidates_are_named() -> None:
    shown = sentence(NotFound("NO_SERVICE_OF_NAME", text="x", candidates=[f"S{n}" for n in range(9)]), "en")
    assert "S0, S1, S2, S3, S4, …" in shown
    assert "S5" not in shown


# --- what nobody has words for, and what nobody may see


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_code_is_said_honestly(language: str) -> None:
    assert "FROM_TOMORROW" in sentence(DeskError("FROM_TOMORROW", name="Ana"), language)
    assert "Ana" not in sentence(DeskError("FROM_TOMORROW", name="Ana"), language)


def test_an_exception_without_a_code_keeps_its_words_to_itself() -> None:
    """Its message may quote a row or a secret; only its kind is said."""
    shown = sentence(ValueError("hunter2"), "en")
    assert "ValueError" in shown
    assert "hunter2" not in shown


def test_halves_can_stand_apart() -> None:
    wrong, todo = said(Busy("BUSY_TRY_AGAIN"), "en")
    assert (wrong, todo) == (
        "Somebody else is writing just now and nothing was changed",
        "try again in a moment.",
    )


HOSTILE = "\x1b[31m[/]{code}{0.__class__}\u202eAna\u2028\x00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_facts_cannot_act(language: str) -> None:
    """T2: no control byte gets through, and no fact is read as a text with facts of its own."""
    for site in SITES:
        facts = dict.fromkeys(site.facts or ("text", "where", "name"), HOSTILE)
        shown = problem(site.code, facts, language, ZONE)
        assert clean(shown) == shown
        assert shown.isprintable()


_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.dates(), st.floats(), st.lists(st.text(), max_size=7),
    st.lists(st.tuples(st.integers(), st.text()), max_size=3), st.tuples(st.sampled_from(list(Why)), st.text()),
)  # fmt: skip
_names = sorted({fact for site in SITES for fact in site.facts or ()})


@given(
    st.sampled_from(sorted({s.code for s in SITES})),
    st.dictionaries(st.sampled_from([n for n in _names if n != "reasons"]), _values),
    st.sampled_from(LANGUAGES),
)
def test_a_sentence_always_comes(code: str, facts: dict[str, Any], language: str) -> None:
    """Whatever the facts are, the sentence never becomes an error of its own, and never raw braces."""
    shown = problem(code, facts, language, ZONE)
    assert clean(shown) == shown
    assert "; " in shown
