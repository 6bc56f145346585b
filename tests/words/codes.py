"""Every code that the source raises, with the facts that it brings: read off the syntax trees."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deskbell.domain.availability import Why
from deskbell.store.guards import REFUSALS
from tests.house.tree import modules, parsed, short, text

ROOTS = frozenset({"DeskError", "SettingsWrong", "PlaceRefused", "_Missing", "Problem"})
"""Classes that carry a code and facts; their subclasses are found."""
METHODS = frozenset({"problem", "wrong"})
"""Methods of the line's reader that say a problem; `wrong` brings the text along."""
PATTERNS = {
    "OVER_{}": tuple(f"OVER_{why}" for why in Why),
    "{}_AMBIGUOUS": ("SERVICE_AMBIGUOUS", "TUTOR_AMBIGUOUS"),
    "{}_UNKNOWN": ("SERVICE_UNKNOWN", "TUTOR_UNKNOWN"),
}
_HEAD = re.compile(r"^ *class (\w+)\(([^)]*)\)", re.MULTILINE)
ELSEWHERE = {"deskbell/store/guards.py": tuple(code for code, _ in REFUSALS.values())}
"""Where the code stands in a table."""


@dataclass(frozen=True, slots=True)
class Site:
    """One place that says a code; `facts` None where they are not written out there."""

    code: str
    kind: str
    facts: frozenset[str] | None
    where: str


def errors() -> list[Site]:
    """Everything that somebody is told in a sentence of errors."""
    says = re.compile(rf"\b({'|'.join(sorted(classes() | METHODS))})\b")
    return [site for path in modules() if says.search(text(path)) for site in _sites(path, parsed(path))]


def warnings() -> set[str]:
    """The codes of Warned.of(…)."""
    found: set[str] = set()
    for path in modules():
        for call, scope in _calls(parsed(path)) if "Warned.of" in text(path) else ():
            func = call.func
            if isinstance(func, ast.Attribute) and func.attr == "of" and getattr(func.value, "id", "") == "Warned":
                found |= set(_codes(call.args[0], scope, parsed(path), path) or ())
    return found


@cache
def classes() -> frozenset[str]:
    """The roots and everything that is made from them."""
    bases: dict[str, set[str]] = {}
    for path in modules():
        for name, above in _HEAD.findall(text(path)):
            bases.setdefault(name, set()).update(re.findall(r"\w+", above))
    known = set(ROOTS)
    while more := {name for name, above in bases.items() if above & known} - known:
        known |= more
    return frozenset(known)


def _sites(path: Path, tree: ast.Module) -> Iterator[Site]:
    kinds = classes() - of_ports(tree)
    for call, scope in _calls(tree):
        named = _kinds(call.func, kinds)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if not call.args or not (named or (method in METHODS and "words" in path.parts)):
            continue
        codes = _codes(call.args[0], scope, tree, path)
        if codes is None:
            continue
        facts = {k.arg for k in call.keywords}
        if method == "wrong":
            facts.add("text")
        for kind in named or {"Problem"}:
            for code in codes:
                known = None if None in facts else frozenset(f for f in facts if f)
                yield Site(code, kind, known, f"{short(path)}:{call.lineno}")


def of_ports(tree: ast.Module) -> set[str]:
    """Names of this module that are answers of a provider and no errors, whatever they are called."""
    froms = [n for n in _imports(tree) if n.module == "deskbell.domain.ports"]
    return {alias.asname or alias.name for node in froms for alias in node.names}


def _imports(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """From statements anywhere; expressions hold none."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.ImportFrom):
            yield node
        for block in ("body", "orelse", "handlers", "finalbody", "cases"):
            more = getattr(node, block, None)
            left += more if isinstance(more, list) else ()


def _kinds(func: ast.expr, kinds: frozenset[str]) -> set[str]:
    """Refused(…), errors.Refused(…), (Ambiguous if found else NotFound)(…)."""
    if isinstance(func, ast.IfExp):
        return _kinds(func.body, kinds) | _kinds(func.orelse, kinds)
    if isinstance(func, ast.Attribute) and ast.unparse(func.value) == "ports":
        return set()
    name = func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
    return {name} & kinds


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Every call, with the innermost function that it stands in."""

    left: list[tuple[ast.AST, ast.AST]] = [(tree, tree)]
    while left:
        node, scope = left.pop()
        if isinstance(node, ast.Call):
            yield node, scope
        inner = node if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else scope
        left += [(child, inner) for child in ast.iter_child_nodes(node)]


def _codes(node: ast.expr, scope: ast.AST, tree: ast.Module, path: Path) -> tuple[str, ...] | None:
    """The codes that an argument can be; None where an error that is told already is passed on."""
    match node:
        case ast.Constant(value=str(code)):
            return (code,)
        case ast.IfExp():
            return tuple(c for part in (node.body, node.orelse) for c in _codes(part, scope, tree, path) or ())
        case ast.JoinedStr():
            pattern = "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values)
            return PATTERNS[pattern]
        case ast.Attribute(attr="code"):
            return None
        case ast.Subscript() if table := next((t for f, t in ELSEWHERE.items() if path.as_posix().endswith(f)), None):
            return table
        case ast.Name():
            return _named(node.id, scope, tree, path)
    raise AssertionError(f"{short(path)}:{node.lineno}: a code must be readable here: {ast.unparse(node)}")


def _named(name: str, scope: ast.AST, tree: ast.Module, path: Path) -> tuple[str, ...] | None:
    """A code in a variable: what is assigned to it in the function, or handed to the function in its module."""
    assert isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef), f"{short(path)}: {name} has no function"
    position = [a.arg for a in scope.args.args]
    if name in position:
        if scope.name in ("__init__", *METHODS, "_halves", "problem"):
            return None
        at = position.index(name)
        handed = [call.args[at] for call, _ in _calls(tree) if getattr(call.func, "id", "") == scope.name]
        assert handed, f"{short(path)}: nobody says which {name} {scope.name} raises"
        return tuple(c for node in handed for c in _codes(node, tree, tree, path) or ())
    found = []
    for node in ast.walk(scope):
        if not isinstance(node, ast.Assign):
            continue
        if any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            found += _codes(node.value, scope, tree, path) or ()
        if any(isinstance(t, ast.Tuple) and ast.unparse(node.value).endswith("problems[0]") for t in node.targets):
            return None  # the first problem of a typed line, told where the line is read
    assert found, f"{short(path)}: {name} holds no code that can be read"
    return tuple(found)
