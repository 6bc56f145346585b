"""The power goes: nothing that was acknowledged is lost, and what is found is a whole desk (P10).

More of it by `python -m tests.crashes.power --cuts 150`.
"""

from __future__ import annotations

from tests.crashes.power.__main__ import lives
from tests.crashes.power.birth import birth
from tests.crashes.power.life import Life, Told


def test_what_was_acknowledged_is_there_after_every_cut() -> None:
    """P10, with the product's own pragmas; a cut in a transaction leaves all of it or nothing, found by its key."""
    told = lives((3,), cuts=8)
    assert told.wrong == []
    assert (told.cuts, told.lost, told.ruined) == (8, 0, 0)
    assert told.commands > 50
    assert told.found_again >= 1
    assert {"write file", "write file-wal"} <= set(told.at)


def test_half_flushing_loses_what_was_acknowledged() -> None:
    """Negative control: the same lives with synchronous = NORMAL. The file stays whole, as SQLite promises."""
    told = lives((3,), cuts=4, synchronous="NORMAL")
    assert told.lost >= 1
    assert told.ruined == 0


def test_no_flushing_ruins_the_file() -> None:
    """Negative control: this disk can ruin a file, and it would be seen."""
    assert lives((4, 5, 10, 11), cuts=1, synchronous="OFF").ruined >= 3


def test_a_desk_that_was_being_made_can_be_made_to_its_end() -> None:
    """Whatever is left of its first seconds, the next start is a desk. 329 and 339 leave half of the first page."""
    told = Told()
    for seed in range(329, 340):
        told += birth(seed)
    assert told.wrong == []
    assert sum(told.at.values()) == told.cuts == 11


def test_a_seed_lives_the_same_life_again() -> None:
    """What failed once can be looked at, step by step."""
    said: list[list[str]] = []
    for _ in range(2):
        said.append([])
        Life(5, log=said[-1].append).live(1)
    assert said[0] == said[1]
    assert len(said[0]) > 10
