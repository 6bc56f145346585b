"""What needs a person on the command line: listed with its answers, answered after its plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from deskbell.domain.payment import AttemptState
from tests.cli.conftest import Say
from tests.tui import linked
from tests.tui.linked import Linked


@pytest.fixture
def told(tmp_path: Path) -> Linked:
    return linked.paid_twice(tmp_path)


def at(told: Linked) -> tuple[str, str]:
    return "--database", told.desk.database.where


def test_the_list_says_what_is_wrong_and_what_to_do(say: Say, told: Linked) -> None:
    out = say("attention", *at(told)).out.splitlines()
    assert "25.00 € has to go back by hand to Leo Lee, booking 7" in out[0]
    assert out[2].strip() == "answers: by-hand"
    assert "25.00 € too much came in for order 12: Luis Gómez" in out[3]
    assert out[5].strip() == "answers: give-back, keep"


def tasks(say: Say, told: Linked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = say("attention", "--json", *at(told)).data["tasks"]
    return found


def test_as_data(say: Say, told: Linked) -> None:
    one = tasks(say, told)[1]
    assert (one["kind"], one["booking"], one["amount"], one["currency"]) == ("OVERPAID", told.no, 2500, "EUR")
    assert one["answers"] == ["give-back", "keep"]


def test_an_answer_wants_a_yes_and_then_is_done(say: Say, told: Linked) -> None:
    """Exit 4 shows the plan; --yes does it; the beginning of the id will do."""
    which = tasks(say, told)[1]["task"][:6]
    assert "25.00" in say("answer", which, "give-back", *at(told), code=4).out
    say("answer", which, "give-back", "--yes", *at(told))
    assert [task["kind"] for task in tasks(say, told)] == ["REFUND_BY_HAND"]
    payments = told.desk.booking(told.no).payments
    assert [p.state for p in payments] == [AttemptState.CAPTURED] * 2
    assert sum(r.amount for p in payments for r in p.refunds) == 2500


@pytest.mark.parametrize(("task", "answer"), [("ffffffffff", "keep"), ("", "keep")])
def test_a_task_that_is_not_there(say: Say, told: Linked, task: str, answer: str) -> None:
    assert "task" in say("answer", task, answer, *at(told), code=None).err


def test_an_answer_that_is_none_names_those_that_are(say: Say, told: Linked) -> None:
    which = tasks(say, told)[1]["task"]
    said = say("answer", which, "accept", *at(told), code=2)
    assert "GIVE_BACK" in said.err or "give-back" in said.err
    assert len(tasks(say, told)) == 2


def test_nothing_needs_anybody(say: Say, tmp_path: Path) -> None:
    told = linked.studio(tmp_path)
    told.write("UPDATE task SET state = 'SETTLED'")
    assert say("attention", *at(told)).out == "Nothing needs you.\n"


def test_a_link_is_asked_for_on_the_command_line(say: Say, tmp_path: Path) -> None:
    """pay 6 link: what is open is asked for by the connected provider."""
    told = linked.studio(tmp_path)
    no = next(
        n for n in range(1, 12) if told.desk.booking(n).open and told.desk.booking(n).booking.state == "CONFIRMED"
    )
    say("pay", no, "link", "--yes", *at(told))
    (attempt,) = told.desk.booking(no).attempts
    assert (attempt.amount, attempt.state) == (told.desk.booking(no).open, AttemptState.CREATED)
