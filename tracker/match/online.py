"""Groups bare claims, one after the other, by words and the gates that need no parsing. What `tracker dedupe` does.

Three sizes of group, each with a threshold of its own: the same claim (merge), the same event, the same story.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.match.frame import WINDOW_DAYS
from tracker.match.score import kinship, similarity
from tracker.match.words import Words
from tracker.text import fold
from tracker.types import Band

EVENT, STORY = 0.46, 0.34  # chosen on ECB+ reports and lead sentences (dev part), grouped by the mean of the two best members
BUDGET = 5_000  # earlier rows that one row is compared with: those that share its rarest stems first


@dataclass(slots=True)
class Groups:
    """Groups by the mean of the two best members: a row joins the best group from `threshold` up, else it opens one."""

    threshold: float
    letter: str
    _of: list[int] = field(default_factory=list)

    def place(self, scores: Mapping[int, float]) -> str:
        """Give the next row its group, by its scores against earlier rows, and return the group's id."""
        members: dict[int, list[float]] = defaultdict(list)
        for row, score in scores.items():
            members[self._of[row]].append(score)
        means = {group: _top(found) for group, found in members.items()}
        best = max(means, key=lambda group: (means[group], -group), default=None)
        group = best if best is not None and means[best] >= self.threshold else max(self._of, default=0) + 1
        self._of.append(group)
        return f"{self.letter}-{group}"


def group(rows: Iterable[Mapping[str, Any]], words: Words) -> Iterator[dict[str, Any]]:
    """Give each row (`id`, `text`, optional `date`, `accused`) an allegation, an event and a story: its own or an earlier one.

    A row joins the earlier row it is most alike to where the band is `same`; a different accused, or more than half a year
    in between, forbids it. `matched_id` is the row it is most alike to, whatever the band, and `reason` the parts
    of that score. Events and stories join rows whoever
    is accused, by the mean of the two best members.
    """
    earlier: list[tuple[Mapping[str, Any], str]] = []
    postings: dict[str, list[int]] = defaultdict(list)
    events, stories = Groups(EVENT, "E"), Groups(STORY, "S")
    count = 0
    for row in rows:
        text = str(row["text"])
        best_score, best_band, why, best = 0.0, Band.DIFFERENT, "", None
        scores: dict[int, float] = {}
        for number in _candidates(text, postings, words):
            other, allegation = earlier[number]
            if _far(row, other):
                continue
            found = similarity(text, str(other["text"]), words)
            scores[number] = kinship(text, str(other["text"]), words)
            if not _accuses_another(row, other) and (best is None or found.score > best_score):
                best_score, best_band, why, best = found.score, found.band, found.reason, (other, allegation)
        if best is not None and best_band is Band.SAME:
            allegation = best[1]
        else:
            count += 1
            allegation = f"A-{count}"
        for token in set(words.stems(text)):
            postings[token].append(len(earlier))
        earlier.append((row, allegation))
        yield {
            "id": row["id"],
            "allegation_id": allegation,
            "band": best_band.value,
            "score": best_score,
            "matched_id": best[0]["id"] if best is not None and best_band is not Band.DIFFERENT else None,
            "reason": why,
            "event_id": events.place(scores),
            "story_id": stories.place(scores),
        }


def _candidates(text: str, postings: Mapping[str, list[int]], words: Words) -> list[int]:
    """The earlier rows that share a stem, those with the rarest first, about `BUDGET` at most, in order."""
    lists = sorted((postings[token] for token in set(words.stems(text)) if token in postings), key=len)
    found: set[int] = set()
    for held in lists:
        if found and len(found) + len(held) > BUDGET:
            break
        found.update(held)
    return sorted(found)


def _top(scores: list[float]) -> float:
    best = sorted(scores, reverse=True)[:2]
    return sum(best) / len(best)


def _accuses_another(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    one, other = fold(str(a.get("accused") or "")), fold(str(b.get("accused") or ""))
    return bool(one and other and one != other)


def _far(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    first, second = _day(a.get("date")), _day(b.get("date"))
    return first is not None and second is not None and abs((first - second).days) > WINDOW_DAYS


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
