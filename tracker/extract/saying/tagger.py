"""The attribution model: two linear-chain CRFs, one that finds cues, one that finds each cue's source and content.

After Pareti et al. (2013), "Automatically detecting and attributing indirect quotations", with a tagger for the roles where
they classify spans. Trained by `make train` on `seeds/corpus`; figures and limits stand in `seeds/model/CARD.md`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from tracker.errors import ModelMissingError
from tracker.extract.columns import Columns
from tracker.extract.overlap import Overlap, alike
from tracker.extract.saying import features

CUE, NESTED, SOURCE, CONTENT, OTHER = "C", "N", "S", "T", "O"
SURE_ENOUGH = 0.45  # a word is taken for a cue from this probability on; chosen on the corpus's tuning split
FALL_BACK = 0.3  # where the best labelling leaves a role empty, words from this probability on fill it


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as the model sees it, in token indices. `sure` is the probability that the cue is one."""

    cue: int
    source: tuple[int, ...]
    content: tuple[int, ...]
    sure: float
    nested: bool


class Tagger:
    """The two models, read from a folder that holds `cue.crfsuite` and `role.crfsuite`."""

    def __init__(self, folder: Path) -> None:
        self._cue, self._role = _opened(folder / "cue.crfsuite"), _opened(folder / "role.crfsuite")

    def find(self, c: Columns) -> list[Found]:
        """All attributions in a text, in order of their cues; of two that claim the same words, the surer one."""
        cues = self._cues(c)
        ordered = sorted(cues)
        found: Overlap[Found] = Overlap(lambda f: f.content)
        for cue, (sure, nested) in sorted(cues.items(), key=lambda item: -item[1][0]):
            source, content = self._roles(c, cue, ordered)
            if content and not any(alike(content, f.content) for f in found.touching(content)):
                found.add(Found(cue, source, content, sure, nested))
        return sorted(found, key=lambda f: f.cue)

    def _cues(self, c: Columns) -> dict[int, tuple[float, bool]]:
        """By cue: its probability, and whether it more likely stands inside another's content."""
        cues = {}
        for members in features.by_sentence(c):
            self._cue.set([features.of_cue(c, i) for i in members])
            for position, i in enumerate(members):
                outer, nested = self._cue.marginal(CUE, position), self._cue.marginal(NESTED, position)
                if outer + nested >= SURE_ENOUGH:
                    cues[i] = (outer + nested, nested > outer)
        return cues

    def _roles(self, c: Columns, cue: int, cues: list[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        start, end = features.window(c, cue)
        near = set(cues[bisect_left(cues, start) : bisect_left(cues, end)])
        labels = self._role.tag(features.around_cue(c, cue, start, end, near))
        labels[cue - start] = OTHER
        words = {role: [start + k for k, label in enumerate(labels) if label == role] for role in (SOURCE, CONTENT)}
        for role, other in ((CONTENT, SOURCE), (SOURCE, CONTENT)):
            if not words[role]:
                free = (k for k in range(end - start) if start + k not in words[other] and start + k != cue)
                words[role] = [start + k for k in free if self._role.marginal(role, k) >= FALL_BACK]
        spaced = {role: tuple(i for i in found if not c.text[i].isspace()) for role, found in words.items()}
        return spaced[SOURCE], spaced[CONTENT]


def _opened(path: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    try:
        tagger.open(str(path))
    except (OSError, ValueError) as error:
        raise ModelMissingError(f"{path}: the attribution model cannot be read ({error}): install the package again") from None
    return tagger
