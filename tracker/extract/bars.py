"""What is no allegation or denial, whatever its words: questions, conditions, demands, what names no wrong, a plea refused.

The claim model weighs signs and may be talked into anything; these rules are what a reader would never forgive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract import meaning
from tracker.types import Kind

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.draft import Draft
    from tracker.extract.lexicon import Lexicon

_HARMLESS = frozenset(
    ["proof", "repair", "victim", "claimed", "force", "duty"]
)  # classes of words that name no wrong by themselves
_NEGATIVE = frozenset(["no", "not", "n't", "n’t", "never", "nothing", "none", "neither", "nor"])
_GOVERNED = frozenset(["nsubj", "nsubjpass", "attr", "acomp", "dobj", "xcomp", "prep", "expl"])
_OMITTED = frozenset(["fail", "breach", "conceal", "repair", "duty"])  # not to do these, or to do them, may be the wrong itself
_WRONGS = frozenset(["threat", "harm", "repress", "smear", "wrong", "blame", "plot", "aid", "deceive", "corrupt", "pretext"])
_DEEDS = _WRONGS | {"attack", "kill", "atrocity", "weapon", "sabotage", "spy", "interfere"}  # classes that name a wrong done
_TELLING = frozenset(["say", "claim", "blame", "deny", "ask"])  # classes of verbs that tell
_NAMING = frozenset(["say", "claim"])  # classes of verbs whose own clause accuses nobody
_CLOSING = frozenset(["?", "”", '"', "’", "'"])


def may_claim(c: Columns, k: Clause) -> bool:
    """False for a clause that names no wrong and negates nothing: neither an allegation nor a denial, and most of a text."""
    inside = range(k.start, k.end)
    return any(name not in _HARMLESS for i in inside for name in c.acts[i]) or any(c.lower[i] in _NEGATIVE for i in inside)


def is_barred(c: Columns, k: Clause, ruled: list[Draft]) -> bool:
    """True for a clause that is no allegation; `ruled` are the drafts that the grammar rules made of the same words."""
    if is_unsaid(c, k) or tells_of_another(c, k) or is_unproven(c, k) or any(map(is_doubt, ruled)):
        return True
    if any(d.kind is Kind.ALLEGATION for d in ruled):
        return False
    head = c.doc[k.head]
    if meaning.is_condition(head) or meaning.is_demand(head) or denies_deed(c, k):
        return True
    first, last = c.sentences[c.sentence[k.head]]
    if "?" in c.text[max(first, last - 3) : last] and c.text[last - 1] in _CLOSING:
        return True
    inside = range(k.start, k.end)
    undone = any("duty" in c.acts[i] and _is_negated(c, i) for i in inside)
    return not undone and not any(name not in _HARMLESS for i in inside for name in c.acts[i])


def tells_of_another(c: Columns, k: Clause) -> bool:
    """True for "Sweden had claimed that …", with or without what it claimed: that alone is the claim, and Sweden's."""
    told = c.child(k.head, "ccomp")
    if told is None or _NAMING.isdisjoint(c.classes[k.head]) or told < k.head:
        return False
    return any(name not in _HARMLESS for i in range(c.left[told], c.right[told] + 1) for name in c.acts[i])


def is_unproven(c: Columns, k: Clause) -> bool:
    """True for what somebody gave no evidence of ("no evidence that Finland had done it"): the claim stands elsewhere."""
    told = k.head if c.dep[k.head] in {"acl", "ccomp"} and not k.start <= c.head[k.head] < k.end else None
    nouns = [c.head[told]] if told is not None else [k.head, c.child(k.head, "dobj")]
    return any(
        noun is not None
        and "proof" in c.acts[noun]
        and (told is not None or c.child(noun, "acl", "ccomp") is not None)
        and (any(c.lower[i] in _NEGATIVE for i in c.children[noun]) or _is_negated(c, c.head[noun]))
        for noun in nouns
    )


def is_doubt(draft: Draft) -> bool:
    """True for what somebody doubts ("experts doubt that Finland did it"): they do not allege it."""
    return draft.cue_class == "dispute" and not draft.cue_negated


def denies_deed(c: Columns, k: Clause) -> bool:
    """True for a clause that says that a deed was not done: "has not used", "no intention of attacking".

    Not for what is wrong because it was not done ("did not implement the agreement").
    """
    h = k.head
    governed = [h, *(i for i in c.children[h] if c.dep[i] in _GOVERNED)]
    negated = [i for i in governed if any(c.dep[j] == "neg" or c.lower[j] in _NEGATIVE for j in c.children[i])]
    if not negated or any(name in _OMITTED for i in negated for name in c.acts[i]):
        return False
    top = h if any(c.dep[i] in {"nsubj", "nsubjpass"} or i == h for i in negated) else negated[0]
    reach = range(max(k.start, c.left[top]), min(k.end, c.right[top] + 1))
    return any(name in _DEEDS for i in reach for name in c.acts[i])


def is_refusal(c: Columns, k: Clause, lexicon: Lexicon) -> bool:
    """True for a clause that denies nothing: it rejects what is proposed ("rejected a plea"), is asked or is left unsaid."""
    if is_unsaid(c, k):
        return True
    if c.lemma[k.head] in lexicon.denying_nouns and c.child(k.head, "poss", "acl") is None:
        return True  # "such a denial" is nobody's
    thing = c.child(k.head, "dobj", "nsubjpass")
    return thing is not None and c.lemma[thing] in lexicon.proposals


def is_unsaid(c: Columns, k: Clause) -> bool:
    """True for what is asked or not said: "asked whether it had bombed", "did not say that it had", "has not denied it"."""
    h, above, mark = k.head, c.head[k.head], c.child(k.head, "mark")
    if not _TELLING.isdisjoint(c.classes[h]) and _is_negated(c, h):
        return True
    if _TELLING.isdisjoint(c.classes[above]) or above == h:
        return False
    return (mark is not None and c.lower[mark] == "whether") or (not k.start <= above < k.end and _is_negated(c, above))


def _is_negated(c: Columns, i: int) -> bool:
    return any(c.dep[j] == "neg" for j in c.children[i])
