"""The screen of connections: keys go in unseen, are checked before they are kept, and nothing is half done."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, OptionList
from textual.worker import WorkerFailed

from deskbell.domain.commands import Raise
from deskbell.domain.connections import Kept
from deskbell.domain.entrances import LEAST, Client, Entry, entrance, mailbox
from deskbell.domain.errors import Busy
from deskbell.domain.ids import digest_id
from deskbell.domain.mail_commands import EditPerson
from deskbell.domain.ports import Account, Done, Later, Refused
from deskbell.domain.secret import Secret
from deskbell.domain.working import Link
from deskbell.tui.modals.connect import ConnectModal
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.connections import ConnectionsScreen
from deskbell.tui.widgets.bars import KeyBar
from deskbell.tui.widgets.sheet import Sheet
from tests.providers.secrets.rings import Locked, Remembers
from tests.tui import linked
from tests.tui.harness import HarnessApp, settle, until
from tests.tui.keyed import ENTRY, PAGE, PHRASE, PLANTED, Keyed, KeyedApp, keyed
from tests.tui.linked import SYSTEM

LIVE = "rk_live_plantedplanted"
SECRET = "sk_live_plantedplanted"


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyed:
    """A machine with a keyring, nothing connected."""
    return keyed(tmp_path, monkeypatch, ring=Remembers())


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyed:
    """A machine without one."""
    return keyed(tmp_path, monkeypatch)


def rows(app: HarnessApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [" ".join(str(options.get_option_at_index(n).prompt).split()) for n in range(0, options.option_count, 2)]


def health(at: Keyed, name: str = "STRIPE") -> Any:
    return next((h for h in at.told.working.connections() if h.name == name), None)


async def asked(pilot: Pilot[Any], *keys: str) -> ConnectModal:
    """The question stands."""
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, ConnectModal))
    modal = pilot.app.screen
    assert isinstance(modal, ConnectModal)
    return modal


def paste(pilot: Pilot[Any], words: str) -> None:
    pilot.app.screen.focused.post_message(events.Paste(words))  # type: ignore[union-attr]


async def answer(pilot: Pilot[Any], *words: str) -> None:
    """Each pasted into its field, then enter."""
    modal = pilot.app.screen
    for line in words:
        field = modal.focused
        assert isinstance(field, Input)
        field.value = ""
        paste(pilot, line)
        await until(pilot, lambda field=field, line=line: field.value == line.strip())  # type: ignore[misc]
        await pilot.press("enter")
    await until(pilot, lambda: modal not in pilot.app.screen_stack or modal._spinning is None)  # type: ignore[union-attr, attr-defined]


def wrong(pilot: Pilot[Any]) -> str:
    return str(pilot.app.screen.query_one(".wrong", Sheet).render()).replace("\n", " ").strip()


def step(pilot: Pilot[Any]) -> str:
    assert isinstance(pilot.app.screen, ConnectModal)
    return pilot.app.screen.step.name


# --- connect


async def test_a_pasted_key_is_masked_checked_and_kept_in_the_keyring(at: Keyed) -> None:
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert rows(app)[0] == "Stripe ○ not connected"
        modal = await asked(pilot, "E")
        paste(pilot, f"\n  {PLANTED} \nand more")
        field = modal.query_one(Input)
        await until(pilot, lambda: field.value == PLANTED)
        assert set(str(field.render_line(0).text).strip()) == {"•"}
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: rows(app)[0].startswith("TEST Stripe ● connected · Studio Ruiz (ES)"))
        assert "key in the system's keyring · answered 10:40" in rows(app)[0]
        assert app.said[-1].startswith("Stripe is connected, TEST: Studio Ruiz (ES)")
    assert list(at.ring.kept.values()) == [PLANTED]  # type: ignore[union-attr]
    assert (health(at).state, health(at).made.kept) == (Link.ON, Kept.KEYRING)


async def test_what_is_wrong_with_a_key_is_said_in_the_question_and_nothing_is_lost(at: Keyed) -> None:
    """BAD INPUT: empty, of no kind, refused, nobody answers; the one question stands through all of it."""
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        modal = await asked(pilot, "E")
        await pilot.press("enter")
        await until(pilot, lambda: wrong(pilot) == "Paste the key first.")
        await answer(pilot, "whsec_1")
        assert "no key of a kind" in wrong(pilot)
        at.vendors.says.answer = Refused("KEY")
        await answer(pilot, PLANTED)
        assert "Stripe does not accept that key" in wrong(pilot)
        assert modal.query_one(Input).value == PLANTED
        at.vendors.says.answer = Later(5, "TIMEOUT")
        await pilot.press("enter")
        await until(pilot, lambda: "could not be asked" in wrong(pilot))
        assert "enter asks again" in wrong(pilot)
        assert app.screen is modal
        assert PLANTED not in str(app.said) + str(app.export_screenshot())
        await pilot.press("escape")
    assert at.ring.kept == {}  # type: ignore[union-attr]
    assert health(at) is None


async def test_while_its_account_is_asked_something_turns_and_leaving_keeps_nothing(at: Keyed) -> None:
    at.vendors.says.go_on = threading.Event()
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        modal = await asked(pilot, "E")
        paste(pilot, PLANTED)
        await pilot.press("enter")
        await until(pilot, lambda: at.vendors.says.asked == 1)
        assert "Asking Stripe" in wrong(pilot)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        at.vendors.says.go_on.set()
        await until(pilot, lambda: all(w.is_finished for w in app.workers if w.group == "answer"))
        assert at.vendors.says.asked == 1
        assert modal not in app.screen_stack
    assert at.ring.kept == {}  # type: ignore[union-attr]
    assert health(at) is None


async def test_a_live_key_that_can_do_everything_wants_the_word(at: Keyed) -> None:
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, "E")
        await answer(pilot, SECRET)
        assert step(pilot) == "LIVE"
        assert at.vendors.given == [], "nobody is asked before the word"
        for typed in ("live", "yes"):
            await answer(pilot, typed)
            assert (step(pilot), wrong(pilot)) == ("LIVE", "Type LIVE in full, or go back.")
        await answer(pilot, "LIVE")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        assert "restricted key would be safer" in app.said[-1]
        await until(pilot, lambda: rows(app)[0].startswith("LIVE Stripe ●"))
    assert health(at).made.live


async def test_without_a_keyring_a_new_passphrase_is_asked_twice(bare: Keyed) -> None:
    """Too short, or not the same: asked on, and the key need not be pasted again."""
    app = KeyedApp(bare)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, "E")
        await answer(pilot, PLANTED)
        assert step(pilot) == "NEW"
        await answer(pilot, "short", "short")
        assert "8 characters" in wrong(pilot)
        await answer(pilot, PHRASE, "another one")
        assert "not the same" in wrong(pilot)
        await answer(pilot, PHRASE, PHRASE)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: "a file with a passphrase" in rows(app)[0])
        assert bare.vendors.says.asked == 1, "its account was asked once"
    (vault,) = bare.folder.glob("*.vault")
    assert PLANTED.encode() not in vault.read_bytes()
    assert bare.anew().secrets.vault.exists


async def test_a_second_key_goes_into_the_same_file(bare: Keyed) -> None:
    """Its passphrase is asked once in each program; a wrong one is said."""
    bare.connected().anew()
    app = KeyedApp(bare)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, "j", "E")
        await answer(pilot, PLANTED)
        assert step(pilot) == "PASSPHRASE"
        await answer(pilot, "not this one")
        assert "not the passphrase" in wrong(pilot)
        await answer(pilot, PHRASE)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
    assert bare.secrets.get("MERCADO_PAGO") == bare.secrets.get("STRIPE")


async def test_the_file_of_keys_is_opened_from_the_screen(bare: Keyed) -> None:
    bare.connected().anew()
    app = KeyedApp(bare)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await until(pilot, lambda: "the file of keys is closed: enter opens it" in rows(app)[0])
        await asked(pilot, "enter")
        await answer(pilot, "not this one")
        assert "not the passphrase" in wrong(pilot)
        await answer(pilot, PHRASE)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: "closed" not in rows(app)[0])
    assert bare.secrets.vault.is_open


async def test_a_locked_keyring_offers_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = keyed(tmp_path, monkeypatch, ring=Locked())
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, "E")
        await answer(pilot, PLANTED)
        assert step(pilot) == "RING"
        await pilot.press("enter")
        await until(pilot, lambda: step(pilot) == "NEW")
        await answer(pilot, PHRASE, PHRASE)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
    assert health(at).made.kept is Kept.VAULT


async def test_the_environments_key_is_used_and_nobody_types_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = keyed(tmp_path, monkeypatch, environ={"DESKBELL_STRIPE_KEY": PLANTED})
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        modal = await asked(pilot, "E")
        assert not modal.query(Input)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
    assert health(at).made.kept is Kept.ENVIRONMENT
    assert not list(at.folder.glob("*"))


async def test_another_account_wants_a_word(at: Keyed) -> None:
    """What is open came by the account before."""
    at.connected().link(15)
    at.told.write("UPDATE connection SET account = 'acct_before' WHERE name = 'STRIPE'")
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, "E")
        await answer(pilot, PLANTED)
        assert step(pilot) == "OTHER"
        await answer(pilot, "OTHER")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
    assert health(at).made.account.startswith("acct_1")


# --- Google and mail


@pytest.fixture
def google(at: Keyed) -> Keyed:
    """The desk's own entry at Google is known; the account is Ana's."""
    at.vendors.google = Client("desk.apps", Secret("planted-client"))
    at.vendors.says.answer = Done(Account(live=True, name="ana@example.org"))
    return at


GOOGLE = ("j", "j", "E")


async def test_google_lets_in_by_its_page_and_goes_on_by_itself(google: Keyed) -> None:
    """The page is in the clipboard; once the browser is back nobody has to press anything."""
    app = KeyedApp(google)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, *GOOGLE)
        assert app.clipboard == PAGE
        google.vendors.knocks.comes.put(Done(ENTRY))
        await until(pilot, lambda: isinstance(app.screen, ConnectModal) and step(pilot) == "CALENDAR")
        calendar, owner = app.screen.query(Input)
        assert (calendar.value, owner.value) == ("primary", "ana@example.org")
        calendar.value = "lessons@group.example"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        settings = google.door().calendar()
        assert (settings.calendar, settings.owner) == ("lessons@group.example", "ana@example.org")
        await until(pilot, lambda: rows(app)[2].startswith("Google Calendar ● connected · ana@example.org"))
        assert "LIVE" not in rows(app)[2]
        assert "planted" not in str(app.said)
    kept = entrance(Secret(next(iter(google.ring.kept.values()))))  # type: ignore[union-attr]
    assert (kept.client.id, kept.refresh, set(kept.scopes)) == ("desk.apps", Secret("1//planted-refresh"), set(LEAST))
    assert google.vendors.knocks.closed == 1


async def test_lessons_to_come_are_caught_up_after_a_plan(google: Keyed) -> None:
    """What was booked before goes on the calendar where that is confirmed."""
    google.lesson(15)
    app = KeyedApp(google)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, *GOOGLE)
        google.vendors.knocks.comes.put(Done(ENTRY))
        await until(pilot, lambda: isinstance(app.screen, ConnectModal) and step(pilot) == "CALENDAR")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: google.door().to_catch_up() == 0)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))


async def test_the_address_of_another_machines_browser_is_pasted(google: Keyed) -> None:
    """What was refused there is said, and the page is a new one; leaving ends the waiting."""
    app = KeyedApp(google)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, *GOOGLE)
        google.vendors.knocks.comes.put(Refused("TOO_LATE"))
        await until(pilot, lambda: "nobody came back in time" in wrong(pilot))
        for said, words in (
            (Refused("STATE"), "belongs to another try"),
            (Done(Entry("1//less", frozenset())), "was left empty"),
            (Later(0, "UNREACHABLE"), "not reachable"),
        ):
            google.vendors.knocks.pasted = said
            await answer(pilot, "http://127.0.0.1:1/?code=planted")
            assert words in wrong(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Paste the address" in wrong(pilot))
        google.vendors.knocks.pasted = Done(ENTRY)
        await answer(pilot, "http://127.0.0.1:1/?code=planted")
        assert step(pilot) == "CALENDAR"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: "connected: ana@example.org" in str(app.said))
        await asked(pilot, "E")
        await pilot.press("escape")
        await until(pilot, lambda: google.vendors.knocks.closed == google.vendors.knocks.made)


async def test_a_program_that_ends_waits_for_no_browser(google: Keyed) -> None:
    """Closed in the middle of it, the port is given back at once."""
    app = KeyedApp(google)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, *GOOGLE)
        app.exit()
    waiting = monotonic() + 5
    while google.vendors.knocks.waits and monotonic() < waiting:
        await asyncio.sleep(0.01)
    assert google.vendors.knocks.waits == 0


async def test_the_desks_own_entry_is_read_from_its_file(google: Keyed, tmp_path: Path) -> None:
    google.vendors.google = None
    file = tmp_path / "client_secret.json"
    file.write_text('{"installed": {"client_id": "desk.apps", "client_secret": "planted-client"}}')
    app = KeyedApp(google)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await asked(pilot, *GOOGLE)
        assert step(pilot) == "FILE"
        await answer(pilot, str(file))
        assert step(pilot) == "PAGE"
        await pilot.press("escape")


async def test_a_mail_server_is_asked_for_in_one_step(at: Keyed) -> None:
    """What is no server and no address is said in place; the sender's name is the desk's where none is typed. What was
    booked before is confirmed where that is confirmed.
    """
    at.lesson(15)
    luis = at.desk.search("luis")[0].id
    at.told.do(EditPerson(key=at.desk.fresh(), who=luis, fields=(("mail", "luis@example.org"),)))
    at.vendors.says.answer = Done(Account(live=True, name="desk@estudio.example"))
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        modal = await asked(pilot, "j", "j", "j", "E")
        fields = list(modal.query(Input))
        for field, words in zip(fields, ("no server", "nobody", "", "planted password"), strict=True):
            field.value = words
        fields[-1].focus()
        await pilot.press("enter")
        await until(pilot, lambda: "is no mail server" in wrong(pilot))
        fields[0].value = "smtp.example.org:587"
        await pilot.press("enter")
        await until(pilot, lambda: "no address to send from" in wrong(pilot))
        fields[1].value = "desk@estudio.example"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        assert at.door().to_confirm() == 1
        await pilot.press("c")
        await until(pilot, lambda: at.door().to_confirm() == 0)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: rows(app)[3].startswith("E-mail ● connected · desk@estudio.example"))
        assert "planted" not in str(app.said)
    kept = mailbox(Secret(next(iter(at.ring.kept.values()))))  # type: ignore[union-attr]
    assert (kept.host, kept.port, kept.tls, kept.user) == ("smtp.example.org", 587, False, "desk@estudio.example")
    assert (kept.name, kept.password) == ("Estudio Río", Secret("planted password"))


# --- disconnect, pause, page


async def test_taken_away_after_its_plan_and_its_key_with_it(at: Keyed) -> None:
    at.connected()
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key, state in (("escape", Link.ON), ("c", Link.OFF)):
            await pilot.press("X")
            await until(pilot, lambda: isinstance(app.screen, PlanModal))
            await pilot.press(key)
            await until(pilot, lambda state=state: health(at).state is state)  # type: ignore[misc]
            await until(pilot, lambda: all(w.is_finished for w in app.workers if w.group == "flow"))
        await until(pilot, lambda: rows(app)[0].startswith("Stripe ○ not connected"))
    assert at.ring.kept == {}  # type: ignore[union-attr]


async def test_a_key_in_a_closed_file_is_forgotten_by_its_passphrase(bare: Keyed) -> None:
    bare.connected().anew()
    app = KeyedApp(bare)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await asked(pilot, "c")
        await answer(pilot, PHRASE)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: not list(bare.folder.glob("*.vault")))


async def test_a_key_that_cannot_be_forgotten_is_said(at: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    at.connected()

    def fails(name: str, where: Kept) -> None:
        raise Busy("KEYRING_LOCKED")

    monkeypatch.setattr(at.secrets, "drop", fails)
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: "could not be taken out" in str(app.said))


async def test_paused_and_resumed_and_the_page_of_its_keys(at: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    at.connected()
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for state in (Link.PAUSED, Link.ON):
            await pilot.press("Z")
            await until(pilot, lambda state=state: health(at).state is state)  # type: ignore[misc]
            await until(pilot, lambda: all(w.is_finished for w in app.workers if w.group == "flow"))
        await pilot.press("B")
        await until(pilot, lambda: "dashboard.stripe.com/apikeys" in str(app.said))
        assert app.clipboard == "https://dashboard.stripe.com/apikeys"


async def test_an_invented_desk_says_at_once_that_it_is_not_connected(at: Keyed) -> None:
    at.told.write("UPDATE desk SET demo = 1")
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "This desk is invented" in str(app.said))
        assert isinstance(app.screen, ConnectionsScreen)


# --- from elsewhere


async def test_a_key_that_opens_nothing_is_answered_by_connecting(at: Keyed) -> None:
    """LOCKED_OUT on Attention: its key leads to the question; once it is connected the task is settled."""
    at.connected()
    at.told.working.lock_out("STRIPE", "KEY")
    at.desk.commit(Raise(key=linked.fresh(), actor=SYSTEM, kind="LOCKED_OUT", subject=digest_id("STRIPE")))
    app = KeyedApp(at)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "TEST Stripe ‖ paused" in rows(app)[0]
        assert "the key is not accepted, 10:40" in rows(app)[0]
        await pilot.press("6", "j")
        await until(pilot, lambda: isinstance(app.screen, AttentionScreen))
        await settle(pilot)
        assert ("E", "connect") in [(hint.key, hint.label) for hint in app.screen.query_one(KeyBar).hints]
        await asked(pilot, "E")
        await answer(pilot, PLANTED)
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))
        await until(pilot, lambda: "● connected" in rows(app)[0])
        tasks = [kind for _, kind in app.noticed.tasks] if app.noticed is not None else []
        await until(pilot, lambda: "LOCKED_OUT" not in tasks)


async def test_nine_opens_it_from_every_screen(at: Keyed) -> None:
    app = HarnessApp(at.desk, lambda: AttentionScreen("en"))
    app.connecting = lambda desk: at.door()  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("9")
        await until(pilot, lambda: isinstance(app.screen, ConnectionsScreen))


async def test_a_closed_file_is_said_once_at_the_start(bare: Keyed, monkeypatch: pytest.MonkeyPatch) -> None:
    bare.connected().anew()
    app = HarnessApp(bare.desk, lambda: AttentionScreen("en"))
    app.connects = lambda desk: bare.door()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.look_for_keys(bare.desk)
        await until(pilot, lambda: "9 shows it" in str(app.said))


# --- T3


async def test_a_crash_while_a_key_is_kept_says_nothing_of_it(
    bare: Keyed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours on the way: neither the report nor the last words on the terminal hold the key or the phrase."""

    def fails(*args: object, **more: object) -> None:
        raise RuntimeError(f"{PLANTED} {PHRASE}")

    monkeypatch.setattr("deskbell.services.connecting.Connecting.connect", fails)
    app = KeyedApp(bare)
    app.crashes = tmp_path / "crashes"
    with pytest.raises(WorkerFailed):  # noqa: PT012 - it comes out where the app ends
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await asked(pilot, "E")
            paste(pilot, PLANTED)
            await pilot.press("enter")
            await until(pilot, lambda: app._exception is not None)
    reports = "".join(file.read_text() for file in app.crashes.glob("*"))
    assert "RuntimeError" in reports
    said = reports + "".join(str(one) for one in app._exit_renderables)
    assert PLANTED not in said
    assert PHRASE not in said
