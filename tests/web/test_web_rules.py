from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.web.rules import Rules, Session, is_local

RULES = Rules(names=frozenset({"desk.example"}))


@pytest.mark.parametrize("host", ["", "evil.example", "localhost.evil.example", "desk.example.evil.example:1", "[::1", "a b"])
def test_a_name_that_somebody_else_leads_here_is_not_served(host: str) -> None:
    assert not RULES.serves(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_this_machine_needs_no_token_and_knows_who_sits_at_it(host: str) -> None:
    rules = Rules.of(host, analyst="Ada")
    assert is_local(host)
    assert rules.token is None
    assert rules.analyst == "Ada"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "desk.example"])  # noqa: S104  # what is refused
def test_another_host_gets_a_token_that_nobody_can_guess_and_asks_who_decides(host: str) -> None:
    one, other = Rules.of(host, analyst="Ada"), Rules.of(host, analyst="Ada")
    assert one.token
    assert len(one.token) >= 32
    assert one.token != other.token
    assert one.analyst is None


def test_what_is_published_to_be_read_needs_no_token_unless_one_is_given() -> None:
    assert Rules.of("192.0.2.7", read_only=True, analyst="Ada").token is None
    assert Rules.of("192.0.2.7", read_only=True, token="a" * 16, analyst="Ada").token == "a" * 16


def test_a_short_token_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 16"):
        Rules.of("127.0.0.1", token="a" * 15, analyst="Ada")


def test_a_session_comes_back_from_its_cookie_and_from_no_other() -> None:
    session, rules = Session.new(entered=True), Rules()
    cookie = session.cookie(rules)
    assert Session.read(cookie, rules) == session
    assert Session.read(cookie, Rules()) is None
    number, _, seal = cookie.split(".")
    assert Session.read(f"{number}.0.{seal}", rules) is None


@given(st.text())
def test_no_other_text_is_a_session_or_opens_one(text: str) -> None:
    assert Session.read(text, RULES) is None
    assert not Session("a", entered=False).opens(text, RULES)


def test_the_keys_of_two_sessions_differ() -> None:
    one, other = Session.new(), Session.new()
    assert one.opens(one.key(RULES), RULES)
    assert not other.opens(one.key(RULES), RULES)
