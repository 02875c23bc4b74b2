"""The corpus and its splits by story arc, as `seeds/corpus/splits.toml` says."""

from __future__ import annotations

import tomllib
from pathlib import Path

from training.corpus import Article, articles

CORPUS = Path(__file__).parents[1] / "seeds" / "corpus"


def split(name: str) -> list[Article]:
    """The articles of a split: `train`, `tuning`, `test` or `claims`. Raises AnnotationError for a file that cannot be read."""
    arcs = tomllib.loads((CORPUS / "splits.toml").read_text(encoding="utf-8"))[name]
    return [a for a in articles(CORPUS) if a.arc in arcs]
