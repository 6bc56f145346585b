"""What can be answered to a task: every kind has answers, every answer words and a key, and each does its deed."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskbell.domain.attention import Needs
from deskbell.domain.errors import WrongInput
from deskbell.domain.ids import Id
from deskbell.services.answering import ANSWERS, answer, answers
from deskbell.services.attention import attention
from deskbell.tui.answering import ACTION
from deskbell.tui.commands import ATTENTION, BY_ID, PAYMENT
from deskbell.words.tasks import answer_name, task_advice
from deskbell.words.tasks_en import LINES
from tests.tui import linked
from tests.tui.linked import Linked


def test_every_kind_of_task_can_be_answered() -> None:
    """The kinds that words know and those that have answers are the same."""
    assert set(ANSWERS) == {kind.partition(".")[0] for kind in LINES} - {"?"}


@pytest.mark.parametrize("language", ["en", "es", "pt"])
def test_every_answer_has_its_words_and_its_key(language: str) -> None:
    codes = {one.code for some in ANSWERS.values() for one in some}
    assert codes == set(ACTION)
    for code in codes:
        assert answer_name(code, language) != answer_name("?", language)
        assert {ATTENTION, PAYMENT} <= set(BY_ID[ACTION[code]].where)
    for kind in ANSWERS:
        assert task_advice(kind, language) != task_advice("?", language)


def test_a_task_that_nobody_knows_can_be_seen_to() -> None:
    task = Needs(Id("t"), "NEW_KIND", Id("s"), 0)
    assert [one.code for one in answers(task)] == ["SEEN"]


def test_what_is_no_answer_names_those_that_are() -> None:
    with pytest.raises(WrongInput) as caught:
        answer(Needs(Id("t"), "STRAY_MONEY", Id("s"), 0), "GIVE_BACK")
    assert (caught.value.code, caught.value.facts["candidates"]) == ("NO_SUCH_ANSWER", ["SEEN"])


def needs(told: Linked, kind: str) -> Needs:
    (task,) = (task for task in attention(told.desk, told.no).tasks if task.kind == kind)
    return task


@pytest.mark.parametrize(
    ("state", "kind", "codes"),
    [
        ("paid_late", "MONEY_WITHOUT_SEAT", ["ACCEPT", "GIVE_BACK"]),
        ("paid_twice", "OVERPAID", ["GIVE_BACK", "KEEP"]),
        ("refund_failed", "REFUND_FAILED", ["RETRY", "BY_HAND"]),
        ("refunded_outside", "REFUNDED_OUTSIDE", ["CANCEL_BOOKING", "KEEP"]),
        ("charged_back", "CHARGED_BACK", ["CANCEL_BOOKING", "SEEN"]),
    ],
)
def test_each_answer_can_be_planned_and_settles_what_it_can(
    tmp_path: Path, state: str, kind: str, codes: list[str]
) -> None:
    """M3: each ends as the table of answers says; a dispute stays a task when the seat goes."""
    for code in codes:
        (folder := tmp_path / code).mkdir()
        told = linked.STATES[state](folder)
        task = needs(told, kind)
        assert (task.booking, task.amount, task.currency) == (told.no, 2500, "EUR")
        assert [one.code for one in answers(task)] == codes
        told.do(answer(task, code).make(task, linked.fresh(), told.desk.actor, "seen"))
        left = [left.kind for left in attention(told.desk, told.no).tasks]
        assert (kind in left) is ((kind, code) == ("CHARGED_BACK", "CANCEL_BOOKING")), code
        assert told.desk.verify() == []


def test_a_booking_shows_only_its_own_tasks(tmp_path: Path) -> None:
    told = linked.everything(tmp_path)
    everything = attention(told.desk)
    assert everything.count == 6
    assert [task.since for task in everything.tasks] == sorted(task.since for task in everything.tasks)
    assert [task.kind for task in attention(told.desk, told.no).tasks] == ["MONEY_WITHOUT_SEAT"]


def test_a_connection_that_is_down_is_named(tmp_path: Path) -> None:
    told = linked.everything(tmp_path)
    assert [task.connection for task in attention(told.desk).tasks if task.kind == "CONNECTION_DOWN"] == ["DEMO"]
