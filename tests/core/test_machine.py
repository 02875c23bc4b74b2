"""Whatever people and articles do, in whatever order: a machine does it at random, and a small model says what must hold.

Articles are made of a few sentences, and read by a few lines here instead of the extractor: what is tested is what becomes of
mentions. `TRACKER_RUNS` is how many runs of fifty steps: a step costs some tens of milliseconds, so that the two hundred of
`make soak` take minutes, and what is run at every push has fewer.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from factories import mention
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from store.filling import ACTORS

from tracker import Tracker, plugins
from tracker.errors import TrackerError
from tracker.extract.pipeline import Extraction
from tracker.ids import parse_id
from tracker.settings import Settings
from tracker.store.selection import Selection
from tracker.types import Contest, Decision, Evidence, Kind, Mention, Remark, Verdict

RUNS = int(os.environ.get("TRACKER_RUNS", "3"))
STEPS = 50
START = dt.datetime(2022, 3, 1, 12, tzinfo=dt.UTC)
FIRST_DAY = dt.date(2022, 2, 1)
SIDES = ("Arland", "Borland")
DEEDS = ("shelled the town of Dun", "shelled the bridge of Dun", "staged a false attack at Morrow", "poisoned the wells of Esk")
SAID = re.compile(r"The minister of (\w+) said that ((\w+) had [^,.]+)(, but (gave no evidence))?\.")
DENIED = re.compile(r"(\w+) (denied that it had [^.]+)\.")


class ByHand:
    """Finds in an article what its sentences are made of."""

    def mentions(self, text: str, *, published: dt.date | None, identity: str, **_: Any) -> Extraction:
        found: list[Mention] = []
        for said in SAID.finditer(text):
            remark = Remark(value=Evidence.NONE_PROVIDED, span=said.span(5), quote=said[5]) if said[5] else None
            found.append(
                _mention(text, said.span(2), said[2], published, identity, speaker=said[1], accused=said[3], evidence=remark)
            )
        for denied in DENIED.finditer(text):
            remark = Remark(value=Contest.DENIED, span=denied.span(2), quote=denied[2])
            claim = denied[2].replace("denied that it had", f"{denied[1]} had")
            found.append(
                _mention(text, denied.span(2), claim, published, identity, speaker=denied[1], accused=denied[1], contest=remark)
            )
        return Extraction(found, ACTORS)


def _mention(
    text: str,
    span: tuple[int, int],
    claim: str,
    published: dt.date | None,
    identity: str,
    *,
    speaker: str,
    accused: str,
    **more: Any,
) -> Mention:
    kind = Kind.DENIAL if "contest" in more else Kind.ALLEGATION
    return mention(
        text=identity,
        start=span[0],
        end=span[1],
        quote=text[span[0] : span[1]],
        kind=kind,
        claim=f"{claim}.",
        speakers=(speaker,),
        accused=accused,
        acts=("false_flag" if "staged" in claim else "attack",),
        objects=(),
        asserted_on=published,
        **more,
    )


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    """An article of one to three sentences, of one of three outlets, at one of three addresses or none."""
    sentences = []
    for _ in range(draw(st.integers(1, 3))):
        accused, deed = draw(st.sampled_from(SIDES)), draw(st.sampled_from(DEEDS))
        if draw(st.booleans()):
            sentences.append(f"{accused} denied that it had {deed}.")
        else:
            evidence = draw(st.sampled_from(["", ", but gave no evidence"]))
            sentences.append(f"The minister of {draw(st.sampled_from(SIDES))} said that {accused} had {deed}{evidence}.")
    url = draw(st.sampled_from([None, "https://one.example/a", "https://two.example/b", "https://three.example/c"]))
    day = FIRST_DAY + dt.timedelta(days=draw(st.integers(0, 20)))
    about = {"url": url, "published": day.isoformat(), "publisher": draw(st.sampled_from(["One", "Two", "Three"]))}
    return {"text": " ".join(dict.fromkeys(sentences)), "language": "en"} | about


Pair = frozenset[int]


class Model:
    """What the machine expects: the texts that stand, and the decisions that do, each with what it holds apart.

    `apart` of a decision are the pairs of allegations, and of mention and allegation, that it judged different; `lifted` are
    those of earlier decisions that it ended. Decisions are taken back last first: what stands is what all of those add up to.
    """

    def __init__(self) -> None:
        self.texts: set[tuple[str, str]] = set()
        self.current: dict[str, dict[str, Any]] = {}
        self.free: list[dict[str, Any]] = []
        self.decided: list[dict[str, Any]] = []

    def take(self, article: dict[str, Any]) -> str:
        """Take note of an article; return what it is: new, revised or known."""
        url, text = article["url"], (article["publisher"], article["text"])
        standing = self.current.get(url)
        if text in self.texts or (standing is not None and standing["text"] == article["text"]):
            return "known"
        self.texts.add(text)
        if url is None:
            self.free.append(article)
            return "new"
        self.current[url] = article
        return "revised" if standing is not None else "new"

    @property
    def standing(self) -> list[dict[str, Any]]:
        return [*self.free, *self.current.values()]

    def apart(self) -> set[Any]:
        """What must not be one, by what stands."""
        held: set[Any] = set()
        for decision in self.decided:
            if decision["stands"]:
                held = (held - decision["lifted"]) | decision["apart"]
        return held


class Desk(RuleBasedStateMachine):
    """A tracker that articles come into and people decide at, a day a step."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine-"))
        self.day = START
        shutil.copy(self.template, self.folder / "t.db")
        made = Settings(user="anna", extractor="by hand")
        self.tracker = Tracker(self.folder / "t.db", settings=made, now=lambda: self.day)
        self.model = Model()
        self.came_in = 0  # articles that changed something: what was decided before them cannot be compared with what is after
        self.seen = self.look()
        self.past: dict[dt.datetime, Any] = {}

    def teardown(self) -> None:
        self.tracker.close()
        shutil.rmtree(self.folder)

    # ---------------------------------------------------------------------------------------------------- looking

    def look(self) -> dict[str, str]:
        """All that is exported, byte for byte."""
        whats = ("articles", "mentions", "allegations", "events")
        return {what: "\n".join(json.dumps(row) for row in self.tracker.export(what)) for what in whats}

    def rows(self, what: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.seen[what].splitlines()]

    def as_of(self, moment: dt.datetime | None) -> dict[str, tuple[Any, Any]]:
        """Which allegation has which mentions, and what is said of its status, as seen at a moment."""
        cases = self.tracker.store.cases(Selection(as_of=moment))
        return {
            f"A-{case.id}": (
                sorted(m.mention.id for m in case.mentions),
                sorted((e.axis, e.value, e.mention_id or "", e.voice or "") for e in case.events),
            )
            for case in cases
        }

    @property
    def ids(self) -> list[int]:
        """The allegations that a person sees."""
        return [int(row["id"].removeprefix("A-")) for row in self.rows("allegations")]

    def members(self, allegation: int) -> set[str]:
        return {row["id"] for row in self.rows("mentions") if row["allegation_id"] == f"A-{allegation}"}

    def pick(self, number: int) -> int:
        return self.ids[number % len(self.ids)]

    def pick_mention(self, number: int) -> str:
        placed = sorted(row["id"] for row in self.rows("mentions") if row["allegation_id"])
        return placed[number % len(placed)]

    # ---------------------------------------------------------------------------------------------------- acting

    def decide(self, act: Any) -> Any:
        """Make a decision; one that is refused must change nothing."""
        before, count = self.seen, len(self.tracker.log())
        try:
            action = act()
        except TrackerError:
            assert self.look() == before, "refused, and changed something"
            assert len(self.tracker.log()) == count
            return None
        self.seen = self.look()
        self.model.decided = [d for d in self.model.decided if d["stands"]]  # what was undone cannot be done again now
        decision = {"id": action.id, "apart": set(), "lifted": set(), "stands": True, "day": self.day}
        self.model.decided.append(decision | {"before": before, "after": self.seen, "came_in": self.came_in})
        return action

    @rule(article=articles())
    def ingest(self, article: dict[str, Any]) -> None:
        result = self.tracker.ingest("-", stdin=io.BytesIO(json.dumps(article).encode()))
        came = {name: getattr(result, name) for name in ("new", "revised", "known") if getattr(result, name)}
        expected = self.model.take(article)
        assert (came, result.refused) == ({expected: 1}, [])
        before, self.seen = self.seen, self.look()
        if expected == "known":
            assert self.seen == before
        else:
            self.came_in += 1

    @precondition(lambda self: self.model.standing)
    @rule(number=st.integers(0, 30))
    def ingest_again(self, number: int) -> None:
        self.ingest(article=self.model.standing[number % len(self.model.standing)])

    @precondition(lambda self: len(self.ids) > 1)
    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def merge(self, one: int, other: int) -> None:
        self.decide(lambda: self.tracker.merge([self.pick(one)], self.pick(other)))

    @precondition(lambda self: len(self.ids) > 1)
    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def judge_different(self, one: int, other: int) -> None:
        a, b = self.pick(one), self.pick(other)
        if self.decide(lambda: self.tracker.judge(a, b, Decision.NEGATIVE)):
            self.model.decided[-1]["apart"] = {frozenset((a, b))}

    @precondition(lambda self: len(self.ids) > 1)
    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def judge_unsure(self, one: int, other: int) -> None:
        a, b = self.pick(one), self.pick(other)
        crossing = {held for held in self.model.apart() if self.ends(held) == {a, b}}
        if self.decide(lambda: self.tracker.judge(a, b, Decision.UNSURE)):
            self.model.decided[-1]["lifted"] = crossing

    @precondition(lambda self: self.ids)
    @rule(mention=st.integers(0, 30), number=st.integers(0, 9), decision=st.sampled_from(Decision))
    def judge_mention(self, mention: int, number: int, decision: Decision) -> None:
        id_, allegation = self.pick_mention(mention), self.pick(number)
        action = self.decide(lambda: self.tracker.judge(id_, allegation, decision))
        if action and action.kind == "split":
            self.model.decided[-1]["apart"] = {(id_, allegation), frozenset((allegation, action.arguments["new"]))}
        elif action and decision is Decision.NEGATIVE:
            self.model.decided[-1]["apart"] = {(id_, allegation)}
        elif action and decision is Decision.UNSURE:
            self.model.decided[-1]["lifted"] = {(id_, allegation)}

    @precondition(lambda self: self.ids)
    @rule(mentions=st.lists(st.integers(0, 30), min_size=1, max_size=2))
    def split(self, mentions: list[int]) -> None:
        ids = [self.pick_mention(number) for number in mentions]
        source = next(row["allegation_id"] for row in self.rows("mentions") if row["id"] == ids[0])
        if action := self.decide(lambda: self.tracker.split(source, ids)):
            number = parse_id(source)
            held = {(id_, number) for id_ in ids} | {frozenset((number, action.arguments["new"]))}
            self.model.decided[-1]["apart"] = held

    @precondition(lambda self: self.ids)
    @rule(mention=st.integers(0, 30), number=st.integers(0, 9))
    def move(self, mention: int, number: int) -> None:
        self.decide(lambda: self.tracker.move(self.pick_mention(mention), self.pick(number)))

    @precondition(lambda self: self.ids)
    @rule(number=st.integers(0, 9), verdict=st.sampled_from(Verdict))
    def set_verdict(self, number: int, verdict: Verdict) -> None:
        self.decide(lambda: self.tracker.set_verdict(self.pick(number), verdict, url="https://facts.example/1"))

    @precondition(lambda self: self.ids)
    @rule()
    def rematch(self) -> None:
        count, before = len(self.tracker.log()), self.seen
        self.tracker.rematch()
        if len(self.tracker.log()) == count:
            assert self.look() == before, "no action, and changed something"
            return
        self.seen = self.look()
        self.model.decided = [d for d in self.model.decided if d["stands"]]
        decision = {"id": self.tracker.log()[-1].id, "apart": set(), "lifted": set(), "stands": True, "day": self.day}
        self.model.decided.append(decision | {"before": before, "after": self.seen, "came_in": self.came_in})

    @precondition(lambda self: any(d["stands"] for d in self.model.decided))
    @rule()
    def undo(self) -> None:
        decision = [d for d in self.model.decided if d["stands"]][-1]
        (action,) = self.tracker.undo()
        assert action.id == decision["id"]
        decision["stands"] = False
        self.seen = self.look()
        if decision["came_in"] == self.came_in:
            assert self.seen == decision["before"], "an undo that does not give everything back"
        self.forget(decision)

    @precondition(lambda self: any(not d["stands"] for d in self.model.decided))
    @rule()
    def redo(self) -> None:
        decision = next(d for d in self.model.decided if not d["stands"])
        (action,) = self.tracker.redo()
        assert action.id == decision["id"]
        decision["stands"] = True
        self.seen = self.look()
        if decision["came_in"] == self.came_in:
            assert self.seen == decision["after"], "done again, it is not the same"
        self.forget(decision)

    def forget(self, decision: dict[str, Any]) -> None:
        """What was seen while a decision stood, or did not, is no longer what one sees of that day."""
        self.past = {moment: seen for moment, seen in self.past.items() if moment < decision["day"]}

    @precondition(lambda self: self.past)
    @rule(number=st.integers(0, 49))
    def look_back(self, number: int) -> None:
        moment = sorted(self.past)[number % len(self.past)]
        assert self.as_of(moment) == self.past[moment], f"as of {moment:%Y-%m-%d} it is not what it was"

    # ---------------------------------------------------------------------------------------------------- what must hold

    def ends(self, held: Any) -> set[int]:
        """What the two that are held apart belong to today."""
        if isinstance(held, frozenset):
            return {self.tracker.allegation(id_).id for id_ in held}
        mention, allegation = held
        of = next((row["allegation_id"] for row in self.rows("mentions") if row["id"] == mention), None)
        return {self.tracker.allegation(allegation).id, *([parse_id(of)] if of else [])}

    @invariant()
    def mentions_are_those_of_the_texts_that_stand_and_each_has_one_allegation(self) -> None:
        mentions = self.rows("mentions")
        counted = Counter(row["id"] for row in mentions)
        assert set(counted.values()) <= {1}, "a mention is counted twice"
        texts = sorted(len(SAID.findall(a["text"])) + len(DENIED.findall(a["text"])) for a in self.model.standing)
        assert sum(texts) == len(mentions)
        for row in mentions:
            assert row["kind"] == "denial" or row["allegation_id"], "an accusation without an allegation"
        by_case = Counter(id_ for ids, _ in self.as_of(None).values() for id_ in ids)
        assert by_case == Counter(row["id"] for row in mentions if row["allegation_id"]), (
            "allegations do not partition mentions"
        )

    @invariant()
    def what_was_judged_different_is_apart(self) -> None:
        for held in self.model.apart():
            assert len(self.ends(held)) == 2 or self.gone(held), f"{held} were judged different, and are one"

    def gone(self, held: Any) -> bool:
        """True where a mention that was held apart stands in a text that was revised since."""
        return isinstance(held, tuple) and held[0] not in {row["id"] for row in self.rows("mentions")}

    @invariant()
    def each_day_is_remembered(self) -> None:
        self.past[self.day] = self.as_of(None)
        self.day += dt.timedelta(days=1)


@pytest.mark.timeout(0)
def test_whatever_comes_in_and_is_decided_what_must_hold_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counted: Callable[[str, int], None]
) -> None:
    monkeypatch.setattr(plugins, "extractor", lambda *_: ByHand())
    Tracker(tmp_path / "template.db").close()  # to copy: migrating one for every run would take minutes
    monkeypatch.setattr(Desk, "template", tmp_path / "template.db", raising=False)
    checks = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
    given = settings(max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Desk, settings=given)
    counted(f"runs of the machine of {STEPS} steps", RUNS)
