"""What people wrote, made harmless (clean) and comparable (fold). Every ingress cleans; nothing trusts. T2.

A name may be in any script; it may not move the cursor, write the clipboard, run backwards or hide.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, is_normalized, normalize

REPLACEMENT = "\ufffd"

# Control characters, bidi controls, line separators, everything that is invisible by design, tags, lone
# surrogates and non-characters. Marks and variation selectors stay: names are written with them.
_HARMFUL = (
    r"\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
) + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
# Arabic and Indic scripts spell with the two joiners (U+200C, U+200D); only between their letters do they stay.
_JOINING = r"\u0620-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af"
# What str.isprintable() lets pass although nobody can see it: the rest of the class is not printable.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")


@cache
def _harmful(multiline: bool) -> re.Pattern[str]:
    kept = "(?!\n)" if multiline else ""
    return re.compile(f"{kept}(?!(?<=[{_JOINING}])[\u200c\u200d][{_JOINING}])[{_HARMFUL}]")


# Letters that Unicode does not take apart, and the marks that keyboards, phones and word processors disagree on.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t", "þ": "th",
        "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y",
        "’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "´": "'", "`": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "“": '"', "”": '"', "«": '"', "»": '"',
    }
)  # fmt: skip


def clean(s: str, limit: int | None = None, *, multiline: bool = False) -> str:
    """Text that cannot act: NFC, and each control, bidi, invisible or broken character becomes U+FFFD.

    limit: at most so many code points are kept. multiline: line feeds stay, and the other line ends become
    line feeds. The result is its own clean().
    """
    if limit is not None and len(s) > 4 * limit:
        s = s[: 4 * limit]  # no code point of NFC is made of more than four
    if not (s.isascii() or is_normalized("NFC", s)):
        s = normalize("NFC", s)
    if multiline and "\r" in s:
        s = s.replace("\r\n", "\n").replace("\r", "\n")
    if limit is not None:
        s = s[:limit]
    if s.isprintable() and _UNSEEN.isdisjoint(s):
        return s
    return _harmful(multiline).sub(REPLACEMENT, s)


def fold(s: str) -> str:
    """The key under which text is found: no accents, no case, single spaces, one kind of quote and dash.

    Scripts without case keep their letters: only accents of Latin, Greek and Cyrillic and the points of
    Arabic and Hebrew go. fold(fold(s)) == fold(s).
    """
    if not s.isascii():
        s = _bare(_bare(s).casefold()).translate(_LETTERS)
        s = normalize("NFC", s)
    return " ".join(s.lower().split())


def _bare(s: str) -> str:
    return "".join([c for c in normalize("NFKD", s) if not _is_accent(c)])


def _is_accent(c: str) -> bool:
    rank = combining(c)
    return rank >= 200 or rank == 1 or 10 <= rank <= 36
