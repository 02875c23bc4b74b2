from __future__ import annotations

import itertools
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webserver import said, serving

from tracker.read.address import from_address
from tracker.read.fetch import Fetcher
from tracker.read.guard import allowed, checked, is_global, resolved
from tracker.read.refusals import UnreadableError
from tracker.settings import Settings
from tracker.types import Refusal

QUICK = Settings(fetch_seconds=2.0, host_seconds=0.0)
NAMES = {
    "inside.example": ["127.0.0.1"],
    "six.example": ["::1"],
    "half.example": ["1.1.1.1", "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat.example": ["64:ff9b::7f00:1"],
    "tunnel.example": ["2002:7f00:1::1"],
    "127.0.0.1.names.example": ["127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "nobody.example": [],
}
LOOPBACK = """
127.0.0.1 127.1 127.0.1 127.0.0.2 127.255.255.254 2130706433 0x7f000001 0x7f.1 0X7F.0X0.0X0.0X1 017700000001
0177.0.0.1 0177.1 00000177.0.0.1 127.0x1 127.000.000.001 0 0.0.0.0 0x0 00 localhost LOCALHOST localhost.
127。0。0。1 １２７.0.0.1 ①②⑦.0.0.1 %31%32%37.0.0.1 127.0.0.1. 127.0.0.1%00.news.example
"""  # as system libraries understand it
IPV6 = """
[::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]
[0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] [64:ff9b:1::7f00:1]
[2002:7f00:1::] [2002:c0a8:101::1] [2001:0:7f00:1::] [2001:0:53aa:64c:0:0:80ff:fffe] [fe80::1] [fe80::1%25lo]
[fc00::1] [fd00:ec2::254] [fec0::1] [ff02::1] [ff0e::1] [2001:db8::1] [3fff::1] [100::1] [4000::1]
"""
NETWORKS = """
10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 2852039166 0xa9fea9fe 100.64.0.1 100.100.100.200 192.0.0.192
198.18.0.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.0.2.1 203.0.113.5 192.88.99.1
"""  # of others, or of nobody
BEFORE_AN_AT = ("news.example@127.0.0.1", "news.example:80@127.0.0.1", "user:word@[::1]", "news.example\\@127.0.0.1")
HOSTS = [*LOOPBACK.split(), *IPV6.split(), *NETWORKS.split(), *BEFORE_AN_AT, *NAMES]
OTHERS = (
    "file:///etc/hostname",
    "FILE:///etc/hostname",
    "file://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
    "gopher://127.0.0.1:{port}/_GET",
    "dict://127.0.0.1:{port}/",
    "javascript:fetch('http://127.0.0.1:{port}/')",
    "//127.0.0.1:{port}/",
    "http:127.0.0.1:{port}/",
    "http:///127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@news.example/",
    "http://127.0.0.1:{port}\\@news.example/",
    "http://127.0.0.1:{port}/\r\nHost: news.example",
    "http://127.0.0.1\t:{port}/",
    " http://127.0.0.1:{port}/",
    "http://127.0.0.1:22/",
    "http://127.0.0.1:99999/",
    "http://[::1",
    "http://",
    "",
)
SPELLINGS = [f"http://{host}:{{port}}/a" for host in HOSTS] + list(OTHERS)


def answer(host: str, port: int) -> list[str]:
    """Names of the tests as NAMES has them, and everything else as this machine has it."""
    return NAMES[host] if host in NAMES else resolved(host, port)


def refused(url: str, fetcher: Fetcher) -> Refusal:
    item = from_address(url, fetcher, QUICK)
    assert isinstance(item, Refusal), url
    return item


def test_no_spelling_of_an_address_inside_reaches_a_server() -> None:
    assert len(SPELLINGS) >= 80
    with serving({"/a": said(), "/": said()}, "0.0.0.0") as four, serving({"/a": said()}, "::1", four.port) as six:  # noqa: S104  # every address of this machine
        with Fetcher(QUICK, resolve=answer) as fetcher:
            for spelling in SPELLINGS:
                item = refused(spelling.format(port=four.port), fetcher)
                assert item.reason
                assert not item.sha256
        assert (four.connections, six.connections) == (0, 0)


def test_without_the_guard_many_of_these_spellings_would_reach_it() -> None:
    """Shows that the test above could fail."""
    with serving({"/a": said()}, "0.0.0.0") as four, serving({"/a": said()}, "::1", four.port) as six:  # noqa: S104  # every address of this machine
        reached = 0
        with Fetcher(QUICK, resolve=answer, allow=lambda _: True) as fetcher:
            for host in (
                "127.1",
                "2130706433",
                "0x7f.1",
                "0177.1",
                "0",
                "localhost",
                "127。0。0。1",
                "[::ffff:7f00:1]",
                "[::1]",
            ):
                before = four.connections + six.connections
                from_address(f"http://{host}:{four.port}/a", fetcher, QUICK)
                reached += four.connections + six.connections > before
        assert reached == 9


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2:{port}/a",
        "//127.0.0.2:{port}/a",
        "http://inner.example:{port}/a",
        "file:///etc/hostname",
        "http://u:p@127.0.0.1:{port}/a",
    ],
)
def test_where_a_redirect_leads_is_checked_again(target: str) -> None:
    def here(host: str, port: int) -> list[str]:
        return ["127.0.0.2"] if host == "inner.example" else resolved(host, port)

    with serving({}) as outer, serving({"/a": said()}, "127.0.0.2", outer.port) as inner:
        outer.answers["/a"] = said("", "302 Found", location=target.format(port=outer.port))
        with Fetcher(QUICK, allow=lambda ip: str(ip) == "127.0.0.1", resolve=here) as fetcher:
            assert refused(outer.url("/a"), fetcher).reason
        assert outer.paths == ["/robots.txt", "/a"]
        assert inner.connections == 0


