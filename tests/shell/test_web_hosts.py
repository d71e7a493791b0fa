"""Names that may stand in Host and Origin."""

import pytest

from agents.web.hosts import HostNames

HOSTS = HostNames(["board.example.org"])


@pytest.mark.parametrize(
    "authority",
    [
        "localhost",
        "localhost:8090",
        "LocalHost.",
        "board.localhost:8090",
        "127.0.0.1",
        "10.1.2.3:8090",
        "[::1]",
        "[fd00::7]:8090",
        "board.example.org",
        "Board.Example.org.:443",
    ],
)
def test_its_own_names_are_known(authority: str) -> None:
    """Loopback's names, addresses in numbers and the names that were given, in any case, with any port."""
    assert HOSTS.know(authority)


@pytest.mark.parametrize(
    "authority",
    [
        "",
        "evil.example",
        "board.example.org.evil.example",
        "evil-board.example.org",
        "notlocalhost",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "board.example.org@evil.example",
        "evil.example#board.example.org",
        "board.example.org:80:80",
        "board.example.org:",
        "[::1",
        "[board.example.org]",
        "board.example.org, evil.example",
        "board.example.org ",
    ],
)
def test_other_names_are_not(authority: str) -> None:
    """Nor what only looks like one of them, nor what is no name at all."""
    assert not HOSTS.know(authority)


@pytest.mark.parametrize(
    ("origin", "known"),
    [
        ("http://localhost:8090", True),
        ("https://board.example.org", True),
        ("http://[::1]:8090", True),
        ("null", False),
        ("", False),
        ("https://evil.example", False),
        ("file://", False),
        ("https://board.example.org/path", False),
        ("chrome-extension://abc", False),
    ],
)
def test_an_origin_is_scheme_and_authority(origin: str, *, known: bool) -> None:
    """A page without a place of its own is foreign."""
    assert known is HOSTS.know_origin(origin)
