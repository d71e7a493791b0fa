"""Keeps the log readable while Kafka is away: each kind of message of its clients at most once a minute."""

import logging
import re

EVERY_MS = 60_000
NOISY = ("aiokafka", "faust", "mode", "asyncio")
MAX_KINDS = 1_000
_NUMBERS = re.compile(r"\d+")


class StormFilter(logging.Filter):
    """Passes the first message of a kind and then one a minute, which says how many were left out.

    A kind is a logger, a level and a text without its numbers. Put it on handlers: filters of loggers do not see what
    comes from the loggers below them. Loggers other than those named in `noisy` pass untouched.
    """

    def __init__(self, every_ms: int = EVERY_MS, noisy: tuple[str, ...] = NOISY) -> None:
        """Begin with nothing seen."""
        super().__init__()
        self._every_ms = every_ms
        self._noisy = noisy
        self._seen: dict[tuple[str, int, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a message passes; the time is the message's own."""
        if record.name.partition(".")[0] not in self._noisy:
            return True
        kind = (record.name, record.levelno, _NUMBERS.sub("0", str(record.msg)))
        now_ms = record.created * 1000
        since_ms, left_out = self._seen.get(kind, (float("-inf"), 0))
        if now_ms - since_ms < self._every_ms:
            self._seen[kind] = (since_ms, left_out + 1)
            return False
        if len(self._seen) >= MAX_KINDS:
            self._seen.clear()
        self._seen[kind] = (now_ms, 0)
        if left_out:
            record.msg = f"{record.getMessage()} (and {left_out} more like it)"
            record.args = None
        return True
