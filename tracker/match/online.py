"""Groups bare claims, one after the other, by words and the gates that need no parsing. What `tracker dedupe` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tracker.match.frame import WINDOW_DAYS
from tracker.match.score import similarity
from tracker.match.words import Words
from tracker.text import fold
from tracker.types import Band


def group(rows: Iterable[Mapping[str, Any]], words: Words) -> Iterator[dict[str, Any]]:
    """Give each row (`id`, `text`, optional `date`, `accused`) an allegation: its own, or that of an earlier row.

    A row joins the earlier row it is most alike to where the band is `same`; a different accused, or more than half a year
    in between, forbids it. `matched_id` is the row it is most alike to, whatever the band.
    """
    earlier: list[tuple[Mapping[str, Any], str]] = []
    count = 0
    for row in rows:
        best_score, best_band, best = 0.0, Band.DIFFERENT, None
        for other, allegation in earlier:
            if _apart(row, other):
                continue
            found = similarity(str(row["text"]), str(other["text"]), words)
            if best is None or found.score > best_score:
                best_score, best_band, best = found.score, found.band, (other, allegation)
        if best is not None and best_band is Band.SAME:
            allegation = best[1]
        else:
            count += 1
            allegation = f"A-{count}"
        yield {
            "id": row["id"],
            "allegation_id": allegation,
            "band": best_band.value,
            "score": best_score,
            "matched_id": best[0]["id"] if best is not None and best_band is not Band.DIFFERENT else None,
        }
        earlier.append((row, allegation))


def _apart(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    one, other = fold(str(a.get("accused") or "")), fold(str(b.get("accused") or ""))
    if one and other and one != other:
        return True
    first, second = _day(a.get("date")), _day(b.get("date"))
    return first is not None and second is not None and abs((first - second).days) > WINDOW_DAYS


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
