"""What needs a person: counted at every head, rung once when new, answered by its key; and the worker's screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from deskbell.domain.ids import digest_id
from deskbell.domain.working import Link
from deskbell.services.attention import attention
from deskbell.tui import answering
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.screens.attention import AttentionScreen
from deskbell.tui.screens.detail import DetailScreen
from deskbell.tui.screens.payment import PaymentScreen
from deskbell.tui.screens.reconciling import ReconcilingScreen
from deskbell.tui.screens.worker import WorkerScreen
from deskbell.tui.widgets.bars import KeyBar, Masthead
from tests.tui import linked
from tests.tui.harness import HarnessApp, settle, until
from tests.tui.linked import Linked


class Rung(HarnessApp):
    """Counts its bell."""

    rings = 0

    def bell(self) -> None:
        self.rings += 1


def app_of(told: Linked, screen: type[Any] = AttentionScreen) -> Rung:
    told.beat()
    return Rung(told.desk, lambda: screen(told.no, "en") if screen in (DetailScreen, PaymentScreen) else screen("en"))


def rows(app: HarnessApp) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [" ".join(str(options.get_option_at_index(n).prompt).split()) for n in range(options.option_count)]


async def confirmed(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await until(pilot, lambda: isinstance(pilot.app.screen, PlanModal))
    await pilot.press("c")
    await until(pilot, lambda: not isinstance(pilot.app.screen, PlanModal))
    await settle(pilot)


@pytest.mark.parametrize("key", ["6", "w"])
async def test_the_key_opens_it_from_every_screen(tmp_path: Path, key: str) -> None:
    app = app_of(linked.waiting(tmp_path), DetailScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app.screen.query_one(Masthead).tasks == "⚑ 1"
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, AttentionScreen))
        await settle(pilot)
        assert rows(app) == ["09:00 25.00 € has to go back by hand to Leo Lee, booking 7"]
        await pilot.press("escape")
        assert isinstance(app.screen, DetailScreen)


async def test_the_oldest_comes_first_with_the_answers_of_the_one_under_the_cursor(tmp_path: Path) -> None:
    app = app_of(linked.everything(tmp_path))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert [row.split()[0] for row in rows(app)] == sorted(row.split()[0] for row in rows(app))
        await pilot.press("j")
        labels = [(hint.key, hint.label) for hint in app.screen.query_one(KeyBar).hints]
        assert labels[:2] == [("A", "give them the seat"), ("G", "give the money back")]


async def test_an_answer_goes_through_its_plan_and_settles_the_task(tmp_path: Path) -> None:
    """P12: what was paid twice goes back; the flag of the head follows."""
    told = linked.paid_twice(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("j")
        await confirmed(pilot, "G")
        await until(pilot, lambda: app.screen.query_one(Masthead).tasks == "⚑ 1")
        assert len(rows(app)) == 1
    refunds = [r for p in told.desk.booking(told.no).payments for r in p.refunds]
    assert [(r.amount, r.state) for r in refunds] == [(2500, "REQUESTED")]


async def test_what_is_no_answer_is_said_and_changes_nothing(tmp_path: Path) -> None:
    told = linked.paid_late(tmp_path)
    before = told.desk.seq()
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("j", "K", "T", "x")
        await settle(pilot)
        assert app.said == ["That is no answer to this; the answers stand below."] * 3
    assert told.desk.seq() == before


async def test_enter_opens_the_booking(tmp_path: Path) -> None:
    told = linked.charged_back(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen) and app.screen.no == told.no)


async def test_a_new_task_rings_once_and_an_old_one_never(tmp_path: Path) -> None:
    """Bell and toast when it appears; not for those that were there, and not again."""
    told = linked.paid(tmp_path)
    app = app_of(told, PaymentScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert (app.rings, app.said) == (0, [])
        told.says(told.payment(), after=30)
        for _ in range(3):
            app.changed()
            await settle(pilot)
        assert app.rings == 1
        assert app.said == ["Needs you: 25.00 € too much came in for order 12: Luis Gómez"]
        assert app.screen.query_one(Masthead).tasks == "⚑ 2"


async def test_the_head_says_who_works(tmp_path: Path) -> None:
    """A worker's last beat; that there is none is said where links are in use, and nowhere else."""
    told = linked.studio(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        head = app.screen.query_one(Masthead)
        assert head.worker == "○ no worker"
        told.worker(12)
        app.notice()
        await settle(pilot)
        assert head.worker == "◉ worker 12 s"
        told.write("DELETE FROM connection")
        app.notice()
        await settle(pilot)
        assert head.worker == ""


# --- the worker's screen


async def test_a_connection_is_paused_and_goes_on(tmp_path: Path) -> None:
    told = linked.busy(tmp_path)
    app = app_of(told, WorkerScreen)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for state in (Link.PAUSED, Link.ON):
            await pilot.press("Z")
            await until(pilot, lambda state=state: told.working.connections()[0].state is state)  # type: ignore[misc]
            await settle(pilot)


async def test_what_is_parked_is_tried_again_or_dropped_with_a_reason(tmp_path: Path) -> None:
    """I24: nothing is dropped in silence; without words it is asked on."""
    told = linked.busy(tmp_path)
    app = app_of(told, WorkerScreen)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert [row.split(" · ")[0] for row in rows(app)[2:]] == [
            "booking 12 give money back",
            "booking 13 make a payment link",
            "booking 14 make a payment link",
            "booking 15 make a payment link",
        ]
        await pilot.press("j", "j", "j")
        await confirmed(pilot, "T")
        waits = {w.booking: w.why for w in told.working.shown().waits}
        assert waits[14] == "QUEUED"
        await pilot.press("D")
        await until(pilot, lambda: type(app.screen).__name__ == "ReasonModal")
        await pilot.press("enter")
        assert type(app.screen).__name__ == "ReasonModal"
        await confirmed(pilot, *"paid cash", "enter")
        assert 14 not in {w.booking for w in told.working.shown().waits}


async def test_what_is_under_way_cannot_be_turned(tmp_path: Path) -> None:
    told = linked.busy(tmp_path)
    app = app_of(told, WorkerScreen)
    before = told.desk.seq()
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        await pilot.press("j", "j", "j", "j", "T")
        await until(pilot, lambda: bool(app.said))
    assert told.desk.seq() == before


async def test_handed_over_from_the_list(tmp_path: Path) -> None:
    """R is the key that it is everywhere."""
    told = linked.studio(tmp_path)
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await confirmed(pilot, "R")
        await until(pilot, lambda: app.screen.query_one(Masthead).tasks == "")
        assert not app.screen.query_one(OptionList).display


def test_every_state_that_is_drawn_adds_up(tmp_path: Path) -> None:
    """What the pictures show is a sound desk: every derived figure is what the rows say."""
    for make in linked.STATES.values():
        (folder := tmp_path / make.__name__).mkdir()
        told = make(folder)
        assert told.desk.verify() == []


async def test_money_that_belongs_to_nothing_opens_the_books(tmp_path: Path) -> None:
    """Only the provider knows how much it is: enter compares; a key that answers other tasks says where to look."""
    told = linked.studio(tmp_path)
    told.working.tell("STRAY_MONEY", digest_id("DEMO:pay_of_nobody"))
    app = app_of(told)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("end")
        assert any(hint.action == "app.reconcile" for hint in app.screen.query_one(KeyBar).hints)
        await pilot.press("A")
        await until(pilot, lambda: bool(app.said))
        assert "below" in app.said[-1]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReconcilingScreen))


@pytest.mark.parametrize(
    ("state", "answers"),
    [("paid_late", ("ACCEPT", "GIVE_BACK")), ("paid_late_gone", ("GIVE_BACK",)), ("paid_late_over", ("GIVE_BACK",))],
)
def test_a_seat_is_offered_only_where_there_is_one(tmp_path: Path, state: str, answers: tuple[str, ...]) -> None:
    """Money that came late: whoever answers is told whether the seat can still be had."""
    told = linked.STATES[state](tmp_path)
    (late,) = (task for task in attention(told.desk, told.no).tasks if task.kind == "MONEY_WITHOUT_SEAT")
    assert answering.of(late) == answers
