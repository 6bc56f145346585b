"""Which service or tutor is meant by a few letters: whole names before beginnings, and never one of two alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from deskbell.domain.text import fold
from deskbell.words.tokens import Token

SHORTEST = 3
"""Fewer letters are no beginning of a service: Li is a person before it is Literature."""


@lru_cache(maxsize=8)
def _folded(names: tuple[str, ...]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each different name with its key and the words of its key."""
    return tuple((name, fold(name), tuple(fold(name).split())) for name in dict.fromkeys(names))


def named(text: str, key: str, names: tuple[str, ...], *, whole: bool = False) -> tuple[str, ...]:
    """The names that are written so: letter by letter, else folded, else (unless whole) those that begin so."""
    exact = tuple(n for n, _, _ in _folded(names) if n == text)
    same = exact or tuple(n for n, k, _ in _folded(names) if k == key)
    if same or whole or not key:
        return same
    return tuple(n for n, k, words in _folded(names) if k.startswith(key) or any(w.startswith(key) for w in words))


def best_service(
    tokens: Sequence[Token], free: Sequence[bool], names: tuple[str, ...], person: int | None
) -> tuple[int, int, tuple[str, ...]]:
    """Where the most convincing service stands, over how many tokens, and which ones it may be.

    Names written out or begun word for word win, then more words, then words from the beginning of a name, then more
    letters, then the later place. `person` is the token where a person's name would stand: a mere beginning of a
    service is none there.
    """
    best: tuple[int, ...] = ()
    found: list[str] = []
    place = (0, 0)
    for at, token in enumerate(tokens):
        if not free[at]:
            continue
        for name, key, words in _folded(names):
            for first in range(len(words)):
                count = _run(tokens, free, at, words[first:], anchored=first == 0)
                if not count:
                    continue
                typed = " ".join(t.key for t in tokens[at : at + count])
                whole = first == 0 and typed == key
                if not whole and sum(len(t.key) for t in tokens[at : at + count]) < SHORTEST:
                    continue
                covered = count == len(words)
                if count == 1 and at == person and token.key not in words:
                    continue
                rank = (whole or (covered and count > 1), count, whole, first == 0, len(typed), at, covered)
                if rank > best:
                    best, found, place = rank, [], (at, count)
                if rank == best and name not in found:
                    found.append(name)
    exact = tuple(n for n in found if n == " ".join(t.text for t in tokens[place[0] : place[0] + place[1]]))
    return *place, exact or tuple(found)


def _run(tokens: Sequence[Token], free: Sequence[bool], at: int, words: Sequence[str], *, anchored: bool) -> int:
    """How many tokens from here on go with the words of a name, each the word or a beginning of it."""
    count = 0
    for word in words:
        if at + count >= len(tokens) or not free[at + count]:
            break
        key = tokens[at + count].key
        begins = word.startswith(key) and not key.isdigit() and (count > 0 or (anchored and len(key) >= SHORTEST))
        if not key or (key != word and not begins) or (count == 0 and key.isdigit()):
            break
        count += 1
    return count


def best_tutor(tokens: Sequence[Token], names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """How many of these tokens are a tutor's name, and which tutors it may be; the first token always counts."""
    exact = named(tokens[0].text, tokens[0].key, names, whole=True)
    best = (1, exact or _tutors((tokens[0].key,), names))
    for count in range(2, len(tokens) + 1):
        keys = tuple(t.key for t in tokens[:count])
        more = _tutors(keys, names)
        if not more or not set(more) <= set(best[1]):
            break
        if len(best[1]) == 1 and not any(keys[-1] in words for _, _, words in _folded(more)):
            break  # one is known already: only a whole word is still hers
        best = (count, more)
    text = " ".join(t.text for t in tokens[: best[0]])
    return best[0], tuple(n for n in best[1] if n == text) or best[1]


def _tutors(keys: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """The tutors whose words begin like these keys, in order; one with the whole words goes before the others."""
    keys = tuple(w for key in keys for w in key.split())
    fit, whole = [], []
    for name, _, words in _folded(names):
        rest = iter(words)
        if keys and all(any(word.startswith(key) for word in rest) for key in keys):
            fit.append(name)
            if set(keys) <= set(words):
                whole.append(name)
    return tuple(whole or fit)
