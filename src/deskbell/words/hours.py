"""Weekly hours as one line: 'Mon-Fri 9-13, 15-19; Sat 10-14', read and shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from deskbell.domain.errors import WrongInput
from deskbell.domain.text import fold
from deskbell.words.names import weekday
from deskbell.words.times import DAY, read_time
from deskbell.words.vocabulary import Vocabulary, vocabulary

Window = tuple[int, int, int]
"""Weekday 0 = Monday, first minute, end minute; the end is after the start and at most 1440."""

_TOKEN = re.compile(
    r" *([2-6]a(?![a-z0-9])|[0-9]{1,4}(?:[:.][0-9]{2})?(?: ?h[0-9]{2}| ?hs?(?![a-z]))?(?: ?[ap]\.? ?m(?![a-z])\.?)?"
    r"|[a-z]+\.?|[-,;/&]|\S)"
)

_BETWEEN = frozenset(",;:/&")


def read_hours(text: str, language: str) -> list[Window]:
    """The windows that are meant, in the order of the week; days first, then their times, groups after ; or ,.

    24:00 and 0:00 as an end are midnight. Errors, WrongInput: HOURS_MISSING; HOURS_UNKNOWN (text, part: what was
    not understood); HOURS_END_BEFORE_START (text, part); HOURS_OVERLAP (text, weekday).
    """
    known = vocabulary(language)
    key = fold(text[:400].replace("\n", ";")).replace("-feira", "").replace(" feira", "")
    tokens = [m[1].rstrip(".") or m[1] for m in _TOKEN.finditer(key)]
    if not tokens:
        raise WrongInput("HOURS_MISSING")
    found: list[Window] = []
    at = 0
    while (at := _skip(tokens, at, known)) < len(tokens):
        days, at = _days(tokens, at, known, text)
        times, at = _times(tokens, at, known, text)
        found += [(day, start, end) for day in days for start, end in times]
    found = sorted(set(found))
    for (day, _, end), (other, start, _) in pairwise(found):
        if day == other and start < end:
            raise WrongInput("HOURS_OVERLAP", text=text[:400], weekday=day)
    return found


def show_hours(windows: Iterable[Window], language: str) -> str:
    """Mon–Fri 09:00–13:00, 15:00–19:00; Sat 10:00–14:00: days with the same times stand together."""
    days: dict[int, list[str]] = {}
    for day, start, end in sorted(windows):
        days.setdefault(day, []).append(f"{_edge(start)}–{_edge(end)}")
    groups: list[tuple[int, int, list[str]]] = []
    for day, times in days.items():
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == times:
            groups[-1] = (groups[-1][0], day, times)
        else:
            groups.append((day, day, times))
    return "; ".join(
        f"{weekday(first, language)}{'' if first == last else '–' + weekday(last, language)} {', '.join(times)}"
        for first, last, times in groups
    )


def _edge(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _skip(tokens: list[str], at: int, known: Vocabulary) -> int:
    while at < len(tokens) and (tokens[at] in _BETWEEN or tokens[at] in known.filler or tokens[at] in known.and_):
        at += 1
    return at


def _is_until(word: str, known: Vocabulary) -> bool:
    return word == "-" or word in known.until


def _unknown(text: str, tokens: list[str], at: int) -> WrongInput:
    return WrongInput("HOURS_UNKNOWN", text=text[:400], part=" ".join(tokens[at : at + 3]))


def _days(tokens: list[str], at: int, known: Vocabulary, text: str) -> tuple[list[int], int]:
    """The days of a group and where its times begin."""
    days: list[int] = []
    begin = at
    while (at := _skip(tokens, at, known)) < len(tokens):
        phrase = next((n for n in (3, 2, 1) if " ".join(tokens[at : at + n]) in known.daily), 0)
        if phrase:
            days += known.daily[" ".join(tokens[at : at + phrase])]
            at += phrase
            continue
        first = known.weekdays.get(tokens[at])
        if first is None:
            break
        at += 1
        if at + 1 < len(tokens) and _is_until(tokens[at], known) and tokens[at + 1] in known.weekdays:
            last = known.weekdays[tokens[at + 1]]
            days += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
            at += 2
        else:
            days.append(first)
    if not days:
        raise _unknown(text, tokens, begin)
    return days, at


def _times(tokens: list[str], at: int, known: Vocabulary, text: str) -> tuple[list[tuple[int, int]], int]:
    """The windows of a group, at least one, and where the next group begins."""
    times: list[tuple[int, int]] = []
    while (here := _skip(tokens, at, known)) < len(tokens) and tokens[here][0].isdigit():
        if tokens[here] in known.weekdays:
            break
        if here + 2 >= len(tokens) or not _is_until(tokens[here + 1], known):
            raise _unknown(text, tokens, here)
        times.append(_window(tokens[here], tokens[here + 2], text))
        at = here + 3
    if not times:
        raise _unknown(text, tokens, min(at, len(tokens) - 1))
    return times, at


def _window(first: str, last: str, text: str) -> tuple[int, int]:
    part = f"{first}-{last}"
    try:
        end = DAY if re.fullmatch(r"24([:.]00|h|h00)?|0{1,2}([:.]00|h|h00)?", last) else read_time(last)
        start = read_time(first)
        if (suffix := re.search(r"[ap]\.? ?m", last)) and not re.search(r"[ap]", first):
            same = read_time(first + suffix[0]) if 1 <= start // 60 <= 12 else start
            start = same if same < end else start  # 1-5pm begins at 13, 9-5pm at 9
    except WrongInput:
        raise WrongInput("HOURS_UNKNOWN", text=text[:400], part=part) from None
    if end <= start:
        raise WrongInput("HOURS_END_BEFORE_START", text=text[:400], part=part)
    return start, end
