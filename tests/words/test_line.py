from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbell.domain.text import clean
from deskbell.words.days import FIRST, LAST
from deskbell.words.line import LONGEST, TypedLine, print_line, read_line
from deskbell.words.vocabulary import vocabulary

WED = date(2026, 3, 4)
SERVICES = ("Piano", "GCSE Maths", "GCSE Physics", "Yoga", "Yoga Flow", "Yoga 45", "Anatomy")
TUTORS = ("Ana Ruiz", "Ana Torres", "Ben Okafor")


def read(text: str, language: str = "en", **more: Any) -> TypedLine:
    setting = {"currency": "EUR", "services": SERVICES, "tutors": TUTORS} | more
    return read_line(text, today=WED, language=language, **setting)


def said(**what: Any) -> TypedLine:
    return TypedLine(**what)


ANA = {"person": "ana", "service": "Piano"}
GOOD = [
    ("ana piano 15:30 60 cash", "en", said(**ANA, minute=930, minutes=60, method="cash")),
    ("cash 60m 15:30 piano ana", "en", said(**ANA, minute=930, minutes=60, method="cash")),
    ("+ Leo Lee piano 15:30", "en", said(person="Leo Lee", service="Piano", minute=930, new_person=True)),
    ("+Leo piano", "en", said(person="Leo", service="Piano", new_person=True)),
    ("new Leo Lee piano", "en", said(person="Leo Lee", service="Piano", new_person=True)),
    ("- yoga 18", "en", said(service="Yoga", minute=1080, walk_in=True)),
    ("walk-in yoga 6pm cash 20", "en", said(service="Yoga", minute=1080, method="cash", amount=2000, walk_in=True)),
    ("walk in yoga", "en", said(service="Yoga", walk_in=True)),
    ("ana @ruiz piano 1530", "en", said(**ANA, tutor="Ana Ruiz", minute=930)),
    ("ana with ruiz piano fri 15:30", "en", said(**ANA, tutor="Ana Ruiz", day=date(2026, 3, 6), minute=930)),
    ("ana @ana torres piano", "en", said(**ANA, tutor="Ana Torres")),
    ('ana with "Ana Torres" piano', "en", said(**ANA, tutor="Ana Torres")),
    ("ana gcse maths tomorrow 9 45", "en",
     said(person="ana", service="GCSE Maths", day=date(2026, 3, 5), minute=540, minutes=45)),
    ("mei lin maths 4/3 15:30", "en", said(person="mei lin", service="GCSE Maths", day=WED, minute=930)),
    ("ana pia 15 60", "en", said(**ANA, minute=900, minutes=60)),
    ("ana piano 60 15", "en", said(**ANA, minute=900, minutes=60)),
    ("ana piano 15 16", "en", said(**ANA, minute=900, minutes=16)),
    ("ana 120 piano 930", "en", said(**ANA, minute=570, minutes=120)),
    ("ana piano 30", "en", said(**ANA, minutes=30)),
    ("ana piano 1h30 9h30", "en", said(**ANA, minute=570, minutes=90)),
    ("ana piano 3 pm 90 min", "en", said(**ANA, minute=900, minutes=90)),
    ("ana piano 15:30-16:30", "en", said(**ANA, minute=930, minutes=60)),
    ("ana piano 15:30 – 16:15", "en", said(**ANA, minute=930, minutes=45)),
    ("ana piano 15:30 request", "en", said(**ANA, minute=930, request=True)),
    ("ana approved piano card", "en", said(**ANA, method="card", request=False)),
    ("ana piano cash 30 request", "en", said(**ANA, method="cash", amount=3000, request=True)),
    ("ana piano 15:30 solicitud", "es", said(**ANA, minute=930, request=True)),
    ("ana piano 15:30 aprovada", "pt", said(**ANA, minute=930, request=False)),
    ("ana piano cash 30.00", "en", said(**ANA, method="cash", amount=3000)),
    ("ana piano cash €30", "en", said(**ANA, method="cash", amount=3000)),
    ("ana piano cash 30 € 60", "en", said(**ANA, method="cash", amount=3000, minutes=60)),
    ("ana piano 30.00 cash", "en", said(**ANA, method="cash", amount=3000)),
    ("ana piano 15.30 cash 50", "en", said(**ANA, minute=930, method="cash", amount=5000)),
    ("ana piano cash 15:30", "en", said(**ANA, minute=930, method="cash")),
    ("ana piano card 30", "en", said(**ANA, method="card", minutes=30)),
    ("ana piano later", "en", said(**ANA, method="later")),
    ("ana piano wed 4 march 15:30", "en", said(**ANA, day=WED, minute=930)),
    ("leo gomez next mon 10.30 piano", "en",
     said(person="leo gomez", service="Piano", day=date(2026, 3, 9), minute=630)),
    ("+3 ana piano", "en", said(**ANA, day=date(2026, 3, 7))),
    ('"May" piano 4 may 15:30', "en", said(person="May", service="Piano", day=date(2026, 5, 4), minute=930)),
    ("may piano 15", "en", said(person="may", service="Piano", minute=900)),
    ("“Sun Li” piano sun", "en", said(person="Sun Li", service="Piano", day=date(2026, 3, 8))),
    ("ana piano fri 27 15:30", "en", said(**ANA, day=date(2026, 3, 27), minute=930)),
    ("ana piano fri 27 15", "en", said(**ANA, day=date(2026, 3, 27), minute=900)),
    ("ana piano fri 13 60", "en", said(**ANA, day=date(2026, 3, 6), minute=780, minutes=60)),
    ("ana piano fri 30 15:30", "en", said(**ANA, day=date(2026, 3, 6), minute=930, minutes=30)),
    ("sam 60 may 9", "en", said(person="sam", day=date(2026, 5, 9), minutes=60)),
    ("pia piano", "en", said(person="pia", service="Piano")),
    ("pia 15:30", "en", said(person="pia", minute=930)),
    ("ana lopez 15:30", "en", said(person="ana lopez", minute=930)),
    ("ana yoga 45 18:00", "en", said(person="ana", service="Yoga 45", minute=1080)),
    ("ana yoga 18:00 45", "en", said(person="ana", service="Yoga", minute=1080, minutes=45)),
    ("ana yoga fl", "en", said(person="ana", service="Yoga Flow")),
    ("ana yog", "en", said(person="ana", service="Yoga")),
    ("#pia ana", "en", said(**ANA)),
    ('ana #"yoga 45"', "en", said(person="ana", service="Yoga 45")),
    ("Ñandú O'Brien piano", "en", said(person="Ñandú O'Brien", service="Piano")),
    ("美咲 佐藤 piano", "en", said(person="美咲 佐藤", service="Piano")),
    ("ana piano 15:30 60 efectivo", "es", said(**ANA, minute=930, minutes=60, method="cash")),
    ("ana piano mañana 9 con ruiz", "es", said(**ANA, tutor="Ana Ruiz", day=date(2026, 3, 5), minute=540)),
    ('"Mar" piano mar 15:30', "es", said(person="Mar", service="Piano", day=date(2026, 3, 10), minute=930)),
    ("ana piano 15 mar 9", "es", said(**ANA, day=date(2026, 3, 15), minute=540)),
    ("+ Sol piano el lunes 10 tarjeta", "es",
     said(person="Sol", service="Piano", day=date(2026, 3, 9), minute=600, method="card", new_person=True)),
    ("piano lunes de la cruz", "es", said(person="de la cruz", service="Piano", day=date(2026, 3, 9))),
    ("ana de la cruz piano lunes", "es", said(person="ana de la cruz", service="Piano", day=date(2026, 3, 9))),
    ("ana piano link", "es", said(**ANA, method="link")),
    ("nueva Eva piano luego", "es", said(person="Eva", service="Piano", method="later", new_person=True)),
    ("ana piano 15h30 60 dinheiro 30,00", "pt", said(**ANA, minute=930, minutes=60, method="cash", amount=3000)),
    ("ana piano amanhã 15h com ruiz", "pt", said(**ANA, tutor="Ana Ruiz", day=date(2026, 3, 5), minute=900)),
    ("nova Ana piano segunda-feira 9h", "pt",
     said(person="Ana", service="Piano", day=date(2026, 3, 9), minute=540, new_person=True)),
    ("ana piano mais tarde", "pt", said(**ANA, method="later")),
    ("avulso yoga no sábado 10h cartão", "pt",
     said(service="Yoga", day=date(2026, 3, 7), minute=600, method="card", walk_in=True)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "line"), GOOD)
