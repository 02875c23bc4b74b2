"""What can be set from outside, and its defaults. Flag > environment > default."""

from __future__ import annotations

import getpass
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tracker.errors import UsageError

FREE = frozenset(["TRACKER_HOST_SECONDS", "TRACKER_LLM_PRICE_IN", "TRACKER_LLM_PRICE_OUT"])  # what may be 0
LARGEST = 2**31 * 1000  # more than that is no limit, and more than some libraries can hold
_VARIABLES = {"database": "TRACKER_DATABASE_URL", "model": "TRACKER_SPACY_MODEL"}  # the others are named after their field


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits and choices for one run. What each is for, and the variable that sets it, stands in `docs/settings.md`.

    Of one article, or one file, what is larger than its limit is refused and named, never cut.
    """

    database: str = ""
    model: str = ""
    extractor: str = ""
    user: str = ""
    max_line_bytes: int = 10_000_000
    max_text_chars: int = 2_000_000
    max_html_bytes: int = 10_000_000
    max_mail_bytes: int = 25_000_000
    max_pdf_bytes: int = 25_000_000
    max_feed_bytes: int = 5_000_000
    max_feed_tags: int = 100_000
    max_tag_bytes: int = 100_000
    max_nesting: int = 50
    max_head_bytes: int = 1_000_000
    max_listing_bytes: int = 4_000_000
    max_unpacked_bytes: int = 100_000_000
    max_ratio: int = 100
    max_parser_bytes: int = 330_000_000
    html_seconds: float = 7.0
    fetch_seconds: float = 10.0
    host_seconds: float = 1.0
    record_folder: str = ""
    llm_seconds: float = 120.0
    llm_threads: int = 4
    llm_per_minute: int = 600
    llm_price_in: float = 0.0
    llm_price_out: float = 0.0
    max_requests: int = 10_000
    max_cost: float = 10.0

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings as the environment has them; what is not set there, or empty, has its default.

        Raises UsageError where a number is none.
        """
        given = {field.name: (variable(field.name), type(field.default)) for field in fields(cls)}
        return cls(**{name: _value(at, kind, environ[at]) for name, (at, kind) in given.items() if environ.get(at)})

    @property
    def decides(self) -> str:
        """The name under which decisions are kept: `user`, else the name of whoever is logged in."""
        if self.user:
            return self.user
        try:
            return getpass.getuser()
        except (KeyError, OSError):  # nobody has a name here, as in some containers
            return "unnamed"


DEFAULTS = Settings()


def variable(name: str) -> str:
    """The variable of the environment that sets a setting."""
    return _VARIABLES.get(name, f"TRACKER_{name.upper()}")


def _value(at: str, kind: type, text: str) -> Any:
    """The value of a variable: the words as they are, or a number above 0; a pause and a price may be 0."""
    if kind is str:
        return text
    try:
        number = kind(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < LARGEST or (number == 0 and at not in FREE):
        whole = "a whole number" if kind is int else "a number"
        raise UsageError(f"{at} is {text!r}: give {whole} above 0, or unset it")
    return number


def database_url(given: str | None, settings: Settings) -> str:
    """The database to use as a URL: `given`, else the environment's, else `tracker.db` in the user's data folder.

    A bare path means SQLite.
    """
    chosen = given or settings.database
    if not chosen:
        import platformdirs

        chosen = str(Path(platformdirs.user_data_dir("tracker", appauthor=False)) / "tracker.db")
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().absolute()}"
