"""Joins remarks to the mentions they are about: evidence offered or missing, accounts in dispute, denials.

Precision comes first: a remark reaches the mentions of its own sentence, else those of the sentence or paragraph just before,
and only those of the side that it speaks about. A denial reaches what shares its act and accused (`answer`), never its
neighbour.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from tracker.extract import acts
from tracker.extract.bearing import AROUND
from tracker.extract.evidence import Note
from tracker.extract.overlap import Overlap
from tracker.extract.saying.rules import FIRST_PERSON, subject
from tracker.extract.who.cast import Cast
from tracker.types import Contest, Evidence, Kind, Remark, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

    from tracker.extract.draft import Draft

_LEVELS = 4  # words up from a claim's verb to what tells of it
_STEM = 4  # letters that "the bombing" and "had bombed" share
_SOON = 2  # sentences from an allegation to a denial that names no deed


def link(doc: Doc, drafts: list[Draft], notes: list[Note], cast: Cast) -> None:
    """Set `evidence` and `contest` on the drafts."""
    text = doc.text  # joined anew at each call: once is enough
    sentences = {s.start: n for n, s in enumerate(doc.sents)} if notes else {}
    by_token = Overlap(lambda d: (t.i for t in d.tokens), drafts if notes else ())
    alleged = [d for d in drafts if d.kind is Kind.ALLEGATION]
    starts = [d.tokens[0].i for d in alleged]
    for note in notes:
        remark = _remark(text, note, by_token.touching([note.at]))
        before = bisect_left(starts, note.at)
        near = alleged if note.whole else alleged[max(0, before - AROUND) : before + AROUND]
        for draft in _reached(doc, sentences, note, remark.voice, near, cast):
            if isinstance(note.value, Evidence):
                if draft.evidence is None or note.value is Evidence.NONE_PROVIDED:
                    draft.evidence = remark
            else:
                draft.contest = remark
    _rejected(text, drafts, cast)
    _doubts(text, drafts, cast)
    _concessions(text, drafts, cast)


def _remark(text: str, note: Note, holding: list[Draft]) -> Remark:
    """The note with its voice: whoever says all of it, else the reporter ("declined to give details" is the reporter's).

    `holding` are the drafts that hold the note's word.
    """
    within = (d for d in holding if d.cue is None or not note.span[0] <= d.cue.idx < note.span[1])
    voice = next((d.speakers[0].name for d in within if d.speakers), None)
    return Remark(value=note.value, span=note.span, quote=text[slice(*note.span)], voice=voice)


def _reached(
    doc: Doc, sentences: Mapping[int, int], note: Note, voice: str | None, alleged: list[Draft], cast: Cast
) -> list[Draft]:
    here = sentences[doc[note.at].sent.start]
    side = _side(note, cast) if note.value is not Evidence.ASSERTED else None
    if side is not None:
        alleged = [d for d in alleged if not d.speakers or side in {cast.side(w.name) for w in d.speakers}]
    if (
        note.value is Evidence.NONE_PROVIDED and note.about is None and voice is not None
    ):  # "there is no evidence for this", says the other side
        alleged = [d for d in alleged if cast.side(voice) not in {cast.side(w.name) for w in d.speakers}]
    if note.whole:
        return alleged if side is not None else []
    if note.value is Evidence.NONE_PROVIDED and side is not None and (blamed := _blamed_in(doc, note, cast)):
        return [d for d in alleged if d.accused is not None and cast.side(d.accused.name) in blamed]
    if note.back:  # what it refers back to stands before it
        alleged = [d for d in alleged if d.tokens[0].idx < note.span[0]]
    at = {id(d): sentences[(d.cue or d.tokens[0]).sent.start] for d in alleged}
    near = [d for d in alleged if at[id(d)] == here or sentences[d.tokens[0].sent.start] == here]
    if near:
        return near
    if note.value is Evidence.ASSERTED and not note.back:
        return _of_speaker(note, voice, [d for d in alleged if abs(at[id(d)] - here) == 1], cast)
    if note.value is Contest.DISPUTED:
        alleged = [d for d in alleged if _is_matter(doc, note, d, cast)]
    if note.value is not Contest.DISPUTED and (paragraph := _paragraph_before(doc, note)):
        whole = [d for d in alleged if paragraph[0] <= d.tokens[0].i < paragraph[1]]
        if whole:
            return whole
    before = [d for d in alleged if here - 2 <= at[id(d)] < here]
    if not before:
        return [d for d in alleged if at[id(d)] == here + 1] if note.value is Contest.DISPUTED else []
    last = max(at[id(d)] for d in before)
    return [d for d in before if at[id(d)] == last]


def _blamed_in(doc: Doc, note: Note, cast: Cast) -> set[str]:
    """The sides that a remark itself says are not shown to have done it: "gave no evidence that China was behind the hack"."""
    told = next((c for c in doc[note.at].children if c.dep_ in {"acl", "ccomp"}), None)
    who = cast.resolve(doer) if told is not None and (doer := subject(told)) is not None else None
    return {cast.side(who.name)} if who is not None and cast.actor(who.name).kind != "unknown" else set()


def _is_matter(doc: Doc, note: Note, draft: Draft, cast: Cast) -> bool:
    """True where a sentence on disputed accounts names nothing of its own, or what the claim is about."""
    sentence = doc[note.at].sent
    named = {t.lemma_.lower() for t in sentence if t.pos_ == "NOUN"} - cast.lexicon.cue_nouns - cast.lexicon.empty
    deeds = named & cast.lexicon.acts.keys()
    if draft.tokens[0].i >= sentence.end and {cast.lexicon.acts[word] for word in deeds} & set(draft.act_classes):
        return True  # what follows is one of the accounts
    stems = {word[:_STEM] for word in deeds}
    return not deeds or any(t.lemma_.lower()[:_STEM] in stems for t in draft.tokens)


def _of_speaker(note: Note, voice: str | None, drafts: list[Draft], cast: Cast) -> list[Draft]:
    """The claims beside it of whoever has evidence: who says so, or of whom it is said ("were citing intelligence")."""
    who = cast.resolve(note.about) if note.about is not None else None
    names = {voice} if who is None or who.text in FIRST_PERSON else {who.name}
    return [d for d in drafts if any(w.name in names for w in d.speakers)]


def _paragraph_before(doc: Doc, note: Note) -> tuple[int, int] | None:
    """Token bounds of the paragraph before, where the remark opens one of its own: it then speaks of all of that."""
    sentence = doc[note.at].sent
    if sentence.start == 0 or "\n\n" not in doc[sentence.start - 1].text_with_ws:
        return None
    start = sentence.start - 1
    while start > 0 and "\n\n" not in doc[start - 1].text_with_ws:
        start -= 1
    return start, sentence.start


def _side(note: Note, cast: Cast) -> str | None:
    if note.about is None or note.about.lemma_.lower() in cast.lexicon.empty:
        return None  # "the group" is whoever was spoken of before
    who = cast.resolve(note.about)
    return cast.side(who.name) if who is not None and cast.actor(who.name).kind != "unknown" else None


def answer(denial: Draft, draft: Draft, cast: Cast, near: int, *, sure: bool, likely: bool) -> Contest | None:
    """What a denial makes of an allegation: denied, disputed, or None for nothing.

    `near` is the number of sentences from the allegation to the denial, `sure` and `likely` what the model thinks of the pair.
    Nobody denies what the own side says. Who is accused denies it; others only dispute it, and only in the same sentence. A
    denial that names a deed is about that deed and its victim; one that names none is about what stands right before it.
    """
    deniers = {cast.side(w.name) for w in denial.speakers}
    if {t.i for t in draft.tokens} <= {t.i for t in denial.tokens}:
        return None  # what stands in the denial itself
    if not deniers or deniers & {cast.side(w.name) for w in draft.speakers}:
        return None
    if draft.accused is None or cast.side(draft.accused.name) not in deniers:
        return Contest.DISPUTED if likely and near == 0 else None
    deeds = _deeds(denial, cast)
    if not deeds:
        return Contest.DENIED if sure or (likely and 0 <= near <= _SOON) else None
    if not deeds & _deeds(draft, cast):
        return None
    denied, alleged = _victims(denial, cast), _victims(draft, cast)
    same = bool(denied & alleged)
    return Contest.DENIED if same or sure or (likely and not (denied and alleged) and 0 <= near <= _SOON) else None


def _deeds(draft: Draft, cast: Cast) -> set[str]:
    """The classes of what was done: those that lead where there are any ("a staged attack" is staged), never the blame."""
    named = set(draft.act_classes) - {"blame"}
    return named & cast.lexicon.leading or named


def _victims(draft: Draft, cast: Cast) -> set[str]:
    main = [act for act in draft.acts if not act.aim] or draft.acts
    heads = [token for act in main for token in acts.patients(act)]
    return {cast.side(who.name) for head in heads if (who := cast.resolve(head))}


def _rejected(text: str, drafts: list[Draft], cast: Cast) -> None:
    """For "a false claim that …", "falsely claimed", "fabricate stories about …": whoever tells of it disputes it."""
    for draft in drafts:
        if draft.kind is Kind.ALLEGATION and draft.contest is None and (word := _false(draft, cast)) is not None:
            phrase = sorted((word, word.head), key=lambda t: t.i)
            span = (phrase[0].idx, phrase[1].idx + len(phrase[1]))
            draft.contest = Remark(value=Contest.DISPUTED, span=span, quote=text[slice(*span)], voice=draft.reported_by)


def _false(draft: Draft, cast: Cast) -> Token | None:
    """The word that rejects a claim where it is told: beside its cue, or as what is said of it."""
    lexicon = cast.lexicon
    inside = {t.i for t in draft.tokens}
    above = _governing(draft.head)
    for token in (t for t in above if t.i not in inside):
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN" and (lemma in lexicon.cue_nouns or lemma in lexicon.rejecting):
            beside = [c for c in token.children if c.dep_ == "amod" and c.lemma_.lower() in lexicon.rejecting]
            if beside:
                return beside[0]
            verb = token.head
            if token.dep_ == "dobj" and verb.lemma_.lower() in lexicon.inventing:
                return token
        elif token.pos_ == "VERB" and lemma in lexicon.cues:
            wrongly = [c for c in token.children if c.dep_ == "advmod" and c.lower_ in lexicon.wrongly]
            if wrongly:
                return wrongly[0]
    return None


def _governing(token: Token) -> list[Token]:
    """A word and those that govern it, the nearest first; not what it is only listed with."""
    found = [token]
    while token.head != token and token.dep_ != "conj" and len(found) < _LEVELS:
        token = token.head
        found.append(token)
    return found


def _doubts(text: str, drafts: list[Draft], cast: Cast) -> None:
    """For "… announced a withdrawal, but the US doubts that this is happening": what stands just before is disputed."""
    for doubt in drafts:
        if doubt.cue is None or doubt.cue_class != "dispute" or doubt.cue_negated or not doubt.speakers:
            continue
        sides = {cast.side(w.name) for w in doubt.speakers}
        sentence = doubt.cue.sent
        before = [
            d
            for d in drafts
            if d is not doubt
            and sentence.start <= d.tokens[0].i < doubt.cue.i
            and not sides & {cast.side(w.name) for w in d.speakers}
        ]
        if before and any(t.lower_ in {"this", "it", "that"} for t in doubt.tokens):
            span = _from(doubt.cue, doubt)
            before[-1].contest = Remark(
                value=Contest.DISPUTED, span=span, quote=text[slice(*span)], voice=doubt.speakers[0].name
            )


def _from(cue: Token, draft: Draft) -> Span:
    """From the cue to the end of what is said; where that stands before its cue, from its beginning to the cue."""
    start, end = draft.span
    return (cue.idx, end) if cue.idx < end else (start, cue.idx + len(cue))


def _concessions(text: str, drafts: list[Draft], cast: Cast) -> None:
    """For "Arland admitted bombing the bridge": what its side is accused of is conceded."""
    for said in drafts:
        if (
            said.cue is None
            or said.cue.lemma_ not in cast.lexicon.conceding
            or said.cue_negated
            or said.negated
            or not said.acts
        ):
            continue
        sides = {cast.side(w.name) for w in said.speakers}
        doers = [token for act in said.acts for token, how in acts.by_whom(act.token, cast.lexicon) if "subject" in how]
        if any((who := cast.resolve(token)) is None or cast.side(who.name) not in sides for token in doers):
            continue  # what somebody else did is no confession
        span = _from(said.cue, said)
        for draft in drafts:
            accused = draft.kind is Kind.ALLEGATION and draft.accused is not None and cast.side(draft.accused.name) in sides
            if accused and draft.act_classes[:1] == said.act_classes[:1]:
                voice = said.speakers[0].name
                draft.contest = Remark(value=Contest.CONCEDED, span=span, quote=text[slice(*span)], voice=voice)
