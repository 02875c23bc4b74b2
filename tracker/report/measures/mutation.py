"""Mutation: what changed from one wording of an allegation to the next, slot by slot and as a diff of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from tracker import resources
from tracker.report.measures.utterance import Utterance, utterance
from tracker.text import squash
from tracker.types import StoredMention

# So many changes are listed from either end: there may be one for each of 100,000 mentions.
ENDS = 20
# Words of a quote that are compared: a sentence has fewer, and a diff costs the square of them.
LONGEST = 200

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotChange:
    """What a slot of the wording lost and what it gained.

    `slot` is `certainty`, `acts`, `objects`, `accused`, `speaker` (to whom it is attributed), `numbers` (written in digits) or
    `words` (those with a meaning of their own, of the quote).
    """

    slot: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A run of words that stayed, went or came. In order, without the new ones, they are the earlier quote."""

    kind: Literal["same", "gone", "new"]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """From one wording to the next: where to read both, the slots that differ, and the words."""

    before: Utterance
    after: Utterance
    slots: tuple[SlotChange, ...]
    diff: tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """The distinct `wordings` of `n` mentions, and the changes from each to the next; `left_out` changes are not listed."""

    n: int
    wordings: int
    changes: tuple[Rewording, ...]
    left_out: int


def mutation(said: Sequence[StoredMention]) -> Mutation:
    """Compare every wording, where it is first said, with the one that was new before it.

    Mentions are in the order in which they were said; quotes that differ in case and white space only are one wording. Of more
    than 40 changes the first and the last 20 are listed. A slot is compared as a set, a quote word by word (Ratcliff & Metzener
    1988, as in `difflib`) and up to its 200th. That a claim comes back in other words: Shin, Jian, Driscoll & Bar 2018, "The
    diffusion of misinformation on social media".
    """
    first: dict[str, StoredMention] = {}
    for m in said:
        first.setdefault(squash(m.mention.quote).casefold(), m)
    pairs = list(pairwise(first.values()))
    listed = [*pairs[:ENDS], *pairs[ENDS:][-ENDS:]]
    changes = tuple(_rewording(before, after) for before, after in listed)
    return Mutation(n=len(said), wordings=len(first), changes=changes, left_out=len(pairs) - len(listed))


def _rewording(before: StoredMention, after: StoredMention) -> Rewording:
    old, new = _slots(before), _slots(after)
    slots = [
        SlotChange(
            slot=slot,
            gone=tuple(value for value in old[slot] if value not in new[slot]),
            new=tuple(value for value in new[slot] if value not in old[slot]),
        )
        for slot in old
        if set(old[slot]) != set(new[slot])
    ]
    diff = tuple(_diff(_words(before), _words(after)))
    return Rewording(before=utterance(before), after=utterance(after), slots=tuple(slots), diff=diff)


def _slots(m: StoredMention) -> dict[str, tuple[str, ...]]:
    mention = m.mention
    spoken = dict.fromkeys(word.casefold() for word in _WORD.findall(" ".join(_words(m))))
    empty = resources.load("matching.en.toml")["stop"]
    return {
        "certainty": (mention.certainty.value,),
        "acts": mention.acts,
        "objects": mention.objects,
        "accused": (mention.accused,) if mention.accused else (),
        "speaker": mention.speakers or ((mention.speaker_text,) if mention.speaker_text else ()),
        "numbers": tuple(word for word in spoken if word[0].isdigit()),
        "words": tuple(word for word in spoken if not word[0].isdigit() and word not in empty),
    }


def _words(m: StoredMention) -> list[str]:
    return m.mention.quote.split()[:LONGEST]


def _diff(old: Sequence[str], new: Sequence[str]) -> Iterator[Edit]:
    """Compare two quotes word by word; case counts only for what is shown."""
    matcher = SequenceMatcher(None, [word.casefold() for word in old], [word.casefold() for word in new], autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield Edit(kind="same", words=" ".join(old[start:end]))
            continue
        if start < end:
            yield Edit(kind="gone", words=" ".join(old[start:end]))
        if new_start < new_end:
            yield Edit(kind="new", words=" ".join(new[new_start:new_end]))
