"""Whose part is shown: older ones are ignored, what nobody refreshes grows old, and gives way in the end."""

from msgspec import UNSET

from agents.publish.shelf import FRESH_MS, GIVES_WAY_AFTER_MS, STALE_AFTER_MS, Joined, Shelf
from stream.floor_clock import PartitionReading
from stream.units import AHEAD_MS, HOUR, SECOND
from tests.shell.one_told import SALES, agents, contacts, told
from tests.shell.standing_lanes import NOW


def shelf(*numbers: int, partitions: int = 2) -> Shelf:
    """Return a shelf with a part of contacts and of agents of each of these partitions."""
    filled = Shelf(partitions, "me")
    for number in numbers:
        assert filled.put(contacts(number), told(contacts(number)), NOW)
        assert filled.put(agents(number), told(agents(number)), NOW)
    return filled


def joined(of: Shelf, now_ms: int = NOW, owned: tuple[int, ...] = ()) -> Joined:
    """Return what is shown."""
    found = of.joined(now_ms, owned)
    assert found is not None
    return found


def offered(of: Joined) -> list[int]:
    """Return what each partition of contacts shows."""
    return [part.totals["5m"][SALES][0] for part in of.parts]


def test_of_nothing_nothing_is_shown() -> None:
    """Neither of agents alone: who has called is what a floor is about."""
    only_agents = Shelf(2, "me")
    only_agents.put(agents(0), told(agents(0)), NOW)

    assert Shelf(2, "me").joined(NOW, ()) is None
    assert only_agents.joined(NOW, ()) is None


def test_what_has_read_further_is_shown_whoever_sent_it() -> None:
    """A worker that has lost its partition and does not know it yet tells of less than its successor."""
    of = shelf(0, 1)
    of.put(contacts(0), told(contacts(0), 9, sender="successor"), NOW)
    accepted = of.put(contacts(0), told(contacts(0), 5, clock_ms=NOW + SECOND, sender="frozen"), NOW + SECOND)

    assert not accepted
    assert [9, 1] == offered(joined(of))


def test_a_successor_is_shown_when_it_has_come_as_far() -> None:
    """It begins at the last checkpoint, and the floor never goes back."""
    of = shelf(0, 1)
    of.put(contacts(0), told(contacts(0), 10, sender="dead"), NOW)
    taken = [of.put(contacts(0), told(contacts(0), 9 + n, sender="new"), NOW + n * SECOND) for n in range(3)]

    assert [False, True, True] == taken
    assert [11, 1] == offered(joined(of, NOW + 2 * SECOND))


def test_another_generation_of_the_state_begins_from_the_start() -> None:
    """It was rebuilt by other rules; what the old ones say is of no use any more."""
    of = shelf(0, 1)
    of.put(contacts(0), told(contacts(0), 10), NOW)

    assert of.put(contacts(0), told(contacts(0), 2, generation=1, clock_ms=NOW - SECOND), NOW)
    assert not of.put(contacts(0), told(contacts(0), 11), NOW)
    assert [2, 1] == offered(joined(of))


def test_what_nobody_refreshes_gives_way_in_the_end() -> None:
    """Should the log have lost its tail, no successor will ever come as far."""
    of = shelf(0, 1)
    of.put(contacts(0), told(contacts(0), 10), NOW)
    late = NOW + GIVES_WAY_AFTER_MS

    assert not of.put(contacts(0), told(contacts(0), 3, heard_ms=late), late)
    assert of.put(contacts(0), told(contacts(0), 3, heard_ms=late + 1), late + 1)
    assert [3, 1] == offered(joined(of, late + 1))


def test_the_floor_is_read_at_the_latest_second_that_all_have() -> None:
    """Whose part of the next second has come already waits for the others."""
    of = shelf(0, 1)
    of.put(contacts(0), told(contacts(0), 2, clock_ms=NOW + SECOND, heard_ms=NOW + SECOND), NOW + SECOND)
    waiting = joined(of, NOW + SECOND)
    for place in (contacts(1), agents(0), agents(1)):
        of.put(place, told(place, 2, clock_ms=NOW + SECOND, heard_ms=NOW + SECOND), NOW + SECOND)
    together = joined(of, NOW + SECOND)

    assert (NOW, [1, 1]) == (waiting.at_ms, offered(waiting))
    assert (NOW + SECOND, [2, 2]) == (together.at_ms, offered(together))


