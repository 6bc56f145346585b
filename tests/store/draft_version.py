"""Drafts a version of the schema: what today's tables have that the newest version lacks.

    python -m tests.store.draft_version            prints upgrade() for the next version file
    python -m tests.store.draft_version --first    writes the first version anew (only before the first release)

A draft is read and finished by hand: it knows nothing of guards that changed, nor of rows to carry over.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext

from deskbell.store import guards, migrate, sqlite, tables
from deskbell.store import stamp as stamps

FIRST = migrate.VERSIONS[0] / "v0001_first.py"

HEADER = '''# ruff: noqa: E501 -- statements stand as they are run
"""The first schema: every table and guard as they stood at its time, said in full."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
'''


def draft(start: str) -> str:
    """The body of upgrade() from `start` ('base' or a stamp) to today's tables."""
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite.engine(Path(folder) / "draft", writes=True)
        with engine.begin() as connection:
            if start != "base":
                migrate.upgrade(connection, start)
            context = MigrationContext.configure(connection, opts={"include_object": _ours})
            script = produce_migrations(context, tables.metadata)
            assert script.upgrade_ops is not None
            body = render_python_code(script.upgrade_ops)
        engine.dispose()
    lines = body.splitlines()
    return "\n".join(line for line in lines if "### " not in line) + "\n"


_GUARDS = ("slot_", "uq_booking_", "uq_drawer_open", "uq_task_open")


def _ours(_: Any, name: str | None, kind: str, reflected: bool, partner: Any) -> bool:
    """Guards make indexes of their own, which the tables do not know."""
    return not (kind == "index" and reflected and partner is None and str(name).startswith(_GUARDS))


def first() -> str:
    body = draft("base")
    frozen = {kind: guards.ddl(kind, tables.APPEND_ONLY) for kind in ("sqlite", "postgresql")}
    body += "    for statement in _GUARDS[op.get_bind().dialect.name]:\n        op.execute(sa.text(statement))\n"
    return f"{HEADER}{body}\n\n_GUARDS = {frozen!r}\n"


if __name__ == "__main__":
    if "--first" in sys.argv:
        FIRST.write_text(first())
        subprocess.run(["ruff", "format", "-q", str(FIRST)], check=True)
    else:
        print(draft(stamps.HEAD))
