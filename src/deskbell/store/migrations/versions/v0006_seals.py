"""The sealed record: a digest for each activity, standing on the one before; what is there already is sealed next."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column(
            "activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_seal_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_seal")),
    )
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


_GUARDS = {
    "sqlite": [
        "CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal_append_only'); END",
        "CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal_append_only'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER seal_no_change BEFORE UPDATE OR DELETE ON seal FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "CREATE TRIGGER seal_no_truncate BEFORE TRUNCATE ON seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ],
}
