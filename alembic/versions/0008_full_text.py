"""Indexes of the words of claims, quotes and articles.

SQLite keeps them in tables of FTS5, which triggers fill: a migration that rebuilds `article`, `mention` or `allegation` in SQLite
must create their triggers anew at its end. PostgreSQL keeps them in columns that it computes itself.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-28 18:30:00
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("allegation", "article", "mention")

# A mention has no number that VACUUM leaves alone, so that its quote is stored in the index, by its id. It never changes.
SQLITE = """
CREATE VIRTUAL TABLE allegation_words USING fts5(
    claim, content='allegation', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE article_words USING fts5(
    title, text, content='article', content_rowid='id', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE mention_words USING fts5(id UNINDEXED, quote, tokenize='unicode61 remove_diacritics 0');
INSERT INTO allegation_words(allegation_words) VALUES ('rebuild');
INSERT INTO article_words(article_words) VALUES ('rebuild');
INSERT INTO mention_words(id, quote) SELECT id, quote FROM mention;
CREATE TRIGGER allegation_words_added AFTER INSERT ON allegation BEGIN
    INSERT INTO allegation_words(rowid, claim) VALUES (new.id, new.claim)| END;
CREATE TRIGGER allegation_words_changed AFTER UPDATE OF claim ON allegation BEGIN
    INSERT INTO allegation_words(allegation_words, rowid, claim) VALUES ('delete', old.id, old.claim)|
    INSERT INTO allegation_words(rowid, claim) VALUES (new.id, new.claim)| END;
CREATE TRIGGER article_words_added AFTER INSERT ON article BEGIN
    INSERT INTO article_words(rowid, title, text) VALUES (new.id, new.title, new.text)| END;
CREATE TRIGGER mention_words_added AFTER INSERT ON mention BEGIN
    INSERT INTO mention_words(id, quote) VALUES (new.id, new.quote)| END
"""

# Only letters and digits: the parser of PostgreSQL would take "news.example" and "and/or" for one word each. An index entry has
# at most 1 MB: the words of a longer text than 400,000 characters are not all found.
POSTGRESQL = """
ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS (
    to_tsvector('simple', regexp_replace(lower(left({of}, 400000)), '[^[:alnum:]]+', ' ', 'g'))) STORED;
CREATE INDEX ix_{table}_words ON {table} USING gin (words)
"""
OF = {"allegation": "claim", "article": "coalesce(title, '') || ' ' || text", "mention": "quote"}


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in SQLITE.split(";"):
            connection.exec_driver_sql(statement.replace("|", ";"))
    else:
        for table in TABLES:
            for statement in POSTGRESQL.format(table=table, of=OF[table]).split(";"):
                connection.exec_driver_sql(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("allegation_words_added", "allegation_words_changed", "article_words_added", "mention_words_added"):
            op.execute(f"DROP TRIGGER {trigger}")
        for table in TABLES:
            op.execute(f"DROP TABLE {table}_words")
    else:
        for table in TABLES:
            op.drop_column(table, "words")
