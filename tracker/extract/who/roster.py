"""The persons that one article names, with their titles, sides and forms of address, and its named bodies.

Full names are learnt first, so that a family name alone leads to them wherever it stands: "Russian Foreign Minister Sergei
Lavrov" is Lavrov, the minister, on Russia's side. Where the parser sees no person, a title before a name or a family name
that stands alone elsewhere tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from tracker.extract.who.known import BARE, KnownActors
from tracker.text import fold, squash
from tracker.types import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from tracker.extract.lexicon import Lexicon

_POSSESSIVE = re.compile(r"[’']s$")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_MIN_NAME, _MAX_NAME = 2, 3  # words of a person's name
_TITLE_REACH = 9  # words from a title to the name it goes with
_VARIANT = 84.0  # similarity (0-100) from which a family name is another spelling of one in the same text
_FORMS = {"mr": "m", "mr.": "m", "sir": "m", "lord": "m", "ms": "f", "ms.": "f", "mrs": "f", "mrs.": "f", "lady": "f"}
_TAG_FORMS = frozenset(["mr", "ms", "mrs", "dr", "sec", "secretary"])  # before a name in a transcript's tag


def _family(name: str) -> str:
    """The last word of a name, folded."""
    return fold(name.split()[-1])


def _joined(run: list[Token]) -> str:
    return " ".join(t.text for t in run)


class Roster:
    """Persons and bodies of one parsed article.

    `titles` holds (token index, title in lower case, name) of every person named with an office, `titled` the name that goes
    with a noun (by its index), `genders` "m" or "f" by name where a form of address tells.
    """

    def __init__(self, doc: Doc, actors: KnownActors, lexicon: Lexicon) -> None:
        self.doc, self.actors, self.lexicon, self.gazetteer = doc, actors, lexicon, actors.gazetteer
        self.titles: list[tuple[int, str, str]] = []
        self.titled: dict[int, str] = {}
        self.genders: dict[str, str] = {}
        self._entity_at = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
        self._persons = [entity for entity in doc.ents if entity.label_ == "PERSON"]
        self._families: dict[str, list[str]] = {}
        self._bodies = {
            tuple(squash(_POSSESSIVE.sub("", _ARTICLE.sub("", e.text))).split())
            for e in doc.ents
            if e.label_ == "ORG" and len(e) > 1
        }
        runs = self._runs_of_names()
        self._after_body: dict[int, str] = {}
        self._learn_persons()
        self._learn_after_bodies()
        self._learn_after_titles(runs)
        self._learn_bodies(runs)

    # ------------------------------------------------------------------------------------------------- by full name

    def _learn_persons(self) -> None:
        for entity in sorted(self._persons, key=lambda e: -len(e)):  # the full names first
            name = self._bare(entity.text)
            listed = self.gazetteer.named(name)
            if not name or not name[0].isalpha() or (listed is not None and listed.kind != "person"):
                continue
            known = self.gazetteer.person(name)
            if known is None and len(name.split()) > 1:
                known = Actor(name=name, kind="person", speaks_for=self.side_of_title(entity.root))
            if known is None:
                continue
            self._add(known, _family(name))
            self._learn_title(entity.start, entity.root, known.name)

    def _bare(self, text: str) -> str:
        """A person's name without possessive, honorific and stray marks."""
        words = squash(_POSSESSIVE.sub("", text)).strip(" -–—'’\"“”").split()
        while len(words) > 1 and (words[0].lower() in _FORMS or words[0].lower().rstrip(".") in self.lexicon.honorifics):
            words.pop(0)
        return " ".join(words)

    def _add(self, person: Actor, family: str) -> None:
        self.actors.add(person)
        if person.name not in self._families.setdefault(family, []):
            self._families[family].append(person.name)

    def _learn_title(self, at: int, head: Token, name: str) -> None:
        words = self._title_words(head)
        title = " ".join(t.lower_ for t in words if t.is_alpha and not self.actors.by_adjective(t.text))
        if any(t.lemma_.lower() in self.lexicon.officials for t in words):
            self.titles.append((at, title, name))
        for token in [*words, *self.doc[max(0, at - 1) : at]]:
            if gender := _FORMS.get(token.lower_):
                self.genders[name] = gender

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

    def side_of_title(self, head: Token) -> str | None:
        """The side that the words beside a name or noun tell: "the Chinese diplomat" is on China's; None where none does."""
        for token in self._title_words(head):
            actor = self.actors.meant(token.text)
            if actor is not None and actor.kind != "person":
                return self.actors.side(actor.name)
        return None

    # --------------------------------------------------------------------------------------- beside nouns of office

    def _runs_of_names(self) -> list[list[Token]]:
        """Proper nouns that stand side by side."""
        runs: list[list[Token]] = []
        for token in self.doc:
            if token.pos_ != "PROPN" or not token.text[:1].isupper() or not token.is_alpha:
                continue
            if runs and runs[-1][-1].i == token.i - 1:
                runs[-1].append(token)
            else:
                runs.append([token])
        return runs

    def _learn_after_bodies(self) -> None:
        """Names that the parser takes for the end of a body's: "the Chinese Ministry of Foreign Affairs Le Yucheng"."""
        for entity in self.doc.ents:
            for end in range(entity.end - _MAX_NAME, entity.end - 1):
                if (
                    entity.label_ != "ORG"
                    or end <= entity.start + 1
                    or any(t.pos_ != "PROPN" for t in self.doc[end : entity.end])
                ):
                    continue
                body = self.gazetteer.named(self.doc[entity.start : end].text)
                if (
                    body is not None
                    and body.kind != "person"
                    and self.gazetteer.named(self.doc[entity.start : entity.end].text) is None
                ):
                    self._after_body[entity.end - 1] = self._learn_person(
                        self.doc[end : entity.end].text, self.actors.side(body.name)
                    )

    def _learn_after_titles(self, runs: list[list[Token]]) -> None:
        """Names that the parser takes for no person: "the deputy head of diplomacy Sergei Vershinin"."""
        alone = Counter(
            run[0].text for run in runs if len(run) == 1 and run[0].dep_ in {"nsubj", "nsubjpass", "poss", "dobj", "pobj"}
        )
        for run in runs:
            if self._is_called_by_family(run, alone):
                self._learn_person(_joined(run), None)
            named = self._named_at_end(run)
            title = self._title_before(named[0].i) if named else None
            if title is not None and self.doc[named[0].i - 1].pos_ in {"NOUN", "PROPN", "ADJ"}:
                self._learn_titled(title, named)

    def _learn_titled(self, title: Token, named: list[Token]) -> None:
        """Whoever a noun of office and the name after it mean: somebody who is known, else a new person."""
        office = " ".join(t.lower_ for t in self.doc[title.i : named[0].i] if t.is_alpha)
        if (person := self.named_person(named[-1])) is not None and self.actors.kind(person) == "person":
            self.titled[title.i] = person
            self.titles.append((named[0].i, office, person))
            return
        named = named[-_MIN_NAME:] if len(named) > _MAX_NAME else named
        if len(named) < _MIN_NAME or self._is_taken(named):
            return
        before = self.doc[max(0, title.i - 2) : named[0].i]
        side = next((a for t in before if (a := self.actors.meant(t.text))), None)
        name = self._learn_person(_joined(named), self.actors.side(side.name) if side and side.kind != "person" else None)
        self.titled[title.i] = name
        self.titles.append((named[0].i, office, name))

    def _learn_person(self, full: str, side: str | None) -> str:
        known = self.gazetteer.person(full) or Actor(name=full, kind="person", speaks_for=side)
        self._add(known, _family(full))
        return known.name

    def _is_called_by_family(self, run: list[Token], alone: Counter[str]) -> bool:
        """True for the name of a person whose last word stands alone elsewhere, the first never: "Matilda Bogner"."""
        first, last = run[0].text, run[-1].text
        return (
            _MIN_NAME <= len(run) <= _MAX_NAME
            and fold(last) not in self._families
            and alone[last] > 0
            and not alone[first]
            and not self._is_taken(run)
            and not any(self.actors.named(t.text) for t in run)
        )

    def _is_taken(self, run: list[Token]) -> bool:
        """True where a run of proper nouns, or a part that makes it no person's name, means something else."""
        return any(self._is_no_name(t) for t in run) or self.actors.named(_joined(run)) is not None

    def _is_no_name(self, token: Token) -> bool:
        return self._names_office(token) or self.actors.by_adjective(token.text) is not None

    def _named_at_end(self, run: list[Token]) -> list[Token]:
        """The part of a run of proper nouns that may be a person: not the state or office before it."""
        entity = self._entity_at.get(run[-1].i)
        if entity is not None and entity.label_ == "PERSON":
            return [t for t in run if t.i >= entity.start and not self.actors.named(t.text)] or run[-1:]
        if self.actors.named(_joined(run)) is not None:
            return []
        named = list(run)
        while len(named) > _MIN_NAME and (self.actors.named(named[0].text) or self._is_no_name(named[0])):
            named.pop(0)
        return named

    def _names_office(self, token: Token) -> bool:
        lemma = token.lemma_.lower()
        return lemma in self.lexicon.officials or lemma in self.lexicon.bodies or lemma in self.lexicon.documents

    def _title_before(self, first: int) -> Token | None:
        """The noun of office that a name follows, over "of foreign affairs of Russia"."""
        for i in range(first - 1, max(-1, first - _TITLE_REACH), -1):
            token = self.doc[i]
            if token.lemma_.lower() in self.lexicon.officials and token.pos_ in {"NOUN", "PROPN"}:
                return token
            if token.pos_ not in {"NOUN", "PROPN", "ADJ", "ADP", "DET", "PART"}:
                return None
        return None

    def _learn_bodies(self, runs: list[list[Token]]) -> None:
        """Names right after the noun that says what they are: "the website Bellingcat", "the US image company Maxar"."""
        kinds = self.lexicon.private | self.lexicon.named_bodies
        for run in runs:
            noun = self.doc[run[0].i - 1] if run[0].i else None
            if noun is None or noun.pos_ != "NOUN" or noun.lemma_.lower() not in kinds or noun.text[0].isupper():
                continue
            full = _joined(run)
            known = self.actors.named(full) or Actor(name=full, kind="body")
            if known.kind != "person" and fold(full) not in self._families:
                self.actors.add(known)
                self.titled[noun.i] = known.name

    # ------------------------------------------------------------------------------------------------- who is named

    def bears(self, title: str) -> bool:
        """True where somebody in the text bears this title: the text knows better than any list."""
        words = set(fold(title).split())
        return any(words <= set(fold(borne).split()) for _, borne, _ in self.titles)

    def has_person(self, first: int, last: int) -> bool:
        """True where the name of a person begins between two tokens, both included."""
        at = bisect_left(self._persons, first, key=lambda e: e.start)
        return at < len(self._persons) and self._persons[at].start <= last

    def entity(self, token: Token) -> Span | None:
        """The entity that a token is part of."""
        return self._entity_at.get(token.i)

    def named_person(self, token: Token) -> str | None:
        """The person that a name means, in full or by family name; None where it is nobody's."""
        if (name := self._after_body.get(token.i)) is not None:
            return name
        entity = self._entity_at.get(token.i)
        entity = entity if entity is not None and entity.label_ == "PERSON" else None
        full = self._bare(entity.text) if entity is not None else token.text
        words = [word for word in full.split() if word[0].isalpha()]
        if len(words) > 1 and (known := self.gazetteer.person(full)):
            return known.name
        if found := self._by_family(words, token, full):
            return found
        if entity is None and token.ent_type_ not in {"", "ORG", "GPE", "NORP"}:
            return None
        alone = self.gazetteer.family(words[-1]) if len(words) == 1 and words[0][:1].isupper() else None
        if alone is not None and self.gazetteer.named(words[0]) is None:
            self.actors.add(alone)
            return alone.name
        return full if entity is not None and full and not self.gazetteer.named(full) else None

    def _by_family(self, words: list[str], token: Token, full: str) -> str | None:
        """The person of this text whose family name is the last of some words, also misspelt or without its apostrophe."""
        last = fold(words[-1]) if words else ""
        family = self._families.get(last) or self._families.get(last.removesuffix("s"), [])
        if family:
            return self._of_family(family, token, full)
        if len(words) == 1 and (variant := self._variant(last)):
            return self._of_family(self._families[variant], token, full)
        return None

    def _variant(self, family: str) -> str | None:
        """The one family name of this text that another spelling stands for: "Blinkken" for "Blinken"."""
        if len(family) <= BARE + 1 or self.actors.named(family) is not None:
            return None
        near = [k for k in self._families if k[:1] == family[:1] and len(k) > BARE and fuzz.ratio(k, family) >= _VARIANT]
        return near[0] if len(near) == 1 else None

    def _of_family(self, family: list[str], token: Token, full: str) -> str:
        """Which of several persons of one family name: the one named in full, of fitting title, or named most often."""
        for name in family:
            if fold(name) == fold(full):
                return name
        title = next((_FORMS[c.lower_] for c in token.lefts if c.lower_ in _FORMS), None)
        fitting = [n for n in family if title is None or self.genders.get(n, title) == title] or family
        named = [fold(e.text) for e in self._persons]
        return max(fitting, key=lambda n: named.count(fold(n)))

    def called(self, noun: str, before: int) -> str | None:
        """The body that was last introduced by a noun: "the operator" after "the operator Tarn"."""
        found = [i for i in self.titled if i < before and self.doc[i].lemma_.lower() == noun]
        return self.titled[max(found)] if found else None

    def by_family(self, word: str) -> str | None:
        """The one person of this text of a family name, also without its apostrophe: "Assads" forces."""
        bare = word.removesuffix("s")
        found = self._families.get(fold(word)) or self._families.get(fold(bare), [])
        if not found and (known := self.gazetteer.family(bare)) is not None:
            self.actors.add(known)
            return known.name
        return found[0] if len(found) == 1 else None

    def longer(self, name: str) -> str | None:
        """The one longer name of a body in this text that a shorter one is part of; None where there is none, or several."""
        words = name.split()
        if not words or self.actors.named(name) is not None or self.actors.by_adjective(words[0]) is not None:
            return None
        if fold(words[-1]) in self._families or self.gazetteer.family(words[-1]) is not None:
            return None
        found = {
            b for b in self._bodies if len(b) > len(words) and any(list(b[n : n + len(words)]) == words for n in range(len(b)))
        }
        whole = {" ".join(b) for b in found}
        canonical = {known.name if (known := self.actors.named(w)) is not None else w for w in whole}
        return max(whole, key=len) if len(canonical) == 1 else None

    def tagged(self, tag: str) -> str:
        """The person behind a transcript's tag: "MS. PSAKI" is Jen Psaki where she is known or named."""
        words = [w for w in tag.replace(".", ". ").split() if w.strip(".").lower() not in _TAG_FORMS]
        name = " ".join(words).title()
        family = fold(words[-1]) if words else ""
        if self._families.get(family):
            return self._families[family][-1]
        known = self.gazetteer.person(name) or (self.gazetteer.family(words[-1]) if words else None)
        if known is not None:
            self.actors.add(known)
            return known.name
        if (title := " ".join(words[1:]).lower()) and words[0].lower() == "the":
            return next((n for _, t, n in reversed(self.titles) if title in t), name)
        return name or tag
