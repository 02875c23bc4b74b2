"""Whose text an article is where it is not its outlet's own: the agency that its dateline, byline or last line credits."""

from __future__ import annotations

import functools
import re

from tracker import resources

_HEAD, _TAIL = 300, 200  # characters: a credit stands in the first lines or the last


def agency(text: str) -> str | None:
    """The agency that a text credits as its author; None where it credits none.

    A credit is a dateline ("KYIV, Feb 17 (Reuters) -"), a byline of its own ("By the Associated Press") or a last line
    ("— AFP", "Source: Interfax"). An agency that the text only quotes ("told Reuters") is none.
    """
    names, forms = _forms()
    head, tail = text.lstrip()[:_HEAD], text.rstrip()[-_TAIL:]
    found = forms["dateline"].match(head) or forms["byline"].search(head) or forms["last"].search(tail)
    return names[found["name"].casefold()] if found else None


@functools.cache
def _forms() -> tuple[dict[str, str], dict[str, re.Pattern[str]]]:
    """The agencies by the names they go by, and the forms of a credit."""
    agencies = resources.load("agencies.toml")["agencies"]
    names = {alias.casefold(): name for name, aliases in agencies.items() for alias in aliases}
    known = sorted((alias for aliases in agencies.values() for alias in aliases), key=len, reverse=True)
    name = f"(?P<name>{'|'.join(map(re.escape, known))})"
    return names, {
        # a place in capitals, maybe a country and a day, then the agency in brackets
        "dateline": re.compile(rf"[A-Z][A-Z'’.\- /]+[^\n()]{{0,60}}\({name}\)\s*[-–—:]"),
        "byline": re.compile(rf"^(?:By |From )?(?:[^\n|,]{{0,60}}[|,] ?)?(?:the )?{name}\.?\s*$", re.MULTILINE),
        "last": re.compile(rf"(?:^|\n|\s)(?:[–—]+ ?|(?:Source|Credit|Agency)s?: ?|\()(?:the )?{name}\)?\.?$"),
    }
