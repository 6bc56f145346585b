"""Being let into a Google account: the browser that comes back, the address that is pasted, and who else knocks."""

from __future__ import annotations

import logging
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest

from deskbell.domain.ports import Done, Later, Outcome, Refused
from deskbell.providers.google.calendar import Client, GoogleCalendar
from deskbell.providers.google.oauth import EVENTS, FREE_BUSY, LEAST, Entry, Knock, NotLoopback
from tests.standin.google.server import Google
from tests.standin.google.world import Order, no


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the world here has no certificate
    with Google() as running:
        yield running


def client(google: Google, secret: str = "client-secret") -> Client:
    return Client("desk.apps", lambda: secret, google.token_uri)


@pytest.fixture
def knock(google: Google) -> Iterator[Knock]:
    with Knock(client(google)) as knocking:
        yield knocking


def browser(*addresses: str) -> threading.Thread:
    """Goes from address to address, whatever it is answered."""

    def go() -> None:
        for address in addresses:
            with suppress(urllib.error.HTTPError), urllib.request.urlopen(address, timeout=5) as page:
                page.read()

    going = threading.Thread(target=go)
    going.start()
    return going


def entered(answer: Outcome[Entry]) -> Entry:
    assert isinstance(answer, Done), answer
    return answer.value


def test_a_browser_that_comes_back_lets_the_desk_in(google: Google, knock: Knock) -> None:
    """S1.18, S1.28-S1.30, T5: loopback by number, a free port, PKCE, state; and the token is good for calls."""
    asked = {k: v[0] for k, v in parse_qs(urlsplit(knock.address).query).items()}
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
    assert (asked["access_type"], asked["code_challenge_method"]) == ("offline", "S256")
    assert set(asked["scope"].split()) == set(LEAST)
    going = browser(google.world.consent(knock.address))
    entry = entered(knock.wait(5))
    going.join()
    assert entry.scopes == set(LEAST)
    assert entry.refresh not in repr(entry)
    calendar = GoogleCalendar(client(google), lambda: entry.refresh, base=google.base)
    assert isinstance(calendar.check(), Done)
    calendar.close()


def test_over_ssh_the_address_is_pasted(google: Google, knock: Knock) -> None:
    """The browser is on another machine and ends at a page that is not there; its address holds all that is needed."""
    assert entered(knock.paste(f"  {google.world.consent(knock.address)}\n")).scopes == set(LEAST)


def test_others_that_knock_are_not_listened_to(google: Google, knock: Knock) -> None:
    """A favicon, a wrong path, a state of somebody else's: the right one still gets in."""
    right = google.world.consent(knock.address)
    root = right.partition("?")[0]
    going = browser(
        f"{root}favicon.ico", f"{root}?code=stolen&state=guessed", f"{root}other?code=x&state=y", root, right
    )
    entered(knock.wait(5))
    going.join()


def test_less_than_was_asked_for_is_told(google: Google, knock: Knock) -> None:
    """Partial consent: a box was left empty; what was granted is compared, nothing is assumed."""
    assert entered(knock.paste(google.world.consent(knock.address, less=(FREE_BUSY,)))).scopes == {EVENTS}


def test_no_is_no(google: Google, knock: Knock) -> None:
    going = browser(google.world.consent(knock.address, denied=True))
    assert knock.wait(5) == Refused("DENIED")
    going.join()


def test_nobody_comes(knock: Knock) -> None:
    assert knock.wait(0.3) == Refused("TOO_LATE")
    stop = threading.Event()
    stop.set()
    assert knock.wait(5, stop) == Refused("STOPPED")


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "CODE"),
        ("https://example.org", "CODE"),
        ("not an address at all", "CODE"),
        ("http://127.0.0.1:1/?code=4/x&state=other", "STATE"),
        ("http://127.0.0.1:1/?code=4/x", "STATE"),
    ],
)
def test_what_is_pasted_wrong(knock: Knock, address: str, code: str) -> None:
    assert knock.paste(address) == Refused(code)


def test_a_code_is_good_once(google: Google, knock: Knock) -> None:
    address = google.world.consent(knock.address)
    entered(knock.paste(address))
    assert knock.paste(address) == Refused("CODE")


def test_a_code_is_of_no_use_to_another_try(google: Google, knock: Knock) -> None:
    """PKCE: without the verifier, which never left the process that asked, a caught code opens nothing."""
    caught = google.world.consent(knock.address)
    with Knock(client(google)) as thief:
        assert thief.paste(caught) == Refused("STATE")
        thief._state = knock._state
        assert thief.paste(caught) == Refused("CODE")


def test_a_wrong_client_secret(google: Google, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Knock(client(google, "planted-secret")) as knocking:
        assert knocking.paste(google.world.consent(knocking.address)) == Refused("CLIENT")
        assert "planted-secret" not in caplog.text + repr(knocking) + repr(client(google, "planted-secret"))


def test_google_is_away(google: Google, knock: Knock) -> None:
    google.world.orders.append(Order("token", None))
    assert isinstance(knock.paste(google.world.consent(knock.address)), Later)
    google.world.orders.append(Order("token", no(503, "backendError")))
    assert not isinstance(knock.paste(google.world.consent(knock.address)), Done)


def test_a_redirect_of_ones_own(google: Google) -> None:
    """S1.30: honoured where it is this machine; elsewhere the code would be somebody else's."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = f"http://localhost:{port}/api/auth"
    with Knock(client(google), redirect=own) as knocking:
        assert parse_qs(urlsplit(knocking.address).query)["redirect_uri"] == [own]
        going = browser(google.world.consent(knocking.address))
        entered(knocking.wait(5))
        going.join()
    for elsewhere in ("https://example.org/cb", "http://example.org:80/", "http://127.0.0.1.example.org/", "x"):
        with pytest.raises(NotLoopback):
            Knock(client(google), redirect=elsewhere)


def test_nothing_is_written_over_the_screen(google: Google, knock: Knock, capfd: pytest.CaptureFixture[str]) -> None:
    going = browser(google.world.consent(knock.address))
    entered(knock.wait(5))
    going.join()
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
