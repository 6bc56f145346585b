"""How bookings of a service are taken: at once, approved first, or authorised first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("service", sa.Column("approval", sa.String(length=32), server_default="NONE", nullable=False))
