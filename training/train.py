"""Train the attribution model on the corpus: `make train`. The same corpus gives the same bytes on the same machine.

Only the arcs of the train split are learnt from. A part of the articles is learnt from a second time with plain or doubled
single quotation marks, because the web writes them so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pycrfsuite

from tracker import resources
from tracker.extract import model
from tracker.extract.columns import Columns
from tracker.extract.lexicon import Lexicon
from tracker.extract.saying import features, quotes, rules
from tracker.extract.saying.tagger import CONTENT, CUE, NESTED, OTHER, SOURCE
from training.corpus import Article, Attribution, Span
from training.splits import CORPUS, split

MODEL = CORPUS.parent / "model"
PARAMETERS = {"c1": 0.1, "c2": 0.1, "max_iterations": 120}
_CUE_PARAMETERS = PARAMETERS | {"c1": 0.3}
_PLAIN = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_DOUBLED = {"“": "''", "”": "''", "‘": "'", "’": "'"}


def main() -> int:
    """Train on the train split and write the two models."""
    learn(split("train"), MODEL)
    for path in sorted(MODEL.glob("*.crfsuite")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
    return 0


def learn(corpus: list[Article], folder: Path) -> None:
    """Train both taggers on annotated articles and write them to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cue, role = pycrfsuite.Trainer(verbose=False), pycrfsuite.Trainer(verbose=False)
    cue.set_params(_CUE_PARAMETERS)
    role.set_params(PARAMETERS)
    for article in varied(corpus):
        columns = parsed(article.text)
        gold = cues_of(columns, article)
        for sentence in features.by_sentence(columns):
            cue.append(
                [features.of_cue(columns, i) for i in sentence],
                [OTHER if i not in gold else NESTED if article.holders(gold[i]) else CUE for i in sentence],
            )
        for i, a in gold.items():
            start, end = features.window(columns, i)
            source, content = tokens(columns, a.of("source")), tokens(columns, a.of("content"))
            labels = [SOURCE if j in source else CONTENT if j in content else OTHER for j in range(start, end)]
            role.append(features.around_cue(columns, i, start, end, set(gold)), labels)
    cue.train(str(folder / "cue.crfsuite"))
    role.train(str(folder / "role.crfsuite"))


def varied(corpus: list[Article]) -> Iterator[Article]:
    """The articles, every second one again with plain quotation marks, every sixth again with doubled single ones."""
    for number, article in enumerate(corpus):
        yield article
        if number % 2 == 0:
            yield remarked(article, _PLAIN)
        elif number % 6 == 1:
            yield remarked(article, _DOUBLED)


def remarked(article: Article, marks: dict[str, str]) -> Article:
    """The same article with other quotation marks; the spans move along."""
    at, text = [0], []
    for sign in article.text:
        text.append(marks.get(sign, sign))
        at.append(at[-1] + len(text[-1]))
    attributions = [
        replace(a, spans={role: [(at[s], at[e]) for s, e in spans] for role, spans in a.spans.items()})
        for a in article.attributions
    ]
    return replace(article, text="".join(text), attributions=attributions)


def parsed(text: str) -> Columns:
    """A text as the model sees it."""
    lexicon = Lexicon.parse(resources.load("lexicon.en.toml"))
    doc, quoted = model.load()(text), quotes.find(text)
    return Columns(doc, lexicon, quoted, rules.find(doc, lexicon, quoted))


def tokens(c: Columns, spans: list[Span]) -> set[int]:
    """The tokens that begin within the spans."""
    return {i for i, start in enumerate(c.start) if any(s <= start < e for s, e in spans) and not c.text[i].isspace()}


def cues_of(c: Columns, article: Article) -> dict[int, Attribution]:
    """By the word that stands for its cue, every attribution that has one: of several words, the one nearest to the content."""
    found: dict[int, Attribution] = {}
    may = set(features.candidates(c))
    for a in article.attributions:
        content = tokens(c, a.of("content"))
        words = sorted(may & tokens(c, a.of("cue")))
        if words and content:
            best = min(words, key=lambda i: (_steps(c, i, content), "say" not in c.classes[i], i))
            found.setdefault(best, a)
    return found


def _steps(c: Columns, start: int, goal: set[int], limit: int = 12) -> int:
    """How many edges of the parse lie between a word and the nearest of some others."""
    seen, edge = {start}, {start}
    for steps in range(limit):
        if edge & goal:
            return steps
        edge = {k for i in edge for k in (*c.children[i], c.head[i])} - seen
        seen |= edge
    return limit


if __name__ == "__main__":
    sys.exit(main())
