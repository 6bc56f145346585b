"""Zones: names of every program, VTIMEZONEs that are only in the file, and agreement with the desk's own clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.clock import UnknownZone, midnight, zone_clock
from deskbell.formats.ics import Note, read_calendar
from deskbell.formats.ics.zones import IanaZone
from tests.formats.ics_text import NOW, at, calendar, event, notes, read, walls

ZONES = sorted(name for name in available_timezones() if "/" in name)


def spans(tzid: str, *more: str, summer: bool = False) -> tuple[str, str]:
    """The UTC wall and the zone of a 15:00 in that zone, in winter or summer."""
    day = "20260701" if summer else "20260304"
    found = read(*more, event(f"DTSTART;TZID={tzid}:{day}T150000", "DURATION:PT1H"))
    return walls(found, "UTC")[0][11:], found.busy[0].zone


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Eastern Standard Time", "America/New_York"),
        ("E. South America Standard Time", "America/Sao_Paulo"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("/softwarestudio.org/Olson_20011030_5/Asia/Tokyo", "Asia/Tokyo"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', "Europe/Amsterdam"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC+05:45) Kathmandu", "Asia/Kathmandu"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("London", "Europe/London"),
        ("UTC", "UTC"),
        ("Etc/GMT", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("EST5EDT", "EST5EDT"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_the_names_that_programs_give_to_zones(tzid: str, zone: str) -> None:
    """With quotes or, carelessly, without them; summer as the zone has it."""
    for day, summer in (("2026-03-04", False), ("2026-07-01", True)):
        found, name = spans(tzid, summer=summer)
        assert name == zone
        assert found == f"{datetime.fromtimestamp(at(f'{day} 15:00', zone), ZoneInfo('UTC')):%H:%M}"


@pytest.mark.parametrize(("tzid", "hour"), [("UTC+1", "14:00"), ("GMT-03:30", "18:30"), ("+0530", "09:30")])
def test_a_bare_offset_is_an_offset(tzid: str, hour: str) -> None:
    assert spans(tzid) == (hour, tzid)


@pytest.mark.parametrize(
    "tzid",
    [
        "Customized Time Zone",
        "Mars/Olympus",
        "../../etc/passwd",
        "Europe",
        "localtime",
        "x" * 300,
        "UTC+99",
        "*",
        "(UTC+09:00) London",
    ],
)
def test_an_unknown_zone_is_read_as_the_desk_and_said_once(tzid: str) -> None:
    found = read(*[event(f"DTSTART;TZID={tzid}:2026030{d}T150000", "DURATION:PT1H", uid=str(d)) for d in (4, 5)])
    assert [s.zone for s in found.busy] == ["Europe/Berlin"] * 2
    assert walls(found) == ["2026-03-04 15:00", "2026-03-05 15:00"]
    (warned,) = found.warnings
    assert (warned.note, warned.uid, warned.line, warned.detail) == (Note.UNKNOWN_ZONE, "4", 4, tzid[:200])


def vtimezone(tzid: str, *lines: str) -> str:
    return "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{tzid}", *lines, "END:VTIMEZONE"])


def observance(kind: str, start: str, before: str, after: str, *lines: str) -> str:
    return "\r\n".join(
        [f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *lines, f"END:{kind}"]
    )


OUTLOOK = (
    observance("STANDARD", "16010101T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    observance("DAYLIGHT", "16010101T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
)


@pytest.mark.parametrize("tzid", ["Customized Time Zone", "(UTC+01:00) Berlin by hand", "CEST"])
def test_a_zone_that_only_the_file_knows_is_read_by_its_own_rules(tzid: str) -> None:
    own = vtimezone(tzid, *OUTLOOK)
    assert spans(tzid, own) == ("14:00", tzid)
    assert spans(tzid, own, summer=True) == ("13:00", tzid)
    assert notes(read(own, event(f"DTSTART;TZID={tzid}:20260304T150000", "DURATION:PT1H"))) == ["OWN_ZONE"]


def test_a_zone_may_stand_after_the_events_that_use_it() -> None:
    found = read(event("DTSTART;TZID=Mine:20260701T150000", "DURATION:PT1H"), vtimezone("Mine", *OUTLOOK))
    assert walls(found, "UTC") == ["2026-07-01 13:00"]


def test_x_lic_location_names_the_zone() -> None:
    own = vtimezone(
        "/made/up-1", "X-LIC-LOCATION:Asia/Tokyo", observance("STANDARD", "19700101T000000", "+0300", "+0300")
    )
    assert spans("/made/up-1", own) == ("06:00", "Asia/Tokyo")


@pytest.mark.parametrize("tzid", ["Europe/Berlin", "W. Europe Standard Time"])
def test_a_known_name_wins_over_a_vtimezone_cut_short(tzid: str) -> None:
    """Many programs write only this year's rule, or only winter."""
    own = vtimezone(tzid, observance("STANDARD", "19700101T000000", "+0100", "+0100"))
    assert spans(tzid, own, summer=True) == ("13:00", "Europe/Berlin")


