"""The rows of the state topic: what is written, in which order, under which keys."""

import json
from collections.abc import Iterable

import msgspec
import pytest

from stream.events import Event
from stream.partition import Partition
from stream.rows import META_KEY, Changes, ContactRow, Meta
from stream.site import Site
from stream.units import DAY
from tests.core.one_contact import NAMES, at
from tests.core.one_log import Record, queued, record

CONTACT = b'[2,"contact","c1"]'
decoded = msgspec.msgpack.Decoder(Meta).decode


def partition() -> Partition:
    """One that has a caller who waits since ten, and knows its topic."""
    made = Partition(Site(), 3)
    made.topic_id, made.partitions, made.generation = "t1", 6, 2
    made.fold([queued(5), Record(6, at(1), b"", b"{")])
    return made


def keys(written: Iterable[tuple[bytes, bytes | None]]) -> list[object]:
    """The keys as a person reads them."""
    return [json.loads(key) for key, _ in written]


def test_panes_and_contacts_are_written_and_the_row_about_the_partition_comes_last() -> None:
    """Keys are JSON and begin with the generation."""
    written = list(Changes(partition()))

    assert [2, "pane", 10_000, at(0), ["sales", "voice"]] in keys(written)
    assert [2, "pane", 300_000, at(0), ["sales", "voice"]] in keys(written)
    assert [2, "contact", "c1"] in keys(written)
    assert (4, META_KEY) == (len(written), written[-1][0])


def test_the_row_about_the_partition_says_all_that_the_others_do_not() -> None:
    """Up to which offset, by which rules, from which topic, and how many rows there are."""
    value = list(Changes(partition()))[-1][1]
    assert value is not None
    meta = decoded(value)

    assert (6, at(0), at(0), 2, "t1", 6, ["sales"], 3) == (
        meta.applied_offset,
        meta.log_clock_ms,
        meta.newest_event_ms,
        meta.generation,
        meta.topic_id,
        meta.partitions,
        meta.queues,
        meta.rows,
    )
    assert Site().fingerprint(at(0)) == meta.fingerprint
    assert (1, {"not_json": 1}) == (meta.sources[""].applied, meta.sources[""].rejected)


def test_a_pane_row_is_its_measures() -> None:
    """Coordinate to whole number."""
    value = dict(Changes(partition()))[
        json.dumps([2, "pane", 10_000, at(0), ["sales", "voice"]]).replace(" ", "").encode()
    ]
    assert value is not None

    measures = msgspec.msgpack.decode(value, type=dict[int, int])
    assert {"offered": 1} == {NAMES[place]: amount for place, amount in measures.items() if place in NAMES}


def test_a_contact_row_is_its_events_and_what_is_settled() -> None:
    """What they fold to is there too, and need not be folded again."""
    made = partition()
    made.fold([record(7, "answered", 3_600)])
    value = dict(Changes(made))[b'[2,"contact","c1"]']
    assert value is not None

    row = msgspec.msgpack.decode(value, type=ContactRow)
    contact = made.memory.contacts["c1"]
    assert (contact.recent, contact.base, contact.settled_at, contact.settled, False, contact.state) == (
        msgspec.msgpack.decode(row.recent, type=list[Event]),
        row.base,
        row.settled_at,
        row.settled,
        row.idle,
        row.state,
    )
    assert (1, at(0), at(3_600)) == (row.held, row.settled_at, row.since)


def test_what_is_written_is_not_dirty_any_more() -> None:
    """The next checkpoint has only what changed since, and the row about the partition."""
    made = partition()
    list(Changes(made))
    assert [META_KEY] == [key for key, _ in Changes(made)]

    made.fold([queued(7, 60, "c2")])
    assert {"c2"} == {key[2] for key in keys(Changes(made)) if isinstance(key, list) and key[-2:-1] == ["contact"]}


LATER = record(8, "updated", 9 * DAY // 1000, contact="c2")


@pytest.mark.parametrize(
    "told",
    [
        [record(7, "answered", 5)],
        [record(7, "updated", 5 * 3_600, contact="c2")],
        [LATER],
        [LATER, queued(9, 9 * DAY // 1000 + 1)],
    ],
    ids=["goes on", "is closed by silence", "is forgotten", "begins anew"],
)
def test_rows_are_as_of_their_beginning(told: list[Record]) -> None:
    """Whatever becomes of the contact before they are read; of that the next rows tell."""
    made, as_it_was = partition(), dict(Changes(partition()))
    before = Changes(made)
    made.fold(told)
    now = partition()
    now.fold(told)

    assert as_it_was == dict(before)
    assert dict(Changes(now))[CONTACT] == dict(Changes(made))[CONTACT] != as_it_was[CONTACT]


def test_what_is_gone_is_a_tombstone() -> None:
    """A forgotten contact, a retired pane."""
    made = partition()
    made.fold([record(7, "ended", 5)])
    list(Changes(made))
    made.fold([record(8, "updated", 9 * 86_400 + 10, contact="c2")])
    gone = {key for key, value in Changes(made) if value is None}

    assert b'[2,"contact","c1"]' in gone
    assert 2 == len([key for key in gone if b'"pane"' in key])
    assert made.log_clock_ms > at(0) + 9 * DAY


def test_a_pane_that_came_to_nothing_is_a_tombstone() -> None:
    """What was handled at 60 s is moved to the end of the wrap-up."""
    made = partition()
    made.fold([record(7, "answered", 15), record(8, "ended", 60)])
    list(Changes(made))
    made.fold([record(9, "wrapped", 75)])
    written = dict(Changes(made))

    assert written[json.dumps([2, "pane", 10_000, at(60), ["sales", "voice"]]).replace(" ", "").encode()] is None
    assert written[json.dumps([2, "pane", 10_000, at(70), ["sales", "voice"]]).replace(" ", "").encode()] is not None