def test_a_line_says_whom_what_when_how_long_and_how_paid(text: str, language: str, line: TypedLine) -> None:
    """Issue, point 5: one line books; the order is free, the words are those of the desk's language."""
    assert read(text, language) == line


WRONG = [
    ("ana @ana piano", "TUTOR_AMBIGUOUS", "ana", {"candidates": ("Ana Ruiz", "Ana Torres")}),
    ("ana @zoe piano", "TUTOR_UNKNOWN", "zoe", {}),
    ("ana piano with", "TUTOR_UNKNOWN", "with", {}),
    ("ana gcse 9", "SERVICE_AMBIGUOUS", "gcse", {"candidates": ("GCSE Maths", "GCSE Physics")}),
    ("ana #zumba", "SERVICE_UNKNOWN", "zumba", {}),
    ("ana piano 15:30 16:30", "LINE_TWICE", "16:30", {"what": "time"}),
    ("ana piano fri sat", "LINE_TWICE", "sat", {"what": "day"}),
    ("ana piano cash card", "LINE_TWICE", "card", {"what": "method"}),
    ("ana piano 60m 15:30-16:30 45m", "LINE_TWICE", "45m", {"what": "minutes"}),
    ("ana piano 15 16 17", "NUMBER_UNCLEAR", "17", {}),
    ("ana piano 9999", "NUMBER_UNCLEAR", "9999", {}),
    ("ana piano 25:00", "TIME_UNKNOWN", "25:00", {}),
    ("ana piano 13pm", "TIME_UNKNOWN", "13pm", {}),
    ("ana piano 31/2", "DAY_IMPOSSIBLE", "31/2", {}),
    ("ana piano thu 4 march", "DAY_MISMATCH", "thu 4 march", {"day": WED, "weekday": 3}),
    ("ana piano 16:30-15:30", "END_BEFORE_START", "16:30-15:30", {}),
    ("ana piano 0m", "MINUTES_OUT_OF_RANGE", "0m", {"longest": 1440}),
    ("ana piano 30.00", "AMOUNT_WITHOUT_CASH", "30.00", {}),
    ("ana piano card €30", "AMOUNT_WITHOUT_CASH", "€30", {}),
    ("ana piano cash 1.234", "AMOUNT_AMBIGUOUS", "1.234", {"low": 123, "high": 123400}),
    ("ana piano cash 1 234", "AMOUNT_UNCLEAR", "1 234", {}),
    ("- ana piano", "PERSON_AND_WALK_IN", "ana", {}),
]


