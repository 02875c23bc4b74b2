"""The whole suite runs without a network: nothing is asked for but what a test itself serves."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ELSEWHERE = "192.0.2.1"  # for examples alone (RFC 5737)
TRY = f"""
import socket
try:
    socket.create_connection(("{ELSEWHERE}", 80), timeout=2)
except OSError as error:
    print(error)
"""


def test_no_connection_leaves_this_machine() -> None:
    for family, address in ((socket.AF_INET, (ELSEWHERE, 80)), (socket.AF_INET6, ("2001:db8::1", 80))):
        with socket.socket(family) as tried, pytest.raises(OSError, match="network is blocked"):
            tried.connect(address)
    with socket.socket(type=socket.SOCK_DGRAM) as tried, pytest.raises(OSError, match="network is blocked"):
        tried.sendto(b"x", (ELSEWHERE, 53))


def test_no_name_is_asked_for() -> None:
    for ask in (lambda: socket.getaddrinfo("news.example", 80), lambda: socket.gethostbyname("news.example")):
        with pytest.raises(socket.gaierror, match="network is blocked"):
            ask()


def test_this_machine_is_reached(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        server.listen()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(tmp_path / "s"))


@pytest.mark.parametrize("environ", [None, {}, {"PYTHONPATH": "/nowhere"}], ids=["inherited", "empty", "its own"])
def test_what_a_test_starts_is_cut_off_too(environ: dict[str, str] | None) -> None:
    told = subprocess.run([sys.executable, "-c", TRY], env=environ, capture_output=True, text=True, check=True)
    assert "network is blocked" in told.stdout


def test_the_children_of_children_are_cut_off_too() -> None:
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {TRY!r}], check=True)"
    told = subprocess.run([sys.executable, "-c", code], env=dict(os.environ), capture_output=True, text=True, check=True)
    assert "network is blocked" in told.stdout
