"""Which web addresses may be asked: by their spelling, and by the machines that their names lead to.

A feed, a redirect or a page can name any address, also one inside the network that the tracker runs in (server-side request
forgery: OWASP Top Ten 2021, A10). So a page is asked for only where every machine behind its name is on the public internet.
"""

from __future__ import annotations

import reprlib
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING

from tracker.read.refusals import UnreadableError

if TYPE_CHECKING:
    import httpx2

Address = IPv4Address | IPv6Address
Allow = Callable[[Address], bool]
Resolve = Callable[[str, int], Sequence[str]]

WEB_PORTS = frozenset({80, 443})
FIRST_FREE_PORT = 1024  # below are the ports of mail, file and login services, which a web address has no business with

# Python's own tables (`is_global`) say what may be routed; these say what else must not be asked.
_UNICAST = IPv6Network("2000::/3")  # RFC 4291: all that was ever given out; Python takes the rest for global, too
_DOCUMENTATION = IPv6Network("3fff::/20")  # RFC 9637, younger than some Pythons
_RELAYS = IPv4Network("192.88.99.0/24")  # RFC 7526: relays of 6to4, given up
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address that is meant


def is_global(ip: Address) -> bool:
    """Tell whether an address is that of one machine on the public internet.

    An IPv6 address that stands for an IPv4 address (mapped, RFC 4291; NAT64, RFC 6052; 6to4, RFC 3056) is judged by that one;
    Teredo (RFC 4380) and all that is not global unicast never is.
    """
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and ip not in _RELAYS
    meant = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
    if meant is not None:
        return is_global(meant)
    tunnelled = ip.sixtofour is None or is_global(ip.sixtofour)
    return tunnelled and ip.is_global and ip in _UNICAST and ip not in _DOCUMENTATION


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses that the system finds for a host. Raises OSError, and UnicodeError for what is no name."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def allowed(host: str, found: Sequence[str], allow: Allow) -> list[str]:
    """Return the addresses `found` for a host, each once, if `allow` lets all of them pass.

    One that is forbidden forbids the host: else whoever answers for the name could hope for a second try.
    Raises UnreadableError.
    """
    for address in found:
        if not allow(ip_address(address)):
            raise UnreadableError(f"{reprlib.repr(host)} leads to {address}, which is not on the public internet: not asked")
    if not found:
        raise UnreadableError(f"no machine has the name {reprlib.repr(host)}: check the address")
    return list(dict.fromkeys(found))


def checked(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """Return a web address, parsed, if its spelling is that of a page. Raises UnreadableError.

    One that a redirect leads to may be relative to its `base`. Refused are other schemes than http and https, names and
    passwords in the address, and ports other than 80, 443 and those from 1024 up. The part after `#` is dropped, for servers
    never see it.
    """
    import httpx2

    try:
        url = base.join(address) if base is not None else httpx2.URL(address)
    except (httpx2.InvalidURL, ValueError):  # the second for what cannot be encoded
        raise UnreadableError("not a web address: check its spelling") from None
    if url.scheme not in {"http", "https"}:
        raise UnreadableError(f"{reprlib.repr(url.scheme)} addresses are not read: give one of http or https")
    if url.userinfo:
        raise UnreadableError("a name or password in the address: remove what stands before the @")
    if not url.raw_host:
        raise UnreadableError("no host in the address: check its spelling")
    if url.port is not None and url.port not in WEB_PORTS and not FIRST_FREE_PORT <= url.port <= 65535:
        raise UnreadableError(f"port {url.port} is not one of web pages: give 80, 443, or one from 1024 up")
    return url.copy_with(fragment=None)
