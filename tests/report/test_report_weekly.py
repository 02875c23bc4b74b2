from __future__ import annotations

import json

import pytest
from factories import AT
from hypothesis import given, settings
from hypothesis import strategies as st
from report_factories import (
    MONDAY,
    SUNDAY,
    allegation,
    article,
    denial,
    event,
    lines,
    on,
    quotes,
    report,
    said,
    settled,
    status,
)

from tracker.errors import UsageError
from tracker.report.backlog import counted
from tracker.report.weekly import build
from tracker.types import Allegation, Axis, Contest, Evidence, Precision, Verdict


def test_new_is_what_is_seen_here_for_the_first_time() -> None:
    first = allegation(said(on(2, 15), "Ann", "Dun Post"), said(on(2, 17), "Bob", "Dun Wire"), id=1, origins=2)
    older = allegation(said(on(2, 1)), said(on(2, 15)), id=2)
    later = allegation(said(on(2, 21)), id=3)
    made = report(first, older, later)
    assert list(lines(made, "new")) == ["A-1"]
    line = lines(made, "new")["A-1"]
    assert line.text == "First said by Ann on 15 February, in Dun Post. 2 mentions: 2 speakers, 2 outlets (2 origins)."
    assert (line.mentions, line.before, line.days_open) == (2, 0, 6)
    assert line.daily == ((on(2, 15), 1), (on(2, 17), 1))


def test_new_here_may_have_been_said_before() -> None:
    vague = said(on(2, 17), "Ann", "Dun Post", asserted_on=on(1, 1), asserted_precision=Precision.MONTH)
    made = report(allegation(vague))
    assert lines(made, "new")["A-1"].text == "Said by Ann already in January; first seen here on 17 February, in Dun Post."
    assert (made.notes[0].said, made.notes[0].precision) == (on(1, 1), Precision.MONTH)


def test_this_month_is_not_before_this_week() -> None:
    for precision, when in ((Precision.MONTH, "in February"), (Precision.YEAR, "in 2022")):
        vague = said(on(2, 17), "Ann", "Dun Post", asserted_on=on(2 if "Feb" in when else 1, 1), asserted_precision=precision)
        assert lines(report(allegation(vague)), "new")["A-1"].text == f"First said by Ann {when}, in Dun Post."
    exact = said(on(2, 17), "Ann", "Dun Post", asserted_on=on(2, 13))
    assert lines(report(allegation(exact)), "new")["A-1"].text.startswith("Said by Ann already on 13 February;")


def test_spreading_is_more_than_in_the_week_before() -> None:
    grows = allegation(
        said(on(2, 8), "Ann", "Dun Post"),
        said(on(2, 15), "Ann", "Dun Post"),
        said(on(2, 16), "Bob", "Dun Wire"),
        said(on(2, 16), "Cid", "Dun Wire"),
        id=1,
    )
    same = allegation(said(on(2, 8)), said(on(2, 15)), id=2)
    fewer = allegation(said(on(2, 8)), said(on(2, 9)), said(on(2, 15)), id=3)
    back = allegation(said(on(1, 4), "Ann", "X"), said(on(2, 15), "Ann", "X"), id=4)
    found = lines(report(back, same, grows, fewer), "spreading")
    assert list(found) == ["A-1", "A-4"]
    assert found["A-1"].text == "3 mentions, after 1 in the week before. New voices: Bob and Cid. New outlet: Dun Wire."
    assert found["A-4"].text == "1 mention, after none in the week before."
    assert (found["A-1"].mentions, found["A-1"].before) == (3, 1)


def test_a_line_quotes_every_speaker_once() -> None:
    mentions = [said(on(2, 15), who, quote=f"{who} {n}") for who in ("Ann", "Bob") for n in (1, 2)]
    made = report(allegation(*mentions, said(on(2, 16), None, quote="nobody 1"), said(on(2, 16), None, quote="nobody 2")))
    assert quotes(made, lines(made, "new")["A-1"].notes) == ["Ann 1", "Bob 1", "nobody 1", "nobody 2"]


def test_the_first_and_the_last_day_belong_to_the_week() -> None:
    items = [
        allegation(
            said(on(2, 1)),
            events=(event(Axis.EVIDENCE, "asserted", day),),
            id=number,
            status=status(evidence=Evidence.ASSERTED),
        )
        for number, day in enumerate((on(2, 13), MONDAY, SUNDAY, on(2, 21)), 1)
    ]
    assert list(lines(report(*items), "changed")) == ["A-2", "A-3"]
    denied = [allegation(said(on(2, 1)), denial(day), id=number) for number, day in enumerate((on(2, 13), MONDAY), 1)]
    assert [line.text for line in lines(report(*denied), "denied").values()] == [
        "Denied by Borland on 14 February, for the first time here."
    ]
    both = allegation(said(on(2, 1)), denial(on(2, 13)), denial(MONDAY))
    assert lines(report(both), "denied")["A-1"].text == "Denied again by Borland on 14 February."


