from __future__ import annotations

from dataclasses import replace

import pytest
from factories import TEXT, mention

from tracker.extract.llm.agree import DOUBTED, compared, paired
from tracker.extract.llm.lead import ALONE
from tracker.types import Evidence, Kind, Remark
from tracker.types.proposals import Fate


def test_what_both_read_alike_is_surer_the_surer_the_built_in_extractor_is() -> None:
    proposed = mention(confidence=ALONE)
    found = [compared([proposed], [mention(id="b", confidence=sure)])[0][0] for sure in (0.2, 0.9)]
    assert ALONE < found[0].confidence < found[1].confidence < 1
    assert found[0].reasons[-1].decision == "agreement"
    assert found[0].disagreement is None


@pytest.mark.parametrize(
    ("other", "fields"),
    [({"accused": "Arland"}, ["accused"]), ({"kind": Kind.DENIAL, "speakers": ()}, ["kind", "speaker"])],
)
def test_what_is_read_otherwise_is_doubted_and_says_what_differs(other: dict[str, object], fields: list[str]) -> None:
    (found,), told = compared([mention(confidence=ALONE)], [mention(id="b", **other)])
    assert found.confidence == DOUBTED < ALONE
    assert [(t.fate, t.why) for t in told] == [(Fate.DIFFERS, name) for name in fields]
    assert all(name in (found.disagreement or "") for name in fields)


def test_what_the_built_in_extractor_does_not_read_stays_as_it_is() -> None:
    proposed = mention(confidence=ALONE)
    found, told = compared([proposed], [mention(id="b", quote="Observers counted forty craters")])
    assert found == [proposed]
    assert [t.fate for t in told] == [Fate.ALONE]


def test_whom_a_statement_blames_is_no_disagreement() -> None:
    one, other = mention(kind=Kind.STATEMENT, accused=None), mention(id="b", kind=Kind.STATEMENT, accused="Borland")
    assert compared([one], [other])[1][0].fate is Fate.AGREED


def test_pairs_are_one_to_one_and_the_likest_first() -> None:
    whole, part = mention(id="w"), mention(id="p", quote="shelled the border town of Dun")
    pairs = paired([whole, part], [mention(id="x", quote="shelled the border town of Dun"), mention(id="y")])
    assert {id_: other.id for id_, other in pairs.items()} == {"w": "y", "p": "x"}
    assert paired([whole], []) == {}


def test_remarks_that_the_model_lacks_are_those_of_the_built_in_extractor_where_both_read_alike() -> None:
    said = "he provided no evidence"
    remark = Remark(value=Evidence.NONE_PROVIDED, span=(TEXT.index(said), TEXT.index(said) + len(said)), quote=said)
    (alike,), _ = compared([mention()], [mention(id="b", evidence=remark)])
    (otherwise,), _ = compared([mention()], [mention(id="b", evidence=remark, accused="Arland")])
    own = replace(remark, value=Evidence.ASSERTED)
    (told,), _ = compared([mention(evidence=own)], [mention(id="b", evidence=remark)])
    assert (alike.evidence, otherwise.evidence, told.evidence) == (remark, None, own)
