"""Finds rows by words, in the index that each database keeps in its own way (migration 0008), behind one function.

A word finds every word that begins with it, whatever its case: "deni" finds "Denied". One with marks in it ("false-flag",
"100%") must stand there as it is. One of marks alone is looked for without an index.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, cast, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlmodel import col

from tracker.store import tables as t
from tracker.store.filters import Condition
from tracker.store.server import is_server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

_LETTER = re.compile(r"[^\W_]")
_MARK = re.compile(r"[\W_]")


def holding(session: Session, of: type[t.Allegation | t.Mention | t.Article], words: Sequence[str]) -> list[Condition]:
    """Return the conditions under which a claim, a quote, or an article with its title, holds all of the words."""
    indexed = [word for word in words if _LETTER.search(word)]
    found = (_on_server if is_server(session) else _in_file)(of, indexed) if indexed else []
    return found + [_text(of).icontains(word, autoescape=True) for word in words if _MARK.search(word)]


def _in_file(of: Any, words: Sequence[str]) -> list[Condition]:
    """In quotation marks, FTS5 takes what it gets for words that follow each other, the last of which may go on."""
    wanted = " ".join('"' + word.replace('"', " ") + '"*' for word in words)
    name = f"{of.__tablename__}_words"
    key = "id" if of is t.Mention else "rowid"
    index = table(name, column(key), column(name))
    return [col(of.id).in_(select(index.c[key]).where(index.c[name].op("MATCH")(wanted)))]


def _on_server(of: Any, words: Sequence[str]) -> list[Condition]:
    """The server makes words of a word as it did of the text, puts them in a row, and lets the last go on."""
    index: ColumnElement[Any] = literal_column(f"{of.__tablename__}.words", TSVECTOR)
    simple: ColumnElement[Any] = literal_column("'simple'::regconfig")
    found: list[Condition] = []
    for word in words:
        plain = func.regexp_replace(func.lower(word), "[^[:alnum:]]+", " ", "g")
        row = func.nullif(cast(func.phraseto_tsquery(simple, plain), Text), "")
        found.append(index.op("@@")(cast(row.op("||")(":*"), TSQUERY)))
    return found


def _text(of: Any) -> Any:
    if of is t.Article:
        return func.coalesce(col(t.Article.title), "") + "\n" + col(t.Article.text)
    return col(t.Mention.quote) if of is t.Mention else col(t.Allegation.claim)
