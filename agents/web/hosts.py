"""Whose names may stand in Host and Origin, so that no foreign page reads the floor through somebody's browser.

Where the name of another site is made to point to this server (DNS rebinding), a browser lets that site's pages read
what is served here. The name stands in Host then: only known ones are answered. An address in numbers belongs to no
site, and cannot be pointed elsewhere.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Final

_AUTHORITY: Final = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:/?#@\[\]]+))(?::\d{1,5})?")
_ORIGIN: Final = re.compile(r"https?://(?P<authority>.+)")
_LOCAL: Final = "localhost"


class HostNames:
    """The names under which this server is known: loopback's, every address in numbers, and those that it is given."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(map(_plain, names))

    def know(self, authority: str) -> bool:
        """Whether `host` or `host:port` names this server."""
        written = _AUTHORITY.fullmatch(authority)
        if written is None:
            return False
        if written["six"] is not None:
            return _is_address(written["six"])
        name = _plain(written["name"])
        return name == _LOCAL or name.endswith(f".{_LOCAL}") or name in self._names or _is_address(name)

    def know_origin(self, origin: str) -> bool:
        """Whether `scheme://host:port` names this server; `null`, which a page without a place sends, does not."""
        written = _ORIGIN.fullmatch(origin)
        return written is not None and self.know(written["authority"])


def _plain(name: str) -> str:
    return name.lower().removesuffix(".")


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
