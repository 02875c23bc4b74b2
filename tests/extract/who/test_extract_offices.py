from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tracker import resources
from tracker.extract.who.gazetteer import Gazetteer
from tracker.types import Actor, Office

if TYPE_CHECKING:
    from collections.abc import Sequence

D = dt.date


def holder(*terms: tuple[str, str, dt.date | None, dt.date | None], words: str, on: dt.date | None) -> str | None:
    """Who holds an office in a small world: each term is a name, a title, and its first and last day."""
    names = dict.fromkeys(name for name, *_ in terms)
    persons = [
        Actor(
            name=name,
            kind="person",
            offices=tuple(Office(title=title, since=since, until=until) for who, title, since, until in terms if who == name),
        )
        for name in names
    ]
    places = [
        Actor(name="Arland", kind="state", adjectives=("Arlandic",), seats=("the Round House",)),
        Actor(name="Borland", kind="state", adjectives=("Borlandic",)),
        Actor(name="Sea Union", kind="alliance"),
        Actor(name="Arlandic Navy", kind="body", speaks_for="Arland"),
    ]
    world = Gazetteer(
        [*places, *persons],
        posts={"tide minister": ["minister of the sea"], "ambassador": ["envoy"]},
        titles={"Arlandic tide minister": ["Arlandic sea lord"]},
    )
    found = world.office(words, on)
    return found.name if found else None


ANA = ("Ana", "Arlandic tide minister", D(2020, 3, 1), D(2021, 6, 30))
BEN = ("Ben", "Arlandic tide minister", D(2021, 6, 30), None)


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (D(2020, 2, 29), None),
        (D(2020, 3, 1), "Ana"),
        (D(2021, 6, 29), "Ana"),
        (D(2021, 6, 30), "Ben"),
        (D(2040, 1, 1), "Ben"),
    ],
)
def test_on_the_day_of_a_change_it_is_the_one_who_comes(on: dt.date, name: str | None) -> None:
    assert holder(ANA, BEN, words="the Arlandic tide minister", on=on) == name


@pytest.mark.parametrize(
    "words",
    [
        "Arlandic tide minister",
        "the Tide Minister of Arland",
        "Arland's tide minister",
        "ARLAND’S TIDE-MINISTER",
        "the current Arlandic tide minister",
        "Arlandic minister of tide",
        "Arland's minister of the sea",
        "Arlandic sea lord",
        "the Sea Lord of Arland",
    ],
)
def test_order_small_words_and_other_names_of_the_post_do_not_matter(words: str) -> None:
    assert holder(ANA, words=words, on=D(2021, 1, 1)) == "Ana"


@pytest.mark.parametrize(
    "words",
    [
        "tide minister",
        "Borlandic tide minister",
        "Arlandic and Borlandic tide minister",
        "acting Arlandic tide minister",
        "Arlandic deputy tide minister",
        "Arlandic tide minister-designate",
        "Arlandic shadow tide minister",
        "Arlandic minister",
        "Arlandic tide minister of",
        "Arland",
        "the",
        "",
    ],
)
def test_what_is_not_exactly_the_office_leads_to_nobody(words: str) -> None:
    assert holder(ANA, words=words, on=D(2021, 1, 1)) is None


def test_without_a_day_it_is_the_only_holder_there_ever_was() -> None:
    assert holder(ANA, words="Arlandic tide minister", on=None) == "Ana"
    assert holder(ANA, BEN, words="Arlandic tide minister", on=None) is None


def test_who_held_it_twice_is_one_holder() -> None:
    again = ("Ana", "Arlandic tide minister", D(2024, 1, 1), None)
    assert holder(ANA, again, words="Arlandic tide minister", on=None) == "Ana"


def test_two_who_hold_it_at_once_are_nobody() -> None:
    other = ("Eva", "Arlandic tide minister", D(2020, 5, 1), D(2021, 5, 1))
    assert holder(ANA, other, words="Arlandic tide minister", on=D(2021, 1, 1)) is None


