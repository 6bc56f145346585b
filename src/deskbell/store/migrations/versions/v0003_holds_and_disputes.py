"""A hold is made longer once, and its first end is kept; a bank may take back a part of a payment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("booking", sa.Column("hold_was", sa.BigInteger(), nullable=True))
    op.add_column("payment", sa.Column("disputed", sa.BigInteger(), server_default="0", nullable=False))
    op.execute("UPDATE payment SET disputed = captured WHERE state = 'CHARGED_BACK'")
