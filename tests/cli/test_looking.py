"""Commands that only look: what they say to people, and the shapes that scripts rely on."""

from __future__ import annotations

import pytest

from deskbell import wiring
from deskbell.domain.payment import Method
from tests.cli.conftest import Say, init
from tests.services.conftest import Small


@pytest.fixture
def week(desk: Small) -> Small:
    """A lesson paid, one not, one of a walk-in, and a class with one seat left."""
    desk.book("Ana Pérez", "2026-03-04 11:00", method=Method.CASH)
    desk.book("Leo Lee", "2026-03-05 15:30")
    desk.book(None, "2026-03-05 15:30", tutor="Ben", service="Maths")
    slot = desk.open_class("2026-03-06 17:00")
    desk.book("Mia Lee", "2026-03-06 17:00", service="Yoga", tutor="Ben", slot=slot)
    return desk


@pytest.mark.usefixtures("week")
def test_agenda_is_a_heading_a_day_and_a_line_a_lesson(say: Say) -> None:
    lines = say("agenda").out.splitlines()
    assert lines[0] == "Wed 4 March 2026"
    assert "11:00–12:00" in lines[1]
    assert "Ana Pérez" in lines[1]
    assert "€ paid" in lines[1]
    assert "#1" in lines[1]
    assert "€ due 25.00" in say("agenda", "thu", "--days", 1).out
    assert "Yoga 1/2" in say("agenda", "--tutor", "ben").out
    assert "Leo" not in say("agenda", "--tutor", "ben").out


@pytest.mark.usefixtures("week")
def test_plain_says_states_by_their_words_alone(say: Say) -> None:
    """For those who listen to their screen: no glyph, no drawing."""
    out = say("agenda", "--plain").out
    assert "paid" in out
    assert not set(out) & set("€●✓◐▒")


@pytest.mark.usefixtures("week")
def test_agenda_as_data(say: Say) -> None:
    data = say("agenda", "--json").data
    assert (data["first"], data["days"], data["desk"]) == ("2026-03-04", 7, "Estudio")
    first = data["lessons"][0]
    assert (first["start"], first["service"]) == ("2026-03-04T11:00:00+01:00", "Piano")
    assert first["seats"][0] | {"order": 0, "attendance": ""} == {
        "booking": 1, "name": "Ana Pérez", "state": "CONFIRMED", "attendance": "", "order": 0, "currency": "EUR",
        "due": 2500, "captured": 2500, "refunded": 0, "credited": 0, "authorised": 0, "disputed": 0, "hold_until": None,
    }  # fmt: skip


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize("more", [(), ("--json",), ("thu", "--days", "2")])
def test_the_quick_reading_says_what_the_desk_says(
    say: Say, more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A desk's file is read without SQLAlchemy; opening it says the same, letter by letter."""
    quick = say("agenda", *more).out
    monkeypatch.setattr(wiring, "first_days", lambda *_: None)
    assert say("agenda", *more).out == quick


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("language", "day", "paid"),
    [("en", "Wed 4 March", "paid"), ("es", "mié 4 de marzo", "pagado"), ("pt", "qua 4", "pago")],
)
def test_agenda_speaks(say: Say, language: str, day: str, paid: str) -> None:
    out = say("agenda", "--language", language).out
    assert day in out
    assert paid in out


def test_an_empty_week_says_what_to_do(say: Say, desk: Small) -> None:
    for language in ("en", "es", "pt"):
        assert "deskbell book" in say("agenda", "--language", language).out
    assert "deskbell book" in say("bookings").out


@pytest.mark.usefixtures("week")
def test_free_lists_times_and_says_why_not(say: Say) -> None:
    """I19: the list, why not and the commit are one answer."""
    times = say("free", "piano", "wed", "--tutor", "ana", "--json").data["free"]
    starts = [x["start"][11:16] for x in times if x["start"].startswith("2026-03-04")]
    assert "10:00" in starts
    assert "10:30" not in starts
    assert "12:00" in starts
    assert "11:00" not in starts
    assert "booking 1" in say("free", "piano", "wed", "11:00", "--tutor", "ana").out
    assert "is free" in say("free", "piano", "wed", "16:00", "--tutor", "ana").out
    reasons = say("free", "piano", "wed", "11:00", "--json").data["answers"]
    assert [(x["tutor"], x["free"]) for x in reasons] == [("Ana Ruiz", False), ("Ben Ode", True)]
    assert reasons[0]["reasons"][0]["why"] == "BOOKING"


