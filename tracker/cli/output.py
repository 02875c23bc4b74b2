"""What the commands print with: the console, rows as JSON lines or CSV, the filters that all listings share."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from tracker import resources
from tracker.cli.app import State
from tracker.core import Tracker
from tracker.errors import TrackerError, UsageError
from tracker.settings import Settings, database_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

Json = Annotated[bool, typer.Option("--json", help="JSON lines instead of a table.")]
Csv = Annotated[bool, typer.Option("--csv", help="CSV instead of a table.")]
Accused = Annotated[str | None, typer.Option(metavar="NAME", help="Only those that accuse NAME or its side.")]
Speaker = Annotated[str | None, typer.Option(metavar="NAME", help="Only those made by NAME or its side.")]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Only those carried by this outlet.")]
Topic = Annotated[str | None, typer.Option(metavar="ACT", help="Only acts of this class, e.g. false_flag, attack, wmd.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Seen on or after DATE (2022-02-17, or 7d for a week ago).")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Seen on or before DATE.")]
Unverified = Annotated[bool, typer.Option("--unverified", help="Only what nobody has verified.")]
Status = Annotated[str | None, typer.Option(metavar="STATUS", help="A headline or a value of an axis, e.g. denied.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Answer as on DATE: by what had been ingested by then.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to FILE; - is stdout.")]

# The columns of allegations as CSV, so that a listing without rows has its header, too.
ALLEGATION = (
    "id", "claim", "accused", "headline", "evidence", "contest", "corroboration", "verdict", "topics", "first_asserted",
    "first_seen", "last_seen", "mentions", "articles", "outlets", "origins", "speakers",
)  # fmt: skip


Extractor = Annotated[
    str | None,
    typer.Option(
        "--extractor", metavar="NAME", help="Who reads: default, rules, llm:MODEL, or one of another package. See docs/llm.md."
    ),
]
MaxRequests = Annotated[
    int | None, typer.Option("--max-requests", min=1, metavar="N", help="Ask a language model at most N times.")
]
MaxCost = Annotated[
    float | None,
    typer.Option("--max-cost", min=0.0, metavar="SUM", help="Spend at most SUM on it, by the prices in TRACKER_LLM_PRICE_*."),
]


def reading(extractor: str | None = None, max_requests: int | None = None, max_cost: float | None = None) -> Settings:
    """The settings for a command that reads articles. Raises UsageError for a sum that nothing is counted by."""
    settings = Settings.from_environment()
    if max_cost is not None and not settings.llm_price_in + settings.llm_price_out:
        raise UsageError("--max-cost needs the prices: set TRACKER_LLM_PRICE_IN and TRACKER_LLM_PRICE_OUT (docs/llm.md)")
    given: dict[str, Any] = {"extractor": extractor, "max_requests": max_requests, "max_cost": max_cost}
    return replace(settings, **{name: value for name, value in given.items() if value is not None})


def announce(ctx: typer.Context, settings: Settings) -> None:
    """Say what is sent where, before anything is."""
    if sentence := sent(settings):
        note(ctx, sentence)


def sent(settings: Settings) -> str | None:
    """What is sent where when articles are read with these settings; None where nothing is. Raises as the extractor does."""
    if not settings.extractor.lower().startswith("llm"):
        return None
    from tracker.asking.extractor import notice

    return notice(settings)


def url(ctx: typer.Context) -> str:
    """The URL of the database that the global options name."""
    state: State = ctx.obj
    return database_url(state.db, Settings.from_environment())


def url_of_old(ctx: typer.Context) -> str:
    """The same for a command that has nothing to put there: what is not there is made, and said, for --db may be mistyped."""
    from tracker.store.keeping import missing

    found = url(ctx)
    if ctx.obj.db and (file := missing(found)):
        note(ctx, f"there was no database at {file}: this makes an empty one, and tracker ingest PATH fills it")
    return found


def tracker(ctx: typer.Context, to: Path | None = None, settings: Settings | None = None, *, new: bool = False) -> Tracker:
    """The tracker on the database that the global options name; where the command fills it, it may be `new` without a word.

    Raises UsageError where the output is to go `to` a file of that very database, by whatever name.
    """
    opened = Tracker(url(ctx) if new else url_of_old(ctx), settings=settings)
    file = opened.store.path
    if file is not None and to is not None and str(to) != "-" and _is_of_database(to, file):
        opened.close()
        raise UsageError(f"cannot write to {to}: it belongs to the database {file}, which would be lost; give another file")
    return opened


def _is_of_database(path: Path, file: Path) -> bool:
    """True for the database itself and what SQLite keeps beside it, also through links."""
    own = [Path(f"{file.resolve()}{end}") for end in ("", "-wal", "-shm", "-journal")]
    return any(path.resolve() == one or (path.exists() and one.exists() and path.samefile(one)) for one in own)


def note(ctx: typer.Context, message: str) -> None:
    """A remark to the person, on stderr; not with `--quiet`."""
    if not ctx.obj.quiet:
        typer.echo(message, err=True)


def proposed(ctx: typer.Context, told: Mapping[tuple[str, str], int]) -> None:
    """Say what became of a language model's proposals, where there were any."""
    from tracker.report import proposals

    for line in proposals.lines(told):
        note(ctx, line)


