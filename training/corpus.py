"""Annotated articles as `seeds/corpus/GUIDE.md` describes them: marks in the text, a line an attribution, a line a claim."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROLES = {"s": "source", "c": "cue", "t": "content", "e": "evidence", "d": "contest"}
_MARK = re.compile(r"\{([a-z])(\d+(?:,\d+)*) |\}")
_LINE = re.compile(r"(\d+) (\w+)((?: \| .*)?)")
Span = tuple[int, int]


class AnnotationError(ValueError):
    """An annotated file that cannot be read; the message names the file, the line and what to mend."""


@dataclass(slots=True)
class Attribution:
    """One attribution: character spans into the article's text by role, its kind, and what its line says of it."""

    number: int
    spans: dict[str, list[Span]] = field(default_factory=dict)
    kind: str = "statement"
    fields: dict[str, str] = field(default_factory=dict)

    def of(self, role: str) -> list[Span]:
        """The spans of a role, empty where it has none."""
        return self.spans.get(role, [])


@dataclass(slots=True)
class Claim:
    """One allegation or denial as a clause of the text: its span, its kind, and what its line says of it.

    `fields` are those of the guide; `remarks` the spans of the words in the fields that quote the text (`evidence_quote`, …).
    """

    kind: str
    span: Span
    fields: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, Span] = field(default_factory=dict)


@dataclass(slots=True)
class Article:
    """One annotated article; `text` is the text as printed, without marks. `claims` is empty where nobody has read for them."""

    path: Path
    meta: dict[str, str]
    text: str
    attributions: list[Attribution]
    claims: list[Claim] = field(default_factory=list)

    @property
    def arc(self) -> str:
        """The story that the article belongs to: the name of its folder."""
        return self.path.parent.name

    def outer(self) -> list[Attribution]:
        """The attributions that are not nested in another's content."""
        return [a for a in self.attributions if not self.holders(a)]

    def holders(self, inner: Attribution) -> list[Attribution]:
        """The attributions whose content holds the cue of another."""
        if not inner.of("cue"):
            return []
        start, end = inner.of("cue")[0]
        return [a for a in self.attributions if a is not inner and any(s <= start and end <= e for s, e in a.of("content"))]


def read(path: Path) -> Article:
    """Read an annotated file. Raises AnnotationError."""
    parts = path.read_text(encoding="utf-8").split("\n---\n")
    if len(parts) not in {3, 4} or not parts[0].startswith("---\n"):
        raise AnnotationError(f"{path}: needs front matter, text, attribution lines and claim lines, separated by lines '---'")
    meta = dict(line.split(": ", 1) for line in parts[0].split("\n")[1:] if ": " in line)
    text, spans = unmarked(parts[1].strip("\n"), str(path))
    attributions = {n: Attribution(n, roles) for n, roles in spans.items()}
    for line in filter(None, map(str.strip, parts[2].split("\n"))):
        found = _LINE.fullmatch(line)
        if found is None or int(found[1]) not in attributions:
            raise AnnotationError(f"{path}: the line {line!r} is malformed or its number has no mark in the text")
        item = attributions[int(found[1])]
        item.kind = found[2]
        for pair in filter(None, found[3].split(" | ")):
            name, colon, value = pair.partition(": ")
            if not colon:
                raise AnnotationError(f"{path}: {pair!r} in line {line!r} is not 'field: value'")
            item.fields[name] = value.strip()
        item.fields["line"] = line
    silent = [n for n, a in attributions.items() if "line" not in a.fields]
    if silent:
        raise AnnotationError(f"{path}: no annotation line for {silent}")
    claims = [_claim(text, line, str(path)) for line in parts[3].split("\n") if line.strip()] if len(parts) == 4 else []
    return Article(path, meta, text, sorted(attributions.values(), key=lambda a: a.number), claims)


def _claim(text: str, line: str, name: str) -> Claim:
    """A claim line: `kind | words of the text | field: value | …`. Raises AnnotationError."""
    kind, *rest = line.strip().split(" | ")
    fields: dict[str, str] = {}
    for pair in rest[1:]:
        key, colon, value = pair.partition(": ")
        if not colon:
            raise AnnotationError(f"{name}: {pair!r} in line {line!r} is not 'field: value'")
        fields[key] = value.strip()
    span = _standing(text, rest[0] if rest else "", int(fields.pop("nth", 1)), name)
    quotes = {key: value for key, value in fields.items() if key.endswith("_quote")}
    return Claim(kind, span, fields, {key: _standing(text, value, 1, name) for key, value in quotes.items()})


def _standing(text: str, quote: str, nth: int, name: str) -> Span:
    """Where words stand in the text for the nth time."""
    at = -1
    for _ in range(nth):
        at = text.find(quote, at + 1)
        if at < 0 or not quote:
            raise AnnotationError(f"{name}: {quote!r} does not stand in the text {nth} time(s), letter by letter")
    return at, at + len(quote)


def unmarked(marked: str, name: str = "text") -> tuple[str, dict[int, dict[str, list[Span]]]]:
    """Split marked text into the printed text and, by number and role, the character spans. Raises AnnotationError."""
    printed: list[str] = []
    length = at = 0
    stack: list[tuple[str, list[int], int]] = []
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for mark in _MARK.finditer(marked):
        piece = marked[at : mark.start()]
        printed.append(piece)
        length += len(piece)
        at = mark.end()
        near = marked[max(0, mark.start() - 30) : mark.end() + 20].replace("\n", " ")
        if mark[1]:
            if mark[1] not in ROLES:
                raise AnnotationError(f"{name}: unknown role {mark[1]!r} near …{near}…")
            stack.append((ROLES[mark[1]], [int(n) for n in mark[2].split(",")], length))
        elif not stack:
            raise AnnotationError(f"{name}: a closing brace too many near …{near}…")
        else:
            role, numbers, start = stack.pop()
            for number in numbers:
                spans[number][role].append((start, length))
    printed.append(marked[at:])
    text = "".join(printed)
    if stack or "{" in text or "}" in text:
        raise AnnotationError(
            f"{name}: a brace is not closed, or stands for nothing: {stack or text[max(0, text.find('{')) :][:40]}"
        )
    return text, {n: {r: _merged(text, s) for r, s in roles.items()} for n, roles in sorted(spans.items())}


def _merged(text: str, spans: list[Span]) -> list[Span]:
    """Spans in order, those joined that only space or closing punctuation parts."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not re.search(r"\w", text[merged[-1][1] : start]) and "\n" not in text[merged[-1][1] : start]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def articles(folder: Path) -> list[Article]:
    """All annotated articles below a folder, in order of their paths."""
    return [read(path) for path in sorted(folder.glob("*/*.md"))]
