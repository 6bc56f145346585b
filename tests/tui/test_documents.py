"""Paper on the screen at work: found by typing, opened as printed, copied, corrected; a month after its plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from deskbell.domain import commands as c
from deskbell.services.books import Books
from deskbell.tui.modals.month import MonthModal
from deskbell.tui.modals.plan import PlanModal
from deskbell.tui.screens.documents import DocumentsScreen
from deskbell.tui.screens.paper import PaperScreen
from deskbell.tui.widgets.sheet import Sheet
from deskbell.words.paper import paper
from tests.tui.harness import HarnessApp, settle, until
from tests.tui.papers import invoiced, receipts


def rows(pilot: Pilot[Any]) -> list[str]:
    options = pilot.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


def shown(pilot: Pilot[Any], name: str = "title") -> str:
    return pilot.app.screen.query_one(f"#{name}", Sheet).drawn(100).plain


async def test_the_latest_come_first_whatever_they_are(tmp_path: Path) -> None:
    """Invoices, credit notes and receipts in one list, by when they were written."""
    told = invoiced(tmp_path)
    async with HarnessApp(told.desk, lambda: DocumentsScreen("en")).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        said = rows(pilot)
        assert [" ".join(line.split()[2:4]) for line in said[:3]] == ["Invoice 5", "Credit note", "Invoice 4"]
        assert len(said) == len(Books(told.desk).papers()) == 26
        assert "26 documents" in shown(pilot)


async def test_typing_narrows_the_list_and_esc_gives_it_back(tmp_path: Path) -> None:
    """Accents and case are folded; every word must be there. The keys of the screen are letters while one types."""
    told = invoiced(tmp_path)
    async with HarnessApp(told.desk, lambda: DocumentsScreen("en")).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *"NANDU", "space", *"inv")
        await settle(pilot)
        assert [" ".join(line.split()[2:4]) for line in rows(pilot)] == ["Invoice 4"]
        assert "1 of 26" in shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PaperScreen))
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "NANDU inv"
        await pilot.press("escape")
        await settle(pilot)
        assert len(rows(pilot)) == 26
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, DocumentsScreen))


async def test_what_is_not_there_says_what_can_be_looked_for(tmp_path: Path) -> None:
    told = invoiced(tmp_path)
    async with HarnessApp(told.desk, lambda: DocumentsScreen("en")).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *"[/]nobody")
        await settle(pilot)
        assert rows(pilot) == []
        assert "Nothing has “[/]nobody” in it" in shown(pilot, "nothing")


async def test_a_paper_is_shown_and_copied_as_it_is_printed(tmp_path: Path) -> None:
    """The clipboard gets the 80 columns, on a screen of 60 too."""
    told = invoiced(tmp_path)
    app = HarnessApp(told.desk, lambda: DocumentsScreen("en"))
    copied: list[str] = []
    app.copy_to_clipboard = copied.append  # type: ignore[method-assign]
    async with app.run_test(size=(60, 20)) as pilot:
        await settle(pilot)
        await pilot.press("y")
        await until(pilot, lambda: bool(copied))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PaperScreen))
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        printed = "\n".join(paper(Books(told.desk).paper("5"), "Estudio Río", "Europe/Madrid", "en"))
        assert copied == [printed, printed]
        assert "Calle Mayor 1" in printed
        assert max(map(len, printed.split("\n"))) == 80
        assert max(map(len, shown(pilot, "paper").split("\n"))) <= 80


async def test_a_month_of_one_household_is_written_after_its_plan(tmp_path: Path) -> None:
    """Issue 3.6: the monthly run per family. A child's name means who pays for it; nothing is written before `c`."""
    told = receipts(tmp_path)
    app = HarnessApp(told.desk, lambda: DocumentsScreen("en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, MonthModal) and len(rows(pilot)) > 1)
        assert "4 invoices" in rows(pilot)[1]
        await pilot.press(*"ana per")
        await until(pilot, lambda: "Marta Pérez pays" in shown(pilot, "said"))
        assert [x.strip() for x in rows(pilot)[1].split("   ") if x.strip()][1:] == ["1 invoice", "100.00 €"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        assert Books(told.desk).documents() == ()
        await pilot.press("c")
        await until(pilot, lambda: bool(Books(told.desk).documents()))
        (invoice,) = Books(told.desk).documents()
        assert (invoice.name, invoice.gross) == ("Marta Pérez", 10_000)
        await until(pilot, lambda: isinstance(app.screen, DocumentsScreen) and "Invoice 1" in rows(pilot)[0])


async def test_a_month_with_nothing_left_says_so_in_place(tmp_path: Path) -> None:
    """Refused before a plan is asked for; nobody of that name is no run for everybody."""
    told = receipts(tmp_path)
    app = HarnessApp(told.desk, lambda: DocumentsScreen("en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, MonthModal) and len(rows(pilot)) > 1)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, MonthModal)
        assert "Nothing of this month is left" in str(app.screen.query_one(".wrong", Sheet).drawn(80))
        await pilot.press(*"zzzz")
        await until(pilot, lambda: "Nobody is called that" in shown(pilot, "said"))
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, MonthModal)
        assert Books(told.desk).documents() == ()


async def test_an_invoice_is_corrected_and_a_receipt_is_not(tmp_path: Path) -> None:
    told = invoiced(tmp_path)
    app = HarnessApp(told.desk, lambda: DocumentsScreen("en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, PlanModal))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, DocumentsScreen) and len(rows(pilot)) == 27)
        assert "Credit note C2" in rows(pilot)[0]
        await pilot.press(*"jjjjjjj", "C")
        await settle(pilot)
        assert isinstance(app.screen, DocumentsScreen)
        assert "Only an invoice can be corrected." in app.said


async def test_another_desk_invoices_meanwhile(tmp_path: Path) -> None:
    """The list stays true: what somebody else writes comes in, and the cursor stays on its paper."""
    told = receipts(tmp_path)
    app = HarnessApp(told.desk, lambda: DocumentsScreen("en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("j", "j")
        screen = app.screen
        assert isinstance(screen, DocumentsScreen)
        before = screen.row
        told.desk.commit(c.IssueMonth(key=told.desk.fresh(), year=2026, month=2))
        app.changed()
        await settle(pilot)
        assert before is not None and screen.row is not None  # noqa: PT018 - both are there or the test is wrong
        assert screen.row.paper == before.paper
        assert len(rows(pilot)) == 24
