"""Postings of claims, and what people decide: actions, judgements on pairs, heirs of merged allegations.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-28 11:45:00
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNINDEXED = sa.text("claim_id IS NULL AND kind <> 'statement'")
DENIAL = sa.text("kind = 'denial'")
TEXT, TIME = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("hash", name=op.f("uq_claim_hash")),
    )
    op.create_table(
        "claim_token",
        sa.Column("token", TEXT(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_token_claim_id_claim")),
        sa.PrimaryKeyConstraint("token", "claim_id", name=op.f("pk_claim_token")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "token_count",
        sa.Column("token", TEXT(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_token_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("because", TEXT(), nullable=True),
        sa.Column("made_by", TEXT(), nullable=False),
        sa.Column("made_at", TIME(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", TIME(), nullable=True),
        sa.ForeignKeyConstraint(["target_id"], ["action.id"], name=op.f("fk_action_target_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("mention") as batch:
        # what was stored before is indexed at the next ingest
        batch.add_column(sa.Column("claim_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_mention_claim_id_claim"), "claim", ["claim_id"], ["id"])
        batch.create_index(op.f("ix_mention_claim_id"), ["claim_id"])
        batch.drop_index(op.f("ix_mention_accused_id"))
        batch.create_index("ix_mention_accused_id_asserted_on", ["accused_id", "asserted_on"])
    op.create_index("ix_mention_denial", "mention", ["accused_id"], sqlite_where=DENIAL, postgresql_where=DENIAL)
    op.create_index("ix_mention_unindexed", "mention", ["id"], sqlite_where=UNINDEXED, postgresql_where=UNINDEXED)
    with op.batch_alter_table("allegation") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_allegation_merged_into_id_allegation"), "allegation", ["merged_into_id"], ["id"])
        batch.create_index(op.f("ix_allegation_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "pair_judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("decision", TEXT(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", TEXT(), nullable=True),
        sa.Column("made_by", TEXT(), nullable=False),
        sa.Column("made_at", TIME(), nullable=False),
        sa.Column("superseded_at", TIME(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["allegation.id"], name=op.f("fk_pair_judgement_one_id_allegation")),
        sa.ForeignKeyConstraint(["other_id"], ["allegation.id"], name=op.f("fk_pair_judgement_other_id_allegation")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_pair_judgement_action_id_action")),
        sa.ForeignKeyConstraint(["ended_by"], ["action.id"], name=op.f("fk_pair_judgement_ended_by_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair_judgement")),
    )
    for column in ("one_id", "other_id", "action_id", "ended_by"):
        op.create_index(op.f(f"ix_pair_judgement_{column}"), "pair_judgement", [column])
    for table in ("judgement", "status_event", "allegation_link"):
        with op.batch_alter_table(table) as batch:
            if table == "status_event":
                batch.add_column(sa.Column("url", TEXT(), nullable=True))
            if table != "judgement":
                batch.add_column(sa.Column("superseded_at", TIME(), nullable=True))
            for column in ("action_id", "ended_by"):
                batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
                batch.create_foreign_key(op.f(f"fk_{table}_{column}_action"), "action", [column], ["id"])
                batch.create_index(op.f(f"ix_{table}_{column}"), [column])


def downgrade() -> None:
    # decisions keep their effect, and can no longer be undone
    for table in ("status_event", "allegation_link"):
        op.execute(f"DELETE FROM {table} WHERE superseded_at IS NOT NULL")
    for table in ("allegation_link", "status_event", "judgement"):
        with op.batch_alter_table(table) as batch:
            for column in ("action_id", "ended_by"):
                batch.drop_index(op.f(f"ix_{table}_{column}"))
                batch.drop_constraint(op.f(f"fk_{table}_{column}_action"), type_="foreignkey")
                batch.drop_column(column)
            if table != "judgement":
                batch.drop_column("superseded_at")
            if table == "status_event":
                batch.drop_column("url")
    op.drop_table("pair_judgement")
    with op.batch_alter_table("allegation") as batch:
        batch.drop_index(op.f("ix_allegation_merged_into_id"))
        batch.drop_constraint(op.f("fk_allegation_merged_into_id_allegation"), type_="foreignkey")
        batch.drop_column("merged_into_id")
    op.drop_index("ix_mention_unindexed", "mention")
    op.drop_index("ix_mention_denial", "mention")
    with op.batch_alter_table("mention") as batch:
        batch.drop_index("ix_mention_accused_id_asserted_on")
        batch.create_index(op.f("ix_mention_accused_id"), ["accused_id"])
        batch.drop_index(op.f("ix_mention_claim_id"))
        batch.drop_constraint(op.f("fk_mention_claim_id_claim"), type_="foreignkey")
        batch.drop_column("claim_id")
    op.drop_table("action")
    op.drop_table("token_count")
    op.drop_table("claim_token")
    op.drop_table("claim")
