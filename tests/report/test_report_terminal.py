from __future__ import annotations

import io
import re

import pytest
from factories import AT
from hypothesis import given, settings
from hypothesis import strategies as st
from report_factories import allegation, denial, event, on, said, status
from rich.cells import cell_len
from rich.console import Console

from tracker.report.terminal.chart import chart
from tracker.report.terminal.layout import text
from tracker.report.terminal.listing import allegation_table
from tracker.report.terminal.show import allegation_page
from tracker.report.trajectory import measure
from tracker.types import Axis, Band, Certainty, Contest, Decision, Evidence, Judgement, Kind, Link, Precision

NASTY = "\x1b[2J[bold]x[/bold] [/] [link=https://evil.example]y[/link] \u202eabc :bomb: "
WIDE = "日本語の長い名前" * 9
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2


def rich_case():
    """An allegation with something in every place that is shown."""
    mentions = [
        said(on(1, 15), "Ann", "Dun Post", asserted_on=on(1, 14), quote="saboteurs are in place", certainty=Certainty.ASSERTED),
        said(
            on(2, 17), "Bob", "Dun Wire", quote="it “may” happen", certainty=Certainty.POSSIBLE, before="He spoke.", after="So."
        ),
        denial(on(2, 18), quote="nothing of the kind"),
    ]
    bare, rejected = ({"quote": m.mention.quote, "article": m.article, "mention_id": m.mention.id} for m in mentions[1:])
    events = (
        event(Axis.EVIDENCE, "none_provided", on(2, 17), **bare | {"quote": "no evidence was shown"}),
        event(Axis.CONTEST, "denied", on(2, 18), voice="Borland", **rejected),
    )
    judgement = Judgement(
        mention_id=mentions[1].mention.id,
        allegation_id=3,
        decision=Decision.POSITIVE,
        score=0.874,
        band=Band.SAME,
        reason="same accused and act",
        made_by="matcher 1",
        made_at=AT,
    )
    return allegation(
        *mentions,
        id=3,
        claim="Borland is preparing a pretext.",
        topics=("false_flag", "plot"),
        events=events,
        links=(Link(kind="countered_by", other_id=9, other_claim="Arland is preparing an attack."),),
        judgements=(judgement,),
        status=status(
            "denied; no evidence provided",
            evidence=Evidence.NONE_PROVIDED,
            contest=Contest.DENIED,
            why={Axis.EVIDENCE: "“no evidence was shown” (the reporter, 17 Feb 2022)", Axis.VERDICT: "nobody has checked it"},
        ),
        origins=2,
    )


def test_the_list_has_a_status_in_words_and_says_of_how_many() -> None:
    assert text(allegation_table([rich_case()], 9, "unverified", 80), 80) == (
        "ID   Allegation                    Status              Last seen    Carried by\n"
        "A-3  Borland is preparing a        denied; no          17 Feb 2022  2 speakers,\n"
        "     pretext.                      evidence provided   █▁▁▁▁█       2 outlets\n"
        "                                                                    (2 origins)\n"
        "1 of 9 allegations (unverified). tracker show A-3 tells more.\n"
    )


def test_a_narrow_list_sets_the_same_words_below_each_other() -> None:
    assert text(allegation_table([rich_case()], 1, "", 40), 40) == (
        "A-3  Borland is preparing a pretext.\n"
        "     denied; no evidence provided\n"
        "     17 Feb 2022 █▁▁▁▁█\n"
        "     2 speakers, 2 outlets (2 origins)\n"
        "1 of 1 allegation. tracker show A-3\n"
        "tells more.\n"
    )


def test_an_empty_list_says_so() -> None:
    assert text(allegation_table([], 9, "denied", 80), 80) == "None of 9 allegations (denied).\n"
    assert "No allegations yet" in text(allegation_table([], 0, "", 80), 80)


