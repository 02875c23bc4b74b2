"""What the grammar rules make of the attributions of a text: drafts of mentions, each with the kind that the rules give it.

The rules are precise where a cue says plainly that somebody accuses or denies. What they say is a sign for the claim model,
which also sees what they do not; and what neither takes for a claim stays a statement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tracker.extract import accused as blame
from tracker.extract import acts as act_rules
from tracker.extract import meaning
from tracker.extract.certainty import certainty
from tracker.extract.draft import Draft, distinct
from tracker.extract.saying import rules
from tracker.extract.who import Who
from tracker.extract.wording import pieces
from tracker.types import Kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.extract.saying.rules import Reading
    from tracker.extract.saying.turns import Turn
    from tracker.extract.voices import Voices
    from tracker.extract.who.cast import Cast


def drafts(doc: Doc, found: list[Reading], tagged: list[Turn], voices: Voices, cast: Cast) -> list[Draft]:
    """The propositions of all attributions, in order of the text, judged by the rules."""
    made = _attributed(doc, found, voices, cast)
    covered = {t.i for d in made if d.cue_class != "attitude" for t in d.tokens}
    made.extend(_spoken(doc, tagged, covered, cast))
    for draft in made:
        understand(draft, cast)
    blame.assign(made, cast)
    accused = Counter(cast.side(d.accused.name) for d in made if d.accused)
    for draft in made:
        _judge(draft, cast, accused)
    return distinct(made)


def understand(draft: Draft, cast: Cast) -> None:
    """Read off a draft which acts it names, whether they are negated, and how certain it is."""
    doc = draft.head.doc
    draft.acts = act_rules.find(doc, tuple(t.i for t in draft.tokens), cast.lexicon)
    draft.negated = meaning.negated(draft.head, draft.acts)
    draft.certainty, draft.certain_by = certainty(draft.said, draft.said_head or draft.head, draft.cue, cast.lexicon)


def _attributed(doc: Doc, found: list[Reading], voices: Voices, cast: Cast) -> list[Draft]:
    outers = {id(a): voices.holding.outer(a) for a in found}
    owners = {id(a): voices.source(a) or (voices.tagged(a.cue.i) if a.source is None else []) for a in found}
    within: dict[int, list[Reading]] = defaultdict(list)
    for b in found:
        if (holder := outers[id(b)]) is not None:
            within[id(holder)].append(b)
    made = []
    for a in found:
        outer, speakers = outers[id(a)], owners[id(a)]
        if outer is not None and (not speakers or _same_side(speakers, owners[id(outer)], cast)):
            continue  # "he said he fears …" is said by one voice
        inner = [b for b in within[id(a)] if _same_side(owners[id(b)] or speakers, speakers, cast)]
        for indices, head in pieces.split(doc, a.content, a.head, cast.lexicon):
            draft = _draft(doc, indices, head, a, speakers, inner)
            draft.reported_by = owners[id(outer)][0].name if outer is not None and owners[id(outer)] else None
            made.append(draft)
    return made


def _same_side(one: list[Who], other: list[Who], cast: Cast) -> bool:
    return bool({cast.side(w.name) for w in one} & {cast.side(w.name) for w in other})


def _draft(doc: Doc, indices: tuple[int, ...], head: Token, a: Reading, speakers: list[Who], inner: list[Reading]) -> Draft:
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


def _spoken(doc: Doc, tagged: list[Turn], covered: set[int], cast: Cast) -> list[Draft]:
    """Sentences of a transcript that no cue introduces: they belong to whoever is tagged."""
    made = []
    for turn in tagged:
        span = doc.char_span(*turn.said, alignment_mode="contract")
        if span is None or turn.name == "Q":
            continue
        who = Who(cast.tagged(turn.name), turn.name, 0.95)
        for sentence in rules.sentences(span):
            indices = rules.trimmed(doc, [t.i for t in sentence if span.start <= t.i < span.end])
            free = [i for i in indices if i not in covered]
            if len(free) < 4 or len(free) < 0.6 * len(indices):
                continue
            for tokens, head in pieces.split(doc, indices, sentence.root, cast.lexicon):
                made.append(
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
    return made


def _judge(draft: Draft, cast: Cast, accused: Counter[str]) -> None:
    """Decide the kind of a draft, and with it whom it accuses; `accused` counts by side, over all drafts, as it goes on."""
    if draft.accused:
        accused[cast.side(draft.accused.name)] -= 1
    draft.kind = meaning.kind(
        head=draft.head,
        tokens=draft.tokens,
        acts=draft.acts,
        cue_class=draft.cue_class,
        cue_negated=draft.cue_negated,
        negated=draft.negated,
        own_side=blame.is_own(draft, cast),
        speaker_is_accused=any(accused[cast.side(w.name)] > 0 for w in draft.speakers),
        lexicon=cast.lexicon,
    )
    if draft.kind is Kind.DENIAL:
        if draft.cue_class != "deny" and not draft.negated:  # "this is a lie": the lie is what was said before
            draft.acts = [a for a in draft.acts if a.token.lemma_.lower() not in cast.lexicon.rejecting]
        denier = draft.speakers[0] if draft.speakers else None
        named = draft.accused if draft.cue_class == "deny" and draft.accused and draft.accused.confidence >= 0.7 else None
        draft.accused = named or (Who(cast.side(denier.name), denier.text, denier.confidence) if denier else None)
    if draft.kind is Kind.STATEMENT:
        draft.accused = None
    if draft.accused:
        accused[cast.side(draft.accused.name)] += 1
