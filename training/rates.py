"""How a batch of annotated articles compares with news as it is: the rate sheet of `seeds/corpus/rates.toml`, enforced."""

from __future__ import annotations

import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from training.corpus import Article, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_QUOTED = re.compile(r"“[^”\n]*”?|\"[^\"\n]*\"?")
NARRATIVE = {"have", "make", "show", "find", "help", "need", "want", "call", "try", "prove", "go", "take", "get", "give", "see"}


def measure(batch: Iterable[Article], nlp: Language) -> dict[str, float]:
    """The rates of a batch, by the names of the rate sheet. Nested attributions count only as `nested`."""
    count: Counter[str] = Counter()
    lengths: list[int] = []
    content: list[int] = []
    source: list[int] = []
    lemmas: Counter[str] = Counter()
    for article in batch:
        doc = nlp(article.text)
        words = len(_WORD.findall(article.text))
        lengths.append(words)
        count["words"] += words
        count["articles"] += 1
        outer = article.outer()
        count["nested"] += len(article.attributions) - len(outer)
        _sentences(doc, article, count)
        quoted = {i for m in _QUOTED.finditer(article.text) for i in range(*m.span())}
        cues: set[int] = set()
        for a in outer:
            if not a.of("content"):
                continue
            count["all"] += 1
            cues.update(i for s, e in a.of("cue") for i in range(s, e))
            _content(article.text, a.of("content"), quoted, content, count)
            _order(a.of("source"), a.of("cue"), a.of("content"), count)
            _cue(doc, a.of("cue"), lemmas, count)
            _source(doc, a.of("source"), source, count)
        count["narrative"] += sum(t.lemma_ in NARRATIVE and t.pos_ == "VERB" and t.idx not in cues for t in doc)
    total = max(1, count["all"])

    def share(name: str, of: float = total) -> float:
        return round(100 * count[name] / of, 1)

    deciles = statistics.quantiles(content, n=10) if len(content) > 1 else [0] * 9
    return {
        "articles": count["articles"],
        "words_shortest": min(lengths, default=0),
        "words_longest": max(lengths, default=0),
        "attributions": count["all"],
        "per_100_words": round(100 * count["all"] / max(1, count["words"]), 2),
        "sentences_without_cue": share("no_cue", count["sentences"] or 1),
        "sentences_without_any": share("no_part", count["sentences"] or 1),
        "content_median": statistics.median(content or [0]),
        "content_mean": round(statistics.fmean(content or [0]), 1),
        "content_top_tenth": deciles[8],
        "several_sentences": share("several"),
        "discontinuous": share("discontinuous"),
        "indirect": share("indirect"),
        "direct": share("direct"),
        "mixed": share("mixed"),
        "content_first": share("content_first"),
        "source_within": share("source_within"),
        "cue_before_source": share("cue_before_source"),
        "cue_verb": share("cue_verb"),
        "cue_noun": share("cue_noun"),
        "according_to": share("according"),
        "cue_other": share("cue_other"),
        "colon": share("colon"),
        "say": round(100 * lemmas["say"] / total, 1),
        "cue_lemmas": len(lemmas),
        "top_10_lemmas": round(100 * sum(n for _, n in lemmas.most_common(10)) / max(1, lemmas.total()), 1),
        "source_name": share("name"),
        "source_noun": share("noun"),
        "source_pronoun": share("pronoun"),
        "source_none": share("none"),
        "source_long": round(100 * sum(n >= 7 for n in source) / max(1, len(source)), 1),
        "nested": round(100 * count["nested"] / total, 1),
        "narrative_per_100_words": round(100 * count["narrative"] / max(1, count["words"]), 2),
    }


def outside(rates: Mapping[str, float], sheet: Path, table: str = "rates") -> list[str]:
    """One sentence for every rate that lies outside the sheet; empty where the batch may stand."""
    bounds = tomllib.loads(sheet.read_text(encoding="utf-8"))[table]
    return [
        f"{name} is {rates[name]}, should be {low} to {high}"
        for name, (low, high) in bounds.items()
        if not low <= rates[name] <= high
    ]


