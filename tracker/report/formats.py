"""The weekly report in every format that it is handed on in."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.report.weekly import WeeklyReport


class Format(StrEnum):
    """Formats of the weekly report."""

    MD = "md"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


def written(made: WeeklyReport, form: Format) -> str | bytes:
    """The report in a format: text, or bytes for PDF. Raises TrackerError where what a format needs is not installed."""
    match form:
        case Format.HTML:
            from tracker.report import html

            return html.render(made)
        case Format.PDF:
            from tracker.report import html

            return html.pdf(made)
        case Format.JSON:
            return json.dumps(made.as_json(), ensure_ascii=False) + "\n"
        case Format.CSV:
            from tracker.report.export import csv
            from tracker.report.weekly import COLUMNS

            return "".join(csv(made.rows(), COLUMNS))
        case Format.MD:
            from tracker.report import markdown

            return markdown.render(made)
