from __future__ import annotations

import datetime as dt

import pytest

THURSDAY = dt.date(2022, 2, 17)
DAYS = {"fri": 11, "sat": 12, "sun": 13, "mon": 14, "tue": 15, "wed": 16, "thu": 17}


def day(name: str) -> dt.date:
    return dt.date(2022, 2, DAYS[name]) if name in DAYS else dt.date.fromisoformat(name)


@pytest.mark.parametrize(
    ("on", "text"),
    [
        ("mon", "Arland said on Monday that Borland had shelled the port."),
        ("mon", "Arland said Monday Borland had shelled the port."),
        ("mon", "Arland said Monday that Borland had shelled the port."),
        ("thu", "Arland said that Borland had shelled the port on Monday."),
        ("thu", "Arland said Borland shelled the port on Monday."),
        ("thu", "Borland shelled the port on Monday, Arland said."),
        ("tue", "“Borland shelled the port on Monday,” the Arland minister said on Tuesday."),
        ("mon", "In Monday's briefing, the minister accused Borland of shelling the port."),
        ("mon", "At a Monday briefing, Anna Berg said that Borland had shelled the port."),
        ("tue", "The ministry said in a statement Tuesday that Borland had shelled the port."),
        ("wed", "Anna Berg told reporters late Wednesday that Borland had shelled the port on Monday."),
        ("thu", "After Monday's attack, Arland accused Borland of shelling the port."),
        ("tue", "Arland accused Borland on Tuesday of shelling the port on Monday."),
        ("thu", "Anna Berg, who visited the port on Monday, said that Borland had shelled it."),
        ("mon", "Speaking in Oslo on Monday, Anna Berg said that Borland had shelled the port."),
        ("mon", "Arland said on Monday that Borland had shelled the port, accusing it of lying about the ferry."),
        ("mon", "Arland closed its border on Monday and accused Borland of shelling the port."),
        ("tue", "On Tuesday night (15/02), Arland said that Borland had shelled the port."),
        ("2022-02-03", "Anna Berg said in a briefing on Feb. 3 that Borland had shelled the port in January."),
        ("2022-01-01", "In January, the ministry claimed that Borland would shell the port next week."),
        ("mon", "Arland repeated on Monday its claim that Borland had shelled the port."),
        ("tue", "According to a report published on Tuesday, Borland shelled the port on Monday."),
        ("tue", "Borland shelled the port, according to a statement released late Tuesday."),
        ("2022-02-07", "Arland said last week that Borland was planning to attack on Sunday."),
        ("thu", "On Monday Borland shelled the port, Arland said."),
        ("mon", "Arland warned on Monday of a Borland attack on the port."),
        ("thu", "Arland blamed Borland for Monday's attack on the port."),
        ("2022-02-03", "Two weeks ago Arland claimed that Borland had poisoned the well."),
        ("sat", "The general said over the weekend that Borland had shelled the port."),
        ("mon", "Borland has shelled the port since Monday, the general said earlier this week."),
        ("mon", "Anna Berg wrote on Twitter on Monday that Borland had shelled the port."),
        ("wed", "Arland had said the day before that Borland would shell the port."),
        (
            "tue",
            "On Monday, when the port burned, Arland said nothing, but on Tuesday it accused Borland of shelling it.",
        ),
        ("tue", "The minister told a press conference on Tuesday that Borland had shelled the port on Sunday."),
        ("tue", "Arland on Tuesday accused Borland of shelling the port on Sunday."),
        ("tue", "Arland’s minister said on Tuesday that Sunday’s attack was a provocation staged by Borland."),
        ("thu", "Arland’s foreign minister said Sunday’s attack was a provocation staged by Borland."),
        ("mon", "Monday's report said that Borland had poisoned the well on 3 January."),
        ("2022-02-03", "In a letter dated 3 February, the ministry accused Borland of poisoning the well."),
        ("2022-02-03", "In an interview published on 3 February, Anna Berg accused Borland of poisoning the well last year."),
        ("fri", "Borland bombed the ferry on Thursday, Anna Berg told parliament on Friday."),
        ("fri", "“They bombed the ferry yesterday,” the Arland general said on Friday."),
        ("2021-01-01", "Late last year, Arland accused Borland of plotting to bomb the ferry this summer."),
        ("2014-01-01", "In 2014, Arland said that Borland had shot down the plane."),
        ("thu", "Arland said that in 2014 Borland had shot down the plane."),
        ("thu", "Arland said Borland shot down the plane in 2014."),
        ("2022-01-01", "Arland alleged in mid-January that Borland had hired gunmen."),
        ("thu", "Arland alleged that Borland had hired gunmen in mid-January."),
        ("tue", "The president, speaking on Tuesday, accused Borland of planning an attack next week."),
        ("thu", "Arland said that Borland would attack next week."),
        ("thu", "Arland warned that Borland could attack on Friday."),
        ("mon", "Arland’s president vowed on Monday to strike back and blamed Borland for the bombing of the ferry on Sunday."),
        ("wed", "Borland shelled the port on Sunday, the ministry said in a post on its website on Wednesday."),
        (
            "tue",
            "A spokesman for the ministry said on Tuesday evening that Borland had seized two boats on Saturday night.",
        ),
        ("sun", "On Sunday, the governor of the province said that Borland's troops had shot at farmers."),
        ("thu", "The governor of the province, who took office in January, said that Borland's troops had shot at farmers."),
        ("thu", "The governor elected in 2014 said that Borland's troops had shot at farmers."),
        ("mon", "Borland denied on Monday that it had shelled the port on Sunday."),
        ("mon", "Borland on Monday denied shelling the port on Sunday."),
        ("thu", "Borland denied shelling the port on Sunday."),
        ("wed", "Asked on Wednesday about Sunday's shelling, the minister said that Borland had planned it."),
        ("2022-01-12", "On 12 January the company said that hackers from Borland had stolen the files in November."),
        ("thu", "The company said that hackers from Borland had stolen the files on 12 January."),
    ],
)
def test_it_was_said_when_the_words_around_the_cue_say(mentions, on: str, text: str) -> None:
    found = mentions(text, THURSDAY)
    assert {m.asserted_on for m in found} == {day(on)}


