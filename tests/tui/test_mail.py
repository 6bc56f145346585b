"""Rules and outbox at work: what the cursor is on is read beside it, switched, changed, sent again, dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, OptionList, TextArea

from deskbell.domain.letters import Outgoing
from deskbell.domain.notices import Letter, Notice
from deskbell.services.outbox import Mail
from deskbell.tui.modals.edit import EditModal
from deskbell.tui.modals.letter import LetterModal
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.modals.reason import LineModal
from deskbell.tui.screens.outbox import OutboxScreen
from deskbell.tui.screens.rules import RulesScreen
from deskbell.tui.widgets.sheet import Sheet
from tests.tui.harness import HarnessApp, demo_desk, settle, until
from tests.worker.test_letters import Post


def beside(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one("#letter", Sheet).drawn(60).plain


def title(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one("#title", Sheet).drawn(100).plain


async def test_the_outbox_says_what_needs_somebody_first_and_sends_it_again(tmp_path: Path) -> None:
    """After its plan; it waits then, and can be dropped."""
    desk = demo_desk(tmp_path)
    app = HarnessApp(desk, lambda: OutboxScreen("en"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, OutboxScreen)
        assert "2 need you" in title(pilot)
        row = screen.row
        assert isinstance(row, Outgoing)
        assert row.state is Letter.FAILED
        assert "nobody has that mail address" in beside(pilot)
        assert row.subject in beside(pilot)
        await pilot.press("T")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: app.screen is screen and "1 waits" in title(pilot))
        await settle(pilot)
        assert isinstance(screen.row, Outgoing)
        await until(pilot, lambda: isinstance(screen.row, Outgoing) and screen.row.state is Letter.SCHEDULED)
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: app.screen is screen and "waits" not in title(pilot))
    assert desk.verify() == []


async def test_a_test_goes_to_an_address_of_ones_own(tmp_path: Path) -> None:
    """And without a mail that is connected it says so."""
    desk, post = demo_desk(tmp_path), Post()
    app = HarnessApp(desk, lambda: OutboxScreen("en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for messenger in (None, post):
            app.messengers = lambda desk, messenger=messenger: messenger  # type: ignore[misc]
            await pilot.press("I")
            await until(pilot, lambda: isinstance(app.screen, LineModal))
            await pilot.press(*"me@example.org", "enter")
            await until(pilot, lambda: not isinstance(app.screen, LineModal))
            await until(pilot, lambda: bool(app.said))
            said, app.said[:] = app.said[-1], []
            assert ("connect" in said) is (messenger is None), said
    assert [letter.to for letter in post.took] == ["me@example.org"]


async def test_a_rule_is_switched_changed_and_put_into_other_words(tmp_path: Path) -> None:
    """Each with one key; undo takes it back; beside it stands how it reads."""
    desk = demo_desk(tmp_path)
    mail = Mail(desk)
    app = HarnessApp(desk, lambda: RulesScreen("en"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert "This lesson is booked" in beside(pilot)
        await pilot.press("Z")
        await until(pilot, lambda: not mail.rules()[0].terms.active)
        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: mail.rules()[0].terms.active)
        options = app.screen.query_one(OptionList)
        at = next(n for n, rule in enumerate(mail.rules()) if rule.terms.minutes == -24 * 60)
        options.highlighted = at + 2  # below two heads
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, EditModal))
        app.screen.query_one("#f-away", Input).value = "1x"
        await pilot.press("enter")
        await until(pilot, lambda: "1x" in app.screen.query_one(".wrong", Sheet).drawn(60).plain)
        app.screen.query_one("#f-away", Input).value = "36h"
        app.screen.query_one("#f-quiet", Input).value = ""
        await pilot.press("enter")
        await until(pilot, lambda: mail.rules()[at].terms.minutes == -36 * 60)
        assert mail.rules()[at].terms.quiet_from is None
        await until(pilot, lambda: isinstance(app.screen, RulesScreen))
        await settle(pilot)
        await pilot.press("H")
        await until(pilot, lambda: isinstance(app.screen, LetterModal))
        app.screen.query_one(TextArea).text = "See you on {date} at {hour}."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "{hour}" in app.screen.query_one(".wrong", Sheet).drawn(60).plain)
        app.screen.query_one(TextArea).text = "See you on {date}."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, RulesScreen) and "See you on" in beside(pilot))
        assert mail.text(Notice.REMINDER, "en")[0][1] == "See you on {date}."
    assert desk.verify() == []
