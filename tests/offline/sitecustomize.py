"""Cuts a Python process off from the network: nothing but this machine can be reached, or asked for by name.

Python imports this by itself where the folder is on its path: `tests/conftest.py` puts it on that of every process that a test
starts. What it refuses looks like a machine without a network, so that whatever asks must get by without. A process whose
environment has `TRACKER_TEST_ONLINE` is let alone: pip, which builds and installs the wheel from a package index.
"""

from __future__ import annotations

import errno
import importlib.machinery
import importlib.util
import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any

HERE = str(Path(__file__).parent)
ONLINE = "TRACKER_TEST_ONLINE"
WHY = "the network is blocked while tests run"
LOCAL = {"", "localhost", "ip6-localhost"}


def guard(event: str, args: tuple[Any, ...]) -> None:
    """Refuse what would leave this machine; give the guard to every process that is started with an environment of its own."""
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and args[0].family in {socket.AF_INET, socket.AF_INET6}:
        if args[1] is not None and not _is_local(args[1][0]):
            raise OSError(errno.ENETUNREACH, WHY)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        if _address(args[0]) is None and _named(args[0]) not in LOCAL:
            raise socket.gaierror(socket.EAI_AGAIN, WHY)
    elif event == "subprocess.Popen" and isinstance(args[3], dict) and ONLINE not in args[3]:
        args[3]["PYTHONPATH"] = path(args[3].get("PYTHONPATH"))


def path(before: str | None) -> str:
    """A PYTHONPATH with this folder in it."""
    parts = [part for part in (before or "").split(":") if part]
    return ":".join(parts if HERE in parts else [HERE, *parts])


def _named(host: Any) -> str:
    return "" if host is None else host.decode() if isinstance(host, bytes) else str(host)


def _address(host: Any) -> Any:
    """The address that a host spells, in one of the many ways of doing so; None where it is a name."""
    name = _named(host).partition("%")[0]
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(name))  # 127.1, 0x7f.1
    except (OSError, UnicodeError):
        return None


def _is_local(host: Any) -> bool:
    address = _address(host)
    if address is None:
        return _named(host) in LOCAL
    inner = getattr(address, "ipv4_mapped", None) or address
    return bool(inner.is_loopback or inner.is_unspecified)


def _next() -> None:
    """Import what this file hides: a system, or pip while it builds, may have a sitecustomize of its own."""
    others = [folder for folder in sys.path if Path(folder).resolve() != Path(HERE)]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if ONLINE not in os.environ:
    sys.addaudithook(guard)
if __name__ == "sitecustomize":
    _next()
