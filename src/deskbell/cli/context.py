"""What one command line stands on: its settings, its language, its desk, and how it answers."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskbell.domain.errors import DeskError, WrongInput
from deskbell.domain.text import clean
from deskbell.paths import PlaceRefused, Places, places
from deskbell.settings import Settings, SettingsWrong, database_argument, read, terminal_language
from deskbell.words.language import choose

if TYPE_CHECKING:
    from deskbell.domain.facts import Desk as Card
    from deskbell.services.desk import Desk
    from deskbell.words.language import Order


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
    def date_order(self) -> Order | None:
        """How 4/3 is read, where the settings say it; None leaves it to the language's region."""
        wish = self.settings.date_order
        return "mdy" if wish == "mdy" else "dmy" if wish == "dmy" else None

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

    @cached_property
    def card(self) -> Card:
        """The desk's own settings."""
        return self.desk.card()

    def close(self) -> None:
        if self._desk is not None:
            self._desk.database.close()

    # --- answering

    @property
    def interactive(self) -> bool:
        """Whether somebody sits there who can be asked."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not self.args.json

    def say(self, text: str) -> None:
        """A line of the answer. Every way to a terminal cleans once more, whoever wrote the words (T2)."""
        sys.stdout.write(clean(text, multiline=True) + "\n")

    def remark(self, text: str) -> None:
        """Beside the answer, for a person: on stderr, never where a program reads."""
        sys.stderr.write(clean(text, multiline=True) + "\n")

    def ask(self, question: str) -> str:
        """What somebody types to a question; empty where they just press enter or leave."""
        sys.stderr.write(question + " ")
        sys.stderr.flush()
        try:
            return sys.stdin.readline().strip()
        except UnicodeDecodeError:
            return ""

    def answer(self, data: dict[str, Any]) -> None:
        """The answer as JSON: schema 1, keys in the order in which they were put."""
        text = json.dumps({"schema": 1, **data}, ensure_ascii=False, indent=2)
        if not text.replace("\n", "").isprintable():
            text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
        sys.stdout.write(text + "\n")

    def failed(self, error: Exception) -> int:
        """One sentence on stderr; with --json the code and its facts as the answer."""
        from deskbell.words.errors import sentence

        zone, now = self._then()
        said = sentence(error, self._spoken(), zone, now)
        sys.stdout.flush()
        self.remark(f"deskbell: {said}")
        if self.args.json:
            from deskbell.cli.jsonable import error_facts, plan_facts

            facts: dict[str, Any] = {"error": error_facts(error, said, zone or "UTC")}
            if plan := getattr(error, "facts", {}).get("plan"):
                facts["plan"] = plan_facts(plan, zone or "UTC")
            self.answer(facts)
        return int(getattr(error, "exit_code", 1))

    def crashed(self, error: Exception) -> int:
        """Our fault: a report without secrets or people's data goes to a file; its path is what is printed."""
        from deskbell.crash import report
        from deskbell.words.i18n import t

        path = report(error, self._crashes())
        said = t(self._spoken(), "crash", path=path)
        sys.stdout.flush()
        self.remark(f"deskbell: {said}")
        if self.args.json:
            self.answer({"error": {"code": "CRASHED", "sentence": said, "facts": {}}})
        return 1

    def _then(self) -> tuple[str | None, int | None]:
        """The desk's zone and now, where a desk is open: for the instants in a sentence."""
        if self._desk is None:
            return None, None
        try:
            return self.card.zone, self._desk.clock.now()
        except DeskError:  # what is wrong may be the desk itself
            return None, None

    def _spoken(self) -> str:
        try:
            return self.language
        except (SettingsWrong, PlaceRefused):  # the language cannot be known when the settings are what is wrong
            return choose(terminal_language(os.environ))

    def _crashes(self) -> Path | None:
        try:
            return self.places.crashes
        except PlaceRefused:
            return None


def need_terminal() -> None:
    """WrongInput: NO_TERMINAL. A screen that nobody can see, or that cannot be drawn, is not opened."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise WrongInput("NO_TERMINAL")
