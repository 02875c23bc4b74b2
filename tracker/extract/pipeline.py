"""The extractor: article in, mentions out. Pure: the language model, lexicon, actors and models are handed in.

The steps stand in `Extractor.mentions`: who says what (`attribution`, `turns`), what the rules make of it (`drafting`), which
clauses accuse and deny (`clauses`, `signs`, `accusing`), who is who (`cast`), who speaks (`voices`), whom it accuses
(`culprits`), what was shown for it and who denies it (`evidence`, `contest`), when it was said (`when`) and how it reads alone
(`claim`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import SpanError
from tracker.extract import acts as act_rules
from tracker.extract import contest, drafting, model
from tracker.extract.accusing import Claim, ClaimModel
from tracker.extract.bearing import Bearing, Party
from tracker.extract.culprits import Culprits
from tracker.extract.draft import Draft
from tracker.extract.lexicon import Lexicon
from tracker.extract.overlap import Overlap, alike
from tracker.extract.reading import Text
from tracker.extract.reasons import SignWords
from tracker.extract.remarks import RemarkSigns
from tracker.extract.saying import quotes, rules, when
from tracker.extract.saying.attribution import FOUND_BY, Readings
from tracker.extract.saying.tagger import Tagger
from tracker.extract.weights import Weights
from tracker.extract.who import Who, phrases
from tracker.extract.who.cast import Cast
from tracker.extract.who.gazetteer import Gazetteer
from tracker.extract.wording import claim
from tracker.types import Actor, Attribution, Contest, Evidence, Kind, Mention, Precision, Reason, Remark, Span, Spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from tracker.extract.choices import Choice
    from tracker.extract.clauses import Clause
    from tracker.types.proposals import Told

RULES, CLAIMS = "rules/2", "claims/1"
SURE = 0.5  # what is more probable than not
UNREAD = 0.6  # how probable an allegation must be that only models read
OVERLAP = 0.7  # what a right clause shares with an annotated one on average: its score over this is a probability
UNCLEAR = 0.2  # an accused that is less probable than this is not named: the mention goes to review without one


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article yields: mentions in order of the text, the actors they name, and what is to be told of how that went."""

    mentions: list[Mention]
    actors: Mapping[str, Actor]
    told: Sequence[Told] = ()


@dataclass(frozen=True, slots=True)
class Models:
    """The trained models (see `seeds/model/CARD.md`)."""

    tagger: Tagger
    claims: ClaimModel
    speaker: Weights
    accused: Weights
    none_provided: Weights
    remark_on: Weights
    denial_of: Weights

    @classmethod
    def load(cls, folder: Path) -> Models:
        """Read all models from a folder. Raises ModelMissingError."""
        tables = {
            name: Weights.load(folder / f"{name}.json")
            for name in ("speaker", "accused", "none_provided", "remark_on", "denial_of")
        }
        return cls(tagger=Tagger(folder), claims=ClaimModel(folder), **tables)


