from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from factories import document
from filling import add

from tracker import resources
from tracker.errors import NotFoundError, UsageError
from tracker.store import directory
from tracker.store import tables as t
from tracker.store.selection import Selection

if TYPE_CHECKING:
    from tracker.store.store import Store


def take(store: Store, publisher: str | None, url: str | None) -> str | None:
    """Store an article of its own and return the outlet that it went to."""
    number = store.counts()["article"]
    article = add(store, document(text=f"Text {number}.", publisher=publisher, url=url, ref=f"a{number}"))
    (outlet,) = [info.outlet for info in store.article_infos() if info.id == article]
    return outlet


@pytest.mark.parametrize(
    ("publisher", "page"),
    [
        ("BBC", None),
        ("BBC News", None),
        ("bbc news", None),
        ("bbc.co.uk", None),
        (None, "https://www.bbc.co.uk/news/1"),
        ("Some feed", "https://news.bbc.co.uk/2"),
        ("BBC News", "https://arland.example/copy"),
    ],
)
def test_an_outlet_is_known_by_its_domain_and_its_names(store: Store, publisher: str | None, page: str | None) -> None:
    assert take(store, publisher, page) == "BBC"
    assert take(store, "BBC News", None) == "BBC"
    assert store.counts()["outlet"] == 1


@pytest.mark.parametrize("page", ["https://notbbc.co.uk/1", "https://bbc.co.uk.arland.example/1", "https://co.uk/1", None])
def test_what_only_looks_like_a_known_domain_stays_as_it_is(store: Store, page: str | None) -> None:
    assert take(store, "Arland Times", page) == "Arland Times"
    assert take(store, None, page) is None


def test_a_name_that_is_stored_stays_valid(store: Store) -> None:
    with store.write() as writer:
        writer._session.add(t.Outlet(name="BBC News"))
    assert take(store, "BBC News", "https://www.bbc.co.uk/news/1") == "BBC News"
    assert take(store, "BBC", None) == "BBC News"  # one outlet, under the name it has here
    assert store.counts()["outlet"] == 1


def test_the_same_text_under_one_address_is_known_whoever_is_said_to_publish_it(store: Store) -> None:
    add(store, document(publisher="Arland Times"))
    assert store.known(document(publisher="arland.example")) == "known"
    assert store.known(document(publisher="Arland Times", text="Another text.")) == "revised"
    assert store.known(document(publisher="arland.example", url="https://arland.example/2")) == "new"


@pytest.mark.parametrize("asked", ["BBC", "bbc news", "bbc.co.uk", "British Broadcasting Corporation"])
def test_the_filter_takes_every_name_of_an_outlet(store: Store, asked: str) -> None:
    take(store, "BBC News", None)
    take(store, "Arland Times", None)
    assert [info.outlet for info in store.article_infos(Selection(outlet=asked))] == ["BBC"]
    assert [info.outlet for info in store.article_infos(Selection(outlet="arland times"))] == ["Arland Times"]


def test_the_seeds_tell_country_and_circle_and_nobody_is_given_a_letter(store: Store) -> None:
    take(store, "TASS", None)
    take(store, "Arland Times", None)
    assert [(o.name, o.country, o.circle, o.reliability) for o in store.outlets()] == [
        ("Arland Times", None, None, "F"),
        ("TASS", "RU", "state media of Russia", "F"),
    ]
    assert store.circles() == {"TASS": "state media of Russia"}


def test_what_the_analyst_says_takes_the_place_of_the_seeds_until_it_is_taken_back(store: Store) -> None:
    take(store, "TASS", None)
    with store.write() as writer:
        assert writer.describe_outlet("tass russian news agency", "xx", " my  circle ", "b", []) == "TASS"
    (found,) = store.outlets()
    assert (found.country, found.circle, found.reliability) == ("XX", "my circle", "B")
    assert store.circles() == {"TASS": "my circle"}
    with store.write() as writer:
        writer.describe_outlet("TASS", "", "", None, [])
    (found,) = store.outlets()
    assert (found.country, found.circle, found.reliability) == ("RU", "state media of Russia", "B")


