"""A queue for the tests of an inspection: callers of one day and of the same weekday before, folded by a partition."""

from collections.abc import Iterable
from itertools import islice

from stream.catalog import standard
from stream.inspection.inspection import Inspection, QueueFigures
from stream.partition import Partition
from stream.replay import recorded
from stream.site import Site
from stream.units import DAY, MINUTE, SECOND, Millis
from tests.core.one_report import NOON, call, line, lost

CATALOGUE = standard()
QUEUE, CHANNEL = "sales", "voice"
WAIT_MS, TALK_MS = 12 * SECOND, 3 * MINUTE


def folded(lines: Iterable[bytes], site: Site | None = None) -> Partition:
    """A partition that has folded these lines in the order given."""
    partition, records = Partition(site or Site(), 0), recorded(lines)
    while batch := list(islice(records, 500)):
        partition.fold(batch)
    return partition


def inspected(
    partition: Partition, clock_ms: Millis, *, queue: str = QUEUE, named: bool = False, site: Site | None = None
) -> QueueFigures:
    """A queue looked at, those who wait too long counted as the floor does."""
    inspection = Inspection(site or Site(), queue, CHANNEL, clock_ms, named=named)
    for _ in inspection.read(partition):
        pass
    live = partition.part(clock_ms).live.get((queue, CHANNEL))
    return inspection.figures(CATALOGUE, 0 if live is None else live.waiting_past_threshold)


def week() -> list[bytes]:
    """Three callers at noon a week ago; today ten at 11:40, one of them late, and two at noon, one of whom waits."""
    told: list[bytes] = []
    for number in range(3):
        told += call(f"old-{number}", NOON - 7 * DAY + number * SECOND, WAIT_MS, TALK_MS)
    for number in range(9):
        told += call(f"in-time-{number}", NOON - 20 * MINUTE + number * SECOND, WAIT_MS, TALK_MS)
    told += call("late", NOON - 20 * MINUTE, 21 * SECOND, TALK_MS)
    told += call("noon", NOON, WAIT_MS, TALK_MS)
    return told + call("waits", NOON + SECOND)


def every_cause() -> list[bytes]:
    """One of each cause between 11:50 and noon, one of which was never let in; one of another queue."""
    at = NOON - 10 * MINUTE
    told = [
        *call("answered_in_time", at, 20 * SECOND, TALK_MS),
        *call("answered_late", at, 21 * SECOND, TALK_MS),
        *lost("abandoned_late", at, 21 * SECOND),
        *lost("abandoned_in_time", at, 20 * SECOND),
        *lost("abandoned_short", at, 4 * SECOND),
        *call("diverted", at),
        line("diverted", at + 5 * SECOND, "diverted", reason="voicemail"),
        line("diverted", at, "full", queue=QUEUE, channel=CHANNEL, reason="full"),
        *call("waiting_late", at + MINUTE),
        *call("waits", NOON - 5 * SECOND),
        *call("elsewhere", at, 1 * SECOND, TALK_MS, queue="help"),
    ]
    return sorted(told, key=lambda text: text.split(b'"time": ')[1].split(b",")[0])
