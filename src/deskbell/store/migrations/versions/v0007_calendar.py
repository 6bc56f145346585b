"""Lessons on a calendar: the event of each slot as it was seen last, and how a connection's calendar is used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _int(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=default, nullable=null)


def upgrade() -> None:
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        _int("slot_id"),
        sa.Column("connection", sa.String(length=32), nullable=False),
        _words("calendar"),
        _int("n", "1"),
        sa.Column("state", sa.String(length=32), nullable=False),
        *(_words(name) for name in ("etag", "uid", "html_link", "join_url")),
        sa.Column("meeting", sa.String(length=32), server_default="NONE", nullable=False),
        _int("asked", "0"),
        _int("seen_start", null=True),
        _int("seen_end", null=True),
        _int("look_at", null=True),
        _int("looks", "0"),
        _int("sequence", "0"),
        _int("checked_at", null=True),
        sa.CheckConstraint(
            "state IN ('TO_CREATE','SYNCED','TO_UPDATE','TO_DELETE','DELETED','FAILED')",
            name=op.f("ck_calendar_link_state"),
        ),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_calendar_link_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_calendar_link_slot_id")),
    )
    op.create_index("ix_calendar_link_look_at", "calendar_link", ["look_at"])
    op.create_table(
        "calendar_setting",
        sa.Column("connection", sa.String(length=32), nullable=False),
        _words("calendar"),
        _words("owner"),
        _int("remind", null=True),
        sa.Column("detail", sa.String(length=32), nullable=False),
        sa.Column("meet", sa.Boolean(), nullable=False),
        _int("tutor_id", null=True),
        _int("busy_id", null=True),
        sa.ForeignKeyConstraint(["tutor_id"], ["tutor.id"], name=op.f("fk_calendar_setting_tutor_id")),
        sa.ForeignKeyConstraint(["busy_id"], ["tutor.id"], name=op.f("fk_calendar_setting_busy_id")),
        sa.PrimaryKeyConstraint("connection", name=op.f("pk_calendar_setting")),
    )
