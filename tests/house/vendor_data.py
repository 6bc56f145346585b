"""What vendors publish of their own interfaces, read from a folder that DESKBELL_TEST_VENDOR_DATA names.

It is theirs and no part of this project. Where the folder is not named, the tests that need it are skipped and counted
aloud at the end of the run; where it is named, a file that is not in it is a failure. A stand-in in a process of its
own asks with `published`, a test with `vendor_data`.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "DESKBELL_TEST_VENDOR_DATA"


def folder() -> Path | None:
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


@cache
def published(name: str) -> Any:
    """A published file; None where no folder is named."""
    where = folder()
    return None if where is None else json.loads((where / name).read_text(encoding="utf-8"))


def vendor_data(name: str) -> Any:
    """A published file for a test, which is skipped where no folder is named."""
    found = published(name)
    if found is None:
        pytest.skip(f"{VARIABLE} names no folder with {name}")
    return found


def summary(reporter: pytest.TerminalReporter) -> None:
    """Say aloud how many contract tests did not run."""
    skipped = [one for one in reporter.stats.get("skipped", []) if VARIABLE in str(one.longrepr)]
    if skipped:
        reporter.section("contracts unread", yellow=True, bold=True)
        reporter.line(f"skipped: {len(skipped)} contract tests ({VARIABLE} names no folder)", yellow=True)
