from __future__ import annotations

from report_factories import allegation, event, lines, on, quotes, report, said, status

from tracker.types import Allegation, Axis, Certainty, Contest, Evidence, Verdict


def checkable(number: int, outlets: int, **changes: object) -> Allegation:
    fields = {"evidence": Evidence.UNASSESSED, "certainty": Certainty.POSSIBLE, "origins": 2} | changes
    mentions = [said(on(2, 15), "Ann", f"Outlet {n}", certainty=fields["certainty"]) for n in range(outlets)]
    keep = {key: value for key, value in fields.items() if key in {"evidence", "contest", "verdict"}}
    return allegation(*mentions, id=number, status=status(**keep), origins=fields["origins"])


def test_what_to_check_follows_the_rule() -> None:
    items = [
        checkable(1, 3),
        checkable(2, 3, origins=1),
        checkable(3, 1, contest=Contest.DISPUTED),
        checkable(4, 1, evidence=Evidence.ASSERTED),
        checkable(5, 1, certainty=Certainty.ASSERTED),
        checkable(6, 1, evidence=Evidence.NONE_PROVIDED),
        checkable(7, 4, evidence=Evidence.NONE_PROVIDED),
        checkable(8, 9, evidence=Evidence.NONE_PROVIDED, verdict=Verdict.REFUTED),
    ]
    made = report(*items)
    found = lines(made, "to_check")
    assert {key: line.text for key, line in found.items()} == {
        "A-7": "No evidence was provided; 4 outlets carry it.",
        "A-6": "No evidence was provided; 1 outlet carries it.",
        "A-5": "Stated as fact by Ann, with no word on evidence; 1 outlet carries it.",
        "A-4": "Evidence is said to exist, but has not been shown; 1 outlet carries it.",
        "A-3": "The accounts conflict; 1 outlet carries it.",
    }
    assert list(found) == ["A-7", "A-6", "A-5", "A-4", "A-3"]
    assert next(section.total for section in made.sections if section.key == "to_check") == 6
    assert report(*items[2:]).sections[-1].intro.endswith("More outlets come first.")
    assert lines(report(items[1]), "to_check")["A-2"].text == "3 outlets carry it, all from one origin."
    assert lines(report(checkable(9, 1, origins=1)), "to_check") == {}


def test_what_to_check_leads_to_the_quote_behind_the_reason() -> None:
    events = (event(Axis.EVIDENCE, "none_provided", on(2, 16), quote="it gave no proof"),)
    known = status("no evidence provided", evidence=Evidence.NONE_PROVIDED)
    made = report(allegation(said(on(2, 15), quote="they did it"), events=events, status=known))
    assert quotes(made, lines(made, "to_check")["A-1"].notes) == ["it gave no proof"]
    bare = report(allegation(said(on(2, 15), quote="they did it"), status=known))
    assert quotes(bare, lines(bare, "to_check")["A-1"].notes) == ["they did it"]


def test_what_nobody_talks_about_any_more_is_not_next() -> None:
    old = allegation(said(on(1, 30)), id=1, status=status(evidence=Evidence.NONE_PROVIDED))
    recent = allegation(said(on(1, 31)), id=2, status=status(evidence=Evidence.NONE_PROVIDED))
    assert list(lines(report(old, recent), "to_check")) == ["A-2"]
