"""This terminal's settings: read, overridden by the environment, and refused with the line and the right word."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskbell import settings
from deskbell.settings import SCHEMA, Settings, SettingsWrong


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def wrong(file: Path, text: str | bytes, environ: dict[str, str] | None = None) -> tuple[str, dict[str, Any]]:
    """Read a file that cannot be meant; hand back the error's code and facts."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(0o600)
    with pytest.raises(SettingsWrong) as caught:
        settings.read(file, environ or {})
    return caught.value.code, caught.value.facts


def test_every_setting_of_the_schema_has_a_home_and_its_default() -> None:
    """The schema drives the documentation, so it names every field, says a sentence and knows the default."""
    homes = {entry.name: entry.default for entry in fields(Settings) if entry.name not in ("source", "said")}
    assert {setting.name for setting in SCHEMA} == set(homes)
    for setting in SCHEMA:
        assert setting.sentence.endswith((".", "keys."))
        if setting.name not in ("keys", "language"):
            assert homes[setting.name] == setting.default
        if setting.choices:
            assert setting.default in setting.choices


@pytest.mark.parametrize("page", ["http://studio.example", "studio.example", "https://", "https://a b", "javascript:1"])
def test_the_page_after_paying_is_https_or_none(file: Path, page: str) -> None:
    code, facts = wrong(file, f'success_page = "{page}"')
    assert (code, facts["key"]) == ("SETTING_NO_PAGE", "success_page")
    file.write_text('success_page = "https://studio.example/thanks?from=desk"')
    assert settings.read(file, {}).success_page == "https://studio.example/thanks?from=desk"
    assert settings.read(file, {"DESKBELL_SUCCESS_PAGE": "https://a.example"}).success_page == "https://a.example"


def test_no_file_means_the_defaults(file: Path) -> None:
    assert settings.read(file, {}) == Settings(source=file)


def test_a_file_says_everything(file: Path) -> None:
    file.write_text(
        'theme = "light"\nlanguage = "es-MX"\ndate_order = "mdy"\ndatabase = "desk.sqlite3"\n'
        '[keys]\n"booking.cancel" = "X"\nweek.next = ["n", "ctrl+n"]\n'
    )
    assert settings.read(file, {"LANG": "pt_BR.UTF-8"}) == Settings(
        theme="light",
        language="es-MX",
        date_order="mdy",
        database="desk.sqlite3",
        keys=(("booking.cancel", ("X",)), ("week.next", ("n", "ctrl+n"))),
        source=file,
    )


def test_the_environment_wins_over_the_file(file: Path) -> None:
    file.write_text('language = "es"\ndatabase = "other.sqlite3"\n')
    environ = {"DESKBELL_LANGUAGE": "pt", "DESKBELL_DATABASE": "postgresql://studio/desk"}
    found = settings.read(file, environ)
    assert (found.language, found.database) == ("pt", "postgresql://studio/desk")


def test_an_empty_variable_says_nothing(file: Path) -> None:
    file.write_text('language = "es"\n')
    assert settings.read(file, {"DESKBELL_LANGUAGE": "", "DESKBELL_DATABASE": ""}).language == "es"


@pytest.mark.parametrize(
    ("environ", "wish"),
    [
        ({}, "en"),
        ({"LANG": "es_AR.UTF-8"}, "es_AR.UTF-8"),
        ({"LANG": "es_AR.UTF-8", "LC_MESSAGES": "pt_BR"}, "pt_BR"),
        ({"LANG": "es_AR.UTF-8", "LC_MESSAGES": "pt_BR", "LC_ALL": "C"}, "C"),
        ({"LANG": "", "LC_ALL": ""}, "en"),
    ],
)
def test_auto_takes_the_terminals_language_by_the_posix_order(file: Path, environ: dict[str, str], wish: str) -> None:
    assert settings.read(file, environ).language == wish


def test_a_misspelt_key_is_named_with_its_line_and_the_right_word(file: Path) -> None:
    code, facts = wrong(file, '# mine\n\ntheme = "dark"\nlangauge = "es"\n')
    assert code == "SETTING_UNKNOWN"
    assert facts == {"where": str(file), "line": 4, "key": "langauge", "nearest": "language"}


