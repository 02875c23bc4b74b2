"""The lead: what a model proposes becomes a mention only where all of it can be shown in the text.

Offsets are computed here. What cannot be found, names nobody, or has no such value is refused; what can be told without loss
is mended; both with a reason. Nothing that a model writes freely is taken as it is: names must stand in the text or among the
known actors, and a claim whose words are not the text's gives way to the quote.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from tracker.extract.llm.align import Found, Text
from tracker.extract.llm.among import standing
from tracker.extract.llm.ground import Ground
from tracker.extract.llm.orders import ordering, without
from tracker.extract.llm.prompt import Prompt
from tracker.extract.llm.proposed import Draft, RefusedError, gap
from tracker.extract.llm.shape import fields, value_of
from tracker.extract.llm.windows import Window
from tracker.text import fold
from tracker.types import Actor, Certainty, Contest, Evidence, Kind, Mention, Precision, Reason, Remark, Span, Spans
from tracker.types.proposals import Fate, Told

R = TypeVar("R", Evidence, Contest)  # what a remark is about
LEAST_WORDS, MOST_CHARS = 2, 1_500  # of a quote
NEAR = 1_000  # characters from a quote to who says it
ALONE = 0.6  # how far a mention is trusted that only a model reads; not measured: nobody knows which model it will be
_WORDS = re.compile(r"\w+")


class Lead:
    """Checks the proposals for one article. `by` names the model and the prompt."""

    def __init__(self, text: str, published: dt.date | None, prompt: Prompt, ground: Ground, by: str) -> None:
        self.text, self.published, self.prompt, self.ground, self.by = text, published, prompt, ground, by
        self.words = Text(text, prompt.turning)
        self.told: list[Told] = []
        self._orders = ordering(text, prompt.orders)
        self._folded = " … ".join(f" {fold(part)} " for part in without(text, self._orders))
        self._vocabulary = {_stem(w) for w in _WORDS.findall(self._folded)}
        self._drafts: list[Draft] = []

    def take(self, proposals: Sequence[Any], window: Window) -> None:
        """Check the proposals for a window, one by one."""
        for proposal in proposals:
            try:
                draft = self._draft(proposal, window)
            except RefusedError as error:
                self.told.append(error.told)
            else:
                self._drafts.append(draft)

    def mentions(self, ref: str, identity: str) -> tuple[list[Mention], dict[str, Actor]]:
        """The mentions of all windows in order of the text, and the actors that they name."""
        found: dict[str, Mention] = {}
        for draft in standing(self._drafts, self.text, self.told):
            mention = self._mention(draft, ref, identity, found)
            found[mention.id] = mention
            self.told += [Told(Fate.TAKEN, draft.kind.value), *draft.mended]
        made = list(found.values())
        names = {n for m in made for n in (*m.speakers, m.accused, m.reported_by, *m.objects) if n}
        names |= {r.voice for m in made for r in (m.evidence, m.contest) if r is not None and r.voice}
        names |= {self.ground.side(n) for n in names}
        return made, {n: self.ground.actor(n) for n in sorted(names)}

    # ------------------------------------------------------------------------------------------------- one proposal

    def _draft(self, proposal: Any, window: Window) -> Draft:
        mended: list[Told] = []
        given = fields(proposal, self.prompt.fields, mended)
        kind = value_of(Kind, given["kind"], mended)
        content = self._content(given["quote"], given, window)
        if content.repair:
            mended.append(Told(Fate.REPAIRED, f"quote: {content.repair}", given["quote"]))
        draft = Draft(kind, content, negated=given["negated"], mended=mended)
        draft.certainty = value_of(Certainty, given["certainty"], mended)
        draft.cue = self._near(given["cue"], content.hull, mended, "cue")
        draft.speaker, draft.speaker_span = self._who(given["speaker"], given["speaker_text"], content.hull, mended, "speaker")
        draft.accused, draft.accused_span = self._who(given["accused"], given["accused_text"], content.hull, mended, "accused")
        if kind is Kind.STATEMENT and draft.accused is not None:
            mended.append(Told(Fate.REPAIRED, "a statement accuses nobody", draft.accused))
            draft.accused = draft.accused_span = None
        draft.evidence = self._remark("evidence", Evidence, Evidence.UNASSESSED, given, content, window, mended)
        draft.contest = self._remark("contest", Contest, Contest.NONE, given, content, window, mended)
        if given["reported_by"]:
            draft.reported_by = self._name(given["reported_by"])
            if draft.reported_by is None:
                mended.append(Told(Fate.REPAIRED, "reported_by: a name that is not in the text", given["reported_by"]))
        draft.claim = self._claim(given["claim"], draft)
        return draft

    def _content(self, quote: str, given: Mapping[str, Any], window: Window) -> Found:
        """Where the quote stands in the part that was asked about: of several places the one nearest to speaker and cue."""
        if len(_WORDS.findall(quote)) < LEAST_WORDS:
            raise RefusedError("quote: too short to say anything", quote)
        if len(quote) > MOST_CHARS:
            raise RefusedError("quote: too long for one proposition", quote)
        shown = self.words.find(quote, window.shown)
        if not shown:
            raise RefusedError("quote: not in the text", quote)
        shown = [f for f in shown if not self._ordered(f.hull)]
        if not shown:
            raise RefusedError("quote: of a passage that gives its reader orders", quote)
        found = [f for f in shown if window.core[0] <= f.hull[0] < window.core[1]]
        if not found:
            raise RefusedError("quote: of another part than was asked about", quote)
        if len(found) == 1:
            return found[0]
        anchors = [at for name in ("speaker_text", "cue") for at, _ in self.words.exactly(given[name] or "", window.shown)]
        return min(found, key=lambda f: min((abs(f.hull[0] - at) for at in anchors), default=0))

    def _near(self, words: str | None, to: Span, mended: list[Told], part: str) -> Span | None:
        """The place of some words nearest to a quote; None where there is none near."""
        if not words:
            return None
        around = (max(to[0] - NEAR, 0), min(to[1] + NEAR, len(self.text)))
        found = self.words.exactly(words, around)
        if not found:
            mended.append(Told(Fate.REPAIRED, f"{part}: words that are not there", words))
            return None
        return min(found, key=lambda span: (gap(span, to), span))

    def _who(
        self, name: str | None, words: str | None, to: Span, mended: list[Told], part: str
    ) -> tuple[str | None, Span | None]:
        """A name with the words that name it there. Raises RefusedError for one that occurs nowhere."""
        if name is None:
            if words is not None:
                mended.append(Told(Fate.REPAIRED, f"{part}: words without a name", words))
            return None, None
        missing: list[Told] = []
        span = self._near(words, to, missing, part)
        mended += missing
        known = self.ground.known(name)
        if self._occurs(name):
            return known or name, span
        if known is None or span is None:
            raise RefusedError(f"{part}: a name that is nowhere in the text", name)
        return known, span

    def _name(self, name: str) -> str | None:
        """The canonical name of somebody who occurs in the text; None for whoever does not."""
        return (self.ground.known(name) or name) if self._occurs(name) else None

    def _occurs(self, name: str) -> bool:
        """True where all words of a name stand in the text, together where they are names of a person or place."""
        folded = fold(name)
        return bool(folded) and f" {folded} " in self._folded

    def _ordered(self, span: Span) -> bool:
        return any(start < span[1] and span[0] < end for start, end in self._orders)

    def _remark(
        self,
        part: str,
        values: type[R],
        nothing: R,
        given: Mapping[str, Any],
        content: Found,
        window: Window,
        mended: list[Told],
    ) -> Remark | None:
        """What is said of evidence, or against it; nothing where the words that say so do not stand in the text."""
        value = value_of(values, given[part], mended)
        quote, voice = given[f"{part}_quote"], given[f"{part}_by"]
        if value is nothing:
            if quote or voice:
                mended.append(Told(Fate.REPAIRED, f"{part}: words for nothing", quote or voice))
            return None
        found = [f for f in self.words.find(quote, window.shown) if not self._ordered(f.hull)] if quote else []
        if not found or len(found[0].spans) > 1:
            mended.append(Told(Fate.REPAIRED, f"{part}: nothing in the text says so", quote or value))
            return None
        span = min((f.hull for f in found), key=lambda span: (gap(span, content.hull), span))
        name = self._name(voice) if voice else None
        if voice and name is None:
            mended.append(Told(Fate.REPAIRED, f"{part}: said by a name that is not in the text", voice))
            return None
        if found[0].repair:
            mended.append(Told(Fate.REPAIRED, f"{part}: {found[0].repair}", quote))
        return Remark(value=value, span=span, quote=self.text[slice(*span)], voice=name)

    def _claim(self, claim: str | None, draft: Draft) -> str:
        """The model's sentence where all its words are the text's, or names; else the quote itself."""
        quote = " ".join(self.text[slice(*draft.content.hull)].split())
        if claim and len(claim) <= 2 * len(quote) + 200:
            names = fold(" ".join(filter(None, (draft.speaker, draft.accused))))
            theirs = self._vocabulary | {_stem(w) for w in names.split()}
            if all(_stem(w) in theirs or w in self.prompt.helping for w in _WORDS.findall(fold(claim))) and _overlaps(
                claim, quote
            ):
                return " ".join(claim.split())
        draft.mended.append(Told(Fate.REPAIRED, "claim: words that are not the text's", claim or "nothing"))
        return quote

    # ------------------------------------------------------------------------------------------------- writing

    def _mention(self, draft: Draft, ref: str, identity: str, others: Mapping[str, Mention]) -> Mention:
        start, end = draft.content.hull
        spans = Spans(
            speaker=(draft.speaker_span,) if draft.speaker_span else (),
            cue=(draft.cue,) if draft.cue else (),
            content=draft.content.spans,
        )
        key = f"{identity}|{start}|{end}|{spans.speaker}|{draft.cue[0] if draft.cue else ''}"
        while (id_ := "m" + hashlib.sha256(key.encode()).hexdigest()[:15]) in others:  # two are accused in the same words
            key += f"|{draft.kind}|{draft.accused}"
        acts, objects = self.ground.acts(draft.content.spans)
        dated = self.ground.said_on(draft.cue, draft.content.spans)
        on, precision = dated or (self.published, Precision.DAY)
        return Mention(
            id=id_,
            article_ref=ref,
            kind=draft.kind,
            start=start,
            end=end,
            quote=self.text[start:end],
            spans=spans,
            speakers=draft.speakers,
            speaker_text=self._at(draft.speaker_span),
            accused=draft.accused,
            accused_text=self._at(draft.accused_span),
            certainty=draft.certainty,
            negated=draft.negated,
            evidence=draft.evidence,
            contest=draft.contest,
            claim=draft.claim,
            asserted_on=on,
            asserted_precision=precision,
            reported_by=draft.reported_by,
            acts=acts,
            objects=objects,
            extractor=self.by,
            rule="proposed",
            confidence=ALONE,
            reasons=tuple(self._reasons(draft)),
        )

    def _at(self, span: Span | None) -> str | None:
        return self.text[slice(*span)] if span else None

    def _reasons(self, draft: Draft) -> list[Reason]:
        said = [
            ("kind", draft.content.hull),
            ("speaker", draft.speaker_span),
            ("accused", draft.accused_span),
            ("certainty", draft.cue),
            ("evidence", draft.evidence.span if draft.evidence else None),
            ("contest", draft.contest.span if draft.contest else None),
        ]
        found = [Reason(decision=name, by=self.by, why="the model says so", span=span) for name, span in said if span]
        mended = "; ".join(dict.fromkeys(t.why for t in draft.mended))
        return [*found, *([Reason(decision="repair", by=self.by, why=mended)] if mended else [])]


def _overlaps(claim: str, quote: str) -> bool:
    """True where two of five longer words of a claim are the quote's, so that it is about the same."""
    theirs = {_stem(w) for w in _WORDS.findall(fold(quote))}
    own = [_stem(w) for w in _WORDS.findall(fold(claim)) if len(w) > 3]
    return not own or sum(w in theirs for w in own) >= 0.4 * len(own)


def _stem(word: str) -> str:
    """The beginning of a word: "shelled" and "shelling" are one."""
    return word[:5]
