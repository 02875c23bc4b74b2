"""The log: entries that nothing may change, each with the hash of the one before. What was decided before is its beginning.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-28 18:30:00
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

import sqlalchemy as sa
import sqlmodel
from alembic import op

# An entry once written is never written otherwise, so what writes it is the same for every later version, too.
from tracker.chain import KEYS, following
from tracker.store.journal import told

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
KIND = "imported by migration"
ROWS = 500  # of one entry
APPEND_ONLY = "the log is append-only"
IN_ORDER = "the log goes on only where it ends"
LAST = "coalesce((SELECT max(seq) FROM log_entry), 0)"
LINK = f"coalesce((SELECT hash FROM log_entry WHERE seq = {LAST}), '{'0' * 64}')"

SQLITE = [
    f"CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END",
    f"CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END",
    # also where REPLACE would drop the row that is there, for which SQLite asks no trigger on DELETE
    f"CREATE TRIGGER log_entry_in_order BEFORE INSERT ON log_entry WHEN NEW.seq <> {LAST} + 1 OR NEW.previous <> {LINK} "
    f"BEGIN SELECT RAISE(ABORT, '{IN_ORDER}'); END",
]
POSTGRESQL = [
    f"""CREATE FUNCTION log_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.seq <> {LAST} + 1 OR NEW.previous <> {LINK} THEN
                RAISE EXCEPTION '{IN_ORDER}';
            END IF;
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{APPEND_ONLY}';
    END $$""",
    "CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_entry_guard()",
    "CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_entry_guard()",
    "CREATE TRIGGER log_entry_no_truncate BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION log_entry_guard()",
    "CREATE TRIGGER log_entry_in_order BEFORE INSERT ON log_entry FOR EACH ROW EXECUTE FUNCTION log_entry_guard()",
]


def upgrade() -> None:
    op.create_table(
        "log_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("payload", TEXT(), nullable=False),
        sa.Column("previous", TEXT(), nullable=False),
        sa.Column("hash", TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_log_entry_hash")),
    )
    bind = op.get_bind()
    for statement in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        bind.exec_driver_sql(statement)
    enter_what_is_there(bind)


def enter_what_is_there(bind: sa.Connection) -> None:
    """Enter every row that is logged from now on, as it is."""
    metadata = sa.MetaData()
    log = sa.Table("log_entry", metadata, autoload_with=bind)
    now, last = dt.datetime.now(dt.UTC), None
    for name, key in KEYS.items():
        table = sa.Table(name, metadata, autoload_with=bind)
        stored = [column for column in table.c if column.computed is None]  # the index of words is made of the rest
        rows = bind.execute(sa.select(*stored).order_by(*(table.c[column] for column in key))).mappings()
        for some in rows.partitions(ROWS):
            entry = following(last, now, KIND, {"rows": {name: [told(name, row) for row in some]}})
            bind.execute(sa.insert(log), [asdict(entry)])
            last = (entry.seq, entry.hash)


def downgrade() -> None:
    op.drop_table("log_entry")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION log_entry_guard()")
