"""The small desk of the services' tests, and a command line in front of it: the program's own door, in this process."""

from __future__ import annotations

import gc
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deskbell.__main__ import main
from deskbell.cli.context import Context
from tests.services.conftest import Small, at, small, small_url

__all__ = ["small", "small_url"]

NOW = at("2026-03-04 10:00")


@dataclass
class Said:
    """What a command line answered."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        assert found["schema"] == 1
        return found


Say = Callable[..., Said]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Say]:
    """Run one command line in a home of its own on that Wednesday; `code` is how it must end, None in any way."""
    monkeypatch.setenv("DESKBELL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DESKBELL_NOW", str(NOW))
    mask, thresholds = os.umask(0o077), gc.get_threshold()

    def run(*words: object, code: int | None = 0, typed: str | None = None) -> Said:
        with monkeypatch.context() as now:
            if typed is not None:
                now.setattr(Context, "interactive", True)
                now.setattr("sys.stdin", io.StringIO(typed))
            found = main([str(word) for word in words])
        said = Said(found, *capsys.readouterr())
        assert code is None or found == code, said
        assert "Traceback" not in said.out + said.err
        return said

    yield run
    os.umask(mask)
    gc.set_threshold(*thresholds)


@pytest.fixture
def desk(say: Say, small: Small, small_url: str, monkeypatch: pytest.MonkeyPatch) -> Small:
    """The small desk is the one that the command line finds; on both databases."""
    monkeypatch.setenv("DESKBELL_DATABASE", small_url)
    return small


def init(say: Say, *more: str, code: int = 0) -> Said:
    """A desk from nothing, as the README does it."""
    return say(
        "init", "--desk", "Estudio Río", "--zone", "Europe/Madrid", "--currency", "EUR", "--tutor", "Ana Ruiz",
        "--service", "Piano 60 25.00", "--hours", "Mon-Fri 9-18", *more, code=code,
    )  # fmt: skip
