from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import stix2
from factories import AT
from report_factories import allegation, article, denial, event, on, said, status, story

from tracker.report import stix
from tracker.types import Allegation, Axis, Verdict

KINDS = {"Anna Berg": "person", "Arland": "state", "Borland": "state", "Dun Front": "group"}
LATER = AT + dt.timedelta(days=3)


def objects(*allegations: Allegation) -> list[dict[str, Any]]:
    return list(stix.objects(allegations, KINDS))


def of(kind: str, *allegations: Allegation) -> list[dict[str, Any]]:
    return [item for item in objects(*allegations) if item["type"] == kind]


def checked(verdict: str, **changes: Any) -> Allegation:
    found = event(Axis.VERDICT, verdict, on(3, 2), **{"voice": "Dun Check", "quote": None, "article": None} | changes)
    return allegation(said(on(2, 17)), events=(found,), status=status(verdict=Verdict(verdict)))


def bundle(*allegations: Allegation) -> str:
    return "".join(stix.lines(stix.objects(allegations, KINDS)))


def test_the_bundle_is_valid_and_nothing_in_it_is_custom() -> None:
    text = bundle(*story(), checked("refuted"))
    parsed = stix2.parse(text, allow_custom=False)
    assert {item.type for item in parsed.objects} == {"identity", "relationship", "report", "note", "opinion"}
    assert '"x_' not in text


def test_a_bundle_of_nothing_is_valid_too() -> None:
    assert set(stix2.v21.Bundle(**json.loads(bundle()))) == {"type", "id"}


def test_ids_are_unique_and_whatever_is_referred_to_comes_before() -> None:
    known: set[str] = set()
    for item in objects(*story()):
        assert item["id"] not in known
        known.add(item["id"])
        targets = [*item.get("object_refs", []), *(item[end] for end in ("source_ref", "target_ref") if end in item)]
        assert known.issuperset(targets)


def test_the_same_records_give_the_same_bytes_and_others_another_bundle() -> None:
    items = story()
    assert bundle(*items) == bundle(*items)
    assert json.loads(bundle(*items))["id"] != json.loads(bundle(*items[:1]))["id"]


def test_an_allegation_is_a_report_with_its_status_and_its_own_dates() -> None:
    first, second = said(on(2, 8), "Anna Berg"), said(on(2, 3), "Arland", article=article(on(2, 3), ingested_at=LATER))
    (report,) = of("report", allegation(first, second, id=7, claim="Borland shelled Dun.", accused="Borland"))
    assert (report["name"], report["published"]) == ("Borland shelled Dun.", "2022-02-03T00:00:00Z")
    assert report["description"] == (
        "A-7: unverified. evidence: unassessed; contest: none; corroboration: single origin; verdict: open"
    )
    assert (report["created"], report["modified"]) == ("2022-02-18T09:30:00.000Z", "2022-02-21T09:30:00.000Z")
    assert report["external_references"] == [{"source_name": "tracker", "external_id": "A-7"}]


def test_a_report_is_changed_when_an_event_is_recorded() -> None:
    (report,) = of("report", checked("refuted", recorded_at=LATER))
    assert report["modified"] == "2022-02-21T09:30:00.000Z"


def test_identities_are_who_speaks_who_is_accused_and_who_publishes_each_once() -> None:
    items = [allegation(said(on(2, 8), name, "Arland Times"), id=n, accused="Borland") for n, name in enumerate(KINDS)]
    items.append(allegation(said(on(2, 8), "official", "Dun Post"), id=9, accused="Borland"))
    assert {(item["name"], item["identity_class"]) for item in of("identity", *items)} == {
        ("Anna Berg", "individual"),
        ("Arland", "organization"),
        ("Borland", "organization"),
        ("Dun Front", "group"),
        ("official", "unknown"),
        ("Arland Times", "organization"),
        ("Dun Post", "organization"),
    }
    assert len(of("identity", *items)) == 7


def test_an_identity_is_the_same_whichever_allegation_is_exported() -> None:
    one, other = (allegation(said(on(2, day), "Anna Berg"), id=day) for day in (3, 8))
    assert of("identity", one) == of("identity", other)


def test_who_accuses_whom_is_a_relationship() -> None:
    item = allegation(said(on(2, 8), "Anna Berg"), denial(on(2, 9), "Arland"), id=7, claim="It was shelled.", accused="Borland")
    names = {identity["id"]: identity["name"] for identity in of("identity", item)}
    (link,) = of("relationship", item)
    assert (names[link["source_ref"]], link["relationship_type"], names[link["target_ref"]]) == (
        "Anna Berg",
        "related-to",
        "Borland",
    )
    assert link["description"] == "accuses, in A-7: It was shelled."
    assert of("relationship", allegation(said(on(2, 8), "Anna Berg"), accused=None)) == []


