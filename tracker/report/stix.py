"""Allegations as a STIX 2.1 bundle, for the tools that exchange threat intelligence.

Each allegation is a `report`. Who speaks, who is accused and who publishes are `identity` objects; that a speaker accuses
somebody is a `relationship`; quotes are `note`s with the article as an external reference. An `opinion` stands only where
somebody has one: the verdict that stands, and each denial by whoever denies. Source: OASIS, STIX Version 2.1 (2021), sections
4 and 5; stix2 checks what is built here, and nothing custom is used.

Every id follows from ours by a hash (UUID version 5, RFC 4122) and every date is the record's own, so that the same database
gives the same bytes. An identity is a name without any date: it has the first moment of the Unix calendar.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stix2 import v21

from tracker.report import words
from tracker.report.claimreview import finding
from tracker.report.escape import html_url, json_line
from tracker.types import Allegation, ArticleInfo, Axis, Contest, Kind, StatusEvent, StoredMention, Verdict

_OURS = uuid.UUID("6f1d0c5e-2f7b-4c0e-9a53-0d8b1f6f4a27")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CLASSES = {
    "person": "individual",
    "group": "group",
    "state": "organization",
    "body": "organization",
    "alliance": "organization",
}
# That something did not occur refutes nobody who said that it was planned.
_OPINIONS = {
    Verdict.SUPPORTED: "agree",
    Verdict.OCCURRED: "agree",
    Verdict.REFUTED: "disagree",
    Verdict.RETRACTED: "disagree",
    Verdict.CONFLICTING: "neutral",
    Verdict.NOT_ENOUGH_EVIDENCE: "neutral",
    Verdict.DID_NOT_OCCUR: "neutral",
}


def objects(allegations: Iterable[Allegation], kinds: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """All objects of the bundle, one by one, an identity once; `kinds` gives the kind of each actor.

    What has no mention is left out: a report must refer to something.
    """
    known: set[str] = set()
    for allegation in allegations:
        for item in _of(allegation, kinds) if allegation.mentions else ():
            if item.type != "identity" or item.id not in known:
                yield json.loads(item.serialize())
            if item.type == "identity":
                known.add(item.id)


def lines(found: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The bundle as JSON, an object a line, each written before the next is asked for; its id follows from all of them."""
    hashed, before = hashlib.sha256(), '{"type": "bundle", "objects": [\n'
    for item in found:
        line = json_line(json.dumps(item, ensure_ascii=False))
        hashed.update(line.encode())
        yield before + line
        before = ",\n"
    # a bundle may be without objects, but a list of them may not be empty
    end = "\n], " if before == ",\n" else '{"type": "bundle", '
    yield f'{end}"id": "{_id("bundle", hashed.hexdigest())}"}}\n'


def _of(allegation: Allegation, kinds: Mapping[str, str]) -> Iterator[Any]:
    """The objects of one allegation, what is referred to before what refers to it."""
    report = _id("report", *_key(allegation))
    speaking = [name for stored in allegation.mentions for name in stored.mention.speakers]
    actors = dict.fromkeys([*speaking, *([allegation.accused] if allegation.accused else [])])
    outlets = dict.fromkeys(words.outlet(stored.article) for stored in allegation.mentions)
    named = [
        *(_identity("actor", name, _CLASSES.get(kinds.get(name, ""), "unknown")) for name in actors),
        *(_identity("outlet", name, "organization") for name in outlets),
        *_accusing(allegation, report),
    ]
    yield from named
    yield _report(allegation, report, [item.id for item in named])
    yield from (_quote(stored, report) for stored in allegation.mentions)
    found = finding(allegation)
    happened = (_event(event, report, stands=event is found) for event in allegation.events)
    yield from {item.id: item for item in happened}.values()  # what two records tell alike is told once


def _key(allegation: Allegation) -> tuple[str, str]:
    """What names an allegation: its id here, and the mention that was ingested first, for other databases have an A-1, too."""
    first = min(allegation.mentions, key=lambda stored: (stored.article.ingested_at, stored.mention.id))
    return allegation.public_id, first.mention.id


def _identity(role: str, name: str, of_class: str) -> Any:
    return v21.Identity(**_dated("identity", _EPOCH, role, name), name=name, identity_class=of_class)


