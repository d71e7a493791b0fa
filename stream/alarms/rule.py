"""A rule: which figure of which slices is bad beyond what limit, and for how long before anybody is told.

A limit is the last value that is still good. With a service level of 0.80 and a warning at 0.80 all is well.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from stream.alarms.alarm import Level
from stream.kpi import Unit
from stream.units import MINUTE, SECOND, Millis

Watches: TypeAlias = Literal["queues", "channels", "floor"]
WATCHES: Final[dict[Watches, frozenset[str]]] = {
    "queues": frozenset({"queue", "channel"}),
    "channels": frozenset({"channel"}),
    "floor": frozenset(),
}
"""What a rule watches, each of its kind, by the labels that such a slice has."""

BAD: Final[tuple[Level, Level]] = ("warning", "critical")

_DIGITS: Final = 9
"""What is added to a limit is rounded, so that 0.80 and a margin of 5 % meet at 0.84 and not a hair above it."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One alarm, to be watched on every slice that it covers. Limits in the KPI's unit, durations in seconds.

    A state is left again when the figure has come back beyond the limit by `hysteresis`, a share of it, or to `clear`
    (of the milder limit; the other keeps the same distance).
    """

    name: str
    kpi: str
    title: str
    unit: Unit
    better: Literal["higher", "lower"]
    window: str
    label: tuple[str, str] | None = None
    watches: Watches = "queues"
    queue: str | None = None
    channel: str | None = None
    warning: float | None = None
    critical: float | None = None
    in_thresholds: bool = False
    """The limits are multiples of the queue's service-level threshold."""
    hysteresis: float = 0.05
    clear: float | None = None
    raise_after_ms: Millis = 30 * SECOND
    clear_after_ms: Millis = MINUTE
    minimum_evidence: int = 1
    only_while_open: bool = False

    @property
    def about(self) -> tuple[str, str | None]:
        """The figure that it is about, as a record names it: the KPI, and which clock or reason of it."""
        return self.kpi, self.label[1] if self.label and self.label[0] != "state" else None

    def covers(self, labels: Mapping[str, str]) -> bool:
        """Whether it watches the slice with these labels."""
        if WATCHES[self.watches] != labels.keys():
            return False
        return self.queue in {None, labels.get("queue")} and self.channel in {None, labels.get("channel")}

    def limit(self, level: Level, scale: float = 1.0) -> float | None:
        """The last value that is not yet this bad; `scale` is the threshold of the queue where that is the measure."""
        bare = self.warning if level == "warning" else self.critical
        return None if bare is None else bare * scale

    def back(self, level: Level, scale: float = 1.0) -> float | None:
        """The first value that is good enough to leave this level again."""
        limit = self.limit(level, scale)
        if limit is None:
            return None
        margin = self._margin(limit, scale)
        back = round(limit + margin if self.better == "higher" else limit - margin, _DIGITS)
        # No share is better than all or none: a margin beyond it would keep the alarm for ever.
        return min(1.0, max(0.0, back)) if self.unit == "ratio" else back

    def _margin(self, limit: float, scale: float) -> float:
        milder = self.warning if self.warning is not None else self.critical
        if self.clear is None or milder is None:
            return abs(limit) * self.hysteresis
        return abs(self.clear - milder) * scale

    def beyond(self, value: float, limit: float) -> bool:
        """Whether a value is worse than a limit; on it is not."""
        return value < limit if self.better == "higher" else value > limit