def _sentences(doc: Doc, article: Article, count: Counter[str]) -> None:
    cues = [s for a in article.attributions for s in a.of("cue")]
    parts = cues + [s for a in article.attributions for r in ("source", "content") for s in a.of(r)]
    for sentence in doc.sents:
        if len(_WORD.findall(sentence.text)) < 3:
            continue
        count["sentences"] += 1
        start, end = sentence.start_char, sentence.end_char
        count["no_cue"] += not any(s < end and e > start for s, e in cues)
        count["no_part"] += not any(s < end and e > start for s, e in parts)


def _content(text: str, spans: list[Span], quoted: set[int], lengths: list[int], count: Counter[str]) -> None:
    words = [m.start() + s for s, e in spans for m in _WORD.finditer(text[s:e])]
    lengths.append(len(words))
    share = sum(i in quoted for i in words) / max(1, len(words))
    count["direct" if share >= 0.95 else "mixed" if share > 0.05 else "indirect"] += 1
    count["discontinuous"] += len(spans) > 1
    said = " ".join(text[s:e] for s, e in spans)
    count["several"] += bool(re.search(r"[.!?]”?\"? +[“\"]?[A-Z]", said)) or "\n" in text[spans[0][0] : spans[-1][1]]


def _order(source: list[Span], cue: list[Span], content: list[Span], count: Counter[str]) -> None:
    first = {n: s[0][0] for n, s in (("source", source), ("cue", cue), ("content", content)) if s}
    last = max(e for _, e in content)
    if not source:
        return
    if first["source"] > last and first.get("cue", last) >= last:
        count["content_first"] += 1
    elif content[0][0] < first["source"] < last:
        count["source_within"] += 1
    count["cue_before_source"] += bool(cue) and first["cue"] < first["source"]


def _cue(doc: Doc, spans: list[Span], lemmas: Counter[str], count: Counter[str]) -> None:
    tokens = [t for t in doc if any(s <= t.idx < e for s, e in spans)]
    if any(t.lower_ == "according" for t in tokens):
        count["according"] += 1
        return
    head = head_of(tokens)
    if head is None:
        count["colon"] += 1
    elif head.pos_ == "VERB":
        count["cue_verb"] += 1
        lemmas[head.lemma_.lower()] += 1
    elif head.pos_ in {"NOUN", "PROPN"}:
        count["cue_noun"] += 1
        lemmas[head.lemma_.lower()] += 1
    else:
        count["cue_other"] += 1
        lemmas[head.lemma_.lower()] += 1


def head_of(tokens: list[Token]) -> Token | None:
    """The word of a cue that carries its meaning: the last verb, else the last noun, else adjective, else any word."""
    for kinds in (
        {"VERB"},
        {"NOUN", "PROPN"},
        {"ADJ"},
        {"AUX", "ADP", "ADV", "PRON", "DET", "PART", "SCONJ", "CCONJ", "NUM", "INTJ", "X"},
    ):
        if found := [t for t in tokens if t.pos_ in kinds]:
            return found[-1] if kinds != {"VERB"} else found[0] if len(found) == 1 else _said(found)
    return None


def _said(verbs: list[Token]) -> Token:
    return next((v for v in verbs if v.lemma_ == "say"), verbs[-1])


def _source(doc: Doc, spans: list[Span], lengths: list[int], count: Counter[str]) -> None:
    tokens = [t for t in doc if any(s <= t.idx < e for s, e in spans) and t.is_alpha]
    if not tokens:
        count["none"] += 1
        return
    lengths.append(len(tokens))
    if any(t.pos_ == "PROPN" for t in tokens):
        count["name"] += 1
    elif len(tokens) == 1 and tokens[0].pos_ in {"PRON", "DET"}:
        count["pronoun"] += 1
    else:
        count["noun"] += 1
