"""A tick after another configuration has been taken over, or has not."""

import jsonschema
from msgspec.structs import replace

from stream.floor import schema
from stream.partition import Partition
from stream.site import QueueRules, QueueVersion
from stream.units import MINUTE, SECOND
from tests.shell.standing_lanes import NOW, StandingLanes, at_the_end, caller
from tests.shell.standing_tick import SITE, Tick

QUEUE = QueueRules("sales", "voice", "UTC", (QueueVersion(20 * SECOND, 5 * SECOND),))


def test_a_floor_shows_the_promises_of_the_site_that_was_taken_over() -> None:
    """From the instant on at which the later version begins, and under the new name at once."""
    before = replace(SITE, queues=(QUEUE,))
    later = QueueVersion(40 * SECOND, 5 * SECOND, from_ms=NOW + 10 * MINUTE)
    site = replace(before, name="Busan", queues=(replace(QUEUE, versions=(*QUEUE.versions, later)),))
    partition = Partition(before, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    tick.ticker.site = before
    floors = [tick.read_to_the_end(partition, NOW)]
    partition.adopt(site)
    tick.ticker.site = site
    floors += [tick.read_to_the_end(partition, at_ms) for at_ms in (NOW + SECOND, NOW + 10 * MINUTE)]
    promised = [one["target"]["threshold_ms"] for floor in floors for one in floor["slices"] if "queue" in one["slice"]]

    assert ["Seoul", "Busan", "Busan"] == [floor["name"] for floor in floors]
    assert [20_000, 20_000, 40_000] == promised


def test_a_floor_carries_what_a_person_should_know_of_its_worker() -> None:
    """In a document that the schema admits; without anything to know it is an empty list."""
    partition = Partition(SITE, 0)
    caller(partition, "a", NOW)
    tick = Tick(StandingLanes(at_the_end(partition, NOW)))
    first = tick.read_to_the_end(partition, NOW)
    tick.watch.configuration = lambda: "site.toml: is not TOML"
    second = tick.read_to_the_end(partition, NOW + SECOND)
    for floor in (first, second):
        jsonschema.validate(floor, schema())

    assert [[], ["site.toml: is not TOML"]] == [first["remarks"], second["remarks"]]
