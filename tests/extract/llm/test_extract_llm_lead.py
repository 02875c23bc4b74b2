"""What of a model's proposals is taken, what is mended and what refused. `Plain` is a ground that needs no spaCy."""

from __future__ import annotations

from typing import Any

import pytest
from asking.proposing import led, proposal

from tracker.extract.llm.windows import Window
from tracker.types import Contest, Evidence, Kind, Mention
from tracker.types.proposals import Fate

SAID = "Borland had shelled the border town of Dun"
TEXT = (
    f"The minister of Arland, Ilda Marran, said that {SAID}, but he provided no evidence. Borland denied the shelling.\n\n"
    f"“We saw that {SAID},” a clerk told Anton Veld. Russia has published images of it, the Kremlin said.\n\n"
    "It rained in Lund, and nobody spoke of the war. Ilda Marran said the border town of Dun had burnt down, as Borland saw."
)


def one(**fields: Any) -> dict[str, Any]:
    usual = {"kind": "allegation", "quote": SAID, "speaker": "Ilda Marran", "speaker_text": "Ilda Marran", "cue": "said"}
    return proposal(**{**usual, "accused": "Borland", "accused_text": "Borland", "claim": f"{SAID}."} | fields)


def taken(*proposals: Any, window: Window | None = None) -> list[Mention]:
    return led(TEXT, *proposals, window=window).mentions("a1", "identity")[0]


def told(*proposals: Any) -> list[tuple[str, str]]:
    lead = led(TEXT, *proposals)
    lead.mentions("a1", "identity")
    return [(t.fate.value, t.why) for t in lead.told if t.fate is not Fate.TAKEN]


def test_a_proposal_that_the_text_bears_out_is_a_mention_with_its_offsets_computed_here() -> None:
    (mention,) = taken(one(evidence="none_provided", evidence_quote="he provided no evidence") | {"start": 3, "end": 7})
    assert (mention.kind, mention.quote, TEXT[mention.start : mention.end]) == (Kind.ALLEGATION, SAID, SAID)
    assert (mention.speakers, mention.accused, mention.speaker_text) == (("Ilda Marran",), "Borland", "Ilda Marran")
    assert mention.evidence is not None
    assert (mention.evidence.value, mention.evidence.quote) == (Evidence.NONE_PROVIDED, "he provided no evidence")
    assert [TEXT[slice(*s)] for s in (*mention.spans.speaker, *mention.spans.cue)] == ["Ilda Marran", "said"]
    assert mention.extractor == "llm:test"
    assert told(one() | {"start": 3}) == [("repaired", "a field that nobody asked for")]


def test_of_two_places_the_quote_is_where_its_speaker_and_cue_are() -> None:
    (mention,) = taken(one(speaker="clerk", speaker_text="a clerk", cue="told"))
    assert mention.start == TEXT.index(SAID, TEXT.index("We saw"))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"quote": "Borland had bombed the harbour of Lund"}, "quote: not in the text"),
        ({"quote": "Dun"}, "quote: too short to say anything"),
        ({"quote": TEXT * 5}, "quote: too long for one proposition"),
        ({"kind": "rumour"}, "kind: no such value"),
        ({"certainty": "sure"}, "certainty: no such value"),
        ({"evidence": "plenty"}, "evidence: no such value"),
        ({"contest": "maybe"}, "contest: no such value"),
        ({"kind": None}, "kind: nothing"),
        ({"negated": "no"}, "negated: not of the kind that was asked for"),
        ({"speaker": "Jack Ripper"}, "speaker: a name that is nowhere in the text"),
        ({"speaker": "Ilda Veld"}, "speaker: a name that is nowhere in the text"),
        ({"speaker": "Joe Biden", "speaker_text": None}, "speaker: a name that is nowhere in the text"),
        ({"accused": "Council of Nine Moons"}, "accused: a name that is nowhere in the text"),
        ({"claim": "Borland\u202e had shelled Dun."}, "characters that nobody can see"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_its_reason(fields: dict[str, Any], why: str) -> None:
    assert taken(one(**fields)) == []
    assert ("refused", why) in told(one(**fields))


@pytest.mark.parametrize("junk", [None, 3, "a", [], [{}]])
def test_what_is_no_mention_at_all_is_refused(junk: Any) -> None:
    assert told(junk) == [("refused", "no mention at all")]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "Allegation "}, "spelling of a value"),
        ({"quote": SAID.upper()}, "quote: typography"),
        ({"quote": "Borland … the border town of Dun"}, None),
        ({"speaker_text": "the spokesman"}, "speaker: words that are not there"),
        ({"accused_text": "the army"}, "accused: words that are not there"),
        ({"cue": "shouted"}, "cue: words that are not there"),
        ({"reported_by": "Jack Ripper"}, "reported_by: a name that is not in the text"),
        ({"evidence": "published", "evidence_quote": "the tapes were played"}, "evidence: nothing in the text says so"),
        ({"evidence": "published"}, "evidence: nothing in the text says so"),
        ({"evidence_quote": "he provided no evidence"}, "evidence: words for nothing"),
        ({"contest": "denied", "contest_quote": "they never did"}, "contest: nothing in the text says so"),
        ({"claim": "See https://example.org for more."}, "claim: words that are not the text's"),
        ({"claim": None}, "claim: words that are not the text's"),
        ({"claim": "It rained in Lund."}, "claim: words that are not the text's"),
        ({"kind": "statement"}, "a statement accuses nobody"),
    ],
)
def test_what_can_be_mended_without_loss_is_mended_and_told(fields: dict[str, Any], why: str | None) -> None:
    mentions = taken(one(**fields))
    if why is None:  # one word is no part
        assert mentions == []
        return
    (mention,) = mentions
    assert told(one(**fields)) == [("repaired", why)]
    assert (mention.quote, mention.claim) == (SAID, SAID if why.startswith("claim") else f"{SAID}.")
    assert (mention.evidence, mention.contest) == (None, None)
    assert mention.reasons[-1].decision == "repair"
    assert mention.reasons[-1].why == why


