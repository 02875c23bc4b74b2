from __future__ import annotations

import pytest

from tracker.extract.who.namings import Naming, Namings, Sort

GENDERS = {"Anna": "f", "Peter": "m"}


def naming(at: int, name: str, *, person: bool = True, subject: bool = False, quoted: bool = False) -> Naming:
    return Naming(at, name, person, subject, quoted)


def namings(*items: Naming, quoted: frozenset[int] = frozenset()) -> Namings:
    made = Namings(quoted, GENDERS)
    for item in items:
        made.add(item)
    return made


@pytest.fixture(scope="module")
def token(extractor):
    """The pronoun of a text of two sentences, the last word of which it is."""

    def run(word: str):
        return extractor.nlp(f"Peter met Anna in Oslo today. Then they praised {word}")[-1]

    return run


@pytest.mark.parametrize(
    ("word", "sort"),
    [
        ("him", Sort(person=True, gender="m")),
        ("her", Sort(person=True, gender="f")),
        ("it", Sort(person=False)),
        ("them", Sort(person=False)),
        ("Norway", None),
    ],
)
def test_a_pronoun_tells_what_sort_of_actor_it_stands_for(token, word: str, sort: Sort | None) -> None:
    assert Sort.of(token(word)) == sort


def nearest(token, made: Namings, reported: frozenset[int] = frozenset()) -> str | None:
    who = made.nearest(token, Sort.of(token), reported)
    return who.name if who is not None else None


def test_the_nearest_of_fitting_gender_is_meant(token) -> None:
    assert nearest(token("him"), namings(naming(0, "Peter"), naming(2, "Anna"))) == "Peter"
    assert nearest(token("her"), namings(naming(0, "Peter"), naming(2, "Anna"))) == "Anna"


def test_a_subject_is_meant_rather_than_what_is_nearer(token) -> None:
    assert nearest(token("him"), namings(naming(0, "Olav", subject=True), naming(2, "Peter"))) == "Olav"


def test_nobody_is_meant_where_nobody_fits(token) -> None:
    assert nearest(token("him"), namings(naming(0, "Norway", person=False))) is None


def test_who_is_named_in_a_quotation_is_not_meant_outside_of_it(token) -> None:
    assert nearest(token("him"), namings(naming(0, "Peter"), naming(2, "Olav", quoted=True))) == "Peter"


def test_who_is_named_in_what_is_said_is_not_meant_outside_of_it(token) -> None:
    assert nearest(token("him"), namings(naming(0, "Peter"), naming(2, "Olav")), frozenset([2])) == "Peter"


def test_namings_before_a_token_are_in_order() -> None:
    made = namings(*(naming(at, name) for at, name in enumerate("ABCD")))
    assert [n.name for n in made.before(3)] == ["A", "B", "C"]
    assert [n.name for n in made.before(3, 2)] == ["B", "C"]
    assert [n.name for n in made.last(3, 1)] == ["C"]
    assert made.places({"A", "D"}) == [(0, "A"), (3, "D")]
