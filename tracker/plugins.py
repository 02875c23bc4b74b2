"""What other packages add, found by entry point: readers of more kinds of files, and other extractors.

A package names them in its pyproject.toml:

    [project.entry-points."tracker.readers"]
    ".epub" = "their_package:read"          # (data: bytes, name: str, settings: Settings) -> Iterable[Document | Refusal]

    [project.entry-points."tracker.extractors"]
    theirs = "their_package:make_extractor"  # (settings: Settings) -> an object with `mentions` as that of `Extractor`

A reader is asked for files whose name ends so, where the tracker has none of its own; it may raise `UnreadableError`. An
extractor is used where `--extractor` or `TRACKER_EXTRACTOR` names it; one that wants more than a name is given it after a
colon, as in `llm:MODEL`. One that waits for answers may have `ahead`, too, as that of `tracker.asking` has. The tracker's own
extractors are found in the same way.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from tracker.errors import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from importlib.metadata import EntryPoint

    from tracker.settings import Settings
    from tracker.types import Document, Refusal

    Reader = Callable[[bytes, str, Settings], Iterable[Document | Refusal]]

READERS, EXTRACTORS = "tracker.readers", "tracker.extractors"
OWN = {
    "default": "tracker.jobs.extractors:make_default",
    "rules": "tracker.jobs.extractors:make_rules",
    "llm": "tracker.asking:make_extractor",
}


def suffixes() -> frozenset[str]:
    """The endings of file names that readers of other packages are for, in small letters."""
    return frozenset(_found(READERS))


def reader(suffix: str) -> Reader | None:
    """The reader of files that end so; None where there is none. Raises TrackerError where it cannot be loaded."""
    point = _found(READERS).get(suffix.lower())
    return _loaded(point) if point else None


def extractor(name: str, settings: Settings) -> Any:
    """The extractor of this name, of which only what stands before a colon counts.

    Raises UsageError where there is none, TrackerError where it cannot be loaded.
    """
    known = _extractors()
    wanted = name.partition(":")[0].lower()
    if wanted not in known:
        raise UsageError(f"there is no extractor {name!r} (there: {', '.join(sorted(known))}): see --extractor")
    return _loaded(known[wanted])(settings)


@functools.cache
def _extractors() -> Mapping[str, EntryPoint]:
    """All extractors: nobody else's takes the name of one of ours."""
    from importlib.metadata import EntryPoint

    return {**_found(EXTRACTORS), **{name: EntryPoint(name, value, EXTRACTORS) for name, value in OWN.items()}}


@functools.cache
def _found(group: str) -> Mapping[str, EntryPoint]:
    """The entry points of a group by their names in small letters; of two of one name the first by package."""
    from importlib.metadata import entry_points  # a quarter of what the facade takes to import

    points = sorted(entry_points(group=group), key=lambda p: (p.dist.name if p.dist else "", p.name), reverse=True)
    return {point.name.lower(): point for point in points}


def _loaded(point: EntryPoint) -> Any:
    try:
        return point.load()
    except Exception as error:  # whatever foreign code may raise
        whose = point.dist.name if point.dist else point.value
        raise TrackerError(f"the plugin {point.name} of {whose} does not load ({error}): update or uninstall it") from error
