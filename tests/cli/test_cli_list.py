from __future__ import annotations

import csv
import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from cli.running import ALLEGATION_KEYS, ok, rows, run
from store.filling import accuse

from tracker import Tracker
from tracker.types import Axis, StatusEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Row = dict[str, Any]


def listed(db: Path, *args: object) -> list[Row]:
    return rows("list", *args, "--json", db=db)


def ids(found: list[Row]) -> list[str]:
    return [row["id"] for row in found]


def test_json_has_exactly_the_keys_of_the_contract(demo: Path) -> None:
    found = listed(demo)
    assert len(found) > 20
    assert {tuple(row) for row in found} == {ALLEGATION_KEYS}


def test_json_says_of_what_kind_each_value_is(demo: Path) -> None:
    for row in listed(demo):
        assert row["id"].startswith("A-")
        assert row["claim"].strip() == row["claim"] != ""
        assert 1 <= row["articles"] <= row["mentions"]
        assert 1 <= row["origins"] <= row["mentions"]
        assert row["outlets"]
        assert dt.date.fromisoformat(row["first_seen"]) <= dt.date.fromisoformat(row["last_seen"])
        assert row["first_asserted"] is None or row["first_asserted"] <= row["last_seen"]


@pytest.mark.parametrize(
    ("option", "fits"),
    [
        (["--status", "denied"], lambda row: row["contest"] == "denied"),
        (["--status", "Denied"], lambda row: row["contest"] == "denied"),
        (["--status", "none_provided"], lambda row: row["evidence"] == "none_provided"),
        (["--status", "no evidence provided"], lambda row: "no evidence provided" in row["headline"].split("; ")),
        (["--outlet", "Radio Ormsvale"], lambda row: "Radio Ormsvale" in row["outlets"]),
        (["--outlet", "radio ormsvale"], lambda row: "Radio Ormsvale" in row["outlets"]),
        (["--speaker", "Dmitry Peskov"], lambda row: "Dmitry Peskov" in row["speakers"]),
        (["--topic", "gossip"], lambda row: "gossip" in row["topics"]),  # of no row: another extractor may find it one day
        (["--topic", "Atrocity"], lambda row: "atrocity" in row["topics"]),
        (["--topic", "false_flag"], lambda row: "false_flag" in row["topics"]),
        (["--since", "2022-02-17"], lambda row: row["last_seen"] >= "2022-02-17"),
        (["--until", "2022-01-24"], lambda row: row["first_seen"] <= "2022-01-24"),
        (["--until", "7d"], lambda row: row["first_seen"] < "2023"),
        (["--since", "7d"], lambda row: row["last_seen"] > "2023"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_filter_lets_through_what_fits_and_nothing_else(demo: Path, option: list[str], fits: Callable[[Row], bool]) -> None:
    everything = listed(demo)
    assert ids(listed(demo, *option)) == [row["id"] for row in everything if fits(row)]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--status", "denid"], "no status is called 'denid': did you mean 'denied'?"),
        (
            ["--status", "no_evidence_provided"],
            "no status is called 'no_evidence_provided': did you mean 'no evidence provided'?",
        ),
        (["--status", "xyz"], "no status is called 'xyz': give one of asserted, conceded, conflicting, "),
        (["--topic", "false flag"], "no topic is called 'false flag': did you mean 'false_flag'?"),
    ],
)
def test_a_status_or_topic_that_there_is_not_is_refused(demo: Path, option: list[str], said: str) -> None:
    for command in (["list"], ["export", "events"], *([["report"]] if "--topic" in option else [])):
        result = run(*command, *option, db=demo)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"tracker: {said}")


def test_a_topic_of_another_extractor_is_known_by_what_it_found(tmp_path: Path) -> None:
    with Tracker(tmp_path / "x.db") as tracker:
        accuse(tracker.store, "a", acts=("cyber",))
    assert ids(listed(tmp_path / "x.db", "--topic", "cyber")) == ["A-1"]
    assert rows("list", "--topic", "Cyber", "--accused", "Nobody", "--json", db=tmp_path / "x.db") == []


def test_a_headline_is_taken_whole_and_in_its_parts(demo: Path) -> None:
    whole = "denied; no evidence provided"
    fitting = [row["id"] for row in listed(demo) if row["headline"] == whole]
    assert fitting
    assert ids(listed(demo, "--status", whole)) == ids(rows("export", "allegations", "--status", whole, db=demo)) == fitting


def test_demo_has_something_on_both_sides_of_every_filter(demo: Path) -> None:
    total = len(listed(demo))
    for option in (
        ["--status", "denied"], ["--status", "none_provided"], ["--outlet", "Radio Ormsvale"], ["--speaker", "Dmitry Peskov"],
        ["--accused", "Russia"], ["--topic", "false_flag"], ["--since", "2022-02-17"], ["--until", "2022-01-24"],
    ):  # fmt: skip
        assert 0 < len(listed(demo, *option)) < total, option


@pytest.mark.parametrize("name", ["Russia", "russia", "Moscow"])
def test_accused_takes_any_name_of_an_actor(demo: Path, name: str) -> None:
    found = listed(demo, "--accused", name)
    assert {row["id"] for row in listed(demo) if row["accused"] == "Russia"} <= set(ids(found))
    assert not any(row["accused"] in {"Ukraine", "United States", None} for row in found)


def test_who_speaks_for_a_side_is_found_under_it(demo: Path) -> None:
    assert set(ids(listed(demo, "--speaker", "Dmitry Peskov"))) < set(ids(listed(demo, "--speaker", "Russia")))


