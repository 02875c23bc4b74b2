"""The shape of a proposal: which fields it has, of which kind, with which values. Its words are not looked at here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from tracker.extract.llm.prompt import default
from tracker.extract.llm.proposed import RefusedError
from tracker.types.proposals import Fate, Told

E = TypeVar("E", bound=StrEnum)


def fields(proposal: Any, schema: Mapping[str, Any], mended: list[Told]) -> dict[str, Any]:
    """The fields of a proposal, each of the kind that its schema wants; what is left out says nothing. Raises RefusedError."""
    if not isinstance(proposal, dict):
        raise RefusedError("no mention at all", proposal)
    unasked = (str(name)[:200] for name in proposal if name not in schema)
    mended += [Told(Fate.REPAIRED, "a field that nobody asked for", name) for name in unasked]
    given: dict[str, Any] = {}
    for name, wanted in schema.items():
        if name not in proposal:
            if name in {"kind", "quote"}:
                raise RefusedError(f"no {name}")
            mended.append(Told(Fate.REPAIRED, "a field left out", name))
        value = proposal.get(name, default(name))
        allowed = bool if wanted.get("type") == "boolean" else str
        if value is None and (name in {"kind", "quote"} or allowed is bool or "enum" in wanted):
            raise RefusedError(f"{name}: nothing")
        if value is not None and not isinstance(value, allowed):
            raise RefusedError(f"{name}: not of the kind that was asked for", value)
        given[name] = (value.strip() or None if name != "quote" else value) if isinstance(value, str) else value
    if any(
        isinstance(v, str) and not v.isprintable() and not v.replace("\n", " ").replace("\t", " ").isprintable()
        for v in given.values()
    ):
        raise RefusedError("characters that nobody can see")
    return given


def value_of(values: type[E], given: str | None, mended: list[Told]) -> E:
    """A value of an enumeration, also in another spelling. Raises RefusedError for one that it has not."""
    try:
        return values(str(given))
    except ValueError:
        name = re.sub(r"[\s-]+", "_", str(given).strip().lower())
        if name in list(values):
            mended.append(Told(Fate.REPAIRED, "spelling of a value", str(given)))
            return values(name)
        raise RefusedError(f"{values.__name__.lower()}: no such value", given) from None
