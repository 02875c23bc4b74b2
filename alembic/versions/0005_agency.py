"""The agency whose text an article is.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-28 15:00:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what was stored before has none: its echoes are found by their words
    with op.batch_alter_table("article", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("agency", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("article") as batch:
        batch.drop_column("agency")
