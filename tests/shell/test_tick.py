"""One tick: whose floor is shown, as of when, and what nobody but time has decided; the clock is in the test's hand."""

import asyncio

import orjson
import pytest

from agents.metrics.cumulative import SourceFigure
from stream.partition import Partition
from stream.units import MINUTE, SECOND, format_instant
from tests.shell.floor_doubles import read
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, behind, caller, restoring, running, tell
from tests.shell.standing_tick import OFFERED, SALES, SITE, TARGET, Tick, answer_clock, states


@pytest.mark.parametrize("queued_at", [NOW, NOW + 300, NOW + 999])
def test_a_breach_is_there_at_the_first_tick_after_the_deadline(queued_at: int) -> None:
    """No event comes: at the deadline itself the caller could still be answered in time, a second later not."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", queued_at)
    seen = {at_s: answer_clock(tick.read_to_the_end(partition, NOW + at_s * SECOND)) for at_s in range(1, 24)}

    assert dict.fromkeys(range(1, 21), (0, 0, 0)) == {at_s: seen[at_s] for at_s in range(1, 21)}
    assert [(0, 1, 1)] * 3 == [seen[21], seen[22], seen[23]]


def test_an_answer_in_time_that_arrives_late_takes_the_breach_back() -> None:
    """At the next tick nothing is left of it, and the answer counts as met."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    late = NOW + TARGET + 5 * SECOND
    before = answer_clock(tick.read_to_the_end(partition, late))
    tell(partition, "a", "answered", NOW + TARGET, now_ms=late)

    assert (0, 1, 1) == before
    assert (1, 0, 0) == answer_clock(tick.read_to_the_end(partition, late + SECOND))