@pytest.mark.parametrize("word", ["former", "ex-", "the then", "the late"])
@pytest.mark.parametrize(
    ("on", "name"), [(D(2021, 1, 1), None), (D(2021, 6, 30), "Ana"), (D(2022, 1, 1), "Ana"), (None, "Ana")]
)
def test_a_former_holder_is_the_only_one_who_left(word: str, on: dt.date | None, name: str | None) -> None:
    assert holder(ANA, BEN, words=f"{word} Arlandic tide minister".replace("- ", "-"), on=on) == name


def test_a_former_holder_among_several_is_nobody() -> None:
    before = ("Eva", "Arlandic tide minister", D(2019, 1, 1), D(2020, 2, 28))
    assert holder(before, ANA, BEN, words="former Arlandic tide minister", on=D(2022, 1, 1)) is None


def test_who_is_back_in_office_is_no_former_holder() -> None:
    again = ("Ana", "Arlandic tide minister", D(2024, 1, 1), None)
    assert holder(ANA, again, words="former Arlandic tide minister", on=D(2025, 1, 1)) is None


def test_an_office_without_dates_leads_to_nobody_on_a_day() -> None:
    undated = ("Ana", "Arlandic tide minister", None, None)
    assert holder(undated, words="Arlandic tide minister", on=D(2021, 1, 1)) is None
    assert holder(undated, words="Arlandic tide minister", on=None) == "Ana"


@pytest.mark.parametrize(
    "words",
    ["Arlandic ambassador to the Sea Union", "the Sea Union ambassador of Arland", "Arland's Sea Union envoy"],
)
def test_an_envoy_is_of_one_and_at_another(words: str) -> None:
    envoy = ("Ana", "Arlandic ambassador to the Sea Union", D(2020, 1, 1), None)
    assert holder(envoy, words=words, on=D(2021, 1, 1)) == "Ana"


def test_an_envoy_to_a_state_is_not_that_states_envoy() -> None:
    envoy = ("Ana", "Arlandic ambassador to Borland", D(2020, 1, 1), None)
    assert holder(envoy, words="Arland's envoy in Borland", on=D(2021, 1, 1)) == "Ana"
    assert holder(envoy, words="Borland's envoy in Arland", on=D(2021, 1, 1)) is None


def test_a_seat_has_officers_of_its_own() -> None:
    spokesman = ("Ana", "Round House spokesman", D(2020, 1, 1), None)
    assert holder(spokesman, words="the spokesman of the Round House", on=D(2021, 1, 1)) == "Ana"
    assert holder(spokesman, words="the Arlandic spokesman", on=D(2021, 1, 1)) is None


def test_a_body_named_with_its_state_is_the_body() -> None:
    chief = ("Ana", "Arlandic Navy chief", D(2020, 1, 1), None)
    assert holder(chief, words="Borland's Arlandic Navy chief", on=D(2021, 1, 1)) is None
    assert holder(chief, words="Arland's Arlandic Navy chief", on=D(2021, 1, 1)) == "Ana"


# ------------------------------------------------------------------------------------------------ the real file

