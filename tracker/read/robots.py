"""What a site asks of programs that read it: robots.txt as RFC 9309 (Koster et al. 2022) has it, and its `Crawl-delay`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    from protego import Protego

AGENT = "allegation-tracker"  # the name by which robots.txt can address us
LONGEST_DELAY = 86_400.0  # seconds: longer ones are slips of the pen
MAX_BYTES = 512_000  # RFC 9309 asks readers for the first 500 kibibytes


def user_agent() -> str:
    """Return what servers are told about who asks: the name, and the version where the package is installed."""
    try:
        return f"{AGENT}/{version(AGENT)}"
    except PackageNotFoundError:  # run from its folder
        return AGENT


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site; without any, everything may be read."""

    parsed: Protego | None = None

    def check(self, url: str) -> None:
        """Raise UnreadableError where the site does not want a page to be read."""
        if self.parsed is not None and not self.parsed.can_fetch(url, AGENT):
            raise UnreadableError("the site's robots.txt asks programs not to read it: save the page and give its file")

    @property
    def delay(self) -> float:
        """The seconds that the site wants between two pages; 0 where it does not say."""
        return min((self.parsed.crawl_delay(AGENT) if self.parsed is not None else None) or 0.0, LONGEST_DELAY)


def rules(status: int, data: bytes) -> Rules:
    """Return the rules that an answer for /robots.txt means: none where there is no such file (4xx).

    Raises UnreadableError where the server fails (5xx): RFC 9309 has nothing read then.
    """
    if status >= 500:
        raise UnreadableError(f"the server fails on its robots.txt ({status}): try again later")
    if not 200 <= status < 300:
        return Rules()
    from protego import Protego

    return Rules(Protego.parse(data[:MAX_BYTES].decode("utf-8", "replace")))
