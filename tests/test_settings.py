from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from cli.running import ok, run

from tracker.errors import UsageError
from tracker.settings import DEFAULTS, FREE, Settings, variable

PAGE = (Path(__file__).parents[1] / "docs" / "settings.md").read_text("utf-8")
DOCUMENTED = re.findall(r"^\| `(TRACKER_[A-Z_]+)` \| ([0-9.]*) ?\|", PAGE, re.MULTILINE)
NUMBERS = [field.name for field in fields(Settings) if field.type in {"int", "float"}]


def test_every_setting_is_documented_with_its_default_in_the_order_of_the_record() -> None:
    told = [(variable(field.name), str(field.default)) for field in fields(Settings) if field.type in {"int", "float"}]
    assert [pair for pair in DOCUMENTED if pair[1]] == told
    words = {variable(field.name) for field in fields(Settings) if field.type == "str"}
    desk = "TRACKER_TOKEN"  # a secret, and no setting: no record holds it
    assert {name for name, default in DOCUMENTED if not default} == {*words, desk}


def test_every_setting_can_be_set_from_the_environment() -> None:
    environ = {variable(field.name): "7" for field in fields(Settings)}
    made = Settings.from_environment(environ)
    assert {field.name: str(getattr(made, field.name)).removesuffix(".0") for field in fields(Settings)} == dict.fromkeys(
        (field.name for field in fields(Settings)), "7"
    )
    assert [type(getattr(made, name)) for name in NUMBERS] == [type(getattr(DEFAULTS, name)) for name in NUMBERS]


def test_what_is_not_set_or_empty_has_its_default() -> None:
    assert Settings.from_environment({}) == Settings.from_environment(dict.fromkeys(map(variable, NUMBERS), "")) == DEFAULTS


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("wrong", ["many", "-1", "nan", "inf", "1e99", "9" * 30, "10 MB", "0"])
def test_what_is_no_limit_is_refused_and_named(name: str, wrong: str) -> None:
    environ = {variable(name): wrong}
    if variable(name) in FREE and wrong == "0":
        assert getattr(Settings.from_environment(environ), name) == 0.0
        return
    with pytest.raises(UsageError, match=f"{variable(name)} is '{re.escape(wrong)}': give a "):
        Settings.from_environment(environ)


def test_a_limit_from_the_environment_holds_and_a_wrong_one_is_told_in_a_sentence(tmp_path: Path) -> None:
    line = json.dumps({"text": "Words. " * 50}).encode()
    assert run("ingest", "-", db=tmp_path / "x.db", stdin=line, TRACKER_MAX_LINE_BYTES="100").exit_code == 3
    ok("ingest", "-", db=tmp_path / "x.db", stdin=line, TRACKER_MAX_LINE_BYTES="1000")
    wrong = run("list", db=tmp_path / "x.db", TRACKER_MAX_NESTING="deep")
    assert wrong.exit_code == 2
    assert "TRACKER_MAX_NESTING is 'deep': give a whole number above 0, or unset it" in wrong.stderr