@pytest.mark.parametrize(("text", "code", "part", "facts"), WRONG)
def test_what_cannot_be_meant_is_a_problem_at_its_place(text: str, code: str, part: str, facts: dict[str, Any]) -> None:
    """BAD INPUT: a code, the words it is about, where they stand, and what a sentence needs to help."""
    problems = read(text).problems
    assert [p.code for p in problems] == [code]
    assert problems[0].facts.items() >= {"text": part, **facts}.items()
    assert part in text[problems[0].start : problems[0].end]


def test_every_word_is_accounted_for() -> None:
    """Each piece is highlighted as what it was read as; quotes, signs and ranges included."""
    text = '+ "Leo Lee" #pia @ruiz fri 15:30-16:30 cash 30 €'
    line = read(text)
    assert [(text[s.start : s.end], s.kind) for s in line.spans] == [
        ("+", "new"), ('"Leo Lee"', "person"), ("#pia", "service"), ("@ruiz", "tutor"), ("fri", "day"),
        ("15:30-16:30", "time"), ("cash", "method"), ("30 €", "amount"),
    ]  # fmt: skip
    assert [(s.start, s.end, s.kind) for s in read("+Leo").spans] == [(0, 1, "new"), (1, 4, "person")]


def test_a_hostile_name_is_cleaned_and_stays_a_name() -> None:
    """T2: what is typed is clean before anybody keeps it; markup is just a name."""
    assert read("ana\x1b[2J\u202e piano").person == "ana\ufffd[2J\ufffd"
    assert read("[@click=app.bell]Ana[/] piano").person == "[@click=app.bell]Ana[/]"


def test_too_long_a_line_is_read_to_its_limit_and_said_so() -> None:
    line = read("a" * (LONGEST + 1))
    assert [(p.code, p.facts["longest"]) for p in line.problems] == [("LINE_TOO_LONG", LONGEST)]
    assert line.person == "a" * LONGEST


def test_the_order_of_dates_can_be_set() -> None:
    assert read("ana 4/5").day == date(2026, 5, 4)
    assert read("ana 4/5", "en-US").day == date(2026, 4, 5)
    assert read("ana 4/5", order="mdy").day == date(2026, 4, 5)


def test_amounts_follow_the_desks_currency() -> None:
    assert read("ana cash 5.000", currency="CLP").amount == 5000
    assert read("ana cash 1.5", currency="KWD").amount == 1500


def test_nothing_typed_is_nothing_said() -> None:
    assert read("") == TypedLine()
    assert read("   ") == TypedLine()


def test_services_and_tutors_may_be_missing_or_alike() -> None:
    """A desk without any, or with two of one name, is read all the same."""
    assert read("ana piano @x", services=(), tutors=()).person == "ana piano"
    assert read("ana piano", services=("PIANO", "Piano", "piano")).service == "piano"
    assert [p.code for p in read("ana pIano", services=("PIANO", "piano")).problems] == ["SERVICE_AMBIGUOUS"]


