"""Further calendars of an account: those of tutors, those whose events are class meetings, and what these offer."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def _calendar() -> tuple[sa.Column[Any], sa.Column[Any]]:
    words = sa.Column("calendar", sa.Text(), server_default="", nullable=False)
    return sa.Column("connection", sa.String(length=32), nullable=False), words


def _int(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def upgrade() -> None:
    op.create_table(
        "calendar_use", _key(), *_calendar(), _int("tutor_id"), _int("service_id", null=True), _int("seats", null=True),
        sa.ForeignKeyConstraint(["tutor_id"], ["tutor.id"], name=op.f("fk_calendar_use_tutor_id")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_calendar_use_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_use")),
        sa.UniqueConstraint("connection", "calendar", name=op.f("uq_calendar_use_connection_calendar")),
    )  # fmt: skip
    op.create_table(
        "offered", _key(), *_calendar(), sa.Column("event", sa.String(length=1024), nullable=False), _int("start"),
        _int("end"), sa.Column("state", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('OPEN','WAITS','GONE')", name=op.f("ck_offered_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered")),
        sa.UniqueConstraint("connection", "calendar", "event", name=op.f("uq_offered_connection_calendar_event")),
    )  # fmt: skip