def test_show_tells_where_each_axis_stands_why_and_how_it_was_said() -> None:
    assert text(allegation_page(rich_case(), 80), 80) == (
        "A-3  Borland is preparing a pretext.\n"
        "     denied; no evidence provided\n"
        "     accused Borland · false flag, preparation of an attack · first said 14 Jan\n"
        "     2022 · first seen here 15 Jan 2022 · 2 speakers, 2 outlets (2 origins)\n"
        "\n"
        "evidence       none provided    “no evidence was shown” (the reporter, 17 Feb\n"
        "                                2022)\n"
        "contest        denied           “nothing of the kind”\n"
        "                                Borland, Borland Daily, 18 Feb 2022\n"
        "corroboration  single origin\n"
        "verdict        open             nobody has checked it\n"
        "\n"
        "How it was said (2 mentions, 1 denial)\n"
        "14 Jan 2022  asserted  Ann, Dun Post: “saboteurs are in place”\n"
        "17 Feb 2022  possible  Bob, Dun Wire: ‘it “may” happen’\n"
        "18 Feb 2022  denial    Borland, Borland Daily: “nothing of the kind”\n"
        "2 events and 1 judgement more, in context: tracker show A-3 --all\n"
        "\n"
        "Linked  countered by A-9 (Arland is preparing an attack.)\n"
    )


def test_show_everything_adds_contexts_events_and_judgements() -> None:
    shown = text(allegation_page(rich_case(), 80, everything=True), 80)
    assert "Bob, Dun Wire: He spoke. [it “may” happen] So.\n" in shown
    assert re.search(r"^ +https://news\.example/\d+ · mention \w+$", shown, re.MULTILINE)
    assert "What moved its status (2 events)\n" in shown
    assert "17 Feb 2022  evidence       none provided    the reporter, Dun Wire: “no" in shown
    assert "Why these belong together (1 judgement)\n" in shown
    assert "same accused and act (0.87, matcher 1)" in shown
    assert "--all" not in shown


def test_show_leaves_nothing_out_silently() -> None:
    mentions = [said(on(2, day), quote=f"quote {day}") for day in range(1, 10)]
    item = allegation(*mentions, id=4)
    short = text(allegation_page(item, 80), 80)
    assert [f"quote {day}" in short for day in range(1, 10)] == [True] * 3 + [False] * 3 + [True] * 3
    assert "…                      3 more\n" in short
    assert "3 quotes more, in context: tracker show A-4 --all\n" in short
    everything = text(allegation_page(item, 80, everything=True), 80)
    assert all(f"quote {day}" in everything for day in range(1, 10))


def test_show_leaves_nothing_out_where_it_all_fits() -> None:
    six = allegation(*(said(on(2, day), quote="x" * 200) for day in range(1, 7)))
    shown = text(allegation_page(six, 80), 80)
    assert "…" not in shown
    assert "--all" not in shown


def test_a_wide_terminal_has_room_for_who_carries_it() -> None:
    page = text(allegation_table([rich_case()], 1, "", 100), 100)
    assert "2 speakers, 2 outlets\n" in page
    assert "Borland is preparing a pretext. " in page


def test_a_long_quote_is_cut_with_a_mark_unless_everything_is_asked_for() -> None:
    item = allegation(said(on(2, 1), quote="word " * 60))
    assert "word…”" in text(allegation_page(item, 80), 80)
    assert "…" not in text(allegation_page(item, 80, everything=True), 80)


def test_show_of_an_allegation_that_only_was_denied() -> None:
    shown = text(allegation_page(allegation(denial(on(2, 1)), accused=None, topics=()), 80), 80)
    assert "No mentions, 1 denial\n" in shown
    assert "nobody named as accused" in shown


def test_show_counts_the_copies() -> None:
    quote = "Borland is preparing a fake video of an attack on Dun"
    first, copy = said(on(2, 1), outlet="X", quote=quote), said(on(2, 2), outlet="Y", quote=quote)
    item = allegation(first, copy, echoes={copy.mention.id: first.mention.id})
    assert "How it was said (2 mentions; 1 is an echo of an earlier text)\n" in text(allegation_page(item, 80), 80)


def test_a_vague_date_is_shown_as_vaguely_as_it_is_known() -> None:
    item = allegation(said(on(2, 17), asserted_on=on(1, 1), asserted_precision=Precision.MONTH))
    shown = text(allegation_page(item, 80), 80)
    assert "first said Jan 2022 · " in shown
    assert "\nJan 2022     asserted  " in shown


