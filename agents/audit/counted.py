"""The panes that a worker keeps against those that SQL counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from agents.audit.lines import Lines
from agents.audit.second_opinion import COUNTED, TARGETED, Rules, SecondOpinion, Sum
from stream.audit.comparison import Difference
from stream.audit.scope import Scope
from stream.audit.tracing import PanePlace
from stream.panes import LEVELS
from stream.partition import Partition
from stream.site import QueueVersion, Site, default_version
from stream.units import SECOND, Millis

EVERY: Final = "*"


def count(lines: Lines, kept: Partition, folder: Path) -> Counter[Sum]:
    """Count all lines in SQL, by the clocks and limits of a partition; what has no room in memory goes to a folder."""
    rules = Rules(
        skew_ms=kept.site.allowed_skew_ms,
        log_at=kept.log_clock_ms,
        shown_at=kept.newest_event_ms // SECOND * SECOND,
        idle_limits=kept.site.idle_limits_ms,
        queue_channels={rules.name: kept.site.channel_of(rules.name) for rules in kept.site.queues},
    )
    total: Counter[Sum] = Counter()
    for path in lines.close():
        with SecondOpinion(path, rules=rules, temp_directory=str(folder)) as sql:
            total.update(sql.panes())
        path.unlink()
    return total


def promising(site: Site) -> frozenset[str]:
    """The channels on which some queue promises what SQL does not know; `*`: a policy may do so on any."""
    if site.policies.policies:
        return frozenset({EVERY})
    return frozenset(
        rules.channel
        for rules in site.queues
        if any(_promises(version) != _promises(default_version(rules.channel)) for version in rules.versions)
    )


def _promises(version: QueueVersion) -> tuple[object, ...]:
    """Of a version what decides whether something was in time."""
    limits = (version.service_level_threshold_ms, version.short_abandon_ms, version.first_response_target_ms)
    return (*limits, version.calendar)


def differences(kept: Partition, sql: Mapping[Sum, int], scope: Scope) -> Iterator[Difference]:
    """Each vector in scope in which a count or a sum is not what SQL says, the oldest first."""
    found = _summed(kept)
    promised = promising(kept.site)
    unlike: dict[PanePlace, dict[int, tuple[object, object]]] = {}
    for one in sorted(found.keys() | sql.keys()):
        place = PanePlace(one.length_ms, one.start_ms, (one.queue, one.channel))
        ours, theirs = found.get(one, 0), sql.get(one, 0)
        if ours == theirs or not scope.trusts(one.measure) or not scope.holds(place):
            continue
        if place.start_ms < _since(kept, place.length_ms):
            continue
        if one.measure in TARGETED and (not promised.isdisjoint({EVERY, one.channel}) or _elsewhere(kept.site, one)):
            continue
        unlike.setdefault(place, {})[one.measure] = (ours, theirs)
    for place, parts in unlike.items():
        yield Difference("sql", ", ".join(place.where), parts, place)


def _elsewhere(site: Site, one: Sum) -> bool:
    """Whether a queue is on other channels alone: it promises what it does there, and SQL what is usual on this one."""
    channels = site.channels_of(one.queue)
    return bool(channels) and one.channel not in channels


def _summed(kept: Partition) -> Counter[Sum]:
    """What is kept of the measures that SQL knows, by queue and channel alone."""
    total: Counter[Sum] = Counter()
    for level in LEVELS:
        for start_ms, slices in kept.panes.kept(level.length_ms).items():
            for where, measures in slices.items():
                for measure, amount in measures.items():
                    if measure in COUNTED:
                        total[Sum(level.length_ms, start_ms, where[0], where[1], measure)] += amount
    return total


def _since(kept: Partition, length_ms: Millis) -> Millis:
    """From when on panes of a length are kept."""
    keep_ms = next(level.keep_ms for level in LEVELS if level.length_ms == length_ms)
    return 0 if keep_ms is None else (kept.log_clock_ms - keep_ms) // length_ms * length_ms