def test_a_known_actor_is_meant_by_words_of_the_text_and_has_its_canonical_name() -> None:
    (mention,) = taken(one(speaker="Joe Biden", speaker_text="he", accused="Moscow", accused_text="the Kremlin"))
    assert (mention.speakers, mention.accused) == (("Joe Biden",), "Russia")


def test_several_who_say_the_same_are_the_speakers_of_one_mention() -> None:
    (mention,) = taken(one(), one(speaker="Arland", speaker_text="Arland"))
    assert mention.speaker == "Ilda Marran and Arland"


def test_the_same_told_twice_is_one_and_two_that_are_accused_in_the_same_words_are_two() -> None:
    assert len(taken(one(), one())) == 1
    assert ("refused", "the same as another") in told(one(), one())
    both = taken(one(), one(accused="Russia", accused_text=None))
    assert [m.accused for m in both] == ["Borland", "Russia"]
    assert len({m.id for m in both}) == 2


def test_a_speaker_out_of_another_mentions_quote_is_refused_and_such_evidence_is_left_out() -> None:
    burnt = "the border town of Dun had burnt down, as Borland saw"
    outer = one(quote=burnt, claim=burnt)
    inside = one(
        quote="It rained in Lund",
        speaker="Borland",
        speaker_text="Borland saw",
        accused=None,
        accused_text=None,
        kind="statement",
        cue=None,
    )
    assert ("refused", "speaker: a name that is nowhere in the text") not in told(outer, inside)
    assert ("refused", "speaker: words of another mention's quote") in told(outer, inside)
    shown = one(quote="It rained in Lund", claim="It rained in Lund.", evidence="published", evidence_quote="had burnt down")
    mentions = taken(outer, shown)
    assert [m.evidence for m in mentions] == [None, None]
    assert ("repaired", "evidence: words of another mention's quote") in told(outer, shown)


def test_what_is_reported_within_what_another_says_is_nested_and_taken() -> None:
    whole = f"We saw that {SAID}"
    outer = one(quote=whole, claim=whole, speaker="clerk", speaker_text="a clerk", cue="told")
    inner = one(speaker="clerk", speaker_text="a clerk", cue="told", accused="Borland", kind="denial", claim=f"{SAID}.")
    assert len(taken(outer, inner)) == 2


def test_only_what_was_asked_about_is_taken_from_what_was_shown() -> None:
    window = Window((0, len(TEXT)), (TEXT.index("It rained"), len(TEXT)))
    assert (
        taken(one(quote="Borland denied the shelling", kind="denial", claim="Borland denied the shelling."), window=window)
        == []
    )
    assert len(taken(one(quote="It rained in Lund", kind="statement", accused=None, accused_text=None), window=window)) == 1


def test_contest_and_its_voice() -> None:
    (mention,) = taken(one(contest="denied", contest_quote="Borland denied the shelling", contest_by="Borland"))
    assert mention.contest is not None
    assert (mention.contest.value, mention.contest.voice) == (Contest.DENIED, "Borland")
    (mention,) = taken(one(contest="denied", contest_quote="Borland denied the shelling", contest_by="Jack Ripper"))
    assert mention.contest is None


def test_ids_are_the_same_in_every_run_and_depend_on_the_article() -> None:
    assert taken(one())[0].id == taken(one())[0].id
    assert led(TEXT, one()).mentions("a1", "other")[0][0].id != taken(one())[0].id
