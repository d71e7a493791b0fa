"""A queue looked at as a whole: pieces, other queues, further labels, and the same from any number of partitions."""

from copy import deepcopy

import jsonschema
import msgspec
import pytest

from stream.inspection.inspection import Inspection, QueueFigures, schema
from stream.partition import Partition
from stream.site import QueueRules, QueueVersion, Site
from stream.units import MINUTE, SECOND
from tests.core.one_queue import CATALOGUE, CHANNEL, QUEUE, every_cause, folded, inspected, week
from tests.core.one_report import NOON, line

CLOCK = NOON + 30 * SECOND


def together(*partitions: Partition, late: int, site: Site | None = None) -> QueueFigures:
    """Several partitions read one after the other."""
    inspection = Inspection(site or Site(), QUEUE, CHANNEL, CLOCK)
    for partition in partitions:
        for _ in inspection.read(partition):
            pass
    return inspection.figures(CATALOGUE, late)


def test_it_does_not_matter_how_contacts_are_spread_over_partitions() -> None:
    """Two halves say what the whole says."""
    lines = week()
    halves = [[text for text in lines if (b"in-time" in text) is half] for half in (True, False)]

    assert together(folded(lines), late=1) == together(*map(folded, halves), late=1)
    assert 12 == together(*map(folded, halves), late=1).today.kpis["offered"].value


def test_reading_changes_nothing() -> None:
    """What a partition shows afterwards is what it showed before."""
    partition = folded(every_cause())
    before = deepcopy(partition.part(CLOCK))
    rows = partition.dirty_rows
    inspected(partition, CLOCK, named=True)

    assert (before, rows) == (partition.part(CLOCK), partition.dirty_rows)


def test_another_queue_and_another_channel_are_not_in_it() -> None:
    """Of a queue without anything there are intervals without anything."""
    partition = folded(week())

    assert 0 == inspected(partition, CLOCK, queue="help").today.kpis["offered"].value
    chat = Inspection(Site(), QUEUE, "chat", CLOCK)
    for _ in chat.read(partition):
        pass
    assert 0 == chat.figures(CATALOGUE, 0).today.kpis["offered"].value


def test_further_labels_are_summed_up() -> None:
    """A queue's page is about the queue, whatever else the site tells apart."""
    site = Site(labels=("queue", "channel", "priority"))
    told = [
        line("queued", NOON - MINUTE, contact, queue=QUEUE, channel=CHANNEL, priority=priority)
        for contact, priority in (("a", "high"), ("b", "low"))
    ]

    assert 2 == together(folded(told, site), late=2, site=site).today.kpis["offered"].value


def test_variant_threshold_and_zone_are_the_queues_own() -> None:
    """A queue in Seoul that ignores abandons within its 25 s."""
    version = QueueVersion(25 * SECOND, 5 * SECOND, service_level="abandons_within_ignored")
    site = Site(queues=(QueueRules(QUEUE, CHANNEL, "Asia/Seoul", (version,)),))
    found = together(folded(week(), site), late=0, site=site)

    assert ("Asia/Seoul", "abandons_within_ignored") == (found.time_zone, found.movement.variant)
    assert "2026-03-02T00:00:00+09:00" == found.today.from_at
    assert (11, 11) == (found.today.kpis["service_level"].numerator, found.today.kpis["service_level"].n)
    assert 25 * SECOND in {step.to_ms for step in found.today.spreads["wait"].steps}


@pytest.mark.parametrize("named", [False, True])
def test_the_figures_keep_the_schema(*, named: bool) -> None:
    """Draft 2020-12, closed at every level; the command and what the floor says come from whoever serves it."""
    found = schema()
    jsonschema.Draft202012Validator.check_schema(found)
    figures = msgspec.to_builtins(inspected(folded(every_cause()), CLOCK, named=named))
    figures["movement"]["command"] = "floorwatch explain service_level"
    names = found["required"][-7:-2]
    part = {**found, "required": names, "properties": {name: found["properties"][name] for name in names}}

    assert set(names) == set(figures)
    jsonschema.validate(figures, part)
    figures["today"]["intervals"][0]["surprise"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(figures, part)
