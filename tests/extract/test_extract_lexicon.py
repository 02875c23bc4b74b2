from __future__ import annotations

from collections import Counter

import pytest

from tracker import resources
from tracker.extract.lexicon import Lexicon
from tracker.types import Certainty

FILE = "lexicon.en.toml"


def test_a_verb_stands_in_one_class_of_cues_only() -> None:
    cues = resources.load(FILE)["cues"]
    count = Counter(verb for name, part in cues.items() if name != "noun" for verb in part["verbs"])
    assert [verb for verb, n in count.items() if n > 1] == []


@pytest.mark.parametrize(
    ("verb", "kind"),
    [("say", "say"), ("claim", "claim"), ("accuse", "accuse"), ("deny", "deny"), ("doubt", "dispute"), ("warn", "warn")],
)
def test_a_cue_has_its_class(lexicon, verb: str, kind: str) -> None:
    assert lexicon.cues[verb] == kind


def test_a_word_has_the_first_class_of_acts_that_lists_it() -> None:
    table = resources.load(FILE)
    expected: dict[str, str] = {}
    for name, part in table["acts"].items():
        for word in part["words"]:
            expected.setdefault(word, name)
    assert Lexicon.parse(table).acts == expected


def test_nouns_that_accuse_or_deny_are_cue_nouns(lexicon) -> None:
    assert lexicon.accusing_nouns | lexicon.denying_nouns <= lexicon.cue_nouns


def test_every_act_has_a_label_for_people(lexicon) -> None:
    assert set(lexicon.acts.values()) | set(lexicon.act_phrases.values()) == set(lexicon.act_labels)
    assert all(label.strip() for label in lexicon.act_labels.values())


def test_a_false_flag_leads(lexicon) -> None:
    assert "false_flag" in lexicon.leading


def test_certainty_has_a_list_for_every_level_below_asserted(lexicon) -> None:
    assert {c.value for c in Certainty} - {"asserted"} <= set(lexicon.certainty)


def test_no_word_shows_two_levels_of_certainty(lexicon) -> None:
    count = Counter(word for level in ("possible", "likely", "planned") for word in lexicon.certainty[level])
    assert [word for word, n in count.items() if n > 1] == []


def test_finding_and_giving_evidence_are_different_verbs(lexicon) -> None:
    assert not lexicon.evidence["finding"] & lexicon.evidence["giving"]


def test_an_office_leads_to_all_names_of_the_same_office(lexicon) -> None:
    for office, group in lexicon.offices.items():
        assert office in group
        assert all(lexicon.offices[other] == group for other in group)


def test_entries_are_lower_case(lexicon) -> None:
    words = [*lexicon.cues, *lexicon.acts, *lexicon.act_phrases, *lexicon.officials, *lexicon.bodies, *lexicon.disputed_phrases]
    assert [word for word in words if word != word.lower()] == []


@pytest.mark.parametrize("section", ["cues", "acts", "certainty", "evidence", "contest", "nouns", "offices"])
def test_a_missing_section_is_an_error_that_names_it(section: str) -> None:
    table = {name: part for name, part in resources.load(FILE).items() if name != section}
    with pytest.raises(KeyError, match=section):
        Lexicon.parse(table)