def test_a_quote_is_a_note_that_leads_to_its_article() -> None:
    where = article(on(2, 8), "Dun Post", title="Shells on Dun", url="https://dun.example/1")
    first, second = of(
        "note",
        allegation(
            said(on(2, 8), "Anna Berg", quote="they shelled us", article=where), denial(on(2, 9), "Borland", quote="no")
        ),
    )
    assert (first["abstract"], first["content"], first["authors"]) == ("Anna Berg alleges", "they shelled us", ["Anna Berg"])
    assert first["external_references"] == [
        {"source_name": "Dun Post", "description": "Shells on Dun", "url": "https://dun.example/1"}
    ]
    assert (second["abstract"], second["content"]) == ("Borland denies", "no")


def test_an_address_that_is_no_web_address_is_no_url() -> None:
    where = article(on(2, 8), None, title=None, url="javascript:alert(1)", ref="dun.txt")
    (note,) = of("note", allegation(said(on(2, 8), article=where)))
    assert note["external_references"] == [{"source_name": "dun.txt", "external_id": "javascript:alert(1)"}]


@pytest.mark.parametrize(
    ("verdict", "opinion"),
    [
        ("supported", "agree"),
        ("occurred", "agree"),
        ("refuted", "disagree"),
        ("retracted", "disagree"),
        ("conflicting", "neutral"),
        ("not_enough_evidence", "neutral"),
        ("did_not_occur", "neutral"),
    ],
)
def test_a_verdict_is_an_opinion_of_whoever_found_it(verdict: str, opinion: str) -> None:
    (found,) = of("opinion", checked(verdict, url="https://check.example/7"))
    assert (found["opinion"], found["authors"]) == (opinion, ["Dun Check"])
    assert found["external_references"] == [{"source_name": "Dun Check", "url": "https://check.example/7"}]
    assert found["explanation"] == f"verdict: {verdict.replace('_', ' ')} (2022-03-02)"


def test_a_denial_is_the_opinion_of_whoever_denies_and_never_the_reporters() -> None:
    events = (
        event(Axis.CONTEST, "denied", on(2, 9), voice="Borland", quote="denied it", article=article(on(2, 9), "Dun Post")),
        event(Axis.CONTEST, "denied", on(2, 10), voice=None, quote="it was denied"),
    )
    first, second = of("opinion", allegation(said(on(2, 8)), events=events))
    assert (first["opinion"], first["authors"]) == ("disagree", ["Borland"])
    assert first["explanation"] == "contest: denied: “denied it” (2022-02-09)"
    assert second["authors"] == ["an unnamed speaker"]


@pytest.mark.parametrize(
    ("axis", "value"),
    [(Axis.EVIDENCE, "none_provided"), (Axis.CONTEST, "disputed"), (Axis.CORROBORATION, "independent"), (Axis.VERDICT, "open")],
)
def test_nothing_else_is_anybodys_opinion(axis: Axis, value: str) -> None:
    item = allegation(said(on(2, 8)), events=(event(axis, value, on(2, 9)),))
    assert of("opinion", item) == []
    assert of("note", item)[-1]["abstract"] == f"{axis}: {value.replace('_', ' ')} (2022-02-09)"


def test_what_two_events_tell_alike_is_told_once() -> None:
    twice = event(Axis.CONTEST, "denied", on(2, 9), voice="Borland", quote="denied it", article=None)
    other = event(Axis.CONTEST, "denied", on(2, 9), voice="Borland", quote="denied it again", article=None)
    found = of("opinion", allegation(said(on(2, 8)), events=(twice, twice, other)))
    assert [item["explanation"].count("again") for item in found] == [0, 1]
    assert found[0]["id"] != found[1]["id"]


def test_a_verdict_that_was_overtaken_is_a_note() -> None:
    events = (
        event(Axis.VERDICT, "refuted", on(3, 1), voice="Early Check"),
        event(Axis.VERDICT, "supported", on(3, 2), voice="Late Check"),
    )
    item = allegation(said(on(2, 8)), events=events, status=status(verdict=Verdict.SUPPORTED))
    assert [found["authors"] for found in of("opinion", item)] == [["Late Check"]]
    assert of("note", item)[-1]["authors"] == ["Early Check"]


def test_allegations_of_two_databases_with_one_number_are_two_reports() -> None:
    one, other = (of("report", allegation(said(on(2, 8)), id=1))[0]["id"] for _ in range(2))
    assert one != other


def test_a_report_keeps_its_id_when_more_is_said() -> None:
    first = said(on(2, 8))
    earlier_but_later_here = said(on(1, 8), article=article(on(1, 8), ingested_at=LATER))
    assert (
        of("report", allegation(first, id=7))[0]["id"] == of("report", allegation(earlier_but_later_here, first, id=7))[0]["id"]
    )


def test_the_bundle_is_written_object_by_object() -> None:
    def items() -> Any:
        yield {"a": 1}
        raise AssertionError("the second was asked for before the first was written")

    assert next(stix.lines(items())) == '{"type": "bundle", "objects": [\n{"a": 1}'


def test_an_allegation_without_any_mention_is_left_out() -> None:
    assert objects(allegation()) == []
