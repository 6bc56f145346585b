"""Lines of a page: what is parted by dots is parted by the break where a line ends."""

from __future__ import annotations

import pytest

from deskbell.tui.lines import hanging
from deskbell.tui.text import text


@pytest.mark.parametrize("width", range(24, 60))
def test_no_line_begins_or_ends_with_the_dot_that_parts(width: int) -> None:
    said = "25.00 back (100 %: cancelled by tutor) · in cash · out of the drawer"
    lines = [line.plain for line in hanging(text("Money"), text(said), width, 8)]
    assert lines[0].startswith("Money   25.00")
    for line in lines:
        assert not line[8:].startswith("·"), lines
        assert not line.rstrip().endswith("·"), lines
    kept = " ".join(line[8:].strip() for line in lines)
    assert kept.replace("· ", "") == said.replace("· ", ""), "nothing else is lost"
