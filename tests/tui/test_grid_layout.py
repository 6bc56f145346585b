"""The geometry of the grid: laws that hold for whatever a week holds. The grid never lies about a time being free."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.tui.widgets.grid_layout import MIN_COLUMN, MIN_LANE, ZOOMS, More, Placed, Plan, Scale, lay
from deskbell.tui.widgets.grid_model import DAY, Block, Column, GridModel, Kind, Shade
from tests.tui.grid_app import at, block, week


@st.composite
def blocks(draw: st.DrawFn, most: int = 14) -> list[Block]:
    """Blocks of one column, crowded around one hour so that they meet; also past midnight, some of no length."""
    around = draw(st.sampled_from((-30, 0, 600, 1380)))
    starts = st.integers(0, 40).map(lambda n: around + 5 * n) | st.integers(-120, DAY + 60)
    lengths = st.sampled_from((0, 5, 10, 15, 20, 30, 45, 60, 90, 180)) | st.integers(0, 400)
    spans = draw(st.lists(st.tuples(starts, lengths), max_size=most))
    return [Block(n, 0, start, start + minutes, f"B{n}") for n, (start, minutes) in enumerate(spans)]


scales = st.sampled_from(ZOOMS).map(lambda row: Scale(0, DAY, row))


def _shown(found: list[Block]) -> dict[int, Block]:
    return {b.key: b for b in found if b.is_shown()}


@given(blocks(), scales, st.integers(1, 60))
def test_each_block_is_placed_or_counted_once(found: list[Block], scale: Scale, width: int) -> None:
    """Nothing vanishes: a block has its cells, or stands in exactly one "+n"."""
    items = lay(found, scale, width)
    placed = [item.key for item in items if isinstance(item, Placed) and item.width > 0]
    counted = [b.key for item in items if isinstance(item, More) for b in item.hidden]
    assert sorted(placed + counted) == sorted(_shown(found))
    assert all(item.width > 0 for item in items)


@given(blocks(), scales, st.integers(1, 60))
def test_no_two_items_share_a_cell_and_none_leaves_its_column(found: list[Block], scale: Scale, width: int) -> None:
    """Overlaps stand side by side."""
    taken: set[tuple[int, int]] = set()
    for item in lay(found, scale, width):
        cells = {(row, x) for row in range(item.top, item.bottom) for x in range(item.x, item.x + item.width)}
        assert not taken & cells
        taken |= cells
        assert 0 <= item.top < item.bottom <= scale.rows
        assert 0 <= item.x < item.x + item.width <= width


@given(blocks(), scales)
def test_what_is_busy_is_drawn_busy(found: list[Block], scale: Scale) -> None:
    """Every row that a block touches is covered: by itself, or, in its last part, by one that starts in that row."""
    covered: dict[int, set[int]] = {}
    for item in lay(found, scale, 400):
        assert isinstance(item, Placed)
        covered[item.key] = set(range(item.top, item.bottom))
    for key, b in _shown(found).items():
        first, last = scale.row_of(max(0, b.start)), scale.row_of(max(b.start, min(DAY, b.end) - 1, 0))
        missing = set(range(first, last + 1)) - covered[key]
        assert missing <= {last}
        for row in missing:
            assert any(scale.row_of(max(0, o.start)) == row and o.start >= b.end for o in _shown(found).values())
        assert covered[key] <= set(range(first, last + 1))


@given(st.lists(st.sampled_from([60, 75, 90, 105, 120]), min_size=1, max_size=7), st.integers(0, 3))
def test_lessons_one_after_the_other_have_the_whole_width(lengths: list[int], quarter: int) -> None:
    """A block gives up its last, partial row rather than halving the column."""
    start, found = quarter * 15, []
    for n, minutes in enumerate(lengths):
        found.append(Block(n, 0, start, start + minutes, "B"))
        start += minutes
    for row in ZOOMS:
        assert {item.width for item in lay(found, Scale(0, DAY, row), 12)} == {12}


def test_lanes_that_do_not_fit_are_counted() -> None:
    """`+n` says how many stand behind; the first keep at least four cells."""
    found = [Block(n, 0, 600, 660, "B") for n in range(5)]
    items = lay(found, Scale(0, DAY, 30), 11)
    assert [item.width for item in items if isinstance(item, Placed)] == [4, 5]
    (more,) = [item for item in items if isinstance(item, More)]
    assert (len(more.hidden), more.x, more.width) == (3, 9, 2)
    roomy = lay(found, Scale(0, DAY, 30), 5 * MIN_LANE)
    assert [item.width for item in roomy] == [MIN_LANE] * 5


def test_overlap_by_one_minute_is_side_by_side_even_when_rows_differ() -> None:
    found = [Block(1, 0, 600, 661, "A"), Block(2, 0, 660, 720, "B")]
    assert [item.x for item in lay(found, Scale(0, DAY, 60), 20)] == [0, 10]
    giving_way = [Block(1, 0, 600, 661, "A"), Block(2, 0, 660, 680, "B"), Block(3, 0, 690, 720, "C")]
    assert [(i.x, i.top, i.bottom) for i in lay(giving_way, Scale(0, DAY, 60), 20)] == [
        (0, 10, 11), (10, 11, 12), (0, 11, 12)
    ]  # fmt: skip


@pytest.mark.parametrize(("lines", "row"), [(14, 60), (20, 60), (27, 30), (32, 30), (53, 15), (60, 15), (5, 60)])
def test_rows_are_as_fine_as_the_height_allows(lines: int, row: int) -> None:
    """A day from 8 to 21 fits 80x24 (60 minutes a row) and 120x36 (30 minutes a row)."""
    model = GridModel((Column("a", "A"),))
    scale = Scale.fit(model, lines - 1)
    assert scale.row == row
    assert scale.first <= at("8:00")
    assert scale.last >= at("21:00")
    if lines >= 14:
        assert scale.rows <= lines - 1


@pytest.mark.parametrize(
    ("lines", "hours"), [(13, (8, 21)), (14, (8, 22)), (15, (7, 22)), (21, (7, 22)), (31, (7, 22)), (70, (7, 22))]
)
def test_spare_rows_show_an_hour_around_the_day_and_no_more(lines: int, hours: tuple[int, int]) -> None:
    """An hour for who comes early or stays late; of hours that nobody works nothing is shown."""
    scale = Scale.fit(GridModel((Column("a", "A"),)), lines)
    assert (scale.first // 60, scale.last // 60) == hours


def test_a_day_is_never_longer_than_a_day() -> None:
    whole = GridModel((Column("a", "A"),), day_start=0, day_end=DAY)
    assert (Scale.fit(whole, 60).first, Scale.fit(whole, 60).last) == (0, DAY)


@given(blocks(), st.integers(1, 60), st.sampled_from((None, *ZOOMS)))
def test_every_block_is_within_reach(found: list[Block], lines: int, zoom: int | None) -> None:
    """The axis reaches to the earliest and the latest block, in whole hours of one day."""
    scale = Scale.fit(GridModel((Column("a", "A"),), tuple(found)), lines, zoom)
    assert 0 <= scale.first < scale.last <= DAY
    assert scale.first % 60 == scale.last % 60 == 0
    for b in _shown(found).values():
        assert scale.first <= max(0, b.start)
        assert min(DAY, b.end) <= scale.last


@pytest.mark.parametrize("width", [*range(8, 130), 160, 200])
def test_columns_tile_the_width(width: int) -> None:
    """Gutter and columns fill the line without a hole, whatever the width."""
    plan = Plan.make(week(), width, 30, cursor=2)
    edges = [plan.gutter]
    for strand in plan.strands:
        assert strand.x == edges[-1]
        edges.append(strand.x + strand.width)
    assert edges[-1] == width
    assert len(plan.strands) == 7 or all(s.width >= min(MIN_COLUMN, width - plan.gutter) for s in plan.strands)


def test_a_week_is_three_days_below_seventy_columns() -> None:
    """60x20 is usable: three days, today the first of them, and the edges say that there are more."""
    assert len(Plan.make(week(), 70, 20).strands) == 7
    plan = Plan.make(week(), 60, 20, cursor=2, leftmost=2)
    assert [s.nth for s in plan.strands] == [2, 3, 4]
    assert plan.more_left
    assert plan.more_right


@given(st.integers(1, 12), st.integers(5, 200), st.data())
def test_the_cursors_column_is_always_shown(columns: int, width: int, data: st.DataObject) -> None:
    model = GridModel(tuple(Column(str(n), str(n)) for n in range(columns)))
    cursor, leftmost = data.draw(st.integers(0, columns - 1)), data.draw(st.integers(0, columns - 1))
    plan = Plan.make(model, width, 20, cursor=cursor, leftmost=leftmost)
    assert plan.strand(cursor) is not None


def test_later_shades_lie_on_earlier_ones_and_the_rest_is_closed() -> None:
    shades = (Shade(540, 720, Kind.FREE), Shade(600, 630, Kind.BUSY, "Dentist"), Shade(630, 660, Kind.ABSENCE))
    plan = Plan.make(GridModel((Column("a", "A", shades=shades),)), 80, 60)
    (strand,) = plan.strands
    kinds = {minute: strand.kinds[plan.scale.row_of(minute)] for minute in (480, 540, 600, 630, 660, 720)}
    assert list(kinds.values()) == [Kind.CLOSED, Kind.FREE, Kind.BUSY, Kind.ABSENCE, Kind.FREE, Kind.CLOSED]
    assert strand.labels == {plan.scale.row_of(600): "Dentist"}


def test_a_block_in_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="column 7 of 7"):
        GridModel(week().columns, (block(1, 7, "9:00-10:00", "Ana"),))
    with pytest.raises(ValueError, match="at least one column"):
        GridModel(())
