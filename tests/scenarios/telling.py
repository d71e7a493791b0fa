"""How a story is told to a partition, and what the partition then says in the words of stories."""

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

import msgspec

from stream import catalog, floor
from stream.floor import FloorClock
from stream.kpi import KpiValue
from stream.measures import BINS, MEASURES, Slice, add, coordinate, histogram_base
from stream.overlay import Live
from stream.panes import PaneLevel
from stream.partition import Partition
from stream.restore import restore
from stream.rows import META_KEY
from stream.units import MINUTE, Millis, format_instant, parse_duration
from tests.scenarios.implied import places
from tests.scenarios.story import Figures, Story, Told

CATALOGUE = catalog.standard()
TOPIC_ID = "t"
RESTORES = 20
"""A restore after each event of a story, of a long one after so many parts of it."""

_NAMES = {
    (histogram_base if measure.kind == "histogram" else coordinate)(measure.name, by_entry): measure.name
    + " by entry" * by_entry
    for measure in MEASURES
    for by_entry in (False, True)
}
"""What every coordinate, and of a histogram its bin 0, is called."""

Panes: TypeAlias = dict[tuple[Millis, Slice], dict[int, int]]


class Record(NamedTuple):
    """A record of the source topic."""

    offset: int
    timestamp: Millis
    key: bytes
    value: bytes


class Written(NamedTuple):
    """A figure in the words of stories, and whether there is no value."""

    text: str
    absent: bool


Way: TypeAlias = Callable[[Story, Sequence[Told]], Partition]
"""A way to tell events: the partition that has heard them."""


def in_order(story: Story, told: Sequence[Told]) -> Partition:
    """Tell everything as it arrives, in one go."""
    partition = Partition(story.site, 0)
    partition.fold(_records(sorted(told, key=_arrival)))
    return partition


def shuffled(story: Story, told: Sequence[Told]) -> Partition:
    """Tell everything with a delay of its own that stays below the settling horizon, record by record."""
    partition = Partition(story.site, 0)
    for record in _records(stirred(story, told)):
        partition.fold([record])
    return partition


def twice(story: Story, told: Sequence[Told]) -> Partition:
    """Tell everything twice: once more at once, or later within ten minutes."""
    dice = Random(story.name)
    within = 0 if story.fixed else 10 * MINUTE
    again = [one._replace(arrives_at=one.arrives_at + dice.randint(0, within)) for one in told]
    partition = Partition(story.site, 0)
    partition.fold(_records(sorted([*told, *again], key=_arrival)))
    return partition


