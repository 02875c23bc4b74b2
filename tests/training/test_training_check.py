from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from training.check import faults
from training.corpus import articles, read
from training.splits import CORPUS, split

SHARED = CORPUS.parents[2] / "shared" / "eval"
GOOD = "1 allegation | speaker: Norway | accused: Finland | certainty: asserted | cluster: bridge"
TEXT = "{s1 Norway} {c1 said} {t1 Finland bombed the bridge}."


@pytest.fixture
def found(tmp_path: Path):
    """The faults of one article."""

    def run(
        text: str = TEXT, line: str = GOOD, front: str = "title: T\npublisher: P\npublished: 2031-03-04\nregister: wire"
    ) -> list[str]:
        path = tmp_path / "arc" / "01.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"---\n{front}\n---\n\n{text}\n\n---\n{line}\n", encoding="utf-8")
        return list(faults(read(path), {"bridge"}))

    return run


def test_a_good_article_has_no_fault(found) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"text": "{s1 Norway} {c1 said so}.", "line": "1 statement | speaker: Norway"}, "no content"),
        ({"text": "{s1 Norway }{c1 said} {t1 no}.", "line": "1 statement | speaker: Norway"}, "begins or ends with space"),
        ({"text": "{s1 Norw}ay {c1 said} {t1 no}.", "line": "1 statement | speaker: Norway"}, "cuts a word"),
        ({"line": "1 statement"}, "source but no speaker"),
        ({"line": "1 rumour | speaker: Norway"}, "unknown kind"),
        ({"line": "1 allegation | speaker: Norway | accused: Finland"}, "certainty and cluster"),
        ({"line": GOOD + " | evidence: published"}, "go together"),
        ({"line": GOOD.replace("asserted", "sure")}, "certainty must be one of"),
        ({"line": GOOD + " | mood: grim"}, "unknown field mood"),
        ({"line": "1 denial | speaker: Norway | denies: well"}, "only a denial denies"),
        ({"front": "title: T\npublisher: P\npublished: yesterday\nregister: wire"}, "published must be a date"),
        ({"front": "title: T\npublisher: P\npublished: 2031-03-04\nregister: novel"}, "register must be one of"),
    ],
)
def test_each_fault_is_told(found, change: dict[str, str], what: str) -> None:
    assert any(what in fault for fault in found(**change)), found(**change)


def test_the_corpus_has_no_fault() -> None:
    every = articles(CORPUS)
    clusters = {(a.arc, x.fields["cluster"]) for a in every for x in (*a.attributions, *a.claims) if "cluster" in x.fields}
    told = [(a.path.name, f) for a in every for f in faults(a, {name for arc, name in clusters if arc == a.arc})]
    assert told == []


def test_the_splits_hold_every_arc_once() -> None:
    arcs = [arc for name in ("train", "tuning", "test", "claims") for arc in {a.arc for a in split(name)}]
    assert sorted(arcs) == sorted({a.arc for a in articles(CORPUS)})


def test_only_the_articles_of_claims_have_no_attributions() -> None:
    bare = {a.arc for a in articles(CORPUS) if not a.attributions}
    assert bare == {a.arc for a in split("claims")}
    assert all(a.claims for a in split("claims"))


def test_the_second_annotation_is_of_the_same_texts() -> None:
    second = sorted((CORPUS / "second").glob("*/*.md"))
    assert len(second) >= 25
    for path in second:
        assert read(path).text == read(CORPUS / path.relative_to(CORPUS / "second")).text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder shared/eval is not beside the repository")
def test_the_corpus_shares_no_ten_words_with_the_texts_that_are_only_measured_with() -> None:
    named = [
        SHARED / name for name in ("news/articles.jsonl", "attribution/polnear-dev.jsonl", "attribution/polnear-train.jsonl")
    ]
    rows = [json.loads(line) for path in named for line in path.read_text("utf-8").split("\n") if line]
    measured = {run for row in rows for run in runs(row["text"])}
    assert [a.path.name for a in articles(CORPUS) if runs(a.text) & measured] == []


def runs(text: str, length: int = 10) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[n:] for n in range(length)), strict=False))
