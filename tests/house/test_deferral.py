"""A command pays only for what it uses: what is dear is imported late, and a subprocess shows it.

To add a command: one line in COMMANDS, with the libraries that it may bring.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import SRC

DEAR = frozenset(
    "textual rich alembic pendulum icalendar dateutil psycopg sqlalchemy sqlalchemy.orm sqlalchemy.ext.asyncio "
    "stripe mercadopago google googleapiclient google_auth_oauthlib keyring cryptography requests urllib3 asyncio "
    "hypothesis".split()
)
STORE = frozenset({"sqlalchemy", "asyncio"})  # SQLAlchemy brings asyncio by itself
LOOKS = frozenset({"textual", "rich", "asyncio"})

# What importing a room may bring; the rooms of a floor are tried one by one.
ROOMS: list[tuple[str, frozenset[str]]] = [
    ("settings.py", frozenset()),
    ("paths.py", frozenset()),
    ("domain/**/*.py", frozenset()),
    ("words/**/*.py", frozenset()),
    ("store/engine.py", STORE),
    ("store/tables.py", STORE),
    ("services/*.py", STORE),
    ("worker/*.py", STORE),
    ("providers/stripe/[!w]*.py", frozenset()),  # the wire is its one room that brings the kit
    ("wiring.py", STORE),
    ("providers/mercadopago/__init__.py", frozenset()),
    ("tui/**/*.py", LOOKS),
]

# What a command may bring while it does its work. `agenda` reads the desk; the first two need no desk at all.
# Where nothing is connected neither a vendor's kit nor a keyring is brought, whoever works.
COMMANDS: list[tuple[list[str], frozenset[str]]] = [
    (["--version"], frozenset()),
    (["where"], frozenset()),
    (["agenda"], STORE),
    (["agenda", "--json"], STORE),
    (["connections"], STORE),
    (["worker", "--once"], STORE),
]


def brought_by(code: str) -> set[str]:
    """The modules that a piece of Python leaves imported, in an interpreter of its own."""
    whole = f"import json, sys\n{code}\nprint('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", whole], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@cache
def already_there() -> set[str]:
    """What the installed packages' own start-up files bring, before anything of ours."""
    return brought_by("pass")


def rooms() -> list[tuple[str, frozenset[str]]]:
    found = []
    for pattern, allowed in ROOMS:
        for path in sorted(SRC.glob(pattern)):
            name = ".".join(("deskbell", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")
            found.append((name, allowed))
    return found


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in ROOMS])
def test_every_line_of_the_table_names_rooms_that_exist(pattern: str) -> None:
    assert list(SRC.glob(pattern))


def test_a_room_brings_nothing_dear() -> None:
    """One interpreter per floor is enough: what one room brings, its floor brings."""
    by_allowance: dict[frozenset[str], list[str]] = {}
    for name, allowed in rooms():
        by_allowance.setdefault(allowed, []).append(name)
    for allowed, names in by_allowance.items():
        brought = brought_by(f"import {', '.join(names)}") - already_there()
        assert not brought & (DEAR - allowed), f"{names} bring {sorted(brought & (DEAR - allowed))}"


def test_the_first_frame_brings_no_rules() -> None:
    """Hours, days and now are drawn before anybody reads a booking, and long before anything is hashed."""
    brought = brought_by("import deskbell.wiring, deskbell.tui.app, deskbell.tui.screens.calendar") - already_there()
    domain = {name.rpartition(".")[2] for name in brought if name.startswith("deskbell.domain.")}
    assert domain <= {"clock", "errors", "ids", "text"}
    assert "_hashlib" not in brought


def test_the_measure_sees_what_is_brought() -> None:
    """The control: a late import that happens is seen, and what is only named is not."""
    assert "textual" in brought_by("import textual")
    assert "textual" not in brought_by("def late():\n    import textual")


def deskbell(*words: str) -> str:
    """Python that runs one command line and insists that it went well."""
    return f"from deskbell.__main__ import main\nassert main({list(words)!r}) == 0"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that has been set up, in a home of its own."""
    monkeypatch.setenv("DESKBELL_HOME", str(tmp_path))
    init = ["init", "--desk", "Studio", "--zone", "Europe/Madrid", "--currency", "EUR", "--tutor", "Ana Ruiz"]
    brought_by(deskbell(*init, "--service", "Piano 60 25.00", "--hours", "Mon-Fri 9-18"))
    return tmp_path


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("words", "allowed"), COMMANDS, ids=[" ".join(words) for words, _ in COMMANDS])
def test_a_command_brings_nothing_dear(words: list[str], allowed: frozenset[str]) -> None:
    """ARCHITECTURE: `--version`, `where` and `agenda` import no Textual, Alembic, pendulum or vendor SDK."""
    brought = brought_by(deskbell(*words)) - already_there()
    assert not brought & (DEAR - allowed), sorted(brought & (DEAR - allowed))
