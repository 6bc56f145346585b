"""What a database is made of, said so that two of them can be compared: no order of columns, no white space."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, inspect


def structure(connection: Connection) -> dict[str, Any]:
    return _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)


def _sqlite(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    master = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master").all()
    for kind, name, sql in master:
        if kind in {"trigger", "view"} or (kind == "index" and sql):
            found[f"{kind} {name}"] = _flat(sql)
    look = inspect(connection)
    for table in look.get_table_names():
        for _, name, type_, notnull, default, key, _ in connection.exec_driver_sql(f'PRAGMA table_xinfo("{table}")'):
            found[f"column {table}.{name}"] = (type_, notnull, default, key)
        for kind, constraints in (
            ("check", look.get_check_constraints(table)),
            ("unique", look.get_unique_constraints(table)),
            ("foreign key", look.get_foreign_keys(table)),
            ("primary key", [look.get_pk_constraint(table)]),
        ):
            for constraint in constraints:
                facts = {key: _flat(str(value)) for key, value in constraint.items() if key != "name"}
                found[f"{kind} {table} {constraint['name']}"] = facts
    return found


def _postgresql(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for query in _CATALOGUE:
        for name, definition in connection.exec_driver_sql(query):
            assert name not in found
            found[name] = definition
    return found


_CATALOGUE = (
    (
        "SELECT 'column ' || c.relname || '.' || attname,"
        " format_type(atttypid, atttypmod) || ' ' || attnotnull || coalesce(' ' || pg_get_expr(adbin, adrelid), '')"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid"
        " LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum"
        " WHERE relnamespace = current_schema()::regnamespace AND attnum > 0 AND NOT attisdropped AND relkind = 'r'"
    ),
    (
        "SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = current_schema()::regnamespace"
    ),
    "SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    (
        "SELECT 'trigger ' || tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)"
        " FROM pg_trigger WHERE NOT tgisinternal"
    ),
    (
        "SELECT 'function ' || proname, pg_get_functiondef(oid)"
        " FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
    ),
    (
        "SELECT 'relation ' || relname, relkind::text FROM pg_class"
        " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'S', 'v', 'm')"
    ),
)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
