"""The till and the reports on the command line."""

from __future__ import annotations

from deskbell.domain.payment import Method
from tests.cli.conftest import Say
from tests.services.conftest import Small


def test_a_day_at_the_till(say: Say, desk: Small) -> None:
    """I41: opened, filled, counted, sealed, reopened, each by the one change path; the status says it all."""
    assert "deskbell till open" in say("till").out
    assert "opens a drawer with 100.00" in say("till", "open", "100.00", "--plan").out
    say("till", "open", "100.00", code=4)
    said = say("till", "open", "100.00", "--yes").out
    assert said == "Drawer opened: 100.00 €.\n"
    desk.book("Ana Pérez", "2026-03-06 11:00", method=Method.CASH)
    say("till", "in", "20", "change", "--yes")
    assert say("till", "out", "3.50", "stamps", "and", "tea", "--yes").out == "Taken out: 3.50 €.\n"
    out = say("till").out
    rows = [line.split("  ") for line in out.splitlines()]
    assert ["expected", "141.50 €"] in [[cell.strip() for cell in row if cell] for row in rows]
    assert ["cash, taken", "25.00 €"] in [[cell.strip() for cell in row if cell] for row in rows]
    plan = say("till", "count", "140.00", "--plan", "--json").data["plan"]
    assert plan["effects"][0]["expected"] == 14150
    assert "1.50 less than the 141.50 expected" in say("till", "count", "140.00", "--plan").out
    said = say("till", "count", "140.00", "--commit", plan["digest"]).out
    assert said == "Counted: 140.00 €.\n"
    assert "difference    −1.50 €" in say("till").out
    assert "receipt 1" in say("till", "seal", "--plan").out
    say("till", "seal", "today", "--yes")
    assert "sealed, close 1" in say("till").out
    assert "is sealed" in say("pay", desk.no(desk.book("Leo Lee", "2026-03-06 12:00")), "cash", "--yes", code=3).err
    say("till", "reopen", "today", "one", "more", "--yes")
    data = say("till", "--json").data
    assert (data["is_open"], data["sealed"], data["drawer"]["variance"]) == (False, None, -150)
    assert data["drawer"]["opened_at"].startswith("2026-03-04T10:00")
    desk.sound()


def test_undo_takes_a_movement_back(say: Say, desk: Small) -> None:
    say("till", "open", "50", "--yes")
    say("till", "in", "5", "change", "--yes")
    assert "cash movement" in say("undo", "--yes").out
    assert "opening of the drawer" in say("undo", "--yes").out
    assert say("till", "--json").data["drawer"] is None


def test_what_cannot_be_meant(say: Say, desk: Small) -> None:
    """Exit 2 for words, 3 for a rule; one sentence each."""
    assert "open, in, out, count, seal or reopen" in say("till", "dance", code=2).err
    for words in (("open",), ("open", "1", "2"), ("in", "5"), ("count",), ("reopen", "today")):
        assert "for example: deskbell till" in say("till", *words, "--yes", code=2).err
    say("till", "open", "much", "--yes", code=2)
    say("till", "seal", "someday", "--yes", code=2)
    say("till", "in", "5", "change", "--yes", code=3)
    say("till", "count", "5", "--yes", code=3)
    say("till", "seal", "tomorrow", "--yes", code=3)
    say("report", "--from", "3/3", "--to", "2/3", code=2)
    say("report", "--by", "mood", code=2)
    assert say("till", "count", "5", "--json", code=3).data["error"]["code"] == "NO_DRAWER"


def test_reports_add_up(say: Say, desk: Small) -> None:
    """I44: by either date, by tutor, by method, with what is open; --json has the same figures."""
    assert "No money" in say("report").out
    desk.book("Ana Pérez", "2026-03-06 11:00", method=Method.CASH)
    desk.book("Leo Lee", "2026-03-09 11:00", method=Method.CARD, tutor="Ben")
    desk.book("Mia Lee", "2026-03-10 11:00")
    paid = say("report", "--json").data
    assert paid["total"] == {"taken": 5000, "back": 0, "earned": 0}
    assert paid["balances"]["held"] == {"CARD": 2500, "CASH": 2500}
    assert [r["key"] for r in paid["rows"]] == ["2026-03-04"]
    served = say("report", "--by", "service", "--from", "1/3", "--to", "31/3", "--per", "week", "--json").data
    assert [(r["key"], r["taken"]) for r in served["rows"]] == [("2026-03-02", 2500), ("2026-03-09", 2500)]
    assert "Ben Ode" in say("report", "--by", "tutor").out
    assert "card" in say("report", "--by", "method").out
    assert "2026-03" in say("report", "--by", "service", "--from", "1/1", "--to", "31/3").out
    out = say("report", "--open").out
    assert "1 order, 25.00 €" in out
    assert "Leo Lee" in out  # the guardian pays
    owing = say("report", "--open", "--json").data
    assert (owing["count"], owing["total"], owing["rows"][0]["since"]) == (1, 2500, "2026-03-10T11:00:00+01:00")
    for language in ("es", "pt"):
        assert say("report", "--language", language).out
        assert say("till", "--language", language).out