def test_the_chart() -> None:
    item = rich_case()
    assert text(chart(measure(item, "week"), 80), 80) == (
        "A-3  Borland is preparing a pretext.\n"
        "2022-W02  █ 1  first mover: Ann, 14 Jan 2022 (asserted)\n"
        "               first seen here: Dun Post, 15 Jan 2022\n"
        "2022-W03       silence of 32 days\n"
        "2022-W07  █ 1  1 new speaker, 1 new outlet, 1 new origin\n"
        "               1 denial\n"
        "               evidence: unassessed → none provided (the reporter, 17 Feb 2022)\n"
        "               contest: none → denied (Borland, 18 Feb 2022)\n"
        "phase: revived (back after 32 days of silence) · bursts: not known (how many\n"
        "mentions were taken in is not known)\n"
        "amplification 1 mention an origin · half-life: too few mentions · came back 17\n"
        "Feb 2022 after 32 days\n"
        "first denial after 35 days (Borland) · no verdict\n"
        "stance: 50% allege, 25% deny, 25% say no evidence (n = 4)\n"
        "certainty: asserted 14 Jan 2022 (Ann) → possible 17 Feb 2022 (Bob)\n"
        "wording: 2 wordings; times it changed: certainty 1, speaker 1, words 1\n"
        "last change of wording (Bob, 17 Feb 2022): − saboteurs are in place | + it “may”\n"
        "happen\n"
        "stood at the end: evidence none provided 0 days, contest none 33 days, verdict\n"
        "open 33 days\n"
        "n = 2 mentions in 34 days, 1 denial not counted; window to 17 Feb 2022; only\n"
        "what was ingested here\n"
    )


def test_bars_are_one_block_a_mention_as_long_as_there_is_room_and_to_scale_beyond() -> None:
    few = allegation(*(said(on(2, 1)) for _ in range(3)), said(on(2, 8)))
    lines = text(chart(measure(few, "week"), 80), 80).splitlines()
    assert [line.count("█") for line in lines[1:4]] == [3, 0, 1]
    many = allegation(*(said(on(2, 1)) for _ in range(100)), *(said(on(2, 8)) for _ in range(50)), said(on(2, 15)))
    lines = text(chart(measure(many, "week"), 80), 80).splitlines()
    assert [line.count("█") for line in lines if "█" in line] == [20, 10, 1]


def test_a_chart_without_mentions_says_so() -> None:
    nothing = allegation()
    assert text(chart(measure(nothing, "week"), 80), 80).endswith("\nno mentions\n")
    denied = allegation(denial(on(2, 1)))
    assert text(chart(measure(denied, "week"), 80), 80).endswith("\nno mentions, 1 denial\n")


@pytest.mark.parametrize("width", [40, 71, 72, 80, 120])
@pytest.mark.parametrize("words", [WIDE, LONG_WORD, NASTY, "e\u0301" * 200])
def test_no_foreign_word_breaks_the_layout(words: str, width: int) -> None:
    item = allegation(
        said(on(2, 1), words, words, quote=words, before=words, after=words, certainty=Certainty.PLANNED),
        said(on(2, 9), None, words, speaker_text=words, quote=words, kind=Kind.STATEMENT, reported_by=words),
        denial(on(2, 10), words, words, quote=words),
        claim=words,
        accused=words,
        events=(event(Axis.CONTEST, "denied", on(2, 10), voice=words, quote=words, made_by=words),),
        links=(Link(kind="counters", other_id=2, other_claim=words),),
        status=status("denied", contest=Contest.DENIED, why={Axis.CONTEST: words}),
    )
    for page in (
        allegation_table([item, item], 2, words, width),
        allegation_page(item, width),
        allegation_page(item, width, everything=True),
        chart(measure(item, "week"), width),
    ):
        lines = text(page, width).splitlines()
        assert not [line for line in lines if cell_len(line) > width]
        assert not [line for line in lines if "\x1b" in line or "\u202e" in line or "💣" in line]


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_any_text_is_shown_without_control_sequences_even_in_colour(words: str) -> None:
    item = allegation(said(on(2, 1), words, words or None, quote=words), claim=words, accused=words)
    console = Console(file=io.StringIO(), width=80, force_terminal=True, color_system="truecolor", legacy_windows=False)
    with console.capture() as capture:
        console.print(allegation_table([item], 1, words, 80), allegation_page(item, 80, everything=True))
    left = re.sub(r"\x1b\[[0-9;]*m", "", capture.get())
    assert not re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)


def test_colour_repeats_the_word_and_is_gone_in_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    page = allegation_page(rich_case(), 100)
    console = Console(
        file=io.StringIO(), width=100, force_terminal=True, color_system="standard", legacy_windows=False, _environ={}
    )
    with console.capture() as capture:
        console.print(page)
    assert "\x1b[33mdenied; no evidence provided" in capture.get()
    assert "\x1b" not in text(page, 100)
    assert max(map(len, text(page, 100).splitlines())) > 80
