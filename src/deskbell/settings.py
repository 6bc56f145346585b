"""What this terminal wants: theme, language, keys, database. What the desk wants lives in its database.

SettingsWrong        always exit code 2; `code` and `facts`, words makes the sentence; never a value that may be secret
  SETTINGS_UNREADABLE, SETTINGS_NOT_TEXT, SETTINGS_SYNTAX, SETTINGS_OPEN_TO_OTHERS     the file as a whole
  SETTING_UNKNOWN, SETTING_WRONG_TYPE, SETTING_WRONG_CHOICE, DATABASE_UNKNOWN_KIND, SETTING_NO_PAGE     one key, by its
                                                                                       line or variable
  PASSWORD_ON_COMMAND_LINE                                                             a habit that others can read
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "es", "pt")
DATE_ORDERS = ("dmy", "mdy")
DATABASE_KINDS = ("sqlite", "postgresql")
LARGEST_FILE = 32 * 1024
_PAGE = re.compile(r"https://[\w.-]+(:\d{1,5})?(/[!-~]*)?", re.ASCII)


class SettingsWrong(ValueError):
    """A setting cannot be meant; the facts name the file, the line and the nearest right word."""

    exit_code = 2

    def __init__(self, code: str, /, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the file; the documentation is made from these."""

    name: str
    kind: type[Any]
    default: str
    sentence: str
    choices: tuple[str, ...] = ()
    variable: str = ""


