"""A letter in words: subject, text and HTML, in its reader's language and zone."""

from __future__ import annotations

import html
import re
import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from deskbell.domain.clock import zone_clock
from deskbell.domain.letters import Written
from deskbell.domain.notices import Notice
from deskbell.domain.text import clean
from deskbell.words.dates import brief_day, show_day
from deskbell.words.i18n import t
from deskbell.words.language import spoken
from deskbell.words.letter_texts import FRAME, LETTERS
from deskbell.words.money import show
from deskbell.words.names import weekday
from deskbell.words.speech import Speech

if TYPE_CHECKING:
    from deskbell.domain.letters import Matter, ToSend

Texts = Mapping[tuple[Notice, str], tuple[str, str]]
"""The desk's own subjects and texts, by notice and language; '' keeps the program's."""

_URL = re.compile(r"https://[^\s<>\"]+")
_LONGEST = 200
"""Characters of a subject at most."""


def text_of(notice: Notice, language: str, own: Texts | None = None) -> tuple[str, str]:
    """Subject and text of a notice as they are written in that language here."""
    subject, body = LETTERS[spoken(language)][notice]
    mine = (own or {}).get((notice, spoken(language)), ("", ""))
    return mine[0] or subject, mine[1] or body


def written(letter: ToSend, matters: Sequence[Matter], zone: str, own: Texts | None = None) -> Written:
    """The letter that tells these matters. `zone` is the desk's: who lives in another reads whose times they are."""
    tongue, frame = letter.language, FRAME[spoken(letter.language)]
    said = [(text_of(m.item.notice, tongue, own), _facts(letter, m, zone)) for m in matters]
    blocks = [_filled(body, facts) for (_, body), facts in said]
    name = clean(letter.name)
    hello = frame["hello"].format(name=name) if name else frame["hello.bare"]
    parts = [hello, *(block.strip("\n") for block in blocks), clean(letter.desk)]
    subject = _subject(letter, matters, said)
    page = _page(hello, [(body, facts) for (_, body), facts in said], clean(letter.desk), tongue)
    return Written(
        clean(subject)[:_LONGEST], "\n\n".join(parts) + "\n", page, letter.address, letter.name, letter.language
    )


def test_letter(desk: str, language: str) -> Written:
    """What somebody is sent who wants to see that mail leaves."""
    frame = FRAME[spoken(language)]
    body = frame["test.body"].format(desk=clean(desk))
    page = _page(frame["hello.bare"], [(body, {})], clean(desk), language)
    subject = frame["test.subject"].format(desk=clean(desk))
    return Written(subject[:_LONGEST], f"{frame['hello.bare']}\n\n{body}\n\n{clean(desk)}\n", page)


def _subject(
    letter: ToSend, matters: Sequence[Matter], said: Sequence[tuple[tuple[str, str], Mapping[str, str]]]
) -> str:
    if len(said) == 1:
        (subject, _), facts = said[0]
        return _filled(subject, facts)
    frame = FRAME[spoken(letter.language)]
    notices = {m.item.notice for m in matters}
    key = f"many.{next(iter(notices))}" if len(notices) == 1 else "many"
    text = frame.get(key, frame["many"])
    return text.format(desk=clean(letter.desk), count=len(said), **{k: said[0][1][k] for k in ("day", "time")})


def _facts(letter: ToSend, matter: Matter, zone: str) -> dict[str, str]:
    language, clock = letter.language, zone_clock(letter.zone)
    say, day = Speech(language, letter.zone), clock.date(matter.start)
    until = say.time(matter.end)
    if clock.offset(matter.start) != zone_clock(zone).offset(matter.start):
        city = letter.zone.rpartition("/")[2].replace("_", " ")
        until = FRAME[spoken(language)]["zone"].format(time=until, zone=city)
    place = matter.room or t(language, f"place.{matter.place}")
    lesson = " – ".join(clean(part) for part in (matter.service, matter.focus) if part)
    return {
        "name": clean(letter.name),
        "desk": clean(letter.desk),
        "lesson": lesson,
        "focus": clean(matter.focus),
        "day": f"{weekday(day.weekday(), language)} {brief_day(day, language)}",
        "date": show_day(day, language, year=True, long=True),
        "time": say.time(matter.start),
        "until": until,
        "tutor": clean(matter.tutor),
        "person": clean(matter.person),
        "place": clean(place),
        "link": matter.url or matter.join_url,
        "amount": show(matter.amount, matter.currency, language) if matter.currency else "",
        "number": str(matter.number or ""),
        "note": clean(matter.note, multiline=True),
    }


def _filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its places filled; a line whose places are all empty is left out."""
    lines = [line.format_map(facts) for line in text.split("\n") if _says(line, facts)]
    return "\n".join(lines)


def _says(line: str, facts: Mapping[str, str]) -> bool:
    names = [name for _, name, _, _ in string.Formatter().parse(line) if name]
    return not names or any(facts.get(name) for name in names)


_STYLE = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;font-size:16px;line-height:1.5;color:#1c1c1e"
_CARD = "margin:16px 0;padding:10px 16px;border-left:4px solid #3b6ea5;background:#f3f6fa"


def _page(hello: str, blocks: Sequence[tuple[str, Mapping[str, str]]], desk: str, language: str) -> str:
    """The same as HTML: nothing is loaded from anywhere, and what people typed is only ever text."""
    parts = [f"<p>{html.escape(hello)}</p>"]
    for body, facts in blocks:
        for paragraph in body.split("\n\n"):
            text = _filled(paragraph, facts)
            if not text:
                continue
            if "{date}" in paragraph:
                first, _, rest = text.partition("\n")
                inner = f"<strong>{html.escape(first)}</strong>" + (f"<br>{_lines(rest)}" if rest else "")
                parts.append(f'<div style="{_CARD}">{inner}</div>')
            else:
                parts.append(f"<p>{_lines(text)}</p>")
    parts.append(f'<p style="color:#6b6b70">{html.escape(desk)}</p>')
    head = f'<!doctype html><html lang="{spoken(language)}"><head><meta charset="utf-8"></head>'
    return f'{head}<body style="{_STYLE}">{"".join(parts)}</body></html>'


def _lines(text: str) -> str:
    return "<br>".join(_linked(line) for line in text.split("\n"))


def _linked(line: str) -> str:
    out, at = [], 0
    for found in _URL.finditer(line):
        out.append(html.escape(line[at : found.start()]))
        url = html.escape(found.group())
        out.append(f'<a href="{url}">{url}</a>')
        at = found.end()
    return "".join((*out, html.escape(line[at:])))
