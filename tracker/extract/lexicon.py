"""The word classes that the rules work with, read from `seeds/lexicon.<language>.toml` (the file explains each)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Words = frozenset[str]
SOFT = frozenset(
    ["harm", "force", "deny", "claimed", "proof", "repair", "victim", "duty"]
)  # classes of `claims` that name no deed


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word classes of one language, as lemmas in lower case. See the seed file for what each means.

    `cues` maps a verb to its class (`say`, `accuse`, …). `attributing`, `claims` and `remarks` map a word to the classes
    that the models of attribution, of claims and of remarks on evidence know. `acts` maps a word, and `act_phrases` a
    phrase, to its act class; `act_phrase_ends` are the last words of these phrases. `acting` are the nouns through which a
    state acts: agents, bodies, officials; `private` are bodies that act for themselves ("a US company"). `offices` maps an
    office to every name of the same office.
    """

    cues: Mapping[str, str]
    attributing: Mapping[str, tuple[str, ...]]
    claims: Mapping[str, tuple[str, ...]]
    unsaid: Words
    citing: Words
    cue_nouns: Words
    accusing_nouns: Words
    denying_nouns: Words
    occasions: Words
    acts: Mapping[str, str]
    act_phrases: Mapping[str, str]
    act_phrase_ends: Words
    act_labels: Mapping[str, str]
    weak_acts: Words
    undone: Words
    suffered: Words
    ahead: Words
    leading: Words
    certainty: Mapping[str, Words]
    evidence: Mapping[str, Words]
    remarks: Mapping[str, tuple[str, ...]]
    disputed_phrases: tuple[str, ...]
    conceding: Words
    proposals: Words
    rejecting: Words
    wrongly: Words
    inventing: Words
    officials: Words
    bodies: Words
    documents: Words
    agents: Words
    private: Words
    acting: Words
    unnamed: Words
    spoken: Words
    crowds: Words
    insurgents: Words
    suits: Words
    rulers: Words
    named_bodies: Words
    honorifics: Words
    amounts: Words
    empty: Words
    hedges: Words
    light: Words
    offices: Mapping[str, tuple[str, ...]]

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Lexicon:
        """A lexicon from the parsed TOML file. Raises KeyError where a section is missing."""
        cues = {verb: name for name, part in table["cues"].items() if name != "noun" for verb in reversed(part["verbs"])}
        acts: dict[str, str] = {}
        phrases: dict[str, str] = {}
        for name, part in table["acts"].items():
            for word in part["words"]:
                acts.setdefault(word, name)
            phrases.update(dict.fromkeys(part.get("phrases", ()), name))
        nouns, noun_cues = table["nouns"], table["cues"]["noun"]
        return cls(
            cues=cues,
            attributing=_classes(table["attribution"]),
            claims=_classes(table["claims"]),
            unsaid=frozenset(table["cues_unsaid"]["verbs"]),
            citing=frozenset(table["cues_citing"]["verbs"]),
            cue_nouns=frozenset(noun_cues["nouns"]),
            accusing_nouns=frozenset(noun_cues["accusing"]),
            denying_nouns=frozenset(noun_cues["denying"]),
            occasions=frozenset(table["occasions"]["nouns"]),
            acts=acts,
            act_phrases=phrases,
            act_phrase_ends=frozenset(re.split("[ -]", phrase)[-1] for phrase in phrases),
            act_labels={name: part["label"] for name, part in table["acts"].items()},
            weak_acts=frozenset(table["acts_weak"]["words"]),
            ahead=frozenset(table["acts_ahead"]["nouns"]),
            leading=frozenset(name for name, part in table["acts"].items() if part.get("leads")),
            undone=frozenset(table["acts_undone"]["verbs"]),
            suffered=frozenset(table["acts_suffered"]["verbs"]),
            certainty={name: frozenset(words) for name, words in table["certainty"].items()},
            evidence={name: frozenset(words) for name, words in table["evidence"].items()},
            remarks=_classes(table["remarks"]),
            disputed_phrases=tuple(table["contest"]["disputed_phrases"]),
            conceding=frozenset(table["contest"]["conceded_verbs"]),
            proposals=frozenset(table["contest"]["proposals"]),
            rejecting=frozenset(table["contest"]["rejecting"]),
            wrongly=frozenset(table["contest"]["wrongly"]),
            inventing=frozenset(table["contest"]["inventing"]),
            officials=frozenset(nouns["officials"]),
            bodies=frozenset(nouns["bodies"]),
            documents=frozenset(nouns["documents"]),
            agents=frozenset(nouns["agents"]),
            private=frozenset(nouns["private"]),
            acting=frozenset([*nouns["agents"], *nouns["bodies"], *nouns["officials"]]),
            unnamed=frozenset(nouns["unnamed"]),
            spoken=frozenset(nouns["spoken"]),
            crowds=frozenset(nouns["crowds"]),
            insurgents=frozenset(nouns["insurgents"]),
            suits=frozenset(nouns["suits"]),
            rulers=frozenset(nouns["rulers"]),
            named_bodies=frozenset(nouns["named_bodies"]),
            honorifics=frozenset(nouns["honorifics"]),
            amounts=frozenset(nouns["amounts"]),
            empty=frozenset(nouns["empty"]),
            hedges=frozenset(table["shades"]["hedges"]),
            light=frozenset(table["shades"]["light"]),
            offices={office: tuple(group) for group in table["offices"].values() for office in group},
        )


def _classes(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """By word, the names of all classes that list it, in their order."""
    found: dict[str, list[str]] = {}
    for name, part in table.items():
        for word in part["words"]:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}
