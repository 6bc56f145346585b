"""Recurrence rules: RFC 5545's own examples, a brute reference without dateutil, and what may not run away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deskbell.formats.recurrence import TooLong, TooMuchWork, Work, expand
from deskbell.formats.rrule import MAX_RULE_CHARS, BadRule, TooDense, parse_rule
from tests.formats.brute_rules import brute

LO, HI = datetime(2025, 3, 1), datetime(2026, 7, 1)


def starts(text: str, start: str, lo: datetime | None = None, hi: datetime | None = None, **more: object) -> list[str]:
    first = datetime.fromisoformat(start)
    found = expand(parse_rule(text), first, lo or first, hi or datetime(2030, 1, 1), Work(), **more)  # type: ignore[arg-type]
    return [f"{x:%Y-%m-%d %H:%M}" for x in found.starts]


# RFC 5545 3.8.5.3, those that say something of their own; dates as it lists them.
RFC = [
    ("FREQ=DAILY;COUNT=3", "1997-09-02 1997-09-03 1997-09-04"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=3", "1997-09-02 1997-09-12 1997-09-22"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=3", "1997-09-02 1997-09-16 1997-09-30"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02 1997-09-04 1997-09-16 1997-09-18"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05 1997-10-03 1997-11-07"),
    ("FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07 1997-09-28 1997-11-02 1997-11-30"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=-2MO", "1997-09-22 1997-10-20 1997-11-17"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=3", "1997-09-28 1997-10-29 1997-11-28"),
    ("FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30 1997-10-01 1997-10-31 1997-11-01"),
    ("FREQ=YEARLY;COUNT=3;BYMONTH=6,7", "1997-06-10 1997-07-10 1998-06-10"),
    ("FREQ=YEARLY;INTERVAL=3;COUNT=4;BYYEARDAY=1,100,200", "1997-01-01 1997-04-10 1997-07-19 2000-01-01"),
    ("FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=3", "1997-05-12 1998-05-11 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "1997-05-12 1998-05-11 1999-05-17"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3", "1998-02-13 1998-03-13 1998-11-13"),
    ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8;COUNT=3", "1996-11-05 2000-11-07 2004-11-02"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04 1997-10-07 1997-11-06"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2;COUNT=3", "1997-09-29 1997-10-30 1997-11-27"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3", "2020-02-29 2024-02-29 2028-02-29"),
]


@pytest.mark.parametrize(("rule", "dates"), RFC)
def test_the_examples_of_the_rfc(rule: str, dates: str) -> None:
    days = dates.split()
    assert starts(rule, f"{days[0]} 09:00") == [f"{day} 09:00" for day in days]


def test_hours_expand_a_day_and_limit_an_hourly_rule() -> None:
    assert starts("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;COUNT=5", "2026-03-04 09:00") == [
        "2026-03-04 09:00", "2026-03-04 09:30", "2026-03-04 10:00", "2026-03-04 10:30", "2026-03-05 09:00",
    ]  # fmt: skip
    assert starts("FREQ=HOURLY;INTERVAL=3;BYHOUR=9,12,15;COUNT=4", "2026-03-04 09:00") == [
        "2026-03-04 09:00", "2026-03-04 12:00", "2026-03-04 15:00", "2026-03-05 09:00",
    ]  # fmt: skip


def test_plain_and_numbered_weekdays_together_mean_either() -> None:
    """BYDAY=MO,1TU: every Monday, and the first Tuesday. dateutil alone finds no day that is both."""
    assert starts("FREQ=MONTHLY;BYDAY=MO,1TU", "2026-03-02 09:00", hi=datetime(2026, 3, 31)) == [
        f"2026-03-{day} 09:00" for day in ("02", "03", "09", "16", "23", "30")
    ]


def test_a_position_is_counted_in_the_whole_first_week() -> None:
    """The third of Monday to Friday is Wednesday, in the week of DTSTART as in any other."""
    rule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3"
    assert starts(rule, "2026-03-03 09:00", hi=datetime(2026, 3, 20)) == [
        "2026-03-03 09:00", "2026-03-04 09:00", "2026-03-11 09:00", "2026-03-18 09:00",
    ]  # fmt: skip


def test_a_week_begins_where_the_rule_says() -> None:
    """Every other week from a Sunday that is the first day of its week, and from one that is the last."""
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=4;WKST="
    days = {"SU": ("08", "09", "22", "23"), "MO": ("08", "16", "22", "30")}
    for first, expected in days.items():
        assert starts(rule + first, "2026-03-08 09:00") == [f"2026-03-{day} 09:00" for day in expected]


def test_the_start_is_the_first_occurrence_and_counts_even_if_the_rule_misses_it() -> None:
    assert starts("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-03-04 09:00") == [
        "2026-03-04 09:00", "2026-03-09 09:00", "2026-03-16 09:00",
    ]  # fmt: skip
    assert starts("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-03-04 09:00", with_start=False) == [
        "2026-03-09 09:00", "2026-03-16 09:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "until", "hi", "ended"),
    [
        ("FREQ=DAILY;COUNT=3", None, datetime(2026, 4, 1), True),
        ("FREQ=DAILY;COUNT=300", None, datetime(2026, 4, 1), False),
        ("FREQ=DAILY", None, datetime(2026, 4, 1), False),
        ("FREQ=DAILY", datetime(2026, 3, 9), datetime(2026, 4, 1), True),
        ("FREQ=DAILY", datetime(2026, 5, 9), datetime(2026, 4, 1), False),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", None, datetime(2026, 4, 1), True),
    ],
)
def test_it_says_whether_the_rule_goes_on_after_the_window(
    rule: str, until: datetime | None, hi: datetime, ended: bool
) -> None:
    start = datetime(2026, 3, 4, 9)
    assert expand(parse_rule(rule), start, start, hi, Work(), until=until).ended is ended


def test_until_is_inclusive() -> None:
    assert starts("FREQ=DAILY", "2026-03-04 09:00", until=datetime(2026, 3, 6, 9)) == [
        "2026-03-04 09:00", "2026-03-05 09:00", "2026-03-06 09:00",
    ]  # fmt: skip


def some(values: list[int], most: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"]))
    parts = [f"FREQ={frequency}"]

    def maybe(name: str, values: st.SearchStrategy[object], *frequencies: str) -> bool:
        if (frequencies and frequency not in frequencies) or draw(st.integers(0, 3)):
            return False
        found = draw(values)
        parts.append(f"{name}={','.join(map(str, found)) if isinstance(found, list) else found}")
        return True

    signed = [*range(1, 32), *range(-31, 0)]
    maybe("INTERVAL", st.sampled_from([1, 2, 3, 4, 5, 7, 12, 100]))
    maybe("BYMONTH", some([*range(1, 13)], 5))
    maybe("BYMONTHDAY", some(signed, 6), "YEARLY", "MONTHLY", "DAILY", "HOURLY")
    maybe("BYYEARDAY", some([*range(1, 367), *range(-366, 0)], 20), "YEARLY", "HOURLY")
    weeks = maybe("BYWEEKNO", some([*range(1, 54), -1, -2], 8), "YEARLY")
    names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    if frequency in ("YEARLY", "MONTHLY") and not weeks:
        names += [f"{nth}{name}" for name in names for nth in (1, 2, 3, 5, 6, -1, -2)]
    maybe("BYDAY", st.lists(st.sampled_from(names), min_size=1, max_size=5, unique=True))
    maybe("BYHOUR", some([*range(24)], 4))
    maybe("BYMINUTE", some([*range(60)], 3))
    maybe("BYSETPOS", some([1, 2, 3, 20, -1, -2], 3))
    maybe("WKST", st.sampled_from(["SU", "TU", "MO"]))
    maybe("COUNT", st.sampled_from([1, 2, 5, 30]))
    return ";".join(parts)


@settings(max_examples=150)
@given(rules(), st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1)))
def test_every_rule_agrees_with_the_brute_reference(text: str, start: datetime) -> None:
    """Started near the window or at DTSTART, filtered by dateutil or here: the dates are those of RFC 5545's table."""
    start = start.replace(second=0, microsecond=0)
    rule = parse_rule(text)
    try:
        found = expand(rule, start, LO, HI, Work(10**9))
    except TooLong:
        assume(False)
    assert list(found.starts) == [x for x in brute(rule, start, HI) if x >= LO]


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=", "FREQ=FORTNIGHTLY", "COUNT=3", "FREQ=DAILY;COUNT", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=x", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=1,2", "FREQ=DAILY;UNTIL=soon",
        "FREQ=DAILY;UNTIL=20260231", "FREQ=DAILY;UNTIL", "FREQ=DAILY;;COUNT=2", "FREQ=DAILY;COUNT=2;COUNT=3",
        "FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYMINUTE=60", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=5L", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "FREQ=MONTHLY;BYWEEKNO=3", "FREQ=DAILY;BYYEARDAY=3",
        "FREQ=WEEKLY;BYMONTHDAY=3", "FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=XX", "FREQ=MONTHLY;BYSETPOS=0",
        "FREQ=MONTHLY;BYSETPOS=367", "FREQ=YEARLY;BYEASTER=0", "FREQ=YEARLY;RSCALE=HEBREW", "FREQ=WEEKLY;WKST=XX",
        "W1 MO #10", "FREQ=DAILY;COUNT=" + "9" * 5000, "FREQ=DAILY;" + "BYHOUR=1;" * MAX_RULE_CHARS,
        "FREQ=MONTHLY;BYSETPOS=" + ",".join(map(str, range(1, 52))),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_understood_is_refused_and_never_half_read(text: str) -> None:
    """A COUNT or UNTIL that is passed over would make a series endless."""
    with pytest.raises(BadRule):
        parse_rule(text)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=600", "freq=secondly",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=HOURLY;BYMINUTE=" + ",".join(map(str, range(60))),
    ],
)  # fmt: skip
def test_rules_denser_than_any_lesson_are_refused_before_they_run(text: str) -> None:
    with pytest.raises(TooDense):
        parse_rule(text)


