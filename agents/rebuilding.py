"""What of the past is still being read, rows of a state or a source from its beginning; and what cannot be read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import structlog

from agents.lane.lane import LaneState, LaneView
from stream.units import SECOND, Millis
from stream.watermark import PartitionClock

log = structlog.stdlib.get_logger(__name__)

TOLD_EVERY_MS: Final = 10 * SECOND

Place = tuple[str, int]
"""Of which topic, empty for that of the contacts; and the number of the partition."""


class Rebuilding:
    """Looked at once a second; logs how far each partition is, in the first second and then every ten if it moves.

    While Kafka is away all of them stand still, and there can be many.
    """

    def __init__(self) -> None:
        """Nothing has been told yet."""
        self._told: dict[Place, tuple[Millis, int]] = {}
        """When it was told of each last, and how many records there were then."""

    def look(self, views: Iterable[tuple[Place, LaneView[Any]]], now_ms: Millis) -> None:
        """Take note of how things stand; once a partition is there, and read to its end, it is no longer told of."""
        busy = {place: view for place, view in views if view.partition is None or progress(view) is not None}
        self._told = {place: told for place, told in self._told.items() if place in busy}
        for place, view in busy.items():
            done, total = progress(view) or (view.restored_records, view.records_to_restore)
            told_at, told = self._told.get(place, (0, None))
            if now_ms - told_at < TOLD_EVERY_MS or done == told:
                continue
            self._told[place] = now_ms, done
            what = "lane_restoring" if view.partition is None else "lane_rebuilding"
            of, number = place
            log.info(what, partition=f"{number}{of}", records=done, of=total, reason=view.rebuild_reason)


def progress(view: LaneView[Any]) -> tuple[int, int] | None:
    """How many records of its source a partition that is being rebuilt has read, and how many there are; else None."""
    end_offset = view.end_offset
    if view.partition is None or view.rebuild_reason is None or end_offset is None or view.position >= end_offset:
        return None
    return view.position, end_offset


def restored(views: Iterable[tuple[Place, LaneView[Any]]]) -> str | None:
    """Which partition is being restored, and how far it is; None where all of them are there."""
    for (of, number), view in views:
        if view.partition is None:
            how_far = f"{view.restored_records:,} of {view.records_to_restore:,} records"
            return f"{view.state} partition {number}{of}: {how_far}"
    return None


def told_of(views: Iterable[tuple[Place, LaneView[Any]]]) -> list[str]:
    """What a person should know of partitions that were rebuilt, or are being rebuilt."""
    found: dict[str, list[str]] = {"being rebuilt from the source": [], "rebuilt from the source": []}
    for (of, number), view in views:
        if view.rebuild_reason is None:
            continue
        read = progress(view)
        if read is None:
            found["rebuilt from the source"].append(f"{number}{of} ({view.rebuild_reason})")
        else:
            told = f"{number}{of} ({view.rebuild_reason}), {read[0]:,} of {read[1]:,} records"
            found["being rebuilt from the source"].append(told)
    return [f"{what}: partition " + ", ".join(partitions) for what, partitions in found.items() if partitions]


def gone(views: Iterable[tuple[Place, LaneView[Any]]]) -> Iterator[str]:
    """What was deleted from a source before it was read: the figures of that time are too low."""
    lost = [f"{view.gone:,} offsets of partition {number}{of}" for (of, number), view in views if view.gone]
    if lost:
        yield "deleted from the source before they were read: " + ", ".join(lost)


def unread(
    views: Iterable[tuple[Place, LaneView[Any]]], clocks: Mapping[str, Mapping[int, PartitionClock]]
) -> Iterator[str]:
    """Which partitions are not read now, and why; `clocks` by topic. What is being restored is not to be read yet."""
    silent: list[Place] = []
    held: list[Place] = []
    for (of, number), view in views:
        clock = clocks[of].get(number)
        if view.partition is not None and clock is not None and clock.stale:
            (held if view.state is LaneState.HELD else silent).append((of, number))
    if silent:
        yield "Kafka does not answer for partition " + _runs(silent)
    if held:
        yield "not read on until what is known of it is kept: partition " + _runs(held)
    at_the_end = [clock for of_topic in clocks.values() for clock in of_topic.values() if clock.caught_up]
    if any(clock.value_ms is None and not clock.stale for clock in at_the_end):
        yield "no event has been read yet, and with FLOORWATCH_CLOCK=events nothing else tells the time"


def _runs(places: Iterable[Place]) -> str:
    """Numbers that follow each other as one: there can be many, and a line of the board is short."""
    runs: list[tuple[str, int, int]] = []
    for of, number in sorted(places):
        if runs and (of, number - 1) == (runs[-1][0], runs[-1][2]):
            runs[-1] = of, runs[-1][1], number
        else:
            runs.append((of, number, number))
    return ", ".join(f"{first}{of}" if first == last else f"{first}\N{EN DASH}{last}{of}" for of, first, last in runs)
