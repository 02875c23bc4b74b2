"""The one place that makes foreign text safe, per output.

Everything that came from an article, a URL or a file name passes through here before it is shown.
"""

from __future__ import annotations

import re

from tracker.text import squash

# C0, DEL, C1; the bidirectional marks, overrides and isolates; the two Unicode line ends; halves of surrogate pairs,
# which no output encoding can carry.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# signs, also full-width, behind anything that is not seen; and the white space that is dropped on the way to a cell
_FORMULA = re.compile(r"[\t\r\n]|[\s\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_IN_A_PAGE = re.compile(r"[<>&]")
_MARKDOWN = re.compile(r"[\\`*_\[\]#|!~$]")
_LINE_START = re.compile(r"^(?:[-+=:]|[0-9]+(?=[.)]))")
_BARE_LINK = re.compile(r"(?<=:)(?=//)|(?<=\bwww)(?=\.)", re.IGNORECASE)
_PLAIN_URL = re.compile(r"https?://[!-;=?-~]+", re.IGNORECASE)


def terminal(text: str) -> str:
    r"""Text whose control and direction-changing characters are shown as `\x1b` or `\u202e` instead of obeyed.

    Markup of rich is untouched: print the result plainly or as `rich.text.Text`, which interprets none.
    """
    return _HIDDEN.sub(lambda hidden: _visible(hidden[0]), text)


def csv_cell(text: str) -> str:
    """Text that a spreadsheet will not take for a formula: an apostrophe goes before it where it could start one.

    Source: OWASP, "CSV Injection": the signs =, +, - and @, also in their full-width forms, tab, carriage return and line feed.
    White space before a sign does not make it harmless, for a program may drop it. Line ends are kept; quoting is the business
    of the CSV writer.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def json_line(text: str) -> str:
    r"""JSON that no terminal obeys: control and direction-changing characters are written `\u202e`, which is the same JSON."""
    return _HIDDEN.sub(_as_json, text)


def json_ld(text: str) -> str:
    """`json_line` that may also stand inside of a page: no tag and no entity begins in it, and it is the same JSON."""
    return _IN_A_PAGE.sub(_as_json, json_line(text))


def markdown(text: str) -> str:
    """Text on one line in which no Markdown, HTML or bare link is live, for CommonMark and GitHub's dialect."""
    line = _MARKDOWN.sub(r"\\\g<0>", terminal(squash(text)))
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _BARE_LINK.sub(r"\\", line) if "//" in line or "." in line else line
    return _LINE_START.sub(_quiet_start, line)


def markdown_url(url: str) -> str:
    """Make a web address a live link where it is plain http(s) in ASCII that cannot end the link early, else text."""
    return f"<{url}>" if _PLAIN_URL.fullmatch(url) else markdown(url)


def html_text(text: str) -> str:
    """Text on one line as a page shows it, nothing hidden in it; the template that prints it escapes it."""
    return terminal(squash(text))


def html_url(url: str) -> str | None:
    """Give a web address that may be a link: plain http(s) in ASCII; None for anything else, which is shown as text."""
    return url if _PLAIN_URL.fullmatch(url) else None


def _visible(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _as_json(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _quiet_start(start: re.Match[str]) -> str:
    r"""Escape the point after a list number ("1\."), else the mark itself."""
    return f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"
