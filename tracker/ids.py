"""The ids that people read and type: `A-3` for an allegation, `m77720b8e8638647` for a mention."""

from __future__ import annotations

import re

from tracker.errors import UsageError


def parse_id(given: int | str) -> int:
    """The number of an allegation id, given as `3`, `"3"` or `"A-3"`. Raises UsageError."""
    number = str(given).strip().upper().removeprefix("A-")
    if not number.isascii() or not number.isdigit():
        mention = " (as show --all prints them, ids of mentions look like m77720b8e8638647)" if number.startswith("M") else ""
        raise UsageError(f"{given!r} is not an id of an allegation: they look like A-3{mention}")
    return int(number)


def is_mention(given: int | str) -> bool:
    """True for the id of a mention, as `show --all` names it ("m77720b8e8638647"), and not for that of an allegation."""
    return re.fullmatch(r"m[0-9a-f]{15}", str(given)) is not None


def public_id(allegation_id: int | None) -> str | None:
    """The id of an allegation as people read it; None for none."""
    return None if allegation_id is None else f"A-{allegation_id}"
