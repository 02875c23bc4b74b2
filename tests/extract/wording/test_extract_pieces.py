from __future__ import annotations

import pytest

from tracker.extract.wording import pieces


@pytest.fixture(scope="session")
def split(attributions, lexicon):
    """The pieces of the first content of a text, as texts with their governing words."""

    def run(text: str) -> list[tuple[str, str]]:
        a = attributions(text)[0]
        doc = a.cue.doc
        return [(doc[p[0] : p[-1] + 1].text, head.text) for p, head in pieces.split(doc, a.content, a.head, lexicon)]

    return run


def test_one_act_is_one_piece(split) -> None:
    assert split("Norway said that Finland bombed the bridge.") == [("Finland bombed the bridge", "bombed")]


def test_coordinated_acts_are_pieces_of_their_own(split) -> None:
    text = "Norway said that Finland bombed the bridge, poisoned the well and kidnapped the mayor."
    assert split(text) == [
        ("Finland bombed the bridge", "bombed"),
        ("poisoned the well", "poisoned"),
        ("kidnapped the mayor", "kidnapped"),
    ]


def test_coordinated_gerunds_of_an_accusation_are_pieces_of_their_own(split) -> None:
    text = "Norway accused Finland of bombing the bridge and poisoning the well."
    assert split(text) == [("bombing the bridge", "bombing"), ("poisoning the well", "poisoning")]


def test_a_participle_that_names_an_act_is_a_piece_of_its_own(split) -> None:
    text = "Norway said that Finland bombed the bridge, killing two shepherds."
    assert split(text) == [("Finland bombed the bridge", "bombed"), ("killing two shepherds", "killing")]


def test_what_names_no_act_stays_with_the_piece_before(split) -> None:
    (only,) = split("Norway said that Finland bombed the bridge and then went home.")
    assert only[0] == "Finland bombed the bridge and then went home"


def test_sentences_are_cut_apart(parse, lexicon) -> None:
    doc = parse("Finland bombed the bridge. It poisoned the well.")
    head = next(doc.sents).root
    found = pieces.split(doc, tuple(range(len(doc))), head, lexicon)
    assert [doc[p[0] : p[-1] + 1].text for p, _ in found] == ["Finland bombed the bridge", "It poisoned the well"]


def test_no_piece_is_empty_and_none_overlaps(attributions, lexicon) -> None:
    text = "Norway said Finland bombed the bridge, lied about it, poisoned the well and, killing two shepherds, left."
    for a in attributions(text):
        found = pieces.split(a.cue.doc, a.content, a.head, lexicon)
        indices = [i for tokens, _ in found for i in tokens]
        assert len(indices) == len(set(indices))
        assert set(indices) <= set(a.content)
        assert all(tokens for tokens, _ in found)
