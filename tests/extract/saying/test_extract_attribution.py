from __future__ import annotations

import pytest

from tracker.extract.pipeline import CLAIMS, RULES
from tracker.extract.saying import quotes
from tracker.extract.saying.attribution import FOUND_BY, Readings
from tracker.types import Attribution, Kind


@pytest.fixture(scope="session")
def told(extractor):
    """By its words: source, cue, content and what found it, for every attribution of a text."""

    def run(text: str) -> list[tuple[str, str, str, str]]:
        found: list[Attribution] = extractor.attributions(text)
        rows = [a.as_json(text) for a in found]
        return [(r["source_text"], r["cue_text"], r["content_text"], r["found_by"]) for r in rows]

    return run


def test_a_cue_is_told_with_its_auxiliaries_negation_and_particle(told) -> None:
    assert told("Norway has not said that Finland bombed the bridge.")[0][1] == "has not said"
    assert told("Norway pointed out that Finland had bombed the bridge.")[0][1] == "pointed out"


def test_which_part_found_it_is_told(told) -> None:
    (both,) = told("The minister said that Finland had bombed the bridge.")
    (model,) = told("The minister is skeptical of the new bridge.")
    assert (both[3], model[3]) == (FOUND_BY["both"], FOUND_BY["model"])


def test_spans_are_those_of_the_words(extractor) -> None:
    text = "“It was Finland,” the minister said. “We know.”"
    (found,) = extractor.attributions(text)
    row = found.as_json(text)
    assert row["content_text"] == " … ".join(text[s:e] for s, e in row["content"])
    assert text[slice(*row["source"][0])] == "the minister"


def test_agreement_is_surer_than_either_alone(extractor) -> None:
    (both,) = extractor.attributions("The minister said that Finland had bombed the bridge.")
    (alone,) = extractor.attributions("The minister is skeptical of the new bridge.")
    assert 0 < alone.confidence < both.confidence <= 1


def test_what_is_only_wanted_or_welcomed_accuses_nobody(mentions) -> None:
    found = mentions(
        "France requested an emergency meeting about the chemical attack on the town. Officials welcomed the air strikes."
    )
    assert [m.kind for m in found if m.kind is not Kind.STATEMENT] == []


@pytest.mark.xfail(strict=True, reason="the claim model accuses where two blame each other")
def test_what_rules_refuse_on_purpose_the_model_does_not_bring_back(mentions) -> None:
    assert [m for m in mentions("Norway and Finland blamed each other for the attack.") if m.kind is Kind.ALLEGATION] == []


def test_precise_keeps_what_both_have_read(extractor) -> None:
    text = (
        "Norway said that Finland had bombed the bridge. Voters are skeptical of the new tax plan for the north. "
        "“It was Finland,” the minister said."
    )
    everything = extractor.mentions(text).mentions
    precise = extractor.mentions(text, precise=True).mentions
    both = {FOUND_BY["both"], f"{RULES}+{CLAIMS}"}
    assert {m.extractor for m in precise} <= both
    assert {m.id for m in precise} == {m.id for m in everything if m.extractor in both}
    assert len(precise) < len(everything)


def test_the_two_readings_hold_the_same_cue_once(extractor) -> None:
    text = "Norway said that Finland had bombed the bridge, and the mayor confirmed that it was gone."
    doc = extractor.nlp(text)
    cues = [a.cue.i for a in Readings(doc, extractor.lexicon, quotes.find(text), extractor.models.tagger).propositions()]
    assert len(cues) == len(set(cues))