SCHEMA = (
    Setting("theme", str, "dark", "The look of the screen.", choices=("dark", "light")),
    Setting(
        "language",
        str,
        "auto",
        "The language of screens and answers, with a region if you like: es-MX; auto takes the terminal's own.",
        choices=("auto", *LANGUAGES),
        variable="DESKBELL_LANGUAGE",
    ),
    Setting(
        "date_order",
        str,
        "auto",
        "How 4/3 is read: day or month first; auto does as the language's region does.",
        choices=("auto", *DATE_ORDERS),
    ),
    Setting(
        "database",
        str,
        "",
        "Where the desk is kept: a file, sqlite:///FILE or postgresql://HOST/NAME; empty is a file of its own.",
        variable="DESKBELL_DATABASE",
    ),
    Setting(
        "success_page",
        str,
        "",
        "The page, https, that a customer sees after paying through Stripe; empty is Stripe's own site.",
        variable="DESKBELL_SUCCESS_PAGE",
    ),
    Setting(
        "calendar_id",
        str,
        "",
        "The calendar on which lessons go once Google is connected, by its id; empty is the account's own.",
        variable="CALENDAR_ID",
    ),
    Setting(
        "admin_email",
        str,
        "",
        "The mail address of whose calendar that is; empty is nobody's in particular.",
        variable="ADMIN_EMAIL",
    ),
    Setting(
        "bell",
        str,
        "all",
        "What rings for the next lesson: the screen and the system's own notices, the screen alone, or nothing.",
        choices=("all", "screen", "off"),
    ),
    Setting("keys", dict, "", 'Other keys for an action: "booking.cancel" = "X", or a list of keys.'),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the file and the environment say together; `language` is a wish that words.language understands."""

    theme: str = "dark"
    language: str = "en"
    date_order: str = "auto"
    database: str = field(default="", repr=False)
    success_page: str = ""
    calendar_id: str = ""
    admin_email: str = ""
    bell: str = "all"
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: Path | None = None
    said: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)
    """Settings that somebody said, with where: the variable, or the file."""

    def where(self, name: str) -> str:
        """Where a setting's value comes from; '' where it is the default."""
        return dict(self.said).get(name, "")


def read(file: Path, environ: Mapping[str, str] | None = None) -> Settings:
    """The file's settings, and over them the environment's. No file is a file with nothing in it."""
    environ = os.environ if environ is None else environ
    text, mode = _text(file)
    known = {setting.name: setting for setting in SCHEMA}
    values: dict[str, Any] = {setting.name: setting.default for setting in SCHEMA} | {"keys": {}}
    said: dict[str, str] = {}
    for name, value in _parse(file, text).items():
        if name not in known:
            raise _unknown(file, text, (name,), known)
        try:
            values[name] = _checked(known[name], value)
        except SettingsWrong as wrong:
            line = line_of(text, (name,))
            raise SettingsWrong(wrong.code, where=str(file), line=line, **wrong.facts) from None
        said[name] = str(file)
    if mode & 0o077 and has_password(values["database"]):
        raise SettingsWrong("SETTINGS_OPEN_TO_OTHERS", where=str(file), mode=f"{mode:04o}")
    for setting in SCHEMA:
        if setting.variable and (value := environ.get(setting.variable, "")):
            try:
                values[setting.name] = _checked(setting, value)
            except SettingsWrong as wrong:
                raise SettingsWrong(wrong.code, variable=setting.variable, **wrong.facts) from None
            said[setting.name] = setting.variable
    if values["language"] == "auto":
        values["language"] = terminal_language(environ)
    keys = tuple(_remaps(file, text, values["keys"]))
    return Settings(**values | {"keys": keys, "source": file, "said": tuple(said.items())})


def check_actions(settings: Settings, known: Collection[str]) -> None:
    """SettingsWrong where the file gives a key to an action that does not exist; its line is named."""
    for action, _ in settings.keys:
        if action not in known and settings.source is not None:
            text, _ = _text(settings.source)
            raise _unknown(settings.source, text, ("keys", *_path_of(text, action)), known)


def check_keys(settings: Settings, keys: Mapping[str, Collection[str]]) -> None:
    """SettingsWrong where the file gives an action a key that another one beside it has.

    keys: of each action on one screen, the keys that it has once all are remapped.
    """
    for action, _ in settings.keys:
        for key in keys.get(action, ()):
            other = next((name for name, theirs in keys.items() if name != action and key in theirs), None)
            if other is not None and settings.source is not None:
                text, _ = _text(settings.source)
                line = line_of(text, ("keys", *_path_of(text, action)))
                raise SettingsWrong("KEY_TAKEN", where=str(settings.source), line=line, key=key, action=other)


# --- the database's address -----------------------------------------------------------------------------------


def has_password(database: str) -> bool:
    return shown(database) != database


def shown(database: str) -> str:
    """The address as it may be shown: a password becomes dots."""
    masked = re.sub(r"^([a-z+0-9]+://[^:/@]*):(.+)@", r"\1:…@", database, flags=re.IGNORECASE)
    return re.sub(r"((?:^|[?&;\s])[a-z_]*password=)[^&;\s]+", r"\1…", masked, flags=re.IGNORECASE)


def database_argument(value: str) -> str:
    """A database named on the command line: like the setting, but never with a password in it.

    Every process of the machine can read a command line; a settings file of 0600, DESKBELL_DATABASE, PGPASSFILE
    or a service file can hold the password.
    """
    if has_password(value):
        raise SettingsWrong("PASSWORD_ON_COMMAND_LINE", database=shown(value))
    return _checked_database(value)


def _checked_database(value: str) -> str:
    kind, found, _ = value.partition("://")
    if found and kind.lower().partition("+")[0] not in (*DATABASE_KINDS, "postgres"):
        raise SettingsWrong("DATABASE_UNKNOWN_KIND", found=kind[:40], choices=DATABASE_KINDS)
    return value


def terminal_language(environ: Mapping[str, str]) -> str:
    """What the terminal says of its language, as it says it (`es_MX.UTF-8`); words makes sense of it.

    POSIX: LC_ALL, then LC_MESSAGES, then LANG; the first that is set counts, and no other.
    """
    return next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "en")


# --- reading --------------------------------------------------------------------------------------------------


def _text(file: Path) -> tuple[str, int]:
    """The file's text and its mode; ('', 0) where there is no file."""
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode & 0o7777
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        return "", 0
    except OSError as error:
        why = errno.errorcode.get(error.errno or 0, "EIO")
        raise SettingsWrong("SETTINGS_UNREADABLE", where=str(file), why=why) from None
    if len(data) > LARGEST_FILE:
        raise SettingsWrong("SETTINGS_UNREADABLE", where=str(file), why="EFBIG")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), mode
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsWrong("SETTINGS_NOT_TEXT", where=str(file), line=line) from None


