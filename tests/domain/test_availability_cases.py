"""The cases everybody's booking page is measured by, ours and any file named in SLOT_CASES."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.domain.slot_cases import KINDS, Case, UnknownKey, holds_true, read, read_case

OWN = Path(__file__).parents[1] / "data" / "slot_cases.json"
CASES = read(OWN)
OTHERS = read(Path(os.environ["SLOT_CASES"])) if os.environ.get("SLOT_CASES") else []


@pytest.mark.parametrize("case", [*CASES, *OTHERS], ids=lambda case: case.id)
def test_case(case: Case) -> None:
    """Every expectation of the case holds, exactly (D1-D9, I13, I16, I18, I20)."""
    for kind in case.expected:
        wanted, found = holds_true(case, kind)
        assert found == wanted, kind


def test_own_cases_are_whole() -> None:
    """24 cases, and one kind of expectation or another is told apart by each of them."""
    assert len(CASES) == len({case.id for case in CASES}) == 24
    assert {kind for case in CASES for kind in case.expected} >= {
        "slots",
        "count",
        "last",
        "windows",
        "dates_with_slots",
    }


@pytest.mark.parametrize(
    ("part", "key"), [("input", "moon_phase"), ("expected", "roughly"), ("limits", "bookings_per_week")]
)
def test_unknown_key_fails(part: str, key: str) -> None:
    """A key that the reader does not know is an error, never passed over."""
    case = json.loads(OWN.read_text())["cases"][0]
    place = case["input"].setdefault("limits", {}) if part == "limits" else case[part]
    place[key] = 1
    with pytest.raises(UnknownKey, match=key):
        read_case(case)


@pytest.mark.parametrize("row", ["bookings", "holds", "external_busy", "working_hours", "date_overrides", "travel"])
def test_unknown_key_in_a_row_fails(row: str) -> None:
    """The same inside rows."""
    case = json.loads(OWN.read_text())["cases"][0]
    case["input"][row] = [{"flavour": "mint"}]
    with pytest.raises(UnknownKey, match="flavour"):
        read_case(case)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("slots", ["2021-06-20T12:00:00Z"]),
        ("count", 11),
        ("last", "2021-06-20T22:00:00Z"),
        ("none_between", {"start": "2021-06-20T12:00:00Z", "end": "2021-06-20T12:59:59Z"}),
        ("windows", [{"start": "2021-06-20T01:00:00Z", "end": "2021-06-21T00:00:00Z"}]),
        ("windows_contain", [["2021-06-20T01:00:00Z", "2021-06-21T00:00:00Z"]]),
        ("dates_with_slots", ["2021-06-20", "2021-06-21"]),
    ],
)
def test_every_kind_can_fail(kind: str, wrong: object) -> None:
    """Each kind of expectation is really compared: a wrong one is seen. A prefix is not enough."""
    case = json.loads(OWN.read_text())["cases"][0]
    case["expected"] = {kind: wrong}
    wanted, found = holds_true(read_case(case), kind)
    assert found != wanted
    assert kind in KINDS