def test_a_domain_of_the_analyst_is_the_outlets_with_all_below_it(store: Store) -> None:
    take(store, "Arland Times", None)
    take(store, "Dun Post", None)
    with store.write() as writer:
        writer.describe_outlet("Arland Times", None, None, None, ["www.arland.example"])
        writer.describe_outlet("Dun Post", None, None, None, ["dun.arland.example", "bbc.co.uk"])
    assert take(store, None, "https://news.arland.example/1") == "Arland Times"
    assert take(store, "Somebody", "https://www.dun.arland.example/1") == "Dun Post"  # the longest domain decides
    assert take(store, None, "https://www.bbc.co.uk/news/1") == "Dun Post"  # and before the seeds
    with store.write() as writer:
        writer.describe_outlet("Arland Times", None, None, None, ["dun.arland.example"])
    assert take(store, None, "https://dun.arland.example/2") == "Arland Times"


@pytest.mark.parametrize(
    ("country", "reliability", "domains", "said"),
    [
        ("Arland", None, [], "the country 'ARLAND' is none: give a code of two letters, e.g. FR"),
        (None, "G", [], "the reliability 'G' is none: give a letter from A to F"),
        (None, "", [], "the reliability '' is none: give a letter from A to F"),
        (None, None, ["https://a.example/1"], "the domain 'https://a.example/1' is none: give a host's name, e.g. example.org"),
        (None, None, ["example"], "the domain 'example' is none: give a host's name, e.g. example.org"),
    ],
)
def test_a_value_that_is_none_is_refused_and_nothing_is_kept(
    store: Store, country: str | None, reliability: str | None, domains: list[str], said: str
) -> None:
    take(store, "Arland Times", None)
    before = store.outlets()
    with pytest.raises(UsageError) as raised, store.write() as writer:
        writer.describe_outlet("Arland Times", country, "a circle", reliability, domains)
    assert str(raised.value) == said
    assert store.outlets() == before


def test_an_outlet_that_has_no_article_here_is_not_found(store: Store) -> None:
    with (
        pytest.raises(NotFoundError, match="no outlet 'BBC': tracker outlets lists those that have articles"),
        store.write() as w,
    ):
        w.describe_outlet("BBC", "GB", None, None, [])


def test_outlets_are_found_by_names_domains_circle_and_country(store: Store) -> None:
    take(store, "TASS", None)
    take(store, "BBC", None)
    take(store, "Arland Times", None)
    for words, names in {
        "itar": ["TASS"],
        "bbc co uk": ["BBC"],
        "STATE media": ["TASS"],
        "arland": ["Arland Times"],
        "": ["Arland Times", "BBC", "TASS"],
        "tass bbc": [],
    }.items():
        assert [o.name for o in store.outlets(words)] == names


def test_superseded_articles_do_not_count(store: Store) -> None:
    take(store, "Arland Times", "https://arland.example/1")
    take(store, "Arland Times", "https://arland.example/1")
    take(store, "Arland Times", "https://arland.example/2")
    assert [o.articles for o in store.outlets()] == [2]


def test_no_name_and_no_domain_of_the_seeds_is_that_of_two_outlets() -> None:
    rows = [row for group in resources.load("outlets.toml").values() for row in group["outlets"]]
    domains = [domain for row in rows for domain in row["domains"]]
    assert len(set(domains)) == len(domains)
    for row in rows:
        for called in (row["name"], *row["domains"], *row.get("aliases", ())):
            known = directory.outlet(called)
            assert known is not None
            assert known.name == row["name"], called
        assert known.country is not None


def test_an_address_that_cannot_be_read_has_no_domain() -> None:
    assert directory.domains("http://[::1") == []
    assert directory.at("http://[::1") is None
    assert directory.domains("https://WWW.Arland.example./1") == ["www.arland.example", "arland.example"]
