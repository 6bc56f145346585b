"""invoice, documents, export and reconcile as words on a line. I42-I44."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pytest

from deskbell.domain.payment import Method
from deskbell.services.books import Books
from tests.cli.conftest import Say
from tests.formats.journal_reader import read_journal
from tests.services.conftest import Small

# --- paper


def test_an_order_is_invoiced_after_its_plan(say: Say, desk: Small) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    plan = say("invoice", 1, "--plan")
    assert "invoices Leo Lee: 25.00, 1 line" in plan.out
    assert say("documents").out.startswith("Nothing is on paper yet")
    assert say("invoice", 1, "--json", code=4).data["error"]["code"] == "NEEDS_YES"
    done = say("invoice", 1, "--yes", "--json", "--address", "Gran Vía 1").data
    assert done["documents"] == ["1"]
    assert "Gran Vía 1" in say("invoice", "--show", 1).out
    assert "Nothing is left to invoice" in say("invoice", 1, "--yes", code=3).err


def test_a_month_is_invoiced_family_by_family(say: Say, desk: Small) -> None:
    """Run again it issues nothing new, and says so."""
    for who, day in (("Leo Lee", 5), ("Mia Lee", 6), ("Ana Pérez", 9)):
        desk.book(who, f"2026-03-{day:02d} 15:00")
    plan = say("invoice", "--month", "2026-03", "--plan").out
    assert plan.count("Paper") == 2
    assert "Leo Lee: 50.00, 2 lines" in plan
    assert "Invoice 1" in say("invoice", "--month", "2026-3", "--payer", "leo lee", "--yes").out
    assert say("invoice", "--month", "2026-03", "--yes", "--json").data["documents"] == ["2"]
    assert "Nothing is different" in say("invoice", "--month", "2026-03").out
    listed = say("documents", "--json").data["documents"]
    assert [(x["no"], x["name"], x["gross"]) for x in listed] == [("2", "Ana Pérez", 2500), ("1", "Leo Lee", 5000)]
    desk.sound()


def test_an_invoice_is_corrected_and_shown(say: Say, desk: Small) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00")
    say("invoice", 1, "--yes")
    say("price", 1, "20", "sibling", "--yes")
    assert "--correct 1" in say("invoice", 1, "--yes", code=3).err
    assert "Credit note C1" in say("invoice", "--correct", 1, "--yes").out
    data = say("invoice", "--show", "c1", "--json").data
    assert (data["no"], data["corrects"], data["gross"]) == ("C1", "1", -500)
    assert data["taxes"] == [{"rate": 0, "net": -500, "tax": 0, "gross": -500}]
    assert "Corrected by C1" in say("invoice", "--show", 1).out
    assert "Corrects invoice 1" in say("documents").out
    assert say("invoice", "--correct", "C1", "--yes", code=2).err


def test_the_same_key_writes_one_invoice(say: Say, desk: Small) -> None:
    """I2: a script that lost the answer says it again."""
    desk.book("Leo Lee", "2026-03-05 15:00")
    say("invoice", 1, "--yes", "--key", "march")
    assert say("invoice", 1, "--yes", "--key", "march", "--json").data["again"] is True
    assert len(Books(desk.desk).documents()) == 1


def test_a_receipt_is_listed_and_shown_by_its_label(say: Say, desk: Small) -> None:
    """I42: a receipt has a number of its own series, with R before it."""
    desk.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    assert "R1" not in say("documents").out
    assert "Receipt R1" in say("documents", "--receipts").out
    shown = say("invoice", "--show", "r1").out
    assert "Received, cash" in shown
    assert "25.00 €" in shown
    data = say("invoice", "--show", "R1", "--json").data
    assert (data["no"], data["amount"], data["rows"][0]["service"]) == ("R1", 2500, "Piano")
    assert say("documents", "--receipts", "--json").data["documents"][0]["no"] == "R1"
    assert "no document R2" in say("invoice", "--show", "R2", code=2).err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Say one thing"),
        ((1, "--month", "2026-03"), 2, "Say one thing"),
        ((1, "--payer", "leo"), 2, "Say one thing"),
        (("--month", "2026-13"), 2, "no month"),
        (("--month", "march"), 2, "no month"),
        (("--show", "7"), 2, "no document"),
        (("--show", "\x1b[31m"), 2, "no document"),
        (("--correct", "7"), 2, "no document"),
        ((77,), 2, ""),
        (("--month", "2026-03", "--payer", "nobody"), 2, "nobody"),
    ],
)
@pytest.mark.usefixtures("desk")
def test_what_cannot_be_meant_is_a_sentence(say: Say, words: tuple[object, ...], code: int, said: str) -> None:
    answer = say("invoice", *words, code=code)
    assert said in answer.err
    assert "\x1b" not in answer.err


# --- files


def test_the_ledger_is_exported_as_a_journal(say: Say, desk: Small, tmp_path: Path) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    where = tmp_path / "desk.journal"
    assert say("export", "ledger", "--out", where, "--json").data == {
        "schema": 1, "what": "ledger", "rows": 2, "where": str(where),
    }  # fmt: skip
    found = read_journal(where.read_text(encoding="utf-8"))
    assert {k: str(v) for k, v in found.balances.items()} == {
        ("assets:cash:cash", "EUR"): "25.00", ("assets:customers", "EUR"): "-25.00",
    }  # fmt: skip
    assert stat.S_IMODE(where.stat().st_mode) == 0o600
    assert say("export", "ledger").out == where.read_text(encoding="utf-8")
    assert say("export", "ledger", "--to", "2026-03-03").out == "; Estudio\n"


def test_rows_for_a_spreadsheet_run_nothing(say: Say, desk: Small) -> None:
    """A person may be called =1+1; the cell is words."""
    from deskbell.domain.commands import AddPeople, Book, Newcomer
    from deskbell.domain.effects import PersonAdded
    from tests.services.conftest import at, fresh

    made = desk.do(AddPeople(key=fresh(), people=(Newcomer(name="=HYPERLINK(1)"),)))
    person = next(made.plan.of(PersonAdded)).person
    desk.do(
        Book(key=fresh(), service=desk.service("Piano"), tutor=desk.tutor("Ben"), start=at("2026-03-05 10:00"),
             person=person, method=Method.CASH)
    )  # fmt: skip
    for what in ("payments", "lessons"):
        rows = list(csv.DictReader(io.StringIO(say("export", what, "--format", "csv").out)))
        assert "'=HYPERLINK(1)" in {row["person"] for row in rows}
        assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row.values())
    first = next(csv.DictReader(io.StringIO(say("export", "ledger", "--format", "csv").out)))
    assert (first["account"], first["amount"], first["currency"]) == ("cash:CASH", "25.00", "EUR")
    data = say("export", "lessons", "--json").data["rows"]
    assert data[0]["gross"] == "25.00"


def test_a_file_is_replaced_whole_or_not_at_all(say: Say, desk: Small, tmp_path: Path) -> None:
    """What stood there is replaced; a link is replaced and what it points to left alone; a folder is refused."""
    desk.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    other, link = tmp_path / "other", tmp_path / "link.csv"
    other.write_text("precious", encoding="utf-8")
    link.symlink_to(other)
    say("export", "payments", "--out", link)
    assert other.read_text(encoding="utf-8") == "precious"
    assert not link.is_symlink()
    assert link.read_text(encoding="utf-8").startswith("date,")
    link.write_text("old", encoding="utf-8")
    link.chmod(0o644)
    say("export", "payments", "--out", link)
    assert stat.S_IMODE(link.stat().st_mode) == 0o600
    assert not [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")]
    for where in (tmp_path, tmp_path / "none" / "x.csv", "/dev/full/x"):
        assert "cannot be written" in say("export", "payments", "--out", where, code=2).err


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    from deskbell.cli.writing import write_private

    where = tmp_path / "x.csv"
    write_private(where, ["whole"])

    def breaks() -> object:
        yield "half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_private(where, breaks())  # type: ignore[arg-type]
    assert where.read_text(encoding="utf-8") == "whole\n"
    assert os.listdir(tmp_path) == ["x.csv"]


@pytest.mark.usefixtures("desk")
def test_what_cannot_be_exported_is_a_sentence(say: Say) -> None:
    assert "--format csv" in say("export", "lessons", "--format", "hledger", code=2).err
    assert "swap" in say("export", "lessons", "--from", "2026-03-05", "--to", "2026-03-04", code=2).err
    assert say("export", "lessons", "--from", "someday", code=2).err


# --- reconciling


def test_a_desk_without_providers_has_nothing_to_compare(say: Say, desk: Small) -> None:
    desk.book("Leo Lee", "2026-03-05 15:00", method=Method.CASH)
    said = say("reconcile").out
    assert "No provider of payments is connected" in said
    assert "cash: 25.00 € in the books" in said
    data = say("reconcile", "--json").data
    assert (data["equal"], data["providers"], data["by_hand"]) == (
        True, [], [{"account": "cash:CASH", "minor": 2500, "currency": "EUR"}],
    )  # fmt: skip