def _accusing(allegation: Allegation, report: str) -> Iterator[Any]:
    """Who accuses whom: the specification has no word for it, so it is `related-to` with a description."""
    if allegation.accused is None:
        return
    target = _id("identity", "actor", allegation.accused)
    firsts = {name: stored for stored in reversed(allegation.alleging) for name in stored.mention.speakers}
    for name in allegation.speakers:
        yield v21.Relationship(
            **_dated("relationship", firsts[name].article.ingested_at, report, name, target),
            relationship_type="related-to",
            description=f"accuses, in {allegation.public_id}: {allegation.claim}",
            source_ref=_id("identity", "actor", name),
            target_ref=target,
        )


def _report(allegation: Allegation, report: str, refs: list[str]) -> Any:
    ingested = [stored.article.ingested_at for stored in allegation.mentions]
    moved = [event.recorded_at for event in allegation.events]
    status = allegation.status
    axes = {axis: words.value_words(getattr(status, axis.value).value) for axis in Axis}
    return v21.Report(
        id=report,
        created=min(ingested),
        modified=max(ingested + moved),
        name=allegation.claim,
        description=f"{allegation.public_id}: {status.headline}. " + "; ".join(f"{axis}: {axes[axis]}" for axis in Axis),
        published=_moment(min(stored.seen_on for stored in allegation.mentions)),
        object_refs=refs,
        external_references=[{"source_name": "tracker", "external_id": allegation.public_id}],
    )


def _quote(stored: StoredMention, report: str) -> Any:
    mention = stored.mention
    does = "denies" if mention.kind is Kind.DENIAL else "alleges"
    return v21.Note(
        **_dated("note", stored.article.ingested_at, report, mention.id),
        abstract=f"{words.speaker(stored)} {does}",
        content=mention.quote,
        authors=list(mention.speakers) or [words.speaker(stored)],
        object_refs=[report],
        external_references=[_reference(stored.article)],
    )


def _event(event: StatusEvent, report: str, *, stands: bool) -> Any:
    """An opinion where somebody has one, else a note."""
    told = f"{event.axis}: {words.value_words(event.value)}"
    said = f"{told}: {words.quoted(event.quote)}" if event.quote else told
    day = f" ({event.happened_on.isoformat()})" if event.happened_on else ""
    denied = event.axis is Axis.CONTEST and event.value == Contest.DENIED
    voice = words.denier(event) if denied else words.voice(event)
    common = {"authors": [voice], "object_refs": [report], **_references(event, voice)}
    key = (report, told, voice, day, event.recorded_at.isoformat(), event.mention_id or "", event.quote or "", event.url or "")
    if stands or denied:
        opinion = "disagree" if denied else _OPINIONS[Verdict(event.value)]
        return v21.Opinion(**_dated("opinion", event.recorded_at, *key), opinion=opinion, explanation=said + day, **common)
    return v21.Note(**_dated("note", event.recorded_at, *key), abstract=told + day, content=event.quote or said, **common)


def _references(event: StatusEvent, voice: str) -> dict[str, Any]:
    """Where it can be read: the article, and the address that an analyst gave. A list of none is not allowed."""
    found = [_reference(event.article)] if event.article else []
    found += [_pointing(voice, event.url, None)] if event.url else []
    return {"external_references": found} if found else {}


def _reference(article: ArticleInfo) -> dict[str, str]:
    return _pointing(words.outlet(article), article.url or article.ref, article.title)


def _pointing(name: str, address: str, title: str | None) -> dict[str, str]:
    """A web address as `url`; whatever else names the article is an `external_id`, which nothing follows."""
    url = html_url(address)
    told = {"description": title} if title else {}
    return {"source_name": name} | told | ({"url": url} if url else {"external_id": address})


def _dated(kind: str, at: dt.datetime, *key: str) -> dict[str, Any]:
    """What every object has; only a report is changed after it was made."""
    return {"id": _id(kind, *key), "created": at, "modified": at}


def _id(kind: str, *key: str) -> str:
    # as JSON, for a hash takes no half of a surrogate pair, and ("a b",) is not ("a", "b")
    return f"{kind}--{uuid.uuid5(_OURS, json.dumps([kind, *key]))}"


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, dt.UTC)
