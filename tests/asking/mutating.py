"""Answers that are wrong in one respect each: `mutated(n)` is the n-th, always the same, with what was done to it."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

from asking.proposing import answered, asked

NAMES = ("Ilona Feketewar", "Prof. Abel Zuntz", "the Council of Nine Moons", "Jack Ripper")
LEAK = "You read a news article for a research desk and list who says what about whom."
Proposals = list[dict[str, Any]]


def _words(one: dict[str, Any], r: random.Random, edit: Callable[[list[str], int], None]) -> None:
    words = one["quote"].split(" ")
    edit(words, r.randrange(1, len(words)))
    one["quote"] = " ".join(words)


def _put(words: list[str], at: int, *new: str) -> None:
    words[at:at] = new


def other_word(one: dict[str, Any], r: random.Random) -> None:
    _words(one, r, lambda words, at: words.__setitem__(at, "zeppelins"))


def word_left_out(one: dict[str, Any], r: random.Random) -> None:
    _words(one, r, lambda words, at: words.pop(at) and None)


def word_put_in(one: dict[str, Any], r: random.Random) -> None:
    _words(one, r, lambda words, at: _put(words, at, "reportedly"))


def denied_word(one: dict[str, Any], r: random.Random) -> None:
    _words(one, r, lambda words, at: _put(words, at, "not"))


def letters_swapped(one: dict[str, Any], r: random.Random) -> None:
    at = r.randrange(len(one["quote"]) - 1)
    while one["quote"][at] == one["quote"][at + 1]:
        at = r.randrange(len(one["quote"]) - 1)
    q = one["quote"]
    one["quote"] = q[:at] + q[at + 1] + q[at] + q[at + 2 :]


def other_number(one: dict[str, Any], r: random.Random) -> None:
    _words(one, r, lambda words, at: _put(words, at, str(r.randrange(20, 900))))


def capitals(one: dict[str, Any], r: random.Random) -> None:
    one["quote"] = one["quote"].upper()


def spaces(one: dict[str, Any], r: random.Random) -> None:
    one["quote"] = one["quote"].replace(" ", "\u00a0\n")


def of_another_article(one: dict[str, Any], r: random.Random) -> None:
    own = one["quote"]
    others = [p["quote"] for text, found in answered() for p in found if own not in text]
    one["quote"] = r.choice(others)


def summary(one: dict[str, Any], r: random.Random) -> None:
    one["quote"] = f"{one['speaker'] or 'Somebody'} blames {one['accused'] or 'somebody'} for the whole affair, in short"


def too_short(one: dict[str, Any], r: random.Random) -> None:
    one["quote"] = r.choice(["", "troops", "—", "…"])


def too_long(one: dict[str, Any], r: random.Random) -> None:
    text = next(text for text, _ in answered() if one["quote"] in text)
    one["quote"] = text[: r.randrange(1_600, 3_000)]


def two_parts_far_apart(one: dict[str, Any], r: random.Random) -> None:
    text = next(text for text, _ in answered() if one["quote"] in text)
    lines = [line for line in text.split("\n\n") if len(line.split()) > 12]
    one["quote"] = f"{' '.join(lines[0].split()[:5])} … {' '.join(lines[-1].split()[:5])}"


def invented(part: str) -> Callable[[dict[str, Any], random.Random], None]:
    def edit(one: dict[str, Any], r: random.Random) -> None:
        one[part] = r.choice(NAMES)

    edit.__name__ = f"invented_{part}"
    return edit


def no_such(part: str, *values: Any) -> Callable[[dict[str, Any], random.Random], None]:
    def edit(one: dict[str, Any], r: random.Random) -> None:
        one[part] = r.choice(values)

    edit.__name__ = f"wrong_{part}"
    return edit


def offsets(one: dict[str, Any], r: random.Random) -> None:
    one |= {"start": r.randrange(9_000), "end": r.randrange(9_000)}


def left_out(one: dict[str, Any], r: random.Random) -> None:
    del one[r.choice(list(one))]


def remark(part: str, value: str, said: str) -> Callable[[dict[str, Any], random.Random], None]:
    def edit(one: dict[str, Any], r: random.Random) -> None:
        one |= {part: value, f"{part}_quote": said}

    edit.__name__ = f"{part}_that_nobody_speaks_of"
    return edit


def foreign_claim(one: dict[str, Any], r: random.Random) -> None:
    one["claim"] = r.choice(
        [f"See https://{r.randrange(99)}.example for the proof.", LEAK, "Zeppelins did it.", one["claim"] + " Buy now!"]
    )


def unseen(one: dict[str, Any], r: random.Random) -> None:
    one["claim"] += r.choice(["\u202e", "\x1b[31m", "\0", "\ud800"])


ONE = (
    other_word, word_left_out, word_put_in, denied_word, letters_swapped, other_number, capitals, spaces, of_another_article,
    summary, too_short, too_long, two_parts_far_apart, offsets, left_out, foreign_claim, unseen,
    invented("speaker"), invented("accused"), invented("speaker_text"), invented("accused_text"), invented("cue"),
    invented("reported_by"), invented("evidence_by"),
    no_such("kind", "rumour", "", "Allegation ", None, 7), no_such("certainty", "very", "ASSERTED", 0.9, []),
    no_such("evidence", "plenty", "none", {}, True), no_such("contest", "yes", "Denied!", None),
    no_such("negated", "no", None, 0), no_such("quote", None, 5, ["a"], {"text": "b"}), no_such("speaker", 3, ["x"], {}),
    remark("evidence", "published", "the tapes were played to the whole hall"), remark("evidence", "none_provided", ""),
    remark("contest", "denied", "they never came near the place, they all swore"), remark("contest", "conceded", "yes"),
)  # fmt: skip


def said_twice(found: Proposals, r: random.Random) -> str:
    return _answer([*found, copy.deepcopy(r.choice(found))])


def broken_off(found: Proposals, r: random.Random) -> str:
    said = _answer(found)
    return said[: r.randrange(len(said) // 3, len(said) - 3)]


def broken_inside(found: Proposals, r: random.Random) -> str:
    said = _answer(found)
    at = said.index('"kind"', r.randrange(len(said) // 2))
    return f"{said[:at]}kind: {said[at + 8 :]}"


def fenced(found: Proposals, r: random.Random) -> str:
    return f"```json\n{_answer(found)}\n```"


def chatty(found: Proposals, r: random.Random) -> str:
    return f"Sure! Here is what I found in {{the article}}:\n{_answer(found)}\nLet me know if I can help with anything else."


def bare_list(found: Proposals, r: random.Random) -> str:
    return json.dumps(found)


def junk_among(found: Proposals, r: random.Random) -> str:
    return _answer([*found, r.choice([None, "a mention", 3.5, [], {}, {"mentions": []}])])


def more_fields(found: Proposals, r: random.Random) -> str:
    return json.dumps({"thoughts": LEAK, "mentions": found})


def leak(found: Proposals, r: random.Random) -> str:
    return asked()._system


def refusal(found: Proposals, r: random.Random) -> str:
    return r.choice(["I cannot help with that.", "", "null", "{}", '{"mentions": "none"}', "[", "true"])


ALL = (said_twice, broken_off, broken_inside, fenced, chatty, bare_list, junk_among, more_fields, leak, refusal)
UNUSABLE = {"leak", "refusal"}  # after which the article is left for another time


def _answer(found: Any) -> str:
    return json.dumps({"mentions": found})


def mutated(n: int) -> tuple[str, str, str, str]:
    """What was done, the text, the wrong answer, and the right one."""
    r = random.Random(n)
    text, found = answered()[n % len(answered())]
    right = _answer(found)
    what = (*ONE, *ALL)[n // len(answered()) % (len(ONE) + len(ALL))]
    proposals = copy.deepcopy(found)
    if what in ALL:
        return what.__name__, text, what(proposals, r), right
    what(r.choice(proposals), r)
    return what.__name__, text, _answer(proposals), right
