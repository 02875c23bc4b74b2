"""Check annotated articles: `python -m training.check [FILE | FOLDER]…` (default: the whole corpus).

Prints every fault of every file, then for each story arc what lies outside the rate sheet. Exit status 1 where there is any.
`--rates` prints all rates of each arc as well.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations, groupby
from pathlib import Path

from tracker.extract import model
from tracker.types.scales import Certainty, Contest, Evidence, Kind
from training import rates
from training.corpus import AnnotationError, Article, Attribution, Claim, read
from training.splits import CORPUS

REGISTERS = {
    "wire",
    "broadsheet",
    "tabloid",
    "state media",
    "transcript",
    "q&a",
    "statement",
    "translated",
    "live blog",
    "op-ed",
    "fact-check",
}
WHOLE = 5  # articles from which on an arc is held to the rate sheet
_FIELDS = {"speaker", "accused", "certainty", "evidence", "contest", "cluster", "denies", "line"}
_TEXTS = {"speaker_text", "accused_text", "evidence_quote", "contest_quote"}
_CLAIM_FIELDS = _FIELDS - {"line"} | _TEXTS | {"reported_by"}


def faults(article: Article, clusters: set[str]) -> Iterator[str]:
    """One sentence for everything in an article that the guideline forbids. `clusters` are those of its arc."""
    for name in ("title", "publisher", "published", "register"):
        if not article.meta.get(name):
            yield f"the front matter lacks {name}"
    if article.meta.get("register") not in REGISTERS:
        yield f"register must be one of {', '.join(sorted(REGISTERS))}"
    try:
        dt.date.fromisoformat(article.meta.get("published", ""))
    except ValueError:
        yield "published must be a date like 2031-03-04"
    for a in article.attributions:
        for fault in (*_span_faults(article.text, a), *_field_faults(a, clusters)):
            yield f"{a.number} ({_near(article.text, a)}): {fault}"
    for c in article.claims:
        yield from (
            f"claim “{article.text[slice(*c.span)][:50]}”: {fault}" for fault in _claim_faults(article.text, c, clusters)
        )
    for a, b in combinations(article.attributions, 2):
        if a.of("content") == b.of("content") and a.of("source") == b.of("source") and a.of("cue") == b.of("cue"):
            yield f"{a.number} and {b.number} have the same spans"


def _near(text: str, a: Attribution) -> str:
    return " ".join(text[s:e] for r in ("source", "cue", "content") for s, e in a.of(r))[:50]


def _span_faults(text: str, a: Attribution) -> Iterator[str]:
    if not a.of("content"):
        yield "no content (t)"
    if not a.of("cue") and not a.of("source"):
        yield "neither cue (c) nor source (s)"
    for role, spans in a.spans.items():
        for start, end in spans:
            said = text[start:end]
            if said != said.strip() or not said:
                yield f"{role} {said!r} begins or ends with space"
            if _cuts_a_word(text, start, end):
                yield f"{role} {said!r} cuts a word"
            if role in {"source", "cue"} and "\n" in said:
                yield f"{role} {said!r} runs over a line end"
    for one, other in combinations(("source", "cue", "content"), 2):
        if any(s < f and g < e for s, e in a.of(one) for g, f in a.of(other)):
            yield f"{one} and {other} overlap"


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    return bool(re.match(r"\w\w|\w$", text[start - 1 : start + 1]) or re.match(r"\w\w", text[end - 1 : end + 1]))


def _field_faults(a: Attribution, clusters: set[str]) -> Iterator[str]:
    f = a.fields
    if unknown := f.keys() - _FIELDS:
        yield f"unknown field {', '.join(unknown)}"
    if a.kind not in list(Kind):
        yield f"unknown kind {a.kind}"
    if a.of("source") and not f.get("speaker"):
        yield "has a source but no speaker"
    yield from _scale_faults(f)
    for role in ("evidence", "contest"):
        if bool(a.of(role)) != (role in f):
            yield f"the mark for {role} and the field {role} go together"
    yield from _kind_faults(a.kind, f, clusters, bare=a.kind != Kind.ALLEGATION)


def _claim_faults(text: str, c: Claim, clusters: set[str]) -> Iterator[str]:
    f = c.fields
    if c.kind not in {Kind.ALLEGATION, Kind.DENIAL}:
        yield f"unknown kind {c.kind}: a claim line is an allegation or a denial"
    if unknown := f.keys() - _CLAIM_FIELDS:
        yield f"unknown field {', '.join(sorted(unknown))}"
    yield from _scale_faults(f)
    for name in ("evidence", "contest"):
        if (name in f) != (f"{name}_quote" in f):
            yield f"{name} and {name}_quote go together"
    for name in ("speaker_text", "accused_text"):
        if f.get(name) and f[name] not in text:
            yield f"{name} {f[name]!r} does not stand in the text"
        if f.get(name) and not f.get(name.removesuffix("_text")):
            yield f"{name} without {name.removesuffix('_text')}"
    yield from _kind_faults(c.kind, f, clusters, bare=c.kind == Kind.DENIAL)
    if _cuts_a_word(text, *c.span):
        yield "the quote cuts a word"


def _scale_faults(fields: Mapping[str, str]) -> Iterator[str]:
    for name, scale in (("certainty", Certainty), ("evidence", Evidence), ("contest", Contest)):
        if name in fields and fields[name] not in list(scale):
            yield f"{name} must be one of {', '.join(scale)}"


def _kind_faults(kind: str, fields: Mapping[str, str], clusters: set[str], *, bare: bool) -> Iterator[str]:
    """Fields that a kind must have, or must not have; `bare` where it may have none of those of an allegation."""
    if kind == Kind.ALLEGATION and not ("certainty" in fields and "cluster" in fields):
        yield "an allegation needs certainty and cluster"
    if bare and fields.keys() & {"certainty", "evidence", "contest", "cluster"}:
        yield "certainty, evidence, contest and cluster belong to allegations only"
    if "denies" in fields and (kind != Kind.DENIAL or fields["denies"] not in clusters):
        yield f"denies {fields['denies']!r}: only a denial denies, and a cluster of the same arc"


def main(arguments: list[str]) -> int:
    """Check, print, return the exit status."""
    verbose = "--rates" in arguments
    paths = [Path(a).resolve() for a in arguments if a != "--rates"] or [CORPUS]
    told: list[str] = []
    found: list[Article] = []
    for file in (file for path in paths for file in _files(path)):
        try:
            found.append(read(file))
        except AnnotationError as error:
            told.append(str(error))
    nlp = model.load()
    for arc, members in groupby(found, key=lambda a: a.path.parent):
        batch = list(members)
        clusters = _clusters(arc)
        told += [f"{article.path}: {fault}" for article in batch for fault in faults(article, clusters)]
        read_for_all = [article for article in batch if article.attributions]
        if not read_for_all:
            continue
        measured = rates.measure(read_for_all, nlp)
        if verbose:
            print(arc.name, measured)
        if len(read_for_all) >= WHOLE:
            told += [f"{arc.name}: {sentence}" for sentence in rates.outside(measured, CORPUS / "rates.toml")]
    if paths == [CORPUS]:
        whole = rates.outside(rates.measure([a for a in found if a.attributions], nlp), CORPUS / "rates.toml", "whole")
        told += [f"corpus: {sentence}" for sentence in whole]
    print("\n".join(told) or f"{len(found)} articles, no fault")
    return int(bool(told))


def _files(path: Path) -> list[Path]:
    """An annotated file, those of an arc, or those of all arcs of the corpus."""
    return [path] if path.is_file() else sorted(path.glob("*.md" if path != CORPUS else "*/*.md"))


def _clusters(arc: Path) -> set[str]:
    """The allegations of an arc, in whichever of its readable articles they stand."""
    found = set()
    for file in _files(arc):
        with suppress(AnnotationError):
            article = read(file)
            found |= {a.fields["cluster"] for a in article.attributions if "cluster" in a.fields}
            found |= {c.fields["cluster"] for c in article.claims if "cluster" in c.fields}
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