def test_filters_add_up(demo: Path) -> None:
    both = set(ids(listed(demo, "--accused", "Russia", "--status", "denied")))
    assert both == set(ids(listed(demo, "--accused", "Russia"))) & set(ids(listed(demo, "--status", "denied")))


def test_since_and_until_are_both_included(demo: Path) -> None:
    day = listed(demo, "--since", "2022-01-24", "--until", "2022-01-24")
    assert day
    assert all(row["first_seen"] <= "2022-01-24" <= row["last_seen"] for row in day)


def test_7d_is_a_week_ago(tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC).date()
    article = {"text": "Arland accused Borland of shelling Dun.", "published": str(today - dt.timedelta(days=3))}
    db = tmp_path / "x.db"
    ok("ingest", "-", db=db, stdin=json.dumps(article).encode())
    assert len(listed(db, "--since", "7d")) == 1
    assert not listed(db, "--until", "7d")
    assert not listed(db, "--since", "1d")


@pytest.mark.parametrize("verdict", ["refuted", "supported", "retracted"])
def test_unverified_leaves_out_what_somebody_has_settled(own: Path, verdict: str) -> None:
    event = StatusEvent(
        axis=Axis.VERDICT,
        value=verdict,
        voice="Desk",
        quote=None,
        happened_on=dt.date(2022, 3, 1),
        recorded_at=dt.datetime(2022, 3, 1, tzinfo=dt.UTC),
        made_by="analyst",
    )
    with Tracker(own) as tracker, tracker.store.write() as writer:
        writer.add_event(1, event, None)
    assert "A-1" in ids(listed(own))
    assert ids(listed(own, "--unverified")) == [id_ for id_ in ids(listed(own)) if id_ != "A-1"]
    assert ids(listed(own, "--status", verdict)) == ["A-1"]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("last", lambda row: row["last_seen"]),
        ("first", lambda row: row["first_asserted"] or ""),
        ("mentions", lambda row: row["mentions"]),
        ("origins", lambda row: row["origins"]),
    ],
)
def test_sort_puts_the_latest_or_the_most_first(demo: Path, sort: str, key: Callable[[Row], Any]) -> None:
    found = [key(row) for row in listed(demo, "--sort", sort)]
    assert found == sorted(found, reverse=True)
    assert len(found) == len(listed(demo))


def test_newest_first_unless_told_otherwise(demo: Path) -> None:
    assert listed(demo) == listed(demo, "--sort", "last")


def test_a_limit_never_cuts_silently(demo: Path) -> None:
    total = len(listed(demo))
    for form in ("--json", "--csv", ()):
        result = run("list", *([form] if form else []), "--limit", "3", db=demo)
        assert (result.exit_code, result.stderr) == (0, f"3 of {total} allegations (--limit 3)\n")
    assert ids(listed(demo, "--limit", "3")) == ids(listed(demo))[:3]
    assert run("list", "--limit", total, db=demo).stderr == ""


def test_csv_holds_what_json_holds(demo: Path) -> None:
    found = list(csv.DictReader(ok("list", "--csv", db=demo).splitlines()))
    assert [row["id"] for row in found] == ids(listed(demo))
    assert [row["speakers"].split("; ") for row in found] == [row["speakers"] or [""] for row in listed(demo)]


def test_csv_has_its_header_even_when_there_is_nothing(demo: Path) -> None:
    header = ",".join(ALLEGATION_KEYS) + "\n"
    assert ok("list", "--csv", "--accused", "Nobody", db=demo) == header
    assert ok("list", "--csv", db=demo).startswith(header)


def test_nothing_found_prints_nothing(demo: Path) -> None:
    for form in ([], ["--json"]):
        assert ok("list", *form, "--accused", "Nobody", db=demo) == ""


def test_a_pipe_gets_one_line_an_allegation_with_tabs(demo: Path) -> None:
    lines = [line.split("\t") for line in ok("list", db=demo).splitlines()]
    expected = listed(demo)
    assert {len(cells) for cells in lines} == {5}
    assert [(id_, last, accused) for id_, _, last, accused, _ in lines] == [
        (row["id"], row["last_seen"], row["accused"] or "") for row in expected
    ]


def test_a_terminal_gets_a_table_that_ends_with_how_many_there_are(demo: Path) -> None:
    text = ok("list", "--limit", "2", db=demo, TTY_COMPATIBLE="1")
    assert "Carried by" in text.splitlines()[0]
    assert "\t" not in text
    assert text.splitlines()[-1].startswith(f"2 of {len(listed(demo))} allegations.")


@pytest.mark.parametrize("width", ["40", "80", "120"])
def test_a_table_keeps_to_the_width_of_its_terminal(demo: Path, width: str) -> None:
    text = re.sub(r"\x1b\[[0-9;]*m", "", ok("list", db=demo, TTY_COMPATIBLE="1", COLUMNS=width))
    assert max(len(line) for line in text.splitlines()) <= int(width)


def test_a_terminal_hears_that_there_is_nothing_yet(tmp_path: Path) -> None:
    assert "No allegations yet. tracker ingest PATH" in ok("list", db=tmp_path / "new.db", TTY_COMPATIBLE="1")


@pytest.mark.parametrize(
    "args",
    [
        ["--since", "2022-13-01"],
        ["--since", "yesterday"],
        ["--until", "d"],
        ["--since", "2022-02-20", "--until", "2022-02-19"],
        ["--limit", "0"],
        ["--limit", "many"],
        ["--sort", "colour"],
    ],
)
def test_an_option_that_makes_no_sense_is_a_usage_error(demo: Path, args: list[str]) -> None:
    result = run("list", *args, db=demo)
    assert (result.exit_code, result.stdout) == (2, "")
    assert args[1] in result.stderr or args[0] in result.stderr
