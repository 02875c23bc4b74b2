"""Whom a piece of content blames: by the grammar of its main acts first, by its neighbours where the grammar is silent.

Measured reliability orders the ways: object of an accusing cue, subject of the act, possessor, passive agent, demonym; then a
pronoun, then the accused of the clause before. Nobody on the speaker's own side, and no victim, is ever accused.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from tracker.extract import acts as act_rules
from tracker.extract.who import Who
from tracker.extract.who.cast import Cast

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.draft import Draft

_SURE = {"target": 0.94, "subject": 0.81, "possessive": 0.75, "agent": 0.7, "adjective": 0.65}
_PRONOUN, BY_NEIGHBOURS, _ELSEWHERE = 0.5, 0.55, 0.4
_TOPIC_MIN = 3
_REACH = 2  # sentences back to the clause before


def assign(drafts: list[Draft], cast: Cast) -> None:
    """Set `accused` on every draft that names an act, in two passes: grammar first, then what the grammar said nearby."""
    for draft in drafts:
        draft.accused = _by_grammar(draft, cast)
    topic = _topic(drafts)
    ordered = sorted(drafts, key=_first)
    starts = [s.start for s in drafts[0].head.doc.sents] if drafts else []
    for draft in drafts:
        if draft.accused is None and draft.acts:
            here = bisect_right(starts, _first(draft)) - 1
            back = starts[max(0, here - _REACH)]
            near = ordered[bisect_left(ordered, back, key=_first) : bisect_left(ordered, _first(draft), key=_first)]
            draft.accused = _before(draft, near, cast) or _elsewhere(draft, topic, cast)


def _first(draft: Draft) -> int:
    return draft.tokens[0].i


def is_own(draft: Draft, cast: Cast) -> bool:
    """True where the main act is done by the speaker's own side ("we will strike back", "Russia has no plans to …")."""
    sides = {cast.side(w.name) for w in draft.speakers}
    inside = {t.i for t in draft.tokens}
    for act in draft.acts[:2]:
        doer, _ = act_rules.agent(act, inside, cast.lexicon)
        if doer is None:
            continue
        if doer.lower_ in {"i", "we"}:
            return True
        who = cast.resolve(doer)
        if who is not None:
            return cast.side(who.name) in sides
    return False


def _by_grammar(draft: Draft, cast: Cast) -> Who | None:
    own = {cast.side(w.name) for w in draft.speakers} if draft.cue_class != "deny" else set()
    victims = {w.name for act in draft.acts for t in act_rules.patients(act) if (w := cast.resolve(t))}
    if draft.target is not None and (who := _actor(draft.target, cast)) and cast.side(who.name) not in own:
        return Who(who.name, who.text, min(_SURE["target"], max(who.confidence, 0.5)))
    inside = {t.i for t in draft.tokens}
    for act in draft.acts:
        doer, how = act_rules.agent(act, inside, cast.lexicon)
        if doer is None or doer.lower_ in {"i", "we", "you", "there"}:
            continue
        who = _actor(doer, cast)
        if who is None or cast.side(who.name) in own or (who.name in victims and how != "subject"):
            continue
        sure = _PRONOUN if doer.pos_ == "PRON" else min(_SURE.get(how, _ELSEWHERE), who.confidence)
        return Who(who.name, who.text, sure)
    return None


def _actor(head: Token, cast: Cast) -> Who | None:
    """The actor behind a phrase; states, bodies, groups and persons only, never a mere description."""
    who = cast.resolve(head)
    if who is None:
        return None
    kind, side = cast.actor(who.name).kind, cast.side(who.name)
    if kind == "group" and side != who.name and head.lemma_.lower() in cast.lexicon.agents:
        return Who(side, who.text, who.confidence)  # a state's soldiers act for it
    if kind == "unknown" and who.name[:1].islower() and head.pos_ != "PRON":
        return Who(who.name, who.text, 0.5) if head.lemma_.lower() in cast.lexicon.agents | cast.lexicon.bodies else None
    return who


def _before(draft: Draft, near: list[Draft], cast: Cast) -> Who | None:
    """Whom the last of the clauses just before accuses, where that is not the speaker's own side."""
    own = {cast.side(w.name) for w in draft.speakers}
    named = [d for d in near if d.accused is not None and d.accused.confidence >= BY_NEIGHBOURS]
    others = [d for d in named if d.accused is not None and cast.side(d.accused.name) not in own]
    if not others:
        return None
    last = max(others, key=_first).accused
    return Who(last.name, last.text, BY_NEIGHBOURS) if last is not None else None


def _topic(drafts: list[Draft]) -> Who | None:
    """Whom this article is about: accused by grammar at least three times, and more often than all others together."""
    named = [d.accused for d in drafts if d.accused is not None and d.accused.confidence >= BY_NEIGHBOURS]
    counts = Counter(who.name for who in named)
    if not counts:
        return None
    name, count = counts.most_common(1)[0]
    if count < _TOPIC_MIN or count * 2 <= len(named):
        return None
    return Who(name, next(w.text for w in named if w.name == name), _ELSEWHERE)


def _elsewhere(draft: Draft, topic: Who | None, cast: Cast) -> Who | None:
    """The article's accused, unless it speaks here itself, or suffers the act."""
    if topic is None or cast.side(topic.name) in {cast.side(w.name) for w in draft.speakers}:
        return None
    victims = {w.name for act in draft.acts for t in act_rules.patients(act) if (w := cast.resolve(t))}
    return None if topic.name in victims else topic