def test_a_robots_file_that_leads_inside_is_not_followed() -> None:
    with serving({"/a": said()}) as outer, serving({"/robots.txt": said("")}, "127.0.0.2", outer.port) as inner:
        outer.answers["/robots.txt"] = said("", "301 Moved", location=f"http://127.0.0.2:{outer.port}/robots.txt")
        with Fetcher(QUICK, allow=lambda ip: str(ip) == "127.0.0.1") as fetcher:
            refused(outer.url("/a"), fetcher)
        assert (outer.paths, inner.connections) == (["/robots.txt"], 0)


def test_a_name_that_leads_elsewhere_the_second_time_gets_nowhere() -> None:
    answers = itertools.chain([["127.0.0.1"]], itertools.repeat(["127.0.0.2"]))
    with serving({"/robots.txt": said("")}) as outer, serving({"/a": said()}, "127.0.0.2", outer.port) as inner:
        with Fetcher(QUICK, allow=lambda ip: str(ip) == "127.0.0.1", resolve=lambda *_: next(answers)) as fetcher:
            item = refused(f"http://rebind.example:{outer.port}/a", fetcher)
        assert item.reason == "'rebind.example' leads to 127.0.0.2, which is not on the public internet: not asked"
        assert (outer.paths, inner.connections) == (["/robots.txt"], 0)


def test_a_connection_goes_to_the_address_that_was_checked_under_the_name_that_was_asked_for() -> None:
    asked: list[str] = []

    def once(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.3"]

    with serving({"/a": said()}, "127.0.0.3") as found, Fetcher(QUICK, allow=lambda _: True, resolve=once) as fetcher:
        assert fetcher.fetch(f"http://news.example:{found.port}/a").status == 200
        assert asked == ["news.example"] * found.connections  # none without a look, and none after two
        assert all(f"Host: news.example:{found.port}" in head for head in found.requests)


def test_one_address_inside_forbids_the_name() -> None:
    with pytest.raises(UnreadableError, match=r"'half\.example' leads to 127\.0\.0\.1"):
        allowed("half.example", ["1.1.1.1", "127.0.0.1"], is_global)
    assert allowed("news.example", ["1.1.1.1", "1.0.0.1", "1.1.1.1"], is_global) == ["1.1.1.1", "1.0.0.1"]


@pytest.mark.parametrize(
    "ip", ["1.1.1.1", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
)
def test_machines_on_the_internet_may_be_asked(ip: str) -> None:
    assert is_global(ip_address(ip))


@given(st.ip_addresses(v=4))
def test_an_address_in_ipv6_clothes_is_judged_by_what_it_is(ip: IPv4Address) -> None:
    number = int(ip)
    mapped, nat64 = IPv6Address((0xFFFF << 32) | number), IPv6Address((0x64FF9B << 96) | number)
    tunnel = IPv6Address((0x2002 << 112) | (number << 80) | 1)
    assert is_global(mapped) == is_global(nat64) == is_global(tunnel) == is_global(ip)


@given(st.ip_addresses(v=6).filter(lambda ip: int(ip) >> 125 != 1))
def test_of_ipv6_only_global_unicast_is_global(ip: IPv6Address) -> None:
    carries = ip.ipv4_mapped is not None or int(ip) >> 32 == 0x64FF9B << 64
    assert carries or not is_global(ip)


def test_an_address_is_cleaned_of_what_servers_do_not_see() -> None:
    assert str(checked("HTTPS://News.Example:443/ü?q=1#part")) == "https://news.example/%C3%BC?q=1"
    assert str(checked("../b", base=checked("http://news.example/x/a"))) == "http://news.example/b"


@pytest.mark.parametrize("port", [80, 443, 1024, 8080, 65535])
def test_ports_of_web_pages_are_allowed(port: int) -> None:
    assert checked(f"http://news.example:{port}/").host == "news.example"


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://news.example/a", "'ftp' addresses are not read: give one of http or https"),
        ("https://anna@news.example/", "a name or password in the address: remove what stands before the @"),
        ("http://news.example:25/", "port 25 is not one of web pages: give 80, 443, or one from 1024 up"),
        ("http:///a", "no host in the address: check its spelling"),
        ("http://news.example\n/", "not a web address: check its spelling"),
    ],
)
def test_why_an_address_is_refused(address: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as error:
        checked(address)
    assert str(error.value) == reason
