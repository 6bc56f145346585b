"""The README's tables are made from the tables of the program; a stale one fails, with what it should be."""

from __future__ import annotations

import re

import pytest

from deskbell.cli.parser import COMMANDS
from deskbell.tui.commands import ACTIONS
from tests.house.tree import ROOT

KEYS = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "escape": "esc",
    "up": "↑",
    "down": "↓",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "asterisk": "*",
    "greater_than_sign": ">",
    "less_than_sign": "<",
}


def key_table() -> str:
    """One row an action: its keys, its name, what it does, and its id in the settings."""
    rows = ["| Key | Does | Id |", "|---|---|---|"]
    for action in ACTIONS:
        keys = " ".join(f"`{KEYS.get(k.strip(), k.strip())}`" for k in action.keys.split(","))
        rows.append(f"| {keys} | **{action.label('en')}**: {action.help('en')} | `{action.id}` |")
    return "\n".join(rows)


def command_table() -> str:
    rows = ["| Command | Does | Example |", "|---|---|---|"]
    for cmd in COMMANDS:
        rows.append(f"| `{cmd.name}` | {cmd.help} | `{cmd.example}` |")
    return "\n".join(rows)


@pytest.mark.parametrize(("name", "make"), [("keys", key_table), ("commands", command_table)])
def test_the_readme_is_not_stale(name: str, make) -> None:  # type: ignore[no-untyped-def]
    """To mend it: DESKBELL_TEST_WRITE=1 with this test writes the tables anew."""
    import os

    file = ROOT / "README.md"
    text = file.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    table = make()
    if os.environ.get("DESKBELL_TEST_WRITE"):
        file.write_text(pattern.sub(lambda m: f"{m[1]}\n{table}\n\n{m[2]}", text), encoding="utf-8")
        return
    found = pattern.search(text)
    assert found is not None
    assert found[0].split("-->", 1)[1].rsplit("<!--", 1)[0].strip() == table
