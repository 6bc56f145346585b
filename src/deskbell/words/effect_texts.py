"""The texts of effects and the small words around them, by language; only the language in use is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from deskbell.words.language import Language

Texts = Mapping[str, str | tuple[str, ...]]


class Tables(NamedTuple):
    """What each kind will do, what it did, and the small words that its facts are made of."""

    will: Texts
    did: Texts
    terms: Mapping[str, str]


@cache
def tables(tongue: Language) -> Tables:
    if tongue == "es":
        from deskbell.words.effects_es import DID, TERMS, WILL
    elif tongue == "pt":
        from deskbell.words.effects_pt import DID, TERMS, WILL
    else:
        from deskbell.words.effects_en import DID, TERMS, WILL
    return Tables(WILL, DID, TERMS)