SOME = [
    ("the US Secretary of State", D(2022, 2, 17), "Antony Blinken"),
    ("US Secretary of State", D(2017, 4, 5), "Rex Tillerson"),
    ("American secretary of state", D(2013, 8, 30), "John Kerry"),
    ("United States Secretary of State", D(2026, 6, 1), "Marco Rubio"),
    ("U.S. secretary of state", D(2003, 2, 5), "Colin Powell"),
    ("US president", D(2021, 1, 19), "Donald Trump"),
    ("US president", D(2021, 1, 20), "Joe Biden"),
    ("the president of the United States", D(2025, 1, 20), "Donald Trump"),
    ("US defence secretary", D(2022, 2, 17), "Lloyd Austin"),
    ("the Pentagon chief", D(2013, 9, 1), "Chuck Hagel"),
    ("Secretary of War of the US", D(2026, 1, 10), "Pete Hegseth"),
    ("CIA director", D(2003, 3, 1), "George Tenet"),
    ("the head of the CIA", D(2022, 2, 17), "William Burns"),
    ("US ambassador to the UN", D(2017, 4, 7), "Nikki Haley"),
    ("UN ambassador of the US", D(2022, 2, 17), "Linda Thomas-Greenfield"),
    ("Washington's UN envoy", D(2013, 9, 1), "Samantha Power"),
    ("White House press secretary", D(2022, 2, 17), "Jen Psaki"),
    ("White House spokesman", D(2013, 9, 1), "Jay Carney"),
    ("White House spokesman", D(2022, 2, 17), None),
    ("Pentagon spokesman", D(2022, 2, 17), "John Kirby"),
    ("State Department spokeswoman", D(2014, 7, 20), "Jen Psaki"),
    ("Russian president", D(2008, 8, 8), "Dmitry Medvedev"),
    ("the Kremlin leader", D(2014, 3, 18), "Vladimir Putin"),
    ("Russia's foreign minister", D(2004, 3, 8), "Igor Ivanov"),
    ("Minister of Foreign Affairs of the Russian Federation", D(2022, 2, 17), "Sergei Lavrov"),
    ("Russian Foreign Ministry spokeswoman", D(2018, 4, 8), "Maria Zakharova"),
    ("spokesman for the Kremlin", D(2014, 7, 17), "Dmitry Peskov"),
    ("Russian spokesman", D(2022, 2, 17), None),
    ("Russia's ambassador to the United Nations", D(2014, 3, 1), "Vitaly Churkin"),
    ("Russian UN envoy", D(2022, 2, 17), "Vasily Nebenzya"),
    ("Russian ambassador to Ukraine", D(2022, 2, 17), None),
    ("former Russian president", D(2022, 2, 17), "Dmitry Medvedev"),
    ("Ukrainian president", D(2014, 2, 21), "Viktor Yanukovych"),
    ("Ukrainian president", D(2014, 6, 7), "Petro Poroshenko"),
    ("Kyiv's foreign minister", D(2022, 2, 17), "Dmytro Kuleba"),
    ("head of Ukrainian military intelligence", D(2023, 6, 6), "Kyrylo Budanov"),
    ("prime minister of the United Kingdom", D(2022, 2, 17), "Boris Johnson"),
    ("British prime minister", D(2022, 9, 6), "Liz Truss"),
    ("UK prime minister", D(2018, 3, 12), "Theresa May"),
    ("Britain's foreign minister", D(2022, 2, 17), "Liz Truss"),
    ("British defence secretary", D(2022, 2, 17), "Ben Wallace"),
    ("German chancellor", D(2021, 12, 7), "Angela Merkel"),
    ("German chancellor", D(2021, 12, 8), "Olaf Scholz"),
    ("Germany's defence minister", D(2015, 5, 1), "Ursula von der Leyen"),
    ("French president", D(2013, 9, 1), "Francois Hollande"),
    ("Polish defence minister", D(2016, 4, 10), "Antoni Macierewicz"),
    ("Turkish foreign minister", D(2014, 3, 27), "Ahmet Davutoglu"),
    ("Turkish spy chief", D(2014, 3, 27), "Hakan Fidan"),
    ("Israeli prime minister", D(2023, 10, 7), "Benjamin Netanyahu"),
    ("the Israeli army chief", D(2023, 10, 7), "Herzi Halevi"),
    ("Iran's supreme leader", D(2020, 1, 8), "Ali Khamenei"),
    ("Iran's supreme leader", D(2026, 4, 1), "Mojtaba Khamenei"),
    ("Iranian foreign minister", D(2019, 6, 14), "Javad Zarif"),
    ("Syrian president", D(2013, 8, 21), "Bashar al-Assad"),
    ("Syrian president", D(2025, 3, 1), "Ahmed al-Sharaa"),
    ("Syria's UN ambassador", D(2018, 4, 9), "Bashar Jaafari"),
    ("UN special envoy for Syria", D(2013, 8, 21), "Lakhdar Brahimi"),
    ("Iraqi prime minister", D(2008, 1, 1), "Nouri al-Maliki"),
    ("Chinese Foreign Ministry spokesman", D(2020, 3, 12), None),
    ("the North Korean leader", D(2010, 3, 26), "Kim Jong Il"),
    ("South Korea's defence minister", D(2010, 5, 20), "Kim Tae-young"),
    ("Japanese prime minister", D(2022, 2, 17), "Fumio Kishida"),
    ("Indian foreign minister", D(2016, 9, 29), "Sushma Swaraj"),
    ("Indian foreign secretary", D(2016, 9, 29), "S. Jaishankar"),
    ("Pakistan's army chief", D(2025, 5, 7), "Asim Munir"),
    ("Saudi crown prince", D(2018, 10, 2), "Mohammed bin Salman"),
    ("Belarusian president", D(2021, 11, 8), "Alexander Lukashenko"),
    ("president of Georgia", D(2008, 8, 8), "Mikheil Saakashvili"),
    ("Moldovan president", D(2022, 4, 25), "Maia Sandu"),
    ("Libyan leader", D(2011, 2, 20), "Muammar Gaddafi"),
    ("Venezuelan president", D(2018, 8, 4), "Nicolas Maduro"),
    ("secretary-general of NATO", D(2022, 2, 17), "Jens Stoltenberg"),
    ("NATO chief", D(2024, 10, 1), "Mark Rutte"),
    ("the EU's top diplomat", D(2022, 2, 17), "Josep Borrell"),
    ("UN chief", D(2013, 8, 21), "Ban Ki-moon"),
    ("UN High Commissioner for Refugees", D(2015, 9, 1), "Antonio Guterres"),
    ("OSCE chief monitor", D(2015, 1, 24), "Ertugrul Apakan"),
    ("director-general of the OPCW", D(2018, 4, 10), "Ahmet Uzumcu"),
    ("IAEA chief", D(2003, 3, 7), "Mohamed ElBaradei"),
]


