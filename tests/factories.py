"""Makes records for tests: each function takes the fields that matter to the test and fills in the rest.

    from factories import case, document, mention, stored

The story is invented: in `TEXT` Arland accuses Borland, and Borland denies it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from tracker.text import content_hash
from tracker.types import ArticleInfo, Case, Certainty, Document, Kind, Mention, Precision, Spans, StoredMention

DAY = dt.date(2022, 2, 17)
AT = dt.datetime(2022, 2, 18, 9, 30, tzinfo=dt.UTC)

QUOTE = "Borland had shelled the border town of Dun"
TEXT = (
    "Tension rose on Thursday. The minister of Arland said that Borland had shelled the border town of Dun, but he "
    "provided no evidence. Borland denied the shelling.\n\nObservers counted forty craters."
)


def document(**changes: Any) -> Document:
    """Make a document of `TEXT`; its `ref` is its URL unless given."""
    fields = {
        "text": TEXT,
        "title": "Arland accuses Borland of shelling",
        "url": "https://news.example/dun",
        "publisher": "Arland Times",
        "published": DAY,
        "language": "en",
    } | changes
    return Document(**{"ref": fields["url"] or "dun.txt"} | fields)


def mention(*, text: str = TEXT, **changes: Any) -> Mention:
    """Make a mention of `QUOTE`, or of another `quote`, which is looked up in `text` unless `start` is given.

    Its id follows from the text, the span and the kind, as the extractor's does.
    """
    quote = changes.get("quote", QUOTE)
    start = changes.get("start", max(text.find(quote), 0))
    end = changes.get("end", start + len(quote))
    kind = changes.get("kind", Kind.ALLEGATION)
    fields: dict[str, Any] = {
        "id": content_hash(f"{text} {start} {end} {kind}")[:16],
        "article_ref": "https://news.example/dun",
        "kind": kind,
        "start": start,
        "end": end,
        "quote": quote,
        "spans": Spans(content=((start, end),)),
        "speakers": ("Minister of Arland",),
        "speaker_text": "The minister of Arland",
        "accused": "Borland",
        "accused_text": "Borland",
        "certainty": Certainty.ASSERTED,
        "negated": False,
        "evidence": None,
        "contest": None,
        "claim": "Borland shelled the border town of Dun.",
        "asserted_on": DAY,
        "asserted_precision": Precision.DAY,
        "reported_by": None,
        "acts": ("attack",),
        "objects": ("Dun",),
        "extractor": "factory 1",
        "rule": "said-that",
        "confidence": 0.9,
    }
    return Mention(**fields | changes)


def article_info(**changes: Any) -> ArticleInfo:
    """Make the description of a stored article."""
    fields: dict[str, Any] = {
        "id": 1,
        "ref": "https://news.example/dun",
        "title": "Arland accuses Borland of shelling",
        "outlet": "Arland Times",
        "url": "https://news.example/dun",
        "published": DAY,
        "ingested_at": AT,
        "language": "en",
    }
    return ArticleInfo(**fields | changes)


def stored(**changes: Any) -> StoredMention:
    """Make a stored mention. What is no field of its own, for example `quote`, goes to its mention."""
    own = {field.name for field in dataclasses.fields(StoredMention)}
    inner = mention(**{key: value for key, value in changes.items() if key not in own})
    fields: dict[str, Any] = {
        "mention": inner,
        "article": article_info(),
        "allegation_id": 1,
        "before": "The minister of Arland said that ",
        "after": ", but he provided no evidence.",
        "sides": {name: name for name in inner.speakers},
    }
    return StoredMention(**fields | {key: value for key, value in changes.items() if key in own})


def case(**changes: Any) -> Case:
    """Make a case with one mention and nothing else."""
    fields: dict[str, Any] = {
        "id": 1,
        "claim": "Borland shelled the border town of Dun.",
        "accused": "Borland",
        "topics": ("attack",),
        "mentions": (stored(),),
        "events": (),
        "links": (),
        "judgements": (),
    }
    return Case(**fields | changes)
