"""Answers written by hand: those that the annotators of seeds/corpus would give, and a ground that needs no spaCy.

for text, proposals in answered(): …
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tracker import resources
from tracker.asking.extractor import prompt
from tracker.extract.llm.lead import Lead
from tracker.extract.llm.prompt import Prompt
from tracker.extract.llm.windows import Window
from tracker.extract.who.gazetteer import Gazetteer
from tracker.types import Actor, Precision, Span
from tracker.types.proposals import Fate
from training.corpus import read

CORPUS = Path(__file__).parents[2] / "seeds" / "corpus"
MOST = 5  # proposals an article: enough to stand beside a wrong one
ARTICLES = (
    "border-post-shelling/01-northline-post-and-kindergarten.md",
    "generals-coup-plot/01-unipress-generals-detained.md",
    "valley-gas-attack/02-kresinform-general-staff.md",
    "dam-breach/01-overland-dam-bursts.md",
    "dam-breach/02-qartag-crime-on-ulzen.md",
)


class Plain:
    """The ground that the list of known actors is alone."""

    def __init__(self) -> None:
        self.gazetteer = gazetteer()

    def known(self, name: str) -> str | None:
        found = self.gazetteer.named(name)
        return found.name if found else None

    def actor(self, name: str) -> Actor:
        return self.gazetteer.actors.get(name) or Actor(name=name, kind="unknown", speaks_for=None)

    def side(self, name: str) -> str:
        return self.gazetteer.side(name)

    def acts(self, _content: Sequence[Span]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (), ()

    def said_on(self, _cue: Span | None, _content: Sequence[Span]) -> tuple[dt.date, Precision] | None:
        return None


@functools.cache
def gazetteer() -> Gazetteer:
    return Gazetteer.parse(resources.load("actors.toml"))


@functools.cache
def asked() -> Prompt:
    """The prompt that ships."""
    return prompt()


def whole(text: str) -> Window:
    return Window((0, len(text)), (0, len(text)))


def led(text: str, *proposals: Any, window: Window | None = None) -> Lead:
    """A lead that was given these proposals."""
    lead = Lead(text, dt.date(2031, 3, 4), asked(), Plain(), "llm:test")
    lead.take(proposals, window or whole(text))
    return lead


def proposal(**fields: Any) -> dict[str, Any]:
    """A whole proposal: fields that are not given say nothing."""
    return asked()._filled(fields)


@functools.cache
def answered() -> list[tuple[str, list[dict[str, Any]]]]:
    """Texts of the corpus, each with proposals that the lead takes as they are."""
    return [(text, found) for path in ARTICLES if (article := CORPUS / path).exists() for text, found in [_answered(article)]]


def _answered(path: Path) -> tuple[str, list[dict[str, Any]]]:
    article = read(path)
    found: list[dict[str, Any]] = []
    for claim in article.claims:
        f = claim.fields
        quote = article.text[slice(*claim.span)]
        one = proposal(
            kind=claim.kind,
            quote=quote,
            claim=quote,
            **{k: f[k] for k in ("speaker", "speaker_text", "accused", "accused_text", "reported_by") if k in f},
            **{k: f[k] for k in ("certainty", "evidence", "contest", "evidence_quote", "contest_quote") if k in f},
        )
        lead = led(article.text, *found, one)
        lead.mentions("x", "x")
        if all(t.fate is Fate.TAKEN for t in lead.told):
            found.append(one)
    return article.text, found[:MOST]