class Extractor:
    """Turns the text of one article into mentions. One instance serves any number of articles."""

    def __init__(self, nlp: Language, lexicon: Lexicon, gazetteer: Gazetteer, models: Models, words: SignWords) -> None:
        self.nlp, self.lexicon, self.gazetteer, self.models, self.words = nlp, lexicon, gazetteer, models, words

    def mentions(
        self,
        text: str,
        *,
        article_ref: str = "",
        published: dt.date | None = None,
        identity: str | None = None,
        precise: bool = False,
    ) -> Extraction:
        """All attributed propositions of one article.

        `identity` (default: a hash of the text) makes ids stable across runs: same article and spans, same id. `precise` keeps
        only what the rules and a model both read. Raises SpanError should a quote not be what stands at its span.
        """
        identity = identity or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        with self.reading(text, published) as read:
            return self.extraction(read, article_ref, published, identity, precise=precise)

    @contextmanager
    def reading(self, text: str, published: dt.date | None) -> Iterator[Text]:
        """A text as it is read before any decision; what is taken from it may not outlive the context."""
        with self.nlp.memory_zone():  # forgets the words of this text afterwards: memory stays flat over any number of articles
            yield Text(model.parse(self.nlp, text), self.lexicon, self.gazetteer, self.models.tagger, published)

    def extraction(
        self, read: Text, article_ref: str, published: dt.date | None, identity: str, *, precise: bool = False
    ) -> Extraction:
        """All decisions about a text that was read; see `mentions`."""
        drafts = [d for d in self._drafts(read) if d.by == "both" or not precise]
        contest.link(read.doc, drafts, read.notes, read.cast)
        self._join(read, drafts)
        text = read.doc.text
        found = [self._mention(d, text, read.cast, article_ref, published, identity) for d in drafts]
        found = list({m.id: m for m in found}.values())
        names = {n for m in found for n in (*m.speakers, m.accused, m.reported_by, *m.objects) if n}
        names |= {read.cast.side(n) for n in names}
        return Extraction(found, {n: read.cast.actor(n) for n in sorted(names)})

    def attributions(self, text: str) -> list[Attribution]:
        """Who says, thinks, wants or supports what in a text: every attribution, before any meaning is read."""
        with self.nlp.memory_zone():
            return Readings(model.parse(self.nlp, text), self.lexicon, quotes.find(text), self.models.tagger).told()

    # ------------------------------------------------------------------------------------------------- drafts

    def _drafts(self, read: Text) -> list[Draft]:
        """The claims that the models choose, and as statements what else is attributed, in order of the text."""
        chosen = self.models.claims.choose(read.clauses, read.signs, read.barred, read.denied, read.refused)
        pairs = [(claim, draft) for claim in chosen if _is_sure(claim, draft := _claimed(claim, read))]
        claims, made = [claim for claim, _ in pairs], [draft for _, draft in pairs]
        voices = [read.voices.of(claim.clause) for claim in claims]
        for claim_, draft, choices in zip(claims, made, voices, strict=True):
            draft.why["kind"] = self.words.of("claim", claim_.why)
            self._speaks(draft, choices)
        asked = [
            (c.clause, tuple(w.name for w in d.speakers), c.kind is Kind.DENIAL) for c, d in zip(claims, made, strict=True)
        ]
        culprits = Culprits(read.columns, read.readings, read.cast, asked)
        for n, draft in enumerate(made):
            self._accuses(draft, culprits.of(n))
        made = [d for n, d in enumerate(made) if d.kind is Kind.DENIAL or d.accused is not None or not culprits.is_own_deed(n)]
        taken = Overlap(lambda d: (t.i for t in d.tokens), made)
        for draft in read.drafts:
            inside = {t.i for t in draft.tokens}
            if not any(
                len(inside & {t.i for t in d.tokens}) >= 0.5 * min(len(inside), len(d.tokens)) for d in taken.touching(inside)
            ):
                draft.kind, draft.accused = Kind.STATEMENT, None
                made.append(draft)
        return sorted(made, key=lambda d: d.span)

    def _speaks(self, draft: Draft, choices: list[Choice]) -> None:
        """Choose who speaks."""
        shares = self.models.speaker.shares([c.signs for c in choices])
        best = max(range(len(choices)), key=lambda n: shares[n])
        choice = choices[best]
        draft.speakers = [Who(name, choice.text, shares[best]) for name in choice.names]
        draft.source = choice.token if choice.token is not None else draft.source if choice.names else None
        draft.sure["speaker"] = shares[best]
        draft.why["speaker"] = self.words.of("speaker", self.models.speaker.why(choice.signs))

    def _accuses(self, draft: Draft, choices: list[Choice]) -> None:
        """Choose who is accused."""
        shares = self.models.accused.shares([c.signs for c in choices])
        best = max(Culprits.plainly(choices), key=lambda n: shares[n])
        choice = choices[best]
        named = choice.names and shares[best] >= UNCLEAR
        draft.accused = Who(choice.names[0], choice.text, shares[best]) if named else None
        draft.sure["accused"] = shares[best]
        draft.why["accused"] = self.words.of("accused", self.models.accused.why(choice.signs))

    def _join(self, read: Text, drafts: list[Draft]) -> None:
        """Give remarks that no evidence was given, and denials, to the allegations that they are about."""
        alleged = [d for d in drafts if d.kind is Kind.ALLEGATION and d.clause is not None]
        bearing = Bearing(read.columns, read.cast, [_party(d) for d in alleged])
        signs = RemarkSigns(read.columns, self.lexicon, read.notes)
        for found in signs.choose(self.models.none_provided, read.parts):
            voice = tuple(w.name for w in read.voices.holder(found.clause))
            remark = _remark(read.doc, found.clause, Evidence.NONE_PROVIDED, voice)
            for n in bearing.around(found.clause):
                sure = self.models.remark_on.probability(bearing.of_remark(found.clause, voice, n))
                if sure >= self.models.remark_on.threshold and bearing.in_reach(found.clause, voice, n):
                    alleged[n].join(remark, sure, "a remark that none was given")
        for denial in drafts:
            if denial.kind is Kind.DENIAL and denial.clause is not None and (denial.by == "both" or denial.confidence >= SURE):
                party = _party(denial)
                for n in bearing.around(denial.clause):
                    draft = alleged[n]
                    sure = self.models.denial_of.probability(bearing.of_denial(party, n))
                    gap = read.columns.sentence[denial.clause.start] - read.columns.sentence[draft.tokens[0].i]
                    safe = sure >= self.models.denial_of.threshold
                    value = contest.answer(denial, draft, read.cast, gap, sure=safe, likely=sure >= SURE)
                    if value is not None:
                        draft.join(_remark(read.doc, denial.clause, value, party.speakers), sure, "a denial of it")

    # ------------------------------------------------------------------------------------------------ writing

    def _mention(
        self, draft: Draft, text: str, cast: Cast, article_ref: str, published: dt.date | None, identity: str
    ) -> Mention:
        start, end = draft.span
        on, precision, told_when = _asserted(draft, published, self.lexicon)
        spans = Spans(
            speaker=_speaker_spans(draft, cast),
            cue=((draft.cue.idx, draft.cue.idx + len(draft.cue)),) if draft.cue is not None else (),
            content=draft.runs,
        )
        for remark in (draft.evidence, draft.contest):
            if remark is not None and text[slice(*remark.span)] != remark.quote:
                raise SpanError(f"{article_ref}: the remark {remark.quote!r} does not stand at {remark.span}")
        speakers = tuple(dict.fromkeys(w.name for w in draft.speakers))
        key = f"{identity}|{start}|{end}|{spans.speaker}|{draft.cue.idx if draft.cue is not None else ''}"
        objects = {
            who.name: None
            for act in draft.acts
            for token in act_rules.patients(act)
            if (who := cast.resolve(token)) and who.confidence > 0.8
        }
        return Mention(
            id="m" + hashlib.sha256(key.encode()).hexdigest()[:15],
            article_ref=article_ref,
            kind=draft.kind,
            start=start,
            end=end,
            quote=text[start:end],
            spans=spans,
            speakers=speakers,
            speaker_text=draft.speakers[0].text if draft.speakers else None,
            accused=draft.accused.name if draft.accused else None,
            accused_text=draft.accused.text if draft.accused else None,
            certainty=draft.certainty,
            negated=draft.negated,
            evidence=draft.evidence,
            contest=draft.contest,
            claim=claim.sentence(
                draft.said,
                lambda t: self._name_for(t, draft, cast),
                draft.accused.name if draft.accused else None,
                draft.cue,
                self.lexicon,
                draft.certainty,
                several=_several(draft.accused, cast),
            ),
            asserted_on=on,
            asserted_precision=precision,
            reported_by=draft.reported_by,
            acts=draft.act_classes,
            objects=tuple(objects),
            extractor=_found_by(draft),
            rule=draft.rule,
            confidence=_confidence(draft),
            reasons=_reasons(draft, spans, on, precision, told_when),
        )

    def _name_for(self, token: Token, draft: Draft, cast: Cast) -> str | None:
        who = self._stands_for(token, draft, cast) if token.pos_ == "PRON" else None
        return who.name if who else None

    def _stands_for(self, token: Token, draft: Draft, cast: Cast) -> Who | None:
        if token.text in rules.FIRST_PERSON:
            return draft.speakers[0] if draft.speakers else None
        if token.dep_ in {"dobj", "pobj", "dative"} or token.lower_.endswith(("self", "selves")):
            return None  # an object is too often something else than an actor
        if token.lower_ == "it" and any(c.dep_ == "acomp" for c in token.head.children):
            return None  # "it is likely that …" stands for nobody
        return cast.pronoun(token)


