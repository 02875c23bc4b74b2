from __future__ import annotations

from collections import Counter

import pytest

from tracker import resources
from tracker.extract.who.gazetteer import Gazetteer
from tracker.text import fold
from tracker.types import Actor, Office

ACTORS = Gazetteer(
    [
        Actor(
            name="Arland",
            kind="state",
            aliases=("Republic of Arland", "Arville"),
            adjectives=("Arlandic",),
            seats=("the Round House",),
        ),
        Actor(name="Borland", kind="state", aliases=("Bortown",), adjectives=("Borlandic",)),
        Actor(name="Ministry of Tides", kind="body", speaks_for="Arland"),
        Actor(
            name="Ana Márquez",
            kind="person",
            roles=("tide minister",),
            offices=(Office(title="Arlandic harbour master"),),
            speaks_for="Ministry of Tides",
        ),
        Actor(name="Otto Brenner", kind="person", roles=("harbour master",), speaks_for="Borland"),
        Actor(name="Ida Brenner", kind="person", roles=("harbour master",), speaks_for="Borland"),
        Actor(name="Loop One", kind="group", speaks_for="Loop Two"),
        Actor(name="Loop Two", kind="group", speaks_for="Loop One"),
    ]
)


@pytest.mark.parametrize(
    "text",
    ["Arland", "arland", "ARLAND", "Arland's", "Arland’s", "Republic of Arland", "the Republic of Arland", "Round House"],
)
def test_a_name_is_found_whatever_its_case_article_and_possessive(text: str) -> None:
    assert ACTORS.named(text).name == "Arland"


def test_accents_do_not_matter() -> None:
    assert ACTORS.named("Ana Marquez").name == "Ana Márquez"


@pytest.mark.parametrize("text", ["", "Arlandia", "Arlandic", "Brenner"])
def test_what_is_no_name_or_alias_names_nobody(text: str) -> None:
    assert ACTORS.named(text) is None


def test_a_demonym_leads_to_its_state_and_is_no_name() -> None:
    assert ACTORS.by_adjective("borlandic").name == "Borland"
    assert ACTORS.by_adjective("Borland") is None


@pytest.mark.parametrize("text", ["Otto Brenner", "Oto Brenner", "Otto Brener"])
def test_a_full_name_is_found_although_misspelt(text: str) -> None:
    assert ACTORS.person(text).name == "Otto Brenner"


@pytest.mark.parametrize("text", ["Brenner", "Otto", "Paula Ström", "Otto Krenner"])
def test_a_single_word_or_another_family_is_no_known_person(text: str) -> None:
    assert ACTORS.person(text) is None


def test_a_family_name_leads_to_its_only_bearer() -> None:
    assert ACTORS.family("Marquez").name == "Ana Márquez"


def test_a_family_name_of_two_persons_leads_to_neither() -> None:
    assert ACTORS.family("Brenner") is None


def test_an_office_may_have_several_holders_by_role_or_by_title() -> None:
    assert [a.name for a in ACTORS.holders("Harbour Master")] == ["Otto Brenner", "Ida Brenner", "Ana Márquez"]
    assert [a.name for a in ACTORS.holders("Arland's harbour master")] == ["Ana Márquez"]
    assert ACTORS.holders("king") == ACTORS.holders("") == ACTORS.holders("Arland") == []
    assert [a.name for a in ACTORS.holders("harbour master of")] == []


def test_what_names_something_else_is_no_misspelt_person() -> None:
    bank = Gazetteer([Actor(name="Otto Brenner", kind="person"), Actor(name="Otto Brennar", kind="body")])
    assert bank.person("Otto Brennar") is None
    assert bank.person("Otto Brennor").name == "Otto Brenner"


def test_a_side_is_followed_to_its_end() -> None:
    assert ACTORS.side("Ana Márquez") == "Arland"


def test_a_stranger_is_on_its_own_side() -> None:
    assert ACTORS.side("Nobody Known") == "Nobody Known"


