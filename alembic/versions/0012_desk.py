"""What a listing says of each allegation, kept; and notes of what has changed since it was written.

Triggers write the notes, so that nothing that changes an allegation can forget to. Their bodies name no table but `stale`: a
migration that rebuilds one of these tables in SQLite loses only the triggers of that table, and must create them anew.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-28 18:30:00
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
SORTED = ("last_seen", "first_asserted", "mentions", "origins")
# kind of the note, table, column that it names, on what
NOTES = (
    ("allegation", "judgement", "allegation_id", "INSERT"),
    ("allegation", "judgement", "allegation_id", "UPDATE"),
    ("allegation", "status_event", "allegation_id", "INSERT"),
    ("allegation", "status_event", "allegation_id", "UPDATE"),
    ("allegation", "allegation", "id", "UPDATE"),
    ("article", "article", "id", "UPDATE OF superseded_by, echo_of, outlet_id, published, agency"),
    ("actor", "actor", "id", "UPDATE OF name, side_id, merged_into_id"),
)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("allegation_id", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("unverified", sa.Boolean(), nullable=False),
        sa.Column("headline", TEXT(), nullable=False),
        sa.Column("evidence", TEXT(), nullable=False),
        sa.Column("contest", TEXT(), nullable=False),
        sa.Column("corroboration", TEXT(), nullable=False),
        sa.Column("verdict", TEXT(), nullable=False),
        sa.Column("first_asserted", sa.Date(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.Column("last_seen", sa.Date(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("denials", sa.Integer(), nullable=False),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("topics", TEXT(), nullable=False),
        sa.Column("words", TEXT(), nullable=False),
        sa.Column("row", sa.JSON(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["allegation_id"], ["allegation.id"], name=op.f("fk_digest_allegation_id_allegation")),
        sa.PrimaryKeyConstraint("allegation_id", name=op.f("pk_digest")),
    )
    for column in SORTED:
        counted = ["shown", "unverified"] if column == "last_seen" else []  # what is counted most is read from one index
        op.create_index(f"ix_digest_{column}", "digest", [column, "allegation_id", *counted])
    op.create_index(op.f("ix_digest_edition"), "digest", ["edition"])
    doubted = sa.text("decision = 'unsure' AND superseded_at IS NULL")
    op.create_index("ix_judgement_doubted", "judgement", ["id"], sqlite_where=doubted, postgresql_where=doubted)
    op.create_table(
        "stale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("ref", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale")),
    )
    postgres = op.get_bind().dialect.name == "postgresql"
    if postgres:
        op.execute(
            "CREATE OR REPLACE FUNCTION note_stale() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO stale (kind, ref) VALUES (TG_ARGV[0], CAST(to_jsonb(NEW) ->> TG_ARGV[1] AS integer)); "
            "RETURN NULL; END $$"
        )
    for kind, table, column, on in NOTES:
        head = f"CREATE TRIGGER stale_{table}_{on.split()[0].lower()} AFTER {on} ON {table} FOR EACH ROW"
        does = (
            f"EXECUTE FUNCTION note_stale('{kind}', '{column}')"
            if postgres
            else f"BEGIN INSERT INTO stale (kind, ref) VALUES ('{kind}', NEW.{column}); END"
        )
        op.get_bind().exec_driver_sql(f"{head} {does}")
    op.execute("INSERT INTO stale (kind, ref) SELECT 'allegation', id FROM allegation")


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    for _, table, _, on in NOTES:
        op.execute(f"DROP TRIGGER stale_{table}_{on.split()[0].lower()}" + (f" ON {table}" if postgres else ""))
    if postgres:
        op.execute("DROP FUNCTION note_stale")
    op.drop_index("ix_judgement_doubted", "judgement")
    op.drop_table("stale")
    op.drop_table("digest")
