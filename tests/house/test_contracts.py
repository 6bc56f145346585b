"""The import contracts of pyproject.toml hold, and each of them can break."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SRC

# For every contract the imports that it is there to catch, planted one at a time.
PLANTS = [
    ("floors", "domain/planted.py", "import deskbell.services"),
    ("floors", "services/planted.py", "import deskbell.tui.text"),
    ("floors", "words/planted.py", "import deskbell.store"),
    ("floors", "store/planted.py", "def late():\n    import deskbell.formats"),
    ("floors", "demo/planted.py", "import deskbell.tui"),
    ("floors", "settings.py", "import deskbell.paths"),
    ("domain", "domain/planted.py", "from deskbell import paths"),
    ("domain", "domain/planted.py", "from deskbell.settings import Settings"),
    ("services-only", "tui/screens/planted.py", "import deskbell.store"),
    ("services-only", "worker/planted.py", "import deskbell.store.ops.queue"),
    ("floors", "worker/planted.py", "import deskbell.tui"),
    ("providers", "worker/planted.py", "import deskbell.providers.fake"),
    ("services-only", "tui/planted.py", "import deskbell.formats"),
    ("shown-things", "tui/widgets/planted.py", "import deskbell.services"),
    ("shown-things", "tui/modals/planted.py", "import deskbell.store"),
    ("floors", "providers/planted.py", "import deskbell.store"),
    ("providers", "cli/planted.py", "from deskbell.providers import fake"),
    ("providers", "services/planted.py", "def late():\n    import deskbell.providers.fake"),
    ("sqlalchemy", "services/planted.py", "import sqlalchemy"),
    ("sqlalchemy", "tui/planted.py", "from sqlalchemy import select"),
    ("sqlalchemy", "wiring.py", "import alembic.command"),
    ("sqlalchemy", "demo/planted.py", "import psycopg"),
    ("textual", "services/planted.py", "from textual.app import App"),
    ("textual", "cli/planted.py", "import textual"),
    ("rich", "words/planted.py", "from rich.text import Text"),
    ("rich", "services/planted.py", "import rich"),
    ("pendulum", "domain/planted.py", "import pendulum"),
    ("pendulum", "tui/planted.py", "import pendulum"),
    ("calendar-files", "services/planted.py", "import icalendar"),
    ("calendar-files", "store/planted.py", "from dateutil.rrule import rrule"),
    ("vendors", "services/planted.py", "import stripe"),
    ("vendors", "worker/planted.py", "def late():\n    from mercadopago import SDK"),
    ("vendors", "wiring.py", "import keyring"),
    ("circles", "domain/planted.py", "import deskbell.domain.planted_too"),
]


def lint(folder: Path, contract: str = "") -> subprocess.CompletedProcess[str]:
    config = str(ROOT / "pyproject.toml")
    limit = (contract,) if contract else ()
    code = (
        "import sys; from importlinter.cli import lint_imports;"
        f"sys.exit(lint_imports(config_filename={config!r}, limit_to_contracts={limit!r}, no_cache=True))"
    )
    # The working folder comes first on the path, before the installed program.
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SRC, tmp_path / "deskbell", ignore=shutil.ignore_patterns("__pycache__")))


def test_the_house_stands(copy: Path) -> None:
    done = lint(copy.parent)
    assert done.returncode == 0, done.stdout.partition("Broken contracts")[2]


@pytest.mark.parametrize("contract", sorted({contract for contract, _, _ in PLANTS}))
def test_a_contract_catches_what_it_is_there_for(copy: Path, contract: str) -> None:
    """All that it is there for at once: each is named."""
    if contract == "circles":
        (copy / "domain" / "planted_too.py").write_text("import deskbell.domain.planted0\n")
    rooms = []
    for n, (_, room, code) in enumerate(plant for plant in PLANTS if plant[0] == contract):
        rooms.append(room.replace("planted.", f"planted{n}."))
        with (copy / rooms[-1]).open("a") as stream:
            stream.write(f"\n{code}\n")
    done = lint(copy.parent, contract)
    assert done.returncode == 1, done.stdout
    said = done.stdout.partition("Broken contracts")[2]
    for room in rooms:
        name = Path(room).with_suffix("").as_posix().replace("/", ".")
        assert (f".{Path(room).stem} " if contract == "circles" else f"deskbell.{name} ") in said, (room, done.stdout)


def test_every_contract_is_tried() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in PLANTS}