def restored(story: Story, told: Sequence[Told]) -> Partition:
    """Write and restore after every event: what goes on never is the partition that heard it."""
    rows: dict[bytes, bytes] = {}
    partition = Partition(story.site, 0)
    partition.topic_id, partition.partitions = TOPIC_ID, 1
    step = max(1, len(told) // RESTORES)
    records = _records(sorted(told, key=_arrival))
    for start in range(0, len(records), step):
        partition.fold(records[start : start + step])
        changes = partition.changes()
        assert changes[-1][0] == META_KEY
        for key, value in changes:
            if value is None:
                rows.pop(key, None)
            else:
                rows[key] = value
        partition, stale, reason = restore(rows, story.site, 0, topic_id=TOPIC_ID, partitions=1)
        assert (stale, reason) == ([], None)
    return partition


WAYS: tuple[Way, ...] = (in_order, shuffled, twice, restored)


def stirred(story: Story, told: Sequence[Told]) -> list[Told]:
    """The events in the order of their arrival, once each of them has its own delay."""
    dice = Random(story.name)
    within = 0 if story.fixed else story.site.settling_horizon_ms - 1
    return sorted((one._replace(arrives_at=one.arrives_at + dice.randint(0, within)) for one in told), key=_arrival)


def until(story: Story, clock: Millis) -> list[Told]:
    """The events that have arrived at an instant."""
    return [one for one in story.told if one.arrives_at <= clock]


def panes_of(partition: Partition, level: PaneLevel) -> Panes:
    """What the partition keeps on a level."""
    kept = partition.panes.kept(level.length_ms)
    return {(start, where): dict(measures) for start, slices in kept.items() for where, measures in slices.items()}


def expected_panes(story: Story, level: PaneLevel, log_clock: Millis) -> Panes:
    """What the story says that a level holds, without the panes that the log clock has retired."""
    panes: Panes = {}
    for by_entry, counted in ((False, story.by_event), (True, story.by_entry)):
        for at, where, figures in counted:
            start = at // level.length_ms * level.length_ms
            if level.keep_ms is not None and start + level.length_ms <= log_clock - level.keep_ms:
                continue
            pane = panes.setdefault((start, where), {})
            add(pane, places(figures, by_entry=by_entry))
    return {where: pane for where, pane in panes.items() if pane}


def readable(panes: Panes) -> dict[str, dict[str, int]]:
    """The same in words, for a reader who wants to know what differs."""
    return {
        f"{format_instant(start)} {'/'.join(where)}": {
            _NAMES.get(p, f"{_NAMES[p - p % BINS]} bin {p % BINS}"): n for p, n in pane.items()
        }
        for (start, where), pane in panes.items()
    }


def live_of(partition: Partition, clock: Millis) -> dict[Slice, Figures]:
    """Who waits and whose clock runs, slice by slice, without what is zero."""
    part = partition.part(clock)
    return {where: figures for where, live in part.live.items() if (figures := _live_figures(live))}


def expected_live(figures: dict[Slice, Figures]) -> dict[Slice, Figures]:
    """The figures of a story with its durations in milliseconds."""
    return {
        where: {name: str(parse_duration(value)) if name.endswith("_ms") else value for name, value in told.items()}
        for where, told in figures.items()
    }


def shown_by(story: Story, partition: Partition, clock: Millis) -> dict[tuple[str, Slice], dict[str, Written]]:
    """The figures by window and slice, as a story writes them: `2/3`, `40s/2`, `7`, with `+1` pending."""
    shown = floor.build([partition.part(clock)], story.site, CATALOGUE, FloorClock(clock, "replay"))
    figures: dict[tuple[str, Slice], dict[str, Written]] = {}
    for one in shown.slices:
        where = tuple(one.slice.values())
        for name, values in one.kpis.items():
            for key, value in values.items():
                by_window = {key: value} if isinstance(value, KpiValue) else value
                called = name if by_window is not value else f"{name}.{key}"
                for window, figure in by_window.items():
                    figures.setdefault((window, where), {})[called] = _written(figure)
    return figures


def agree(told: str, shown: Written) -> bool:
    """Whether a figure is what a story says: exactly, within 1 % where it says `~25s/4`, or absent where `none`."""
    if told == "none":
        return shown.absent
    head, separator, tail = told.partition("/")
    if not head.startswith("~"):
        return (head if head.isdigit() else f"{parse_duration(head)}ms") + separator + tail == shown.text
    about_ms, (shown_head, _, shown_tail) = parse_duration(head[1:]), shown.text.partition("/")
    return tail == shown_tail and 100 * abs(parse_duration(shown_head) - about_ms) <= about_ms


def _written(value: KpiValue) -> Written:
    absent, denominator = value.value is None, "" if value.denominator is None else f"/{value.denominator}"
    if value.numerator is None:
        return Written(f"{round((value.value or 0) * 1_000)}ms{denominator}", absent)
    if value.unit == "s":
        return Written(f"{value.numerator_ms}ms{denominator}", absent)
    pending = f"+{value.pending}" if isinstance(value.pending, int) and value.pending else ""
    return Written(f"{value.numerator:.0f}{denominator}{pending}", absent)


def _live_figures(live: Live) -> Figures:
    figures = {
        name: str(value)
        for name, value in msgspec.structs.asdict(live).items()
        if isinstance(value, int) and value and name not in {"age_ms", "oldest_ms"}
    }
    for name in ("overdue", "at_risk"):
        figures |= {f"{name}.{clock}": str(number) for clock, number in getattr(live, name).items()}
    return figures


def _arrival(one: Told) -> Millis:
    return one.arrives_at


def _records(told: Sequence[Told]) -> list[Record]:
    return [
        Record(
            offset,
            one.arrives_at,
            one.contact.encode(),
            msgspec.json.encode({"contact": one.contact, "time": one.at, **one.fields}),
        )
        for offset, one in enumerate(told)
    ]
