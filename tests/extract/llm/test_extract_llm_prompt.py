from __future__ import annotations

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from asking.proposing import CORPUS, asked, led, whole

from tracker import resources
from tracker.extract.llm.prompt import Prompt
from tracker.extract.llm.windows import windows
from tracker.types import Certainty, Contest, Evidence, Kind, Mention
from tracker.types.proposals import Fate
from training.corpus import read

TABLE, SCHEMA = resources.load("llm/prompt.en.toml"), resources.load_json("llm/mentions.schema.json")


def test_the_schema_has_the_values_and_fields_of_a_mention() -> None:
    fields = SCHEMA["properties"]["mentions"]["items"]["properties"]
    for name, values in (("kind", Kind), ("certainty", Certainty), ("evidence", Evidence), ("contest", Contest)):
        assert fields[name]["enum"] == [value.value for value in values]
    own = {"cue", "evidence_quote", "evidence_by", "contest_quote", "contest_by", "speaker"}  # spans, remarks, speakers
    assert set(fields) - own <= set(Mention.__dataclass_fields__)
    assert SCHEMA["properties"]["mentions"]["items"]["required"] == list(fields)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("number", range(len(TABLE["example"])))
def test_the_examples_are_of_the_corpus_that_is_learnt_from_and_are_taken_as_they_are(number: int) -> None:
    source, text, found = asked().examples()[number]
    assert text.strip() in read(CORPUS / source).text
    assert (CORPUS / source).parent.name in (CORPUS / "splits.toml").read_text().split("tuning =")[0]
    jsonschema.validate({"mentions": found}, SCHEMA)
    lead = led(text, *found)
    assert len(lead.mentions("x", "x")[0]) == len(found)
    assert {t.why for t in lead.told if t.fate is not Fate.TAKEN} <= {"quote: parts left out"}


def test_every_change_of_prompt_or_schema_has_a_version_of_its_own() -> None:
    other: dict[str, Any] = copy.deepcopy(TABLE)
    other["system"] += "Be brief."
    schema = copy.deepcopy(SCHEMA)
    schema["title"] = "other"
    assert len({Prompt(TABLE, SCHEMA).version, Prompt(other, SCHEMA).version, Prompt(TABLE, schema).version}) == 3
    assert Prompt(TABLE, SCHEMA).version == Prompt(copy.deepcopy(TABLE), SCHEMA).version


def test_a_model_that_takes_no_schema_is_told_it_in_words() -> None:
    text = "It rained."
    assert json.dumps(SCHEMA, ensure_ascii=False) in asked().question(text, whole(text), None, told=False).system
    assert '"$schema"' not in asked().question(text, whole(text), None, told=True).system


def test_nothing_but_the_text_and_its_day_is_sent_and_a_part_says_which_it_is() -> None:
    text = "\n\n".join(f"Paragraph {n} {{braces}} of the article, which is a long one. " * 8 for n in range(40))
    first, second, *_ = windows(text)
    question = asked().question(text, second, dt.date(2022, 2, 17), told=True)
    assert "Published: 2022-02-17" in question.user
    assert second.text(text) in question.user
    assert "What stands before “Paragraph" in question.user
    assert question.system == asked().question(text, first, None, told=True).system
    assert "What stands before" not in asked().question("It rained.", whole("It rained."), None, told=True).user


def test_the_prompt_ships_in_the_wheel() -> None:
    project = (Path(__file__).parents[3] / "pyproject.toml").read_text()
    assert '"seeds/llm" = "tracker/_seeds/llm"' in project