def _several(who: Who | None, cast: Cast) -> bool:
    """True where a name is a plural: "Ukrainian officials", not "United States"."""
    return who is not None and who.name.endswith("s") and cast.actor(who.name).kind in {"group", "unknown"}


def _claimed(claim: Claim, read: Text) -> Draft:
    """A draft of a claim: with the attribution that the clause belongs to, and what the rules read there."""
    k = claim.clause
    inside = [i for i in range(k.start, k.end) if not read.doc[i].is_space]
    tokens = [read.doc[i] for i in inside]
    same = [
        d for d in read.drafts if d.tokens[0].i < k.end and d.tokens[-1].i >= k.start and alike((t.i for t in d.tokens), inside)
    ]
    ruled = max(same, key=lambda d: d.kind is claim.kind, default=None)
    a = read.voices.reading(k)
    draft = Draft(
        tokens=tokens,
        head=read.doc[k.head],
        cue=ruled.cue if ruled else a.cue if a else None,
        cue_class=ruled.cue_class if ruled else a.cue_class if a else "say",
        cue_negated=ruled.cue_negated if ruled else a.negated if a else False,
        rule=ruled.rule if ruled else a.rule if a else "clause",
        by="both" if ruled and ruled.kind is claim.kind else "model",
        confidence=claim.probability,
        source=ruled.source if ruled else a.source if a else None,
        target=ruled.target if ruled else a.target if a else None,
        speakers=[],
        speaker_span=ruled.speaker_span if ruled else None,
        said=[t for t in ruled.said if k.start <= t.i < k.end] if ruled else tokens,
        said_head=ruled.said_head if ruled else None,
        reported_by=ruled.reported_by if ruled else None,
        kind=claim.kind,
        clause=k,
    )
    draft.said = draft.said or tokens
    drafting.understand(draft, read.cast)
    draft.sure["kind"] = claim.probability
    return draft


