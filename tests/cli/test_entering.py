"""`deskbell connect google` and `connect mail`: the real program against a world of Google's and a real mail server."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from deskbell.cli import entering, unseen
from deskbell.domain.entrances import EVENTS, FREE_BUSY
from deskbell.domain.secret import Secret
from deskbell.providers.secrets import vault
from deskbell.tui import browsing
from tests.cli.conftest import NOW, Say, init, say
from tests.standin.google.server import Google
from tests.standin.google.world import Order, no
from tests.standin.mail import PASSWORD, USER, MailServer

__all__ = ["say"]

PHRASE = "planted passphrase"


@pytest.fixture
def home(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk; its vault's passphrase lies in a file."""
    monkeypatch.setattr(vault, "N", 1 << 4)
    monkeypatch.setattr(unseen, "somebody_there", lambda: True)
    monkeypatch.setattr(entering, "somebody_there", lambda: True)
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE)
    phrase.chmod(0o600)
    monkeypatch.setenv("DESKBELL_PASSPHRASE_FILE", str(phrase))
    init(say)
    return tmp_path


def leaks(home: Path, *planted: str) -> list[str]:
    files = (file for file in home.rglob("*") if file.is_file() and file.name not in ("phrase", "key", "client.json"))
    return [str(file) for file in files for words in planted if words.encode() in file.read_bytes()]


def standing(say: Say, name: str) -> dict[str, object]:
    return next(x for x in say("connections", "--json").data["connections"] if x["name"] == name)


# --- Google


