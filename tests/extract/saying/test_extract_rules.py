from __future__ import annotations

import pytest

from tracker.extract.saying.rules import Reading, inverted, is_negated, subject, trimmed


def content(a: Reading) -> str:
    doc = a.cue.doc
    return doc[a.content[0] : a.content[-1] + 1].text


def source(a: Reading) -> str | None:
    return a.source.text if a.source is not None else None


@pytest.mark.parametrize(
    ("text", "cue", "who", "said"),
    [
        ("Norway said that Finland had bombed the bridge.", "said", "Norway", "Finland had bombed the bridge"),
        ("Norway said Finland had bombed the bridge.", "said", "Norway", "Finland had bombed the bridge"),
        ("Finland had bombed the bridge, Norway said.", "said", "Norway", "Finland had bombed the bridge"),
        ("According to Norway, Finland bombed the bridge.", "According", "Norway", "Finland bombed the bridge"),
        ("Finland bombed the bridge, according to Norway.", "according", "Norway", "Finland bombed the bridge"),
        ("Norway believes that Finland bombed the bridge.", "believes", "Norway", "Finland bombed the bridge"),
        ("Norway warned of a Finnish attack on the pier.", "warned", "Norway", "a Finnish attack on the pier"),
        ("Norway accused Finland of bombing the bridge.", "accused", "Norway", "bombing the bridge"),
        ("Finland was accused by Norway of bombing the bridge.", "accused", "Norway", "bombing the bridge"),
        ("Norway blamed Finland for the explosion.", "blamed", "Norway", "the explosion"),
        ("Norway condemned Finland for the attack on the pier.", "condemned", "Norway", "the attack on the pier"),
        ("Finland denied the bombing of the bridge.", "denied", "Finland", "denied the bombing of the bridge"),
        ("Finland denied that it had bombed the bridge.", "denied", "Finland", "it had bombed the bridge"),
        ("Finland denied bombing the bridge.", "denied", "Finland", "bombing the bridge"),
        (
            "Finland rejected the claim that it had bombed the bridge.",
            "rejected",
            "Finland",
            "rejected the claim that it had bombed the bridge",
        ),
        ("The claim that Finland bombed the bridge is old.", "claim", None, "Finland bombed the bridge"),
        ("Oslo's accusation that Finland bombed the bridge is old.", "accusation", "Oslo", "Finland bombed the bridge"),
        ("“Finland bombed the bridge,” the minister said.", "said", "minister", "Finland bombed the bridge"),
        ("“Finland bombed the bridge,” said the minister.", "said", "minister", "Finland bombed the bridge"),
        ("The minister said: “Finland bombed the bridge.”", "said", "minister", "Finland bombed the bridge"),
    ],
)
def test_a_cue_is_found_with_who_speaks_and_what_is_said(attributions, text, cue, who, said) -> None:
    found = attributions(text)
    assert [(a.cue.text, source(a), content(a)) for a in found] == [(cue, who, said)]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Norway said that Finland bombed the bridge.", "verb+clause"),
        ("Norway accused Finland of bombing the bridge.", "accuse X of Y"),
        ("Norway blamed the explosion on Finland.", "blame Y on X"),
        ("Norway warned of a Finnish attack.", "warn of"),
        ("According to Norway, Finland bombed the bridge.", "according to"),
        ("The claim that Finland bombed the bridge is old.", "noun+clause"),
        ("Finland denied the bombing of the bridge.", "verb+object"),
        ("Finland denied bombing the bridge.", "verb+infinitive"),
    ],
)
def test_the_rule_that_found_it_is_named(attributions, text, rule) -> None:
    assert [a.rule for a in attributions(text)] == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Norway accused Finland of bombing the bridge.",
        "Finland was accused by Norway of bombing the bridge.",
        "Norway blamed Finland for the explosion.",
        "Norway blamed the explosion on Finland.",
        "Norway condemned Finland for the attack on the pier.",
    ],
)
def test_an_accusing_cue_has_whom_it_blames_as_target(attributions, text) -> None:
    (found,) = attributions(text)
    assert (found.target.text, found.cue_class) == ("Finland", "accuse")


def test_a_passive_without_agent_names_no_speaker(attributions) -> None:
    (found,) = attributions("Finland was accused of bombing the bridge.")
    assert found.source is None
    assert found.target.text == "Finland"


@pytest.mark.parametrize(
    "text",
    [
        "Finland is looking for a way to blame Norway.",
        "Finland would bomb its own bridge so that Norway could be blamed.",
        "Finland may accuse Norway of the attack.",
    ],
)
def test_blame_that_is_only_planned_accuses_nobody(attributions, text) -> None:
    assert [a for a in attributions(text) if a.cue_class == "accuse"] == []


def test_a_negated_cue_is_marked(attributions) -> None:
    (found,) = attributions("Norway did not say that Finland had bombed the bridge.")
    assert found.negated


def test_every_sentence_of_a_quotation_belongs_to_its_speaker(attributions) -> None:
    text = "“Finland bombed the bridge. It poisoned the well too. Our people are very angry,” the minister said."
    found = attributions(text)
    assert [content(a) for a in found] == [
        "Finland bombed the bridge",
        "It poisoned the well too",
        "Our people are very angry",
    ]
    assert {source(a) for a in found} == {"minister"}


def test_a_quotation_goes_on_after_its_cue(attributions) -> None:
    found = attributions("“Finland bombed the bridge,” the minister said. “Nobody was on it that night.”")
    assert [(source(a), content(a)) for a in found] == [
        ("minister", "Finland bombed the bridge"),
        ("minister", "Nobody was on it that night"),
    ]


