"""Actors on a terminal: who is stored, on whose side, how often it speaks and is accused."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from tracker.report.terminal.layout import GAP, NARROW, columns, foreign
from tracker.text import plural, squash
from tracker.types import StoredActor

_KIND, _COUNT = 8, 7
_HEADS = ("Actor", "Kind", "Side", "Speaks", "Accused")


def actor_table(actors: Sequence[StoredActor], total: int, width: int) -> RenderableType:
    """List actors: name and, below it, other names; kind; side, where it is another; mentions as speaker and as accused."""
    if not total:
        return Text("No actors yet. tracker ingest PATH reads articles.")
    count = Text(f"{len(actors) or 'None'} of {plural(total, 'actor')}.")
    if width < NARROW:
        return Group(columns([[_named(a, Text("\n").join([_about(a), _other(a)]))] for a in actors], []), count)
    room = width - _KIND - 2 * _COUNT - 4 * GAP
    side = room // 3
    rows = [[_named(a, _other(a)), *map(foreign, (a.kind, _side(a), str(a.speaker), str(a.accused)))] for a in actors]
    heads = [Text(head, style="bold") for head in _HEADS]
    return Group(columns([heads, *rows], [room - side, _KIND, side, _COUNT, _COUNT]), count)


def _named(actor: StoredActor, below: Text) -> Text:
    name = foreign(squash(actor.name), style="bold")
    return Text("\n").join([name, below]) if below.plain.strip() else name


def _other(actor: StoredActor) -> Text:
    return foreign("; ".join(map(squash, actor.names)), style="dim")


def _side(actor: StoredActor) -> str:
    return "" if actor.side == actor.name else squash(actor.side)


def _about(actor: StoredActor) -> Text:
    side = f" · {_side(actor)}" if _side(actor) else ""
    return foreign(f"{actor.kind}{side} · speaks {actor.speaker} · accused {actor.accused}")