@pytest.mark.parametrize(
    ("accused", "denied"), [("on Monday", "on Tuesday"), ("in January", "on Wednesday"), ("on 3 February", "over the weekend")]
)
def test_two_who_speak_in_one_sentence_speak_when_each_does(mentions, accused: str, denied: str) -> None:
    text = f"Arland said {accused} that Borland had shelled the port, and Borland denied it {denied}."
    dates = [m.asserted_on for m in mentions(text, THURSDAY)]
    expected = [mentions(f"Arland said {on} that Borland had shelled the port.")[0].asserted_on for on in (accused, denied)]
    assert dates == expected


def test_what_is_quoted_within_what_is_said_has_no_date_of_the_frame(mentions) -> None:
    text = "Anna Berg said on Monday that Borland had claimed that Arland shelled the port."
    assert [m.asserted_on for m in mentions(text, THURSDAY) if m.reported_by] in ([], [THURSDAY])


def test_how_exactly_it_is_known_is_kept(one) -> None:
    days = {"on Monday": "day", "in January": "month", "late last year": "year"}
    for words, precision in days.items():
        assert one(f"Arland said {words} that Borland had shelled the port.").asserted_precision == precision


@pytest.mark.xfail(strict=True, reason="a phrase at the end that the parser hangs on the deed dates the deed")
def test_in_a_statement_at_the_end_dates_the_statement(one) -> None:
    found = one("Arland accused Borland of shelling the port in a statement on Monday.", THURSDAY)
    assert found.asserted_on == dt.date(2022, 2, 14)
