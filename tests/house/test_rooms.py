"""The house rules that a reader would otherwise have to keep in mind. Each lint is a function, and each is tried."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files, modules, parsed, short

Finding = tuple[int, str]
Lint = Callable[[ast.Module], Iterator[Finding]]

LONGEST = 400
CLOCKS_DISKS_AND_DICE = frozenset(
    "asyncio http io locale logging multiprocessing os pathlib random secrets shelve shutil signal socket sqlite3 "
    "ssl subprocess sys tempfile threading time uuid".split()
)
LATE_ROOMS = ("src/deskbell/store/migrate.py", "src/deskbell/store/migrations/")
EMPTY_NAMES = frozenset({"manager", "helper", "helpers", "util", "utils", "base", "misc", "common"})


def imports(tree: ast.Module) -> Iterator[tuple[int, str, bool]]:
    """Line, dotted name, and whether it happens when the module is imported."""
    late = {id(node) for func in ast.walk(tree) if isinstance(func, FUNCTIONS) for node in ast.walk(func)}
    late |= {id(node) for guard in ast.walk(tree) if _is_type_checking(guard) for node in ast.walk(guard)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name, id(node) not in late
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for name in node.names:
                yield node.lineno, f"{node.module}.{name.name}", id(node) not in late


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def strangers(tree: ast.Module) -> Iterator[Finding]:
    """Domain knows the standard library and itself; no clock, no disk, no dice, no terminal in it."""
    for line, name, _ in imports(tree):
        root = name.partition(".")[0]
        if root != "deskbell" and root not in sys.stdlib_module_names:
            yield line, f"imports {name}, which is not the standard library"
        if root in CLOCKS_DISKS_AND_DICE:
            yield line, f"imports {name}; what it gives comes in as an argument"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and _names_a_day(node.value):
            yield node.lineno, f"reads the clock by .{node.attr}; `now` comes in as an argument"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("open", "print", "input")
        ):
            yield node.lineno, f"calls {node.func.id}()"


def _names_a_day(node: ast.expr) -> bool:
    last = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return last in ("datetime", "date")


def floats(tree: ast.Module) -> Iterator[Finding]:
    """Money and time are whole numbers: no float() and no 0.5 where they are decided."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "calls float()"
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"writes {node.value}"


def orm(tree: ast.Module) -> Iterator[Finding]:
    """SQLAlchemy Core only: importing the ORM alone costs a third of the time to the first frame."""
    for line, name, _ in imports(tree):
        if name.startswith("sqlalchemy.") and name.split(".")[1] in ("orm", "ext"):
            yield line, f"imports {name}"


