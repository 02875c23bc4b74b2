"""Commands that keep the database: `db current|upgrade|downgrade|check|copy|backup|restore`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import output
from tracker.cli.app import refuse_password
from tracker.errors import DatabaseError, NotFoundError, UsageError
from tracker.report.escape import terminal
from tracker.settings import Settings, database_url

app = typer.Typer(no_args_is_help=True, help="Keep the database: its schema version, and whether it is as it should be.")


@app.command(epilog="Example: tracker db current")
def current(ctx: typer.Context) -> None:
    """Print the schema revision of the database and of this version."""
    from tracker.store import schema
    from tracker.store.engine import open_engine

    engine = open_engine(output.url_of_old(ctx))
    typer.echo(f"{schema.current(engine) or 'empty'} (this version: {schema.head()})")


@app.command(epilog="Example: tracker --db desk.db db upgrade")
def upgrade(ctx: typer.Context) -> None:
    """Bring the database to this version's schema. Every other command does so on first use."""
    from tracker.store import schema
    from tracker.store.engine import open_engine

    engine = open_engine(output.url(ctx))
    schema.ensure(engine)
    output.note(ctx, f"the database is at {schema.current(engine)}")


@app.command(epilog="Example: tracker db downgrade 0001 --yes")
def downgrade(
    ctx: typer.Context,
    revision: Annotated[str, typer.Argument(help="The revision to go back to; base empties the database.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do it: what the older schema cannot hold is lost.")] = False,
) -> None:
    """Take the database back to an older schema."""
    from tracker.store import schema
    from tracker.store.engine import open_engine

    if not yes:
        raise UsageError(f"going back to {revision} loses what the older schema cannot hold: say --yes to do it")
    engine = open_engine(output.url_of_old(ctx))
    schema.downgrade(engine, revision)
    output.note(ctx, f"the database is at {schema.current(engine) or 'base'}")


@app.command(epilog="Example: tracker db check")
def check(ctx: typer.Context) -> None:
    """Check that the database has exactly the schema of this version."""
    from tracker.store import schema
    from tracker.store.engine import open_engine

    engine = open_engine(output.url_of_old(ctx))
    found = schema.check(engine)
    if found:
        raise DatabaseError(f"the database differs from this version's schema: {'; '.join(found)}; run tracker db upgrade")
    output.note(ctx, "the schema is as it should be")


@app.command(epilog="Example: tracker db copy tracker.db postgresql://desk@db.example/tracker")
def copy(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help="The database to copy: a file or a URL. It stays as it is.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="The database to copy to, which must be new or empty.")],
) -> None:
    """Copy a whole history to another database, from SQLite to PostgreSQL or back, ids kept."""
    from tracker.store import schema
    from tracker.store.copying import TABLES
    from tracker.store.copying import copy as copy_all
    from tracker.store.engine import open_engine, place

    refuse_password(source, target)
    if "://" not in source and not Path(source).is_file():
        raise NotFoundError(f"{source}: no such file: check the path")
    origin, goal = (open_engine(database_url(url, Settings.from_environment())) for url in (source, target))
    if schema.current(origin) != schema.head():
        raise DatabaseError(f"{place(origin)} has not this version's schema: run tracker --db FROM db upgrade first")
    schema.ensure(goal)
    with output.bar(ctx, "Copying", len(TABLES)) as step:
        copied = copy_all(origin, goal, step)
    output.note(ctx, f"{sum(copied.values())} rows copied, {copied['article']} of them articles; {place(origin)} is as it was")


@app.command(epilog="Example: tracker --db news.db db backup news-2022-02-20.db")
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The new file; one that exists is not overwritten.")],
) -> None:
    """Copy the database, as it is at one moment, into FILE; others may go on writing.

    FILE appears when the copy is whole and checked, and only you may read it.
    """
    from tracker.store import keeping

    engine = keeping.open_existing(output.url(ctx))
    keeping.backup(engine, file)
    output.note(ctx, terminal(f"{engine.url.database} is backed up in {file} ({file.stat().st_size / 1e6:,.1f} MB)"))


@app.command(epilog="Example: tracker --db news.db db restore news-2022-02-20.db")
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What db backup made.")],
) -> None:
    """Make the database what it was when FILE was made. What it is now is kept beside it, under another name.

    No other program may have the database open. A damaged FILE, or one of a newer version, is refused.
    """
    from tracker.store import keeping
    from tracker.store.engine import open_engine

    engine = open_engine(output.url(ctx))
    kept = keeping.restore(engine, file, dt.datetime.now(dt.UTC))
    was = f"; what it was before is kept in {kept}" if kept else ""
    output.note(ctx, terminal(f"{engine.url.database} is restored from {file}{was}"))
