"""The weeks before and after one. Pure."""

from __future__ import annotations

import datetime as dt


def neighbours(monday: dt.date) -> tuple[str, str]:
    """The labels of the weeks before and after the one that begins on this day."""
    around = (monday - dt.timedelta(days=7), monday + dt.timedelta(days=7))
    before, after = (f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}" for day in around)
    return before, after
