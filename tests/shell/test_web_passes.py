"""Links and cookies that are signed with the token."""

import re

import pytest

from agents.web.passes import COOKIE_FOR, LINK_FOR, RENEW_AFTER, Passes

NOW = 1_800_000_000_000
TOKEN = "correct-horse-battery"


@pytest.fixture
def passes() -> Passes:
    """Return those of one worker."""
    return Passes(TOKEN)


@pytest.mark.parametrize(
    ("token", "known"), [(TOKEN, True), (TOKEN + " ", False), ("", False), ("wrong", False), ("\udcff", False)]
)
def test_the_token_is_known_and_no_other(passes: Passes, token: str, *, known: bool) -> None:
    """Bytes that are no text are no fault either."""
    assert known is passes.know(token)


def test_a_pass_is_fit_for_addresses_and_shows_no_token(passes: Passes) -> None:
    """No sign of it needs escaping in a query or a cookie."""
    for made in (passes.make("link", NOW), passes.make("cookie", NOW)):
        assert re.fullmatch(r"[A-Za-z0-9._-]+", made)
        assert TOKEN not in made


def test_a_link_is_taken_once(passes: Passes) -> None:
    """The second time somebody else may hold it."""
    link = passes.make("link", NOW)

    assert [True, False] == [passes.take(link, NOW + 1), passes.take(link, NOW + 2)]


def test_passes_end(passes: Passes) -> None:
    """The last millisecond is good, the end itself is not."""
    link, cookie = passes.make("link", NOW), passes.make("cookie", NOW)

    assert [True, False] == [passes.admit("link", link, NOW + after) for after in (LINK_FOR - 1, LINK_FOR)]
    assert [True, False] == [passes.admit("cookie", cookie, NOW + after) for after in (COOKIE_FOR - 1, COOKIE_FOR)]
    assert not passes.take(link, NOW + LINK_FOR)


def test_a_link_is_no_cookie(passes: Passes) -> None:
    """What stands in an address is not good for a month."""
    assert not passes.admit("cookie", passes.make("link", NOW), NOW)
    assert not passes.take(passes.make("cookie", NOW), NOW)


def test_passes_of_another_token_are_none(passes: Passes) -> None:
    """A new token ends what was made with the old one; workers of one token know each other's."""
    cookie = passes.make("cookie", NOW)

    assert Passes(TOKEN).admit("cookie", cookie, NOW)
    assert not Passes("another-token-of-ours").admit("cookie", cookie, NOW)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_pass_is_none(passes: Passes, part: int) -> None:
    """Neither its end nor anything else can be changed."""
    parts = passes.make("cookie", NOW).split(".")
    parts[part] = parts[part][:-1] + ("1" if parts[part][-1] != "1" else "2")

    assert not passes.admit("cookie", ".".join(parts), NOW)


@pytest.mark.parametrize("written", ["", ".", "..", "x.y.z", "1.2.3.4", "\udcff.x.y", "9" * 5_000])
def test_nonsense_is_no_pass(passes: Passes, written: str) -> None:
    """And no fault."""
    assert not passes.admit("cookie", written, NOW)
    assert not passes.take(written, NOW)


def test_a_cookie_is_worn_after_a_day(passes: Passes) -> None:
    """Not before, and what is no cookie never is."""
    cookie = passes.make("cookie", NOW)

    assert [False, True] == [passes.is_worn(cookie, NOW + after) for after in (RENEW_AFTER, RENEW_AFTER + 1)]
    assert not passes.is_worn("nonsense", NOW)
