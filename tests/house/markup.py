"""A lint: a widget is given Content, or words that stand in the code; never a str that somebody else wrote.

Textual reads a plain str as markup: `[@click=app.quit]Ana[/]` becomes a button and `Ana [/]` ends the program (T1).
So what reaches a widget must be, by its form alone, one of
- a literal (ours, and in sight),
- `text(...)`, or another function or name of tui that is annotated to give Content,
- `Content(...)` or a method of Content whose own arguments are such, or went through `clean`, `fit` or `cut`.
Anything else is found, also where it would do no harm: put `text()` around it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Where each widget takes text: positions and keywords. ALL: every position.
ALL = -1
WIDGETS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Static": ((0,), ("content",)),
    "Label": ((0,), ("content",)),
    "Button": ((0,), ("label", "tooltip")),
    "Checkbox": ((0,), ("label", "tooltip")),
    "RadioButton": ((0,), ("label", "tooltip")),
    "ToggleButton": ((0,), ("label", "tooltip")),
    "RadioSet": ((ALL,), ("tooltip",)),
    "OptionList": ((ALL,), ()),
    "Option": ((0,), ("prompt",)),
    "Selection": ((0,), ("prompt",)),
    "SelectionList": ((ALL,), ()),
    "Select": ((0,), ("options", "prompt", "tooltip")),
    "Tab": ((0,), ("label",)),
    "Tabs": ((ALL,), ()),
    "TabPane": ((0,), ("title",)),
    "TabbedContent": ((ALL,), ()),
    "Collapsible": ((), ("title",)),
    "Tree": ((0,), ("label",)),
    "Link": ((0,), ("text", "tooltip")),
    "Placeholder": ((0,), ("label",)),
    "Input": ((), ("tooltip",)),
    "DiscoveryHit": ((0,), ("display", "help")),
    "Hit": ((1,), ("match_display", "help")),
    "Toast": ((0,), ()),
}
METHODS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "update": ((0,), ("content",)),
    "notify": ((0,), ("message", "title")),
    "add_row": ((ALL,), ("label",)),
    "add_rows": ((0,), ("rows",)),
    "add_column": ((0,), ("label",)),
    "add_columns": ((ALL,), ()),
    "update_cell": ((2,), ("value",)),
    "update_cell_at": ((1,), ("value",)),
    "add_option": ((0,), ("option",)),
    "add_options": ((0,), ("options",)),
    "replace_option_prompt": ((1,), ("prompt",)),
    "replace_option_prompt_at_index": ((1,), ("prompt",)),
    "set_options": ((0,), ("options",)),
    "add_leaf": ((0,), ("label",)),
    "set_label": ((0,), ("label",)),
}
ATTRIBUTES = frozenset({"border_title", "border_subtitle", "tooltip", "label", "prompt"})
CLEANERS = frozenset({"clean", "fit", "cut"})
PARSERS = frozenset({"from_markup", "from_text"})  # methods of Content that read markup: only of a literal
ADDERS = frozenset({"append", "append_text", "join", "extend"})  # methods of Content that take more words
MADE_ELSEWHERE = frozenset({"Option", "Selection", "Separator", "figures"})  # looked at where they are made


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(slots=True)
class House:
    """What the program says of its own names: who gives Content, and which widgets are kinds of others."""

    givers: set[str] = field(default_factory=lambda: {"text"})
    attributes: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    own_start: set[str] = field(default_factory=set)

    def kind(self, name: str) -> str:
        """The Textual widget that a class is at heart; itself where it is none of ours."""
        seen: set[str] = set()
        while name in self.kinds and name not in seen:
            seen.add(name)
            name = self.kinds[name]
        return name


def survey(trees: Iterable[ast.Module]) -> House:
    """Read every module once, for the names that say of themselves that they are Content."""
    house = House()
    other: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, FUNCTIONS):
                (house.givers if _is_content(node.returns) else other).add(node.name)
            elif isinstance(node, ast.ClassDef):
                bases = [name for base in node.bases if (name := _name(base))]
                heart = next((base for base in bases if base in WIDGETS), bases[0] if bases else "")
                house.kinds[node.name] = heart
                starts = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
                if starts:
                    house.own_start.add(node.name)
            elif isinstance(node, ast.AnnAssign) and (name := _name(node.target)):
                house.attributes.setdefault(name, set()).add(ast.unparse(node.annotation))
    house.givers -= other - {"text"}  # two functions of one name, one of which gives something else
    return house


def found(tree: ast.Module, house: House) -> Iterator[tuple[int, str]]:
    """Line and words of everything that reaches a widget as it must not."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    inside = {id(node): cls.name for cls in classes for node in ast.walk(cls) if isinstance(node, ast.Call)}
    for function in (tree, *(node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))):
        local = _Local(function, house)
        for node in _own(function):
            for value, cleaned in _given(node, house, inside.get(id(node), "")):
                if not local.is_fine(value, cleaned=cleaned):
                    yield value.lineno, ast.unparse(value)[:80]
    renders = [part for cls in classes for part in cls.body if isinstance(part, FUNCTIONS) and part.name == "render"]
    for render in renders:
        local = _Local(render, house)
        for node in _own(render):
            if isinstance(node, ast.Return) and node.value and not local.is_fine(node.value):
                yield node.lineno, f"return {ast.unparse(node.value)[:80]}"


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions in it, which come by themselves."""
    for child in ast.iter_child_nodes(function):
        if not isinstance(child, FUNCTIONS):
            yield child
            yield from _own(child)


def _given(node: ast.AST, house: House, inside: str) -> Iterator[tuple[ast.expr, bool]]:
    """What this node hands to a widget as its text, and whether as a str that is not read as markup."""
    if isinstance(node, ast.Assign):
        if any(isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES for target in node.targets):
            yield node.value, False
    elif isinstance(node, ast.Call) and not _big_figures(node):
        positions, keywords = _place(node, house, inside)
        plain = any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in node.keywords)
        for index, value in enumerate(node.args):
            if ALL in positions or index in positions:
                yield value, plain
        yield from ((word.value, plain) for word in node.keywords if word.arg in keywords)


def _big_figures(call: ast.Call) -> bool:
    """`query_one("#due", Digits).update(…)`: Digits draws what it knows and reads no markup."""
    made = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "update" else None
    return isinstance(made, ast.Call) and any(_name(kind) == "Digits" for kind in made.args)


def _place(call: ast.Call, house: House, inside: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    name = _name(call.func)
    if isinstance(call.func, ast.Attribute) and name in METHODS:
        return METHODS[name]
    if name == "__init__":  # super().__init__(…): what the class is at heart
        name = inside
    elif name in house.own_start:  # looked at where it hands on to its heart
        return (), ()
    return WIDGETS.get(house.kind(name), ((), ()))


class _Local:
    """What is known of the names inside one function."""

    def __init__(self, function: ast.AST, house: House) -> None:
        self.house = house
        self.values: dict[str, list[ast.expr]] = {}
        self.types: dict[str, str] = {}
        self.unknown: set[str] = set()
        self.asked: set[str] = set()
        plain: set[int] = set()  # names that are given one value, whose form says what they are
        for node in ast.walk(function):
            match node:
                case ast.arg(arg=name, annotation=kind):
                    self._learn(name, kind)
                case ast.AnnAssign(target=ast.Name(id=name), annotation=kind):
                    self._learn(name, kind)
                case ast.Assign(targets=[ast.Name(id=name) as target], value=value):
                    self.values.setdefault(name, []).append(value)
                    plain.add(id(target))
                case (
                    ast.AugAssign(target=ast.Name(id=name) as target, value=value)
                    | ast.NamedExpr(target=ast.Name(id=name) as target, value=value)
                ):
                    self.values.setdefault(name, []).append(value)
                    plain.add(id(target))
        stored = (node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        self.unknown |= {node.id for node in stored if id(node) not in plain} - set(self.types)

    def _learn(self, name: str, kind: ast.expr | None) -> None:
        if kind is None:
            self.unknown.add(name)
        else:
            self.types[name] = ast.unparse(kind)

    def is_fine(self, node: ast.expr, *, cleaned: bool = False) -> bool:
        """May this reach a widget? `cleaned`: inside Content, where a str that was cleaned does no harm."""
        match node:
            case ast.Constant():
                return True
            case ast.Tuple(elts=[first, *_]):
                return self.is_fine(first, cleaned=cleaned)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.BoolOp(values=parts):
                return all(self.is_fine(part, cleaned=cleaned) for part in parts)
            case ast.Starred(value=inner) | ast.Await(value=inner):
                return self.is_fine(inner, cleaned=cleaned)
            case ast.NamedExpr(value=inner):
                return self.is_fine(inner, cleaned=cleaned)
            case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner) | ast.SetComp(elt=inner):
                return self.is_fine(inner, cleaned=cleaned)
            case ast.IfExp(body=one, orelse=two) | ast.BinOp(left=one, op=ast.Add(), right=two):
                return self.is_fine(one, cleaned=cleaned) and self.is_fine(two, cleaned=cleaned)
            case ast.JoinedStr(values=parts):
                return cleaned and all(self.is_fine(part, cleaned=True) for part in parts)
            case ast.FormattedValue(value=inner):
                return self.is_fine(inner, cleaned=cleaned)
            case ast.Dict() | ast.DictComp():
                return True  # `update` of a dictionary, no widget's
            case ast.Name(id=name):
                return self._is_fine_name(name, cleaned=cleaned)
            case ast.Attribute(attr=name):
                kinds = self.house.attributes.get(name, {"str"})
                return all(_says_content(kind) or _is_no_text(kind) for kind in kinds)
            case ast.Call():
                return self._is_fine_call(node, cleaned=cleaned)
        return False

    def _is_fine_name(self, name: str, *, cleaned: bool) -> bool:
        if name in self.types:
            return _says_content(self.types[name]) or _is_no_text(self.types[name])
        if name in self.unknown or name not in self.values:
            return False
        if name in self.asked:  # x = x + …: decided by its other values
            return True
        self.asked.add(name)
        fine = all(self.is_fine(value, cleaned=cleaned) for value in self.values[name])
        self.asked.discard(name)
        return fine

    def _is_fine_call(self, call: ast.Call, *, cleaned: bool) -> bool:
        name = _name(call.func)
        if name in self.house.givers or name in MADE_ELSEWHERE or (cleaned and name in CLEANERS):
            return True
        if name in ("list", "tuple", "reversed") and isinstance(call.func, ast.Name):
            return all(self.is_fine(part, cleaned=cleaned) for part in call.args)
        if name == "Content":
            return all(self.is_fine(part, cleaned=True) for part in call.args[:1])
        if not isinstance(call.func, ast.Attribute):
            return False
        words = [*call.args, *(word.value for word in call.keywords)]
        if _name(call.func.value) == "Content":
            words = words if name in (*PARSERS, "assemble") else words[:1]
            literal = name not in PARSERS or (words and isinstance(words[0], ast.Constant))
            return bool(literal) and all(self.is_fine(part, cleaned=True) for part in words)
        # A method of something that is Content, such as stylize; `", ".join(…)` is a str again.
        made = call.func.value
        is_content = isinstance(made, (ast.Call, ast.Name)) and self.is_fine(made) and not self._is_str(made)
        return is_content and (name not in ADDERS or all(self.is_fine(part, cleaned=True) for part in words))

    def _is_str(self, node: ast.expr) -> bool:
        values = self.values.get(node.id, []) if isinstance(node, ast.Name) else [node]
        return any(isinstance(value, (ast.Constant, ast.JoinedStr, ast.IfExp, ast.BinOp)) for value in values)


def _name(node: ast.AST | None) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _name(node.value) if isinstance(node, ast.Subscript) else ""


def _is_content(annotation: ast.expr | None) -> bool:
    return annotation is not None and _says_content(ast.unparse(annotation))


def _says_content(annotation: str) -> bool:
    parts = {part.strip("'\" ") for part in annotation.split("|")} - {"None"}
    return bool(parts) and parts <= {"Content", "Text"}


def _is_no_text(annotation: str) -> bool:
    """Not a str and nothing that might be or hold one: figures, and the program's own kinds."""
    parts = {part.strip("'\" ") for part in annotation.split("|")} - {"None"}
    return bool(parts) and parts <= {"int", "bool", "bytes", "float"}
