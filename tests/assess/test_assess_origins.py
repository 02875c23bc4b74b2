from __future__ import annotations

import datetime as dt

import pytest
from factories import article_info, stored
from hypothesis import given
from hypothesis import strategies as st

from tracker.assess import origins
from tracker.assess.echoes import MIN_COPIED, echoes
from tracker.types import StoredMention

DAY = dt.date(2022, 2, 17)
WIRE = "Borland had shelled the border town of Dun on Thursday night, officials said"
SHORT = "Borland did it"


def count(mentions: list[StoredMention]) -> int:
    return len(set(origins.origins(mentions, echoes(mentions)).values()))


def said(
    article: int, *speakers: str, quote: str | None = None, outlet: str | None = None, day: int = 0, n: int = 0
) -> StoredMention:
    """One mention in an article of its own outlet, in words of its own unless a quote is given."""
    info = article_info(
        id=article, ref=f"a{article}", outlet=outlet or f"Outlet {article}", published=DAY + dt.timedelta(days=day)
    )
    words = quote or " ".join(
        f"{word}{article}{n}{speakers}" for word in ["Borland", "shelled", "the", "town", "in", "words", "of", "its", "own"]
    )
    return stored(speakers=speakers, quote=words, id=f"m{article}-{n}-{'-'.join(speakers)}", article=info)


def test_one_speaker_in_ten_outlets_is_one_origin() -> None:
    assert count([said(n, "Minister of Arland") for n in range(10)]) == 1


def test_two_speakers_are_two_origins() -> None:
    assert count([said(1, "Minister of Arland"), said(2, "General of Corland")]) == 2


def test_two_speakers_in_one_article_are_two_origins() -> None:
    assert count([said(1, "Minister of Arland"), said(1, "General of Corland", n=1)]) == 2


def test_a_joint_speaker_joins_the_origins() -> None:
    apart = [said(1, "Arland"), said(2, "Corland")]
    assert count(apart) == 2
    assert count([*apart, said(3, "Arland", "Corland")]) == 1


def test_copied_words_are_one_origin_whoever_is_named() -> None:
    assert count([said(1, "Minister of Arland", quote=WIRE), said(2, "Officials", quote=WIRE)]) == 1


def test_copied_words_are_seen_through_case_and_marks() -> None:
    assert count([said(1, "A", quote=WIRE), said(2, "B", quote=f"“{WIRE.upper()}”")]) == 1


def test_short_words_coincide_by_chance() -> None:
    assert len(SHORT) < MIN_COPIED
    assert count([said(1, "A", quote=SHORT), said(2, "B", quote=SHORT)]) == 2


def test_unnamed_voices_belong_to_their_outlet() -> None:
    assert count([said(1, outlet="Arland Times"), said(2, outlet="Arland Times", n=1)]) == 1
    assert count([said(1, outlet="Arland Times"), said(2, outlet="Corland Post")]) == 2


def test_without_mentions_there_is_no_origin() -> None:
    assert count([]) == 0


rows = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["Arland", "Corland", "Minister", "General"]), max_size=2, unique=True),
        st.sampled_from([None, WIRE, SHORT]),
        st.integers(1, 5),
        st.integers(0, 3),
    ),
    max_size=7,
).map(lambda drawn: [said(a, *names, quote=quote, day=day, n=n) for n, (names, quote, a, day) in enumerate(drawn)])


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_mentions_does_not_matter(mentions: list[StoredMention], random) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)
    assert count(shuffled) == count(mentions)


@given(rows)
def test_there_are_never_more_origins_than_mentions(mentions: list[StoredMention]) -> None:
    assert (1 if mentions else 0) <= count(mentions) <= len(mentions)


@given(rows, st.integers(0, 6))
def test_to_repeat_a_mention_elsewhere_adds_no_origin(mentions: list[StoredMention], which: int) -> None:
    if not mentions:
        return
    again = mentions[which % len(mentions)].mention
    if again.speakers:
        assert count([*mentions, said(99, *again.speakers)]) <= count(mentions)


@pytest.mark.parametrize("outlets", [2, 10])
def test_a_wire_text_is_one_origin_in_any_number_of_outlets(outlets: int) -> None:
    assert count([said(n, quote=WIRE) for n in range(outlets)]) == 1


def test_each_mention_has_its_origin() -> None:
    mentions = [said(1, "A"), said(2, "A", n=1), said(3, outlet="X"), said(4, outlet="X", n=1), said(5, "B"), said(6, "C")]
    a, b, c, d, e, f = origins.origins(mentions, {mentions[4].mention.id: mentions[0].mention.id}).values()
    assert a == b == e
    assert c == d
    assert len({a, c, f}) == 3
