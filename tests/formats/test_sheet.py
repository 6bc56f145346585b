"""A spreadsheet runs nothing that somebody was called; figures stay figures. T2."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell.domain.text import clean
from deskbell.formats.sheet import safe, sheet


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"), ("+34 600", "'+34 600"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "'=1"),
        ("'=1", "''=1"), ("\t=1", "'=1"), ("＝1", "'＝1"), ("Ana", "Ana"), ("a=b", "a=b"), ("", ""), (None, ""),
        (-12, "-12"), (Decimal("-12.50"), "-12.50"), (Decimal("0.00"), "0.00"), (Decimal("1E+3"), "1000"),
        ("two\nlines", "two lines"), ("a\x1b[31m", "a\ufffd[31m"),
    ],
)  # fmt: skip
def test_a_cell(cell: str | int | Decimal | None, shown: str) -> None:
    assert safe(cell) == shown


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_people_are_called_it_comes_back_as_words(rows: list[list[str]]) -> None:
    """Read back, each cell is the cleaned words, behind a ' where they would act, and nothing acts."""
    text = "\n".join(sheet(("a", "b"), rows))
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert found[0] == ["a", "b"]
    assert len(found) == len(rows) + 1
    for row, given_ in zip(found[1:], rows, strict=True):
        assert [cell.removeprefix("'") if cell.startswith("'") else cell for cell in row] == [
            safe(x).removeprefix("'") for x in given_
        ]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
        assert all(clean(cell) == cell for cell in row)
