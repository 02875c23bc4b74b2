"""How many mentions of an article allege something: what was taken in on a day is counted without counting mentions.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-28 19:10:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

COUNTED = """
    UPDATE article SET alleging = counted.number
    FROM (SELECT article_id, count(*) AS number FROM mention WHERE kind = 'allegation' GROUP BY article_id) AS counted
    WHERE counted.article_id = article.id
"""


def upgrade() -> None:
    # without a rebuild in SQLite, or views and triggers would have to go first
    op.add_column("article", sa.Column("alleging", sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNTED)
    op.create_index("ix_article_taken_in", "article", ["superseded_by", "published", "ingested_at", "alleging"])


def downgrade() -> None:
    op.drop_index("ix_article_taken_in", "article")
    op.drop_column("article", "alleging")