@pytest.fixture
def google(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the world here has no certificate
    monkeypatch.setenv("AUTH_GOOGLE_ID", "desk.apps")
    monkeypatch.setenv("AUTH_GOOGLE_SECRET", "client-secret")
    with Google() as running:
        monkeypatch.setenv("DESKBELL_GOOGLE_BASE", running.base.removesuffix("/calendar/v3/"))
        yield running


Browser = Callable[..., list[str]]


@pytest.fixture
def browser(google: Google, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """Opens the page and does what somebody would; `here` off: there is none on this machine, and it is pasted."""

    def sits(*, here: bool = True, **consent: object) -> list[str]:
        opened: list[str] = []

        def browse(address: str) -> bool:
            opened.append(address)
            if here:
                back = google.world.consent(address, **consent)  # type: ignore[arg-type]
                threading.Thread(target=visit, args=(back,)).start()
            return here

        def pasted(question: str) -> Secret:
            return Secret(google.world.consent(opened[-1], **consent))  # type: ignore[arg-type]

        monkeypatch.setattr(browsing, "browse", browse)
        monkeypatch.setattr(entering, "unseen", pasted)
        return opened

    return sits


def visit(address: str) -> None:
    with suppress(OSError), urllib.request.urlopen(address, timeout=5) as page:
        page.read()


def test_the_browser_lets_the_desk_in_and_the_token_is_kept(
    say: Say, home: Path, google: Google, browser: Browser
) -> None:
    """S1.11, S1.18, S1.28-S1.30, A48: nothing of it stands in the database or is said."""
    browser()
    say("book", "new", "Leo", "Lee", "piano", "fri", "15:00", "cash", "--yes")
    said = say("connect", "google")
    assert "Google Calendar is connected: ana@example.org" in said.out
    assert "1 lesson to come is not on it" in said.out
    (refresh,) = google.world.grants
    assert leaks(home, refresh, "client-secret") == []
    assert refresh not in said.out + said.err
    assert "calendar “primary”" in said.out
    said = say("connect", "google", "--calendar", "lessons@group.example", "--owner", "ana@example.org")
    assert "calendar “lessons@group.example”" in said.out
    assert "calendar “lessons@group.example”" in say("connect", "google").out, "it stays so"
    refresh = list(google.world.grants)[-1]
    found = standing(say, "google")
    assert (found["connected"], found["account"], found["mode"], found["kept"]) == (
        True,
        "ana@example.org",
        None,
        "vault",
    )
    assert "TEST" not in say("connections").out
    plan = say("disconnect", "google", "--plan").out
    assert "no lesson goes on Google Calendar any more" in plan
    say("disconnect", "google", "--yes")
    assert not list(home.rglob("*.vault"))


def test_a_withdrawn_consent_is_a_task_and_bookings_go_on(
    say: Say, google: Google, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven days of a client in testing, or somebody at their account: connected again, what waited goes on."""
    browser()
    say("connect", "google")
    say("book", "new", "Leo", "Lee", "piano", "fri", "15:00", "cash", "--yes")
    later(monkeypatch, 60)
    say("worker", "--once")
    assert len(events(google)) == 1
    google.world.grants.clear()
    google.world.tokens.clear()
    say("book", "leo", "piano", "fri", "17:00", "cash", "--yes")
    later(monkeypatch, 120)
    say("worker", "--once")
    assert "LOCKED_OUT" in tasks(say)
    assert standing(say, "google")["state"] == "PAUSED"
    assert say("show", 2, "--json").data["state"] == "CONFIRMED"
    assert len(events(google)) == 1
    say("connect", "google")
    later(monkeypatch, 180)
    say("worker", "--once")
    assert len(events(google)) == 2
    assert "LOCKED_OUT" not in tasks(say)


def tasks(say: Say) -> list[str]:
    """The clock of the world there is the machine's own, which is a task too."""
    return [task["kind"] for task in say("attention", "--json").data["tasks"]]


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setenv("DESKBELL_NOW", str(NOW + seconds))


def events(google: Google) -> list[dict[str, object]]:
    (calendar,) = google.world.calendars.values()
    return list(calendar["events"].values())


def test_the_list_of_calendars_is_asked_for_where_it_is_wanted(say: Say, google: Google, browser: Browser) -> None:
    """Least scopes: a right is asked for when it is used."""
    opened = browser()
    say("connect", "google")
    assert "calendarlist" not in opened[-1]
    google.world.orders.append(Order("calendars", no(403, "insufficientPermissions")))
    assert "--choose" in say("calendar", "--list", code=2).err
    say("connect", "google", "--choose")
    assert "calendarlist.readonly" in opened[-1]
    assert "ana@example.org" in say("calendar", "--list").out


def test_without_a_browser_its_address_is_pasted(say: Say, google: Google, browser: Browser) -> None:
    """Over SSH: the page's address is shown, and what the other machine's browser ended at is typed unseen."""
    opened = browser(here=False)
    said = say("connect", "google")
    assert opened[0] in said.err
    assert "connected: ana@example.org" in said.out


def test_the_clients_file_is_read_and_remembered(
    say: Say, home: Path, google: Google, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Google's console gives it; to connect again it is not asked for."""
    monkeypatch.delenv("AUTH_GOOGLE_ID")
    browser()
    assert "--client" in say("connect", "google", code=2).err
    file = home / "client.json"
    for words in ("no json", '{"web": {"client_id": "x", "client_secret": "y"}}', "[]"):
        file.write_text(words)
        assert "desktop app" in say("connect", "google", "--client", file, code=2).err
    file.write_text(json.dumps({"installed": {"client_id": "desk.apps", "client_secret": "client-secret"}}))
    say("connect", "google", "--client", file)
    file.unlink()
    say("connect", "google")


@pytest.mark.parametrize(
    ("consent", "words"),
    [({"denied": True}, "not allowed in the browser"), ({"less": (EVENTS,)}, "was left empty")],
)
def test_what_the_person_at_the_browser_did_not_allow(
    say: Say, home: Path, browser: Browser, consent: dict[str, object], words: str
) -> None:
    """Denied, or the one box that it cannot do without: a sentence, and nothing is kept."""
    browser(**consent)
    assert words in say("connect", "google", code=2).err
    assert not list(home.rglob("*.vault"))
    assert standing(say, "google")["connected"] is False


def test_a_right_that_it_can_do_without_is_said(say: Say, browser: Browser) -> None:
    browser(less=(FREE_BUSY,))
    assert "calendar.freebusy" in say("connect", "google").out


def test_a_wrong_client_a_wrong_redirect_and_nobody_there(
    say: Say, home: Path, google: Google, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser()
    monkeypatch.setenv("GOOGLE_REDIRECT_URI", "https://example.com/back")
    assert "GOOGLE_REDIRECT_URI" in say("connect", "google", code=2).err
    monkeypatch.delenv("GOOGLE_REDIRECT_URI")
    monkeypatch.setenv("AUTH_GOOGLE_SECRET", "planted-wrong")
    said = say("connect", "google", code=2)
    assert "id or secret is wrong" in said.err
    assert "planted" not in said.err
    monkeypatch.setattr(entering, "somebody_there", lambda: False)
    assert "in a terminal" in say("connect", "google", code=2).err
    assert leaks(home, "planted-wrong") == []


# --- mail


@pytest.fixture
def post(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    folder = tmp_path / "post"
    folder.mkdir()
    with MailServer(folder) as server:
        monkeypatch.setenv("DESKBELL_MAIL_TRUST", str(server.cert))
        yield server


def by_mail(say: Say, home: Path, server: str, *more: str, password: str = PASSWORD, code: int = 0):  # type: ignore[no-untyped-def]
    file = home / "key"
    file.write_text(password)
    file.chmod(0o600)
    sender = ("--from", f"Estudio Río <{USER}>")
    return say("connect", "mail", "--server", server, *sender, "--key-file", file, *more, code=code)


def test_a_mail_server_is_logged_in_to_and_kept(say: Say, home: Path, post: MailServer) -> None:
    say("book", "new", "Leo", "Lee", "piano", "fri", "15:00", "cash", "--yes")
    say("edit", 1, "--mail", "leo@lee.example")
    said = by_mail(say, home, f"localhost:{post.port} starttls")
    assert f"E-mail is connected, as {USER}" in said.out
    assert "1 lesson to come was booked before: deskbell outbox --catch-up" in said.out
    assert "Leo Lee (mail)" in say("outbox", "--catch-up", "--plan").out
    assert post.post.logins == [USER]
    assert leaks(home, PASSWORD) == []
    assert standing(say, "mail")["account"] == USER
    assert "no mail leaves by E-mail any more" in say("disconnect", "mail", "--plan").out
    say("disconnect", "mail", "--yes")


def test_a_changed_password_is_a_task_and_what_waits_goes_once_it_is_mended(
    say: Say, home: Path, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = f"localhost:{post.port} starttls"
    by_mail(say, home, where)
    say("book", "new", "Leo", "Lee", "piano", "fri", "15:00", "cash", "--yes")
    say("edit", 1, "--mail", "leo@lee.example")
    say("move", 1, "fri", "16:00", "--yes")
    later(monkeypatch, 60)
    say("worker", "--once")
    assert [mail.to for mail in post.post.taken] == [["leo@lee.example"]]
    post.post.password = "another"
    say("move", 1, "fri", "17:00", "--yes")
    later(monkeypatch, 120)
    say("worker", "--once")
    assert "LOCKED_OUT" in tasks(say)
    assert standing(say, "mail")["state"] == "PAUSED"
    assert "17:00" in say("show", 1).out
    assert len(post.post.taken) == 1
    by_mail(say, home, where, password="another")
    later(monkeypatch, 180)
    say("worker", "--once")
    assert len(post.post.taken) == 2
    assert "LOCKED_OUT" not in tasks(say)


def test_a_mail_server_by_the_environment(say: Say, post: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under systemd all of it is one address."""
    word = PASSWORD.replace(" ", "%20")
    monkeypatch.setenv("DESKBELL_MAIL", f"smtp://{USER.replace('@', '%40')}:{word}@localhost:{post.port}?from={USER}")
    assert f"as {USER}" in say("connect", "mail", typed="").out


def test_what_is_wrong_with_a_mail_server(
    say: Say, home: Path, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BAD INPUT: a wrong password, no name of a server, no address, no certificate that is believed, nobody there."""
    where = f"localhost:{post.port} starttls"
    said = by_mail(say, home, where, password="planted-wrong", code=2)
    assert "name or password is wrong" in said.err
    assert "planted" not in said.err
    for server in ("", "not a server", "host:port", "host:99999999", "host:25 plain"):
        assert "smtp.example.org" in by_mail(say, home, server, code=2).err
    assert "address to send from" in by_mail(say, home, where, "--from", "nobody", code=2).err
    assert "could not be asked" in by_mail(say, home, "localhost:9", code=5).err
    monkeypatch.delenv("DESKBELL_MAIL_TRUST")
    assert "certificate" in by_mail(say, home, where, code=2).err
    assert standing(say, "mail")["connected"] is False
    assert not list(home.rglob("*.vault"))
    assert leaks(home, "planted-wrong") == []
