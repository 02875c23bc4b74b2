"""Who is who in one article: names, short names, titles, pronouns and bodies, resolved to canonical actors.

A `Cast` reads the article once (`roster` learns its persons, titles and bodies, `namings` who is named where), and then answers
whom a phrase means. What it learns from the text beats what the gazetteer knows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tracker.extract.saying.rules import inverted
from tracker.extract.who import Who, groups, phrases
from tracker.extract.who.documents import Documents
from tracker.extract.who.known import KnownActors
from tracker.extract.who.namings import Naming, Namings, Sort
from tracker.extract.who.roster import Roster
from tracker.text import fold
from tracker.types import Actor, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from tracker.extract.lexicon import Lexicon
    from tracker.extract.who.gazetteer import Gazetteer

_SHORT = {"United States": "US", "United Kingdom": "UK", "European Union": "EU", "United Nations": "UN"}
_PLURALS = frozenset(["NNS", "NNPS"])
_ANTECEDENTS = 3  # how many actors a pronoun or title may mean
_BEFORE = 6  # namings back to the state whose office is meant
_BODY_BEFORE = 8  # namings back to the state whose body is meant


class Cast:
    """The actors of one parsed article.

    `quotes` are spans between quote marks (see `saying.quotes`), `on` is the day that says who holds which office, `tags`
    name who speaks in a transcript: "the President" is theirs.
    Two sets of token indices are filled in once the attributions are read: `reported`, what somebody says, and `cut`, the
    prepositions that open what somebody is accused of, which are never part of a name.
    """

    def __init__(
        self,
        doc: Doc,
        gazetteer: Gazetteer,
        lexicon: Lexicon,
        quotes: list[Span],
        on: dt.date | None = None,
        tags: Iterable[str] = (),
    ) -> None:
        self.doc, self.gazetteer, self.lexicon, self.on = doc, gazetteer, lexicon, on
        self.reported: set[int] = set()
        self.cut: set[int] = set()
        self.actors = KnownActors(doc, gazetteer)
        self._roster = Roster(doc, self.actors, lexicon)
        self._documents = Documents(self)
        self._joint: dict[str, tuple[str, ...]] = {}
        quoted = {t.i for start, end in quotes for t in doc.char_span(start, end, alignment_mode="expand") or ()}
        self._namings = Namings(quoted, self._roster.genders)
        self._home: str | None = None
        self._learn_namings(quoted)
        sides = Counter(self.side(name) for tag in tags if (name := self.tagged(tag)) and self.side(name) != name)
        self._home = next((side for side, _ in sides.most_common(1)), None)

    def _learn_namings(self, quoted: set[int]) -> None:
        for token in self.doc:
            if token.pos_ not in {"PROPN", "NOUN"} or token.dep_ in {"compound", "amod", "nmod"}:
                continue
            who = self.person(token) or self._documents.maker(token) or self._place_or_body(token)
            if who is None and token.dep_ == "nsubj" and token.head.lemma_.lower() in self.lexicon.cues:
                who = self.label(token)
            if who is not None:
                person = self.actors.kind(who.name) == "person"
                subject = token.dep_ in {"nsubj", "nsubjpass"} or self._speaks(token)
                self._namings.add(Naming(token.i, who.name, person, subject, token.i in quoted))

    def _speaks(self, token: Token) -> bool:
        """True for the source of "according to X" and of an inverted "…," said X."""
        if token.dep_ == "pobj":
            return token.head.lower_ == "to" and token.head.head.lower_ == "according"
        return token.head.lemma_.lower() in self.lexicon.cues and inverted(token.head) == token

    def side(self, name: str) -> str:
        """The actor whose side a name is on, as this article or the gazetteer tells; itself where neither does."""
        return self.actors.side(name)

    def actor(self, name: str) -> Actor:
        """The record behind a canonical name; one of kind `unknown` where the text alone made the name."""
        return self.actors.record(name)

    def named(self) -> list[str]:
        """The canonical name of every naming in the text, in order."""
        return self._namings.names()

    def named_before(self, at: int) -> list[str]:
        """The canonical name of every naming before a token, in order."""
        return [n.name for n in self._namings.before(at)]

    def tagged(self, tag: str) -> str:
        """The person behind a transcript's tag: "MS. PSAKI" is Jen Psaki where she is known or named."""
        return self._roster.tagged(tag)

    def _who(self, name: str, head: Token, confidence: float) -> Who:
        """The actor of a name as the meaning of a phrase."""
        return Who(name, phrases.words(head, self.cut), confidence)

    # ----------------------------------------------------------------------------------------------- any noun phrase

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
        if head.lemma_.lower() in self.lexicon.amounts and (part := phrases.amount_of(head)) is not None:
            return self.resolve(part)
        if (name := phrases.name_beside(head)) is not None:
            return self.resolve(name)
        return (
            self._short_form(head)
            or self.person(head)
            or self._documents.maker(head)
            or self._office(head)
            or self._place_or_body(head)
            or self._by_title(head)
            or groups.insurgents(head, self)
            or groups.member_of(head, self)
            or self.label(head)
        )

    def owner(self, head: Token) -> Who | None:
        """Whom a possessor or adjective means: like `resolve`, but never a mere description."""
        if head.pos_ == "PRON":
            return self.pronoun(head)
        return self.person(head) or self._place_or_body(head) or (self.demonym(head) if head.pos_ == "ADJ" else None)

    def demonym(self, token: Token) -> Who | None:
        """The state or group behind an adjective: "Russian"."""
        actor = self.actors.by_adjective(token.text)
        return Who(actor.name, token.text, 0.9) if actor is not None else None

    def people_of(self, head: Token) -> Who | None:
        """Whose people a plain noun names ("Talavan commandos", "the bank's managers"); None for nobody's."""
        return self._through(head)

    def answerable(self, who: Who) -> Who:
        """Who answers for what an actor does: the state for its soldiers and officials, a person or body for itself."""
        side = self.side(who.name)
        return Who(side, who.text, who.confidence) if side != who.name and self.actors.kind(who.name) == "group" else who

    def _short_form(self, head: Token) -> Who | None:
        """The body whose longer name a text gives elsewhere: "the Observatory", "Civil Defence"."""
        if head.pos_ != "PROPN" or head.lower_ not in self.lexicon.bodies | self.lexicon.named_bodies:
            return None
        whole = self._roster.longer(phrases.name(head, self.cut))
        if whole is None:
            return None
        known = self.actors.named(whole)
        return self._who(known.name if known is not None else whole, head, 0.85)

    def together(self, names: list[str], who: Who) -> Who:
        """Several that are named as one: an actor of their joined names, on nobody's side."""
        *most, last = dict.fromkeys(names)
        joint = f"{', '.join(most)} and {last}"
        self.actors.add(Actor(name=joint, kind="group", speaks_for=None))
        self._joint[joint] = (*most, last)
        return Who(joint, who.text, who.confidence)

    def members(self, name: str) -> tuple[str, ...]:
        """Those whom a joined name joins; the name itself where it joins none."""
        return self._joint.get(name, (name,))

    def label(self, head: Token) -> Who | None:
        """The phrase's own words as a name, where its head is somebody or something that can speak."""
        lemma = head.lemma_.lower()
        speaks = self.lexicon.officials | self.lexicon.bodies | self.lexicon.documents
        proper = head.pos_ == "PROPN" and head.ent_type_ not in {"DATE", "TIME", "MONEY", "CARDINAL", "PERCENT"}
        name = phrases.name(head, self.cut)
        if self._says_nothing(lemma, name) or not (proper or lemma in speaks):
            return None
        if phrases.is_definite(head) and len(name.split()) == 1 and (body := self._roster.called(lemma, head.i)) is not None:
            return self._who(body, head, 0.7)
        acts = lemma in self.lexicon.bodies | self.lexicon.agents or head.lower_ == "officials"
        if len(name.split()) <= 2 and acts and (earlier := self._body_before(head)):
            return self._who(earlier, head, 0.7)
        return self._who(name, head, 0.7 if proper else 0.6)

    def _plain(self, head: Token) -> Who | None:
        """Any other noun, where the grammar says that it speaks: its own words are the name."""
        lemma = head.lemma_.lower()
        if head.pos_ != "NOUN" or lemma in self.lexicon.cue_nouns - self.lexicon.documents:
            return None
        name = phrases.name(head, self.cut)
        return None if self._says_nothing(lemma, name) else self._who(name, head, 0.5)

    def _says_nothing(self, lemma: str, name: str) -> bool:
        return lemma in self.lexicon.empty and " " not in name

    # ---------------------------------------------------------------------------------------------- pronouns and such

    def pronoun(self, token: Token) -> Who | None:
        """Whom a third-person pronoun means: the nearest fitting actor before it, subjects first, quotations left out."""
        if token.lower_ in {"who", "which"} and token.head.dep_ == "relcl":
            return self.resolve(token.head.head)
        sort = Sort.of(token)
        return self._namings.nearest(token, sort, self.reported) if sort is not None else None

    def antecedents(self, token: Token) -> list[Who]:
        """Whom a pronoun may mean, the likeliest first: at most `_ANTECEDENTS` actors."""
        sort = Sort.of(token)
        if sort is None:
            return []
        first = self._namings.nearest(token, sort, self.reported)
        others = (Who(n.name, token.text, 0.4) for n in self._namings.back(token, sort))
        return _distinct([*([first] if first is not None else []), *others])

    def alternatives(self, head: Token) -> list[Who]:
        """Who else a source may be: other antecedents of a pronoun; persons who fit "the official", "the Chinese diplomat"."""
        if head.pos_ == "PRON":
            return self.antecedents(head)[1:]
        if not phrases.is_definite(head) or head.lemma_.lower() not in self.lexicon.officials | self.lexicon.bodies:
            return []
        side = self._roster.side_of_title(head)
        sort = Sort(person=head.lemma_.lower() in self.lexicon.officials)
        fitting = (n for n in self._namings.back(head, sort) if side is None or self.side(n.name) == side)
        return _distinct(self._who(n.name, head, 0.5 if side else 0.35) for n in fitting)

    # -------------------------------------------------------------------------------------------- persons and offices

    def person(self, head: Token) -> Who | None:
        """The person that a phrase names, in full or by family name, also with the name in apposition to a title."""
        if (titled := self._roster.titled.get(head.i)) is not None:
            return self._who(titled, head, 0.9)
        for token in (head, *self._persons_within(head)):
            if token.ent_type_ != "PERSON" and token.pos_ != "PROPN":
                continue
            if name := self._roster.named_person(token):
                return self._who(name, head, 0.95)
        return None

    def _persons_within(self, head: Token) -> list[Token]:
        """Names inside a phrase that say who it is ("the deputy minister X"), not whose or of whom ("X's aide")."""
        if not self._roster.has_person(head.left_edge.i, head.right_edge.i):
            return []
        inside = {t.i for t in head.subtree if t.dep_ not in {"relcl", "acl"}}
        entities = (self._roster.entity(self.doc[i]) for i in sorted(inside))
        found = {e.start: e for e in entities if e is not None and e.label_ == "PERSON"}
        return [
            e.root
            for e in found.values()
            if e.start in inside
            and e.root.dep_ not in {"poss", "pobj", "conj"}
            and not (e.root.dep_ in {"compound", "nmod", "amod"} and not self._is_title(head))
            and phrases.within(e.root, head)
        ]

    def _is_title(self, head: Token) -> bool:
        """True for a noun that a person can be called by, not for "the Biden administration", "the Clinton campaign"."""
        lemma = head.lemma_.lower()
        called = lemma in self.lexicon.officials and lemma not in self.lexicon.crowds
        return head.ent_type_ == "PERSON" or head.pos_ == "PROPN" or called

    def _office(self, head: Token) -> Who | None:
        """Whoever holds an office: that of the state named with it ("the US Secretary of State"), else of the nearest one."""
        lemma = head.lemma_.lower()
        if lemma not in self.lexicon.officials or lemma in self.lexicon.unnamed or head.tag_ in _PLURALS:
            return None
        if any(child.lower_ in {"a", "an", "another"} for child in head.children):
            return None  # "a spokesman for the Kremlin" is anybody
        name = phrases.name(head, self.cut)
        holder = self.gazetteer.office(name, self.on)
        if holder is None and phrases.is_definite(head) and not self._roster.bears(name):
            held = (self.gazetteer.office(f"{side} {name}", self.on) for side in self._sides_before(head))
            holder = next((h for h in held if h is not None), None)
        if holder is None:
            return None
        self.actors.add(holder)
        return self._who(holder.name, head, 0.8)

    def _sides_before(self, head: Token) -> list[str]:
        """The sides of those named last before a word, nearest first."""
        before = reversed(self._namings.last(head.i, _BEFORE))
        near = (self.side(n.name) for n in before if self.actors.kind(n.name) in {"person", "body", "group"})
        return list(dict.fromkeys([self._home] if self._home is not None else near))

    def _by_title(self, head: Token) -> Who | None:
        """For "the secretary", "the chancellor": the person last named with such an office in this article."""
        if head.lemma_.lower() not in self.lexicon.officials or head.tag_ in _PLURALS:
            return None
        if any(c.lower_ in {"a", "an", "another", "one"} for c in head.children):
            return None
        inside = [t for t in head.subtree if t.is_alpha and t.dep_ != "det" and not phrases.is_loose(t, head, self.cut)]
        office = [t.lower_ for t in inside if self.actors.meant(t.text) is None]
        wanted = " ".join(office)
        same = {wanted, *self.lexicon.offices.get(wanted, ())}
        titles = self._roster.titles
        named = [(at, name) for at, title, name in titles if set(office) <= set(title.split()) or any(o in title for o in same)]
        named = named or self._namings.places({a.name for o in same for a in self.gazetteer.holders(o)})
        if not named:
            return None
        before = [item for item in named if item[0] < head.i]
        return self._who(max(before)[1] if before else min(named)[1], head, 0.75)

    # --------------------------------------------------------------------------------------- states, bodies, documents

    def _place_or_body(self, head: Token) -> Who | None:
        """A state, seat of power or body: by name, or through whom it acts ("Russian forces", "the Syrian regime")."""
        acting = head.lemma_.lower() in (self.lexicon.agents if head.pos_ == "PROPN" else self.lexicon.acting)
        if not acting and not self.gazetteer.knows(head.text) and self.actors.named(head.text) is None:
            return None
        if (actor := self._by_whole_name(head) or self._by_end_of_name(head)) is not None:
            return self._who(actor.name, head, 0.95)
        return self._through(head) if acting else None

    def _by_whole_name(self, head: Token) -> Actor | None:
        """The state or body that a phrase, or the entity it is headed by, is a name of."""
        entity = self._roster.entity(head)
        for text in (phrases.name(head, self.cut), entity.text if entity is not None else ""):
            actor = self.actors.named(text) if text else None
            if actor is not None and actor.kind != "person" and not (text.islower() and actor.kind == "state"):
                return actor
        return None

    def _by_end_of_name(self, head: Token) -> Actor | None:
        """The actor whose name is the end of a phrase: "the mighty Kremlin"."""
        core = [
            t
            for t in head.subtree
            if t.i <= head.i and not phrases.is_loose(t, head, self.cut) and t.dep_ not in {"det", "predet"}
        ]
        for start in range(len(core)):
            actor = self.actors.named(" ".join(t.text for t in core[start:] if t.text not in phrases.POSSESSIVE))
            if actor is None or (start > 0 and actor.kind == "person"):
                continue
            if head.pos_ != "ADJ" and not (head.text.islower() and actor.kind == "state"):
                return actor
        return None

    def _through(self, head: Token) -> Who | None:
        """The state behind "Russian forces", "Moscow's troops", "the government of Vladimir Putin"."""
        for child in head.children:
            owner = self._owning(child)
            if owner is None:
                continue
            for adjective in owner.adjectives[:1]:
                body = self.gazetteer.named(f"{adjective} {head.text}")
                if body is not None and (body.kind != "person" or phrases.is_definite(head)):  # "a spokesman" is anybody
                    return self._who(body.name, head, 0.9)
            return self._official_of(head, owner) if head.lemma_.lower() not in self.lexicon.private else None
        return None

    def _owning(self, child: Token) -> Actor | None:
        """Whoever a modifier of a noun makes its owner: "Russian", "Moscow's", "of Vladimir Putin"."""
        if child.dep_ in {"amod", "compound", "nmod"}:
            return self.actors.meant(child.text) or self._holder(child)
        if child.dep_ == "poss":
            who = self.owner(child)
        elif child.dep_ == "prep" and child.lower_ in {"of", "for", "from"} and not self._is_deed(child.head):
            holder = next((c for c in child.children if c.dep_ == "pobj"), None)
            who = self.owner(holder) if holder is not None else None
        else:
            return None
        return self.actor(who.name) if who else None

    def _is_deed(self, head: Token) -> bool:
        """True for a noun that names an act: what is "of" somebody there is done to him ("the invasion of Ukraine")."""
        return head.lemma_.lower() in self.lexicon.acts

    def _holder(self, token: Token) -> Actor | None:
        """The person or government that "Assads forces" and "government troops" are of."""
        if token.text[:1].isupper():
            name = self._roster.by_family(token.text)
            who = self.person(token)
            found = who.name if who is not None else name
            return self.actor(self.side(found)) if found is not None else None
        if token.lemma_.lower() in self.lexicon.rulers and (body := self._body_before(token)) is not None:
            return self.actor(self.side(body))
        return None

    def _body_before(self, head: Token) -> str | None:
        """For "the ministry", "the regime", "rebels": what was last named so, or a state's own body of that name."""
        last = head.lemma_.lower()
        before = self._namings.before(head.i)
        for seen in reversed(before):
            if self.doc[seen.at].lemma_.lower() == last or fold(seen.name).split()[-1:] == [last]:
                return seen.name
        sides = Counter(self.side(seen.name) for seen in before[-_BODY_BEFORE:])
        for side, _ in sides.most_common():
            state = self.gazetteer.actors.get(side)
            for adjective in state.adjectives if state is not None else ():
                if body := self.gazetteer.named(f"{adjective} {phrases.name(head, self.cut)}"):
                    return body.name
        return None

    # ---------------------------------------------------------------------------------------------- whose officials

    def _official_of(self, head: Token, owner: Actor) -> Who | None:
        """Unnamed officials keep a name of their own ("US officials") on their state's side; forces are the state itself."""
        side, lemma = self.side(owner.name), head.lemma_.lower()
        if lemma not in self.lexicon.officials:
            return self._who(side if lemma in self.lexicon.acting else owner.name, head, 0.85)
        if phrases.is_definite(head) and (known := self._by_title(head)):
            return known
        if lemma == "leader" or (lemma == "president" and head.tag_ == "NN"):
            holders = self.gazetteer.holders(f"{owner.adjectives[0] if owner.adjectives else owner.name} president")
            if len(holders) == 1:
                return self._who(holders[0].name, head, 0.6)
        if phrases.is_definite(head) and lemma in self.lexicon.unnamed:  # "the Chinese official": who was named before
            meant = next((w for w in self.alternatives(head) if self.actors.kind(w.name) == "person"), None)
            if meant is not None:
                return Who(meant.name, meant.text, 0.6)
        if lemma in self.lexicon.spoken:
            return self._who(owner.name, head, 0.7)
        label = self._unnamed(head, owner, side)
        self.actors.add(Actor(name=label, kind="group", speaks_for=side))
        return self._who(label, head, 0.8)

    def _unnamed(self, head: Token, owner: Actor, side: str) -> str:
        """One stable name for the unnamed officials of a state or body, however a text puts it: "US officials".

        "A US official", "the officials" after it and "unnamed US officials" are one voice: nobody can tell them apart.
        """
        state = self.actors.listed(side)
        short = _SHORT.get(side) or (state.adjectives[0] if state is not None and state.adjectives else owner.name)
        if head.lemma_.lower() == "official":
            return f"{short} officials"
        label = phrases.name(head, self.cut)
        pronoun = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in head.children)
        return f"{short} {label}" if pronoun else label


def _distinct(found: Iterable[Who]) -> list[Who]:
    """The first so many actors, each once."""
    by_name: dict[str, Who] = {}
    for who in found:
        by_name.setdefault(who.name, who)
        if len(by_name) == _ANTECEDENTS:
            break
    return list(by_name.values())
