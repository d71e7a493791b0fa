"""What a worker says of records that it could not use: it stays ready, and everybody who looks is told."""

from agents.lane.quarantine import Quarantine
from agents.watch import Watch
from agents.web.board_state import FloorStore
from stream.partition import Partition
from stream.site import Site
from stream.units import SECOND
from tests.shell.lane_doubles import PlainRecord
from tests.shell.standing_lanes import NOW, StandingCrew, StandingLanes, at_the_end, caller


def test_above_the_share_of_rejects_it_says_so_on_ready_and_on_the_board() -> None:
    """Three of 120 are more than the two percent that are put up with."""
    partition = Partition(Site(), 0)
    store = FloorStore(lambda: NOW)
    store.publish({}, lambda: iter([b"{}"]))
    watch = Watch(store, durable=True)
    watch.rejects.limit = 0.02
    watch.follow(StandingLanes(at_the_end(partition, NOW)), 1)
    watch.look((at_the_end(partition, NOW),), {}, NOW)
    for number in range(117):
        caller(partition, f"c{number}", NOW)
    partition.fold([PlainRecord(200 + number, b"k", b"{", NOW) for number in range(3)])
    watch.look((at_the_end(partition, NOW),), {}, NOW + SECOND)
    health = watch.health()
    expected = "2.5% of the last 120 records were rejected, more than 2.0%: floorwatch dead-letters list says why"

    assert (True, expected) == (health.ready, health.ready_reason)
    assert [expected] == watch.notices()
    assert 0.025 == watch.facts().rejected_ratio


def test_records_that_broke_the_engine_are_told_with_their_partition() -> None:
    """Of both topics, from the beginning of the process on."""
    lanes, crew = StandingLanes(at_the_end(Partition(Site(), 0), NOW)), StandingCrew()
    store = FloorStore(lambda: NOW)
    store.publish({}, lambda: iter([b"{}"]))
    watch = Watch(store, durable=True)
    watch.follow(lanes, 4, crew)
    clean = watch.notices()
    for of, number, count in ((lanes, 2, 2), (crew, 1, 1)):
        quarantine = of._quarantines.setdefault(number, Quarantine())  # noqa: SLF001 - nothing else breaks an engine
        for offset in range(count):
            quarantine.caught([PlainRecord(offset)], ZeroDivisionError(), durable_offset=-1)

    assert [] == clean
    expected = (
        "records that broke the engine are left out, and lie in the dead letters: "
        "2 in partition 2, 1 in partition 1 of the agents' topic"
    )
    assert [expected] == watch.notices()
    assert 3 == watch.facts().quarantined
    assert watch.health().ready_reason == watch.notices()[0]
