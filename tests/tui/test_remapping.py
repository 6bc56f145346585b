"""Issue, bad input: a misspelt key of the settings file is named with its line before the screen opens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import deskbell.tui
from deskbell.settings import SettingsWrong, read
from deskbell.tui import remapping
from deskbell.tui.commands import BY_ID


def wrong(file: Path, keys: str) -> SettingsWrong:
    file.write_text(f"[keys]\n{keys}\n", encoding="utf-8")
    with pytest.raises(SettingsWrong) as caught:
        remapping.check(read(file, {}))
    return caught.value


def test_a_misspelt_action_is_named_with_its_line_and_the_right_one(tmp_path: Path) -> None:
    found = wrong(tmp_path / "settings.toml", '"booking.bok" = "B"')
    assert (found.code, found.facts["line"], found.facts["nearest"]) == ("SETTING_UNKNOWN", 2, "keys.booking.book")


def test_a_key_that_another_action_beside_it_has_is_refused(tmp_path: Path) -> None:
    """One of the two would never be done."""
    found = wrong(tmp_path / "settings.toml", '"booking.book" = ["B", "m"]')
    assert (found.code, found.facts["key"], found.facts["action"]) == ("KEY_TAKEN", "m", "booking.move")
    assert found.facts["line"] == 2


def test_keys_can_be_swapped_and_given_to_what_is_bound_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[keys]\n"booking.book" = "m"\n"booking.move" = "b"\n"grid.up" = "i,k"\n', encoding="utf-8")
    remapping.check(read(file, {}))


def test_every_id_that_is_bound_can_be_given_a_key() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(next(iter(deskbell.tui.__path__))).rglob("*.py"))
    bound = set(re.findall(r'Binding\(.*\bid="([a-z_.]+)"', source))
    assert bound
    assert bound <= {*BY_ID, *remapping.OTHER_IDS}
