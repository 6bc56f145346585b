from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import deskbell
from deskbell.words.i18n import t, words
from deskbell.words.language import LANGUAGES

SOURCE = Path(deskbell.__file__).parent


def facts(text: str | tuple[str, str]) -> list[set[str]]:
    texts = text if isinstance(text, tuple) else (text,)
    return [{name for _, name, _, _ in Formatter().parse(x) if name is not None} for x in texts]


def asked() -> dict[str, str]:
    """Every key that the code asks for as a literal: t(…, "key"), with where."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
            if is_call and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                found[str(node.args[1].value)] = f"{path.name}:{node.lineno}"
    return found


def test_the_languages_have_the_same_keys() -> None:
    """STYLE 19: Spanish and Portuguese are whole."""
    assert set(words("en")) == set(words("es")) == set(words("pt"))


@pytest.mark.parametrize("key", sorted(words("en")))
def test_a_text_has_the_same_facts_and_forms_in_every_language(key: str) -> None:
    """A translation neither drops nor invents a fact, and has a plural where English has one."""
    texts = {x: words(x)[key] for x in LANGUAGES}
    assert len({isinstance(text, tuple) for text in texts.values()}) == 1
    for one in texts.values():
        assert facts(one) == facts(texts["en"])
        assert all(name.isidentifier() for names in facts(one) for name in names)
        assert all(x.strip() == x and x for x in (one if isinstance(one, tuple) else (one,)))


def test_every_key_that_the_code_asks_for_is_there() -> None:
    """A misspelt key fails here and not in front of a customer."""
    missing = {key: where for key, where in asked().items() if key not in words("en")}
    assert asked()
    assert missing == {}


def test_facts_are_filled_in_and_a_persons_words_are_cleaned() -> None:
    """T2: a name in a sentence cannot act, and braces in it are just braces."""
    assert t("en", "seat.HELD.left", left="14:59") == "held 14:59"
    assert t("es-MX", "seat.HELD.left", left="{left.__class__}\x1b[2J") == "retenida {left.__class__}\ufffd[2J"
    assert t("de", "agenda.busy") == "busy"


def test_an_unknown_key_is_our_fault() -> None:
    with pytest.raises(KeyError):
        t("en", "no.such.key")


def test_only_the_language_in_use_is_loaded() -> None:
    """The agenda pays for one language."""
    code = (
        "import sys; from deskbell.words.i18n import t; t('pt', 'agenda.busy');"
        "print(*(x for x in ('en', 'es', 'pt') if 'deskbell.words.' + x in sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["pt"]
