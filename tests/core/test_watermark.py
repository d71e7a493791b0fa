"""The partition clock: what it shows while behind, at the end of the log, and when nothing is heard."""

from stream.units import AHEAD_MS
from stream.watermark import PartitionClock, floor_clock

NOW = 1_000_000_000


def at_the_end(value_ms: int) -> PartitionClock:
    """A clock that is caught up and shows this instant."""
    clock = PartitionClock()
    clock.tick(value_ms, value_ms, value_ms)
    return clock


def behind(value_ms: int) -> PartitionClock:
    """A clock that is behind, its newest event at this instant."""
    clock = PartitionClock()
    clock.observe(value_ms)
    clock.tick(NOW * 2, None, NOW * 2)
    return clock


def test_nothing_is_known_at_first() -> None:
    """No value, not caught up, and nothing heard."""
    clock = PartitionClock()

    assert (clock.value_ms, clock.caught_up, clock.stale) == (None, False, True)


def test_behind_without_an_event_there_is_no_value_yet() -> None:
    """A fetch alone tells no time."""
    clock = PartitionClock()

    clock.tick(NOW, None, NOW)

    assert (clock.value_ms, clock.caught_up, clock.stale) == (None, False, False)


def test_where_no_present_is_known_it_is_judged_and_stands() -> None:
    """With the clock of events, before the first one: an empty partition that is read is not one that cannot be."""
    clock = PartitionClock()
    found = []
    for now_ms in (NOW, NOW + 5_001):
        clock.judge(now_ms, NOW, NOW)
        found.append((clock.value_ms, clock.caught_up, clock.stale))

    assert [(None, True, False), (None, False, True)] == found


def test_behind_the_end_it_shows_the_greatest_event_time() -> None:
    """However the events are ordered, and whatever the wall clock says: a backlog raises no false breach."""
    clock = PartitionClock()
    for event_at_ms in (NOW - 90_000, NOW - 60_000, NOW - 70_000):
        clock.observe(event_at_ms)

    clock.tick(NOW, None, NOW)

    assert (clock.value_ms, clock.caught_up, clock.stale) == (NOW - 60_000, False, False)


def test_an_event_moves_the_clock_at_the_next_tick() -> None:
    """Only a tick knows the wall clock that must not be passed."""
    clock = behind(NOW)

    clock.observe(NOW + 5_000)

    assert clock.value_ms == NOW
    clock.tick(NOW * 2, None, NOW * 2)
    assert clock.value_ms == NOW + 5_000


def test_an_event_ahead_of_the_wall_clock_does_not_pull_it_past() -> None:
    """A source may be ahead by the allowed skew; the clock stands at now."""
    clock = PartitionClock()
    clock.observe(NOW + 60_000)

    clock.tick(NOW, None, NOW)

    assert clock.value_ms == NOW


def test_read_to_its_end_it_is_the_wall_clock() -> None:
    """On a silent floor, without any event, deadlines still pass."""
    clock = PartitionClock()

    clock.tick(NOW, NOW, NOW)

    assert (clock.value_ms, clock.caught_up, clock.stale) == (NOW, True, False)


def test_a_source_that_tells_late_holds_the_clock_back() -> None:
    """The delay is taken off the wall clock."""
    clock = PartitionClock(source_delay_ms=3_000)

    clock.tick(NOW, NOW, NOW)

    assert clock.value_ms == NOW - 3_000


def test_caught_up_lasts_two_seconds() -> None:
    """At 2 s it is still caught up, a millisecond later it is behind and holds."""
    clock = at_the_end(NOW)

    clock.tick(NOW + 2_000, NOW, NOW + 2_000)
    assert (clock.value_ms, clock.caught_up) == (NOW + 2_000, True)

    clock.tick(NOW + 2_001, NOW, NOW + 2_001)
    assert (clock.value_ms, clock.caught_up) == (NOW + 2_000, False)


