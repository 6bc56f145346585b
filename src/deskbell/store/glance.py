"""What can be known of a SQLite desk in a few milliseconds, before SQLAlchemy is there: its one row of settings."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from deskbell.domain.glance import Glance


def glance(where: str | Path) -> Glance | None:
    """The desk behind a path or `sqlite:///path`; None where there is none yet, or it is not a file."""
    text = str(where)
    if text.startswith("sqlite:///"):
        text = text.removeprefix("sqlite:///")
    elif "://" in text:
        return None
    path = Path(text).expanduser()
    if not path.is_file():
        return None
    try:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=0.2)
        try:
            row = connection.execute(
                "SELECT name, zone, currency, language, first_weekday, demo FROM desk WHERE id = 1"
            ).fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return None  # opening it for real says what is wrong, in a sentence
    return Glance(row[0], row[1], row[2], row[3], int(row[4]), bool(row[5])) if row else None
