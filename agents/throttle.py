"""What is said again and again passes once a minute; how much of it was left out is told once a minute, in one line.

Libraries that meet an absent Kafka say so thirty times a second, and we ourselves for each try and each partition.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

import structlog

REPEATED: Final = frozenset(
    {
        "alarms_not_read",
        "alarms_not_sent",
        "fetch_failed",
        "floor_not_heard",
        "floor_not_told",
        "group_failed",
        "group_offsets_not_committed",
        "handshake_failed",
        "kafka_away",
        "lane_dropped",
        "ownership_unconfirmed",
        "probe_unanswered",
        "producer_stopped_hard",
        "stamina.retry_scheduled",
        "topics_unknown",
    }
)
"""What of ours is held back: each try and each partition would say it for as long as Kafka is away."""
LEFT_OUT: Final = "lines_left_out"
_QUIET_SECONDS: Final = 60.0
_MOST_SENTENCES: Final = 1_000
_LONGEST: Final = 80
_MOST_NAMED: Final = 20

log = structlog.stdlib.get_logger(__name__)


class Throttle(logging.Filter):
    """Lets one record of each sentence (logger, level and text before the values go in) pass in a minute."""

    def __init__(self, now: Callable[[], float] = time.monotonic, quiet_seconds: float = _QUIET_SECONDS) -> None:
        """Start with nothing heard; `now` counts seconds."""
        super().__init__()
        self._now = now
        self._quiet_seconds = quiet_seconds
        self._passed_at: dict[tuple[str, int, str], float] = {}
        self._left_out: Counter[str] = Counter()
        self._since: float | None = None
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes; ours do, but for those that are known to come in numbers."""
        text = _sentence(record)
        if is_ours(record) and text not in REPEATED:
            return True
        now = self._now()
        with self._lock:
            passed_at = self._passed_at.get((record.name, record.levelno, text))
            passes = passed_at is None or now - passed_at >= self._quiet_seconds
            if passes:
                if len(self._passed_at) >= _MOST_SENTENCES:
                    self._passed_at.clear()
                self._passed_at[record.name, record.levelno, text] = now
            else:
                self._left_out[f"{record.name}: {text[:_LONGEST]}"] += 1
                self._since = now if self._since is None else self._since
        self.tell()
        return passes

    def tell(self, *, at_once: bool = False) -> None:
        """Say how many lines were left out in the last minute; `at_once`: without waiting for it to be over."""
        with self._lock:
            if self._since is None or not (at_once or self._now() - self._since >= self._quiet_seconds):
                return
            left_out, self._left_out, self._since = self._left_out, Counter(), None
        most = dict(left_out.most_common(_MOST_NAMED))
        log.warning(LEFT_OUT, lines=left_out.total(), sentences=most)


def is_ours(record: logging.LogRecord) -> bool:
    """Whether we have said it ourselves; libraries do not log events, and Faust's parts have loggers of our names."""
    return isinstance(record.msg, dict)


def _sentence(record: logging.LogRecord) -> str:
    """The text without its values: its first line, beyond which the event loop prints objects; or an event's name."""
    return str(record.msg["event"] if isinstance(record.msg, dict) else record.msg).partition("\n")[0]