def swallowed(tree: ast.Module) -> Iterator[Finding]:
    """Nobody swallows every error there is: a handler for all of them says or does something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type) and all(map(_is_nothing, node.body)):
            yield node.lineno, "swallows every error"
        if isinstance(node, ast.Call) and _last(node.func) == "suppress" and any(map(_catches_all, node.args)):
            yield node.lineno, "suppresses every error"


def _catches_all(node: ast.expr | None) -> bool:
    if isinstance(node, ast.Tuple):
        return any(map(_catches_all, node.elts))
    return node is None or _last(node) in ("Exception", "BaseException")


def _is_nothing(node: ast.stmt) -> bool:
    silent = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    empty = isinstance(node, ast.Return) and (node.value is None or isinstance(node.value, ast.Constant))
    return silent or empty or isinstance(node, (ast.Pass, ast.Continue, ast.Break))


def _last(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def looks(tree: ast.Module) -> Iterator[Finding]:
    """All looks live in styles/*.tcss: one home for style."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if _annotated(node) else []
        for target in targets:
            if isinstance(target, ast.Name) and target.id == "DEFAULT_CSS":
                yield node.lineno, "DEFAULT_CSS"


def _annotated(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign)


def locales(tree: ast.Module) -> Iterator[Finding]:
    """The process's locale is never set: it crashes on a machine without that locale, and is everybody's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "setlocale":
            yield node.lineno, "setlocale"
    yield from ((line, name) for line, name, _ in imports(tree) if name == "locale.setlocale")


def statements(tree: ast.Module) -> Iterator[Finding]:
    """What people write reaches SQL as a bound parameter: nobody who is handed it puts a statement together (T7).

    `among` writes codes of ours into a statement, and nothing that is no code (tests/store/test_codes.py).
    """
    functions = (f for f in ast.walk(tree) if isinstance(f, FUNCTIONS) and getattr(f, "name", "") != "among")
    for node in (node for func in functions for node in ast.walk(func)):
        if not isinstance(node, ast.Call) or _last(node.func) not in ("text", "literal_column"):
            continue
        if node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp, ast.Call)):
            yield node.lineno, f"{_last(node.func)}() of pieces"


def names(tree: ast.Module) -> Iterator[Finding]:
    """A name says what a thing is: no manager, helper, utils or base."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            words = {word.lower() for word in re.findall(r"[A-Z][a-z]+|[A-Z]+(?![a-z])", node.name)}
            if words & EMPTY_NAMES:
                yield node.lineno, f"class {node.name}"


LINTS: list[tuple[Lint, tuple[str, ...]]] = [
    (strangers, ("domain",)),
    (floats, ("domain", "services")),
    (orm, ()),
    (swallowed, ()),
    (looks, ()),
    (locales, ()),
    (statements, ("store",)),
    (names, ()),
]


@pytest.mark.parametrize(("lint", "rooms"), LINTS, ids=[lint.__name__ for lint, _ in LINTS])
def test_the_house_rule_holds(lint: Lint, rooms: tuple[str, ...]) -> None:
    found = [f"{short(path)}:{line} {what}" for path in modules(*rooms) for line, what in lint(parsed(path))]
    assert not found, f"{lint.__doc__}\n" + "\n".join(found)


CAUGHT = [
    (strangers, "import rich"),
    (strangers, "def late():\n    from sqlalchemy import select"),
    (strangers, "import time"),
    (strangers, "from os import environ"),
    (strangers, "import datetime\nx = datetime.datetime.now()"),
    (strangers, "from datetime import date\nx = date.today()"),
    (strangers, "open('x')"),
    (floats, "x = float('1')"),
    (floats, "x = 0.5"),
    (orm, "from sqlalchemy.orm import Session"),
    (orm, "from sqlalchemy import orm"),
    (orm, "import sqlalchemy.ext.asyncio"),
    (swallowed, "try:\n    x\nexcept Exception:\n    pass"),
    (swallowed, "try:\n    x\nexcept:\n    return None"),
    (swallowed, "for x in y:\n    try:\n        x\n    except (KeyError, BaseException) as error:\n        continue"),
    (swallowed, "import contextlib\nwith contextlib.suppress(Exception):\n    x"),
    (looks, "class A:\n    DEFAULT_CSS = ''"),
    (looks, "class A:\n    DEFAULT_CSS: str = ''"),
    (locales, "import locale\nlocale.setlocale(locale.LC_ALL, '')"),
    (locales, "from locale import setlocale"),
    (statements, "def f(x):\n    text(f'select {x}')"),
    (statements, "def f(x):\n    sa.text('select %s' % x)"),
    (statements, "lambda x: literal_column('select {}'.format(x))"),
    (names, "class BookingManager: ..."),
    (names, "class BaseScreen: ..."),
]


@pytest.mark.parametrize(("lint", "code"), CAUGHT)
def test_a_lint_catches_what_it_is_there_for(lint: Lint, code: str) -> None:
    assert list(lint(ast.parse(code)))


PASSED = [
    (strangers, "import re, json\nfrom zoneinfo import ZoneInfo\nfrom deskbell.domain.money import Money\nclock.now()"),
    (floats, "x = 1\ny: float"),
    (orm, "import sqlalchemy\nfrom sqlalchemy import select, Table"),
    (
        swallowed,
        "try:\n    x\nexcept KeyError:\n    pass\ntry:\n    x\nexcept Exception as error:\n    tell(error)\n    raise",
    ),
    (statements, "literal_column(A + B)\ndef f(x):\n    text('select 1'), text(FIXED), x.text, text()"),
    (names, "class Database: ...\nclass Rebase: ..."),
]


@pytest.mark.parametrize(("lint", "code"), PASSED)
def test_a_lint_leaves_good_code_alone(lint: Lint, code: str) -> None:
    assert not list(lint(ast.parse(code)))


def test_a_room_that_outgrows_itself_becomes_two() -> None:
    """A migration is a record that is written once and never again, so it may be as long as the schema was."""
    rooms = [path for path in modules() if "migrations/versions" not in short(path)]
    long = {short(path): lines for path in rooms if (lines := path.read_text("utf-8").count("\n")) > LONGEST}
    assert not long, f"past {LONGEST} lines, asking to be two: {long}"


def test_no_module_is_named_after_nothing() -> None:
    assert not [short(path) for path in modules() if set(path.stem.split("_")) & EMPTY_NAMES]


def test_dear_libraries_are_imported_late() -> None:
    """Whoever needs a dear library pays for it; only rooms that are imported late themselves import it at once."""
    dear = {"alembic", "pendulum", "psycopg", "platformdirs", "keyring", "tomllib", "difflib"}
    rooms = [path for path in modules() if not short(path).startswith(LATE_ROOMS)]
    found = [(short(path), line, name) for path in rooms for line, name, early in imports(parsed(path)) if early]
    assert not [at for at in found if at[2].split(".")[0] in dear]


# --- the whole tree -------------------------------------------------------------------------------------------

# Put together here, so that this file does not find itself.
HOSTS = re.compile(
    "|".join(map(re.escape, ("pypi" + ".", "python" + "hosted", "npm" + "js", "anaconda" + ".org"))), re.IGNORECASE
)
MACHINES = re.compile(r"(?<![\w.~])/(?:work|home|root|Users|farm)" + r"/(?!ana\b)[\w.]")  # Ana is invented
LOCKS = re.compile(r".+\.lock|Pipfile\.lock|pylock\..*|requirements.*\.txt")
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*")


def _found(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in files():
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{short(path)}:{number} {line.strip()[:80]}")
    return found


def test_no_registry_is_named() -> None:
    """Where packages come from is the machine's own business."""
    assert HOSTS.search("https://" + "pypi" + ".org/simple")
    assert _found(HOSTS) == []


def test_no_machine_is_named() -> None:
    """No path of a developer's machine stands in the project."""
    assert MACHINES.search("see /ho" + "me/someone/x")
    assert _found(MACHINES) == []


def test_nothing_records_where_packages_came_from() -> None:
    assert [short(path) for path in files() if LOCKS.fullmatch(path.name)] == []
    for line in (ROOT / ".ci" / "constraints.txt").read_text().splitlines():
        assert line.startswith("#") or PIN.fullmatch(line), line


def test_every_relative_link_leads_somewhere() -> None:
    """A link or picture of README.md or CHANGELOG.md is a file of the project; an anchor is a heading of it."""
    for page in ("README.md", "CHANGELOG.md"):
        text = (ROOT / page).read_text("utf-8")
        found = re.findall(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text)
        headings = {_anchor(line) for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
        for link in found:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            assert not target or (ROOT / target).exists(), f"{page} points to {target}"
            assert target or anchor in headings, f"{page} points to the heading #{anchor}"


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("script", ["run", "test"])
def test_the_scripts_can_be_run(script: str) -> None:
    assert os.access(Path(ROOT, ".ci", script), os.X_OK)
