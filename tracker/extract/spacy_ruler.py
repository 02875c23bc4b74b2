"""spaCy's attribute ruler, remembered: the same parts of speech, morphology and lemmas at a fraction of the time.

The ruler matches some 180 patterns against every token, which takes a tenth of spaCy's whole time. What it sets depends on a
token's tag, label and, for a few words that its patterns name, form; two-word patterns look at one neighbour as well. Tokens
that are alike in all this get the same, so it is asked only about what has not been seen.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, Token

_UNDERSTOOD = {"TAG", "DEP", "LOWER", "IS_SPACE"}
_APART = "\N{REPLACEMENT CHARACTER}"  # no pattern names it
_Own = tuple[int, int, bool, str]
_Key = tuple[_Own, _Own | None, _Own | None]


class RememberedRuler:
    """Stands in for an AttributeRuler in a pipeline."""

    def __init__(self, ruler: AttributeRuler) -> None:
        patterns: Any = ruler.patterns
        rows = [row for rule in patterns for row in rule["patterns"]]
        longer = [part for row in rows if len(row) > 1 for part in row]
        self.ruler = ruler
        self._all, self._longer = _Words(part for row in rows for part in row), _Words(longer)
        self._labels = {label for part in longer for label in _values(part.get("DEP"))}
        self._understood = all(len(row) <= 2 and all(part.keys() <= _UNDERSTOOD for part in row) for row in rows)
        self._known: dict[_Key, tuple[int, int, int, Any]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, part of speech, fixed lemma and morphology of every token."""
        if not self._understood:
            return self.ruler(doc)
        tokens = list(doc)
        keys = self._keys(tokens)
        if new := {key: i for i, key in enumerate(keys) if key not in self._known}:
            self._learn(doc, tokens, new)
        for key, token in zip(keys, tokens, strict=True):
            token.tag, token.pos, token.lemma, morph = self._known[key]
            token.set_morph(morph)  # type: ignore[attr-defined]  # spaCy's stubs lack it
        return doc

    def _learn(self, doc: Doc, tokens: list[Token], new: dict[_Key, int]) -> None:
        """Ask the ruler about one token of each new kind, each between its neighbours and apart from the others."""
        from spacy.tokens import Doc

        rows = [tokens[max(0, i - 1) : i + 2] for i in new.values()]
        asked = [t for row in rows for t in (*row, None)]
        sample = Doc(doc.vocab, words=[t.text if t is not None else _APART for t in asked])
        for token, like in zip(sample, asked, strict=True):
            if like is not None:
                token.tag, token.dep = like.tag, like.dep
        self.ruler(sample)
        at = 0
        for (key, i), row in zip(new.items(), rows, strict=True):
            token = sample[at + (i > 0)]
            self._known[key] = (token.tag, token.pos, token.lemma, str(token.morph))
            at += len(row) + 1

    def _keys(self, tokens: list[Token]) -> list[_Key]:
        own = [(t.tag, t.dep, t.is_space, word if self._all.name(word := t.lower_) else "") for t in tokens]
        paired = [o if self._longer.name(o[3]) or t.dep_ in self._labels else None for o, t in zip(own, tokens, strict=True)]
        return list(zip(own, [None, *paired], [*paired[1:], None], strict=False))


class _Words:
    """The word forms that some patterns name."""

    def __init__(self, parts: Any) -> None:
        forms = [part["LOWER"] for part in parts if "LOWER" in part]
        self._listed = {word for form in forms for word in _values(form)}
        self._regexes = [re.compile(form["REGEX"]) for form in forms if isinstance(form, dict) and "REGEX" in form]
        self.name = functools.lru_cache(maxsize=1 << 16)(self._name)

    def _name(self, word: str) -> bool:
        return word in self._listed or any(regex.search(word) for regex in self._regexes)


def _values(condition: Any) -> list[str]:
    """The values that a condition of a pattern names."""
    if isinstance(condition, dict):
        return [*condition.get("IN", ()), *condition.get("NOT_IN", ())]
    return [condition] if condition else []
