"""What lets somebody in where a token is asked for: the token itself, and what is signed with it.

A browser can send no token with an EventSource. It gets a link that holds once and not for long, and for the link a
cookie that holds for a month. Both are signed with the token: nothing is kept, another token ends all of them, and
every worker that has the same token knows them. That a link was taken is known to the worker that took it.
"""

import hmac
import secrets
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from stream.units import DAY, MINUTE, Millis

LINK_FOR: Final = 10 * MINUTE
COOKIE_FOR: Final = 30 * DAY
RENEW_AFTER: Final = DAY
"""A cookie that is older is replaced when its page is loaded: a screen that reloads at night stays let in."""
TOKEN_LENGTH: Final = 16
"""Fewer signs could be guessed."""

Kind: TypeAlias = Literal["link", "cookie"]
_PARTS: Final = 3


class Passes:
    """Makes passes and tells real ones from others; every comparison takes the same time, whatever is wrong."""

    def __init__(self, token: str) -> None:
        self._token = sha256(token.encode()).digest()
        self._key = sha256(b"floorwatch pass\0" + token.encode()).digest()
        self._taken: dict[str, Millis] = {}

    def know(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(self._token, sha256(token.encode(errors="surrogateescape")).digest())

    def make(self, kind: Kind, now_ms: Millis) -> str:
        """Return a new pass: letters, digits, `-`, `_` and dots."""
        until = now_ms + (LINK_FOR if kind == "link" else COOKIE_FOR)
        stem = f"{until}.{secrets.token_urlsafe(12)}"
        return f"{stem}.{self._signature(kind, stem)}"

    def admit(self, kind: Kind, written: str, now_ms: Millis) -> bool:
        """Whether this is a pass of that kind, made with the same token and not too old."""
        return self._until(kind, written, now_ms) is not None

    def take(self, link: str, now_ms: Millis) -> bool:
        """Admit a link, the first time that it comes."""
        until = self._until("link", link, now_ms)
        self._taken = {taken: end for taken, end in self._taken.items() if end > now_ms}
        if until is None or link in self._taken:
            return False
        self._taken[link] = until
        return True

    def is_worn(self, cookie: str, now_ms: Millis) -> bool:
        """Whether a good cookie should be replaced by a new one."""
        until = self._until("cookie", cookie, now_ms)
        return until is not None and until - now_ms < COOKIE_FOR - RENEW_AFTER

    def _until(self, kind: Kind, written: str, now_ms: Millis) -> Millis | None:
        parts = written.split(".")
        stem = ".".join(parts[:-1])
        good = hmac.compare_digest(self._signature(kind, stem).encode(), parts[-1].encode(errors="surrogateescape"))
        if not good or len(parts) != _PARTS:
            return None
        until = int(parts[0])
        return until if now_ms < until else None

    def _signature(self, kind: Kind, stem: str) -> str:
        return hmac.digest(self._key, f"{kind}.{stem}".encode(errors="surrogateescape"), "sha256").hex()
