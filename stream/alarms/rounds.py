"""When a recording is looked at: at every multiple of ten seconds of event time, as its events pass it."""

from collections.abc import Iterator
from typing import Final

from stream.alarms.machine import Alarms, narrowed
from stream.catalog import Catalogue
from stream.totals import FLOOR_DAY, TODAY
from stream.units import DAY, SECOND, Millis

EVERY_MS: Final = 10 * SECOND
LONGEST_SILENCE_MS: Final = DAY
"""How long a silence is looked at: beyond it the next look is at the next event, a gap that fulfils no hold.

One event in the year 2099 would else be waited for through every ten seconds until then.
"""


class Rounds:
    """The looks that are due, each once and in order, at a floor of `watched`: the KPIs that have rules."""

    def __init__(self, alarms: Alarms, catalogue: Catalogue) -> None:
        """Begin before the first event: the first look is at the first round instant that it does not pass."""
        self.alarms = alarms
        self.watched = narrowed(catalogue, alarms.rules)
        windows = {rule.window for rule in alarms.rules}
        self.windows = frozenset(windows | {FLOOR_DAY} if TODAY in windows else windows)
        """What a floor must be made of for that, as a partition names it."""
        self.due_ms: Millis | None = None

    def passed_by(self, event_at_ms: Millis) -> Iterator[Millis]:
        """The instants that an event of this time leaves behind: all events up to them are to be folded before."""
        due_ms = _up(event_at_ms) if self.due_ms is None else self.due_ms
        self.due_ms = max(due_ms, _up(event_at_ms))
        yield from range(due_ms, min(event_at_ms, due_ms + LONGEST_SILENCE_MS), EVERY_MS)


def _up(at_ms: Millis) -> Millis:
    return -(-at_ms // EVERY_MS) * EVERY_MS
