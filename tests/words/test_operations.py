"""What is asked of providers, how it stands and why it waits: every code that the worker knows has its words."""

from __future__ import annotations

import ast

import pytest

from deskbell.domain.op import OpKind, OpState
from deskbell.domain.text import clean
from deskbell.domain.working import Link
from deskbell.words.operation_terms import terms
from deskbell.words.operations import (
    connection_name,
    counts,
    falls_due,
    link_state,
    op_name,
    op_state,
    refusal,
    soon,
    waits,
)
from deskbell.words.speech import wanted
from tests.house.tree import modules, parsed
from tests.words.codes import of_ports
from tests.words.desk import HOUR, NOW, ZONE

LANGUAGES = ("en", "es", "pt")
WHYS = ("QUEUED", "PATIENCE", "NO_WORKER", "PAUSED", "DOWN", "AFTER", "SENT", "LATE", "PARKED")
HOSTILE = "\x1b[31m[/]{code}\u202e\u2028"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_state_has_words_of_its_own(language: str) -> None:
    """No two of a kind read the same, and none is called "other"."""
    for say, codes in ((op_name, OpKind), (op_state, OpState), (link_state, Link)):
        said = [say(code, language) for code in codes]
        assert len({*said, say("FROM_TOMORROW", language)}) == len(codes) + 1, said


def test_languages_have_the_same_texts_with_the_same_facts() -> None:
    for language in LANGUAGES[1:]:
        assert terms(language).keys() == terms("en").keys()
        for key, found in terms("en").items():
            ours, theirs = ([x] if isinstance(x, str) else list(x) for x in (found, terms(language)[key]))
            assert [wanted(x) for x in ours] == [wanted(x) for x in theirs], (language, key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", WHYS)
def test_why_something_waits_is_said_with_and_without_its_facts(why: str, language: str) -> None:
    plain = waits(why, language)
    full = waits(
        why, language, ZONE, NOW, due_at=NOW + 14, since=NOW - HOUR, connection="DEMO", error="REFUND_TOO_MUCH"
    )
    for text in (plain, full):
        assert text.strip()
        assert not {"{", "}"} & set(text), text
        assert text != waits("FROM_TOMORROW", language)
    if why in ("QUEUED", "PATIENCE", "DOWN"):
        assert "14 s" in full


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (waits("QUEUED", "en", now=NOW, due_at=NOW + 14), "queued, in 14 s"),
        (waits("QUEUED", "en", now=NOW, due_at=NOW), "queued"),
        (waits("PATIENCE", "en", now=NOW, due_at=NOW + 20), "in 20 s; until then undo takes it back"),
        (waits("SENT", "en"), "sent, no answer yet"),
        (waits("LATE", "en", ZONE, NOW, since=NOW - HOUR), "late: no answer since 09:30"),
        (waits("PARKED", "en", error="REFUND_TOO_MUCH"), "parked: it is more than is left"),
        (waits("PARKED", "en", error="STICKY TIMEOUT"), "parked: it keeps to its answer: no answer in time"),
        (waits("PARKED", "en", error="OVERTAKEN"),
         "parked: somebody changed this in the meantime and nothing was done"),
        (waits("DOWN", "es", now=NOW, due_at=NOW + 180, connection="DEMO"), "Demo Pay no responde, otra vez en 3 min"),
        (waits("PAUSED", "pt", connection="DEMO"), "Demo Pay está em pausa"),
        (soon(0, "en"), "now"),
        (soon(3 * HOUR, "en"), "in 3 h"),
        (soon(50 * HOUR, "pt"), "em 2 d"),
        (counts({"queued": 2, "late": 1, "done": 7}, "en"), "2 queued · 1 late"),
        (counts({}, "en"), ""),
        (falls_due("HOLD", NOW + 900, "en", ZONE, NOW, 412), "10:45: a held seat is freed, booking 412"),
        (falls_due("OP", NOW + 900, "es", ZONE, NOW), "10:45: algo va a un proveedor"),
        (connection_name("DEMO"), "Demo Pay"),
        (connection_name("STRIPE"), "Stripe"),
        (connection_name("MERCADO_PAGO"), "Mercado Pago"),
        (connection_name("PAYPAL"), "PAYPAL"),
    ],
)  # fmt: skip
def test_what_is_said(text: str, shown: str) -> None:
    assert text == shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_a_provider_of_ours_has_words(language: str) -> None:
    """A code that an adapter answers is never shown raw."""
    found = set()
    for path in modules("providers"):
        if "Refused" not in of_ports(parsed(path)):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                parts = [x for a in node.args for x in ([a.body, a.orelse] if isinstance(a, ast.IfExp) else [a])]
                found |= {x.value for x in parts if isinstance(x, ast.Constant) and isinstance(x.value, str)}
    assert {"NOT_FOUND", "KEY_REUSED"} <= found
    assert not [code for code in found if refusal(code, language) == code]


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_codes_cannot_act(language: str) -> None:
    """T2: what a provider says is a stranger's word."""
    for text in (refusal(HOSTILE, language), connection_name(HOSTILE), waits("PARKED", language, error=HOSTILE)):
        assert clean(text) == text
        assert text.isprintable()