def test_small_letters_blanks_and_a_last_semicolon_are_forgiven() -> None:
    assert parse_rule(" freq=weekly; byday=mo, We ;until=20260401T000000z; ") == parse_rule(
        "FREQ=WEEKLY;BYDAY=WE,MO;UNTIL=20260401T000000Z"
    )


def test_until_of_hour_24_and_second_60_are_the_end_of_the_day_and_of_the_minute() -> None:
    first, second = parse_rule("FREQ=DAILY;UNTIL=20260401T240000"), parse_rule("FREQ=DAILY;UNTIL=20260401T120060Z")
    assert first.until is not None
    assert second.until is not None
    assert first.until.wall == datetime(2026, 4, 1, 23, 59)
    assert second.until.wall == datetime(2026, 4, 1, 12, 0, 59)


def cost(text: str, start: datetime, lo: datetime = LO, hi: datetime = HI) -> int:
    work = Work()
    before = work.left
    expand(parse_rule(text), start, lo, hi, work)
    return before - work.left


@pytest.mark.parametrize("frequency", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
def test_a_rule_since_1604_costs_no_more_than_one_since_last_year(frequency: str) -> None:
    """Birthdays without a year begin in 1604: the walk starts at the window."""
    old, new = (cost(f"FREQ={frequency}", datetime(year, 3, 3, 9)) for year in (1604, 2024))
    assert abs(old - new) <= 50


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYMONTH=2,4;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=7", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=DAILY;BYSETPOS=-2",
        "FREQ=MONTHLY;BYDAY=6MO,-6TU", "FREQ=HOURLY;INTERVAL=12;BYHOUR=4,18;BYSETPOS=2",
        "FREQ=YEARLY;INTERVAL=999999999", "FREQ=WEEKLY;INTERVAL=999999999", "FREQ=DAILY;INTERVAL=999999999",
        "FREQ=HOURLY;INTERVAL=999999999", "FREQ=MONTHLY;INTERVAL=999999999",
    ],
)  # fmt: skip
def test_a_rule_without_a_second_date_is_seen_through_at_once(text: str) -> None:
    """dateutil alone walks to the year 9999 for some of these."""
    start = datetime(2025, 4, 3, 9)
    found = expand(parse_rule(text), start, LO, HI, Work(1_000))
    assert found.starts == (start,)


