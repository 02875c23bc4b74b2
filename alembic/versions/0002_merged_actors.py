"""Actors that were merged into others.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-28 04:10:31.552018
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("actor") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("merged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch.create_foreign_key(op.f("fk_actor_merged_into_id_actor"), "actor", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_actor_merged_into_id"), ["merged_into_id"])


def downgrade() -> None:
    # every actor is itself again
    with op.batch_alter_table("actor") as batch:
        batch.drop_index(op.f("ix_actor_merged_into_id"))
        batch.drop_constraint(op.f("fk_actor_merged_into_id_actor"), type_="foreignkey")
        batch.drop_column("merged_at")
        batch.drop_column("merged_into_id")
