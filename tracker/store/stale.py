"""The triggers that note which allegations have changed since their digest was written: nothing that writes can forget to.

They belong to the tables: whoever makes these makes them, too. `alembic/versions/0012_desk.py` has them for migrations.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import DDL, MetaData, Table, event

# what the note names: table, kind, column, occasions
_NOTES = (
    ("judgement", "allegation", "allegation_id", ("INSERT", "UPDATE")),
    ("status_event", "allegation", "allegation_id", ("INSERT", "UPDATE")),
    ("allegation", "allegation", "id", ("UPDATE",)),
    ("article", "article", "id", ("UPDATE OF superseded_by, echo_of, outlet_id, published, agency",)),
    ("actor", "actor", "id", ("UPDATE OF name, side_id, merged_into_id",)),
)
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION note_stale() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "INSERT INTO stale (kind, ref) VALUES (TG_ARGV[0], CAST(to_jsonb(NEW) ->> TG_ARGV[1] AS integer)); "
    "RETURN NULL; END $$"
)


def attach(metadata: MetaData) -> None:
    """Let each table bring its triggers along when it is made from the metadata."""
    for name, kind, column, occasions in _NOTES:
        table = metadata.tables[name]
        _after(table, _FUNCTION, "postgresql")
        for on in occasions:
            head = f"CREATE TRIGGER stale_{name}_{on.split()[0].lower()} AFTER {on} ON {name} FOR EACH ROW"
            lite = f"{head} BEGIN INSERT INTO stale (kind, ref) VALUES ('{kind}', NEW.{column}); END"  # noqa: S608  # our names
            server = f"{head} EXECUTE FUNCTION note_stale('{kind}', '{column}')"
            _after(table, lite, "sqlite")
            _after(table, server, "postgresql")


def _after(table: Table, statement: str, dialect: str) -> None:
    made: Any = DDL  # its constructor has no types
    event.listen(table, "after_create", made(statement).execute_if(dialect=dialect))
