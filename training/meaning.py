"""Train the models of meaning on the corpus's claims: which clauses accuse or deny, who speaks, who is accused.

Logistic regression with an L2 penalty, by L-BFGS; conditional for choices. Clauses are labelled softly: a clause that
overlaps an annotated one is a positive of the weight of the overlap and a negative of the rest. Part of `make train`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from rapidfuzz import fuzz
from scipy.optimize import minimize

from tracker import resources
from tracker.extract import model
from tracker.extract.bearing import Bearing, Party
from tracker.extract.choices import Choice
from tracker.extract.clauses import Clause
from tracker.extract.culprits import Culprits
from tracker.extract.lexicon import Lexicon
from tracker.extract.reading import Text
from tracker.extract.remarks import RemarkSigns
from tracker.extract.saying.tagger import Tagger
from tracker.extract.weights import Weights
from tracker.extract.who.gazetteer import Gazetteer
from tracker.extract.who.learnt import is_demonym
from tracker.text import fold
from tracker.types import Evidence, Kind, Span
from training.agreement import overlap
from training.corpus import Article, Claim
from training.splits import split
from training.train import MODEL


@dataclass(frozen=True, slots=True)
class Setting:
    """How one model is learnt: the L2 penalty (for summed losses), how often a sign must be seen, and the score that counts."""

    penalty: float
    rare: int
    threshold: float = 0.0


# Chosen by cross-validation on the train arcs and on the tuning arcs (the models then learn from both); the two thresholds of
# claims by what real news is like.
SETTINGS = {
    "allegation": Setting(50, 5, 0.47),
    "denial": Setting(50, 5, 0.25),
    "none_provided": Setting(10, 4, 0.55),
    "denial_of": Setting(4, 4, 0.7),
    "remark_on": Setting(4, 4, 0.45),
    "speaker": Setting(20, 4),
    "accused": Setting(10, 10),
}
_FILLING = frozenset(
    [
        "government",
        "of",
        "the",
        "ministry",
        "authorities",
        "army",
        "forces",
        "office",
        "officials",
        "official",
        "senior",
        "unnamed",
        "several",
        "two",
        "some",
    ]
)
Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Read:
    """An article as the extractor sees it, with its annotation."""

    article: Article
    text: Text


def read(corpus: Iterable[Article], tagger: Tagger) -> list[Read]:
    """Parse the articles that have claims."""
    lexicon, gazetteer = Lexicon.parse(resources.load("lexicon.en.toml")), Gazetteer.parse(resources.load("actors.toml"))
    return [Read(a, Text(model.load()(a.text), lexicon, gazetteer, tagger)) for a in corpus if a.claims]


def main() -> int:
    """Train beside the attribution model that is there, and print how large each model came out.

    The arcs that chose the settings are learnt from as well, and those that carry claims only.
    """
    learn(split("train") + split("tuning") + split("claims"), MODEL)
    for name in SETTINGS:
        print(f"{name}.json: {(MODEL / f'{name}.json').stat().st_size / 1e6:.2f} MB")
    return 0


def learn(corpus: list[Article], folder: Path) -> None:
    """Train the models on annotated articles and write them beside the attribution model, which is read from the folder."""
    found = read(corpus, Tagger(folder))
    for kind in (Kind.ALLEGATION, Kind.DENIAL):
        signs = [s for r in found for s in r.text.signs]
        _save(binary, kind.value, folder, signs, np.concatenate([overlaps(r, kind) for r in found]))
    _save(binary, "none_provided", folder, *remarks(found))
    for name, pairs in (("denial_of", denial_pairs), ("remark_on", remark_pairs)):
        rows = [row for r in found for row in pairs(r)]
        _save(binary, name, folder, [s for s, _ in rows], np.array([float(ok) for _, ok in rows]))
    _save(conditional, "speaker", folder, [q for r in found for q in speakers(r)])
    _save(conditional, "accused", folder, [q for r in found for q in accused(r)])


def _save(learner: Callable[..., Weights], name: str, folder: Path, *data: object) -> None:
    setting = SETTINGS[name]
    model = learner(*data, setting.penalty, setting.rare)
    model.threshold = setting.threshold
    model.save(folder / f"{name}.json")


# ---------------------------------------------------------------------------------------------------------- labels


def overlaps(r: Read, kind: Kind) -> np.ndarray:
    """For each candidate clause how well it fits the annotated clause of a kind that it fits best, 0 to 1."""
    gold = [c.span for c in r.article.claims if c.kind == kind]
    return np.array([max((overlap(g, span_of(r, k)) for g in gold), default=0.0) for k in r.text.clauses])


def span_of(r: Read, k: Clause) -> Span:
    """The characters of a clause."""
    last = r.text.doc[k.end - 1]
    return r.text.doc[k.start].idx, last.idx + len(last)


def gold_clauses(r: Read) -> list[tuple[Clause, Claim]]:
    """The annotated claims as clauses, in order of the text."""
    found = []
    for claim in r.article.claims:
        span = r.text.doc.char_span(*claim.span, alignment_mode="expand")
        if span is not None:
            found.append((Clause(span.start, span.end, r.text.columns.root(span.start, span.end), "gold"), claim))
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].end))


Question = list[tuple[Choice, bool]]


def speakers(r: Read) -> list[Question]:
    """For each claim the possible speakers, each with whether it is right."""
    return [
        _labelled(r.text.voices.of(k), claim.fields.get("speaker"), claim.fields.get("speaker_text"))
        for k, claim in gold_clauses(r)
    ]


def _labelled(choices: list[Choice], annotated: str | None, words: str | None) -> Question:
    """Which choices are right: those of the annotated name; where none is, those that are named by the annotated words."""
    right = [is_same(annotated, c.names) for c in choices]
    if not any(right) and words:
        right = [
            bool(c.names) and c.token is not None and c.token.text in words and _within(c.text or c.token.text, words)
            for c in choices
        ]
    return list(zip(choices, right, strict=True))


def _within(one: str, other: str) -> bool:
    return fold(one) in fold(other) or fold(other) in fold(one)


def accused(r: Read) -> list[Question]:
    """For each claim those who may be accused, each with whether it is right; the speaker is taken from the annotation."""
    asked = []
    for k, claim in gold_clauses(r):
        right = [c.names for c in r.text.voices.of(k) if is_same(claim.fields.get("speaker"), c.names)]
        names = right[0] if right else tuple(filter(None, [claim.fields.get("speaker")]))
        asked.append((k, names, claim.kind == Kind.DENIAL))
    culprits = Culprits(r.text.columns, r.text.readings, r.text.cast, asked)
    return [
        [(c, is_same(claim.fields.get("accused"), c.names)) for c in culprits.of(n)]
        for n, (_, claim) in enumerate(gold_clauses(r))
    ]


def remarks(found: list[Read]) -> tuple[list[list[str]], np.ndarray]:
    """The signs of all clauses that may be remarks, and how well each fits an annotated remark that no evidence was given."""
    signs: list[list[str]] = []
    labels: list[float] = []
    for r in found:
        gold = {c.remarks["evidence_quote"] for c in r.article.claims if c.fields.get("evidence") == Evidence.NONE_PROVIDED}
        of = RemarkSigns(r.text.columns, r.text.cast.lexicon, r.text.notes)
        for k in filter(of.may_be, r.text.parts):
            signs.append(of.of(k))
            labels.append(max((overlap(g, span_of(r, k)) for g in gold), default=0.0))
    return signs, np.array(labels)


def parties(r: Read) -> list[tuple[Party, Claim]]:
    """The annotated claims with their actors, by the names that the extractor would give them."""
    found = []
    for k, claim in gold_clauses(r):
        right = next((c.names for c in r.text.voices.of(k) if is_same(claim.fields.get("speaker"), c.names)), ())
        named = claim.fields.get("accused", "").split("; ")[0]
        known = r.text.cast.actors.named(named) if named else None
        found.append((Party(k, right, known.name if known else named or None), claim))
    return found


def denial_pairs(r: Read) -> Iterator[tuple[list[str], bool]]:
    """Each denial with each allegation of its article: the signs, and whether it denies that one."""
    found = parties(r)
    alleged = [(p, c) for p, c in found if c.kind == Kind.ALLEGATION]
    bearing = Bearing(r.text.columns, r.text.cast, [p for p, _ in alleged])
    for denial, claim in found:
        if claim.kind == Kind.DENIAL:
            for n, (_, other) in enumerate(alleged):
                yield bearing.of_denial(denial, n), claim.fields.get("denies") == other.fields["cluster"]


def remark_pairs(r: Read) -> Iterator[tuple[list[str], bool]]:
    """Each remark on missing evidence with each allegation of its article: the signs, and whether it is about that one."""
    alleged = [(p, c) for p, c in parties(r) if c.kind == Kind.ALLEGATION]
    bearing = Bearing(r.text.columns, r.text.cast, [p for p, _ in alleged])
    gold = {c.remarks["evidence_quote"] for _, c in alleged if c.fields.get("evidence") == Evidence.NONE_PROVIDED}
    for span in sorted(gold):
        tokens = r.text.doc.char_span(*span, alignment_mode="expand")
        if tokens is None:
            continue
        remark = Clause(tokens.start, tokens.end, r.text.columns.root(tokens.start, tokens.end), "gold")
        voice = tuple(w.name for w in r.text.voices.holder(remark))
        for n, (_, claim) in enumerate(alleged):
            yield bearing.of_remark(remark, voice, n), claim.remarks.get("evidence_quote") == span


def is_same(annotated: str | None, names: tuple[str, ...]) -> bool:
    """True where names mean what was annotated: the same words but for titles and demonyms."""
    if not annotated or not names:
        return not annotated and not names
    return any(_alike(fold(one), fold(name)) for one in annotated.split("; ") for name in names)


def _alike(a: str, b: str) -> bool:
    if a == b or fuzz.token_set_ratio(a, b) >= 88:
        return True
    one, other = ([w for w in words.split() if w not in _FILLING] or words.split() for words in (a, b))
    return all(any(_same_word(x, y) for y in other) for x in one) or all(any(_same_word(x, y) for x in one) for y in other)


def _same_word(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 3 and (is_demonym(a, b) or is_demonym(b, a) or a.rstrip("s") == b.rstrip("s")))


# -------------------------------------------------------------------------------------------------------- learning


def binary(signs: Sequence[Iterable[str]], labels: np.ndarray, penalty: float, rare: int) -> Weights:
    """Logistic regression on soft labels (0 to 1)."""
    names, x = _matrix(signs, rare, bias=True)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        value = np.logaddexp(0, z).sum() - labels @ z + 0.5 * penalty * (w[1:] @ w[1:])
        slope = x.T @ (1 / (1 + np.exp(-z)) - labels)
        slope[1:] += penalty * w[1:]
        return value, slope

    w = _minimum(loss, x.shape[1])
    return Weights(dict(zip(names, w[1:].tolist(), strict=True)), bias=float(w[0]))


def conditional(questions: list[Question], penalty: float, rare: int) -> Weights:
    """Conditional logit: of the answers to a question, those that are right; questions without a right answer teach nothing."""
    kept = [q for q in questions if any(right for _, right in q)]
    names, x = _matrix([c.signs for q in kept for c, _ in q], rare, bias=False)
    right = np.array([ok for q in kept for _, ok in q])
    sizes = [len(q) for q in kept]
    group, starts = np.repeat(np.arange(len(kept)), sizes), np.r_[0, np.cumsum(sizes)[:-1]]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        power = np.exp(z - np.maximum.reduceat(z, starts)[group])
        whole, good = np.add.reduceat(power, starts), np.add.reduceat(power * right, starts)
        slope = x.T @ (power / whole[group] - power * right / good[group]) + penalty * w
        return float(np.log(whole).sum() - np.log(good).sum() + 0.5 * penalty * (w @ w)), slope

    return Weights(dict(zip(names, _minimum(loss, x.shape[1]).tolist(), strict=True)))


def _matrix(signs: Sequence[Iterable[str]], rare: int, *, bias: bool) -> tuple[list[str], sp.csr_matrix]:
    """Names of the signs that are seen often enough, and the matrix of which row has which; the bias is column 0."""
    rows = [set(s) for s in signs]
    counts = Counter(sign for row in rows for sign in row)
    names = sorted(sign for sign, n in counts.items() if n >= rare)
    column = {sign: n + bias for n, sign in enumerate(names)}
    indices = [sorted(column[sign] for sign in row if sign in column) for row in rows]
    if bias:
        indices = [[0, *row] for row in indices]
    ends = np.cumsum([0, *(len(row) for row in indices)])
    flat = np.fromiter((i for row in indices for i in row), dtype=np.int64, count=int(ends[-1]))
    return names, sp.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names) + bias))


def _minimum(loss: Loss, size: int) -> np.ndarray:
    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x)


if __name__ == "__main__":
    sys.exit(main())
