"""What is in the corpus, as the table of its README: `python -m training.counts`."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tracker.extract import model
from tracker.extract.saying import quotes
from tracker.types.scales import Kind
from training import rates
from training.corpus import Article, Attribution, Span, articles
from training.splits import CORPUS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SCARE = 3  # words; a longer quotation is somebody's speech
NARRATIVE = {"have", "make", "show", "find", "help"}


def main() -> int:
    """Print the table."""
    count: Counter[str] = Counter(dict.fromkeys(["words", "attributions", *(f"of them: {kind}" for kind in Kind)], 0))
    carriers: dict[tuple[str, str], set[str]] = defaultdict(set)
    voices: dict[tuple[str, str], set[str]] = defaultdict(set)
    outlets, registers = set(), Counter[str]()
    nlp = model.load()
    found = articles(CORPUS)
    for article in found:
        outlets.add(article.meta["publisher"])
        registers[article.meta["register"]] += 1
        count["words"] += len(re.findall(r"\w+", article.text))
        if article.attributions:
            describe(article, nlp(article.text), count)
        for a in article.attributions:
            if cluster := a.fields.get("cluster"):
                carriers[article.arc, cluster].add(article.path.name)
                voices[article.arc, cluster].update(filter(None, [a.fields.get("speaker")]))
        for claim in article.claims:
            count[f"clauses marked as {claim.kind}"] += 1
            if claim.kind == Kind.ALLEGATION:
                count["of them: evidence told of"] += claim.fields.get("evidence", "unassessed") != "unassessed"
                count["of them: contested"] += claim.fields.get("contest", "none") != "none"
    count["articles of claims only"] = sum(not a.attributions for a in found)
    count["allegations told by two articles or more"] = sum(len(names) > 1 for names in carriers.values())
    count["allegations told by two speakers or more"] = sum(len(names) > 1 for names in voices.values())
    print(f"{len(found)} articles, {len({a.arc for a in found})} arcs, {len(outlets)} outlets, {count.pop('words'):,} words")
    print(", ".join(f"{name} {n}" for name, n in registers.most_common()))
    print("\n| what | how often |\n|---|---:|")
    for name, n in count.items():
        print(f"| {name} | {n:,} |")
    return 0


def describe(article: Article, doc: Doc, count: Counter[str]) -> None:
    """Add the counts of one article's attributions."""
    said: set[int] = set()
    for a in article.attributions:
        count["attributions"] += 1
        count[f"of them: {a.kind}"] += 1
        said.update(i for role in ("content", "cue") for s, e in a.of(role) for i in range(s, e))
        for name, holds in _cases(article, a, doc).items():
            count[name] += holds
    for start, end in quotes.find(article.text):
        count["scare quotes that attribute nothing"] += start not in said and len(article.text[start:end].split()) <= _SCARE
    count["has, made, showed, found, helped that attribute nothing"] += sum(
        t.lemma_ in NARRATIVE
        and t.pos_ == "VERB"
        and not any(s <= t.idx < e for a in article.attributions for s, e in a.of("cue"))
        for t in doc
    )


def _cases(article: Article, a: Attribution, doc: Doc) -> dict[str, bool]:
    """The cases that are hard for an extractor, and whether this attribution is one."""
    source, cue, content = (_tokens(doc, a.of(role)) for role in ("source", "cue", "content"))
    text = " ".join(article.text[s:e] for s, e in a.of("content"))
    head = rates.head_of(cue)
    around = {t.sent.start for t in (*cue, *content)}
    quoted = bool(re.search(r"[“\"‘]", text))
    alleges = a.kind == Kind.ALLEGATION
    return {
        "nested in another's speech": bool(article.holders(a)),
        "of them: allegations": alleges and bool(article.holders(a)),
        "speaker is a pronoun": len(source) == 1 and source[0].pos_ in {"PRON", "DET"},
        "speaker is a title or description": bool(source) and not any(t.pos_ in {"PROPN", "PRON"} for t in source),
        "speaker is not in the sentence, but known": not source and "speaker" in a.fields,
        "nobody is named as speaker": not source and "speaker" not in a.fields,
        "several speakers for one claim": ";" in a.fields.get("speaker", ""),
        "accused is not in the sentence": alleges and "accused" in a.fields and not _named(a.fields["accused"], doc, around),
        "cue is a noun": head is not None and head.pos_ in {"NOUN", "PROPN"},
        "cue is a verb with a noun object": head is not None and head.pos_ == "VERB" and not any(_finite(t) for t in content),
        "colon or dash alone": bool(cue) and head is None,
        "according to": any(t.lower_ == "according" for t in cue),
        "quotation in two or more parts": quoted and len(a.of("content")) > 1,
        "content of several sentences": len({t.sent.start for t in content if t.is_alpha}) > 1,
        "hedged allegation (possible, likely)": a.fields.get("certainty") in {"possible", "likely"},
        "question or condition, no allegation": not alleges and ("?" in text or text.lower().startswith(("if ", "whether "))),
        "evidence remark": bool(a.of("evidence")),
        "of them: two sentences away or more": _far(doc, a),
        "contest remark": bool(a.of("contest")),
        "of them: an accusation in return": a.fields.get("contest") == "counter_claimed",
    }


def _tokens(doc: Doc, spans: list[Span]) -> list[Token]:
    return [t for t in doc if any(s <= t.idx < e for s, e in spans)]


def _finite(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _named(name: str, doc: Doc, sentences: set[int]) -> bool:
    """True where a word of a name, or its beginning (Veld, Veldish), stands in one of the sentences."""
    stems = [word[:5].lower() for word in re.findall(r"\w{4,}", name)] or [name.lower()]
    return any(t.sent.start in sentences and t.lower_.startswith(tuple(stems)) for t in doc)


def _far(doc: Doc, a: Attribution) -> bool:
    if not a.of("evidence"):
        return False
    starts = [s.start_char for s in doc.sents]
    number = [sum(start <= spans[0][0] for start in starts) for spans in (a.of("evidence"), a.of("content"))]
    return abs(number[0] - number[1]) >= 2


if __name__ == "__main__":
    sys.exit(main())
