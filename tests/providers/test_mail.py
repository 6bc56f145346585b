"""Letters over real SMTP with TLS: each answer of a mail server ends as one of the port's four."""

from __future__ import annotations

import gc
import logging
import socket
import warnings
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from deskbell.domain.ports import Account, Done, Later, Letter, Refused, Unknown
from deskbell.providers.mail.smtp import Server, SmtpMessenger
from tests.house.clock import WEDNESDAY
from tests.standin.mail import PASSWORD, USER, MailServer

LETTER = Letter(
    "b7f1.confirmed.1@desk.example", "marta@example.org", "Piano, miércoles 4 de marzo", "Hola Marta:\n.\n..fin\n",
    html="<p>Hola Marta</p>", at=WEDNESDAY,
)  # fmt: skip
INVITE = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:a@b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.fixture(params=["starttls", "tls"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path, tls=request.param == "tls") as running:
        yield running


@pytest.fixture
def starttls(tmp_path: Path) -> Iterator[MailServer]:
    with MailServer(tmp_path) as running:
        yield running


def at(server: MailServer, **more: object) -> SmtpMessenger:
    place = Server(
        "localhost", server.port, server.tls, USER, "Estudio Río", USER, lambda: PASSWORD, trust=str(server.cert)
    )
    return SmtpMessenger(replace(place, **more), connect=2, read=1)  # type: ignore[arg-type]


def test_a_letter_arrives_whole_and_encrypted(server: MailServer) -> None:
    """S2.26: text, HTML, sender, language of anybody, the Message-ID that we gave; lone dots too."""
    assert at(server).send(LETTER) == Done(True)
    (taken,) = server.post.taken
    mail = message_from_bytes(taken.content, policy=default)
    assert (taken.sender, taken.to, taken.user, taken.encrypted) == (USER, ["marta@example.org"], USER, True)
    assert mail["subject"] == LETTER.subject
    assert mail["message-id"] == f"<{LETTER.id}>"
    assert mail["from"].addresses[0].display_name == "Estudio Río"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["date"].datetime.timestamp() == WEDNESDAY
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    html = mail.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == LETTER.html


def test_a_calendar_file_goes_inside_and_beside(starttls: MailServer) -> None:
    """spec 8, 4: inline with its method, and attached."""
    assert at(starttls).send(replace(LETTER, invite=INVITE, method="REQUEST")) == Done(True)
    mail = message_from_bytes(starttls.post.taken[0].content, policy=default)
    kinds = [(p.get_content_type(), p.get_param("method")) for p in mail.walk() if not p.is_multipart()]
    assert kinds == [
        ("text/plain", None), ("text/html", None), ("text/calendar", "REQUEST"), ("application/ics", None),
    ]  # fmt: skip
    inside = next(p for p in mail.walk() if p.get_content_type() == "text/calendar")
    assert inside.get_content().replace("\r\n", "\n") == INVITE.replace("\r\n", "\n")


def test_the_same_letter_makes_the_same_bytes(starttls: MailServer) -> None:
    """A mail sent again is the same mail: receivers that keep Message-IDs drop the second."""
    for _ in range(2):
        assert at(starttls).send(replace(LETTER, invite=INVITE, method="REQUEST")) == Done(True)
    first, second = (taken.content for taken in starttls.post.taken)
    assert first == second


@pytest.mark.parametrize(
    ("command", "says", "outcome"),
    [
        ("MAIL", "550 5.7.1 not from you", Refused("SENDER")),
        ("MAIL", "451 4.3.0 later", Later(300, "SMTP_451")),
        ("RCPT", "550 5.1.1 nobody here", Refused("RECIPIENT")),
        ("RCPT", "553 5.1.3 no address", Refused("RECIPIENT")),
        ("RCPT", "552 mailbox full", Refused("MAILBOX_FULL")),
        ("RCPT", "550 5.2.2 over quota", Later(3600, "MAILBOX_FULL")),
        ("RCPT", "452 4.2.2 over quota", Later(3600, "MAILBOX_FULL")),
        ("RCPT", "450 4.7.1 greylisted", Later(300, "SMTP_450")),
        ("DATA", "554 5.7.1 spam", Refused("REJECTED")),
        ("DATA", "451 4.3.0 disk", Later(300, "SMTP_451")),
    ],
)
def test_what_a_server_says(starttls: MailServer, command: str, says: str, outcome: object) -> None:
    """5xx is for ever, 4xx for now (RFC 5321, 4.2.1); and nothing has arrived."""
    starttls.post.says[command] = says
    assert at(starttls).send(LETTER) == outcome
    assert not starttls.post.taken
    assert at(starttls).send(LETTER) == Done(True)


def test_a_letter_whose_answer_is_lost_is_unknown(starttls: MailServer) -> None:
    """It may have arrived: nobody says that it did not."""
    for order, arrived in (("AFTER", 1), ("BEFORE", 1)):
        starttls.post.drops = order
        assert at(starttls).send(LETTER) == Unknown("RESET")
        assert len(starttls.post.taken) == arrived
    starttls.post.sleeps = 2
    assert at(starttls).send(LETTER) == Unknown("TIMEOUT")
    hasty = at(starttls)
    hasty._read, hasty._whole = 5, 0.5
    assert hasty.send(LETTER) == Unknown("RESET"), "a worker that waited longer would have lost its lease"
    starttls.post.sleeps = 0


def test_a_wrong_password_is_one_code_and_shows_nowhere(
    server: MailServer, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = "hunter2-planted"
    messenger = at(server, secret=lambda: planted)
    assert messenger.check() == messenger.send(LETTER) == Refused("LOGIN")
    said = capsys.readouterr()
    shown = repr(messenger) + repr(messenger._server) + caplog.text + said.out + said.err
    assert planted not in shown
    assert not server.post.taken


def test_a_check_logs_in_and_sends_nothing(server: MailServer) -> None:
    assert at(server).check() == Done(Account(live=True, name=USER))
    assert server.post.logins == [USER]
    assert not server.post.taken


def test_a_certificate_that_nobody_vouches_for_is_refused(server: MailServer) -> None:
    """Nobody between us reads a child's name: the password is not even said."""
    assert at(server, trust=None).send(LETTER) == Refused("CERTIFICATE")
    assert not server.post.logins


def test_a_server_that_does_not_encrypt_hears_nothing(tmp_path: Path) -> None:
    with MailServer(tmp_path, offers_tls=False) as server:
        assert at(server).send(LETTER) == Refused("NO_TLS")
        assert not server.post.logins


def test_where_nobody_listens_nothing_has_happened() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert SmtpMessenger(Server("localhost", port, False, USER)).send(LETTER) == Later(60, "UNREACHABLE")


def test_a_server_that_says_nothing_is_left_in_time() -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        place = Server("127.0.0.1", mute.getsockname()[1], False, USER)
        assert SmtpMessenger(place, connect=1, read=0.2).send(LETTER) == Later(60, "UNREACHABLE")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gc.collect()  # no socket was left open


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        (replace(LETTER, to="marta"), "RECIPIENT"),
        (replace(LETTER, to="a@b@c"), "RECIPIENT"),
        (replace(LETTER, to="marta@example.org\r\nBcc: all@example.org"), "RECIPIENT"),
        (replace(LETTER, to=""), "RECIPIENT"),
        (replace(LETTER, to="@example.org"), "RECIPIENT"),
        (replace(LETTER, subject="Hola\nBcc: all@example.org"), "LETTER"),
        (replace(LETTER, id="no brackets> <at all"), "LETTER"),
    ],
)
def test_what_no_mail_can_carry_never_leaves(starttls: MailServer, letter: Letter, code: str) -> None:
    """T7: a header that breaks its line would be a header of somebody else's."""
    assert at(starttls).send(letter) == Refused(code)
    assert not starttls.post.logins


def test_addresses_of_everywhere(starttls: MailServer) -> None:
    """A domain is spelled as the network does; a name before the @ goes where the server takes it."""
    assert at(starttls).send(replace(LETTER, to="marta@café.example")) == Done(True)
    assert at(starttls).send(replace(LETTER, to="josé@example.org")) == Done(True)
    assert [taken.to for taken in starttls.post.taken] == [["marta@xn--caf-dma.example"], ["josé@example.org"]]
