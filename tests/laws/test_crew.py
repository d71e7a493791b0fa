"""Laws of agents: two edges a span give the very time that adding up every span gives, whatever arrives and when."""

import random
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stream.crew.agent import Agent
from stream.crew.partition import CrewPart, CrewPartition
from stream.crew.states import STATES
from stream.measures import coordinate
from stream.restore import restore_crew
from stream.units import HOUR, MINUTE, SECOND, Millis
from tests.laws.histories import Told, numbered
from tests.laws.shifts import FORGETFUL, KEEPING, Shift, Telling, naive_counts, naive_times, shifts

NAMES = {coordinate(f"state_ms.{state}"): state for state in STATES} | {coordinate("slot_ms"): "slots"}
SPANS = {"5m": 5 * MINUTE, "15m": 15 * MINUTE, "30m": 30 * MINUTE, "1h": HOUR}


def times(part: CrewPart, window: str) -> dict[str, dict[str, int]]:
    """Team to state to the time that a part tells."""
    told = {
        team: {NAMES[place]: time for place, time in measures.items() if place in NAMES}
        for (team, _), measures in part.totals[window].items()
    }
    return {team: of_team for team, of_team in told.items() if of_team}


def remembered(partition: CrewPartition) -> dict[str, Agent]:
    """The agents, apart from when a partition will look at them again."""
    return {name: replace(agent, due=0) for name, agent in partition.memory.agents.items()}


def records(shift: Shift) -> list[Told]:
    """The records of a shift as the log has them."""
    return numbered([telling.record(at) for at, telling in shift.arrivals])


@given(shifts, st.lists(st.sampled_from((-40 * SECOND, 0, SECOND, 3 * MINUTE, HOUR)), min_size=14, max_size=14))
def test_edges_tell_the_time_that_every_span_adds_up_to(shift: Shift, leads: list[Millis]) -> None:
    """After each record, at a clock before or after it, in every window; and who is where then."""
    partition = CrewPartition(KEEPING, 0)
    known: defaultdict[str, list[Telling]] = defaultdict(list)
    clock = 0
    for place, (record, (_, telling)) in enumerate(zip(records(shift), shift.arrivals, strict=True)):
        refused = partition.fold([record])
        if not refused and telling not in known[telling.agent]:
            known[telling.agent].append(telling)
        clock = max(clock, (partition.newest_event_ms + leads[place % len(leads)]) // SECOND * SECOND)
        part = partition.part(clock)

        assert naive_counts(known, clock) == {team: now for (team, _), now in part.now.items() if now}
        for window, length in SPANS.items():
            start = clock // (10 * SECOND) * (10 * SECOND) - length

            assert naive_times(known, start, clock) == times(part, window)


@given(shifts, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter_within_the_horizon(shift: Shift, chance: random.Random) -> None:
    """Whatever is told within the horizon may come in any order: the panes are the same."""
    first = shift.arrivals[0][1].at
    near = [telling for _, telling in shift.arrivals if telling.at <= first + 4 * MINUTE]
    shuffled = chance.sample(near, len(near))
    panes = []
    for order in (near, shuffled):
        partition = CrewPartition(KEEPING, 0)
        partition.fold(numbered([telling.record(first + 4 * MINUTE) for telling in order]))
        panes.append(dict(partition.panes.kept(10 * SECOND)))

    assert panes[0] == panes[1]


@given(shift=shifts, cut=st.integers(0, 20), keeps=st.booleans())
def test_a_restored_partition_goes_on_as_if_nothing_had_been(shift: Shift, cut: int, *, keeps: bool) -> None:
    """Killed between any two records, whether it forgets people or not, the rest gives the same rows and part."""
    site = KEEPING if keeps else FORGETFUL
    told = records(shift)
    whole, rows = CrewPartition(site, 0), dict[bytes, bytes | None]()
    before = CrewPartition(site, 0)
    for partition in (whole, before):
        partition.topic_id, partition.partitions = "t", 1
    whole.fold(told)
    for part in (told[: cut // 2], told[cut // 2 : cut]):
        before.fold(part)
        rows |= dict(before.changes())
    after, stale, reason = restore_crew(
        {key: value for key, value in rows.items() if value is not None}, site, 0, topic_id="t", partitions=1
    )
    after.fold(told[after.applied_offset + 1 :])
    clock = whole.newest_event_ms // SECOND * SECOND

    assert ([], None) == (stale, reason)
    assert whole.panes.kept(10 * SECOND) == after.panes.kept(10 * SECOND)
    assert whole.panes.kept(5 * MINUTE) == after.panes.kept(5 * MINUTE)
    assert whole.part(clock).totals == after.part(clock).totals
    assert remembered(whole) == remembered(after)
    assert whole.sources == after.sources