def test_denied_names_who_and_whether_it_is_the_first_time() -> None:
    rejections = [
        denial(on(2, 16), quote="never"),
        denial(on(2, 17), "Cid", quote="not us"),
        denial(on(2, 18), quote="never, again"),
    ]
    first = allegation(said(on(2, 1)), *rejections, id=1)
    contest = (event(Axis.CONTEST, "denied", on(2, 1), voice="Borland"), event(Axis.CONTEST, "denied", on(2, 17)))
    again = allegation(said(on(2, 1)), events=contest, id=2)
    earlier = allegation(said(on(2, 1)), denial(on(2, 2)), id=3)
    made = report(first, again, earlier)
    found = lines(made, "denied")
    assert {key: line.text for key, line in found.items()} == {
        "A-1": "Denied by Borland on 16 February and Cid on 17 February, for the first time here.",
        "A-2": "Denied again by an unnamed speaker on 17 February.",
    }
    assert quotes(made, found["A-1"].notes) == ["never", "not us"]


def test_a_denial_and_the_event_it_makes_are_one() -> None:
    mention = denial(on(2, 16), quote="never", id="d1")
    made_by_it = event(Axis.CONTEST, "denied", on(2, 16), voice="Borland", quote="Borland said never", mention_id="d1")
    made = report(allegation(said(on(2, 1)), mention, events=(made_by_it,)))
    assert quotes(made, lines(made, "denied")["A-1"].notes) == ["never"]


@pytest.mark.parametrize("value", ["supported", "refuted", "retracted", "occurred", "did_not_occur"])
def test_resolved_is_a_verdict_and_names_whose(value: str) -> None:
    made = report(allegation(said(on(2, 1)), events=(settled(value, 18),), status=status(value, verdict=Verdict(value))))
    verdict = value.replace("_", " ").capitalize()
    line = lines(made, "resolved")["A-1"]
    assert line.text == f"{verdict}, according to A fact check, on 18 February."
    assert quotes(made, line.notes) == quotes(made, line.status_notes) == ["it was filmed"]
    assert lines(made, "unverified") == {}


@pytest.mark.parametrize("value", ["conflicting", "not_enough_evidence"])
def test_an_undecided_verdict_is_a_change_and_resolves_nothing(value: str) -> None:
    made = report(allegation(said(on(2, 1)), events=(settled(value, 18),), status=status(value, verdict=Verdict(value))))
    assert lines(made, "resolved") == {}
    assert "A-1" in lines(made, "changed")
    assert "A-1" in lines(made, "unverified")


def test_gone_quiet_was_heard_in_the_two_weeks_before_and_not_since() -> None:
    quiet = allegation(said(on(2, 1)), said(on(2, 10), outlet="Dun Wire"), denial(on(2, 16)), id=1)
    heard = allegation(said(on(2, 10)), said(on(2, 14)), id=2)
    forgotten = allegation(said(on(1, 30)), id=3)
    just_in_time = allegation(said(on(1, 31)), id=4)
    found = lines(report(heard, just_in_time, forgotten, quiet), "gone_quiet")
    assert list(found) == ["A-1", "A-4"]
    assert found["A-1"].text == "2 mentions in the two weeks before, the last on 10 February in Dun Wire."


def test_unverified_are_all_open_ones_the_oldest_first() -> None:
    young = allegation(said(on(2, 20)), id=1)
    old = allegation(said(on(1, 1), outlet="Dun Post"), said(on(2, 3)), id=2)
    done = allegation(said(on(1, 1)), id=3, status=status("refuted", verdict=Verdict.REFUTED))
    found = lines(report(young, old, done), "unverified")
    assert list(found) == ["A-2", "A-1"]
    assert [line.days_open for line in found.values()] == [51, 1]
    assert found["A-2"].text == (
        "Open for 51 days: first seen here 1 January, last 3 February; 1 speaker, 2 outlets (1 origin)."
    )
    assert found["A-1"].text == "Open for 1 day: first seen here 20 February; 1 speaker, 1 outlet (1 origin)."


