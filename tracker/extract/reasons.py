"""The reasons of decisions, in words: which rule or model decided, by which signs, and on which words of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class SignWords:
    """What signs say in words, from `seeds/signs.en.toml`: by model, prefixes of signs with their words."""

    def __init__(self, table: Mapping[str, Mapping[str, str]]) -> None:
        self._prefixes = {model: sorted(words, key=len, reverse=True) for model, words in table.items()}
        self._table = table

    def of(self, model: str, signs: Iterable[str]) -> str:
        """The signs of a model (`claim`, `speaker`, `accused`) in words, each once, joined by semicolons."""
        return "; ".join(dict.fromkeys(self._words(model, sign) for sign in signs))

    def _words(self, model: str, sign: str) -> str:
        for prefix in self._prefixes.get(model, ()):
            if sign.startswith(prefix):
                return self._table[model][prefix].format(sign[len(prefix) :].split("|")[0].strip())
        return sign
