"""How the screen of connections and its questions look; each picture was opened and looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from deskbell.domain.entrances import Client
from deskbell.domain.ports import Account, Refused
from deskbell.domain.secret import Secret
from deskbell.tui.modals.connect import ConnectModal
from deskbell.tui.theme import LIGHT
from tests.providers.secrets.rings import Locked, Remembers
from tests.tui.harness import settle, until
from tests.tui.keyed import ACCOUNT, PHRASE, PLANTED, Keyed, KeyedApp, keyed
from tests.tui.test_commands import LANGUAGES

Compare = Callable[..., bool]
BOTH = pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")
SIZES = pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20)], ids=lambda s: f"{s[0]}x{s[1]}")


def nothing(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    return keyed(folder, patch, ring=Remembers())


def bare(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    return keyed(folder, patch)


def ill(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    """One of real money, well and with links; one whose key was refused and lies in a file that is closed."""
    at = keyed(folder, patch)
    at.connected(key="rk_live_planted", account=replace(ACCOUNT, live=True, excess=("Payouts", "Customers")))
    at.link(15).link(16).link(17)
    other = replace(ACCOUNT, live=True, id="1234567890", name="", country="AR", currencies=("EUR",))
    at.connected("MERCADO_PAGO", "live_planted", other)
    at.told.working.lock_out("MERCADO_PAGO", "KEY")
    at.connected("GOOGLE", "planted", Account(live=True, id="ana@example.org", name="ana@example.org"))
    return at.anew()


def well(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    """A test key in the keyring."""
    return keyed(folder, patch, ring=Remembers()).connected().link(15)


def locked(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    return keyed(folder, patch, ring=Locked())


def google(folder: Path, patch: pytest.MonkeyPatch) -> Keyed:
    """The desk's own entry at Google is known."""
    at = nothing(folder, patch)
    at.vendors.google = Client("desk.apps", Secret("planted-client"))
    return at


STORIES = {"nothing": nothing, "well": well, "ill": ill, "bare": bare, "locked": locked}
Story = Callable[[Path, pytest.MonkeyPatch], Keyed]


def drawn(
    compare: Compare,
    at: Keyed,
    size: tuple[int, int],
    steps: Sequence[str] = (),
    *,
    language: str = "en",
    theme: str = "",
) -> bool:
    """The screen after these: a key alone is pressed, more than that is typed into the question and entered."""
    app = KeyedApp(at, language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        await until(pilot, lambda: all(w.is_finished for w in app.workers if w.group == "keys"))
        for step in steps:
            if len(step) == 1:
                await pilot.press(step)
                await until(pilot, lambda step=step: step == "j" or len(app.screen_stack) > 2)  # type: ignore[misc]
            else:
                modal = app.screen
                assert isinstance(modal, ConnectModal)
                assert isinstance(modal.focused, Input)
                modal.focused.value = step
                await pilot.press("enter")
                await until(pilot, lambda modal=modal: modal._spinning is None)  # type: ignore[misc]
        if at.vendors.knocks.waits:  # for a browser, as long as the question stands
            await pilot.pause(0.2)
        else:
            await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


@SIZES
@pytest.mark.parametrize("story", ["nothing", "well", "ill"])
def test_connections(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], story: str
) -> None:
    assert drawn(snap_compare, STORIES[story](tmp_path, monkeypatch), size, ("j",) if story == "ill" else ())


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_connections_in_other_languages(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert drawn(snap_compare, ill(tmp_path, monkeypatch), (80, 24), language=language)


def test_connections_in_light(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(snap_compare, ill(tmp_path, monkeypatch), (80, 24), theme=LIGHT)


QUESTIONS = {
    "stripe": (nothing, ("E",)),
    "mercadopago": (nothing, ("j", "E")),
    "google": (google, ("j", "j", "E")),
    "google_client": (nothing, ("j", "j", "E")),
    "mail": (nothing, ("j", "j", "j", "E")),
    "no_key": (nothing, ("E", "whsec_1")),
    "live": (nothing, ("E", "sk_live_planted")),
    "new_file": (bare, ("E", PLANTED)),
    "differ": (bare, ("E", PLANTED, PHRASE, "another one")),
    "ring": (locked, ("E", PLANTED)),
    "plan": (well, ("X",)),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_questions(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    story, steps = QUESTIONS[question]
    assert drawn(snap_compare, story(tmp_path, monkeypatch), (80, 24), steps)


def test_googles_page_as_a_code_where_there_is_room(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert drawn(snap_compare, google(tmp_path, monkeypatch), (130, 66), ("j", "j", "E"))


def test_a_key_that_is_not_accepted(snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = nothing(tmp_path, monkeypatch)
    at.vendors.says.answer = Refused("KEY")
    assert drawn(snap_compare, at, (80, 24), ("E", PLANTED))


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_the_question_in_other_languages(
    snap_compare: Compare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    assert drawn(snap_compare, bare(tmp_path, monkeypatch), (80, 24), ("E", PLANTED), language=language)
