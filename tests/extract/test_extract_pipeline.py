from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.extract.pipeline import CLAIMS, RULES
from tracker.extract.saying.attribution import FOUND_BY
from tracker.types import Kind, Mention

PUBLISHED = dt.date(2022, 2, 17)
FRAGMENTS = [
    "Norway said ",
    "that ",
    "Finland ",
    "had bombed the bridge",
    "planning an attack ",
    "accused ",
    "denied ",
    "blamed ",
    "of ",
    "on ",
    "according to ",
    "it ",
    "Anna Berg ",
    "the minister ",
    "“",
    "”",
    '"',
    ", ",
    ". ",
    "\n\n",
    "\n",
    "MS. BERG: ",
    "Q: ",
    "LUND, Jan 14 (Agency) – ",
    "provided no evidence",
    "conflicting versions ",
    "on Monday ",
    "(15/02) ",
    "doubts that this is happening",
    "if ",
    "would ",
    "not ",
    "and ",
    "?",
    "’s ",
    "claims that ",
    "\u200b",
    "\u202e",
    "<b>",
    "🔥",
    "NORWAY ",
]
LAWS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str, found: list[Mention]) -> None:
    """The laws of every mention, whatever the text."""
    assert len({m.id for m in found}) == len(found)
    assert [m.start for m in found] == sorted(m.start for m in found)
    for m in found:
        assert 0 <= m.start < m.end <= len(text)
        assert text[m.start : m.end] == m.quote
        assert m.spans.content
        for start, end in (*m.spans.speaker, *m.spans.cue, *m.spans.content):
            assert 0 <= start < end <= len(text)
        assert all(m.start <= start and end <= m.end for start, end in m.spans.content)
        for remark in (m.evidence, m.contest):
            if remark is not None:
                assert text[slice(*remark.span)] == remark.quote
        assert 0 <= m.confidence <= 1
        assert m.extractor in {*FOUND_BY.values(), CLAIMS, f"{RULES}+{CLAIMS}"}
        assert m.kind is not Kind.STATEMENT or m.accused is None
        assert len(set(m.speakers)) == len(m.speakers)


@LAWS
@given(st.text(max_size=200))
def test_any_text_obeys_the_laws(extractor, text: str) -> None:
    found = extractor.mentions(text, published=PUBLISHED).mentions
    check(text, found)


@LAWS
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_any_heap_of_news_obeys_the_laws_and_is_read_alike_twice(extractor, text: str) -> None:
    first = extractor.mentions(text, published=PUBLISHED)
    check(text, first.mentions)
    assert extractor.mentions(text, published=PUBLISHED) == first


@LAWS
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join))
def test_every_name_of_a_mention_is_among_the_actors(extractor, text: str) -> None:
    found = extractor.mentions(text, published=None)
    names = {n for m in found.mentions for n in (*m.speakers, m.accused, m.reported_by, *m.objects) if n}
    assert names <= set(found.actors)
    assert all(actor.name == name for name, actor in found.actors.items())
    assert {actor.speaks_for for actor in found.actors.values()} - {None} <= set(found.actors)


@pytest.mark.parametrize(
    ("text", "at_least"),
    [
        ("", 0),
        (" \n\n \t ", 0),
        ("a" * 20_000, 0),
        ("a " * 5_000, 0),
        ("NORWAY SAID THAT FINLAND HAD BOMBED THE BRIDGE.", 1),
        ('"' * 500, 0),
        ("“" * 500, 0),
        ("“Norway said that Finland had bombed the bridge." + "”" * 500, 0),
        ("Norway said that Fin\u200bland had bombed\u200d the bridge.", 0),
        ("Norway said \u202ethat Finland had bombed the bridge.\u202c قالت النرويج", 1),
        ("<p>Norway said that <b>Finland</b> had bombed the bridge.</p><script>x()</script>", 1),
        ("Norway said\x00 that Finland had bombed the bridge.", 0),
        ("Norway said that Finland\r\nhad bombed the bridge.\r\n\r\nThat was all.", 1),
        ("🔥" * 300 + " Norway said that Finland 🔥 had bombed the bridge.", 1),
        ("(" * 500 + ")" * 500, 0),
        ("MS. A:\nMR. B:\nQ:\n", 0),
        ("said " * 300, 0),
        ("\n" * 3_000, 0),
    ],
    ids=[
        "empty",
        "blank",
        "one long word",
        "one-letter words",
        "capitals",
        "quote marks",
        "opening marks",
        "closing marks",
        "zero width",
        "right to left",
        "html",
        "nul",
        "crlf",
        "emoji",
        "brackets",
        "empty turns",
        "cues only",
        "newlines",
    ],
)
def test_odd_texts_are_read_soon_and_obey_the_laws(extractor, text: str, at_least: int) -> None:
    began = time.process_time()
    found = extractor.mentions(text, published=PUBLISHED).mentions
    assert time.process_time() - began < 5
    check(text, found)
    assert len(found) >= at_least


