"""The events that a bench reads."""

import itertools
from collections import Counter

import msgspec
import orjson

from agents.bench.events import QUEUES, contact_events, ordered_events, span_ms
from stream.partition import Partition
from stream.site import Site

START_AT = 1_700_000_000_000
COUNT = 4_000


class Written(msgspec.Struct):
    """A record as the core reads it."""

    offset: int
    timestamp: int
    key: bytes
    value: bytes


def test_they_are_the_same_each_time() -> None:
    """Runs on two days compare the same work."""
    assert list(contact_events(COUNT, START_AT)) == list(contact_events(COUNT, START_AT))


def test_a_contact_has_its_four_events_next_to_each_other_and_in_order() -> None:
    """The key is the contact, and time goes on within it."""
    contacts = {}
    for key, records in itertools.groupby(contact_events(COUNT, START_AT), key=lambda record: record[0]):
        assert key not in contacts

        contacts[key] = [orjson.loads(value) for _, value in records]

    assert len(contacts) == COUNT // 4
    for key, events in contacts.items():
        assert [event["type"].removeprefix("contact.") for event in events] == [
            "queued",
            "answered",
            "ended",
            "wrapped",
        ]
        assert {event["contact"].encode() for event in events} == {key}
        assert [event["time"] for event in events] == sorted({event["time"] for event in events})


def test_in_order_they_are_the_same_as_they_happen() -> None:
    """Times never go back, and nothing is left out; next to each other they do go back."""
    ordered = list(ordered_events(COUNT, START_AT))
    times = [orjson.loads(value)["time"] for _, value in ordered]
    beside = [orjson.loads(value)["time"] for _, value in contact_events(COUNT, START_AT)]

    assert times == sorted(beside)
    assert beside != sorted(beside)
    assert sorted(ordered) == sorted(contact_events(COUNT, START_AT))


def test_they_fill_every_queue_alike_and_lie_in_the_span_announced() -> None:
    """Twenty queues; no event is later than the start and the span together."""
    events = [orjson.loads(value) for _, value in contact_events(COUNT, START_AT)]
    by_queue = Counter(event["queue"] for event in events)

    assert len(by_queue) == QUEUES == 20
    assert set(by_queue.values()) == {COUNT // QUEUES}
    assert START_AT <= min(event["time"] for event in events)
    assert max(event["time"] for event in events) <= START_AT + span_ms(COUNT)


def test_the_core_applies_every_one_of_them() -> None:
    """None is refused or a duplicate, and the waits lie on both sides of the threshold."""
    partition = Partition(Site(), 0)
    now = START_AT + span_ms(COUNT)
    records = [Written(n, now, key, value) for n, (key, value) in enumerate(contact_events(COUNT, START_AT))]
    refused = partition.fold(records)
    events = [orjson.loads(record.value) for record in records]
    waits = [answered["time"] - queued["time"] for queued, answered in zip(events[::4], events[1::4], strict=True)]

    assert refused == []
    assert sum(counts.applied for counts in partition.sources.values()) == COUNT
    assert min(waits) < 20_000 < max(waits)
