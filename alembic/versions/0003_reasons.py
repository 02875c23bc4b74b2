"""The reasons of what was decided about a mention.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-28 04:45:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what was stored before has no reasons
    with op.batch_alter_table("mention", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("mention") as batch:
        batch.drop_column("reasons")
