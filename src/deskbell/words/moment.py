"""Reading a day with its time as people type it in one go: fri 16:00, 16:30, tomorrow 9, 4/3 10:00, 9 tomorrow."""

from __future__ import annotations

from datetime import date

from deskbell.domain.errors import WrongInput
from deskbell.words.days import read_day
from deskbell.words.language import Order
from deskbell.words.times import read_time


def read_moment(
    text: str, today: date, language: str, *, day: date, minute: int, order: Order | None = None
) -> tuple[date, int]:
    """The day and the minute of the day; where only one of them is typed the other stays as it is (`day`, `minute`).

    The time stands last or first. Errors: those of read_day and read_time; of a day that cannot be, its own.
    """
    words = text.split()
    if not words:
        raise WrongInput("TIME_MISSING")
    found = _time(" ".join(words))
    if found is not None:
        return day, found
    wrong: WrongInput | None = None
    for time, rest in _splits(words):
        minute_of = _time(time)
        if minute_of is None:
            continue
        try:
            return read_day(rest, today, language, order=order), minute_of
        except WrongInput as error:
            wrong = wrong or error
    try:
        return read_day(" ".join(words), today, language, order=order), minute
    except WrongInput as error:
        raise (wrong or error) from None


def _time(text: str) -> int | None:
    try:
        return read_time(text)
    except WrongInput:
        return None


def _splits(words: list[str]) -> list[tuple[str, str]]:
    """(time, day): the last word, the last two (3 pm), the first, the first two."""
    cuts = [(words[-n:], words[:-n]) for n in (1, 2) if len(words) > n]
    cuts += [(words[:n], words[n:]) for n in (1, 2) if len(words) > n]
    return [(" ".join(time), " ".join(rest)) for time, rest in cuts]