def test_an_answer_after_the_deadline_leaves_exactly_one_breach() -> None:
    """What time had decided and what the event says are the same breach."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    caller(partition, "a", NOW)
    late = NOW + TARGET + 5 * SECOND
    before = answer_clock(tick.read_to_the_end(partition, late))
    tell(partition, "a", "answered", NOW + TARGET + 1, now_ms=late)

    assert (0, 1, 1) == before
    assert (0, 1, 0) == answer_clock(tick.read_to_the_end(partition, late + SECOND))


def test_the_delay_of_a_source_is_waited_for() -> None:
    """What a source may still tell of the last seconds is not judged yet."""
    partition = Partition(SITE, 0)
    tick = Tick(StandingLanes(), source_delay_ms=3 * SECOND)
    caller(partition, "a", NOW)
    on_time = tick.read_to_the_end(partition, NOW + TARGET + 3 * SECOND)

    assert (format_instant(NOW + TARGET), 3 * SECOND) == (on_time["as_of"], on_time["clock"]["delay_ms"])
    assert (0, 0, 0) == answer_clock(on_time)
    assert (0, 1, 1) == answer_clock(tick.read_to_the_end(partition, NOW + TARGET + 4 * SECOND))


def test_while_a_partition_is_being_restored_there_is_no_floor() -> None:
    """Half of the callers would be no floor; with the last partition it is there."""
    here, there = Partition(SITE, 0), Partition(SITE, 1)
    caller(here, "a", NOW)
    caller(there, "b", NOW)
    tick = Tick(StandingLanes(at_the_end(here, NOW), restoring(1, done=10, total=20)))
    half = tick.at(NOW)
    tick.lanes.standing = (at_the_end(here, NOW), at_the_end(there, NOW))
    whole = tick.at(NOW + SECOND)

    assert half is None
    assert whole is not None
    assert {"owned": 2, "total": 4} == whole["partitions"]
    assert 2 == next(figures for figures in whole["slices"] if figures["slice"] == {})["live"]["waiting"]


def test_without_partitions_there_is_no_floor() -> None:
    """Another worker has them all."""
    assert Tick(StandingLanes()).at(NOW) is None


def test_the_metrics_have_the_floor_that_is_shown() -> None:
    """With the measures that its figures are made of, and the rules by which it was built."""
    mine = Partition(SITE, 0)
    caller(mine, "a", NOW)
    tick = Tick(StandingLanes())
    shown = tick.read_to_the_end(mine, NOW)
    latest = tick.store.latest

    assert latest is not None
    floor = latest.own()
    assert floor is not None
    assert shown["as_of"] == format_instant(floor.as_of_ms)
    assert (SITE, [SALES]) == (floor.site, list(floor.measures))


def test_a_restored_partition_restarts_the_counters() -> None:
    """What it folds a second time counts once, although its memory counts from nought again."""
    first = Partition(SITE, 0)
    tick = Tick(StandingLanes())
    tick.read_to_the_end(first, NOW)
    for number in range(3):
        caller(first, f"c{number}", NOW)
    tick.read_to_the_end(first, NOW + SECOND)
    restored = Partition(SITE, 0)
    caller(restored, "c0", NOW)
    tick.read_to_the_end(restored, NOW + 2 * SECOND)
    for number in (1, 2, 3):
        caller(restored, f"c{number}", NOW)
    tick.read_to_the_end(restored, NOW + 3 * SECOND)
    tick.cumulative.settle()

    assert 4 == tick.cumulative.events.grown[SourceFigure("pbx", "applied")]
    assert [] == [row for row in tick.cumulative.counts().fallen.values() if any(row)]
    assert 7 == tick.cumulative.counts().of(SALES, OFFERED)


def test_a_partition_that_is_gone_is_forgotten() -> None:
    """Its clock holds nothing back, and when it returns, what others have counted meanwhile is not counted here."""
    mine, moving = Partition(SITE, 0), Partition(SITE, 1)
    tick = Tick(StandingLanes(at_the_end(mine, NOW), at_the_end(moving, NOW)))
    tick.at(NOW)
    caller(moving, "a", NOW)
    tick.at(NOW + SECOND)
    tick.lanes.assigned_at = NOW + 1
    alone = tick.read_to_the_end(mine, NOW + 2 * SECOND)
    back = Partition(SITE, 1)
    for number in range(9):
        caller(back, f"b{number}", NOW)
    back.came_with = back.counted()
    tick.lanes.assigned_at = NOW + 2
    tick.lanes.standing = (at_the_end(mine, NOW + 3 * SECOND), at_the_end(back, NOW + 3 * SECOND))
    tick.at(NOW + 3 * SECOND)
    tick.cumulative.settle()

    assert format_instant(NOW + 2 * SECOND) == alone["as_of"]
    assert 1 == tick.cumulative.events.grown[SourceFigure("pbx", "applied")]


@pytest.mark.parametrize(("all_kept", "counted"), [(True, 1 + 3 + 2), (False, 1 + 2)])
def test_what_is_folded_between_parts_and_a_hand_over_counts_once(*, all_kept: bool, counted: int) -> None:
    """At who had the partition where the last checkpoint has it, else at who folds it again; none of it nowhere.

    ours   |a  part  |b c d  handed over
    theirs |                  restored  |e f  part
    """
    ours, theirs = Partition(SITE, 0), Partition(SITE, 0)
    one, other = Tick(StandingLanes()), Tick(StandingLanes())
    caller(ours, "a", NOW)
    one.read_to_the_end(ours, NOW)
    for contact in "bcd":
        caller(ours, contact, NOW)
    if all_kept:
        one.lanes.left[0] = ours
    one.lanes.standing, one.lanes.assigned_at = (), NOW + 1
    one.at(NOW + SECOND)
    for contact in "abcd" if all_kept else "a":
        caller(theirs, contact, NOW)
    theirs.came_with = theirs.counted()
    other.lanes.standing = (at_the_end(theirs, NOW + SECOND), restoring(1))
    other.at(NOW + SECOND)
    for contact in "ef":
        caller(theirs, contact, NOW)
    other.read_to_the_end(theirs, NOW + 2 * SECOND)
    for tick in (one, other):
        tick.cumulative.settle()

    applied = [tick.cumulative.events.grown[SourceFigure("pbx", "applied")] for tick in (one, other)]
    assert counted == sum(applied)
    assert {} == one.lanes.left


def test_a_partition_that_is_behind_does_not_hold_the_floor_back() -> None:
    """The floor is read at the clock of those that are caught up; the other is named with its own."""
    here, slow = Partition(SITE, 0), Partition(SITE, 1)
    caller(here, "a", NOW)
    caller(slow, "b", NOW - 10 * MINUTE)
    floor = Tick(StandingLanes(at_the_end(here, NOW), behind(slow, NOW))).at(NOW)

    assert floor is not None
    assert format_instant(NOW) == floor["as_of"]
    assert [(format_instant(NOW + 5), "caught_up"), (format_instant(NOW - 10 * MINUTE), "behind")] == states(floor)
    assert floor["clock"]["stale"] is False


def test_with_all_partitions_behind_the_floor_shows_the_past() -> None:
    """A backlog of callers who were answered long ago raises no false breach."""
    one, other = Partition(SITE, 0), Partition(SITE, 1)
    caller(one, "a", NOW - 10 * MINUTE)
    caller(other, "b", NOW - 9 * MINUTE)
    floor = Tick(StandingLanes(behind(one, NOW), behind(other, NOW))).at(NOW)

    assert floor is not None
    assert format_instant(NOW - 10 * MINUTE) == floor["as_of"]
    assert (0, 0, 0) == answer_clock(floor)


def test_a_floor_that_was_shown_is_never_taken_back_in_time() -> None:
    """A partition that is behind after all has an older clock, the floor has not."""
    here, slow = Partition(SITE, 0), Partition(SITE, 1)
    caller(here, "a", NOW)
    caller(slow, "b", NOW - 10 * MINUTE)
    tick = Tick(StandingLanes(at_the_end(here, NOW), behind(slow, NOW)))
    tick.at(NOW)
    tick.lanes.standing = (running(here), behind(slow, NOW + 9 * SECOND))
    floor = tick.at(NOW + 9 * SECOND)

    assert floor is not None
    assert format_instant(NOW) == floor["as_of"]


def test_with_the_clock_of_events_the_newest_event_is_the_present() -> None:
    """That of any partition: the other callers have waited until then."""
    here, there = Partition(SITE, 0), Partition(SITE, 1)
    years_ago = NOW - 800_000_000_000
    caller(here, "a", years_ago)
    caller(there, "b", years_ago + TARGET + 2_500)
    floor = Tick(StandingLanes(at_the_end(here, NOW), at_the_end(there, NOW)), mode="events").at(NOW)

    assert floor is not None
    assert format_instant(years_ago + TARGET + 2_000) == floor["as_of"]
    assert "events" == floor["clock"]["mode"]
    assert (0, 1, 1) == answer_clock(floor)


@pytest.mark.parametrize(("durable", "durability"), [(True, "transactions"), (False, "none")])
def test_a_floor_says_whose_it_is_and_what_it_would_survive(*, durable: bool, durability: str) -> None:
    """The document and its bytes say the same."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes(durable=durable))
    floor = tick.read_to_the_end(partition, NOW)

    assert ("Seoul", durability) == (floor["name"], floor["durability"])
    assert tick.store.latest is not None
    latest = tick.store.latest
    assert orjson.dumps(latest.document, default=dict, option=orjson.OPT_SORT_KEYS) == read(latest)


