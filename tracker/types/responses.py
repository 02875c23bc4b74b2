"""Answers of language models as they are kept, so that the same question is paid for once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer, and what it answers: a text in the words in which it was sent, under a version of the prompt."""

    text_hash: str
    prompt: str
    model: str
    parameters: str
    answer: str = ""
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def key(self) -> str:
        """One name for all that the answer depends on."""
        return hashlib.sha256(f"{self.text_hash}\n{self.prompt}\n{self.model}\n{self.parameters}".encode()).hexdigest()

    def answered(self, answer: str, tokens_in: int, tokens_out: int) -> Response:
        """The same with its answer."""
        return replace(self, answer=answer, tokens_in=tokens_in, tokens_out=tokens_out)
