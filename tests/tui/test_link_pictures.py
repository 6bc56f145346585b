"""How money by link, what needs a person and the worker look; each picture was looked at before it was kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.screens.worker import WorkerScreen
from deskbell.tui.theme import LIGHT
from tests.tui.harness import HarnessApp, settle
from tests.tui.linked import STATES, Linked, busy, everything, studio, waiting
from tests.tui.test_commands import LANGUAGES

Compare = Callable[..., bool]
Make = Callable[[Linked], Screen[None]]
BOTH = pytest.mark.parametrize("size", [(120, 36), (80, 24)], ids=lambda s: f"{s[0]}x{s[1]}")


def drawn(
    compare: Compare,
    told: Linked,
    size: tuple[int, int],
    make: Make,
    keys: Sequence[str] = (),
    *,
    language: str = "en",
    theme: str = "",
) -> bool:
    """The screen after those keys, three seconds after the worker's last beat."""
    told.beat()
    app = HarnessApp(told.desk, lambda: make(told), language)
    app.notify = lambda *words, **more: None  # type: ignore[method-assign, assignment]
    if theme:
        app.theme = theme

    async def before(pilot: Pilot[int]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return compare(app, terminal_size=size, run_before=before)


def payment(language: str = "en") -> Make:
    return lambda told: PaymentScreen(told.no, language)


@BOTH
@pytest.mark.parametrize("state", STATES)
def test_a_payment_in_each_state(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], state: str) -> None:
    assert drawn(snap_compare, STATES[state](tmp_path), size, payment())


@pytest.mark.parametrize("state", ["waiting", "no_worker", "paid_late"])
def test_a_payment_where_there_is_little_room(snap_compare: Compare, tmp_path: Path, state: str) -> None:
    """No room for the code: the link is there, and what the code would need."""
    assert drawn(snap_compare, STATES[state](tmp_path), (60, 20), payment())


def test_the_code_is_dark_on_light_in_the_light_too(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, waiting(tmp_path), (80, 24), payment(), theme=LIGHT)


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "en"])
def test_a_payment_in_other_languages(snap_compare: Compare, tmp_path: Path, language: str) -> None:
    assert drawn(snap_compare, waiting(tmp_path), (80, 24), payment(language), language=language)


def test_cash_in_place_of_the_open_link(snap_compare: Compare, tmp_path: Path) -> None:
    """It says that the link is closed by it."""
    assert drawn(snap_compare, waiting(tmp_path), (80, 24), payment(), ("up", "up"))


@BOTH
@pytest.mark.parametrize("many", [everything, studio], ids=["full", "one"])
def test_attention(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], many: Callable[[Path], Linked]
) -> None:
    assert drawn(snap_compare, many(tmp_path), size, lambda told: AttentionScreen("en"), ("j",))


@BOTH
def test_nothing_needs_anybody(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    told = studio(tmp_path)
    told.write("UPDATE task SET state = 'SETTLED'")
    assert drawn(snap_compare, told, size, lambda told: AttentionScreen("en"))


@BOTH
@pytest.mark.parametrize("many", [busy, studio], ids=["full", "empty"])
def test_the_worker(
    snap_compare: Compare, tmp_path: Path, size: tuple[int, int], many: Callable[[Path], Linked]
) -> None:
    assert drawn(snap_compare, many(tmp_path), size, lambda told: WorkerScreen("en"), ("j",))


def test_the_reason_for_dropping(snap_compare: Compare, tmp_path: Path) -> None:
    assert drawn(snap_compare, busy(tmp_path), (80, 24), lambda told: WorkerScreen("en"), ("j", "D"))


@pytest.mark.parametrize("key", ["A", "G"])
def test_the_plans_of_late_money(snap_compare: Compare, tmp_path: Path, key: str) -> None:
    told = STATES["paid_late"](tmp_path)
    assert drawn(snap_compare, told, (80, 24), lambda told: AttentionScreen("en"), ("j", key))


@BOTH
def test_a_held_booking_counts_down(snap_compare: Compare, tmp_path: Path, size: tuple[int, int]) -> None:
    """Its timeline tells of the link."""
    assert drawn(snap_compare, waiting(tmp_path), size, lambda told: DetailScreen(told.no, "en"))