def test_who_is_behind_or_silent_holds_nobody_back() -> None:
    """Each is shown as it is, with its own clock."""
    of = shelf(0)
    of.put(contacts(1), told(contacts(1), 7, clock_ms=NOW - 60 * SECOND, state="behind"), NOW)
    of.put(agents(1), told(agents(1), heard_ms=NOW - FRESH_MS - 1), NOW)
    shown = joined(of)

    assert (NOW, [1, 7]) == (shown.at_ms, offered(shown))
    assert PartitionReading(1, NOW - 60 * SECOND, "behind", FRESH_MS + 1) == shown.readings[1]


def test_while_nobody_is_at_the_end_the_least_of_those_that_speak_counts() -> None:
    """And when nobody speaks, the latest that was ever said."""
    of = Shelf(2, "me")
    for number, ago in ((0, 40), (1, 60)):
        place = contacts(number)
        of.put(place, told(place, clock_ms=NOW - ago * SECOND, state="behind"), NOW)

    assert NOW - 60 * SECOND == joined(of).at_ms
    assert NOW - 40 * SECOND == joined(of, NOW + 10 * SECOND).at_ms


def test_a_partition_whose_owner_is_gone_is_stale_until_it_is_taken_over() -> None:
    """Its age says since when; then it is as fresh as any."""
    of = shelf(0, 1)
    late = NOW + STALE_AFTER_MS + 1
    for place in (contacts(0), agents(0)):
        of.put(place, told(place, 2, clock_ms=late, heard_ms=late), late)
    gone = joined(of, late)
    for place in (contacts(1), agents(1)):
        of.put(place, told(place, 3, clock_ms=late, heard_ms=late), late)
    taken_over = joined(of, late)

    assert PartitionReading(1, NOW, "stale", STALE_AFTER_MS + 1) == gone.readings[1]
    assert ([1], False, [2, 1]) == (gone.aged, gone.complete, offered(gone))
    assert PartitionReading(1, late, "caught_up", 0) == taken_over.readings[1]
    assert ([], True, [2, 3]) == (taken_over.aged, taken_over.complete, offered(taken_over))


def test_what_is_ours_has_no_age() -> None:
    """Unless another's part of it is shown still, or it is no longer ours."""
    of = shelf(0, 1)
    for place in (contacts(0), agents(0)):
        of.put(place, told(place, 2, sender="me"), NOW)
    ages = [[reading.age_ms for reading in joined(of, NOW, owned).readings] for owned in ((0,), (0, 1), ())]

    assert [[UNSET, 0], [UNSET, 0], [0, 0]] == ages


def test_a_partition_that_nobody_tells_of_is_missing() -> None:
    """In either of the two topics."""
    of = shelf(0, partitions=3)
    of.put(contacts(1), told(contacts(1)), NOW)
    shown = joined(of)

    assert ([1, 2], False) == (shown.missing, shown.complete)
    assert [NOW, NOW, None] == [reading.at_ms for reading in shown.readings]
    assert ["caught_up", "caught_up", "stale"] == [reading.state for reading in shown.readings]


def test_what_was_heard_before_the_wall_clock_was_put_back_is_of_unknown_age() -> None:
    """It leads nobody, and gives way to whatever is heard now; a second more or less changes nothing."""
    of, back = shelf(0, 1), NOW - HOUR
    a_little = joined(of, NOW - AHEAD_MS)
    shown = joined(of, back)
    led_to_ms = of.led_to_ms(back)
    accepted = of.put(contacts(0), told(contacts(0), 0, clock_ms=back, heard_ms=back), back)

    assert ([], [0, 0]) == (a_little.aged, [reading.age_ms for reading in a_little.readings])
    assert ([0, 1], False) == (shown.aged, shown.complete)
    assert [PartitionReading(number, NOW, "stale") for number in (0, 1)] == list(shown.readings)
    assert led_to_ms is None
    assert accepted
    assert [0, 1] == offered(joined(of, back))