# --- laws ---------------------------------------------------------------------------------------------------------

NASTY = st.sampled_from(
    ["May", "Mar", "Sol", "Sun Li", "15:30", "60", "cash", "-", "+", "@ruiz", "#pia", '"', 'O"Brien', "new", "30 €",
     "con ruiz", "hoje", "walk in", "+3", "4 mar", 'a "b" c', "“x”", "1h30", "Piano", "yoga 45", "later", "ª", "9",
     "request", "aprobada"]
)  # fmt: skip
TEXT = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=20)
NAMES = (NASTY | TEXT).map(lambda s: " ".join(clean(" ".join(s.split())).split())).filter(bool)
TAGS = st.sampled_from(["en", "en-US", "es", "es-MX", "pt", "pt-BR"])


@st.composite
def lines(draw: st.DrawFn) -> tuple[TypedLine, list[str], list[str], str, str]:
    services = draw(st.lists(NAMES, max_size=4, unique=True))
    tutors = draw(st.lists(NAMES, max_size=4, unique=True))
    walk_in = draw(st.booleans())
    method = draw(st.sampled_from([None, "cash", "card", "transfer", "later"]))
    line = TypedLine(
        person="" if walk_in else draw(NAMES),
        service=draw(st.sampled_from([None, *services])),
        tutor=draw(st.sampled_from([None, *tutors])),
        day=draw(st.none() | st.dates(FIRST, LAST)),
        minute=draw(st.none() | st.integers(0, 1439)),
        minutes=draw(st.none() | st.integers(1, 1440)),
        method=method,
        amount=draw(st.none() | st.integers(0, 10**7)) if method == "cash" else None,
        request=draw(st.sampled_from([None, None, True, False])),
        walk_in=walk_in,
        new_person=not walk_in and draw(st.booleans()),
    )
    return line, services, tutors, draw(TAGS), draw(st.sampled_from(["EUR", "JPY", "KWD", "BRL", "MXN"]))


@settings(max_examples=300)
@given(lines())
def test_a_printed_line_is_read_back_as_the_same_line(case: tuple[TypedLine, list[str], list[str], str, str]) -> None:
    """read_line(print_line(x)) == x: whatever a person, service or tutor is called, it can be typed."""
    line, services, tutors, language, currency = case
    known = {"today": WED, "language": language, "currency": currency, "services": services, "tutors": tutors}
    assert read_line(print_line(line, **known), **known) == line


PIECES = st.sampled_from(  # ~ stands for a no-break blank
    (
        "ana piano gcse yoga~45 15:30 1530 9 60 120 930 0 cash 30 30.00 1.234 €5 fri 4~mar 31/2 next mon +3 + - @ "
        '@ana @ruiz # #pia " "may with pm h 15:30- 15-16 16:00-15:00 walk in de el new \x1b[2J \u202e 3 p.m. 1h30 60m “'
    )
    .replace("~", "\xa0")
    .split(" ")
)
TYPED = st.lists(PIECES, max_size=9).map(" ".join) | st.text(
    st.characters(codec=None, exclude_categories=()), max_size=80
)


@settings(max_examples=500)
@given(TYPED, TAGS, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_any_text_is_read_and_every_word_is_accounted_for(text: str, language: str, currency: str) -> None:
    """Whatever is typed so far: no crash; spans lie in order, apart, inside the text, and cover all but blanks."""
    line = read_line(text, today=WED, language=language, currency=currency, services=SERVICES, tutors=TUTORS)
    assert all(a.end <= b.start for a, b in zip(line.spans, line.spans[1:], strict=False))
    covered = {i for s in line.spans for i in range(s.start, s.end)}
    assert all(i in covered or text[i].isspace() for i in range(len(text)))
    assert all(0 <= p.start <= p.end <= len(text) for p in line.problems)
    assert line.person == clean(line.person)
    assert line.service in (None, *SERVICES)
    assert line.tutor in (None, *TUTORS)
    assert line.minute is None or 0 <= line.minute < 1440
    assert line.minutes is None or 1 <= line.minutes <= 1440
    assert line.amount is None or (line.amount >= 0 and line.method == "cash")


def test_every_method_has_a_word_in_every_language() -> None:
    for language in ("en", "es", "pt"):
        assert set(vocabulary(language).request.values()) == {True, False}
        known = {"cash", "card", "transfer", "link", "stripe", "mercadopago", "later"}
        assert set(vocabulary(language).methods.values()) == known
