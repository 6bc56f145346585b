"""Stories of crashes, told from fixed seeds by the product's own code; each law holds at the end of each (spec 6).

More of them by `python -m tests.crashes.simulate --seeds 5000`.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from deskbell.domain.errors import DeskError
from tests.crashes.simulation import quick
from tests.crashes.simulation.telling import tell, tell_many
from tests.crashes.simulation.world import World

CHUNK = 50


@pytest.mark.slow
@pytest.mark.parametrize("first", range(1, 401, CHUNK))
def test_every_law_holds_at_the_end_of_every_story(first: int) -> None:
    """P1-P4, P6, P7, P9, P10, P12: whatever crashes, whatever is lost, late or twice; 400 fixed seeds."""
    total = tell_many(range(first, first + CHUNK))
    lines = [f"python -m tests.crashes.simulate --seed {v.seed}: {v.broken[0]}" for v in total.failed]
    assert lines == []
    assert total.killed.total() > CHUNK // 2, "a story without crashes proves nothing"
    assert total.counts["payment"] > CHUNK // 5
    assert total.counts["refund"] > CHUNK // 10


@pytest.mark.parametrize("seed", [7, 148, 337])
def test_a_seed_tells_the_same_story_again(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed once can be looked at: step by step the same, and so it is all SQLAlchemy's way."""
    told: list[list[str]] = []
    for used in (True, False):
        monkeypatch.setattr(quick, "USED", used)
        told.append([])
        tell(seed, "", told[-1].append)
    assert told[0] == told[1]
    assert len(told[0]) > 20


@pytest.mark.parametrize("without", ["payment-id", "one-settlement", "answer-with-settlement", "sweep"])
def test_stories_fail_without_a_safeguard(without: str) -> None:
    """A law that cannot fail proves nothing. The other safeguards need more stories: README, and by the command."""
    assert tell_many(range(1, 61), without, most=1).failed


def test_lessons_stand_on_the_calendar_and_letters_leave_as_they_should() -> None:
    """P5 and P8: live events are the slots that somebody comes to; what is said by the clock is said at most once, and
    of what may have been lost somebody is told: whatever is lost, late, twice, put back from a backup, or dies.
    """
    total = tell_many(range(1, 11), party="mail")
    assert [f"{v.seed}: {v.broken[0]}" for v in total.failed] == []
    for call in ("calendar insert", "mail send"):
        assert sum(n for point, n in total.points.items() if point.startswith(f"call {call}")) > 8
    assert total.counts["restores"]


@pytest.mark.parametrize(("without", "first"), [("event-id", 1), ("event-sweep", 1140), ("event-read", 7)])
def test_events_go_wrong_without_a_safeguard(without: str, first: int) -> None:
    """The same id each time, comparing the two, reading what shall stand when it is sent; from a seed that shows it."""
    assert tell_many(range(first, first + 40), without, most=1, party="calendar").failed


@pytest.mark.parametrize(
    ("without", "first"),
    [("letter-sent-first", 1), ("letter-once", 28), ("letter-true", 6), ("letter-restore", 30)],
)
def test_letters_go_wrong_without_a_safeguard(without: str, first: int) -> None:
    """P8: marked before it leaves, once, only what is so, and a restored desk asks; from a seed on that shows it."""
    (failed,) = tell_many(range(first, first + 40), without, most=1, party="mail").failed
    assert any(line.startswith("P8") for line in failed.broken)


def test_requests_are_answered_or_end() -> None:
    """T3, T6-T9: a request and its task go together, none outlives its time, no card stays held for nothing."""
    total = tell_many(range(1, 9), party="requests")
    assert [f"{v.seed}: {v.broken[0]}" for v in total.failed] == []


@pytest.mark.parametrize(("without", "first"), [("request-ends", 2), ("request-money", 8)])
def test_requests_go_wrong_without_a_safeguard(without: str, first: int) -> None:
    """The clock that ends them, and the money that is let go; from a seed on that shows it."""
    assert tell_many(range(first, first + 40), without, most=1, party="requests").failed


@pytest.mark.parametrize("party", ["stripe", "mercadopago"])
def test_every_law_holds_whoever_is_paid_through(party: str) -> None:
    """Issue 4: the same stories with each vendor's provider. More of them by `--party`."""
    assert [f"{v.seed}: {v.broken[0]}" for v in tell_many(range(1, 9), party=party).failed] == []


def test_the_stage_is_guarded_as_any_desk_is() -> None:
    """It is cleared by a line that sees no triggers; whatever the product uses sees them all."""
    with World(1).database.write() as unit, pytest.raises(DeskError, match="STORE_FAULT"):
        unit.run(text("DELETE FROM change"))
