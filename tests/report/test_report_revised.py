from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from factories import AT, mention
from report_factories import on, revision, week

from tracker.report import export, html, markdown
from tracker.report.revised import CHANGES, Revisions, revised
from tracker.report.terminal.layout import text
from tracker.report.terminal.week import week_page
from tracker.report.weekly import COLUMNS, WeeklyReport
from tracker.types.versions import Change, Revision, Turn

MONDAY, SUNDAY = on(2, 14), on(2, 20)


def seen(day: dt.date, *, id_: int = 1, changed: bool = True) -> Revision:
    made = revision() if changed else revision(changes=())
    at = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return replace(made, after=replace(made.after, id=id_, ref=f"a{id_}", ingested_at=at))


def told(*revisions: Revision, limit: int = 50) -> Revisions:
    return revised(revisions, MONDAY, SUNDAY, limit)


def softened() -> WeeklyReport:
    """A report on an article that softened one claim and left one out."""
    before = mention(id="a", quote="shelled Dun", speakers=("Ann",))
    after = mention(id="b", quote="may have shelled Dun", speakers=("Ann",))
    gone = mention(id="c", quote="mined the road", speakers=("Bob",))
    turns = (
        Change(turn=Turn.SOFTENED, before=before, after=after, was="asserted", became="possible"),
        Change(turn=Turn.REMOVED, before=gone, after=None),
    )
    base = revision(changes=turns)
    article = replace(base.after, title="Dun was shelled", outlet="Dun Post", url="https://dun.example/1", ref="a1")
    return week(revisions=[replace(base, after=article), seen(on(2, 16), changed=False)])


def test_the_days_of_the_period_count_and_the_latest_comes_first() -> None:
    found = told(*(seen(day, id_=n) for n, day in enumerate((on(2, 13), MONDAY, SUNDAY, on(2, 21)), 1)))
    assert [article.article for article in found.articles] == ["a3", "a2"]
    assert found.total == 2


def test_what_changed_no_claim_is_counted_and_not_listed() -> None:
    found = told(seen(MONDAY), seen(MONDAY, id_=2, changed=False))
    assert (len(found.articles), found.total, found.unchanged) == (1, 1, 1)
    assert found.intro == "In 1 more revised article no claim changed."
    assert told(seen(MONDAY, changed=False)).intro == "In 1 revised article no claim changed."
    assert not told(seen(on(2, 13), changed=False))


def test_a_long_list_and_a_long_article_say_of_how_many_they_are_the_first() -> None:
    found = told(*(seen(MONDAY, id_=n) for n in range(3)), limit=2)
    assert (found.intro, found.total) == ("The first 2 of 3.", 3)
    (one,) = told(revision(changes=revision().changes[:1] * (CHANGES + 2))).articles
    assert (len(one.changes), one.changes_of, one.more) == (CHANGES, CHANGES + 2, "And 2 other changes.")
    assert told(revision()).articles[0].more == ""


def test_the_order_of_the_input_does_not_matter() -> None:
    revisions = [seen(MONDAY, id_=n) for n in range(5)]
    assert told(*revisions) == told(*revisions[::-1])


def test_a_change_has_the_words_of_both_texts_and_the_claim_of_the_later() -> None:
    article = softened().revised.articles[0]
    assert article.told == f"Dun Post, published 16 February, seen revised {AT.day} February 2022"
    assert [(c.text, c.before, c.after, c.speaker) for c in article.changes] == [
        ("softened: asserted → possible", "shelled Dun", "may have shelled Dun", "Ann"),
        ("removed", "mined the road", None, "Bob"),
    ]


def test_markdown_has_each_change_below_its_article() -> None:
    page = markdown.render(softened())
    assert (
        "## Revised\n\nIn 1 more revised article no claim changed.\n\n"
        "- **Dun was shelled** · Dun Post, published 16 February, seen revised 18 February 2022 <https://dun.example/1>\n"
        "  - softened: asserted → possible: “shelled Dun” → “may have shelled Dun” (Ann)\n"
        "  - removed: “mined the road” (Bob)\n"
    ) in page


def test_the_page_leads_to_the_article_and_to_the_section() -> None:
    page = html.render(softened())
    assert '<a href="https://dun.example/1" rel="noopener noreferrer nofollow">Dun Post, published 16 February' in page
    assert '<a href="#revised">Revised</a> 1' in page
    live = replace(revision(), after=replace(revision().after, url="javascript:1"))
    assert "javascript:" not in html.render(week(revisions=[live]))


def test_a_terminal_tells_what_was_done_and_the_first_words() -> None:
    shown = text(week_page(softened(), 80), 80)
    assert "Revised\nsoftened, removed" in shown
    assert "“shelled Dun” → “may have shelled Dun”" in " ".join(shown.split())
    assert "In 1 more revised article no claim changed." in shown


def test_a_table_has_a_row_for_each_change() -> None:
    made = softened()
    rows = [row for row in made.rows() if row["section"] == "revised"]
    assert [(row["of"], row["text"], row["quotes"]) for row in rows] == [
        (1, "Dun Post, Dun was shelled: softened: asserted → possible", ["shelled Dun", "may have shelled Dun"]),
        (1, "Dun Post, Dun was shelled: removed", ["mined the road"]),
    ]
    assert len(list(export.csv(made.rows(), COLUMNS))) == 3
    assert json.loads(json.dumps(made.as_json()))["revised_unchanged"] == 1


@pytest.mark.parametrize("width", [60, 80])
def test_a_week_without_revisions_says_nothing_of_them_on_a_terminal(width: int) -> None:
    assert "evised" not in text(week_page(week(), width), width)
