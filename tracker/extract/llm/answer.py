"""A model's answer as proposals: what is no JSON is mended where nothing can be lost by it, and else told as it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tracker.types.proposals import Fate, Told

_DECODER = json.JSONDecoder()
STARTS = 200  # braces at which an answer is looked for


@dataclass(frozen=True, slots=True)
class Answer:
    """The proposals of an answer. `whole` is false where it breaks off: what came before that is there."""

    proposals: list[Any]
    whole: bool = True
    told: list[Told] = field(default_factory=list)


def parse(text: str) -> Answer | None:
    """Read an answer; None where it holds no proposals at all, not even the beginning of a list of them.

    White space, a fence of backticks and words around the object are left out, and so told.
    """
    listing, opening = text.find("["), text.find("{")
    if 0 <= listing < opening and isinstance(found := _from(text, listing), list):
        return Answer(found, told=[Told(Fate.REPAIRED, "a list without its object")])
    for _ in range(STARTS):
        found = _from(text, opening) if opening >= 0 else None
        if isinstance(found, dict) and isinstance(found.get("mentions"), list):
            extra = [Told(Fate.REPAIRED, "a field that nobody asked for", key) for key in found if key != "mentions"]
            return Answer(found["mentions"], told=extra + _around(text, opening))
        opening = text.find("{", opening + 1 if found is None else _end(text, opening)) if opening >= 0 else -1
    return _begun(text)


def _from(text: str, at: int) -> Any:
    """The JSON value that begins there; None where it is broken."""
    try:
        return _DECODER.raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


def _end(text: str, at: int) -> int:
    """Where the JSON value ends that begins there."""
    return _DECODER.raw_decode(text, at)[1]


def _around(text: str, at: int) -> list[Told]:
    """Tell of the words before and after an object."""
    words = f"{text[:at]} {text[_end(text, at) :]}".strip()
    return [Told(Fate.REPAIRED, "words around the answer", words)] if words else []


def _begun(text: str) -> Answer | None:
    """The whole mentions at the beginning of a list that is broken off, or broken further on."""
    key = text.find('"mentions"')
    at = text.find("[", key)
    if key < 0 or at < 0:
        return None
    found: list[Any] = []
    at += 1
    while True:
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        value = _from(text, at) if text[at : at + 1] == "{" else None
        if value is None:
            rest = text[at : at + 80]
            return Answer(found, whole=False, told=[Told(Fate.REFUSED, "the answer breaks off, or is broken", rest)])
        found.append(value)
        at = _end(text, at)
