"""Where articles come from: feeds, pages as they were fetched, outlets by domain; and what finds one text among many.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-28 15:50:00
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT, TIME = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
OF_ARTICLE = ("author", "raw_hash", "final_url", "retrieved_at", "echo_of")
OF_OUTLET = ("country", "circle", "reliability")


def upgrade() -> None:
    with op.batch_alter_table("outlet", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("country", TEXT(), nullable=True))
        batch.add_column(sa.Column("circle", TEXT(), nullable=True))
        batch.add_column(sa.Column("reliability", TEXT(), nullable=False, server_default="F"))
    with op.batch_alter_table("article", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        for name in OF_ARTICLE:
            kind = {"retrieved_at": TIME(), "echo_of": sa.Integer()}.get(name, TEXT())
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.create_foreign_key(op.f("fk_article_echo_of_article"), "article", ["echo_of"], ["id"])
        batch.create_index(op.f("ix_article_echo_of"), ["echo_of"])
    op.create_table(
        "outlet_domain",
        sa.Column("domain", TEXT(), nullable=False),
        sa.Column("outlet_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name=op.f("fk_outlet_domain_outlet_id_outlet")),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_outlet_domain")),
    )
    op.create_index(op.f("ix_outlet_domain_outlet_id"), "outlet_domain", ["outlet_id"])
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", TEXT(), nullable=False),
        sa.Column("title", TEXT(), nullable=True),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("etag", TEXT(), nullable=True),
        sa.Column("modified", TEXT(), nullable=True),
        sa.Column("polled_at", TIME(), nullable=True),
        sa.Column("next_at", TIME(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", TEXT(), nullable=True),
        sa.Column("added_at", TIME(), nullable=False),
        sa.Column("removed_at", TIME(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
    )
    op.create_index(op.f("ix_feed_next_at"), "feed", ["next_at"])
    op.create_table(
        "feed_entry",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT(), nullable=False),
        sa.Column("seen_at", TIME(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_entry_feed_id_feed")),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_feed_entry")),
    )
    op.create_table(
        "article_print",
        sa.Column("print", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_article_print_article_id_article")),
        sa.PrimaryKeyConstraint("print", "article_id", name=op.f("pk_article_print")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("article_print", "feed_entry", "feed", "outlet_domain"):
        op.drop_table(table)
    with op.batch_alter_table("article") as batch:
        batch.drop_index(op.f("ix_article_echo_of"))
        batch.drop_constraint(op.f("fk_article_echo_of_article"), type_="foreignkey")
        for name in OF_ARTICLE:
            batch.drop_column(name)
    with op.batch_alter_table("outlet") as batch:
        for name in OF_OUTLET:
            batch.drop_column(name)
