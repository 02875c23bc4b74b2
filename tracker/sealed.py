"""Checks a bundle that `tracker seal` has written.

This file stands alone, with Python's standard library, so that it can be read in a few minutes and needs nobody's trust; a copy
of it lies in every bundle as verify.py. It checks that

1. every file has the SHA-256 that SHA256SUMS says (`sha256sum -c SHA256SUMS` does so, too), and that there is no other file;
2. in log.jsonl every entry has the hash of what it says and names the hash of the one before, up to the head in manifest.json;
3. every text in articles.jsonl has the hash that the log gave it when it came in, and every quote stands in one of these texts.

It cannot tell a bundle that was written anew as a whole: for that, compare the head with one that was kept elsewhere (--head).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

SUMS, MANIFEST, LOG, ARTICLES, QUOTES = "SHA256SUMS", "manifest.json", "log.jsonl", "articles.jsonl", "quotes.jsonl"
START = "0" * 64  # what the first entry names as the hash before it
LARGEST = 2_000_000_000  # bytes of all files of a bundle: no sealed week comes near it


def entry_hash(previous: str, seq: int, at: str, kind: str, payload: str) -> str:
    """The SHA-256 of an entry: of its five parts, a line each, in UTF-8. The payload is JSON in ASCII and on one line."""
    return hashlib.sha256("\n".join((previous, str(seq), at, kind, payload)).encode("utf-8", "surrogatepass")).hexdigest()


def files(bundle: Path) -> dict[str, bytes]:
    """The files of a bundle, a zip or a folder that one was unpacked to, by name. Raises OSError, ValueError."""
    if bundle.is_dir():
        return {str(file.relative_to(bundle)): file.read_bytes() for file in sorted(bundle.rglob("*")) if file.is_file()}
    return files_of(bundle)


def files_of(bundle: Path | IO[bytes]) -> dict[str, bytes]:
    """The files of a zip file by name. Raises OSError, ValueError."""
    try:
        with zipfile.ZipFile(bundle) as packed:
            listed = packed.infolist()
            if sum(item.file_size for item in listed) > LARGEST:
                raise ValueError("it is larger than any bundle")
            if len({item.filename for item in listed}) < len(listed):
                raise ValueError("it has two files of one name")
            if not listed:
                raise ValueError("it is an empty zip file, and no bundle")
            return {item.filename: packed.read(item) for item in listed}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ValueError(f"it is no zip file, or a damaged one ({error})") from None


def check(found: dict[str, bytes], head: str = "") -> list[str]:
    """What is wrong with the files of a bundle, a sentence each; nothing where all is as it was sealed."""
    wrong: list[str] = []
    try:
        wrong += _sums(found)
        manifest = json.loads(found[MANIFEST])
        entries, articles, quotes = (_lines(found[name]) for name in (LOG, ARTICLES, QUOTES))
        wrong += _chain(entries, manifest["head"], head.lower().rpartition(":")[2])
        wrong += _texts(entries, articles, quotes)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        wrong.append(f"it cannot be read as a bundle of tracker seal: a part is missing or damaged ({error!r})")
    return wrong


def _sums(found: dict[str, bytes]) -> list[str]:
    said = {}
    for line in found[SUMS].decode("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        said[name] = digest
    wrong = [f"{name} is missing" for name in said if name not in found]
    wrong += [f"{name} is not listed in {SUMS}" for name in found if name not in said and name != SUMS]
    changed = (name for name, digest in said.items() if name in found and hashlib.sha256(found[name]).hexdigest() != digest)
    return wrong + [f"{name} was changed: its SHA-256 is not the one in {SUMS}" for name in changed]


def _lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line]


def _chain(entries: list[dict[str, Any]], sealed: dict[str, Any], head: str) -> list[str]:
    wrong, last, previous, hashes = [], 0, START, set()
    for entry in entries:
        payload = json.dumps(entry["payload"], sort_keys=True, separators=(",", ":"))
        if entry["seq"] != last + 1 or entry["previous"] != previous:
            wrong.append(f"entry {entry['seq']} of the log does not follow entry {last}")
        if entry_hash(entry["previous"], entry["seq"], entry["at"], entry["kind"], payload) != entry["hash"]:
            wrong.append(f"entry {entry['seq']} of the log was changed: its hash is not that of what it says")
        last, previous = entry["seq"], entry["hash"]
        hashes.add(previous)
    if (last, previous) != (sealed["seq"], sealed["hash"]):
        wrong.append(f"the log ends with entry {last}, and not with the head that was sealed, {sealed['seq']}")
    if head and head not in hashes:
        wrong.append(f"the log has no entry with the hash {head}: it is another log, or it was written anew")
    return wrong


def _texts(entries: list[dict[str, Any]], articles: list[dict[str, Any]], quotes: list[dict[str, Any]]) -> list[str]:
    logged: dict[str, dict[Any, Any]] = {"article": {}, "mention": {}}
    for entry in entries:
        for table in logged:
            for row in entry["payload"]["rows"].get(table, ()):
                logged[table][row["id"]] = row["sha256"]
    other = (article["id"] for article in articles if logged["article"][article["id"]] != article["sha256"])
    wrong = [f"article {id_} has another text than the log says" for id_ in other]
    sealed = {a["id"]: a["characters"] for a in articles}
    for quote in quotes:
        if quote["id"] not in logged["mention"]:
            wrong.append(f"the log knows of no mention {quote['id']}")
        start, end = quote["start"], quote["end"]
        if not 0 <= start < end <= sealed[quote["article"]] or end - start != len(quote["quote"]):
            wrong.append(f"the quote of mention {quote['id']} is not of the length that its place in the text has")
    return wrong


def main(arguments: list[str]) -> int:
    """Check the bundle that is named, else the folder of this file; 0 where nothing is wrong with it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("bundle", nargs="?", type=Path, default=Path(__file__).parent, help="a zip file or a folder [this one]")
    asked.add_argument("--head", default="", metavar="HASH", help="a head of the log that you know: it must be there")
    given = asked.parse_args(arguments)
    try:
        found = files(given.bundle)
    except (OSError, ValueError) as error:
        wrong = [str(error)]
    else:
        wrong = check(found, given.head)
    for sentence in wrong:
        sys.stderr.write(f"{ascii(sentence)[1:-1]}\n")  # nothing of a bundle may steer a terminal
    told = "NOT as it was sealed" if wrong else "as it was sealed"
    if not (wrong or given.head):
        told += "; without --head nobody can see that it was made anew as a whole"
    sys.stdout.write(f"{ascii(str(given.bundle))[1:-1]}: {told}\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