def test_what_only_filters_days_is_bounded_by_the_window() -> None:
    """FREQ=DAILY on 30 February takes dateutil three million days."""
    assert cost("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", datetime(2020, 1, 1, 9)) < (HI - LO).days + 50


def test_a_search_in_vain_is_paid_for_and_ends_the_reading() -> None:
    """A first Monday on the 31st: nothing says beforehand that there is none, so the years that were searched count."""
    work = Work()
    rule, start = parse_rule("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1MO"), datetime(2026, 1, 31, 9)
    assert expand(rule, start, LO, HI, work).starts == (start,)
    price = Work().left - work.left
    again = Work(price - 1)
    with pytest.raises(TooMuchWork):
        expand(rule, start, LO, HI, again)
    assert Work().left // price < 20


def test_a_count_far_before_the_window_is_walked_but_not_forever() -> None:
    start = datetime(1900, 1, 1, 9)
    assert cost("FREQ=DAILY;COUNT=99999999", start) > 45_000
    with pytest.raises(TooLong):
        cost("FREQ=HOURLY;COUNT=99999999", start)


@pytest.mark.parametrize("frequency", ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"])
@pytest.mark.parametrize("start", [datetime(1601, 1, 1), datetime(8999, 12, 31, 23, 59, 59)])
def test_the_ends_of_the_calendar_are_safe(frequency: str, start: datetime) -> None:
    for lo in (start - timedelta(days=20), start):
        found = expand(parse_rule(f"FREQ={frequency};COUNT=5"), start, lo, start + timedelta(days=20), Work())
        assert found.starts[0] == start
