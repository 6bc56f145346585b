"""What the product asks of its file, said to SQLite without SQLAlchemy's ceremony at each statement.

A statement goes SQLAlchemy's way when it is first met: its SQL, where its values go and how its rows are read are kept
from then on, and the next time only they are used. It is the same SQL, the same values and the same rows; the ceremony
cost a third of a story. What is not read or counted only (new rows, many at once), and what fails, goes that way
every time: a test tells the same stories both ways.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.engine.row import Row

Spot = tuple[str, int | None, Any]
"""A place in the SQL: whose value, the how manieth of a list, and how it is put for the file."""

USED = True
"""Whether stories are told the quick way: a test tells some both ways."""


class Answer:
    """The rows of a statement, all of them at once, or how many it changed."""

    __slots__ = ("_metadata", "_rows", "rowcount")

    def __init__(self, metadata: Any, rows: list[Any], rowcount: int) -> None:
        self._metadata = metadata
        self._rows = rows
        self.rowcount = rowcount

    def _row(self, data: Any) -> Any:
        kept = self._metadata
        return Row(kept, kept._effective_processors, kept._key_to_index, data)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.all())

    def all(self) -> list[Any]:
        kept = self._metadata
        processors, places = kept._effective_processors, kept._key_to_index
        return [Row(kept, processors, places, data) for data in self._rows]

    def first(self) -> Any:
        return self._row(self._rows[0]) if self._rows else None

    def scalar(self) -> Any:
        return self._row(self._rows[0])[0] if self._rows else None

    def __getattr__(self, name: str) -> Any:
        return getattr(IteratorResult(self._metadata, iter(self._rows)), name)


class Way:
    """How a statement is said: what SQLAlchemy found out about it when it was first met."""

    def __init__(self, compiled: Any, metadata: Any) -> None:
        self.compiled = compiled
        self.metadata = metadata
        self.processors: Mapping[str, Any] = compiled._bind_processors
        self.lists = [name for bind, name in compiled.bind_names.items() if bind in compiled.post_compile_params]
        self._lengths: dict[tuple[int, ...], tuple[str, list[Spot]]] = {}
        numbers: dict[Any, int] = {}
        for no, bind in enumerate(compiled.cache_key.bindparams):
            numbers.update(dict.fromkeys(compiled._cache_key_bind_match[0][bind], no))
        self.recipe = [(name, bind, numbers.get(bind)) for bind, name in compiled.bind_names.items()]
        if not self.lists:
            self._lengths[()] = (
                compiled.string,
                [(name, None, self.processors.get(name)) for name in compiled.positiontup],
            )

    @staticmethod
    def can(context: Any) -> bool:
        """Whether nothing but its SQL, its values and its rows belong to it."""
        compiled = context.compiled
        return (
            not context.isddl and not compiled.isinsert and compiled.positional and compiled.cache_key is not None
            and not (compiled.insert_prefetch or compiled.update_prefetch or compiled.literal_execute_params)
            and not context.execution_options.get("yield_per")
        )  # fmt: skip

    def words(self, extracted: Any, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """Its SQL, and the values in their places."""
        given = {}
        for name, bind, no in self.recipe:
            if bind.key in values:
                given[name] = values[bind.key]
            elif bind.required:
                raise KeyError(bind.key)
            else:
                source = bind if no is None else extracted[no]
                given[name] = source.effective_value if bind.callable else source.value
        sql, spots = self._spots(given)
        return sql, [
            (given[name] if nth is None else given[name][nth])
            if process is None
            else process(given[name] if nth is None else given[name][nth])
            for name, nth, process in spots
        ]

    def _spots(self, given: dict[str, Any]) -> tuple[str, list[Spot]]:
        """A list of values has as many places as it is long: the SQL differs, and is kept for each length."""
        lengths = tuple(len(given[name]) for name in self.lists)
        found = self._lengths.get(lengths)
        if found is None:
            state = self.compiled._process_parameters_for_postcompile(dict(given))
            of = {one: (name, nth) for name, ones in state.parameter_expansion.items() for nth, one in enumerate(ones)}
            processors = {**self.processors, **state.processors}
            spots = [(*of.get(name, (name, None)), processors.get(name)) for name in state.positiontup]
            found = self._lengths[lengths] = state.statement, spots
        return found


_ways: dict[Any, Way | None] = {}
"""By what a statement says, whichever object says it."""
_NONE: Mapping[str, Any] = {}
_NOBODY: tuple[Any, dict[Any, Any]] = (None, {})


def begin_once(readers: Engine) -> None:
    """A reading that has begun here goes on as it is when SQLAlchemy has a part in it."""
    begin = readers.dialect.do_begin

    def begun(connection: Any) -> None:
        if not connection.in_transaction:
            begin(connection)

    readers.dialect.do_begin = begun  # type: ignore[method-assign]


class Quick:
    """A connection of SQLAlchemy's, which it is in everything but what it is asked for again."""

    __slots__ = ("_line", "_real")

    def __init__(self, real: Connection) -> None:
        self._real = real
        self._line: sqlite3.Connection = real.connection.driver_connection  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, statement: Any, values: Any = None, **options: Any) -> Any:
        if not USED or options or not (values is None or isinstance(values, Mapping)):
            return self._real.execute(statement, values, **options)
        given = _NONE if values is None else values
        keys = tuple(given)
        whose, ways = statement.__dict__.get("_ways", _NOBODY)
        if whose is not statement or keys not in ways:  # what is made from a statement takes its dictionary along
            return self._met(statement, keys, values)
        way, extracted = ways[keys]
        if way is None:
            return self._real.execute(statement, values)
        sql, placed = way.words(extracted, given)
        return self._say(way.metadata, sql, placed) or self._real.execute(statement, values)

    def exec_driver_sql(self, sql: str) -> Any:
        if not self._real.in_transaction():
            self._real.begin()
        if USED and sql in _ways:
            return self._say(_ways[sql], sql, ()) or self._real.exec_driver_sql(sql)
        result = self._real.exec_driver_sql(sql)
        _ways[sql] = result._metadata
        return result

    def rollback(self) -> None:
        if self._real.in_transaction():
            self._real.rollback()
        elif self._line.in_transaction:
            self._line.rollback()

    def _met(self, statement: Any, keys: tuple[str, ...], values: Any) -> Any:
        """For this object the first time: another one may have said the same."""
        cached = statement._generate_cache_key()
        if cached is None or cached.params:
            return self._real.execute(statement, values)
        key, result = (cached.key, keys), None
        if key not in _ways:
            result = self._real.execute(statement, values)
            _ways[key] = Way(result.context.compiled, result._metadata) if Way.can(result.context) else None
        if statement.__dict__.get("_ways", _NOBODY)[0] is not statement:
            statement.__dict__["_ways"] = statement, {}
        statement.__dict__["_ways"][1][keys] = _ways[key], cached.bindparams
        return self.execute(statement, values) if result is None else result

    def _say(self, metadata: Any, sql: str, placed: Any) -> Answer | None:
        """None where it failed: it is said once more SQLAlchemy's way, fails again, and is told as the product does."""
        try:
            if not self._line.in_transaction:
                self._line.execute("BEGIN")  # one that writes has begun: it was asked for its schema
            cursor = self._line.execute(sql, placed)
            return Answer(metadata, cursor.fetchall() if cursor.description else [], cursor.rowcount)
        except sqlite3.Error:
            return None
