from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from report_factories import full, on

from tracker.report.weekly import WeeklyReport, build

SCHEMA = json.loads(files("tracker.report").joinpath("report.schema.json").read_text("utf-8"))
READER = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_read(report: WeeklyReport) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(report.as_json()))
    return loaded


def objects(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    yield from (part for part in schema["$defs"].values() if part["type"] == "object")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_full_and_an_empty_report_are_as_the_schema_says() -> None:
    made = as_read(full())
    assert all(made[key] for key, part in SCHEMA["properties"].items() if part["type"] == "array")
    READER.validate(made)
    READER.validate(as_read(build([], [], on(2, 14), on(2, 20), "2022-W07")))


def test_keys_stand_in_the_order_of_the_record() -> None:
    made = as_read(full())
    assert list(SCHEMA["properties"]) == list(made)
    firsts = {"line": "new", "note": "notes", "pair": "who_said_most", "unlinked": "denied_unlinked"}
    for name, item in [(name, made[key][0]) for name, key in firsts.items()]:
        assert list(SCHEMA["$defs"][name]["properties"]) == list(item)


def test_every_key_is_described_and_none_other_allowed() -> None:
    for part in objects(SCHEMA):
        assert part["required"] == list(part["properties"])
        assert part["additionalProperties"] is False
        assert all(field["description"].endswith(".") for field in part["properties"].values())


@pytest.mark.parametrize("key", SCHEMA["properties"])
def test_a_report_that_lacks_a_key_is_refused(key: str) -> None:
    made = as_read(full())
    del made[key]
    assert not READER.is_valid(made)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("from",), "14 February"),
        (("articles",), -1),
        (("languages", "en"), "two"),
        (("unread",), -1),
        (("counts", 0, "key"), "truth"),
        (("new", 0, "id"), "7"),
        (("new", 0, "daily", 0), ["2022-02-15"]),
        (("new", 0, "notes"), [0]),
        (("changed", 0, "shifts", 0, "what"), "opinion"),
        (("denied_unlinked", 0, "notes"), [0]),
        (("who_said_most", 0, "mentions"), 0),
        (("notes", 0, "published"), None),
        (("notes", 0, "precision"), "hour"),
        (("notes", 0, "truth"), 0.5),
    ],
)
def test_a_wrong_value_is_refused(place: tuple[str | int, ...], value: object) -> None:
    made = copy.deepcopy(as_read(full()))
    READER.validate(made)
    spot: Any = made
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    assert not READER.is_valid(made)
