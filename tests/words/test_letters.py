"""Letters in words: every notice in every language, whoever reads it and wherever; nothing that people typed acts."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_string

import pytest
from icalendar import Calendar

from deskbell.domain.booking import State
from deskbell.domain.ids import Id
from deskbell.domain.letters import Matter, ToSend, is_so
from deskbell.domain.mail_facts import PLACES, Item, TextFacts
from deskbell.domain.notices import Letter, Notice
from deskbell.domain.people import Role
from deskbell.services.written import write
from deskbell.words.away import read_away, read_quiet
from deskbell.words.letter_texts import LETTERS
from deskbell.words.letters import written
from tests.words.desk import NOW, START, ZONE

LANGUAGES = ("en", "es", "pt")
ID = Id("ab" * 16)
HOSTILE = "Ana \x1b[31m<script>alert(1)</script>[@click=app.quit] {amount} \u202e\r\nBcc: all@example.org"


def matter(notice: Notice, **more: object) -> Matter:
    item = Item(ID, Role.CUSTOMER, ID, notice, start=START)
    base = Matter(
        item, 412, State.CONFIRMED, START, START + 3600, "Piano 60", "Left hand", "Ana Ruiz", "Mia Lee", "STUDIO",
        "Room 1", "https://meet.example/abc", "uid@desk", 3, "https://pay.example/1", 2500, "EUR", None, 1042,
        "Practised the scales.",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def letter(*matters: Matter, language: str = "en", zone: str = ZONE) -> ToSend:
    return ToSend(ID, Letter.SCHEDULED, "Estudio Río", "Leo Lee", "leo@example.org", language, zone, matters)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", list(Notice))
def test_every_notice_says_what_when_and_with_whom(notice: Notice, language: str) -> None:
    """In its reader's language, as text and as HTML; no place stays empty."""
    said = written(letter(matter(notice), language=language), [matter(notice)], ZONE)
    for text in (said.text, said.html, said.subject):
        assert "{" not in text
    assert "Piano 60" in said.text
    assert "Mia Lee" in said.text
    assert "15:30" in said.text
    assert said.text.startswith(("Hello Leo Lee", "Hola, Leo Lee", "Olá, Leo Lee"))
    assert said.text.rstrip().endswith("Estudio Río")
    assert said.html.startswith(f'<!doctype html><html lang="{language}">')
    assert "src=" not in said.html, "nothing is loaded from anywhere"
    assert len(said.subject) <= 200


def test_languages_know_the_same_notices_and_places() -> None:
    for language in LANGUAGES:
        assert LETTERS[language].keys() == set(Notice)  # type: ignore[index]
        for notice, texts in LETTERS[language].items():  # type: ignore[index]
            for text in texts:
                assert TextFacts(None, ID, places=PLACES).unknown_place(text) is None, (notice, text)  # type: ignore[arg-type]


def test_a_line_of_which_nothing_is_known_is_left_out() -> None:
    """No room is the kind of place; no link is no line at all; one's own lesson names nobody."""
    bare = matter(Notice.BOOKED, person="", focus="", join_url="", url="", room="")
    said = written(letter(bare), [bare], ZONE)
    assert said.text == (
        "Hello Leo Lee,\n\nThis lesson is booked:\n\nPiano 60\nWednesday 4 March 2026, 15:30–16:30\nwith Ana Ruiz\n"
        "studio\n\nEstudio Río\n"
    )
    assert said.subject == "Booked: Piano 60, Wed 4 Mar 15:30"


def test_who_lives_elsewhere_reads_their_own_times_and_whose_they_are() -> None:
    one = matter(Notice.REMINDER)
    assert "14:30–15:30 (London time)" in written(letter(one, zone="Europe/London"), [one], ZONE).text
    assert "(" not in written(letter(one, zone="Europe/Paris"), [one], ZONE).text, "the same hour is no other time"


def test_what_people_typed_is_only_ever_text() -> None:
    """In subject, text and HTML: no header breaks, no tag opens, no control is left."""
    one = matter(Notice.NOTE, person=HOSTILE, service=HOSTILE, note=HOSTILE, tutor=HOSTILE)
    said = written(replace(letter(one), name=HOSTILE, desk=HOSTILE), [one], ZONE)
    assert "\n" not in said.subject
    assert "<script" not in said.html
    assert "&lt;script&gt;" in said.html
    for text in (said.subject, said.text, said.html):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "{amount}" in said.text, "what somebody typed has no places"
    assert len(message_from_string(f"Subject: {said.subject}\n\n").items()) == 1


