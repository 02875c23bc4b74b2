"""The extractor `rules`: the grammar rules alone, without the models of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.pipeline import Extractor

if TYPE_CHECKING:
    from tracker.extract.draft import Draft
    from tracker.extract.reading import Text


class RuleExtractor(Extractor):
    """What a cue says plainly, and nothing else."""

    def _drafts(self, read: Text) -> list[Draft]:
        return sorted(read.drafts, key=lambda d: d.span)
