from __future__ import annotations

from report_factories import MONDAY, SUNDAY, allegation, denial, on, quotes, said, week

from tracker.report import export, html, markdown
from tracker.report.notes import Notes
from tracker.report.terminal.layout import text
from tracker.report.terminal.week import week_page
from tracker.report.unlinked import unlinked
from tracker.report.weekly import COLUMNS, WeeklyReport
from tracker.report.weeks import Period
from tracker.types import StoredMention

PERIOD = Period(MONDAY, SUNDAY)


def rejected() -> StoredMention:
    return denial(on(2, 16), id="m77720b8e8638647", claim="Borland poisoned the wells.", quote="We poisoned <b>no</b> wells")


def made() -> WeeklyReport:
    """A week in which something was alleged and something else denied."""
    return week(allegation(said(on(2, 15)), id=1), denials=[rejected()])


def test_the_days_of_the_period_count_in_their_order() -> None:
    denials = [denial(on(2, day), id=f"m{day}") for day in (21, 20, 14, 13)]
    found = unlinked(denials, PERIOD, Notes(), 50)
    assert ([d.id for d in found.denials], found.total) == (["m14", "m20"], 2)
    assert found == unlinked(denials[::-1], PERIOD, Notes(), 50)


def test_a_long_list_says_of_how_many_it_is_the_first() -> None:
    found = unlinked([denial(on(2, 14)) for _ in range(3)], PERIOD, Notes(), 2)
    assert found.intro(3).endswith("tracker move ID A-n joins one to what it denies, where that is here.")
    assert found.intro(2) == (
        "3 denials could not be joined to an allegation: tracker move ID A-n joins one to what it denies, where that is here. "
        "The first 2 of 3."
    )
    assert not unlinked([], PERIOD, Notes(), 2)


def test_a_week_in_which_only_what_is_not_here_was_denied_does_not_say_that_none_was() -> None:
    summary = made().summary
    assert "1 allegation made for the first time; 1 denial could not be joined to an allegation." in summary
    assert "No allegation was made; 1 denial could not be joined to an allegation." in week(denials=[rejected()]).summary


def test_json_has_it_beside_what_was_denied_and_csv_in_a_section_of_its_own() -> None:
    found = made().as_json()
    (one,) = found["denied_unlinked"]
    assert (found["denied"], found["denied_unlinked_of"]) == ([], 1)
    assert (one["id"], one["speaker"], one["text"]) == ("m77720b8e8638647", "Borland", "Borland, on 16 February.")
    assert quotes(made(), one["notes"]) == ["We poisoned <b>no</b> wells"]
    rows = [row for row in made().rows() if row["section"] == "denied_unlinked"]
    assert [(row["id"], row["of"], row["quotes"]) for row in rows] == [(one["id"], 1, ["We poisoned <b>no</b> wells"])]
    assert "".join(export.csv(made().rows(), COLUMNS)).count("m77720b8e8638647") == 1


def test_every_page_has_it_under_what_was_denied() -> None:
    page = markdown.render(made())
    assert "## Denied\n\n1 denial could not be joined" in page
    assert "- m77720b8e8638647 · “We poisoned &lt;b&gt;no&lt;/b&gt; wells” Borland, on 16 February.[^" in page
    assert "Denied" not in page.partition("Nothing to report under: ")[2].partition("\n")[0]
    written = html.render(made())
    assert 'id="denied"' in written
    assert "m77720b8e8638647" in written
    assert "<b>no</b>" not in written
    shown = text(week_page(made(), 80), 80)
    assert "\nDenied\n1 denial could not be joined" in shown
    assert "m77720b8e8638647" in shown