def test_a_partition_that_is_behind_breaches_nothing_although_another_is_at_its_end() -> None:
    """Who waited when it was last heard of may have been answered since: the answer is among what is still to be read.

    slow     |a queued                        |read so far            |answer not yet read
    quick                                                                              |b queued |now
    """
    slow, quick = Partition(SITE, 0), Partition(SITE, 1)
    caller(slow, "a", NOW - MINUTE)
    caller(quick, "b", NOW)
    tick = Tick(StandingLanes(behind(slow, NOW), at_the_end(quick, NOW)))
    floor = tick.at(NOW)

    assert floor is not None
    assert floor["as_of"] == format_instant(NOW)
    assert (0, 0, 0) == answer_clock(floor)

    caller(slow, "c", NOW - MINUTE + TARGET + SECOND)
    tick.lanes.standing = (behind(slow, NOW + SECOND), at_the_end(quick, NOW + SECOND))
    later = tick.at(NOW + SECOND)

    assert later is not None
    assert (0, 1, 1) == answer_clock(later)


async def test_it_ticks_just_after_each_whole_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A floor is as young as it can be, also when a tick has taken its time."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    ticked_at: list[int] = []

    async def sleep(seconds: float) -> None:
        if not seconds:
            # Between two partitions others have their turn.
            return
        if len(ticked_at) == 3:
            raise asyncio.CancelledError
        tick.now_ms += round(seconds * SECOND)
        ticked_at.append(tick.now_ms - NOW)
        tick.lanes.standing = (at_the_end(partition, tick.now_ms),)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    tick.now_ms, tick.cost_ms = NOW + 120, 400
    with pytest.raises(asyncio.CancelledError):
        await tick.ticker.run()

    assert [1_005, 2_005, 3_005] == ticked_at