def test_an_id_follows_from_the_text_alone(extractor) -> None:
    text = "Norway said that Finland had bombed the bridge. Finland denied the bombing."
    ids = [
        [m.id for m in extractor.mentions(text, article_ref=ref, published=day).mentions]
        for ref, day in [("a", None), ("b", PUBLISHED)]
    ]
    assert ids[0] == ids[1]


def test_another_identity_gives_other_ids(extractor) -> None:
    text = "Norway said that Finland had bombed the bridge."
    one, other = (extractor.mentions(text, identity=name).mentions[0].id for name in ("one", "other"))
    assert one != other


def test_the_same_sentence_twice_is_two_mentions(mentions) -> None:
    text = "Norway said that Finland had bombed the bridge. " * 2
    assert len(mentions(text)) == 2


def test_the_name_of_the_article_goes_with_every_mention(extractor) -> None:
    text = "Norway said that Finland had bombed the bridge. Finland denied the bombing."
    assert [m.article_ref for m in extractor.mentions(text, article_ref="a17").mentions] == ["a17", "a17"]


def test_spans_show_speaker_cue_and_content(one) -> None:
    text = "In Lund, the Norwegian minister said on Monday that Finland had bombed the bridge."
    spans = one(text).spans
    shown = {part: [text[s:e] for s, e in getattr(spans, part)] for part in ("speaker", "cue", "content")}
    assert shown == {"speaker": ["the Norwegian minister"], "cue": ["said"], "content": ["Finland had bombed the bridge"]}


@pytest.mark.xfail(strict=True, reason="a claim is one clause from end to end, with the words of attribution that stand inside")
def test_a_discontinuous_content_has_several_spans_and_one_hull(one) -> None:
    text = "“Finland,” the Norwegian minister said, “has bombed the bridge.”"
    found = one(text)
    assert [text[s:e].strip("“”,") for s, e in found.spans.content] == ["Finland", "has bombed the bridge"]
    assert (found.start, found.end) == (found.spans.content[0][0], found.spans.content[-1][1])


def test_joint_speakers_have_a_span_each(one) -> None:
    text = "Norway, Sweden and Denmark said that Finland had bombed the bridge."
    assert [text[s:e] for s, e in one(text).spans.speaker] == ["Norway", "Sweden", "Denmark"]


def test_victims_are_told_as_objects(one) -> None:
    assert one("Norway said that Finland had attacked Sweden.").objects == ("Sweden",)


def test_what_one_speaker_says_he_thinks_is_one_mention(mentions) -> None:
    found = mentions("The Norwegian minister said that he believes that Finland had bombed the bridge.")
    assert [m.kind for m in found] == [Kind.ALLEGATION]


STATES = ["Norway", "Finland", "Sweden", "Denmark", "Chile", "Peru"]


def seconds(extractor, count: int) -> float:
    """Processor time for an article of so many sentences, in which six states accuse each other."""
    sentences = (f"{STATES[n % 6]} said that {STATES[(n + 1 + n % 5) % 6]} had bombed the bridge. " for n in range(count))
    text = "".join(f"{sentence}\n\n" if n % 4 == 3 else sentence for n, sentence in enumerate(sentences))
    began = time.process_time()
    assert len(extractor.mentions(text).mentions) == count
    return time.process_time() - began


def test_time_grows_with_the_length_of_the_text_and_not_with_its_square(extractor) -> None:
    seconds(extractor, 10)

    def least(sentences: int) -> float:
        return min(seconds(extractor, sentences) for _ in range(3))  # what others do on the machine only adds to it

    assert least(240) < 7 * least(60)
