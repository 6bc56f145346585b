"""A connection knows its account: test or live, whose, in which country and currencies, and where its key is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("connection", sa.Column("live", sa.Boolean(), nullable=True))
    op.add_column("connection", sa.Column("kept", sa.String(length=32), nullable=True))
    op.add_column("connection", sa.Column("made_at", sa.BigInteger(), nullable=True))
    for name in ("account", "label", "country", "currencies", "excess"):
        op.add_column("connection", sa.Column(name, sa.Text(), server_default="", nullable=False))