def test_a_key_like_no_other_gets_no_guess(file: Path) -> None:
    assert wrong(file, "zzzz = 1\n")[1]["nearest"] == ""


def test_a_misspelt_table_is_named_with_its_line(file: Path) -> None:
    _, facts = wrong(file, 'theme = "dark"\n[key]\n"a" = "b"\n')
    assert (facts["line"], facts["nearest"]) == (2, "keys")


@pytest.mark.parametrize(
    ("text", "line", "key", "wanted", "found"),
    [
        ("theme = 3\n", 1, "theme", "text", "number"),
        ("\ntheme = true\n", 2, "theme", "text", "yes or no"),
        ("language = 2026-03-04\n", 1, "language", "text", "date"),
        ("database = [\n'a',\n'b']\n", 1, "database", "text", "list"),
        ("[theme]\n", 1, "theme", "text", "table"),
        ('keys = "x"\n', 1, "keys", "table", "text"),
        ('[keys]\na.b = "x"\n"c d" = 4\n', 3, "keys.c d", "text", "number"),
        ('[keys]\na = ["x", false]\n', 2, "keys.a", "text", "yes or no"),
        ("[keys]\na = []\n", 2, "keys.a", "text", "nothing"),
        ('[keys]\n\na = ""\n', 3, "keys.a", "text", "nothing"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_its_line(
    file: Path, text: str, line: int, key: str, wanted: str, found: str
) -> None:
    code, facts = wrong(file, text)
    assert code == "SETTING_WRONG_TYPE"
    assert facts == {"where": str(file), "line": line, "key": key, "wanted": wanted, "found": found}


def test_a_word_that_is_no_choice_is_told_the_choices(file: Path) -> None:
    code, facts = wrong(file, 'theme = "drak"\n')
    assert code == "SETTING_WRONG_CHOICE"
    assert (facts["line"], facts["found"], facts["nearest"]) == (1, "drak", "dark")
    assert facts["choices"] == ("dark", "light")


def test_a_wrong_variable_is_named_and_not_the_file(file: Path) -> None:
    code, facts = wrong(file, "", {"DESKBELL_LANGUAGE": "klingon"})
    assert code == "SETTING_WRONG_CHOICE"
    assert facts["variable"] == "DESKBELL_LANGUAGE"
    assert "line" not in facts


def test_a_database_of_an_unknown_kind_is_refused_without_showing_its_address(file: Path) -> None:
    code, facts = wrong(file, 'database = "mysql://mara:hunter2@studio/desk"\n')
    assert (code, facts["line"], facts["found"]) == ("DATABASE_UNKNOWN_KIND", 1, "mysql")
    assert "hunter2" not in repr(facts)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("theme = \n", 1, 9), ('theme = "dark"\n]\n', 2, 1), ('theme = "dark"\n\nx = """never ends\n', 3, 0)],
)
def test_a_file_that_is_no_toml_is_told_where(file: Path, text: str, line: int, column: int) -> None:
    code, facts = wrong(file, text)
    assert (code, facts["line"], facts["column"]) == ("SETTINGS_SYNTAX", line, column)


def test_a_file_that_is_no_text_is_told_where(file: Path) -> None:
    code, facts = wrong(file, b'theme = "dark"\n# caf\xe9\n')
    assert (code, facts["line"]) == ("SETTINGS_NOT_TEXT", 2)


def test_a_file_from_another_editor_is_read(file: Path) -> None:
    """A byte order mark and the other line ends change nothing, the line numbers neither."""
    file.write_bytes(b'\xef\xbb\xbftheme = "light"\r\n')
    assert settings.read(file, {}).theme == "light"
    assert wrong(file, b'\xef\xbb\xbf\r\n\r\nthem = "light"\r\n')[1]["line"] == 3


@pytest.mark.parametrize("text", ["x = " + "[" * 20_000, "# " + "x" * 40_000], ids=["deep", "long"])
def test_an_absurd_file_is_refused_in_one_sentence(file: Path, text: str) -> None:
    assert wrong(file, text)[0] == "SETTINGS_UNREADABLE"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong) as caught:
        settings.read(tmp_path, {})
    assert (caught.value.code, caught.value.facts["why"]) == ("SETTINGS_UNREADABLE", "EISDIR")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_password_in_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.write_text('database = "postgresql://mara:hunter2@studio/desk"\n')
    file.chmod(mode)
    with pytest.raises(SettingsWrong) as caught:
        settings.read(file, {})
    assert caught.value.code == "SETTINGS_OPEN_TO_OTHERS"
    assert caught.value.facts == {"where": str(file), "mode": f"{mode:04o}"}
    file.chmod(0o600)
    assert settings.read(file, {}).database.endswith("@studio/desk")


