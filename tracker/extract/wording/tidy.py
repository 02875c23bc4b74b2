"""The last touches on a sentence that was put together from pieces of a text: quotation marks, brackets, dots, its two ends."""

from __future__ import annotations

import re

from tracker.text import squash

_QUOTES = re.compile(r"[“”„«»\"`]|''")
_PAIR = re.compile(r"(?<!\w)(?:‘|'(?=\w))(?!\d\ds?\b)(.+?)(?<=[\w.,;!?%])['’](?!\w)(?! \w+ [‘'])")
_OPENING = re.compile(r"(?<!\w)(?:‘|'(?=\w))(?!\d\ds?\b)")
_DOTS = re.compile(r"\s*(?:…|\.\.\.|\[…\])\s*")
# Words that only tie a sentence to the one before it.
_TIES = (
    r"(?:and|but|or|nor|yet|so|also|however|moreover|furthermore|meanwhile|nevertheless|nonetheless|therefore|thus|besides|indeed|"
    r"still|instead|likewise|similarly|consequently|hence|well|yes|no|of course|in fact|in addition|in other words|for example|"
    r"for instance|after all|in short|on the other hand|at the same time|by contrast|as a result|that is)"
)
_FIRST = re.compile(
    rf"^(?:(?:and|but|or|nor|yet|also|so(?! (?:many|much|few|little|far|long)))\b(?!-)|{_TIES},|[ ,;:.–—-])+",
    re.IGNORECASE,
)
_LAST = re.compile(r"(?:[ ,;:–—.-]|\b(?:and|or|but|nor|the|an?|than)$|(?<!s)[’'](?!\w))+$", re.IGNORECASE)


def finished(body: str) -> str:
    """A sentence: without quotation marks and loose ends, with a capital and a full stop; empty where nothing is left."""
    body = _plain(body)
    body = _LAST.sub("", _FIRST.sub("", body)).strip()
    body = re.sub(r"(?: ?, ?)+(?=,)", "", re.sub(r" +([,.;:?!)])", r"\1", body))
    return f"{body[:1].upper()}{body[1:]}{'' if body[-1] in '?!' else '.'}" if body else ""


def phrase(body: str) -> str:
    """Words to be set into a sentence: as `finished`, without its capital and full stop."""
    return _LAST.sub("", _FIRST.sub("", _plain(body))).strip()


def _plain(body: str) -> str:
    body = _DOTS.sub(" ", _QUOTES.sub("", body))
    body = _OPENING.sub("", _PAIR.sub(r"\1", body))
    body = re.sub(r"\[([^\][]*)\]", r"\1", body)
    for opening, closing in ("()", "[]"):
        if body.count(opening) != body.count(closing):
            body = body.replace(opening, "").replace(closing, "")
    return squash(body.replace("()", ""))
