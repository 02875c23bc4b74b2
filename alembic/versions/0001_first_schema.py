"""The first schema.

Revision ID: 0001
Revises:
Create Date: 2026-11-23 13:08:43.012413
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVE_POSITIVE = sa.text("decision = 'positive' AND superseded_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("side_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["side_id"], ["actor.id"], name=op.f("fk_actor_side_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
        sa.UniqueConstraint("name", name=op.f("uq_actor_name")),
    )
    op.create_table(
        "ingest_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("finished_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("articles_new", sa.Integer(), nullable=False),
        sa.Column("articles_revised", sa.Integer(), nullable=False),
        sa.Column("articles_known", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingest_run")),
    )
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outlet")),
        sa.UniqueConstraint("name", name=op.f("uq_outlet_name")),
    )
    op.create_table(
        "actor_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("alias", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_actor_alias_actor_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_alias")),
        sa.UniqueConstraint("actor_id", "alias", name=op.f("uq_actor_alias_actor_id_alias")),
    )
    op.create_index(op.f("ix_actor_alias_alias"), "actor_alias", ["alias"])

    op.create_table(
        "allegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("accused_id", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["accused_id"], ["actor.id"], name=op.f("fk_allegation_accused_id_actor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allegation")),
    )
    op.create_index(op.f("ix_allegation_accused_id"), "allegation", ["accused_id"])

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("outlet_id", sa.Integer(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("ingested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name=op.f("fk_article_outlet_id_outlet")),
        sa.ForeignKeyConstraint(["run_id"], ["ingest_run.id"], name=op.f("fk_article_run_id_ingest_run")),
        sa.ForeignKeyConstraint(["superseded_by"], ["article.id"], name=op.f("fk_article_superseded_by_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("hash", name=op.f("uq_article_hash")),
    )
    op.create_index(op.f("ix_article_outlet_id"), "article", ["outlet_id"])
    op.create_index(op.f("ix_article_published"), "article", ["published"])
    op.create_index(op.f("ix_article_superseded_by"), "article", ["superseded_by"])
    op.create_index(op.f("ix_article_url"), "article", ["url"])

    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("excerpt", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("refused_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["ingest_run.id"], name=op.f("fk_quarantine_run_id_ingest_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("ref", "sha256", name=op.f("uq_quarantine_ref_sha256")),
    )
    op.create_table(
        "allegation_link",
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allegation_id"], ["allegation.id"], name=op.f("fk_allegation_link_allegation_id_allegation")
        ),
        sa.ForeignKeyConstraint(["other_id"], ["allegation.id"], name=op.f("fk_allegation_link_other_id_allegation")),
        sa.PrimaryKeyConstraint("allegation_id", "other_id", "kind", name=op.f("pk_allegation_link")),
    )
    op.create_index(op.f("ix_allegation_link_other_id"), "allegation_link", ["other_id"])

    op.create_table(
        "mention",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("speaker_text", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("accused_id", sa.Integer(), nullable=True),
        sa.Column("accused_text", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("certainty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("negated", sa.Boolean(), nullable=False),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("evidence_start", sa.Integer(), nullable=True),
        sa.Column("evidence_end", sa.Integer(), nullable=True),
        sa.Column("evidence_voice", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("contest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("contest_start", sa.Integer(), nullable=True),
        sa.Column("contest_end", sa.Integer(), nullable=True),
        sa.Column("contest_voice", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("claim", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asserted_on", sa.Date(), nullable=True),
        sa.Column("asserted_precision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reported_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("objects", sa.JSON(), nullable=False),
        sa.Column("extractor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["accused_id"], ["actor.id"], name=op.f("fk_mention_accused_id_actor")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_mention_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    op.create_index(op.f("ix_mention_accused_id"), "mention", ["accused_id"])
    op.create_index(op.f("ix_mention_article_id"), "mention", ["article_id"])
    op.create_index(op.f("ix_mention_asserted_on"), "mention", ["asserted_on"])

    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mention_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("decision", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("superseded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["allegation_id"], ["allegation.id"], name=op.f("fk_judgement_allegation_id_allegation")
        ),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name=op.f("fk_judgement_mention_id_mention")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_allegation_id"), "judgement", ["allegation_id"])
    op.create_index(op.f("ix_judgement_mention_id"), "judgement", ["mention_id"])
    op.create_index(
        "uq_judgement_live_positive",
        "judgement",
        ["mention_id"],
        unique=True,
        sqlite_where=LIVE_POSITIVE,
        postgresql_where=LIVE_POSITIVE,
    )

    op.create_table(
        "mention_speaker",
        sa.Column("mention_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_mention_speaker_actor_id_actor")),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name=op.f("fk_mention_speaker_mention_id_mention")),
        sa.PrimaryKeyConstraint("mention_id", "actor_id", name=op.f("pk_mention_speaker")),
    )
    op.create_index(op.f("ix_mention_speaker_actor_id"), "mention_speaker", ["actor_id"])

    op.create_table(
        "status_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("axis", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("voice", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("mention_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["allegation_id"], ["allegation.id"], name=op.f("fk_status_event_allegation_id_allegation")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_status_event_article_id_article")),
        sa.ForeignKeyConstraint(["mention_id"], ["mention.id"], name=op.f("fk_status_event_mention_id_mention")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event")),
    )
    op.create_index(op.f("ix_status_event_allegation_id"), "status_event", ["allegation_id"])
    op.create_index(op.f("ix_status_event_mention_id"), "status_event", ["mention_id"])


def downgrade() -> None:
    # an index goes with its table
    op.drop_table("status_event")
    op.drop_table("mention_speaker")
    op.drop_table("judgement")
    op.drop_table("mention")
    op.drop_table("allegation_link")
    op.drop_table("quarantine")
    op.drop_table("article")
    op.drop_table("allegation")
    op.drop_table("actor_alias")
    op.drop_table("outlet")
    op.drop_table("ingest_run")
    op.drop_table("actor")
