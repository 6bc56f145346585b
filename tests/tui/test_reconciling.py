"""The reconciling screen at work: it asks in a thread, tells how far it is, and says what differs first."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

from textual.pilot import Pilot
from textual.widgets import OptionList

from deskbell.domain.ports import Later
from deskbell.domain.reconciling import Reconciled
from deskbell.tui.reconciling_page import Asked, Compared, ReconcilingPage
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.reconciling import ReconcilingScreen
from deskbell.tui.screens.till import TillScreen
from deskbell.tui.screens.worker import WorkerScreen
from deskbell.tui.widgets.sheet import Sheet
from tests.tui.asked import AskedApp, Says, differing, paid
from tests.tui.harness import settle, until
from tests.tui.linked import Linked


def shown(pilot: Pilot[Any], name: str = "title") -> str:
    return pilot.app.screen.query_one(f"#{name}", Sheet).drawn(200).plain


def rows(pilot: Pilot[Any]) -> str:
    options = pilot.app.screen.query_one(OptionList)
    return "\n".join(str(options.get_option_at_index(n).prompt) for n in range(options.option_count))


async def test_progress_is_told_while_a_provider_is_asked(tmp_path: Path) -> None:
    """Waiting is never silent: how many payments came so far, and from whom."""
    told, go_on = paid(tmp_path), Event()
    async with AskedApp(told, Says(told.seen, go_on=go_on)).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "4 payments so far" in rows(pilot))
        assert "asking" in shown(pilot)
        assert "Asking Demo Pay for" in shown(pilot, "advice")
        go_on.set()
        await settle(pilot)
        assert "Books and providers agree" in shown(pilot)
        assert "4 payments · nothing differs" in rows(pilot)


async def test_who_leaves_while_a_provider_is_slow_is_not_held_up(tmp_path: Path) -> None:
    """The asking ends with the page under way; nothing is shown on a screen that is gone."""
    told, go_on = paid(tmp_path), Event()
    says = Says(told.seen, go_on=go_on)
    app = AskedApp(told, says)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "so far" in rows(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ReconcilingScreen))
        go_on.set()
        await settle(pilot)
        assert says.asked == 2
        assert not isinstance(app.screen, ReconcilingScreen)


async def test_differences_come_first_each_with_what_to_do(tmp_path: Path) -> None:
    told = paid(tmp_path)
    async with AskedApp(told, differing(told)).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "6 differences" in shown(pilot)
        said = rows(pilot)
        assert said.index("another amount") < said.index("Demo Pay") < said.index("Counted by hand")
        advice = set()
        for _ in range(6):
            advice.add(shown(pilot, "advice"))
            await pilot.press("j")
        assert len(advice) == 5, "of two strays the same has to be done"
        assert pilot.app.screen.query_one(OptionList).highlighted == 6, "the cursor stays on differences"


async def test_the_sums_say_what_the_differences_come_to(tmp_path: Path) -> None:
    """Both sides and what lies between them, right-aligned in one column each."""
    told = paid(tmp_path)
    async with AskedApp(told, differing(told)).run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        lines = rows(pilot).split("\n")
        head = next(line for line in lines if line.startswith("EUR"))
        sums = next(line for line in lines if line.startswith("Demo Pay"))
        assert sums.split() == ["Demo", "Pay", "100.00", "103.90", "+3.90"]
        ends = [head.index(word) + len(word) for word in ("books", "provider", "difference")]
        assert [sums.index(x) + len(x) for x in ("100.00", "103.90", "+3.90")] == ends


def test_what_was_given_back_by_hand_explains_the_sums(tmp_path: Path) -> None:
    """The two sums differ, and nothing is wrong: it says by how much and why."""
    found = Reconciled("DEMO", {"EUR": 2500}, {"EUR": 5000}, (), 2, {"EUR": 2500})
    view = Compared(paid(tmp_path).desk.card(), (Asked("DEMO", found),))
    said = ReconcilingPage(view, "en", 0).sums_row(80).plain
    assert "+25.00" in said
    assert "nothing differs" in said
    assert "25.00 € given back by hand" in said


async def test_a_difference_opens_its_booking(tmp_path: Path) -> None:
    told = paid(tmp_path)
    async with AskedApp(told, differing(told)).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailScreen))
        await pilot.press("escape")
        await settle(pilot)
        for _ in range(5):
            await pilot.press("j")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ReconcilingScreen), "money of nobody belongs to no booking"


async def test_one_that_is_away_is_one_sentence_and_hides_no_other(tmp_path: Path) -> None:
    """BAD INPUT: a provider away says so; the other one is compared all the same."""
    told = paid(tmp_path)
    says = Says(told.seen), Says({}, name="ELSEWHERE", away=Later(9, "TIMEOUT"))
    async with AskedApp(told, *says).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "not everything could be compared" in shown(pilot)
        assert "does not answer just now" in rows(pilot)
        assert "nothing differs" in rows(pilot)


async def test_it_is_asked_again_by_its_key_and_not_by_every_change(tmp_path: Path) -> None:
    """A change of the desk makes the answer old, which is said; `r` asks anew."""
    told = paid(tmp_path)
    says = Says(told.seen)
    async with AskedApp(told, says).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        asked = says.asked
        pilot.app.changed()  # type: ignore[attr-defined]
        await settle(pilot)
        assert "has changed since" in shown(pilot)
        assert says.asked == asked
        await pilot.press("r")
        await settle(pilot)
        assert says.asked == asked + 1
        assert "has changed since" not in shown(pilot)


async def test_nothing_connected_is_no_agreement(tmp_path: Path) -> None:
    """What the books hold at a provider that cannot be asked is said, never "they agree"."""
    told: Linked = paid(tmp_path)
    async with AskedApp(told).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "not everything could be compared" in shown(pilot)
        assert "not connected here" in rows(pilot)


async def test_going_to_and_fro_never_piles_screens_up(tmp_path: Path) -> None:
    """From the till by its key, to the worker and back: one screen of a kind."""
    told = paid(tmp_path)
    app = AskedApp(told, Says(told.seen))
    async with app.run_test(size=(80, 24)) as pilot:
        for key, kind in (("7", TillScreen), ("8", WorkerScreen), ("equals_sign", ReconcilingScreen)) * 3:
            await pilot.press(key)
            await until(pilot, lambda kind=kind: isinstance(app.screen, kind))
        assert len(app.screen_stack) <= 4
        await settle(pilot)
