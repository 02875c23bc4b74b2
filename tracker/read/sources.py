"""One command line argument to the files behind it: a file, a folder, or a glob pattern."""

from __future__ import annotations

import os
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from stat import S_ISDIR
from typing import TYPE_CHECKING

from tracker import plugins
from tracker.read.address import is_address
from tracker.read.refusals import because, printable
from tracker.types import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".jsonl", ".csv", ".eml", ".mbox", ".pdf", ".warc", ".warc.gz", ".wacz"})
KINDS = ".txt, .md, .html, .jsonl, .csv, .eml, .mbox, .pdf, .warc"
LOOKED_FOR = f"looked for {KINDS}"


def count(source: str) -> int | None:
    """Count the files behind `source`, for a progress bar: one for a web address, None for stdin ("-")."""
    if source == "-":
        return None
    if is_address(source):
        return 1
    return sum(isinstance(found, Path) for found in files(source))


def files(source: str) -> Iterator[Path | Refusal]:
    """Yield the files behind `source`, sorted, and a Refusal for what cannot be listed or is not there.

    Folders are walked; hidden files and folders and links to folders are passed over (a link can lead in a circle).
    """
    name = printable(source) or '""'
    path = Path(source)
    try:
        mode = path.stat().st_mode if source else None
    except (FileNotFoundError, NotADirectoryError, ValueError):
        mode = None
    except OSError as error:
        mode = None
        if not _is_pattern(source):  # Windows says "invalid argument" where a path holds a wildcard
            yield Refusal(ref=name, reason=because(error))
            return
    if mode is None and _is_pattern(source):
        yield from _or_missing(_matching(path), name, f"no articles match it ({LOOKED_FOR})")
    elif mode is None and "://" in source:
        yield Refusal(ref=name, reason="addresses of this kind are not read; give one of http or https", missing=True)
    elif mode is None:
        yield Refusal(ref=name, reason="no such file or folder: check the path", missing=True)
    elif S_ISDIR(mode):
        yield from _or_missing(_below(path), name, f"no articles in it ({LOOKED_FOR})")
    elif _is_article(source):
        yield path
    else:
        yield Refusal(ref=name, reason=f"files of this kind are not read; give {KINDS}")


def _or_missing(found: Iterable[Path | Refusal], ref: str, reason: str) -> Iterator[Path | Refusal]:
    nothing = True
    for item in found:
        nothing = False
        yield item
    if nothing:
        yield Refusal(ref=ref, reason=reason, missing=True)


def _below(folder: Path) -> Iterator[Path | Refusal]:
    """Yield all articles in a folder and its folders, depth first. In memory: the names along one branch."""
    branch = [(Path(), [f"{folder}{os.sep}"])]
    while branch:
        where, names = branch[-1]
        if not names:
            branch.pop()
            continue
        name = names.pop()
        path = where / name
        if not name.endswith(os.sep):
            yield path
            continue
        try:
            listed = sorted(_listed(path), reverse=True)
        except OSError as error:
            yield Refusal(ref=printable(path), reason=because(error))
            continue
        branch.append((path, [f"{n}{os.sep}" if is_folder else n for n, is_folder in listed if is_folder or _is_article(n)]))


def _matching(pattern: Path) -> Iterator[Path | Refusal]:
    """Yield the articles that match a glob pattern, and those in the folders that match it."""
    parts = [*pattern.parts, "*"] if pattern.name == "**" else list(pattern.parts)
    found = [Path(parts.pop(0)) if pattern.anchor else Path()]
    for part in parts:
        if part == "**":
            found = [folder for start in found for folder in _with_folders_below(start)]
        elif _is_pattern(part):
            found = [folder / name for folder in found for name, _ in _listed_if_possible(folder) if fnmatch(name, part)]
        else:
            found = [folder / part for folder in found]
        found = list(dict.fromkeys(found))
    for path in sorted(found):
        if not _is_folder(path):
            if _is_article(path.name) and os.path.lexists(path):
                yield path
        elif "**" not in parts:  # else what is in it was matched, or not, in its own right
            yield from _below(path)


def _with_folders_below(folder: Path) -> Iterator[Path]:
    pending = [folder]
    while pending:
        path = pending.pop()
        yield path
        pending += [path / name for name, is_folder in _listed_if_possible(path) if is_folder]


def _listed(folder: Path) -> list[tuple[str, bool]]:
    """List the names in a folder that are not hidden, and whether each is a folder (a link is not). Raises OSError."""
    with os.scandir(folder) as entries:
        return [(e.name, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith(".")]


def _listed_if_possible(folder: Path) -> list[tuple[str, bool]]:
    with suppress(OSError, ValueError):
        return _listed(folder)
    return []


def suffix_of(name: str) -> str:
    """Return what the name of a file ends with, in small letters: ".txt", or ".warc.gz"."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:]]
    return "".join(suffixes) if suffixes == [".warc", ".gz"] else "".join(suffixes[-1:])


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return S_ISDIR(path.stat().st_mode)
    return False


def _is_article(name: str) -> bool:
    suffix = suffix_of(name)
    return suffix in SUFFIXES or suffix in plugins.suffixes()


def _is_pattern(text: str) -> bool:
    return any(wildcard in text for wildcard in "*?[")