@pytest.mark.parametrize(("words", "on", "name"), SOME, ids=[f"{words} {on}" for words, on, _ in SOME])
def test_an_office_and_a_day_lead_to_the_holder(gazetteer: Gazetteer, words: str, on: dt.date, name: str | None) -> None:
    found = gazetteer.office(words, on)
    assert (found.name if found else None) == name


def titles(gazetteer: Gazetteer) -> Sequence[tuple[Actor, Office]]:
    return [(actor, office) for actor in gazetteer.actors.values() for office in actor.offices]


def test_only_persons_hold_offices_and_begin_them_before_they_end_them(gazetteer: Gazetteer) -> None:
    wrong = [
        (actor.name, office.title)
        for actor, office in titles(gazetteer)
        if actor.kind != "person" or (office.since and office.until and office.since >= office.until)
    ]
    assert wrong == []


def test_every_title_is_read_and_names_its_holder(gazetteer: Gazetteer) -> None:
    lost = [(a.name, o.title) for a, o in titles(gazetteer) if a not in gazetteer.holders(o.title)]
    assert lost == []


# Several speak for this ministry at a time.
SHARED = "Chinese Foreign Ministry"


def test_nobody_else_holds_an_office_while_somebody_holds_it(gazetteer: Gazetteer) -> None:
    both = []
    alone = [(actor, office) for actor, office in titles(gazetteer) if not office.title.startswith(SHARED)]
    for actor, office in alone:
        for day, inside in ((office.since, 2), (office.until, -2)):
            then = day + dt.timedelta(days=inside) if day else None
            if (
                then
                and not office.title.startswith(SHARED)
                and office.held_on(then)
                and not gazetteer.office(office.title, then)
            ):
                both.append((actor.name, office.title, then))
    assert both == []


def test_a_known_title_stands_behind_every_other_title(gazetteer: Gazetteer) -> None:
    held = {office.title for _, office in titles(gazetteer)}
    assert set(resources.load("actors.toml")["titles"]) <= held
