"""Signs of a clause: whether the deed is negated, rejected by what it is called, or only an aim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.signs.words import is_hostile, is_negated

if TYPE_CHECKING:
    from tracker.extract.clauses import Clause
    from tracker.extract.columns import Columns
    from tracker.extract.lexicon import Lexicon

_NEAR = frozenset(["xcomp", "attr", "acomp", "dobj", "nsubj", "nsubjpass", "prep", "ccomp"])
_CALLED = frozenset(["attr", "acomp", "oprd", "dobj", "pobj"])
_POINTING = frozenset(["this", "it", "that", "these", "they"])
_AIMING = frozenset(["for", "over", "after", "against", "during", "about"])


def signs(c: Columns, lexicon: Lexicon, clause: Clause, own: str, weight: str) -> list[str]:
    """The signs of one clause; `own` tells whose deed it is for the speaker, `weight` what its predicate comes to."""
    near = [clause.head, *(k for k in c.children[clause.head] if c.dep[k] in _NEAR)]
    negated = any(is_negated(c, i) for i in near)
    return [
        f"negative={negated:d}|{own}",
        f"negative={negated:d}|{weight}",
        f"negative={negated:d}|{own}|{weight}",
        *_rejecting(c, lexicon, clause, own),
        *_aiming(c, clause, own),
    ]


def _rejecting(c: Columns, lexicon: Lexicon, clause: Clause, own: str) -> list[str]:
    """Words that reject a claim: "this is a lie"."""
    inside = range(clause.start, clause.end)
    if not any(c.lemma[i] in lexicon.rejecting for i in inside):
        return []
    subject = c.subject(clause.head)
    points = subject is not None and (c.lower[subject] in _POINTING or "claimed" in c.acts[subject])
    called = any(c.lemma[k] in lexicon.rejecting for k in c.children[clause.head] if c.dep[k] in _CALLED)
    return [
        "rejects",
        f"rejects|points={points:d}|called={called:d}",
        f"rejects|{own}",
        f"rejects|claim={any('claimed' in c.acts[i] for i in inside):d}",
    ]


def _aiming(c: Columns, clause: Clause, own: str) -> list[str]:
    """Whether all hostile deeds are only aims, and whether one is negated."""
    deeds = [i for i in range(clause.start, clause.end) if is_hostile(c.acts[i])]
    if not deeds:
        return []
    negated = any(is_negated(c, i) or is_negated(c, c.head[i]) for i in deeds)
    return [
        f"aim={all(_is_aim(c, i, clause) for i in deeds):d}",
        f"deed negated={negated:d}",
        f"deed negated={negated:d}|{own}",
    ]


def _is_aim(c: Columns, i: int, clause: Clause) -> bool:
    """True for a deed that is only what something is done for: "a pretext to invade", "sanctions for the invasion"."""
    while c.head[i] != i and clause.start <= c.head[i] < clause.end and i != clause.head:
        if c.dep[i] in {"advcl", "acl", "relcl"} or (c.dep[i] == "pobj" and c.lower[c.head[i]] in _AIMING):
            return True
        i = c.head[i]
    return False
