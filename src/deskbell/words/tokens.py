"""A typed line taken apart: blanks part words, quotes hold them together, @ + and # in front say what is meant."""

from __future__ import annotations

import re
from typing import NamedTuple

from deskbell.domain.text import clean, fold

# A doubled quote inside quotes is a quote; an open one runs to the end, because somebody is still typing.
_TOKEN = re.compile(r"""([@+#]?)(?:"((?:[^"]|"")*)"?|[“„]([^“”]*)[“”]?|«([^»]*)»?|(\S+))""")


class Token(NamedTuple):
    """Where it stands in the text, its words (cleaned), its search key, and how it was marked."""

    start: int
    end: int
    text: str
    key: str
    sign: str
    """@ for a tutor, # for a service, + for a new person, or nothing."""
    quoted: bool


def tokens(text: str) -> list[Token]:
    """Every word and every quoted phrase, in order; + before a figure is no sign (+3 is a day)."""
    found = []
    for m in _TOKEN.finditer(text):
        sign, straight, curly, angled, bare = m.groups()
        if bare is not None and sign == "+" and bare[0].isdigit():
            sign, bare = "", sign + bare
        raw = next(x for x in (bare, straight and straight.replace('""', '"'), curly, angled) if x is not None)
        words = " ".join(clean(" ".join(raw.split())).split())
        found.append(Token(m.start(), m.end(), words, fold(words), sign, bare is None))
    return found


def quote(words: str) -> str:
    """Words that tokens() gives back as one quoted token."""
    return '"' + words.replace('"', '""') + '"'