def test_settings_without_a_secret_may_stand_open(file: Path) -> None:
    file.write_text('database = "postgresql://mara@studio/desk"\n')
    file.chmod(0o644)
    assert settings.read(file, {}).database == "postgresql://mara@studio/desk"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://mara:hunter2@studio:5432/desk", "postgresql://mara:…@studio:5432/desk"),
        ("postgresql+psycopg://mara:hun@ter/2@studio/desk", "postgresql+psycopg://mara:…@studio/desk"),
        (
            "postgresql://studio/desk?user=mara&password=hunter2&x=1",
            "postgresql://studio/desk?user=mara&password=…&x=1",
        ),
        ("postgresql://studio/desk?sslpassword=hunter2", "postgresql://studio/desk?sslpassword=…"),
        ("host=studio password=hunter2 user=mara", "host=studio password=… user=mara"),
        ("POSTGRESQL://:hunter2@studio/desk", "POSTGRESQL://:…@studio/desk"),
    ],
)
def test_a_password_is_never_shown_and_never_taken_from_a_command_line(address: str, shown: str) -> None:
    assert settings.shown(address) == shown
    with pytest.raises(SettingsWrong) as caught:
        settings.database_argument(address)
    assert caught.value.code == "PASSWORD_ON_COMMAND_LINE"
    assert "hunter2" not in repr(caught.value.facts)


@pytest.mark.parametrize(
    "address", ["desk.sqlite3", "sqlite:///desk.sqlite3", "postgresql://mara@studio:5432/desk", ""]
)
def test_an_address_without_a_password_is_shown_and_taken_whole(address: str) -> None:
    assert settings.shown(address) == address
    assert settings.database_argument(address) == address


def test_settings_do_not_print_their_database() -> None:
    """A traceback or a log that prints the settings prints no password."""
    assert "hunter2" not in repr(Settings(database="postgresql://mara:hunter2@studio/desk"))


def test_a_key_for_an_action_that_does_not_exist_is_named_with_its_line(file: Path) -> None:
    file.write_text('theme = "dark"\n[keys]\n"booking.cancel" = "X"\nweek.nxet = "n"\n')
    found = settings.read(file, {})
    with pytest.raises(SettingsWrong) as caught:
        settings.check_actions(found, {"booking.cancel", "week.next"})
    assert caught.value.code == "SETTING_UNKNOWN"
    assert caught.value.facts == {"where": str(file), "line": 4, "key": "keys.week.nxet", "nearest": "keys.week.next"}
    settings.check_actions(found, {"booking.cancel", "week.nxet"})


_names = st.sampled_from(["a", "b", "c", '"d e"', '"f.g"'])
_values = st.sampled_from(
    ["1", '"x"', "[]", "[\n1,\n# [b]\n2\n]", "'''\nb = 2\n[keys]\n'''", '"""\\\n  a = 1\n"""', "{ z = 1 }"]
)
_noise = st.sampled_from(["", "\n", "# a = 1\n", "  # [keys]\n\n"])


@given(st.lists(st.tuples(_noise, _names, _values), unique_by=lambda part: part[1]), st.booleans())
def test_every_key_is_found_on_the_line_where_it_stands(parts: list[tuple[str, str, str]], in_table: bool) -> None:
    """Comments, tables, strings and lists over several lines never shift the count."""
    text = "# top\n[keys]\n" if in_table else ""
    above = ("keys",) if in_table else ()
    lines = {}
    for noise, name, value in parts:
        text += noise
        lines[(*above, name.strip('"'))] = text.count("\n") + 1
        text += f"{name} = {value}\n"
    for path, line in lines.items():
        assert settings.line_of(text, path) == line
    assert settings.line_of(text, (*above, "nowhere")) == 0
