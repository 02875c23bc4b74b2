"""Groups that have no name of their own: those who fight a state, and unnamed people of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.who import Who, phrases

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.who.cast import Cast


def insurgents(head: Token, cast: Cast) -> Who | None:
    """The side that fights the state, by whatever word it is called: "opposition fighters", "armed terrorist groups"."""
    inside = [t for t in head.subtree if t.i <= head.i and phrases.within(t, head)]
    called = [t for t in inside if t.lemma_.lower() in cast.lexicon.insurgents]
    if not called or head.pos_ == "PROPN" or (head not in called and head.lemma_.lower() not in cast.lexicon.bodies):
        return None
    if head.tag_ == "NN" and head.lemma_.lower() in cast.lexicon.officials:
        return None  # "a fighter" is one man
    if any(t.ent_type_ in {"ORG", "PERSON"} for t in inside):
        return None
    before = cast.named_before(head.i)
    for name in (*reversed(before), *cast.named()):
        actor = cast.gazetteer.actors.get(name)
        if actor is not None and actor.kind == "group" and name.split()[-1].lower().rstrip("s") in cast.lexicon.insurgents:
            return Who(name, phrases.words(head, cast.cut), 0.6)
    for state in dict.fromkeys(cast.side(name) for name in reversed(before)):
        actor = cast.gazetteer.actors.get(state)
        for adjective in actor.adjectives if actor is not None and actor.kind == "state" else ():
            if (group := cast.gazetteer.named(f"{adjective} rebels")) is not None:
                return Who(group.name, phrases.words(head, cast.cut), 0.5)
    return None


def member_of(head: Token, cast: Cast) -> Who | None:
    """The body that unnamed people speak for: "monitors at the Observatory", "experts with Tarn Labs"."""
    if head.lemma_.lower() not in cast.lexicon.officials or phrases.is_definite(head):
        return None
    preps = [p for p in head.children if p.dep_ == "prep" and p.lower_ in {"at", "with", "from"}]
    for body in (c for prep in preps for c in prep.children if c.dep_ == "pobj"):
        who = cast.owner(body) or (cast.label(body) if body.ent_type_ == "ORG" else None)
        if who is not None and (body.ent_type_ == "ORG" or cast.actor(who.name).kind in {"body", "group"}):
            return Who(who.name, phrases.words(head, cast.cut), 0.7)
    return None