def none_found(ctx: typer.Context, what: str, *, filtered: bool) -> None:
    """Say on stderr that a listing has no row, and what to type: its output may go where nobody sees that it is empty."""
    note(
        ctx, f"no {what} of that kind: leave out a filter" if filtered else f"no {what} yet: tracker ingest PATH reads articles"
    )


def draws(ctx: typer.Context) -> bool:
    """Whether progress is drawn: on a terminal, unless `--quiet`."""
    return not ctx.obj.quiet and sys.stderr.isatty()


@contextmanager
def bar(ctx: typer.Context, label: str, total: int | None) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal, silence elsewhere; what it gives is called with the name of each step that is done."""
    if not draws(ctx):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("", total=total)
        yield lambda _: drawn.advance(task)


def console() -> Console:
    """The terminal, or whatever stdout is. With `NO_COLOR` or `TERM=dumb` it prints words alone; `COLUMNS` is heeded."""
    from rich.console import Console

    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Console(highlight=False, markup=False, emoji=False, color_system=None if plain else "auto")


def show(renderable: RenderableType) -> None:
    """Print a table or text to stdout."""
    drawn = console()
    with drawn.capture() as captured:  # rich would end the process where the pipe is closed
        drawn.print(renderable)
    sys.stdout.write(captured.get())
    sys.stdout.flush()


def on_terminal() -> bool:
    """True where a person looks at stdout; tables are for people only."""
    return bool(console().is_terminal)


def rows(
    items: Iterable[Mapping[str, Any]], *, as_csv: bool = False, to: Path | None = None, columns: Iterable[str] = ()
) -> None:
    """Print rows as JSON lines or as CSV, one by one, to stdout or to a file."""
    from tracker.report import export

    write(export.csv(items, tuple(columns) or None) if as_csv else export.jsonl(items), to)


def write(lines: Iterable[str], to: Path | None = None) -> None:
    """Write lines as they come, with the line ends that they have, to stdout or to a file."""
    with opened(to) as out:
        for line in lines:
            out.write(line)


def _is_database(path: Path) -> bool:
    """True for a SQLite file, whoever's it is."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


@contextmanager
def opened(path: Path | None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A text file in UTF-8 to write to, or one of bytes: stdout for None and `-`.

    A regular file takes its name only when it is whole, and keeps its permissions; a link is followed; a pipe or a device is
    written to as it is.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer if binary else sys.stdout
        sys.stdout.flush()
        return
    target = path.resolve()
    whole = target.is_file() or not target.exists()
    if target.is_file() and _is_database(target):
        raise UsageError(f"cannot write to {path}: it is a database, which would be lost; give another file")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part") if whole else target
    try:
        with draft.open("wb") if binary else draft.open("w", encoding="utf-8", newline="") as out:
            yield out
        if whole:
            if target.exists():
                draft.chmod(target.stat().st_mode)
            draft.replace(target)
    except OSError as error:
        raise TrackerError(f"cannot write {path}: {error.strerror or error}; give another file with -o") from error
    finally:
        if whole:
            draft.unlink(missing_ok=True)


def day(given: str | None, option: str) -> dt.date | None:
    """A date from the command line: ISO, or `7d` for so many days ago. Raises UsageError."""
    if given is None:
        return None
    if back := re.fullmatch(r"(\d{1,5})d", given):
        return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=int(back[1]))
    if (found := iso(given)) is None:
        raise UsageError(f"{option} {given!r} is not a date: write it as 2022-02-17, or 7d for seven days ago")
    return found


def iso(given: str) -> dt.date | None:
    """The day of an ISO date or date-time; None where it is none."""
    try:
        return dt.datetime.fromisoformat(given).date()
    except ValueError:
        return None


def filters(
    accused: str | None, speaker: str | None, outlet: str | None, topic: str | None, since: str | None, until: str | None
) -> dict[str, Any]:
    """The filters of a listing as the facade takes them. Raises UsageError for dates that are none, or the wrong way round."""
    start, end = day(since, "--since"), day(until, "--until")
    if start and end and start > end:
        raise UsageError(f"--since {start} is after --until {end}: swap them")
    return {"accused": accused, "speaker": speaker, "outlet": outlet, "topic": topic, "since": start, "until": end}


def refuse_unknown(tracker: Tracker, status: str | None, topic: str | None) -> None:
    """Raise UsageError for a status that no allegation can have, and for a topic that nothing has and another comes near."""
    if status is not None:
        from tracker.assess.status import statuses

        known = statuses()
        if not {status.lower(), status.lower().replace(" ", "_")} & set(known):
            hint = _near(status, known) or f"give one of {', '.join(word for word in known if ';' not in word)}"
            raise UsageError(f"no status is called {status!r}: {hint}")
    if topic is not None:
        known = list(resources.load("lexicon.en.toml")["acts"])
        # extractors of other packages have classes of their own, which may be of nothing yet
        near = None if topic.lower() in known else _near(topic, known)
        if near and not any(tracker.export("mentions", topic=topic)):
            raise UsageError(f"no topic is called {topic!r}: {near}")


def _near(given: str, known: list[str]) -> str | None:
    from rapidfuzz import fuzz, process

    near = process.extractOne(given.lower(), known, scorer=fuzz.ratio, score_cutoff=65)
    return f"did you mean {near[0]!r}?" if near else None


def as_json(value: Any) -> str:
    """One JSON object on one line."""
    return json.dumps(value, ensure_ascii=False)


Command = Callable[..., None]
