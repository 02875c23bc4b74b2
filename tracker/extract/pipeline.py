"""The extractor: article in, mentions out. Pure: the language model, lexicon and actors are handed in.

The steps stand in `Extractor.mentions`: who says what (`attribution`, `turns`), cut into propositions (`pieces`), who is who
(`cast`), what each does (`acts`, `meaning`), whom it accuses (`accused`), what was shown for it and who denies it (`evidence`,
`contest`), when it was said (`dates`) and how it reads alone (`claim`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import SpanError
from tracker.extract import accused as blame
from tracker.extract import acts as act_rules
from tracker.extract import claim, contest, dates, evidence, meaning, model, phrases, pieces, quotes, rules, turns
from tracker.extract.attribution import FOUND_BY, Readings
from tracker.extract.cast import Cast, Who
from tracker.extract.draft import Draft, distinct
from tracker.extract.gazetteer import Gazetteer
from tracker.extract.lexicon import Lexicon
from tracker.extract.rules import Reading
from tracker.extract.tagger import Tagger
from tracker.types import Actor, Attribution, Kind, Mention, Precision, Span, Spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article yields: mentions in order of the text, and the actors they name."""

    mentions: list[Mention]
    actors: Mapping[str, Actor]


class Extractor:
    """Turns the text of one article into mentions. One instance serves any number of articles."""

    def __init__(self, nlp: Language, lexicon: Lexicon, gazetteer: Gazetteer, tagger: Tagger) -> None:
        self.nlp, self.lexicon, self.gazetteer, self.tagger = nlp, lexicon, gazetteer, tagger

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
        only what the rules and the model both read. Raises SpanError should a quote not be what stands at its span.
        """
        identity = identity or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        with self.nlp.memory_zone():  # forgets the words of this text afterwards: memory stays flat over any number of articles
            doc = model.parse(self.nlp, text)
            quoted = quotes.find(text)
            cast = Cast(doc, self.gazetteer, self.lexicon, quoted)
            drafts = [d for d in self._drafts(doc, quoted, cast) if d.by == "both" or not precise]
            for draft in drafts:
                self._understand(draft)
            blame.assign(drafts, cast)
            accused = Counter(cast.side(d.accused.name) for d in drafts if d.accused)
            for draft in drafts:
                self._judge(draft, cast, accused)
            drafts = distinct(drafts)
            contest.link(doc, drafts, evidence.notes(doc, self.lexicon), cast)
            found = [self._mention(d, text, cast, article_ref, published, identity) for d in drafts]
            found = list({m.id: m for m in found}.values())
            names = {n for m in found for n in (*m.speakers, m.accused, m.reported_by, *m.objects) if n}
            names |= {cast.side(n) for n in names}
            return Extraction(found, {n: cast.actor(n) for n in sorted(names)})

    def attributions(self, text: str) -> list[Attribution]:
        """Who says, thinks, wants or supports what in a text: every attribution, before any meaning is read."""
        with self.nlp.memory_zone():
            return Readings(model.parse(self.nlp, text), self.lexicon, quotes.find(text), self.tagger).told()

    # ------------------------------------------------------------------------------------------------- drafts

    def _drafts(self, doc: Doc, quoted: list[Span], cast: Cast) -> list[Draft]:
        found = Readings(doc, self.lexicon, quoted, self.tagger).propositions()
        cast.cut = {
            t.i
            for a in found
            if a.target is not None
            for t in doc[a.content[0]].ancestors
            if t.dep_ == "prep" and t.i > a.cue.i
        }
        cast.reported = {i for a in found for i in a.content}
        tagged = turns.find(doc.text)
        outers = _outers(found)
        owners = {id(a): self._speakers(a, outers, tagged, cast) for a in found}
        within: dict[int, list[Reading]] = defaultdict(list)
        for b in found:
            if (holder := outers[id(b)]) is not None:
                within[id(holder)].append(b)
        drafts: list[Draft] = []
        for a in found:
            outer = outers[id(a)]
            speakers = owners[id(a)]
            if outer is not None and (not speakers or _same_side(speakers, owners[id(outer)], cast)):
                continue  # "he said he fears …" is said by one voice
            own = owners[id(a)]
            inner = [b for b in within[id(a)] if _same_side(owners[id(b)] or own, own, cast)]
            for indices, head in pieces.split(doc, a.content, a.head, self.lexicon):
                draft = self._draft(doc, indices, head, a, speakers, inner)
                draft.reported_by = owners[id(outer)][0].name if outer is not None and owners[id(outer)] else None
                drafts.append(draft)
        covered = {t.i for d in drafts if d.cue_class != "attitude" for t in d.tokens}
        drafts.extend(self._spoken(doc, tagged, covered, cast))
        return drafts

    def _draft(
        self,
        doc: Doc,
        indices: tuple[int, ...],
        head: Token,
        a: Reading,
        speakers: list[Who],
        inner: list[Reading],
    ) -> Draft:
        believed = [b for b in inner if b.cue == a.head and b.head.pos_ in rules.VERBAL]
        kernel = max(believed, key=lambda b: len(set(b.content) & set(indices)), default=a)
        shared = sorted(set(kernel.content) & set(indices))
        said = shared if len(shared) >= len(indices) / 2 else list(indices)
        turned = kernel if len(said) < len(indices) and kernel.cue_class in {"deny", "dispute", "accuse"} else a
        return Draft(
            tokens=[doc[i] for i in indices],
            head=head,
            cue=a.cue,
            cue_class=turned.cue_class,
            cue_negated=turned.negated,
            rule=a.rule,
            by=a.by,
            confidence=a.confidence,
            source=a.source,
            target=a.target,
            speakers=speakers,
            said=[doc[i] for i in said],
            said_head=kernel.head if len(said) < len(indices) else head,
        )

    def _spoken(self, doc: Doc, tagged: list[turns.Turn], covered: set[int], cast: Cast) -> list[Draft]:
        """Sentences of a transcript that no cue introduces: they belong to whoever is tagged."""
        drafts = []
        for turn in tagged:
            span = doc.char_span(*turn.said, alignment_mode="contract")
            if span is None or turn.name == "Q":
                continue
            who = self._tagged(turn, cast)
            for sentence in span.sents:  # type: ignore[attr-defined]  # spaCy's stubs lack it
                indices = rules.trimmed(doc, [t.i for t in sentence if span.start <= t.i < span.end])
                free = [i for i in indices if i not in covered]
                if len(free) < 4 or len(free) < 0.6 * len(indices):
                    continue
                for tokens, head in pieces.split(doc, indices, sentence.root, self.lexicon):
                    drafts.append(
                        Draft(
                            tokens=[doc[i] for i in tokens],
                            head=head,
                            cue=None,
                            cue_class="say",
                            cue_negated=False,
                            rule="turn",
                            by="rules",
                            confidence=rules.reliability("turn"),
                            source=None,
                            target=None,
                            speakers=[who],
                            speaker_span=turn.tag,
                            said=[doc[i] for i in tokens],
                        )
                    )
        return drafts

    def _speakers(
        self,
        a: Reading,
        outers: Mapping[int, Reading | None],
        tagged: list[turns.Turn],
        cast: Cast,
    ) -> list[Who]:
        """Whoever the source of an attribution names; "I" and "we" are whoever is speaking around it."""
        turn = next((t for t in tagged if t.said[0] <= a.cue.idx < t.said[1]), None)
        if a.source is None and turn is None:
            return []
        if a.source is None or a.source.text in rules.FIRST_PERSON:
            if (outer := outers[id(a)]) is not None:
                return self._speakers(outer, outers, tagged, cast)
            return [self._tagged(turn, cast)] if turn is not None and turn.name != "Q" else []
        return cast.speakers(a.source)

    def _tagged(self, turn: turns.Turn, cast: Cast) -> Who:
        return Who(cast.tagged(turn.name), turn.name, 0.95)

    # ------------------------------------------------------------------------------------------ understanding

    def _understand(self, draft: Draft) -> None:
        doc = draft.head.doc
        draft.acts = act_rules.find(doc, tuple(t.i for t in draft.tokens), self.lexicon)
        draft.negated = meaning.negated(draft.head, draft.acts)
        draft.certainty, _ = meaning.certainty(draft.said, draft.said_head or draft.head, draft.cue, self.lexicon)

    def _judge(self, draft: Draft, cast: Cast, accused: Counter[str]) -> None:
        """Decide the kind of a draft, and with it whom it accuses; `accused` counts by side, over all drafts, as it goes on."""
        if draft.accused:
            accused[cast.side(draft.accused.name)] -= 1
        own = blame.is_own(draft, cast)
        draft.kind = meaning.kind(
            head=draft.head,
            tokens=draft.tokens,
            acts=draft.acts,
            cue_class=draft.cue_class,
            cue_negated=draft.cue_negated,
            negated=draft.negated,
            own_side=own,
            speaker_is_accused=any(accused[cast.side(w.name)] > 0 for w in draft.speakers),
            lexicon=self.lexicon,
        )
        if draft.kind is Kind.DENIAL:
            if draft.cue_class != "deny" and not draft.negated:  # "this is a lie": the lie is what was said before
                draft.acts = [a for a in draft.acts if a.token.lemma_.lower() not in self.lexicon.rejecting]
            denier = draft.speakers[0] if draft.speakers else None
            named = draft.accused if draft.cue_class == "deny" and draft.accused and draft.accused.confidence >= 0.7 else None
            draft.accused = named or (Who(cast.side(denier.name), denier.text, denier.confidence) if denier else None)
        if draft.kind is Kind.STATEMENT:
            draft.accused = None
        if draft.accused:
            accused[cast.side(draft.accused.name)] += 1

    # ------------------------------------------------------------------------------------------------ writing

    def _mention(
        self, draft: Draft, text: str, cast: Cast, article_ref: str, published: dt.date | None, identity: str
    ) -> Mention:
        start, end = draft.span
        on, precision = _asserted(draft, published)
        spans = Spans(
            speaker=_speaker_spans(draft, cast),
            cue=((draft.cue.idx, draft.cue.idx + len(draft.cue)),) if draft.cue is not None else (),
            content=draft.runs,
        )
        for remark in (draft.evidence, draft.contest):
            if remark is not None and text[slice(*remark.span)] != remark.quote:
                raise SpanError(f"{article_ref}: the remark {remark.quote!r} does not stand at {remark.span}")
        pronouns = {t.i: who.name for t in draft.said if t.pos_ == "PRON" and (who := self._stands_for(t, draft, cast))}
        speakers = tuple(dict.fromkeys(w.name for w in draft.speakers))
        key = f"{identity}|{start}|{end}|{spans.speaker}|{draft.cue.idx if draft.cue is not None else ''}"
        objects = {
            who.name: None
            for act in draft.acts
            for token in act_rules.patients(act)
            if (who := cast.resolve(token)) and who.confidence > 0.8
        }
        sure = [draft.confidence, *(w.confidence for w in draft.speakers[:1])]
        if draft.kind is not Kind.STATEMENT:
            sure.append(draft.accused.confidence if draft.accused else 0.3)
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
                pronouns,
                draft.accused.name if draft.accused else None,
                draft.cue,
                draft.certainty,
                several=_several(draft.accused, cast),
            ),
            asserted_on=on,
            asserted_precision=precision,
            reported_by=draft.reported_by,
            acts=draft.act_classes,
            objects=tuple(objects),
            extractor=FOUND_BY[draft.by],
            rule=draft.rule,
            confidence=min(sure),
        )

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


def _outers(found: list[Reading]) -> dict[int, Reading | None]:
    """For each attribution (by `id`) the smallest one whose content holds its cue; None where there is none."""
    holding: dict[int, list[Reading]] = defaultdict(list)
    for b in found:
        for i in b.content:
            holding[i].append(b)
    return {
        id(a): min((b for b in holding[a.cue.i] if b is not a and b.cue != a.cue), key=lambda b: len(b.content), default=None)
        for a in found
    }


def _same_side(one: list[Who], other: list[Who], cast: Cast) -> bool:
    return bool({cast.side(w.name) for w in one} & {cast.side(w.name) for w in other})


def _asserted(draft: Draft, published: dt.date | None) -> tuple[dt.date | None, Precision]:
    """When it was said: a date in the cue's sentence outside of what is said, else the day of publication."""
    anchor = draft.cue if draft.cue is not None else None
    if anchor is not None:
        inside = {t.i for t in draft.tokens}
        around = "".join(" ¦ " if t.i in inside else t.text_with_ws for t in anchor.sent)
        if found := dates.resolve(around, published):
            return found
    return published, Precision.DAY


def _speaker_spans(draft: Draft, cast: Cast) -> tuple[Span, ...]:
    if draft.speaker_span is not None:
        return (draft.speaker_span,)
    if draft.source is None:
        return ()
    heads = [draft.source]
    for token in heads:
        heads.extend(phrases.joined(token))
    return tuple(sorted({phrases.span(h, cast.cut) for h in heads}))
