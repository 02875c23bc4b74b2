"""Who made a document: "the embassy's tweets", "an FBI summary", "the report" after "Reuters reported"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.extract.who import Who
from tracker.extract.who.phrases import is_definite, joined, words

if TYPE_CHECKING:
    from spacy.tokens import Token

    from tracker.extract.who.cast import Cast

_ISSUING = frozenset(["publish", "release", "issue", "post", "file"])  # what is done with a document by who made it
_SAYING = frozenset(["say", "claim", "deny", "accuse", "warn"])  # classes of cues that can stand with "in a statement"
_REPORTED = 60  # tokens back from "the report" to who reported


class Documents:
    """The documents of one article; what was once said to be somebody's stays his where it is named again."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._makers: dict[str, str] = {}

    def maker(self, head: Token) -> Who | None:
        """Whoever made a document: "the embassy's tweets", "an FBI summary", "a report by Reuters"."""
        lemma = head.lemma_.lower()
        if lemma not in self.cast.lexicon.documents:
            return None
        if (owner := self._author(head)) is not None:
            self._makers[lemma] = owner.name
            return Who(owner.name, words(head, self.cast.cut), min(owner.confidence, 0.8))
        if head.head.lemma_.lower() in _ISSUING | {"in"}:
            if (issuer := self._issuer(head)) is not None:
                self._makers[lemma] = issuer.name
        elif is_definite(head) and (maker := self._makers.get(lemma) or self._reporter(head)) is not None:
            return Who(maker, words(head, self.cast.cut), 0.6)
        return None

    def _reporter(self, head: Token) -> str | None:
        """Whoever "reported" just before "the report"."""
        start = max(0, head.sent.start - _REPORTED)
        verbs = (t for t in reversed(head.doc[start : head.i]) if t.pos_ == "VERB" and t.lemma_.lower() == head.lemma_.lower())
        for verb in verbs:
            if who := [w for c in verb.children if c.dep_ == "nsubj" for w in self.cast.speakers(c)]:
                return who[0].name
        return None

    def _author(self, head: Token) -> Who | None:
        """Whose a document is by its own phrase."""
        for child in head.children:
            owner: Who | None = None
            if child.dep_ == "poss" or (child.dep_ in {"compound", "nmod"} and child.ent_type_ in {"ORG", "GPE"}):
                owner = self.cast.owner(child) or self.cast.label(child)
            elif child.dep_ in {"prep", "acl"} and child.lower_ in {"by", "from"}:
                owner = next((self.cast.owner(c) for c in child.children if c.dep_ == "pobj"), None)
            if owner is not None:
                return owner
        return None

    def _issuer(self, head: Token) -> Who | None:
        """Whoever "said in a statement" or "released a report": the document is spoken of as known from there on."""
        within = head.head.lower_ == "in"
        verb = head.head.head if within else head.head
        heads = [h for c in verb.children if c.dep_ == "nsubj" for h in (c, *joined(c))]
        named = [who for h in heads if (who := self.cast.owner(h)) is not None]
        who = self.cast.together([w.name for w in named], named[0]) if len(named) > 1 else named[0] if named else None
        return who if not within or self.cast.lexicon.cues.get(verb.lemma_.lower()) in _SAYING else None