def test_who_said_most_counts_speakers_not_denials() -> None:
    one = allegation(
        said(on(2, 15), "Ann", "X"), said(on(2, 16), "Ann", "Y", speakers=("Ann", "Bob", "Ann")), denial(on(2, 16)), id=1
    )
    two = allegation(said(on(2, 17), "Ann", "X"), said(on(2, 17), None), said(on(2, 1), "Bob"), id=2)
    other = allegation(said(on(2, 17), "Ann", "X"), id=3, accused=None)
    made = report(one, two, other)
    assert [(p.speaker, p.accused, p.mentions, p.allegations, p.outlets) for p in made.pairs] == [
        ("Ann", "Borland", 3, 2, 2),
        ("Ann", None, 1, 1, 1),
        ("Bob", "Borland", 1, 1, 1),
    ]
    assert all(len(pair.notes) == 1 for pair in made.pairs)


def test_who_said_most_is_a_small_table_that_says_of_how_many() -> None:
    made = report(allegation(*(said(on(2, 15), f"Speaker {n:02}") for n in range(12))))
    assert (len(made.pairs), made.pairs_total) == (10, 12)


def test_only_what_was_known_by_the_end_counts() -> None:
    past = [said(on(2, 10)), said(on(2, 16))]
    future = [said(on(2, 21), "Late"), denial(on(2, 22))]
    late = (settled("refuted", 21), event(Axis.CONTEST, "denied", on(2, 10), article=article(on(3, 1))))
    with_hindsight = report(allegation(*past, *future, events=late), articles=[m.article for m in past])
    without = report(allegation(*past), articles=[m.article for m in past])
    assert with_hindsight == without


def test_articles_are_counted_by_day_of_publication_or_arrival_and_by_language() -> None:
    arrived = article(None, language="uk", ingested_at=AT)
    read = [article(MONDAY), article(SUNDAY, language=None), arrived, article(on(2, 13)), article(on(2, 21))]
    made = report(articles=read)
    assert made.articles == 3
    assert made.languages == (("en", 1), ("uk", 1), ("unknown", 1))
    assert made.unread == 1


def test_a_backward_period_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="swap"):
        build([], [], SUNDAY, MONDAY, "2022-W07")


def test_a_long_period_is_compared_with_as_many_days_before_it() -> None:
    item = allegation(said(on(1, 10)), said(on(2, 10)), said(on(2, 20)))
    made = build([item], [], on(2, 1), on(2, 28), "February")
    (line,) = [line for section in made.sections if section.key == "spreading" for line in section.lines]
    assert (line.text, line.before) == ("2 mentions, after 1 in the period before.", 1)


def test_the_same_quote_keeps_its_number_and_every_number_is_a_note() -> None:
    events = (event(Axis.CONTEST, "denied", on(2, 16), voice="Borland", quote="never"),)
    item = allegation(said(on(2, 1)), said(on(2, 15)), events=events, status=status("denied", contest=Contest.DENIED))
    made = report(item)
    denied, changed = lines(made, "denied")["A-1"], lines(made, "changed")["A-1"]
    assert denied.notes == denied.status_notes == changed.notes
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))


def test_a_week_is_compared_with_the_one_before() -> None:
    old = allegation(said(on(2, 1)), said(on(2, 9)), denial(on(2, 10)), id=1)
    new = allegation(said(on(2, 15)), said(on(2, 16)), id=2)
    done = allegation(said(on(2, 9)), id=3, events=(settled("refuted", 12),), status=status("refuted", verdict=Verdict.REFUTED))
    counts = {count.key: (count.now, count.before) for count in report(old, new, done).counts}
    assert counts == {
        "articles": (2, 3),
        "mentions": (2, 2),
        "new": (1, 1),
        "denials": (0, 1),
        "resolved": (0, 1),
        "unverified": (2, 1),
    }


def test_every_day_of_the_period_has_its_mentions_and_denials() -> None:
    days = report(allegation(said(on(2, 15)), said(on(2, 15)), denial(on(2, 16)))).daily
    assert [(d.day.day, d.mentions, d.denials) for d in days] == [
        (14, 0, 0), (15, 2, 0), (16, 0, 1), (17, 0, 0), (18, 0, 0), (19, 0, 0), (20, 0, 0),
    ]  # fmt: skip


