from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_factories import on

from tracker.report import svg
from tracker.report.backlog import Age, Day
from tracker.report.weeks import Period

WEEK = Period(on(2, 14), on(2, 20))
BOX = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z")


def day(when: dt.date, mentions: int, denials: int = 0) -> Day:
    return Day(day=when, mentions=mentions, denials=denials)


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)


def drawn(chart: str, name: str) -> list[tuple[float, float, float, float]]:
    """The bars of a kind: x, y, width, height."""
    (path,) = parsed(chart).findall(f"path[@class='{name}']")
    return [(float(x), float(y), float(w), float(h)) for x, y, w, h in BOX.findall(path.attrib["d"])]


def letters(chart: str) -> list[str]:
    return [text.text or "" for text in parsed(chart).findall("text")]


def test_mentions_stand_on_the_line_and_denials_hang_from_it_on_one_scale() -> None:
    # two days of 144; a bar 30 wide; 26 a mention (no more than a quarter of 104), under a row of letters of 15
    chart = svg.days([day(on(2, 14), 2), day(on(2, 15), 0, 1)], Period(on(2, 14), on(2, 15)), key="k", title="Days")
    assert drawn(chart, "alleged") == [(57, 15, 30, 52)]
    assert drawn(chart, "denied") == [(201.5, 67.5, 29, 25)]  # its outline is as thick as 1: half inside
    assert letters(chart) == ["2", "1", "Mon 14", "Tue 15"]


def test_a_chart_has_a_title_and_tells_each_day_in_words() -> None:
    tree = parsed(svg.days([day(on(2, 14), 2), day(on(2, 16), 1, 3)], WEEK, key="daily", title="Days"))
    assert (tree.attrib["role"], tree.attrib["aria-labelledby"]) == ("img", "daily-title daily-told")
    title, told = tree.find("title"), tree.find("desc")
    assert title is not None
    assert told is not None
    assert (title.attrib["id"], title.text) == ("daily-title", "Days")
    assert told.attrib["id"] == "daily-told"
    assert told.text == "14 February: 2 mentions, no denial; 16 February: 1 mention, 3 denials."


def test_a_long_period_is_told_by_its_sums_and_its_peak() -> None:
    period = Period(on(1, 1), on(12, 31))
    chart = svg.days([day(on(2, 14), 2), day(on(5, 1), 1500, 1), day(on(5, 2), 1500)], period, key="k", title="Days")
    assert "3,002 mentions, 1 denial in 365 days; most mentions on 1 May 2022: 1,500." in chart
    assert letters(chart) == ["1,500", "1", "1 Jan", "31 Dec 2022"]


def test_a_chart_of_nothing_says_so() -> None:
    chart = svg.days([], WEEK, key="k", title="Days")
    assert "No mention and no denial." in chart
    assert letters(chart) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)), min_size=1, max_size=60).filter(
        lambda counts: any(said and denied for said, denied in counts)
    )
)
def test_bars_measure_what_they_show_and_stay_in_the_picture(counts: list[tuple[int, int]]) -> None:
    daily = [day(on(1, 1) + dt.timedelta(n), *pair) for n, pair in enumerate(counts)]
    chart = svg.days(daily, Period(daily[0].day, daily[-1].day), key="k", title="Days")
    width, height = (float(n) for n in parsed(chart).attrib["viewBox"].split()[2:])
    above, below = drawn(chart, "alleged"), drawn(chart, "denied")
    assert (len(above), len(below)) == (sum(bool(m) for m, _ in counts), sum(bool(d) for _, d in counts))
    assert all(x >= 0 and y >= 0 and x + w <= width + 0.1 and y + h <= height + 0.1 for x, y, w, h in above + below)
    tallest = max(said for said, _ in counts)
    top = max(h for _, _, _, h in above)
    for (_, _, _, h), said in zip(above, [said for said, _ in counts if said], strict=True):
        assert h == pytest.approx(max(top * said / tallest, 1), abs=0.2), "and what is there is seen"


def test_small_charts_share_one_scale() -> None:
    one, two = svg.multiples([("One", [day(on(2, 14), 1)]), ("Two", [day(on(2, 15), 4, 2)])], WEEK, key="new-chart")
    (small,), (large,) = drawn(one, "alleged"), drawn(two, "alleged")
    assert large[3] == pytest.approx(4 * small[3], abs=0.3)
    sizes = [parsed(chart).attrib["viewBox"] for chart in (one, two)]
    assert sizes[0] == sizes[1]
    assert 'id="new-chart-1-title">One<' in one
    assert 'id="new-chart-2-title">Two<' in two


def test_the_backlog_is_a_bar_an_age_with_its_name_and_its_number() -> None:
    backlog = [Age(title="up to a week", count=1200), Age(title="up to four weeks", count=300), Age(title="longer", count=0)]
    chart = svg.ages(backlog, key="ages", title="Backlog")
    bars = [path.attrib["d"] for path in parsed(chart).findall("path")]
    assert bars == ["M156 4h96v15h-96z", "M156 28h24v15h-24z"]
    assert letters(chart) == ["up to a week", "1,200", "up to four weeks", "300", "longer", "0"]
    assert "up to a week: 1,200; up to four weeks: 300; longer: 0" in chart


def test_no_word_in_a_chart_is_live() -> None:
    chart = svg.ages([Age(title="<script>alert(1)</script>\x1b", count=1)], key="k", title='"><img src=x>')
    tree = parsed(chart)
    assert {element.tag for element in tree.iter()} == {"svg", "title", "desc", "path", "text"}
    assert letters(chart)[0] == "<script>alert(1)</script>\\x1b"


def test_a_day_of_ten_years_is_still_seen_and_the_chart_stays_small() -> None:
    first = dt.date(2012, 1, 1)
    daily = [day(first + dt.timedelta(n), 1, 1) for n in range(3650)]
    chart = svg.days(daily, Period(daily[0].day, daily[-1].day), key="k", title="Days")
    assert len(drawn(chart, "alleged")) == 3650
    assert all(w > 0 and h > 0 for _, _, w, h in drawn(chart, "alleged") + drawn(chart, "denied"))
    assert len(chart) < 3650 * 60
