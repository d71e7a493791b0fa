"""Exceptions that Faust and the other libraries log, and go on: otherwise nobody would hear of them."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from agents.throttle import is_ours
from stream.units import MINUTE, Millis

RECENT_MS = 10 * MINUTE
"""For so long a mishap is told to whoever asks whether the worker is ready."""


class Mishaps(logging.Handler):
    """Counts them; what they were is in the log."""

    def __init__(self, now_ms: Callable[[], Millis]) -> None:
        """Begin without any."""
        super().__init__(logging.ERROR)
        self.count = 0
        """How many since it has listened first."""
        self._now_ms = now_ms
        self._latest: tuple[Millis, str] | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Note a record that carries an exception; that something was cancelled is none."""
        error = record.exc_info[1] if record.exc_info else None
        if is_ours(record) or error is None or isinstance(error, asyncio.CancelledError):
            return
        self.count += 1
        self._latest = self._now_ms(), f"{type(error).__name__} in {record.name}"

    @property
    def remark(self) -> str | None:
        """What to say of the latest one while it is recent."""
        if self._latest is None or self._now_ms() - self._latest[0] > RECENT_MS:
            return None
        return f"a library has met an error and gone on, see the log: {self._latest[1]}"

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for as long as the block runs."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)
