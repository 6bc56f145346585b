"""Every task says what is wrong with its figures, what to do, and has answers by name; in each language."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from deskbell.domain.text import clean
from deskbell.words import tasks_en, tasks_es, tasks_pt
from deskbell.words.speech import wanted
from deskbell.words.tasks import answer_name, task_advice, task_line, task_name
from tests.house.tree import modules, parsed
from tests.words.desk import NOW, ZONE

LANGUAGES = ("en", "es", "pt")
BOOKS = {"en": tasks_en, "es": tasks_es, "pt": tasks_pt}
KINDS = sorted(set(tasks_en.LINES) - {"?"})
ANSWERS = ("ACCEPT", "GIVE_BACK", "RETRY", "BY_HAND", "RELEASE", "CANCEL_BOOKING", "KEEP", "SEEN", "NEW_LINK", "DROP",
    "PUT_BACK", "MOVE_ALONG",
)  # fmt: skip
FACTS: dict[str, Any] = {
    "amount": 2500, "expected": 3000, "currency": "EUR", "booking": 412, "order": 2031, "person": "Ana Pérez",
    "lesson": "Piano 60, Wed 4 March 15:30", "connection": "DEMO", "code": "REFUND_TOO_MUCH", "operation": "REFUND",
    "reference": "pay_1", "since": NOW, "when": NOW, "skew": -185, "zone": ZONE, "now": NOW,
}  # fmt: skip
HOSTILE = "Ana \x1b[31m[/][@click=app.quit]{amount}\u202e\u2028"


def test_every_task_that_is_raised_has_words() -> None:
    """Whatever kind is raised anywhere in the source: a literal, or a constant of its module."""
    found = _raised()
    assert {"OVERPAID", "REFUND_FAILED", "HOLD_STUCK"} <= found
    for language in LANGUAGES:
        assert not [k for k in found if task_name(k, language) == task_name("FROM_TOMORROW", language)]
        assert found <= set(KINDS)


def _raised() -> set[str]:
    found: set[str] = set()
    constants: dict[str, str] = {}
    names: set[str] = set()
    for path in modules("domain", "services", "worker", "store"):
        for node in ast.walk(parsed(path)):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                    constants[name] = text
                case ast.Call(func=ast.Name(id="TaskRaised"), args=[_, kind, *_]):
                    _note(kind, found, names)
                case ast.Call(func=ast.Attribute(attr="task" | "tell"), args=[kind, *_]):
                    _note(kind, found, names)
                case ast.Call(keywords=keywords) if any(k.arg == "kind" for k in keywords):
                    if ast.unparse(node.func).rpartition(".")[2] == "Raise":
                        _note(next(k.value for k in keywords if k.arg == "kind"), found, names)
    return {text for text in found | {constants[n] for n in names if n in constants} if text.isupper()}


def _note(kind: ast.expr, found: set[str], names: set[str]) -> None:
    if isinstance(kind, ast.Constant):
        found.add(str(kind.value))
    elif isinstance(kind, ast.Name):
        names.add(kind.id)


def test_languages_say_the_same_with_the_same_facts() -> None:
    for language in LANGUAGES[1:]:
        ours, theirs = tasks_en, BOOKS[language]
        assert ours.ADVICE.keys() == theirs.ADVICE.keys() == ours.LINES.keys() == theirs.LINES.keys()
        assert ours.ANSWERS.keys() == theirs.ANSWERS.keys()
        for key, found in ours.LINES.items():
            one, two = ([x] if isinstance(x, str) else list(x) for x in (found, theirs.LINES[key]))
            assert [wanted(x) for x in one] == [wanted(x) for x in two], (language, key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_task_is_told_whatever_is_known(kind: str, language: str) -> None:
    """With all facts, with each alone and with none: a whole line, without a brace or a hole."""
    for facts in (FACTS, {}, *({name: value} for name, value in FACTS.items())):
        text = task_line(kind, facts, language)
        assert text.strip()
        assert not {"{", "}"} & set(text), text
        assert "  " not in text
        assert not text.endswith((":", ","))
    advice = task_advice(kind, language)
    assert advice[:1].isupper()
    assert advice.endswith(".")
    assert advice != task_advice("FROM_TOMORROW", language)
    assert len(task_name(kind, language)) <= 45


@pytest.mark.parametrize(
    ("kind", "known", "language", "shown"),
    [
        ("MONEY_WITHOUT_SEAT", ("amount", "currency", "person", "lesson"), "en",
         "25.00 € came after the seat was let go: Ana Pérez, Piano 60, Wed 4 March 15:30"),
        ("OVERPAID", ("amount", "currency", "order"), "en", "25.00 € too much came in for order 2031"),
        ("AMOUNT_DIFFERS", ("amount", "expected", "currency"), "es",
         "llegaron 25,00 € donde se pidieron 30,00 €"),
        ("REFUND_FAILED", ("amount", "currency", "person", "code"), "en",
         "25.00 € did not go back to Ana Pérez: it is more than is left"),
        ("HOLD_STUCK", ("booking", "since", "connection", "zone", "now"), "en",
         "the hold of booking 412 was over at 10:30 and Demo Pay does not answer"),
        ("OP_STUCK", ("operation", "connection", "since", "zone", "now"), "pt",
         "devolver dinheiro: sem resposta de Demo Pay desde 10:30"),
        ("CLOCK_SKEW", ("connection", "skew"), "en",
         "this computer's clock and that of Demo Pay differ by 3 min: no hold ends until they agree"),
        ("CONNECTION_DOWN", ("connection",), "en", "Demo Pay does not answer"),
        ("FROM_TOMORROW", ("amount",), "en", "something needs a person"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_its_figures(kind: str, known: tuple[str, ...], language: str, shown: str) -> None:
    assert task_line(kind, {name: FACTS[name] for name in known}, language) == shown


def test_another_currency_than_the_orders_is_said_with_its_own_sign() -> None:
    facts = {"amount": 2500, "currency": "USD", "expected": 2500, "expected_currency": "EUR"}
    assert task_line("AMOUNT_DIFFERS", facts, "en") == "$25.00 came in where 25.00 € was asked for"


def test_an_amount_in_no_known_currency_is_a_dash() -> None:
    assert task_line("OVERPAID", {"amount": 2500, "order": 7}, "en") == "– too much came in for order 7"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_has_a_name_of_its_own(language: str) -> None:
    names = [answer_name(code, language) for code in (*ANSWERS, "FROM_TOMORROW")]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 32 for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_facts_cannot_act(language: str) -> None:
    """T2: names, a provider's codes and references are strangers' words."""
    words = {name: HOSTILE for name, value in FACTS.items() if isinstance(value, str) and name not in ("zone", "now")}
    for kind in KINDS:
        text = task_line(kind, {**FACTS, **words, "currency": "EUR"}, language)
        assert clean(text) == text
        assert text.isprintable()