def test_a_short_name_is_what_the_file_says_it_is() -> None:
    """EST of the tz database has no summer; a file that says how its EST goes is believed."""
    own = vtimezone(
        "EST",
        observance("STANDARD", "20071104T020000", "-0400", "-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
        observance("DAYLIGHT", "20070311T020000", "-0500", "-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
    )
    assert spans("EST", own, summer=True)[0] == "19:00"
    assert spans("EST", summer=True)[0] == "20:00"


def test_two_calendars_of_one_file_may_mean_different_zones_by_one_name() -> None:
    def whole(offset: str, uid: str) -> bytes:
        zone = vtimezone("Mine", observance("STANDARD", "19700101T000000", offset, offset))
        return calendar(zone, event("DTSTART;TZID=Mine:20260304T150000", "DURATION:PT1H", uid=uid))

    found = read_calendar(whole("+0300", "a") + whole("-0300", "b"), zone="Europe/Berlin", now=NOW)
    assert [(s.uid, w) for s, w in zip(found.busy, walls(found, "UTC"), strict=True)] == [
        ("a", "2026-03-04 12:00"),
        ("b", "2026-03-04 18:00"),
    ]


def test_a_gap_and_a_fold_of_a_zone_of_the_file() -> None:
    """I13, I14 hold for it as for any other: 02:30 becomes 03:30, and of two the first is taken."""
    own = vtimezone("Mine", *OUTLOOK)
    found = read(
        own,
        event("DTSTART;TZID=Mine:20260329T023000", "DURATION:PT1H", uid="gap"),
        event("DTSTART;TZID=Mine:20261025T023000", "DURATION:PT1H", uid="fold"),
    )
    assert walls(found, "UTC") == ["2026-03-29 01:30", "2026-10-25 00:30"]


def test_summer_time_that_was_given_up_stays_given_up() -> None:
    """Rules that ended with an UNTIL or stand as RDATEs: what they set last holds on."""
    own = vtimezone(
        "Mine",
        observance("STANDARD", "20051030T030000", "+0400", "+0300", "RRULE:FREQ=YEARLY;UNTIL=20101031T000000Z"),
        observance("DAYLIGHT", "20060326T020000", "+0300", "+0400", "RDATE:20070325T020000,20080330T020000"),
    )
    assert spans("Mine", own, summer=True)[0] == "12:00"


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("BEGIN:STANDARD\r\nEND:STANDARD",),
        (observance("STANDARD", "19700101T000000", "+9999", "+0100"),),
        (observance("STANDARD", "never", "+0100", "+0100"),),
        (observance("STANDARD", "00010101T000000", "+0100", "+0100"),),
        (observance("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY"),),
        (observance("STANDARD", "19700101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY"),),
        (observance("STANDARD", "19700101T000000", "+0100", "+0200") + "\r\n",) * 201,
    ],
)
def test_a_zone_that_cannot_be_read_is_unknown(lines: tuple[str, ...]) -> None:
    found = read(
        vtimezone("Mine", *(x.rstrip() for x in lines)), event("DTSTART;TZID=Mine:20260304T150000", "DURATION:PT1H")
    )
    assert walls(found) == ["2026-03-04 15:00"]
    assert "UNKNOWN_ZONE" in notes(found)


def test_an_unknown_zone_of_the_desk_is_the_callers_error() -> None:
    with pytest.raises(UnknownZone):
        read(event("DTSTART:20260304T150000", "DURATION:PT1H"), zone="Mars/Olympus")


@given(st.sampled_from(ZONES), st.datetimes(datetime(1975, 1, 1), datetime(2036, 1, 1)))
def test_wall_times_are_resolved_as_the_desk_resolves_a_lesson(name: str, wall: datetime) -> None:
    """One rule for gaps and folds, whoever wrote the lesson down."""
    wall = wall.replace(second=0, microsecond=0)
    day = wall.toordinal()
    instant = IanaZone(name).instant(wall)
    assert instant == zone_clock(name).begins(midnight(day) + wall.hour * 3600 + wall.minute * 60)[0]
    assert IanaZone(name).wall(instant) == zone_clock(name).wall(instant)
