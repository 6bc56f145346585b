"""What one command line stands on: its settings, its language, its desk, and how it answers."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain.errors import DeskError
from deskbell.paths import PlaceRefused, Places, places
from deskbell.settings import Settings, SettingsWrong, database_argument, read
from deskbell.words.language import choose

if TYPE_CHECKING:
    from deskbell.services.desk import Desk


def expected(error: BaseException) -> bool:
    """Whether an error is one that people meet, with a sentence of its own."""
    return isinstance(error, DeskError | SettingsWrong | PlaceRefused)


class Context:
    """Opened late and closed at the end; prints nothing but the answer on stdout."""

    def __init__(self, args: Namespace) -> None:
        self.args = args
        self._desk: Desk | None = None

    @cached_property
    def places(self) -> Places:
        return places()

    @cached_property
    def settings(self) -> Settings:
        return read(self.places.settings)

    @cached_property
    def language(self) -> str:
        """The tag of the language to answer in: the option, the settings, the terminal."""
        return choose(self.args.language or self.settings.language)

    @property
    def where(self) -> str | Path:
        """The database that is meant: --database, --demo, the settings, or the platform's own file."""
        if self.args.database:
            return database_argument(self.args.database)
        if self.args.demo:
            return self.places.demo_database
        return self.settings.database or self.places.database

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            from deskbell.wiring import open_desk

            self._desk = open_desk(self.where)
        return self._desk

    def open(self, *, create: bool) -> Desk:
        """The desk, its file made where it is not there yet."""
        from deskbell.wiring import open_desk

        if create:
            self.places.make()
        self._desk = open_desk(self.where, create=create)
        return self._desk

    def close(self) -> None:
        if self._desk is not None:
            self._desk.database.close()

    # --- answering

    @property
    def interactive(self) -> bool:
        """Whether somebody sits there who can be asked."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not self.args.json

    def say(self, text: str) -> None:
        sys.stdout.write(text + "\n")

    def answer(self, data: dict[str, Any]) -> None:
        """The answer as JSON: schema 1, keys in the order in which they were put."""
        sys.stdout.write(json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=2) + "\n")

    def failed(self, error: Exception) -> int:
        """One sentence on stderr; with --json the code and its facts as the answer."""
        from deskbell.words.errors import sentence

        said = sentence(error, self._spoken())
        sys.stderr.write(f"deskbell: {said}\n")
        if self.args.json:
            from deskbell.cli.jsonable import error_facts

            self.answer({"error": error_facts(error, said)})
        return int(getattr(error, "exit_code", 1))

    def crashed(self, error: Exception) -> int:
        """Our fault: a report without secrets or people's data goes to a file; its path is what is printed."""
        from deskbell.crash import report

        path = report(error, self._crashes())
        sys.stderr.write(f"deskbell: this went wrong and it is our fault; nothing was half done. Report: {path}\n")
        return 1

    def _spoken(self) -> str:
        try:
            return self.language
        except (SettingsWrong, PlaceRefused):  # the language cannot be known when the settings are what is wrong
            return choose(os.environ.get("LANG", ""))

    def _crashes(self) -> Path | None:
        try:
            return self.places.crashes
        except PlaceRefused:
            return None
