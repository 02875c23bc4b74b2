from __future__ import annotations

from pathlib import Path

import pytest

from tracker.errors import ModelMissingError
from tracker.extract.saying.tagger import Found, Tagger


@pytest.fixture(scope="session")
def tagged(extractor, columns):
    def run(text: str) -> list[tuple[str, str, str, bool]]:
        c = columns(text)

        def words(indices: tuple[int, ...]) -> str:
            return " ".join(c.text[i] for i in indices)

        return [(words(f.source), c.text[f.cue], words(f.content), f.nested) for f in extractor.models.tagger.find(c)]

    return run


def test_indirect_speech(tagged) -> None:
    assert tagged("The minister said on Monday that the bridge had been bombed from a boat.") == [
        ("The minister", "said", "that the bridge had been bombed from a boat", False)
    ]


def test_a_quotation_that_goes_on_is_one_content(tagged) -> None:
    (found,) = tagged("“We saw the boat,” the mayor told reporters. “It came at night.”")
    assert found[:2] == ("the mayor", "told")
    assert "saw the boat" in found[2]
    assert "came at night" in found[2]


def test_an_attitude_is_found_where_no_rule_looks(tagged) -> None:
    assert [f[1] for f in tagged("Voters in the north are skeptical of the new tax, and most of them support the mayor.")] == [
        "skeptical",
        "support",
    ]


def test_plain_narrative_attributes_nothing(tagged) -> None:
    text = (
        "The company has 300 workers and made a profit last year. It found a new site in May, and the mayor helped to open it."
    )
    assert tagged(text) == []


def test_the_accusation_inside_anothers_speech_is_nested(tagged) -> None:
    found = {
        cue: nested for _, cue, _, nested in tagged("The minister said that Norway had accused Finland of bombing the bridge.")
    }
    assert found["said"] is False
    assert found.get("accused", True) is True


def test_no_two_findings_share_most_of_their_words(extractor, columns) -> None:
    c = columns("The minister said, adding that he believed it, that the bridge was bombed, the police confirmed, he said.")
    found: list[Found] = extractor.models.tagger.find(c)
    for one in found:
        for other in found:
            shared = set(one.content) & set(other.content)
            assert one is other or len(shared) <= 0.5 * len(set(one.content) | set(other.content))


@pytest.mark.parametrize("content", [None, b"no model"])
def test_a_model_that_cannot_be_read_is_said_with_its_path(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "cue.crfsuite").write_bytes(content)
    with pytest.raises(ModelMissingError, match=r"cue\.crfsuite: the attribution model cannot be read"):
        Tagger(tmp_path)