def test_without_a_fetch_for_five_seconds_it_holds_and_is_stale() -> None:
    """An outage raises no false breach, even while the end is believed to be reached."""
    clock = at_the_end(NOW)
    clock.observe(NOW + 4_000)

    clock.tick(NOW + 5_000, NOW + 4_000, NOW)
    assert (clock.value_ms, clock.stale) == (NOW + 5_000, False)

    clock.tick(NOW + 5_001, NOW + 4_000, NOW)
    assert (clock.value_ms, clock.stale) == (NOW + 5_000, True)


def test_what_was_fetched_before_an_outage_still_counts() -> None:
    """Behind and stale, the events that are left in memory are applied and move the clock."""
    clock = behind(NOW)
    clock.observe(NOW + 1_000)

    clock.tick(NOW + 60_000, None, NOW)

    assert (clock.value_ms, clock.stale) == (NOW + 1_000, True)


def test_it_goes_on_by_itself_after_an_outage() -> None:
    """The next fetch to the end puts it back to now."""
    clock = at_the_end(NOW)
    clock.tick(NOW + 60_000, NOW, NOW)

    clock.tick(NOW + 61_000, NOW + 61_000, NOW + 61_000)

    assert (clock.value_ms, clock.caught_up, clock.stale) == (NOW + 61_000, True, False)


def test_what_was_read_before_the_wall_clock_was_put_back_says_nothing() -> None:
    """Kafka may have been away ever since; it holds, and the next fetch to the end tells. A little ahead is of now."""
    clock, back = at_the_end(NOW), NOW - 3_600_000

    clock.tick(NOW - AHEAD_MS, NOW, NOW)
    assert (clock.caught_up, clock.stale) == (True, False)

    clock.tick(NOW - AHEAD_MS - 1, NOW, NOW)
    assert (clock.caught_up, clock.stale) == (False, True)

    clock.tick(back, NOW, NOW)
    assert (clock.value_ms, clock.caught_up, clock.stale) == (NOW, False, True)

    clock.tick(back + 1_000, back + 900, back + 950)
    assert (clock.value_ms, clock.caught_up, clock.stale) == (NOW, True, False)


def test_it_never_goes_back() -> None:
    """Neither with the wall clock nor by falling behind again."""
    clock = at_the_end(NOW)

    clock.tick(NOW - 500, NOW - 500, NOW - 500)
    assert clock.value_ms == NOW

    clock.observe(NOW - 10_000)
    clock.tick(NOW + 100, None, NOW + 100)
    assert clock.value_ms == NOW


def test_a_recording_has_the_newest_event_of_all_partitions_for_its_wall_clock() -> None:
    """The freshness of what was read is still judged by the real one."""
    newest_anywhere, read = 933_000_000, NOW * 2
    clock = PartitionClock()
    clock.observe(newest_anywhere - 40_000)

    clock.tick(newest_anywhere, read - 2_001, read, wall_ms=read)
    assert (clock.value_ms, clock.caught_up) == (newest_anywhere - 40_000, False)

    clock.tick(newest_anywhere, read, read, wall_ms=read)
    assert (clock.value_ms, clock.caught_up) == (newest_anywhere, True)


def test_the_floor_reads_at_the_least_clock_of_those_caught_up() -> None:
    """One that is behind is shown as behind and holds nobody back."""
    assert floor_clock([at_the_end(NOW + 2_000), at_the_end(NOW + 5_000), behind(NOW - 90_000)]) == NOW + 2_000


def test_with_none_caught_up_the_floor_reads_at_the_least_of_all() -> None:
    """Then all are behind together."""
    assert floor_clock([behind(NOW + 2_000), behind(NOW), PartitionClock()]) == NOW


def test_the_floor_reads_at_whole_seconds() -> None:
    """Cut off, never rounded up: what has not been reached is not shown."""
    assert floor_clock([at_the_end(NOW + 1_999)]) == NOW + 1_000


def test_without_any_value_there_is_no_floor_clock() -> None:
    """No partition, or none that knows a time."""
    assert floor_clock([]) is None
    assert floor_clock([PartitionClock()]) is None