def _is_sure(claim: Claim, draft: Draft) -> bool:
    """False for an accusation that no grammar rule reads as said by anybody, unless the model is surer of it than of others."""
    return claim.kind is not Kind.ALLEGATION or draft.rule not in {"clause", "model"} or claim.probability >= UNREAD


def _party(draft: Draft) -> Party:
    assert draft.clause is not None  # noqa: S101  # only claims are parties
    return Party(draft.clause, tuple(w.name for w in draft.speakers), draft.accused.name if draft.accused else None)


def _remark(doc: Doc, k: Clause, value: Evidence | Contest, voice: tuple[str, ...]) -> Remark:
    last = doc[k.end - 1]
    span = (doc[k.start].idx, last.idx + len(last))
    return Remark(value=value, span=span, quote=doc.text[slice(*span)], voice=voice[0] if voice else None)


def _asserted(draft: Draft, published: dt.date | None, lexicon: Lexicon) -> tuple[dt.date | None, Precision, bool]:
    """When it was said, by a date around the cue, else the day of publication; and whether a date told it."""
    found = when.said(draft.cue, {t.i for t in draft.tokens}, lexicon, published) if draft.cue is not None else None
    return (*found, True) if found else (published, Precision.DAY, False)


def _confidence(draft: Draft) -> float:
    """How far to trust a mention, 0 to 1.

    A claim: how probable it is that it is one (1 from where even an overlapping clause counts) times that its speaker and that
    its accused are right. A statement: how sure its reading and its speaker are.
    """
    if draft.clause is None:
        return min([draft.confidence, *(w.confidence for w in draft.speakers[:1])])
    return min(1.0, draft.sure["kind"] / OVERLAP) * draft.sure["speaker"] * draft.sure["accused"]


def _found_by(draft: Draft) -> str:
    """The part of the extractor that found a mention; a claim is always the claim model's, with the rules or without."""
    if draft.clause is None:
        return FOUND_BY[draft.by]
    return f"{RULES}+{CLAIMS}" if draft.by == "both" else CLAIMS


def _reasons(draft: Draft, spans: Spans, on: dt.date | None, precision: Precision, told: bool) -> tuple[Reason, ...]:
    """Why each decision about a mention came out as it did."""
    found = [
        Reason(
            decision="kind",
            by=_found_by(draft),
            why=draft.why.get("kind") or f"rule: {draft.rule}",
            sure=draft.sure.get("kind"),
            span=draft.span,
        )
    ]
    for name, who, at in (
        ("speaker", draft.speakers[0] if draft.speakers else None, spans.speaker[:1]),
        ("accused", draft.accused, ()),
    ):
        if name in draft.sure or who is not None:
            by = f"{name}/1" if name in draft.sure else RULES
            why = draft.why.get(name) or f"rule: {draft.rule}"
            found.append(Reason(decision=name, by=by, why=why, sure=draft.sure.get(name), span=at[0] if at else None))
    word = draft.certain_by
    shown = f"“{word.text}”" if word is not None else "plain past or present tense"
    span = (word.idx, word.idx + len(word)) if word is not None else None
    found.append(Reason(decision="certainty", by=RULES, why=shown, span=span))
    for axis, remark in (("evidence", draft.evidence), ("contest", draft.contest)):
        if remark is not None:
            by = ("remark_on/1" if axis == "evidence" else "denial_of/1") if axis in draft.sure else RULES
            why = draft.why.get(axis) or "a remark in the same passage"
            found.append(Reason(decision=axis, by=by, why=why, sure=draft.sure.get(axis), span=remark.span))
    if on is not None:
        why = f"a date beside the cue, to the {precision.value}" if told else "the day of publication"
        found.append(Reason(decision="date", by=RULES, why=why))
    return tuple(found)


def _speaker_spans(draft: Draft, cast: Cast) -> tuple[Span, ...]:
    if draft.speaker_span is not None:
        return (draft.speaker_span,)
    if draft.source is None:
        return ()
    heads = [draft.source]
    for token in heads:
        heads.extend(phrases.joined(token))
    return tuple(sorted({phrases.span(h, cast.cut) for h in heads}))
