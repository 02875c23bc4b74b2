"""Who is who in one article: names, short names, titles, pronouns and bodies, resolved to canonical actors.

A `Cast` reads the article once, learns the persons with their titles and sides ("Russian Foreign Minister Sergei Lavrov": the
minister, on Russia's side), and then answers whom a phrase means. What it learns from the text beats what the gazetteer knows.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.extract import phrases
from tracker.extract.gazetteer import Gazetteer
from tracker.extract.lexicon import Lexicon
from tracker.extract.rules import inverted
from tracker.text import fold, squash
from tracker.types import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HE, _SHE = {"he", "him", "his", "himself"}, {"she", "her", "hers", "herself"}
_IT, _THEY = {"it", "its", "itself"}, {"they", "them", "their", "themselves"}
_MEMORY = 2000  # tokens back that a pronoun can reach, at the very most
_FORMS = {"mr": "m", "mr.": "m", "sir": "m", "lord": "m", "ms": "f", "ms.": "f", "mrs": "f", "mrs.": "f", "lady": "f"}
_EMPTY = {
    "way",
    "reason",
    "fact",
    "thing",
    "part",
    "time",
    "day",
    "result",
    "case",
    "reality",
    "number",
    "series",
    "lot",
    "group",
    "one",
    "some",
    "many",
    "several",
    "most",
    "all",
    "both",
    "host",
}


@dataclass(frozen=True, slots=True)
class Who:
    """An answer: the canonical name, the words of the text, and how sure (0 to 1)."""

    name: str
    text: str
    confidence: float


@dataclass(slots=True)
class _Seen:
    """One naming of an actor in the text, for later pronouns and short forms."""

    at: int
    name: str
    person: bool
    subject: bool
    quoted: bool


class Cast:
    """The actors of one parsed article. `quotes` are spans between quote marks (see `tracker.extract.quotes`)."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer, lexicon: Lexicon, quotes: list[Span]) -> None:
        self.doc, self.gazetteer, self.lexicon = doc, gazetteer, lexicon
        self._entities = doc.ents  # spaCy makes them anew at each call
        self._entity_at = {i: entity for entity in self._entities for i in range(entity.start, entity.end)}
        self._persons = [entity.start for entity in self._entities if entity.label_ == "PERSON"]
        self.actors: dict[str, Actor] = {}
        self.reported: set[int] = set()  # tokens of what somebody says: whom it names is seldom meant by a pronoun outside
        self.cut: set[int] = set()  # prepositions that open what somebody is accused of: never part of a name
        self._families: dict[str, list[str]] = {}
        self._titles: list[tuple[int, str, str]] = []
        self._gender: dict[str, str] = {}
        self._seen: list[_Seen] = []
        self._quoted = {t.i for start, end in quotes for t in doc.char_span(start, end, alignment_mode="expand") or ()}
        self._learn_persons()
        self._learn_namings()

    # ------------------------------------------------------------------------------------------------- learning

    def _learn_persons(self) -> None:
        """Full names first, so that a family name alone can lead to them wherever it stands."""
        for entity in sorted(self._entities, key=lambda e: -len(e)):
            if entity.label_ != "PERSON":
                continue
            words = [t.text for t in entity if t.text not in {"’s", "'s"} and not t.is_space]
            name = squash(" ".join(words).strip(" -–—'’\"“”"))
            listed = self.gazetteer.named(name)
            if not name or not name[0].isalpha() or (listed is not None and listed.kind != "person"):
                continue
            known = self.gazetteer.person(name)
            if known is None and len(words) > 1:
                known = Actor(name=name, kind="person", speaks_for=self._side_of_title(entity.root))
            if known is None:
                continue
            self.actors.setdefault(known.name, known)
            family = fold(name).split()[-1]
            if known.name not in self._families.setdefault(family, []):
                self._families[family].append(known.name)
            self._learn_title(entity.start, entity.root, known.name)

    def _title_words(self, head: Token) -> list[Token]:
        """The words of a title before a name ("Russian Foreign Minister") or in apposition to it."""
        before = [c for c in head.lefts if c.dep_ in {"compound", "amod", "nmod", "poss"} and c.ent_type_ != "PERSON"]
        words = sorted({t for c in before for t in c.subtree if t.i < head.i}, key=lambda t: t.i)
        if head.dep_ == "appos":
            words += [t for t in head.head.subtree if t.i <= head.head.i and t.i < head.i]
        for child in head.children:
            if child.dep_ == "appos" and child.ent_type_ != "PERSON":
                words += [t for t in child.subtree if t.dep_ != "relcl"]
        return words

    def _side_of_title(self, head: Token) -> str | None:
        for token in self._title_words(head):
            actor = self.gazetteer.by_adjective(token.text) or self.gazetteer.named(token.text)
            if actor is not None and actor.kind != "person":
                return self.gazetteer.side(actor.name)
        return None

    def _learn_title(self, at: int, head: Token, name: str) -> None:
        words = self._title_words(head)
        title = " ".join(t.lower_ for t in words if t.is_alpha and not self.gazetteer.by_adjective(t.text))
        if any(t.lemma_.lower() in self.lexicon.officials for t in words):
            self._titles.append((at, title, name))
        for token in [*words, *self.doc[max(0, at - 1) : at]]:
            if gender := _FORMS.get(token.lower_):
                self._gender[name] = gender

    def _learn_namings(self) -> None:
        for token in self.doc:
            if token.pos_ not in {"PROPN", "NOUN"} or token.dep_ in {"compound", "amod", "nmod"}:
                continue
            who = self.person(token) or self._place_or_body(token)
            if who is None and token.dep_ == "nsubj" and token.head.lemma_.lower() in self.lexicon.cues:
                who = self._label(token)
            if who is None:
                continue
            self._seen.append(
                _Seen(
                    at=token.i,
                    name=who.name,
                    person=self._kind(who.name) == "person",
                    subject=token.dep_ in {"nsubj", "nsubjpass"} or self._speaks(token),
                    quoted=token.i in self._quoted,
                )
            )

    def _speaks(self, token: Token) -> bool:
        """True for the source of "according to X" and of an inverted "…," said X."""
        if token.dep_ == "pobj":
            return token.head.lower_ == "to" and token.head.head.lower_ == "according"
        return token.head.lemma_.lower() in self.lexicon.cues and inverted(token.head) == token

    def _kind(self, name: str) -> str:
        actor = self.actors.get(name) or self.gazetteer.actors.get(name)
        return actor.kind if actor else "unknown"

    def side(self, name: str) -> str:
        """The actor whose side a name is on, as this article or the gazetteer tells; itself where neither does."""
        actor = self.actors.get(name)
        return self.gazetteer.side(actor.speaks_for) if actor and actor.speaks_for else self.gazetteer.side(name)

    def actor(self, name: str) -> Actor:
        """The record behind a canonical name; one of kind `unknown` where the text alone made the name."""
        return self.actors.get(name) or self.gazetteer.actors.get(name) or Actor(name=name, kind="unknown", speaks_for=None)

    # ------------------------------------------------------------------------------------------------ answering

    def speakers(self, head: Token) -> list[Who]:
        """Everybody a phrase names as speaking: "the US, UK and NATO" are three. Empty where nobody can be named."""
        heads = [head]
        for token in heads:
            heads.extend(phrases.joined(token))
        found = [who for token in heads if (who := self.resolve(token) or self._plain(token)) is not None]
        return list({who.name: who for who in found}.values())

    def resolve(self, head: Token) -> Who | None:
        """Whom a noun phrase means, by its head: a pronoun, a person, a body or state, a title, else its own words."""
        if head.pos_ == "PRON" and not (head.text.isupper() and len(head) > 1):  # "US" is no pronoun, whatever the tagger says
            return self.pronoun(head)
        return self.person(head) or self._place_or_body(head) or self._by_title(head) or self._label(head)

    def person(self, head: Token) -> Who | None:
        """The person that a phrase names, in full or by family name, also with the name in apposition to a title."""
        for token in (head, *self._persons_within(head)):
            if token.ent_type_ != "PERSON" and token.pos_ != "PROPN":
                continue
            if name := self._named_person(token):
                return Who(name, phrases.words(head, self.cut), 0.95)
        return None

    def _persons_within(self, head: Token) -> list[Token]:
        """Names inside a phrase that say who it is ("the deputy minister X"), not whose or of whom ("X's aide")."""
        first = bisect_left(self._persons, head.left_edge.i)
        if first == len(self._persons) or self._persons[first] > head.right_edge.i:
            return []
        inside = {t.i for t in head.subtree if t.dep_ not in {"relcl", "acl"}}
        found = {e.start: e for i in sorted(inside) if (e := self._entity_at.get(i)) is not None and e.label_ == "PERSON"}
        return [
            e.root
            for e in found.values()
            if e.start in inside and e.root.dep_ not in {"poss", "pobj", "conj"} and phrases.within(e.root, head)
        ]

    def _named_person(self, token: Token) -> str | None:
        entity = self._entity_at.get(token.i)
        entity = entity if entity is not None and entity.label_ == "PERSON" else None
        words = [t.text for t in entity if t.is_alpha or "-" in t.text] if entity is not None else [token.text]
        full = " ".join(words)
        if len(words) > 1 and (known := self.gazetteer.person(full)):
            return known.name
        family = self._families.get(fold(words[-1]) if words else "", [])
        if family:
            return self._of_family(family, token, full)
        if entity is None and token.ent_type_ not in {"", "ORG", "GPE", "NORP"}:
            return None
        alone = self.gazetteer.family(words[-1]) if len(words) == 1 and words[0][:1].isupper() else None
        if alone is not None and self.gazetteer.named(words[0]) is None:
            self.actors.setdefault(alone.name, alone)
            return alone.name
        return full if entity is not None and full and not self.gazetteer.named(full) else None

    def _entity_text(self, token: Token) -> str:
        entity = self._entity_at.get(token.i)
        return entity.text if entity is not None else ""

    def _of_family(self, family: list[str], token: Token, full: str) -> str:
        """Which of several persons of one family name: the one named in full, of fitting title, or named most often."""
        for name in family:
            if fold(name) == fold(full):
                return name
        title = next((_FORMS[c.lower_] for c in token.lefts if c.lower_ in _FORMS), None)
        fitting = [n for n in family if title is None or self._gender.get(n, title) == title] or family
        named = [fold(e.text) for e in self._entities if e.label_ == "PERSON"]
        return max(fitting, key=lambda n: named.count(fold(n)))

    def _place_or_body(self, head: Token) -> Who | None:
        """A state, seat of power or body: by name, or through whom it acts ("Russian forces", "the Syrian regime")."""
        acting = head.lemma_.lower() in (self.lexicon.agents if head.pos_ == "PROPN" else self.lexicon.acting)
        if not acting and not self.gazetteer.knows(head.text):
            return None
        for text in (phrases.name(head, self.cut), self._entity_text(head)):
            actor = self.gazetteer.named(text) if text else None
            if actor is not None and actor.kind != "person" and not (text.islower() and actor.kind == "state"):
                return Who(actor.name, phrases.words(head, self.cut), 0.95)
        core = [
            t
            for t in head.subtree
            if t.i <= head.i and not phrases.is_loose(t, head, self.cut) and t.dep_ not in {"det", "predet"}
        ]
        for start in range(len(core)):
            text = " ".join(t.text for t in core[start:] if t.text not in {"’s", "'s"})
            actor = self.gazetteer.named(text)
            if actor is not None and (start == 0 or actor.kind != "person"):
                if head.pos_ == "ADJ" or (head.text.islower() and actor.kind == "state"):
                    continue
                return Who(actor.name, phrases.words(head, self.cut), 0.95)
        return self._through(head) if acting else None

    def _through(self, head: Token) -> Who | None:
        """The state behind "Russian forces", "Moscow's troops", "the government of Vladimir Putin"."""
        for child in head.children:
            owner: Actor | None = None
            if child.dep_ in {"amod", "compound", "nmod"}:
                owner = self.gazetteer.by_adjective(child.text) or self.gazetteer.named(child.text)
            elif child.dep_ == "poss" or (child.dep_ == "prep" and child.lower_ in {"of", "for", "from"}):
                holder = child if child.dep_ == "poss" else next((c for c in child.children if c.dep_ == "pobj"), None)
                who = self.owner(holder) if holder is not None else None
                owner = self.actor(who.name) if who else None
            if owner is None:
                continue
            return self._official_of(head, owner)
        return None

    def owner(self, head: Token) -> Who | None:
        """Whom a possessor means: like `resolve`, but never a mere description."""
        return self.pronoun(head) if head.pos_ == "PRON" else self.person(head) or self._place_or_body(head)

    def _official_of(self, head: Token, owner: Actor) -> Who | None:
        """Unnamed officials keep a name of their own ("US officials") on their state's side; forces are the state itself."""
        side = self.side(owner.name)
        if head.lemma_.lower() not in self.lexicon.officials:
            return Who(side, phrases.words(head, self.cut), 0.85)
        if phrases.is_definite(head) and (known := self._by_title(head)):
            return known
        if head.lemma_.lower() == "leader" or (head.lemma_.lower() == "president" and head.tag_ == "NN"):
            holders = self.gazetteer.holders(f"{owner.adjectives[0] if owner.adjectives else owner.name} president")
            if len(holders) == 1:
                return Who(holders[0].name, phrases.words(head, self.cut), 0.6)
        label = phrases.name(head, self.cut)
        if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in head.children) and (state := self.gazetteer.actors.get(side)):
            label = f"{state.adjectives[0] if state.adjectives else state.name} {label}"
        self.actors.setdefault(label, Actor(name=label, kind="group", speaks_for=side))
        return Who(label, phrases.words(head, self.cut), 0.8)

    def _by_title(self, head: Token) -> Who | None:
        """For "the secretary", "the chancellor": the person last named with such an office in this article."""
        if head.lemma_.lower() not in self.lexicon.officials or head.tag_ in {"NNS", "NNPS"}:
            return None
        if any(c.lower_ in {"a", "an", "another", "one"} for c in head.children):
            return None
        inside = [t for t in head.subtree if t.is_alpha and t.dep_ != "det" and not phrases.is_loose(t, head, self.cut)]
        office = [t.lower_ for t in inside if not self.gazetteer.by_adjective(t.text) and not self.gazetteer.named(t.text)]
        words, wanted = set(office), " ".join(office)
        same = {wanted, *self.lexicon.offices.get(wanted, ())}
        named = [(at, name) for at, title, name in self._titles if words <= set(title.split()) or any(o in title for o in same)]
        if not named:
            present = {s.name for s in self._seen}
            holders = {a.name for office in same for a in self.gazetteer.holders(office) if a.name in present}
            named = [(s.at, s.name) for s in self._seen if s.name in holders]
        before = [item for item in named if item[0] < head.i] or named
        if not before:
            return None
        return Who(max(before)[1] if before[0][0] < head.i else min(before)[1], phrases.words(head, self.cut), 0.75)

    def _label(self, head: Token) -> Who | None:
        """The phrase's own words as a name, where its head is somebody or something that can speak."""
        lemma = head.lemma_.lower()
        speaks = self.lexicon.officials | self.lexicon.bodies | self.lexicon.documents
        proper = head.pos_ == "PROPN" and head.ent_type_ not in {"DATE", "TIME", "MONEY", "CARDINAL", "PERCENT"}
        if lemma in _EMPTY or not (proper or lemma in speaks):
            return None
        name = phrases.name(head, self.cut)
        if (
            len(name.split()) <= 2
            and lemma in self.lexicon.bodies | self.lexicon.agents
            and (earlier := self._body_before(head))
        ):
            return Who(earlier, phrases.words(head, self.cut), 0.7)
        return Who(name, phrases.words(head, self.cut), 0.7 if proper else 0.6)

    def _plain(self, head: Token) -> Who | None:
        """Any other noun, where the grammar says that it speaks: its own words are the name."""
        if head.pos_ != "NOUN" or head.lemma_.lower() in _EMPTY | self.lexicon.cue_nouns - self.lexicon.documents:
            return None
        return Who(phrases.name(head, self.cut), phrases.words(head, self.cut), 0.5)

    def _body_before(self, head: Token) -> str | None:
        """For "the ministry", "the regime", "rebels": what was last named so, or a state's own body of that name."""
        last = head.lemma_.lower()
        before = [s for s in self._seen if s.at < head.i]
        for seen in reversed(before):
            if self.doc[seen.at].lemma_.lower() == last or fold(seen.name).split()[-1:] == [last]:
                return seen.name
        for seen in reversed(before[-8:]):
            state = self.gazetteer.actors.get(self.side(seen.name))
            for adjective in state.adjectives if state is not None else ():
                if body := self.gazetteer.named(f"{adjective} {phrases.name(head, self.cut)}"):
                    return body.name
        return None

    def pronoun(self, token: Token) -> Who | None:
        """Whom a third-person pronoun means: the nearest fitting actor before it, subjects first, quotations left out."""
        word = token.lower_
        if word in _HE | _SHE:
            return self._nearest(token, person=True, gender="m" if word in _HE else "f")
        if word in _IT | _THEY:
            return self._nearest(token, person=False, gender=None)
        return None

    def _nearest(self, token: Token, *, person: bool, gender: str | None) -> Who | None:
        first, end = (bisect_left(self._seen, at, key=lambda s: s.at) for at in (token.i - _MEMORY, token.i))
        back = [s for s in self._seen[first:end] if s.person == person and (not s.quoted or token.i in self._quoted)]
        if token.i in self._quoted:
            back = [s for s in back if s.quoted] or back
        elif token.i not in self.reported:
            back = [s for s in back if s.at not in self.reported] or back
        if gender:
            back = [s for s in back if self._gender.get(s.name, gender) == gender]
        reach = [s for s in back if token.i - s.at < 150]
        if not reach:
            return None
        start = token.sent.start
        same = [s for s in reach if s.at >= start]
        before = [s for s in reach if s.at < start]
        for group in (same, before[-6:]):
            subjects = [s for s in group if s.subject]
            if subjects:
                chosen = subjects[-1]
                return Who(chosen.name, token.text, 0.7 if token.i - chosen.at < 60 else 0.55)
            if group:
                return Who(group[-1].name, token.text, 0.5)
        return None

    def tagged(self, tag: str) -> str:
        """The person behind a transcript's tag: "MS. PSAKI" is Jen Psaki where she is known or named."""
        words = [
            w
            for w in tag.replace(".", ". ").split()
            if w.strip(".").lower() not in {"mr", "ms", "mrs", "dr", "sec", "secretary"}
        ]
        name = " ".join(words).title()
        family = fold(words[-1]) if words else ""
        if self._families.get(family):
            return self._families[family][-1]
        known = self.gazetteer.person(name) or (self.gazetteer.family(words[-1]) if words else None)
        if known is not None:
            self.actors.setdefault(known.name, known)
            return known.name
        if (title := " ".join(words[1:]).lower()) and words[0].lower() == "the":
            return next((n for _, t, n in reversed(self._titles) if title in t), name)
        return name or tag