def _parse(file: Path, text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        why, _, place = str(error).partition(" (at ")
        numbers = [int(number) for number in re.findall(r"\d+", place)]
        line, column = numbers if len(numbers) == 2 else (text.count("\n", 0, len(text.rstrip())) + 1, 0)
        raise SettingsWrong("SETTINGS_SYNTAX", where=str(file), line=line, column=column, why=why) from None
    except RecursionError:
        raise SettingsWrong("SETTINGS_UNREADABLE", where=str(file), why="ELOOP") from None


def _checked(setting: Setting, value: Any) -> Any:
    if not isinstance(value, setting.kind):
        wanted, found = _kind(setting.kind), _kind(type(value))
        raise SettingsWrong("SETTING_WRONG_TYPE", key=setting.name, wanted=wanted, found=found)
    word = re.split("[-_]", value)[0].lower() if setting.name == "language" else value
    if setting.choices and word not in setting.choices:
        facts = {"key": setting.name, "found": value[:40], "choices": setting.choices}
        raise SettingsWrong("SETTING_WRONG_CHOICE", **facts, nearest=_nearest(value, setting.choices))
    if setting.name == "success_page" and value and not _PAGE.fullmatch(value):
        raise SettingsWrong("SETTING_NO_PAGE", key=setting.name, found=value[:40])
    return _checked_database(value) if setting.name == "database" else value


def _remaps(file: Path, text: str, table: dict[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, value in _flat(table):
        keys = value if isinstance(value, list) else [value]
        if not keys or not all(isinstance(key, str) and key for key in keys):
            wrong = next((key for key in keys if not isinstance(key, str)), "")
            found = "nothing" if isinstance(wrong, str) else _kind(type(wrong))
            facts = {"where": str(file), "line": line_of(text, ("keys", *path)), "key": ".".join(("keys", *path))}
            raise SettingsWrong("SETTING_WRONG_TYPE", **facts, wanted="text", found=found)
        yield ".".join(path), tuple(keys)


def _flat(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """`keys.week.next = …` and `keys."week.next" = …` mean the same."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*above, name))
        else:
            yield (*above, name), value


def _path_of(text: str, action: str) -> tuple[str, ...]:
    import tomllib

    return next(path for path, _ in _flat(tomllib.loads(text)["keys"]) if ".".join(path) == action)


def line_of(text: str, path: tuple[str, ...]) -> int:
    """The line on which a key of a valid TOML text begins, counted from 1; 0 where it has none.

    tomllib keeps no lines, so the statements are told apart by parsing: the fewest lines that parse are one, and
    it means what it says under the last table's header.
    """
    import tomllib

    header = ""
    begin = 0
    lines = text.split("\n")
    for end in range(1, len(lines) + 1):
        statement = "\n".join(lines[begin:end])
        is_header = statement.lstrip().startswith("[")
        try:
            found: Any = tomllib.loads(statement if is_header else f"{header}\n{statement}")
        except tomllib.TOMLDecodeError:
            continue
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None and statement.strip():
            return begin + 1
        header = statement if is_header else header
        begin = end
    return 0


def _unknown(file: Path, text: str, path: tuple[str, ...], known: Iterable[str]) -> SettingsWrong:
    prefix = "keys." if path[0] == "keys" else ""
    key = ".".join(path)
    nearest = _nearest(key.removeprefix(prefix), known)
    where = {"where": str(file), "line": line_of(text, path)}
    return SettingsWrong("SETTING_UNKNOWN", **where, key=key[:80], nearest=nearest and prefix + nearest)


def _nearest(word: str, known: Iterable[str]) -> str:
    import difflib

    return next(iter(difflib.get_close_matches(word[:80].lower().replace("-", "_"), list(known), 1, 0.5)), "")


def _kind(kind: type) -> str:
    return {str: "text", dict: "table", list: "list", bool: "yes or no", int: "number", float: "number"}.get(
        kind, "date"
    )
