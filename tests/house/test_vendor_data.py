"""Contract tests that did not run are counted aloud; a folder that lacks a file is a failure."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.house.vendor_data import VARIABLE, published, vendor_data


def run(folder: Path | None) -> str:
    environ = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environ |= {"DESKBELL_TEST_PG": "off"} | ({VARIABLE: str(folder)} if folder else {})
    environ.pop("CI", None)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", "-k", "they_publish",
         "tests/standin/mercadopago/test_contract.py"],
        cwd=ROOT, env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


def test_what_was_not_read_is_said_aloud() -> None:
    out = run(None)
    assert f"skipped: 1 contract tests ({VARIABLE} names no folder)" in out
    assert "contracts unread" in out


def test_a_folder_without_the_file_is_no_excuse(tmp_path: Path) -> None:
    assert "FileNotFoundError" in run(tmp_path)


def test_without_a_folder_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    published.cache_clear()
    assert published("any.json") is None
    with pytest.raises(pytest.skip.Exception, match=VARIABLE):
        vendor_data("any.json")
    published.cache_clear()
