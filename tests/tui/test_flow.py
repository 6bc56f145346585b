"""The one way to change anything: shown first, confirmed by `c`, told afterwards, taken back by `u`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from deskbell.domain.commands import AddNote, Cancel, Reprice, Take
from deskbell.domain.people import Role
from deskbell.services.desk import Desk
from deskbell.tui import flow
from deskbell.tui.modals.cancel import CancelModal
from deskbell.tui.modals.plan import SETTLE, PlanModal
from deskbell.tui.screens.detail import DetailScreen
from tests.tui.harness import HarnessApp, clock, demo_desk, find, fresh, settle, until


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return demo_desk(tmp_path, clock())


def ahead(desk: Desk) -> int:
    """A lesson alone, in more than two days, that nobody paid and nobody was asked to pay by link."""
    later = clock().now() + 50 * 3600
    return find(
        desk,
        lambda v: (
            v.slot.start > later and v.slot.capacity == 1 and v.open > 0 and v.guardian is not None and not v.attempts
        ),
    )


def modal(pilot: Pilot[Any], kind: type) -> bool:
    return isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted


async def to_plan(pilot: Pilot[Any]) -> PlanModal:
    """x, by the customer, not well: the plan."""
    await settle(pilot)
    await pilot.press("x")
    await until(pilot, lambda: modal(pilot, CancelModal))
    await pilot.press("1", "1")
    await until(pilot, lambda: modal(pilot, PlanModal))
    return pilot.app.screen  # type: ignore[return-value]


async def test_nothing_happens_before_c(desk: Desk) -> None:
    """Enter and esc go back from a plan, and the desk is as it was."""
    no, before = ahead(desk), desk.seq()
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("enter", "escape"):
            await to_plan(pilot)
            await pilot.press(key)
            await until(pilot, lambda: modal(pilot, DetailScreen))
    assert desk.seq() == before
    assert app.said == []


async def test_c_does_what_was_shown_and_u_takes_it_back(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        plan = await to_plan(pilot)
        assert "nothing was paid" in str(plan.words.rows)
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 1)
        assert desk.booking(no).booking.state == "CANCELLED"
        assert app.said[0].startswith("Cancelled: ")
        assert app.said[0].endswith("\nu undoes")
        await settle(pilot)
        await pilot.press("u")
        await until(pilot, lambda: modal(pilot, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 2)
    assert desk.booking(no).booking.state == "CONFIRMED"
    assert "u undoes" not in app.said[1]
    assert desk.verify() == []


async def test_a_plan_that_changed_meanwhile_is_shown_again(desk: Desk) -> None:
    """Another desk takes money while somebody looks at the plan: `c` confirms nothing that was not shown."""
    no = ahead(desk)
    view = desk.booking(no)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        first = await to_plan(pilot)
        desk.commit(Take(key=fresh(), order=view.order.id, method="CASH"))  # type: ignore[arg-type]
        await pilot.press("c")
        await until(pilot, lambda: modal(pilot, PlanModal) and app.screen is not first)
        second = app.screen
        assert isinstance(second, PlanModal)
        assert second.changed == "The desk changed meanwhile; this is the plan now"
        assert desk.booking(no).booking.state == "CONFIRMED"
        await pilot.press("c")  # a key meant for the plan before
        assert modal(pilot, PlanModal)
        await pilot.pause(SETTLE)
        await pilot.press("c")
        await until(pilot, lambda: len(app.said) == 1)
    assert desk.booking(no).booking.state == "CANCELLED"
    assert desk.verify() == []


async def test_a_plan_that_ran_out_is_made_anew(desk: Desk) -> None:
    """The policy's tier flips while somebody looks: the plan is another one, and says so."""
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        first = await to_plan(pilot)
        assert first.until is not None
        desk.clock.at = first.until  # type: ignore[attr-defined]
        first._tick()
        await until(pilot, lambda: modal(pilot, PlanModal) and app.screen is not first)
        second = app.screen
        assert isinstance(second, PlanModal)
        assert second.changed == "The plan before this one has run out; this is the plan now"
        assert second.words.rows != first.words.rows
        assert second.until is None or second.until > first.until


async def test_what_cannot_be_done_says_why(desk: Desk) -> None:
    """A verb that the booking does not have now opens nothing, and is one sentence."""
    no = find(desk, lambda v: v.booking.state == "COMPLETED")
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("x")
        await until(pilot, lambda: len(app.said) == 1)
        assert app.said == ["Cancel: not in this state"]
        flow.cancel(app.screen, 10**9)
        await until(pilot, lambda: len(app.said) == 2)
        assert str(10**9) in app.said[1]
        assert modal(pilot, DetailScreen)


async def test_keys_pressed_twice_ask_once(desk: Desk) -> None:
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        flow.cancel(app.screen, no)
        flow.cancel(app.screen, no)
        flow.move(app.screen, no)
        await until(pilot, lambda: modal(pilot, CancelModal))
        await pilot.pause(0.1)
        assert len(app.screen_stack) == 3  # the empty one, the booking, one question


async def test_a_note_commits_at_once(desk: Desk) -> None:
    """What touches neither seat, money nor message asks nothing."""
    no = ahead(desk)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        flow.run(app.screen, AddNote(key=fresh(), booking=desk.booking(no).booking.id, text="Pays on Friday [/]"))
        await until(pilot, lambda: len(app.said) == 1)
    assert [n.text for n in desk.booking(no).notes] == ["Pays on Friday [/]"]


async def test_what_was_confirmed_elsewhere_is_not_asked_twice(desk: Desk) -> None:
    """A digest that still is the plan's commits; another one shows the plan."""
    no = ahead(desk)
    view = desk.booking(no)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        cheaper = Reprice(key=fresh(), booking=view.booking.id, total=2000, text="family")
        flow.run(app.screen, cheaper, desk.plan(cheaper).digest)
        await until(pilot, lambda: len(app.said) == 1)
        assert desk.booking(no).due == 2000
        await settle(pilot)
        flow.run(app.screen, Cancel(key=fresh(), booking=view.booking.id, by=Role.STAFF), "0" * 16)
        await until(pilot, lambda: modal(pilot, PlanModal))
        assert app.screen.changed  # type: ignore[attr-defined]


async def test_undo_that_is_refused_says_why(desk: Desk) -> None:
    """What somebody changed since is not taken back behind their back."""
    no = ahead(desk)
    view = desk.booking(no)
    app = HarnessApp(desk, lambda: DetailScreen(no, "en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        taken = desk.commit(Take(key=fresh(), order=view.order.id, method="CARD"))  # type: ignore[arg-type]
        desk.clock.at += 24 * 3600  # type: ignore[attr-defined]
        flow.undo(app.screen, taken.no)
        await until(pilot, lambda: len(app.said) == 1)
    assert desk.booking(no).open == 0
    assert len(app.said[0]) > 40