def test_two_that_speak_for_each_other_are_no_endless_loop() -> None:
    assert ACTORS.side("Loop One") in {"Loop One", "Loop Two"}


def test_a_table_without_actors_is_refused() -> None:
    with pytest.raises(KeyError):
        Gazetteer.parse({})


# ------------------------------------------------------------------------------------------------ the real file


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Kremlin", "Russia"),
        ("Moscow", "Russia"),
        ("the White House", "United States"),
        ("Washington", "United States"),
        ("Downing Street", "United Kingdom"),
        ("Tehran", "Iran"),
        ("Kiev", "Ukraine"),
        ("Kyiv", "Ukraine"),
        ("the Élysée", "France"),
        ("Zhongnanhai", "China"),
        ("the Blue House", "South Korea"),
    ],
)
def test_a_metonym_leads_to_its_state(gazetteer, text: str, name: str) -> None:
    assert gazetteer.named(text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Foggy Bottom", "US State Department"),
        ("Langley", "CIA"),
        ("the Quai d'Orsay", "French Foreign Ministry"),
        ("Bankova", "Ukrainian Presidential Office"),
        ("the Lubyanka", "FSB"),
        ("Vauxhall Cross", "MI6"),
    ],
)
def test_a_metonym_leads_to_its_body(gazetteer, text: str, name: str) -> None:
    assert gazetteer.named(text).name == name


def test_a_ministry_is_on_the_side_of_its_state(gazetteer) -> None:
    assert gazetteer.side(gazetteer.named("the Pentagon").name) == "United States"


def test_no_two_listed_actors_have_one_name() -> None:
    rows = resources.load("actors.toml")["actor"]
    assert [name for name, count in Counter(row["name"] for row in rows).items() if count > 1] == []


def test_an_alias_belongs_to_one_actor_only() -> None:
    owners: dict[str, set[str]] = {}
    for row in resources.load("actors.toml")["actor"]:
        for name in (row["name"], *row.get("aliases", ()), *row.get("seats", ())):
            owners.setdefault(fold(name), set()).add(row["name"])
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}


def test_a_spelling_that_follows_from_the_tables_belongs_to_one_person_only(gazetteer) -> None:
    owners: dict[str, set[str]] = {}
    for actor in gazetteer.actors.values():
        names = (actor.name, *actor.aliases) if actor.kind == "person" else ()
        for words in {words for name in names for words in gazetteer._persons.variants(name)}:
            owners.setdefault(" ".join(words), set()).add(actor.name)
    others = {name: actor.name for name, actor in gazetteer._names.items() if actor.kind != "person"}
    assert {spelt: names for spelt, names in owners.items() if len(names) > 1 or spelt in others} == {}


def test_a_first_name_is_listed_once() -> None:
    words = Counter(word for line in resources.load("actors.toml")["given_names"] for word in set(fold(line).split()))
    assert [word for word, count in words.items() if count > 1] == []


def test_a_demonym_belongs_to_one_actor_only() -> None:
    owners: dict[str, set[str]] = {}
    for row in resources.load("actors.toml")["actor"]:
        for adjective in row.get("adjectives", ()):
            owners.setdefault(fold(adjective), set()).add(row["name"])
    assert {adjective: names for adjective, names in owners.items() if len(names) > 1} == {}


def test_whoever_speaks_for_another_speaks_for_a_listed_actor(gazetteer) -> None:
    lost = {a.name: a.speaks_for for a in gazetteer.actors.values() if a.speaks_for and a.speaks_for not in gazetteer.actors}
    assert lost == {}


def test_every_listed_kind_is_one_of_five(gazetteer) -> None:
    assert {a.kind for a in gazetteer.actors.values()} == {"state", "body", "group", "person", "alliance"}


def test_no_alias_of_a_person_is_a_family_name_alone(gazetteer) -> None:
    single = {
        alias
        for a in gazetteer.actors.values()
        if a.kind == "person"
        for alias in a.aliases
        if fold(alias) == fold(a.name).split()[-1]
    }
    assert single == set()
