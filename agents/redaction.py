"""What no log may show: secrets anywhere, and the ids of people and of their contacts unless somebody wants them.

An id becomes a mark that is the same for the same id as long as the process lives: lines about one contact can be read
together, and tell nobody whose contact it was.
"""

import secrets
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, Final

import orjson
from structlog.types import EventDict

PERSONAL: Final = frozenset({"agent", "contact", "customer", "subject"})
"""Names of fields that hold ids of people or of what they said; with `_id` or `_ids` behind, or in the plural, too."""
CONFIDENTIAL: Final = frozenset({"authorization", "cookie", "pass", "password", "secret", "token"})
HIDDEN: Final = "[hidden]"
_SHORTEST: Final = 6
"""Of fewer signs, a secret is part of too many words."""


class Redaction:
    """Takes out of a log record what it must not show; `secrets_known` are taken out of the line that is written."""

    def __init__(self, secrets_known: Iterable[str] = (), *, show_ids: bool = False) -> None:
        self._show_ids = show_ids
        self._salt = secrets.token_bytes(16)
        written = {way for secret in secrets_known if len(secret) >= _SHORTEST for way in _ways_to_write(secret)}
        self._secrets = sorted(written, key=len, reverse=True)

    def fields(self, _logger: object, _method: str, event: EventDict) -> EventDict:
        """Replace what stands in fields with a telling name, inside of other values too; a structlog processor."""
        return {name: self._field(name, value) for name, value in event.items()}

    def line(self, _logger: object, _method: str, written: Any) -> Any:  # noqa: ANN401 - as structlog's renderers
        """Take known secrets out of the line that a renderer has written; a structlog processor."""
        if isinstance(written, str):
            for secret in self._secrets:
                written = written.replace(secret, HIDDEN)
        return written

    def _field(self, name: object, value: Any) -> Any:  # noqa: ANN401 - whatever is logged
        kind = _kind(name)
        if kind in CONFIDENTIAL and value is not None:
            return HIDDEN
        if kind in PERSONAL and not self._show_ids:
            return self._marked(value)
        if isinstance(value, Mapping):
            return {inner: self._field(inner, held) for inner, held in value.items()}
        return value

    def _marked(self, value: Any) -> Any:  # noqa: ANN401 - as above
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, list | tuple | set | frozenset):
            return [self._marked(held) for held in value]
        return f"#{blake2b(str(value).encode(errors='replace'), key=self._salt, digest_size=5).hexdigest()}"


def _kind(name: object) -> str:
    """The name of a field without what stands before and behind its noun."""
    word = str(name).lower()
    stem = word.removesuffix("s").removesuffix("_id")
    last = stem.rpartition("_")[2]
    if last in CONFIDENTIAL:
        return last
    return stem


def _ways_to_write(secret: str) -> Iterable[str]:
    """How a secret may stand in a line: as it is or as Python writes it, either of them within JSON or without."""
    for way in (secret, repr(secret)[1:-1]):
        yield from (way, orjson.dumps(way).decode()[1:-1])
