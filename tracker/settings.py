"""What can be set from outside, and its defaults. Flag > environment > default."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Limits and choices for one run.

    `max_line_bytes`, `max_text_chars`, `max_html_bytes`, `max_mail_bytes` and `max_pdf_bytes` bound one article; what is larger
    is refused and named. An archive is read until it has unpacked to more than `max_ratio` times its size. A parser may take
    `html_seconds` and `max_parser_bytes` of memory for one article.
    `fetch_seconds` is the time for one page of the web, `host_seconds` the least pause between two pages of one site; in
    `record_folder` such pages are kept as they came (empty: nowhere). `user` is who decides, in judgements. `model` is the
    spaCy model that a user prefers; empty takes the first of `tracker.extract.model.DEFAULTS` that is installed. `extractor` is
    one that another package has (see `tracker.plugins`); empty takes the built-in one.
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
    max_ratio: int = 100
    max_parser_bytes: int = 330_000_000
    html_seconds: float = 7.0
    fetch_seconds: float = 10.0
    host_seconds: float = 1.0
    record_folder: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings as the environment has them: `TRACKER_DATABASE_URL`, `TRACKER_SPACY_MODEL`, `TRACKER_EXTRACTOR`,
        `TRACKER_USER`, `TRACKER_RECORD_FOLDER`.
        """
        return cls(
            database=environ.get("TRACKER_DATABASE_URL", ""),
            model=environ.get("TRACKER_SPACY_MODEL", ""),
            extractor=environ.get("TRACKER_EXTRACTOR", ""),
            user=environ.get("TRACKER_USER", ""),
            record_folder=environ.get("TRACKER_RECORD_FOLDER", ""),
        )

    @property
    def decides(self) -> str:
        """The name under which decisions are kept: `user`, else the name of whoever is logged in."""
        if self.user:
            return self.user
        try:
            return getpass.getuser()
        except (KeyError, OSError):  # nobody has a name here, as in some containers
            return "unnamed"


def database_url(given: str | None, settings: Settings) -> str:
    """The database to use as a URL: `given`, else the environment's, else `tracker.db` in the user's data folder.

    A bare path means SQLite.
    """
    chosen = given or settings.database
    if not chosen:
        import platformdirs

        chosen = str(Path(platformdirs.user_data_dir("tracker", appauthor=False)) / "tracker.db")
    return chosen if "://" in chosen else f"sqlite:///{Path(chosen).expanduser().absolute()}"
