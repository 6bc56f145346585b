"""Mail on the command line: rules by their numbers, the outbox, a test to oneself; over a real server with TLS too."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from random import Random
from typing import cast

import pytest
from icalendar import Calendar
from sqlalchemy import text

from deskbell.providers.mail.smtp import Server, SmtpMessenger
from deskbell.services.connecting import Opened
from deskbell.services.working import Working
from deskbell.worker.loop import Worker
from tests.cli.conftest import Say
from tests.services.conftest import Small
from tests.standin.mail import PASSWORD, USER, MailServer


def written(desk: Small, statement: str) -> None:
    with desk.desk.database.write() as unit:
        unit.connection.execute(text(statement))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as running:
        yield running


@pytest.fixture
def worker(desk: Small, server: MailServer) -> Worker:
    """Whoever sends for the small desk: the real messenger, over STARTTLS, with a password."""
    place = Server("localhost", server.port, False, USER, "Estudio", USER, lambda: PASSWORD, trust=str(server.cert))
    messenger = SmtpMessenger(place, connect=2, read=2)
    working = Working(desk.desk, database_now=lambda unit: desk.clock.now())
    made = Worker(working, {}, desk.clock, dice=Random(1), opened=Opened({}, {}, messengers={"MAIL": messenger}))
    written(desk, "UPDATE person SET mail = 'marta@example.org', language = 'es' WHERE name = 'Leo Lee'")
    made.tick()
    return made


def mail(server: MailServer) -> EmailMessage:
    (taken,) = server.post.taken
    assert taken.encrypted
    return cast("EmailMessage", message_from_bytes(taken.content, policy=default))


def test_a_booking_is_a_mail_in_its_readers_language(say: Say, desk: Small, worker: Worker, server: MailServer) -> None:
    """From the booking to the mail server and back into the list: text, HTML, the lesson inside, an id that stays."""
    desk.book("Mia Lee", "2026-03-05 15:00")
    desk.clock.at += 20
    worker.tick()
    arrived = mail(server)
    assert arrived["to"] == "marta@example.org"
    assert arrived["subject"] == "Reservado: Piano, jue 5 mar 15:00"
    plain, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Hola, Leo Lee:" in plain.get_content()
    assert "<strong>Piano</strong>" in html.get_content()
    calendar = next(part for part in arrived.walk() if part.get_content_type() == "text/calendar")
    (event,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    exported = say("export", "calendar", "--person", "mia").out
    assert f"UID:{event['uid']}" in exported.replace("\r\n ", "")
    assert not worker.working.shown().waits
    (row,) = say("outbox", "--json").data["letters"]
    assert (row["state"], row["to"], row["notice"]) == ("SENT", "marta@example.org", "BOOKED")
    assert "Reservado" in say("outbox", "--show", row["letter"]).out


def test_what_goes_out_next_is_what_goes_out(say: Say, desk: Small, worker: Worker, server: MailServer) -> None:
    """The list of the next 24 hours, and then the worker: the same people at the same time."""
    desk.book("Leo Lee", "2026-03-05 09:30")
    (row,) = say("outbox", "--next", "--json").data["next"]
    assert (row["to"], row["at"][:16], row["notice"]) == ("marta@example.org", "2026-03-05T08:30", "REMINDER")
    assert "marta@example.org" in say("outbox", "--next").out
    desk.clock.at += 20
    worker.tick()
    server.post.taken.clear()
    desk.clock.at = desk.view(desk.book("Ana Pérez", "2026-03-06 15:00")).slot.start  # any instant of another day
    desk.clock.at -= 30 * 3600 + 30 * 60 + 1
    worker.tick()
    assert not server.post.taken
    desk.clock.at += 21
    worker.tick()
    assert mail(server)["subject"] == "Recordatorio: Piano, jue 5 mar 09:30"


def test_rules_are_listed_switched_made_changed_and_removed(say: Say, desk: Small) -> None:
    def listed() -> list[dict[str, object]]:
        found: list[dict[str, object]] = say("rules", "--json").data["rules"]
        return found

    assert "reminder, 24 h before, customer, mail, quiet 21:00–08:00" in say("rules").out
    say("rules", "--off", 1)
    assert [rule["active"] for rule in listed()][:2] == [False, True]
    say("undo", "--yes")
    assert listed()[0]["active"]
    say("rules", "--new", "reminder", "--at", "3d", "--whom", "tutor", "--quiet", "22-7")
    (made,) = [rule for rule in listed() if rule["own"]]
    assert (made["minutes"], made["audience"], made["quiet"]) == (-3 * 1440, "TUTOR", [1320, 420])
    say("rules", "--set", made["no"], "--at", "2d", "--quiet", "")
    (made,) = [rule for rule in listed() if rule["own"]]
    assert (made["minutes"], made["quiet"]) == (-2 * 1440, None)
    say("rules", "--remove", made["no"])
    assert not [rule for rule in listed() if rule["own"]]


DAY_BEFORE = "the reminder a day before"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rules", "--off", 99), "no such rule"),
        (("rules", "--remove", 1), "switch it off"),
        (("rules", "--set", 1, "--at", "2h"), "before the lesson"),
        (("rules", "--set", DAY_BEFORE, "--at", "soon"), "24h"),
        (("rules", "--set", DAY_BEFORE, "--at", "99d"), "60 days"),
        (("rules", "--set", DAY_BEFORE, "--quiet", "night"), "21:00-08:00"),
        (("rules", "--new", "reminder", "--at", "24h"), "says the same"),
        (("rules", "--new", "reminder"), "before the lesson"),
        (("outbox", "--show", 7), "no such mail"),
        (("outbox", "--again", 7), "no such mail"),
        (("mail", "test", "ana@example.org"), "connect"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(say: Say, desk: Small, words: tuple[object, ...], said: str) -> None:
    if DAY_BEFORE in words:
        no = next(rule["no"] for rule in say("rules", "--json").data["rules"] if rule["minutes"] == -24 * 60)
        words = tuple(no if word == DAY_BEFORE else word for word in words)
    answer = say(*words, code=None)
    assert answer.code != 0
    assert said in answer.err


def test_a_mail_that_was_refused_is_sent_again_and_dropped(
    say: Say, desk: Small, worker: Worker, server: MailServer
) -> None:
    """A task with an answer; and what waits can be dropped after its plan."""
    server.post.says["RCPT"] = "550 5.1.1 nobody here"
    desk.book("Leo Lee", "2026-03-05 15:00")
    desk.clock.at += 20
    worker.tick()
    (row,) = say("outbox", "--json").data["letters"]
    assert (row["state"], row["code"]) == ("FAILED", "RECIPIENT")
    (task,) = say("attention", "--json").data["tasks"]
    assert task["answers"] == ["retry", "seen"]
    assert "Leo Lee" in task["said"]
    say("outbox", "--again", row["letter"], "--yes")
    assert say("attention", "--json").data["count"] == 0
    say("outbox", "--drop", row["letter"], "--yes")
    desk.clock.at += 60
    worker.tick()
    assert not server.post.taken
    assert say("outbox", "--json").data["letters"][0]["state"] == "SUPPRESSED"
    assert "waits any more" in say("outbox", "--drop", row["letter"], "--yes", code=None).err
    desk.sound()


def test_how_somebody_is_mailed(say: Say, desk: Small, worker: Worker, server: MailServer) -> None:
    """A person's address, language and zone, and a tutor's; undo takes it back; a tutor with one is told then."""
    say("person", "ana", "perez", "--mail", "ana@example.org", "--speaks", "pt", "--zone", "london")
    say("person", "ben", "--tutor", "--mail", "ben@example.org")
    desk.book("Ana Pérez", "2026-03-05 15:00", tutor="Ben")
    desk.clock.at += 20
    worker.tick()
    found = {taken.to[0]: message_from_bytes(taken.content, policy=default) for taken in server.post.taken}
    assert found["ana@example.org"]["subject"] == "Reservado: Piano, qui 5 mar 14:00"
    assert "Ana Pérez" in str(found["ben@example.org"].get_body(("plain",)).get_content())  # type: ignore[union-attr]
    for words in (("--speaks", "fr"), ("--zone", "atlantis"), ("--mail", "nobody"), ()):
        assert say("person", "ana", "perez", *words, code=None).code != 0
    say("undo", "--yes", code=None)
    desk.sound()