def test_the_backlog_is_counted_by_age_and_the_longest_open_are_told() -> None:
    # on 20 February: open for 1, 7, 8, 28, 29 days
    items = [allegation(said(day), id=n) for n, day in enumerate((on(2, 20), on(2, 14), on(2, 13), on(1, 24), on(1, 23)), 1)]
    made = report(*items)
    assert [(age.title, age.count) for age in made.backlog] == [
        ("up to a week", 2), ("up to four weeks", 2), ("up to three months", 1), ("longer than three months", 0),
    ]  # fmt: skip
    assert list(lines(made, "unverified")) == ["A-5", "A-4", "A-3", "A-2", "A-1"]


def test_a_long_section_says_how_many_there_are() -> None:
    made = report(*(allegation(said(on(2, 15), f"Ann {n}"), id=n) for n in range(1, 61)))
    (new,) = [section for section in made.sections if section.key == "new"]
    assert (len(new.lines), new.total) == (50, 60)
    assert made.as_json()["new_of"] == 60


def test_what_is_not_told_is_still_counted() -> None:
    told, untold = allegation(said(on(2, 15)), id=2), allegation(said(on(1, 1)), id=1)
    whole = counted([told, untold])
    made = build([told], [], MONDAY, SUNDAY, "2022-W07", whole=whole, scope="against Borland")
    assert {c.key: c.now for c in made.counts}["unverified"] == 2
    assert (made.scope, list(lines(made, "unverified"))) == ("against Borland", ["A-2"])


def test_an_analyst_without_a_quote_is_still_a_note() -> None:
    by_hand = settled("refuted", 18, voice=None, quote=None, article=None, made_by="analyst ana")
    made = report(allegation(said(on(2, 1)), events=(by_hand,)))
    (number,) = lines(made, "resolved")["A-1"].notes
    note = made.notes[number - 1]
    assert (note.who, note.outlet, note.quote, note.url, note.published) == ("analyst ana", None, None, None, on(2, 18))


def test_the_json_has_stable_keys_and_points_to_its_notes() -> None:
    made = report(allegation(said(on(2, 15), "Ann"), denial(on(2, 16)))).as_json()
    assert list(made) == [
        "week", "from", "to", "articles", "outlets", "languages", "unread", "scope", "headline",
        "summary", "counts", "daily", "backlog",
        "new", "spreading", "changed", "denied", "resolved", "gone_quiet", "unverified", "to_check",
        "new_of", "spreading_of", "changed_of", "denied_of", "resolved_of", "gone_quiet_of", "unverified_of", "to_check_of",
        "denied_unlinked", "denied_unlinked_of",
        "revised", "revised_of", "revised_unchanged", "who_said_most", "who_said_most_of", "method", "notes",
    ]  # fmt: skip
    again = json.loads(json.dumps(made))
    assert again == made
    assert (again["week"], again["from"], again["to"]) == ("2022-W07", "2022-02-14", "2022-02-20")
    assert again["languages"] == {"en": 2}
    (line,) = again["new"]
    assert line["daily"] == [["2022-02-15", 1]]
    assert again["notes"][line["notes"][0] - 1]["who"] == "Ann"


@st.composite
def cases(draw: st.DrawFn) -> list[Allegation]:
    days = st.dates(on(1, 1), on(3, 1))
    made = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        mentions = [
            (said if draw(st.booleans()) else denial)(draw(days), draw(st.sampled_from("AB")))
            for _ in range(draw(st.integers(0, 5)))
        ]
        events = [
            event(axis, value, draw(days), quote=f"quote {n}")
            for n, (axis, value) in enumerate(
                draw(
                    st.lists(
                        st.sampled_from(
                            [(Axis.CONTEST, "denied"), (Axis.EVIDENCE, "none_provided"), (Axis.VERDICT, "refuted")]
                        ),
                        max_size=4,
                    )
                )
            )
        ]
        made.append(allegation(*mentions, id=number, events=tuple(events)))
    return made


@settings(max_examples=60)
@given(cases(), st.randoms(use_true_random=False))
def test_every_report_is_the_same_twice_and_every_line_leads_to_a_quote(items: list[Allegation], random: object) -> None:
    articles = [m.article for item in items for m in item.mentions]
    made = report(*items, articles=articles)
    assert report(*items[::-1], articles=articles[::-1]) == made
    for section in made.sections:
        assert all(line.notes for line in section.lines)
    cited = {n for s in made.sections for line in s.lines for n in (*line.notes, *line.status_notes)}
    cited |= {n for pair in made.pairs for n in pair.notes}
    assert cited == {note.number for note in made.notes}
    assert set(lines(made, "new")).isdisjoint(lines(made, "spreading"))
    assert set(lines(made, "new")).isdisjoint(lines(made, "gone_quiet"))
