"""T1: a person's words reach a widget through text() and no other way."""

from __future__ import annotations

import ast

import pytest

from tests.house.markup import found, survey
from tests.house.tree import modules, parsed, short

HEAD = """
class Row:
    title: str
    face: Content
    count: int
class Badge(Static):
    pass
class Named(Label):
    def __init__(self, name: str) -> None:
        super().__init__(name)
class Safe(Label):
    def __init__(self, name: str) -> None:
        super().__init__(text(name))
def face_of(row: Row) -> Content: ...
def name_of(row: Row) -> str: ...
"""

WRONG = [
    "Static(row.title)",
    "Static(content=row.title)",
    "widgets.Label(row.title)",
    "Label(f'{row.count} lessons')",
    "Label(str(1))",
    "Label(name_of(row))",
    "Label(say('key', name=row.title))",
    "Label('Hello ' + row.title)",
    "Label('Hello {}'.format(row.title))",
    "Label(', '.join(names))",
    "Label(text(row.title).plain)",
    "Label(text(a) if b else row.title)",
    "Badge(row.title)",
    "Button(row.title, id='x')",
    "Button('Go', tooltip=row.title)",
    "OptionList('one', row.title)",
    "OptionList(*[row.title for row in rows])",
    "Option(row.title)",
    "Select([(row.title, 1)])",
    "Select((row.title, row.count) for row in rows)",
    "Collapsible(title=row.title)",
    "TabPane(row.title)",
    "Hit(1, row.title, go)",
    "table.add_row(text(a), row.title)",
    "table.add_row(*cells)",
    "table.add_columns('One', name)",
    "tree.root.add_leaf(row.title)",
    "self.query_one('#x', Static).update(row.title)",
    "self.notify(row.title)",
    "self.notify(row.title, markup=False)",
    "self.notify(f'{row.title} moved', markup=False)",
    "self.border_title = row.title",
    "self.tooltip = f'{row.title}'",
    "Label(Content(row.title))",
    "Label(Content.from_markup(f'[b]{row.title}[/]'))",
    "Label(Content.from_markup('[b]$name[/]', name=row.title))",
    "Label(Content.from_text(clean(row.title)))",
    "Label(Content.assemble('a', (row.title, 'bold')))",
    "Label(text('a').append(row.title))",
    "Label(clean(row.title))",
    "words = row.title\nLabel(words)",
    "words = 'a'\nwords = row.title\nLabel(words)",
    "words = 'a {}'\nLabel(words.format(row.title))",
    "for words in rows:\n    Label(words)",
    "def make(words: str):\n    Label(words)",
    "def make(words):\n    Label(words)",
    "def make(words: str | None):\n    Label(words or '')",
    "class Clock(Widget):\n    def render(self) -> str:\n        return self.words",
]

FINE = [
    "Static()",
    "Static('Nothing yet: press b to book.')",
    "Static(text(row.title))",
    "Static(text(f'{row.title} at {row.count}', 'bold'))",
    "Static(row.face)",
    "Static(row.count)",
    "Label(face_of(row))",
    "Label(self.face_of(row))",
    "Label('a' if b else text(row.title))",
    "Safe(row.title)",
    "Label(text('a') + ' ' + text(row.title))",
    "Label(text(row.title).stylize('bold', 0, row.count))",
    "Label(Content(fit(row.title, 10)))",
    "Label(Content.assemble('a ', text(row.title), (clean(row.title), style)))",
    "Label(Content.styled(clean(row.title), style))",
    "Label(Content(', ').join(text(name) for name in names))",
    "Label(Content.from_markup('[b]$name[/]', name=text(row.title)))",
    "self.notify('Saved')",
    "self.notify(clean(say('moved')), markup=False)",
    "self.notify(f'{clean(row.title)} moved', markup=False)",
    "Select([(text(row.title), row.title)])",
    "OptionList(*[Option(text(row.title), id=row.title) for row in rows])",
    "table.add_row(*[text(cell) for cell in cells], key=row.title)",
    "self.border_title = text(row.title)",
    "settings.update({'a': row.title})",
    "words = text(row.title)\nLabel(words)",
    "words = text('')\nwords = words + ' ' + text(row.title)\nLabel(words)",
    "def make(words: Content):\n    Label(words)",
    "def make(words: Content | None):\n    Label(words or '')",
    "if (words := text(row.title)):\n    Label(words)",
    "class Clock(Widget):\n    def render(self) -> Content:\n        return text(self.words)",
    "Input(row.title)",
    "self.query_one('#due', Digits).update(row.figures)",
]


def lint(code: str) -> list[tuple[int, str]]:
    head, tree = ast.parse(HEAD), ast.parse(code)
    return list(found(tree, survey([head, tree])))


@pytest.mark.parametrize("code", WRONG)
def test_a_strangers_str_is_found_on_its_way_to_a_widget(code: str) -> None:
    assert lint(code)


@pytest.mark.parametrize("code", FINE)
def test_content_and_our_own_words_pass(code: str) -> None:
    assert not lint(code)


def test_a_widget_of_ours_is_looked_at_where_it_hands_on() -> None:
    """Named hands a str to its heart, Safe hands Content; neither is asked again where it is made."""
    tree = ast.parse(HEAD)
    assert [what for _, what in found(tree, survey([tree]))] == ["name"]
    assert not lint("Named(row.title)")


def test_no_widget_is_given_a_persons_words_as_str() -> None:
    """Everything in tui; what is found there wants text() around it."""
    house = survey(map(parsed, modules()))
    wrong = [f"{short(path)}:{line} {what}" for path in modules("tui") for line, what in found(parsed(path), house)]
    assert not wrong, "put text() around:\n" + "\n".join(wrong)
