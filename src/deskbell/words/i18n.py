"""The catalogue: short words of the screens and commands by key, in English, Spanish and Portuguese.

A key is `where.what`. A text may hold {facts}; a pair of texts is one and several, told apart by the fact n. The three
languages have the same keys and the same facts: a test compares them, and looks for every key that the code asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from deskbell.domain.text import clean
from deskbell.words.language import Language, spoken

Words = Mapping[str, str | tuple[str, str]]


def t(language: str, key: str, /, **facts: Any) -> str:
    """The text of a key with its facts filled in; a person's words among the facts are cleaned. Unknown: KeyError."""
    text = words(spoken(language))[key]
    if isinstance(text, tuple):
        text = text[0] if facts["n"] == 1 else text[1]
    if not facts:
        return text
    return text.format_map({name: clean(f) if isinstance(f, str) else f for name, f in facts.items()})


@cache
def words(tongue: Language) -> Words:
    """All texts of one language; only the language in use is loaded."""
    if tongue == "es":
        from deskbell.words.commands_es import COMMANDS
        from deskbell.words.connecting_es import WORDS as CONNECT
        from deskbell.words.connections_es import WORDS as CONNECTIONS
        from deskbell.words.doctor_es import DOCTOR
        from deskbell.words.documents_es import WORDS as PAPER
        from deskbell.words.es import WORDS
        from deskbell.words.links_es import WORDS as LINKS
        from deskbell.words.mail_es import WORDS as MAIL
        from deskbell.words.till_es import WORDS as TILL
    elif tongue == "pt":
        from deskbell.words.commands_pt import COMMANDS
        from deskbell.words.connecting_pt import WORDS as CONNECT
        from deskbell.words.connections_pt import WORDS as CONNECTIONS
        from deskbell.words.doctor_pt import DOCTOR
        from deskbell.words.documents_pt import WORDS as PAPER
        from deskbell.words.links_pt import WORDS as LINKS
        from deskbell.words.mail_pt import WORDS as MAIL
        from deskbell.words.pt import WORDS
        from deskbell.words.till_pt import WORDS as TILL
    else:
        from deskbell.words.commands_en import COMMANDS
        from deskbell.words.connecting_en import WORDS as CONNECT
        from deskbell.words.connections_en import WORDS as CONNECTIONS
        from deskbell.words.doctor_en import DOCTOR
        from deskbell.words.documents_en import WORDS as PAPER
        from deskbell.words.en import WORDS
        from deskbell.words.links_en import WORDS as LINKS
        from deskbell.words.mail_en import WORDS as MAIL
        from deskbell.words.till_en import WORDS as TILL
    return {**WORDS, **COMMANDS, **CONNECT, **CONNECTIONS, **DOCTOR, **LINKS, **TILL, **PAPER, **MAIL}
