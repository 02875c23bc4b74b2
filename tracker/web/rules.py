"""Who may ask the desk, and what: the rules of one server. Pure.

A page of another site can make a browser ask this server, under a name that it leads here itself (DNS rebinding). So a
request must name a host that is known or an address; a form must come from a page of ours, and hold the key of its session.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from tracker.errors import UsageError

SHORTEST = 16  # characters of a token
LARGEST = 64_000  # bytes of a form; what brings articles may be larger
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`names` are the hosts that a request may name beside addresses and `localhost`; `token` is what a reader must know, None
    where everybody may read; `analyst` is who decides where nobody has said a name, None where somebody must.
    """

    names: frozenset[str] = frozenset()
    token: str | None = None
    read_only: bool = False
    analyst: str | None = None
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    @classmethod
    def of(
        cls, host: str, *, token: str = "", read_only: bool = False, name: str | None = None, analyst: str
    ) -> Rules:  # none given
        """Make the rules for a server that listens on `host`, and is asked for by `name`.

        Another host than this machine needs a token, one that is made up where none is given, unless nothing can be changed.
        Raises UsageError for a token that can be guessed.
        """
        local = is_local(host)
        if token and len(token) < SHORTEST:
            raise UsageError(f"TRACKER_TOKEN is too short: give at least {SHORTEST} characters that nobody can guess")
        if not token and not local and not read_only:
            token = secrets.token_urlsafe(24)
        names = frozenset(named.lower() for named in (host, name) if named)
        key = {"secret": sha256(b"desk " + token.encode()).digest()} if token else {}
        return cls(names=names, token=token or None, read_only=read_only, analyst=analyst if local else None, **key)

    def serves(self, host: str) -> bool:
        """Whether a request that names this host (with its port) is for this server."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        return name == "localhost" or name in self.names or _is_address(name)

    def knows(self, token: str) -> bool:
        """Whether somebody knows the token."""
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def sign(self, words: str) -> str:
        """A seal on words that only this server can make."""
        return hmac.new(self.secret, words.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that was here before: `entered` where it has given the token."""

    number: str
    entered: bool

    @classmethod
    def new(cls, *, entered: bool = False) -> Session:
        """A browser that was not."""
        return cls(secrets.token_urlsafe(18), entered)

    @classmethod
    def read(cls, cookie: str, rules: Rules) -> Session | None:
        """The session of a cookie; None where this server did not make it."""
        number, entered, seal = [*cookie.split("."), "", "", ""][:3]
        good = hmac.compare_digest(seal.encode(), rules.sign(f"session {number}.{entered}").encode())
        return cls(number, entered == "1") if good else None

    def cookie(self, rules: Rules) -> str:
        """The session as a cookie."""
        told = f"{self.number}.{int(self.entered)}"
        return f"{told}.{rules.sign(f'session {told}')}"

    def key(self, rules: Rules) -> str:
        """What every form of this session holds, and no page of another site can know."""
        return rules.sign(f"form {self.number}")

    def opens(self, key: str, rules: Rules) -> bool:
        """Whether a form holds the key of this session."""
        return hmac.compare_digest(key.encode(), self.key(rules).encode())


def is_local(host: str) -> bool:
    """Whether a host is this machine, seen from itself."""
    return host.lower() == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
