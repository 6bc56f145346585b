"""Mail: rules of notices, the desk's own texts, letters and what each tells; a person's language and zone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def _key() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False)


def _public(table: str) -> tuple[Any, ...]:
    return (
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _code(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=32), nullable=False)


def _int(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _words(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.add_column("person", _words("language"))
    op.add_column("person", _words("zone"))
    op.create_table(
        "notice_rule", _key(), *_public("notice_rule"), _code("notice"), _code("audience"), _code("channel"),
        _int("minutes", null=True), sa.Column("active", sa.Boolean(), nullable=False),
        _int("quiet_from", null=True), _int("quiet_until", null=True),
    )  # fmt: skip
    op.create_table(
        "template", _key(), *_public("template"), _code("notice"), _code("language"), _words("subject"),
        _words("body"),
    )  # fmt: skip
    op.create_table(
        "message", _key(), *_public("message"), _code("audience"), _int("person_id"), _code("state"),
        _int("created_at"), _int("turned_at", null=True), _words("code"), _words("address"), _words("language"),
        _words("subject"), _words("body"), _words("html"),
        sa.CheckConstraint(
            "state IN ('SCHEDULED','SENT','FAILED','SUPPRESSED','UNCERTAIN')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id")),
    )  # fmt: skip
    op.create_index("ix_message_state", "message", ["state", "turned_at"])
    op.create_index(op.f("ix_message_person_id"), "message", ["person_id"])
    op.create_table(
        "notification", _key(), sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")), _int("message_id"),
        _int("booking_id"), _code("audience"), sa.Column("person", sa.String(length=32), nullable=False),
        _code("notice"), sa.Column("about", sa.String(length=32), nullable=True),
        sa.Column("rule", sa.String(length=32), nullable=True), _code("channel"), _int("start", null=True),
        _code("state"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_notification_message_id")),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_notification_booking_id")),
        sa.UniqueConstraint(
            "rule", "booking_id", "person", "channel", "start",
            name=op.f("uq_notification_rule_booking_id_person_channel_start"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_notification_message_id"), "notification", ["message_id"])
    op.create_index(op.f("ix_notification_booking_id"), "notification", ["booking_id"])