def test_a_quotation_around_its_cue_is_one_content_without_the_cue(attributions) -> None:
    (found,) = attributions("“Finland,” the minister said, “has bombed the bridge.”")
    words = [found.cue.doc[i].text for i in found.content]
    assert "Finland" in words
    assert "bombed" in words
    assert "said" not in words


def test_a_claim_that_is_itself_denied_is_one_denial_only(attributions) -> None:
    found = attributions("Finland denied the allegation that it had bombed the bridge.")
    assert [a.cue_class for a in found] == ["deny"]


def test_a_relative_clause_on_a_noun_of_claiming_is_not_what_is_claimed(attributions) -> None:
    assert attributions("The report that lay on the table was long.") == []


def test_content_never_starts_with_that_nor_ends_with_a_full_stop(attributions) -> None:
    (found,) = attributions("Norway said that Finland had bombed the bridge . ")
    assert content(found) == "Finland had bombed the bridge"


def test_a_dateline_belongs_to_the_paper(attributions) -> None:
    (found,) = attributions("LUND, Jan 14 (Agency) – Finland bombed the bridge, Norway said.")
    assert content(found) == "Finland bombed the bridge"


@pytest.mark.parametrize(
    "text",
    [
        "Finland “bombed the bridge, the minister said.",
        "”Finland bombed the bridge“, the minister said ”",
        'The minister said: "Finland bombed the bridge.',
        "“““ the minister said ””",
        "“",
        '"',
    ],
)
def test_unbalanced_quotes_do_not_raise(attributions, text) -> None:
    for a in attributions(text):
        assert list(a.content) == sorted(set(a.content))
        assert a.cue.doc.text == text


def test_text_without_a_cue_yields_nothing(attributions) -> None:
    assert attributions("The harbour was quiet. Snow fell on the bridge.") == []


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("Norway attacked the island.", "attacked", "Norway"),
        ("The island was attacked by Norway.", "attacked", "Norway"),
        ("Norway came and attacked the island.", "attacked", "Norway"),
        ("Norway wanted to attack the island.", "attack", "Norway"),
        ("Norway, which attacked the island, left.", "attacked", "Norway"),
    ],
)
def test_the_subject_is_whoever_does_it(parse, text, verb, who) -> None:
    token = next(t for t in parse(text) if t.text == verb)
    assert subject(token).text == who


def test_a_passive_without_agent_has_no_doer(parse) -> None:
    token = next(t for t in parse("The island was attacked.") if t.text == "attacked")
    assert subject(token) is None


def test_the_object_of_an_order_does_what_is_ordered(parse) -> None:
    token = next(t for t in parse("Norway ordered the army to attack the island.") if t.text == "attack")
    assert subject(token).text == "army"


def test_a_subject_in_its_place_is_not_inverted(parse) -> None:
    token = next(t for t in parse("The minister said that it rained.") if t.text == "said")
    assert inverted(token) is None


@pytest.mark.parametrize(
    ("text", "negated"),
    [("It did not rain.", True), ("It never rained.", True), ("It rained.", False)],
)
def test_negation_hangs_on_the_word(parse, text, negated) -> None:
    verb = next(t for t in parse(text) if t.lemma_ == "rain")
    assert is_negated(verb) is negated


def test_trimming_drops_edges_only(parse) -> None:
    doc = parse("“, and the bridge, the pier.”")
    kept = trimmed(doc, list(range(len(doc))))
    assert doc[kept[0] : kept[-1] + 1].text == "the bridge, the pier"


def test_trimming_leaves_nothing_of_punctuation(parse) -> None:
    assert trimmed(parse("“ … ”"), [0, 1, 2]) == ()


def test_blame_y_on_x_works_where_y_is_a_long_phrase(attributions) -> None:
    (found,) = attributions("Norway blamed the explosion at the bridge on Finland.")
    assert found.target.text == "Finland"


@pytest.mark.xfail(
    strict=True,
    reason="a that-clause that the parser hangs on 'evidence' in 'claimed without evidence that …' is lost altogether",
)
def test_claimed_without_evidence_that_keeps_the_speaker(attributions) -> None:
    found = attributions("Norway claimed without evidence that Finland had bombed the bridge.")
    assert [(source(a), content(a)) for a in found] == [("Norway", "Finland had bombed the bridge")]


def test_two_speakers_joined_by_while_keep_what_each_said(mentions) -> None:
    found = mentions("Norway claimed that Finland had bombed the bridge, while Sweden said that Denmark had poisoned the well.")
    assert [(m.speaker, m.quote) for m in found] == [
        ("Norway", "Finland had bombed the bridge"),
        ("Sweden", "Denmark had poisoned the well"),
    ]


@pytest.mark.xfail(strict=True, reason="'hold X responsible for Y' is no cue")
def test_to_hold_somebody_responsible_is_to_accuse(attributions) -> None:
    (found,) = attributions("Norway held Finland responsible for the explosion.")
    assert found.target.text == "Finland"


def test_warn_of_an_act_by_somebody_keeps_the_doer(attributions) -> None:
    (found,) = attributions("Norway warned of sabotage by Finland.")
    assert content(found) == "sabotage by Finland"


@pytest.mark.parametrize("cue", ["said", "added", "claimed", "told reporters"])
def test_an_inverted_subject_is_the_speaker(one, cue: str) -> None:
    found = one(f"“After that, Finland will bomb the bridge,” {cue.split()[0]} the Norwegian minister.")
    assert found.speaker == "Norwegian minister"


@pytest.mark.xfail(
    strict=True, reason="the parser takes the subject of '…,' warned X for its object: what is said is 'the minister'"
)
def test_an_inverted_subject_of_a_warning_is_the_speaker(one) -> None:
    found = one("“After that, Finland will bomb the bridge,” warned the Norwegian minister.")
    assert (found.speaker, found.accused) == ("Norwegian minister", "Finland")
