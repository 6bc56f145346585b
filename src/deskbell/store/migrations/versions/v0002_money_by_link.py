# ruff: noqa: E501 -- statements stand as they are run
"""Money by link, and what is around it: operations, leases, connections; drawers, day closes, documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ok_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("error_at", sa.BigInteger(), nullable=True),
        sa.Column("resume_at", sa.BigInteger(), nullable=True),
        sa.Column("skew", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_connection")),
    )
    op.create_table(
        "cursor",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "stream", name=op.f("pk_cursor")),
    )
    op.create_table(
        "day_close",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_close")),
        sa.UniqueConstraint("number", name=op.f("uq_day_close_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_day_close_public_id")),
    )
    op.create_index(op.f("ix_day_close_day"), "day_close", ["day"], unique=False)
    op.create_table(
        "drawer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("float", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('OPEN','SEALED','DROPPED')", name=op.f("ck_drawer_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer")),
        sa.UniqueConstraint("public_id", name=op.f("uq_drawer_public_id")),
    )
    op.create_table(
        "inbox",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=255), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "event", name=op.f("pk_inbox")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "op",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("connection", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("serial", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("first_sent_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.BigInteger(), nullable=True),
        sa.Column("response", sa.Text(), server_default="", nullable=False),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('todo','sent','done','parked','dropped')", name=op.f("ck_op_state")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_op_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_op")),
        sa.UniqueConstraint("key", name=op.f("uq_op_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_op_public_id")),
    )
    op.create_index("ix_op_state_next_at", "op", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_op_subject"), "op", ["subject"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("series", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["corrects_id"], ["document.id"], name=op.f("fk_document_corrects_id")),
        sa.ForeignKeyConstraint(["payer_id"], ["person.id"], name=op.f("fk_document_payer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_document_series_number")),
    )
    op.create_index(op.f("ix_document_payer_id"), "document", ["payer_id"], unique=False)
    op.create_table(
        "document_party",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("keep_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_party_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_party")),
    )
    op.create_index(op.f("ix_document_party_document_id"), "document_party", ["document_id"], unique=False)
    op.create_table(
        "document_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("document_id", sa.BigInteger(), nullable=False),
        sa.Column("order_line_id", sa.BigInteger(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_line_document_id")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_line.id"], name=op.f("fk_document_line_order_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_line")),
    )
    op.create_index(op.f("ix_document_line_document_id"), "document_line", ["document_id"], unique=False)
    op.create_index(op.f("ix_document_line_order_line_id"), "document_line", ["order_line_id"], unique=False)
    op.create_table(
        "drawer_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("drawer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("refund_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["drawer_id"], ["drawer.id"], name=op.f("fk_drawer_move_drawer_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_drawer_move_payment_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_drawer_move_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawer_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_drawer_move_public_id")),
    )
    op.create_index(op.f("ix_drawer_move_drawer_id"), "drawer_move", ["drawer_id"], unique=False)
    op.add_column("attempt", sa.Column("provider", sa.String(length=32), nullable=True))
    op.add_column("attempt", sa.Column("capture", sa.String(length=32), server_default="NOW", nullable=False))
    op.add_column("attempt", sa.Column("reference", sa.String(length=255), nullable=True))
    op.add_column("attempt", sa.Column("link", sa.Text(), server_default="", nullable=False))
    op.add_column("attempt", sa.Column("expires_at", sa.BigInteger(), nullable=True))
    op.add_column("attempt", sa.Column("look_at", sa.BigInteger(), nullable=True))
    op.add_column("attempt", sa.Column("looked_at", sa.BigInteger(), nullable=True))
    op.add_column("attempt", sa.Column("looks", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("attempt", sa.Column("said", sa.String(length=64), server_default="", nullable=False))
    op.create_index("ix_attempt_look_at", "attempt", ["look_at"], unique=False)
    op.add_column("booking", sa.Column("hold_until", sa.BigInteger(), nullable=True))
    op.add_column("desk_order", sa.Column("authorised", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("desk_order", sa.Column("disputed", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("desk", sa.Column("hold_minutes", sa.BigInteger(), server_default="15", nullable=False))
    op.add_column("desk", sa.Column("late_pay", sa.String(length=32), server_default="ASK", nullable=False))
    _payment()
    _ledger()
    op.add_column("refund", sa.Column("provider_refund_id", sa.String(length=255), nullable=True))
    op.create_index("uq_refund_payment_provider_refund_id", "refund", ["payment_id", "provider_refund_id"], unique=True)
    op.add_column("service", sa.Column("tax_mode", sa.String(length=32), server_default="INCLUSIVE", nullable=False))

    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _payment() -> None:
    """Money may be authorised and not captured yet: the rule about amounts changes with the new columns."""
    rule = "captured >= 0 AND authorised >= 0 AND captured + authorised > 0"
    with op.batch_alter_table("payment") as table:
        table.add_column(sa.Column("authorised", sa.BigInteger(), server_default="0", nullable=False))
        table.add_column(sa.Column("authorised_until", sa.BigInteger(), nullable=True))
        table.drop_constraint(op.f("ck_payment_amount"), type_="check")
        table.create_check_constraint(op.f("ck_payment_amount"), rule)


def _ledger() -> None:
    """A drawer's money has no order. Rebuilt, the table of SQLite has lost its guards: they are among those below."""
    with op.batch_alter_table("ledger_txn") as table:
        table.alter_column("order_id", existing_type=sa.BigInteger(), nullable=True)


_GUARDS = {
    "sqlite": [
        "CREATE TRIGGER ledger_txn_no_update BEFORE UPDATE ON ledger_txn BEGIN SELECT RAISE(ABORT, 'ledger_txn_append_only'); END",
        "CREATE TRIGGER ledger_txn_no_delete BEFORE DELETE ON ledger_txn BEGIN SELECT RAISE(ABORT, 'ledger_txn_append_only'); END",
        "CREATE UNIQUE INDEX uq_drawer_open ON drawer (state) WHERE state = 'OPEN'",
        "CREATE TRIGGER day_close_no_update BEFORE UPDATE ON day_close BEGIN SELECT RAISE(ABORT, 'day_close_append_only'); END",
        "CREATE TRIGGER day_close_no_delete BEFORE DELETE ON day_close BEGIN SELECT RAISE(ABORT, 'day_close_append_only'); END",
        "CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'document_append_only'); END",
        "CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'document_append_only'); END",
        "CREATE TRIGGER document_line_no_update BEFORE UPDATE ON document_line BEGIN SELECT RAISE(ABORT, 'document_line_append_only'); END",
        "CREATE TRIGGER document_line_no_delete BEFORE DELETE ON document_line BEGIN SELECT RAISE(ABORT, 'document_line_append_only'); END",
    ],
    "postgresql": [
        "CREATE UNIQUE INDEX uq_drawer_open ON drawer (state) WHERE state = 'OPEN'",
        "CREATE TRIGGER day_close_no_change BEFORE UPDATE OR DELETE ON day_close FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER day_close_no_truncate BEFORE TRUNCATE ON day_close FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_no_change BEFORE UPDATE OR DELETE ON document FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_line_no_change BEFORE UPDATE OR DELETE ON document_line FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER document_line_no_truncate BEFORE TRUNCATE ON document_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}
