"""Figures of near-duplicate texts: how well copies are told from other articles on the same matter. Part of `gate.py`.

2,000 pairs from the corpus, half of them copies as desks make them: the first 40 to 100 % of an article, its paragraphs in
another order, an agency's credit below, one word in ten dropped, replaced or doubled. The others are two articles, half of
them of one story. The first half of the stories is there to choose thresholds on (`python tests/eval/copies.py` shows what
each would give); the figures are those of the other half. A copy is found as `ingest` finds it: by its sketch first, by
containment then.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tracker.match import prints
from training import corpus

CORPUS = Path(__file__).resolve().parents[2] / "seeds" / "corpus"
PAIRS = 1_000  # in each half, as many copies as others
SEED = 20221128
Pair = tuple[str, str, bool]


def figures() -> dict[str, float]:
    """Precision and recall on the half of the stories that no threshold was chosen on."""
    precision, recall = measured(compared(halves()[1]), prints.COPIED)
    return {"copies_precision": precision, "copies_recall": recall}


def halves() -> tuple[list[Pair], list[Pair]]:
    """The pairs to choose on and the pairs to report: no story is in both."""
    rng = random.Random(SEED)
    stories: dict[str, list[str]] = {}
    for article in [*corpus.articles(CORPUS), *corpus.articles(CORPUS / "second")]:
        stories.setdefault(article.arc, []).append(article.text)
    names = sorted(stories)
    rng.shuffle(names)
    first, second = names[: len(names) // 2], names[len(names) // 2 :]
    return list(pairs(stories, first, rng)), list(pairs(stories, second, rng))


def pairs(stories: dict[str, list[str]], names: list[str], rng: random.Random) -> Iterator[Pair]:
    """Copies and others by turns, of the stories of these names; every other pair that is none is of one story."""
    texts = [text for name in names for text in dict.fromkeys(stories[name])]
    told = [list(dict.fromkeys(stories[name])) for name in names if len(set(stories[name])) > 1]
    for n in range(PAIRS // 2):
        text = rng.choice(texts)
        yield text, copy(text, rng), True
        one, other = rng.sample(rng.choice(told) if n % 2 else texts, 2)
        yield one, other, False


def copy(text: str, rng: random.Random) -> str:
    """The text as another desk might print it: all four changes at once."""
    paragraphs = [p for p in text.split("\n\n") if p.strip()]
    words = [p.split() for p in paragraphs]
    room = round(sum(map(len, words)) * rng.uniform(0.4, 1.0))
    kept: list[list[str]] = []
    for paragraph in words:
        kept.append(paragraph[:room])
        room -= len(paragraph)
        if room <= 0:
            break
    rng.shuffle(kept)
    vocabulary = text.split()
    edited = [" ".join(w for word in paragraph for w in _edited(word, vocabulary, rng)) for paragraph in kept]
    return "\n\n".join([*edited, rng.choice(["(Reuters)", "Source: AFP", "Additional reporting by the Associated Press."])])


def _edited(word: str, vocabulary: list[str], rng: random.Random) -> list[str]:
    if rng.random() >= 0.1:
        return [word]
    return rng.choice([[], [rng.choice(vocabulary)], [word, rng.choice(vocabulary)]])


def likeness(one: str, other: str) -> float:
    """How much of one text is in the other, as `ingest` sees it: 0 where it would not have looked, or one is far longer."""
    first, second = prints.shingles(one), prints.shingles(other)
    found = len(set(prints.sketch(first)) & set(prints.sketch(second))) >= prints.SHARED
    whole = len(first & second) >= prints.WHOLE * max(len(first), len(second))
    return prints.containment(first, second) if found and whole else 0.0


def measured(found: list[tuple[float, bool]], least: float) -> tuple[float, float]:
    """Precision and recall where copies are those whose likeness is `least` or more, to three decimals."""
    hits = sum(same and likely >= least for likely, same in found)
    taken, copies = sum(likely >= least for likely, _ in found), sum(same for _, same in found)
    return round(hits / max(1, taken), 3), round(hits / copies, 3)


def compared(found: list[Pair]) -> list[tuple[float, bool]]:
    """The likeness of each pair, and whether one is a copy of the other."""
    return [(likeness(one, other), same) for one, other, same in found]


def main() -> None:
    """Print precision and recall on the half to choose on at each threshold, then the figures of the other half."""
    choose, report = map(compared, halves())
    for least in (0.04, 0.12, 0.2, 0.28, 0.36, 0.44, 0.52, 0.6, 0.68):
        print("containment {:.2f}: precision {:.3f}, recall {:.3f} (first half)".format(least, *measured(choose, least)))
    print(
        "containment {:.2f}: precision {:.3f}, recall {:.3f} (reported)".format(prints.COPIED, *measured(report, prints.COPIED))
    )


if __name__ == "__main__":
    main()
