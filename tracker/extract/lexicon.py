"""The word classes that the rules work with, read from `seeds/lexicon.<language>.toml` (the file explains each)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Word classes of one language, as lemmas in lower case. See the seed file for what each means.

    `cues` maps a verb to its class (`say`, `accuse`, …), `attributing` a word to the classes that the attribution model knows;
    `acts` maps a word, and `act_phrases` a phrase, to its act class; `act_phrase_ends` are the last words of these phrases;
    `acting` are the nouns through which a state acts: agents, bodies, officials. `offices` maps an office to every name of the
    same office.
    """

    cues: Mapping[str, str]
    attributing: Mapping[str, tuple[str, ...]]
    unsaid: Words
    cue_nouns: Words
    accusing_nouns: Words
    denying_nouns: Words
    acts: Mapping[str, str]
    act_phrases: Mapping[str, str]
    act_phrase_ends: Words
    act_labels: Mapping[str, str]
    weak_acts: Words
    undone: Words
    ahead: Words
    leading: Words
    certainty: Mapping[str, Words]
    evidence: Mapping[str, Words]
    disputed_phrases: tuple[str, ...]
    conceding: Words
    rejecting: Words
    officials: Words
    bodies: Words
    documents: Words
    agents: Words
    acting: Words
    offices: Mapping[str, tuple[str, ...]]

    @classmethod
    def parse(cls, table: Mapping[str, Any]) -> Lexicon:
        """A lexicon from the parsed TOML file. Raises KeyError where a section is missing."""
        cues = {verb: name for name, part in table["cues"].items() if name != "noun" for verb in reversed(part["verbs"])}
        attributing: dict[str, list[str]] = {}
        for name, part in table["attribution"].items():
            for word in part["words"]:
                attributing.setdefault(word, []).append(name)
        acts: dict[str, str] = {}
        phrases: dict[str, str] = {}
        for name, part in table["acts"].items():
            for word in part["words"]:
                acts.setdefault(word, name)
            phrases.update(dict.fromkeys(part.get("phrases", ()), name))
        nouns, noun_cues = table["nouns"], table["cues"]["noun"]
        return cls(
            cues=cues,
            attributing={word: tuple(names) for word, names in attributing.items()},
            unsaid=frozenset(table["cues_unsaid"]["verbs"]),
            cue_nouns=frozenset(noun_cues["nouns"]),
            accusing_nouns=frozenset(noun_cues["accusing"]),
            denying_nouns=frozenset(noun_cues["denying"]),
            acts=acts,
            act_phrases=phrases,
            act_phrase_ends=frozenset(re.split("[ -]", phrase)[-1] for phrase in phrases),
            act_labels={name: part["label"] for name, part in table["acts"].items()},
            weak_acts=frozenset(table["acts_weak"]["words"]),
            ahead=frozenset(table["acts_ahead"]["nouns"]),
            leading=frozenset(name for name, part in table["acts"].items() if part.get("leads")),
            undone=frozenset(table["acts_undone"]["verbs"]),
            certainty={name: frozenset(words) for name, words in table["certainty"].items()},
            evidence={name: frozenset(words) for name, words in table["evidence"].items()},
            disputed_phrases=tuple(table["contest"]["disputed_phrases"]),
            conceding=frozenset(table["contest"]["conceded_verbs"]),
            rejecting=frozenset(table["contest"]["rejecting"]),
            officials=frozenset(nouns["officials"]),
            bodies=frozenset(nouns["bodies"]),
            documents=frozenset(nouns["documents"]),
            agents=frozenset(nouns["agents"]),
            acting=frozenset([*nouns["agents"], *nouns["bodies"], *nouns["officials"]]),
            offices={office: tuple(group) for group in table["offices"].values() for office in group},
        )
