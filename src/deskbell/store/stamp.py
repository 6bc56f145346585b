"""Which schema this program knows, and where another one stands to it: what is asked before SQLAlchemy is there."""

from __future__ import annotations

from enum import StrEnum

HEAD = "0010"
"""The newest file in migrations/versions (a test compares); four digits, counting up."""

STAMP = "SELECT version_num FROM alembic_version"


class Standing(StrEnum):
    EMPTY = "EMPTY"
    CURRENT = "CURRENT"
    OLDER = "OLDER"
    NEWER = "NEWER"
    FOREIGN = "FOREIGN"


def judge(stamp: str | None) -> Standing:
    """Where a stamp stands to this program; FOREIGN where it is none of ours."""
    if stamp == HEAD:
        return Standing.CURRENT
    if stamp is None or len(stamp) != 4 or not (stamp.isascii() and stamp.isdigit()):
        return Standing.FOREIGN
    return Standing.OLDER if stamp < HEAD else Standing.NEWER
