"""How far away an instant is, in words: in 3 days, hace 2 horas. The library for it is imported when first asked."""

from __future__ import annotations

from deskbell.words.language import spoken

_LOCALES = {"en": "en", "es": "es", "pt": "pt_br"}
_HOURS_UNTIL_DAYS = 12


def ago(instant: int, now: int, language: str, zone: str) -> str:
    """In 3 days, 5 minutes ago: both instants in epoch seconds.

    Within half a day the clock counts; beyond it the calendar days of that zone do, so Saturday morning is "in 3 days"
    all Wednesday long.
    """
    import pendulum

    then, here = pendulum.from_timestamp(instant, zone), pendulum.from_timestamp(now, zone)
    if abs(instant - now) >= _HOURS_UNTIL_DAYS * 3600 and then.date() != here.date():
        one, two = (
            pendulum.datetime(then.year, then.month, then.day),
            pendulum.datetime(here.year, here.month, here.day),
        )
    else:
        one, two = pendulum.from_timestamp(instant), pendulum.from_timestamp(now)  # real time, whatever clocks do
    return pendulum.format_diff(one.diff(two), is_now=True, absolute=False, locale=_LOCALES[spoken(language)])
