"""The extractor `rules`: grammar alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.pipeline import Extractor, Text

if TYPE_CHECKING:
    from tracker.extract.draft import Draft


class RuleExtractor(Extractor):
    """The grammar rules alone, without the models of claims: what a cue says plainly, and nothing else."""

    def _drafts(self, read: Text) -> list[Draft]:
        return sorted(read.drafts, key=lambda d: d.span)
