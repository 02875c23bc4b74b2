"""What an entry of a feed said when it was seen: one that says something else later was edited.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-28 18:20:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what was seen before has none, and gets it with the next poll; without a rebuild, or the views would have to go first
    op.add_column("feed_entry", sa.Column("digest", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("feed_entry", "digest")