@pytest.mark.usefixtures("week")
def test_free_seats_of_a_class(say: Say) -> None:
    assert "1/2" in say("free", "yoga").out
    data = say("free", "yoga", "--json").data
    assert data["classes"] == [{"start": "2026-03-06T17:00:00+01:00", "free": 1, "taken": 1, "capacity": 2}]
    assert say("free", "yoga", "sat", "10:00", code=2).err


def test_bookings_stand_in_columns_and_a_walk_in_has_a_name(say: Say, desk: Small) -> None:
    say("book", "-", "piano", "2026-03-06", "16:00", "--yes")
    lines = say("bookings").out.splitlines()
    assert any("walk-in" in line for line in lines)
    assert len({line.index("Piano") for line in lines if "Piano" in line}) == 1
    assert "walk-in" in say("agenda", "2026-03-06").out


def test_the_timeline_has_the_numbers_that_undo_takes(say: Say, desk: Small) -> None:
    said = say("book", "-", "piano", "2026-03-06", "16:00", "--yes", "--json").data
    assert f"(change {said['change']})" in say("show", said["booking"]).out


@pytest.mark.usefixtures("week")
def test_bookings_of_a_person_and_of_everybody(say: Say) -> None:
    said = say("bookings", "leo").out
    assert "#2" in said
    assert "Piano" in said
    data = say("bookings", "leo", "--json").data
    assert data["person"]["name"] == "Leo Lee"
    assert [(x["booking"], x["money"], x["open"]) for x in data["bookings"]] == [(2, "UNPAID", 2500)]
    everybody = say("bookings", "--json").data
    assert everybody["person"] is None
    assert [x["booking"] for x in everybody["bookings"]] == [1, 2, 3, 4]
    assert len(say("bookings", "--limit", 2).out.splitlines()) == 2


@pytest.mark.usefixtures("week")
def test_show_tells_everything_about_a_booking(say: Say) -> None:
    """S2.14 - S2.22: lesson, tutor, people, order, payments, receipt, timeline."""
    out = say("show", 1).out
    for part in ("Piano", "Ana Pérez", "Ana Ruiz", "One", "25.00", "receipt 1", "booked"):
        assert part in out
    data = say("show", 1, "--json").data
    assert data["money"] == {
        "currency": "EUR", "due": 2500, "captured": 2500, "refunded": 0, "open": 0, "state": "PAID",
    }  # fmt: skip
    assert data["detail"]["timeline"][0]["effect"]["kind"] == "SlotOpened"
    for language in ("es", "pt"):
        assert "Yoga" in say("show", 4, "--language", language).out


@pytest.mark.usefixtures("week")
def test_verify_agrees_or_names_what_does_not(say: Say, desk: Small) -> None:
    """Every derived figure is recomputed from the append-only rows; one that is off is exit 1."""
    assert say("verify").out
    assert say("verify", "--json").data["ok"]
    with desk.desk.database.write() as unit:
        unit.connection.exec_driver_sql("UPDATE desk_order SET due = 2600 WHERE id = 1")
    assert "2600" in say("verify", code=1).out
    found = say("verify", "--json", code=1).data
    assert not found["ok"]
    assert found["findings"]


def test_where_names_every_place_and_needs_no_desk(say: Say) -> None:
    data = say("where", "--json").data
    assert set(data) == {"schema", "database", "settings", "backups", "crashes", "secrets"}
    assert say("where").out.count("\n") == 5


def test_the_demo_desk_is_another_one(say: Say) -> None:
    init(say)
    assert say("agenda", "--demo", code=2).err
    assert say("where", "--demo", "--json").data["database"].endswith("demo.sqlite3")
