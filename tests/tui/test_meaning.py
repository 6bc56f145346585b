"""What a booking line means is said whole, however long what is in the way is."""

from __future__ import annotations

import pytest

from deskbell.tui.text import cell_len
from deskbell.tui.widgets.bookbar import Meaning, Preview

SEALED = "Mon 2 March is sealed and takes no more money; open it again with a reason, in the till, or do this tomorrow."


@pytest.mark.parametrize("width", [40, 72, 112, 160])
def test_a_long_reason_goes_on_below(width: int) -> None:
    meaning = Meaning()
    lines = ((("● ", "$paid"), ("Ana", "bold")), (("  ", ""), ("Tue 15:30", "bold")), (("  ", ""), (SEALED, "$clash")))
    meaning.preview = Preview("ana", lines, "25.00 €")
    shown = meaning._said_whole(width).plain.split("\n")
    assert all(cell_len(line) <= width for line in shown)
    assert shown[0].endswith("25.00 €")
    assert " ".join(line.strip() for line in shown[2:]) == SEALED
    assert all(line.startswith("  ") for line in shown[1:])


def test_an_empty_line_means_nothing() -> None:
    assert Meaning()._said_whole(80).plain.strip() == ""
