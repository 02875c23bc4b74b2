"""Takes in what people have already: claims with the fact-checks on them, and decisions made in another database."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.errors import ConflictError, NotFoundError, UsageError
from tracker.jobs.judging import Judging
from tracker.types import Certainty, Decision, Kind, Mention, Precision, Refusal, Spans, Verdict
from tracker.types.decisions import origin

if TYPE_CHECKING:
    from tracker.read.claims import ClaimRow
    from tracker.store import Writer

EXTRACTOR = "import/1"
REFUSED = (UsageError, NotFoundError, ConflictError)  # what one decision may meet without ending the import
CARRIED = ("merge", "split", "move", "judge", "status")


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came of an import: claims or decisions that are new here or known, and the verdicts on claims.

    `unrated` counts ratings in words that the tracker has no verdict for; `refused` names what did not go in.
    """

    of_decisions: bool = False
    new: int = 0
    known: int = 0
    verdicts: int = 0
    unrated: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)


def is_decisions(data: bytes) -> bool:
    """True for JSON lines whose first is a decision, as `log --json` prints them."""
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    try:
        row = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"kind", "arguments", "made_by"} <= row.keys()


def mention(row: ClaimRow, read: Iterable[Mention]) -> Mention:
    """The mention that a row is: its text is the quote, who speaks and is accused is what the row says.

    `read` is what the extractor finds in the text: it gives acts and victims, and the accused where the row names none.
    """
    text = row.document.text
    start = len(text) - len(text.lstrip())
    quote = text.strip()
    found = next((m for m in read if m.kind is Kind.ALLEGATION), None)
    key = hashlib.sha256(f"{row.document.hash}|{EXTRACTOR}".encode()).hexdigest()
    return Mention(
        id=f"m{key[:15]}",
        article_ref=row.document.ref,
        kind=Kind.ALLEGATION,
        start=start,
        end=start + len(quote),
        quote=quote,
        spans=Spans(content=((start, start + len(quote)),)),
        speakers=(row.speaker,) if row.speaker else (),
        speaker_text=None,
        accused=row.accused or (found.accused if found else None),
        accused_text=found.accused_text if found and not row.accused else None,
        certainty=found.certainty if found else Certainty.ASSERTED,
        negated=found.negated if found else False,
        evidence=None,
        contest=None,
        claim=quote,
        asserted_on=row.document.published,
        asserted_precision=Precision.DAY,
        reported_by=None,
        acts=found.acts if found else (),
        objects=found.objects if found else (),
        extractor=EXTRACTOR,
        rule="a row of a file",
        confidence=1.0,
    )


def decide(writer: Writer, row: Mapping[str, Any], at: dt.datetime) -> None:
    """Make a decision again that `log --json` tells of, by the mentions that it was made on.

    Raises UsageError where the row is none, NotFoundError where its mentions are not here, ConflictError; SettledError where
    it would change nothing.
    """
    kind, given = row.get("kind"), row.get("arguments")
    if kind not in CARRIED or not isinstance(given, dict):
        raise UsageError("it is no decision: give what tracker log --json prints")
    judging = Judging(writer, str(row.get("made_by") or "unnamed"), at, row.get("because"), origin(row))

    def here(mention_id: Any) -> str:
        try:
            writer.decisions.belongs_to(str(mention_id))
        except NotFoundError:
            raise NotFoundError(f"mention {mention_id} is not here: ingest the articles it was decided on first") from None
        return str(mention_id)

    def of(mention_id: Any) -> int:
        found = writer.decisions.belongs_to(here(mention_id))
        if found is None:
            raise NotFoundError(f"mention {mention_id} belongs to no allegation here: ingest its article first")
        return found

    try:
        match kind:
            case "merge":
                judging.merge([of(pair["left"]) for pair in given["pairs"]], of(given["pairs"][0]["right"]))
            case "split":
                judging.split(of(given["right"]), [here(m) for m in given["mentions"]])
            case "move":
                judging.move(here(given["mention"]), of(given["right"]))
            case "status":
                verdict, day = Verdict(given["verdict"]), _day(given.get("on"))
                judging.verdict(of(given["left"]), verdict, given.get("url"), day, given.get("by"), given.get("rating"))
            case _ if "mention" in given:
                judging.judge_mention(here(given["mention"]), of(given["right"]), Decision(given["decision"]))
            case _:
                judging.judge(of(given["left"]), of(given["right"]), Decision(given["decision"]))
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise UsageError(f"it lacks what a decision of this kind has ({error})") from None


def _day(given: Any) -> dt.date | None:
    return dt.date.fromisoformat(given) if given else None
