"""The nine facts of the seed article that a naive build gets wrong (design, section 3), run the whole way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import Tracker
from tracker.store import Selection
from tracker.types import Allegation, Certainty, Contest, Corroboration, Evidence, Kind, Mention

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "article.jsonl"
NOW = dt.datetime(2022, 2, 18, 9, 30, tzinfo=dt.UTC)
PUBLISHED = dt.date(2022, 2, 17)

pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the folder shared/seed is not beside the repository")


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tracker]:
    with Tracker(tmp_path_factory.mktemp("seed") / "tracker.db", now=lambda: NOW) as opened:
        assert opened.ingest(SEED).new == 1
        yield opened


@pytest.fixture(scope="module")
def mentions(tracker: Tracker) -> list[Mention]:
    return [stored.mention for stored in tracker.store.mentions(Selection())]


@pytest.fixture(scope="module")
def allegations(tracker: Tracker) -> list[Allegation]:
    return tracker.allegations()


@pytest.fixture
def said(mentions: list[Mention]):
    """The one mention whose quote holds some words."""

    def find(words: str) -> Mention:
        (found,) = [m for m in mentions if words in m.quote]
        return found

    return find


@pytest.fixture
def behind(allegations: list[Allegation]):
    """The allegation that a mention with these words belongs to."""

    def find(words: str) -> Allegation:
        (found,) = [a for a in allegations if any(words in s.mention.quote for s in a.alleging)]
        return found

    return find


def false_flags(allegations: list[Allegation]) -> list[Allegation]:
    """The allegations that are about a false flag first of all."""
    return [a for a in allegations if a.topics[:1] == ("false_flag",)]


INVASION = "threat of invasion"
SHELLING = "kindergarten"


# ---------------------------------------------------------------------------------- 1: no evidence for its theory


def test_fact_1_no_evidence_was_provided_for_the_false_flag_in_the_reporters_voice(allegations) -> None:
    found = [a for a in false_flags(allegations) if a.status.evidence is Evidence.NONE_PROVIDED]
    assert [a.accused for a in found] == ["Russia"]
    (why,) = [words for axis, words in found[0].status.why.items() if axis == "evidence"]
    assert "provided no evidence" in why
    assert "the reporter" in why


# -------------------------------------------------------------------------------------- 2: the troop movements


def test_fact_2_troop_movements_are_asserted_for_the_invasion_and_for_no_false_flag(said, mentions) -> None:
    assert said(INVASION).evidence.value is Evidence.ASSERTED
    told = [m for m in mentions if m.evidence is not None and m.evidence.value is Evidence.ASSERTED]
    assert not any("false_flag" in m.acts for m in told)


def test_fact_2_the_allegation_of_an_invasion_stands_at_evidence_asserted(behind) -> None:
    assert behind(INVASION).status.evidence is Evidence.ASSERTED


# ------------------------------------------------------------------------------------------------ 3: the denial


def test_fact_3_the_invasion_is_denied_by_russia_in_its_mentions_and_no_false_flag_is(said, mentions) -> None:
    remark = said(INVASION).contest
    assert (remark.value, remark.voice) == (Contest.DENIED, "Russia")
    contested = [m.contest.value for m in mentions if m.contest is not None and m.acts[:1] == ("false_flag",)]
    assert Contest.DENIED not in contested


def test_fact_3_the_allegation_of_an_invasion_stands_at_denied_and_no_false_flag_does(behind, allegations) -> None:
    assert behind(INVASION).status.contest is Contest.DENIED
    assert all(a.status.contest is not Contest.DENIED for a in false_flags(allegations))


def test_fact_3_the_denial_belongs_to_the_invasion_and_not_to_the_shelling(allegations, behind) -> None:
    (denied,) = [a for a in allegations if any(s.mention.kind is Kind.DENIAL for s in a.mentions)]
    assert denied.id == behind(INVASION).id


# ----------------------------------------------------------------------------------------------- 4: the shelling


def test_fact_4_the_shelling_of_the_kindergarten_is_disputed(said) -> None:
    remark = said(SHELLING).contest
    assert (remark.value, remark.voice) == (Contest.DISPUTED, None)
    assert "conflicting versions" in remark.quote


def test_fact_4_the_shelling_is_another_allegation_than_the_invasion(behind) -> None:
    assert behind(SHELLING).id != behind(INVASION).id


# --------------------------------------------------------------------------------------------- 5: the withdrawal


def test_fact_5_the_withdrawal_is_a_statement_that_the_united_states_disputes(said) -> None:
    found = said("withdrawal")
    assert (found.kind, found.speaker) == (Kind.STATEMENT, "Russia")
    assert (found.contest.value, found.contest.voice) == (Contest.DISPUTED, "United States")


def test_fact_5_the_export_says_so_too(tracker: Tracker) -> None:
    (row,) = [row for row in tracker.export("mentions") if "withdrawal" in row["quote"]]
    assert (row["kind"], row["contest"]) == ("statement", "disputed")
    assert "doubts" in row["contest_quote"]


# ---------------------------------------------------------------------------------------- 6: already in January


def test_fact_6_the_pentagon_said_so_in_january_first_asserted_is_not_first_seen(said, behind) -> None:
    words = "preparing an operation"
    assert said(words).speaker == "US Department of Defense"
    found = behind(words)
    assert (found.first_asserted.year, found.first_asserted.month) == (2022, 1)
    assert found.first_seen == PUBLISHED


# -------------------------------------------------------------------------------------------- 7: certainty drifts


def test_fact_7_johnson_asserts_what_biden_holds_possible(said) -> None:
    johnson, biden = said("create a pretext"), said("can fake")
    assert (johnson.speaker, johnson.certainty) == ("Boris Johnson", Certainty.ASSERTED)
    assert (biden.speaker, biden.certainty) == ("Joe Biden", Certainty.POSSIBLE)


# ------------------------------------------------------------------------------------------------ 8: who is who


@pytest.mark.parametrize(
    ("words", "text", "name"),
    [
        ("false flag", "the chancellor", "Antony Blinken"),
        ("the same possibility", "US Secretary of State Anthony Blinken", "Antony Blinken"),
        ("whatever one believes", "He", "Rosemary DiCarlo"),
    ],
)
def test_fact_8_the_chancellor_he_and_anthony_are_who_they_are(said, words: str, text: str, name: str) -> None:
    found = said(words)
    assert (found.speaker_text, found.speaker) == (text, name)


# ---------------------------------------------------------------------------------------------- 9: three speakers


def test_fact_9_the_us_the_uk_and_nato_are_three_speakers(said) -> None:
    assert said("laying the groundwork").speakers == ("United States", "United Kingdom", "NATO")


def test_fact_9_allies_that_say_the_same_are_several_speakers_and_not_independent(behind, allegations) -> None:
    assert behind("laying the groundwork").status.corroboration is Corroboration.MULTI_SPEAKER
    assert all(a.status.corroboration is not Corroboration.INDEPENDENT for a in allegations)


# ------------------------------------------------------------------------------------------------------ all of it


def test_every_quote_stands_where_it_is_said_to_stand(tracker: Tracker) -> None:
    (article,) = tracker.export("articles")
    text = article["text"]
    for row in tracker.export("mentions"):
        assert text[row["start"] : row["end"]] == row["quote"]
        for key in ("evidence_quote", "contest_quote"):
            assert row[key] is None or row[key] in text


def test_everything_is_unverified(allegations) -> None:
    assert allegations
    assert all(a.status.unverified for a in allegations)


def test_to_read_the_article_again_changes_nothing(tracker: Tracker, allegations) -> None:
    again = tracker.ingest(SEED)
    assert (again.new, again.known) == (0, 1)
    assert tracker.allegations() == allegations