def test_the_desks_own_words_go_before_the_programs() -> None:
    own = {(Notice.BOOKED, "es"): ("¡Nos vemos! {day}", "")}
    one = matter(Notice.BOOKED)
    said = written(letter(one, language="es"), [one], ZONE, own)
    assert said.subject.startswith("¡Nos vemos!")
    assert "Esta clase está reservada" in said.text
    assert "Booked" in written(letter(one), [one], ZONE, own).subject


def test_several_things_are_one_letter() -> None:
    two = [matter(Notice.REMINDER), matter(Notice.REMINDER, start=START + 7200, end=START + 9000)]
    said = written(letter(*two), two, ZONE)
    assert said.subject == "Reminder: 2 lessons, the first Wed 4 Mar 15:30"
    assert said.text.count("Hello") == 1
    assert "17:30–18:00" in said.text
    mixed = [matter(Notice.CANCELLED), matter(Notice.BOOKED)]
    assert written(letter(*mixed), mixed, ZONE).subject == "Estudio Río: 2 things to know"
    assert write(letter(*mixed), mixed, ZONE, {}, "desk@example.org", NOW).invite == "", "no file says both"


@pytest.mark.parametrize(
    ("notice", "method"), [(Notice.BOOKED, "REQUEST"), (Notice.MOVED, "REQUEST"), (Notice.CANCELLED, "CANCEL")]
)
def test_the_lessons_entry_goes_along(notice: Notice, method: str) -> None:
    """The same UID every time with its growing sequence; who answers it, and to whom."""
    one = matter(notice)
    said = write(letter(one), [one], ZONE, {}, "desk@example.org", NOW)
    assert said.method == method
    calendar = Calendar.from_ical(said.invite)
    assert calendar["method"] == method
    (event,) = calendar.walk("VEVENT")
    assert (str(event["uid"]), int(event["sequence"])) == ("uid@desk", 3)
    assert str(event["organizer"]) == "mailto:desk@example.org"
    assert str(event["attendee"]) == "mailto:leo@example.org"
    assert (event["status"] == "CANCELLED") is (method == "CANCEL")
    assert write(letter(one), [one], ZONE, {}, "", NOW).method == "PUBLISH", "nobody answers nobody"


def test_no_letter_tells_what_is_not_so() -> None:
    """P8, and what else may have changed since: each notice against each state."""
    for state in State:
        stands = {notice: is_so(matter(notice, state=state), START - 3600) for notice in Notice}
        seated = state in (State.CONFIRMED, State.COMPLETED, State.NO_SHOW, State.HELD)
        assert stands[Notice.CANCELLED] is (state is State.CANCELLED)
        assert stands[Notice.EXPIRED] is (state is State.EXPIRED)
        assert stands[Notice.REMINDER] is (state is State.CONFIRMED)
        assert not stands[Notice.BOOKED] or seated or state in (State.OFFERED, State.REQUESTED), state
    assert not is_so(matter(Notice.REMINDER), START), "it has begun"
    assert not is_so(matter(Notice.REMINDER, start=START + 60), START - 60), "it was moved"
    assert not is_so(matter(Notice.PAY_LINK, until=NOW), NOW)
    assert not is_so(matter(Notice.PAY_LINK, gone=True), NOW)
    assert not is_so(matter(Notice.NOTE, gone=True), NOW)


def test_reading_how_far_and_how_quiet() -> None:
    from deskbell.domain.errors import WrongInput

    assert [read_away(x) for x in ("24h", "90m", "90", "2d", " 1 H ")] == [1440, 90, 90, 2880, 60]
    assert read_quiet("21:00-08:00") == (1260, 480)
    assert read_quiet("22–7") == (1320, 420)
    assert read_quiet(" ") == (None, None)
    for wrong in ("", "soon", "1.5h", "-2h"):
        with pytest.raises(WrongInput):
            read_away(wrong)
    for wrong in ("21:00", "25-8", "21:61-8", "night"):
        with pytest.raises(WrongInput):
            read_quiet(wrong)
