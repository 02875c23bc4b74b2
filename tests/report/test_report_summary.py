from __future__ import annotations

from report_factories import MONDAY, SUNDAY, allegation, article, denial, lines, on, report, said, settled, status

from tracker.types import Verdict


def test_the_summary_reads_like_a_paragraph() -> None:
    carried = allegation(
        said(on(2, 1), "Ann", "Dun Post"),
        said(on(2, 15), "Ann", "Dun Post"),
        said(on(2, 15), "Bob", "Dun Wire"),
        denial(on(2, 16)),
        id=3,
        status=status("denied; no evidence provided"),
    )
    refuted = allegation(said(on(2, 1)), events=(settled("refuted", 18),), id=4, status=status(verdict=Verdict.REFUTED))
    made = report(carried, refuted, allegation(said(on(2, 20)), id=5))
    assert made.summary == (
        "In the week of 14–20 February 2022 the tracker read 4 articles from 4 outlets. "
        "It found 1 allegation made for the first time and 1 repeated; 1 was denied and 1 was resolved. "
        "The most carried was A-3, “Borland shelled the border town of Dun”, with 2 mentions in 2 outlets; "
        "it stands as “denied; no evidence provided”. "
        "At the end of the week 2 allegations were unverified."
    )
    assert (made.articles, made.outlets) == (4, ("Arland Times", "Borland Daily", "Dun Post", "Dun Wire"))


def test_of_two_carried_equally_often_the_one_in_more_outlets_is_named() -> None:
    one = allegation(said(on(2, 15), outlet="X"), said(on(2, 15), outlet="X"), id=1)
    two = allegation(said(on(2, 15), outlet="X"), said(on(2, 15), outlet="Y"), id=2)
    assert "The most carried was A-2" in report(one, two).summary


def test_an_empty_week_says_so() -> None:
    made = report()
    assert made.summary == "In the week of 14–20 February 2022 the tracker read no articles."
    assert not any(section.lines for section in made.sections)
    assert (made.notes, made.pairs) == ((), ())


def test_a_week_of_articles_without_allegations_says_so_and_what_is_still_open() -> None:
    made = report(allegation(said(on(2, 1))), articles=[article(MONDAY), article(SUNDAY), article(on(2, 21))])
    assert made.summary == (
        "In the week of 14–20 February 2022 the tracker read 2 articles from 1 outlet and found no allegation in them. "
        "At the end of the week 1 allegation was unverified."
    )


def test_a_week_of_denials_only() -> None:
    made = report(allegation(said(on(2, 1)), denial(on(2, 16))))
    assert "No allegation was made; 1 was denied." in made.summary
    assert lines(report(allegation(denial(on(2, 16)))), "denied") == {}


def test_articles_in_languages_that_are_not_read_are_told_of() -> None:
    french = [article(SUNDAY, language="fr"), article(SUNDAY, language="fr-BE")]
    made = report(articles=[article(MONDAY, language="en_GB"), *french])
    assert made.unread == 2
    told = "2 articles are in languages that it does not read: stored, but nothing here is from them."
    assert told in made.summary
    one = report(articles=french[:1]).summary
    assert "1 article is in a language that it does not read: stored, but nothing here is from it." in one
    assert "does not read" not in report(articles=[article(MONDAY)]).summary


def test_the_headline_names_what_was_carried_most_and_who_said_it() -> None:
    loud = allegation(
        said(on(2, 15), "an official"), said(on(2, 16), "Ann"), said(on(2, 17), "Ann"), id=1, claim="Borland shelled Dun."
    )
    made = report(loud, allegation(said(on(2, 15), "Bob"), id=2))
    assert made.headline == "Ann and an official said: Borland shelled Dun. It stands as “unverified”."
    again = report(allegation(said(on(2, 1), "Ann"), said(on(2, 15), "Ann"), claim="Borland shelled Dun."))
    assert again.headline == "Ann said again: Borland shelled Dun. It stands as “unverified”."
    unnamed = report(allegation(said(on(2, 15), None, "Dun Post"), claim="Borland shelled Dun."))
    assert unnamed.headline.startswith("1 outlet, naming nobody, said: ")
    several = report(allegation(said(on(2, 15), "engineers"), claim="Borland shelled Dun."))
    assert several.headline.startswith("Engineers said: ")
    assert report().headline == "No accusation was made or repeated in this week."
