"""Names that a text itself explains: states and bodies that no list knows, their demonyms, capitals and acronyms.

"Saarvian troops" are Saarvia's where the text names Saarvia; "Haldna, the Saarvian capital" makes Haldna a name of it; "the
National Security Office (NSO)" makes NSO one. So allegations among actors that nobody has listed can be followed, too.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tracker.text import fold
from tracker.types import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tracker.extract.who.gazetteer import Gazetteer

_ENDINGS = ("n", "an", "ian", "i", "ese", "ish", "ite", "er", "ean", "ic", "ns", "ans", "ians", "is", "ites", "ers", "ics")
_SHORTEST = 4  # letters of a name that a demonym is looked for
_CUT = ("", "a", "e", "o", "ia", "ea", "y", "us", "um", "os")  # endings of a name that its demonym drops
_ACRONYM = re.compile(
    r"((?:[A-Z][\w’'&-]*|of|for|and|the|on|in)(?: (?:[A-Z][\w’'&-]*|of|for|and|the|on|in)){1,7}) \(([A-Z][A-Za-z]{1,6})\)"
)
_KINDS = {"GPE": "place", "NORP": "group", "ORG": "body"}


class Learnt:
    """The names that one parsed text explains. Look-ups fold case, accents and articles; None is for what is unknown."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.actors: dict[str, Actor] = {}
        self._names: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        words = self._proper_words(doc, gazetteer)
        self._learn_demonyms(words, gazetteer)
        self._learn_capitals(doc.text, gazetteer)
        self._learn_acronyms(doc.text, gazetteer)

    def named(self, text: str) -> Actor | None:
        """The actor of this name, capital or acronym."""
        name = self._names.get(fold(text))
        return self.actors.get(name) if name else None

    def by_adjective(self, text: str) -> Actor | None:
        """The actor behind a demonym that the text shares the stem of."""
        name = self._adjectives.get(fold(text))
        return self.actors.get(name) if name else None

    def _add(self, name: str, kind: str) -> None:
        self.actors.setdefault(name, Actor(name=name, kind=kind))
        self._names.setdefault(fold(name), name)

    def _proper_words(self, doc: Doc, gazetteer: Gazetteer) -> dict[str, Counter[str]]:
        """By capitalised word that no list knows: how often it stands with each entity label. Names of persons are left out."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        persons = {word for entity in doc.ents if entity.label_ == "PERSON" and len(entity) > 1 for word in entity.text.split()}
        for token in doc:
            text = token.text
            if len(text) < _SHORTEST or not text[0].isupper() or text.isupper() or not text.isalpha():
                continue
            if token.is_sent_start and token.pos_ not in {"PROPN", "ADJ"}:
                continue
            alone = token.dep_ not in {"compound", "flat"} and not any(c.dep_ in {"compound", "flat"} for c in token.children)
            label = token.ent_type_ or ("PROPN" if token.pos_ == "PROPN" else "ADJ")
            spellings = {text, text.removesuffix("s")}  # "Syrias army" has lost its apostrophe
            unknown = text not in persons and not any(gazetteer.named(s) or gazetteer.by_adjective(s) for s in spellings)
            if unknown and (alone or token.dep_ in {"amod", "compound"}):
                found[text][label if alone else "part"] += 1
        return {word: labels for word, labels in found.items() if labels["PERSON"] <= sum(labels.values()) / 2}

    def _learn_demonyms(self, words: dict[str, Counter[str]], gazetteer: Gazetteer) -> None:
        """Pair every word with a longer or altered one that ends like a demonym: "Saarvia" and "Saarvian"."""
        stems: dict[str, list[str]] = defaultdict(list)
        for word in words:
            stems[word[:_SHORTEST].lower()].append(word)
        for group in stems.values():
            for name in group:
                derived = [w for w in group if w != name and is_demonym(w, name)]
                if not derived or any(is_demonym(name, other) for other in group if other != name):
                    continue
                if gazetteer.named(name) is None:
                    self._add(name, "state")
                    for adjective in derived:
                        self._adjectives.setdefault(fold(adjective), name)
        for word, labels in words.items():
            if fold(word) in self._names or fold(word) in self._adjectives:
                continue
            label = max(labels, key=lambda k: labels[k])
            if label in _KINDS and (labels[label] > 1 or label == "GPE"):
                self._add(word, _KINDS[label])

    def _learn_capitals(self, text: str, gazetteer: Gazetteer) -> None:
        for found in re.finditer(
            r"\b([A-Z]\w+), (?:the )?([A-Z]\w+?)(?:’s|'s)? capital\b|\b([A-Z]\w+), (?:the )?capital of ([A-Z]\w+)", text
        ):
            city, owner = (found[1], found[2]) if found[1] else (found[3], found[4])
            actor = self.by_adjective(owner) or self.named(owner) or gazetteer.by_adjective(owner) or gazetteer.named(owner)
            if actor is not None and gazetteer.named(city) is None:
                self.actors.setdefault(actor.name, actor)
                self._names[fold(city)] = actor.name

    def _learn_acronyms(self, text: str, gazetteer: Gazetteer) -> None:
        for found in _ACRONYM.finditer(text):
            words, short = found[1].split(), found[2]
            for start in range(len(words)):
                name = " ".join(words[start:])
                initials = "".join(w[0] for w in words[start:] if w[0].isupper())
                if words[start][0].isupper() and initials.upper() == short.upper():
                    known = gazetteer.named(name) or gazetteer.named(short)
                    actor = known or Actor(name=name, kind="body")
                    self.actors.setdefault(actor.name, actor)
                    self._names.setdefault(fold(name), actor.name)
                    self._names.setdefault(fold(short), actor.name)
                    break


def is_demonym(word: str, name: str) -> bool:
    """True where a word is a name, perhaps without its last vowel, with an ending of demonyms."""
    lower, base = word.lower(), name.lower()
    for cut in _CUT:
        stem = base.removesuffix(cut) if cut else base
        if (cut and stem == base) or len(stem) < _SHORTEST - 1 or not lower.startswith(stem):
            continue
        if lower[len(stem) :] in _ENDINGS:
            return True
    return False
