"""Rows back into a partition: the same as it was, or a fresh one with the reason."""

import msgspec
import pytest

from stream.errors import ConfigurationError
from stream.panes import COARSE, FINE
from stream.partition import Partition
from stream.restore import Restored, restore
from stream.rows import META_KEY, Meta
from stream.site import Site
from tests.core.one_contact import at
from tests.core.one_log import Record, queued, record

SITE = Site(max_queues=2)


def partition() -> Partition:
    """One with two contacts, one of them settled in part and closed by silence."""
    made = Partition(SITE, 3)
    made.topic_id, made.partitions, made.generation = "t1", 6, 2
    made.fold([queued(5, source="pbx"), record(6, "answered", 3_600), queued(7, 5 * 3_600, "c2", "care")])
    made.fold([Record(8, at(0), b"", b"{"), record(9, "updated", 8 * 3_600, contact="c3")])
    return made


def written(made: Partition | None = None) -> dict[bytes, bytes]:
    """All rows of a partition."""
    return {key: value for key, value in (made or partition()).changes() if value is not None}


def back(rows: dict[bytes, bytes], site: Site = SITE, topic_id: str = "t1", partitions: int = 6) -> Restored[Partition]:
    """What comes back from these rows."""
    return restore(rows, site, 3, topic_id=topic_id, partitions=partitions)


def fresh(restored: Restored[Partition]) -> bool:
    """Whether it begins before the first record."""
    made = restored.partition
    return (-1, 0, {}, 0) == (made.applied_offset, made.log_clock_ms, made.memory.contacts, len(made.panes))


def test_a_partition_comes_back_as_it_was() -> None:
    """Offsets, clocks, queues, sources, panes, contacts, and what is shown; nothing is dirty."""
    made, (restored, stale, reason) = partition(), back(written())

    assert ([], None, 0, 3) == (stale, reason, restored.dirty_rows, restored.number)
    for name in ("applied_offset", "log_clock_ms", "newest_event_ms", "generation", "topic_id", "partitions", "queues"):
        assert getattr(made, name) == getattr(restored, name)
    assert (made.sources, made.queues_full) == (restored.sources, restored.queues_full)
    for level in (FINE, COARSE):
        assert made.panes.kept(level.length_ms) == restored.panes.kept(level.length_ms)
    assert {"c1", "c3"} == {contact.id for contact in restored.memory.contacts.values() if contact.asleep}
    for contact in restored.memory.contacts.values():
        restored.memory.wake(contact)
    assert {n: c.state for n, c in made.memory.contacts.items()} == {
        n: c.state for n, c in restored.memory.contacts.items()
    }
    assert (made.memory.live.keys(), True) == (restored.memory.live.keys(), restored.memory.contacts["c1"].idle)
    assert made.part(at(9 * 3_600)).totals == restored.part(at(9 * 3_600)).totals


def test_no_rows_are_a_fresh_partition() -> None:
    """Nothing was lost, so there is no reason."""
    restored = back({})

    assert (True, [], None, "t1", 6, 0) == (
        fresh(restored),
        restored.stale_keys,
        restored.rebuild_reason,
        restored.partition.topic_id,
        restored.partition.partitions,
        restored.partition.generation,
    )


def test_rows_of_other_generations_are_stale() -> None:
    """They are to go; the others are whole without them."""
    old = {b'[1,"contact","c9"]': b"x", b'[12,"contact","c9"]': b"x", b'[20,"pane",1,2,[]]': b"x"}
    restored = back({**old, **written()})

    assert (set(old), None) == (set(restored.stale_keys), restored.rebuild_reason)
    assert 9 == restored.partition.applied_offset


def spoilt(key: bytes, value: bytes) -> dict[bytes, bytes]:
    """The rows with this one instead of one of its kind."""
    rows = written()
    if key not in rows:
        del rows[next(name for name in rows if name != META_KEY)]
    return {**rows, key: value}


@pytest.mark.parametrize(
    ("reason", "rows", "about"),
    [
        ("another one", written(), {"topic_id": "t2"}),
        ("what shapes the numbers", written(), {"site": Site(max_queues=3)}),
        ("holds 0 of", {META_KEY: written()[META_KEY]}, {}),
        ("damaged row", {**written(), META_KEY: b"\xc1"}, {}),
        ("damaged row", {**written(), META_KEY: msgspec.msgpack.encode({"applied_offset": 5})}, {}),
        ("damaged row", spoilt(b'[2,"contact","c1"]', b"\xc1"), {}),
        ("damaged row", spoilt(b'[2,"contact",7]', b"\x90"), {}),
        (
            "damaged row",
            spoilt(b'[2,"contact","c1"]', msgspec.msgpack.encode([[], 0, 0, None, None, [], False, ["no instant"]])),
            {},
        ),
        ("damaged row", spoilt(b'[2,"pane",10000,5,["a","b"]]', b"\xa1x"), {}),
        ("damaged row", spoilt(b'[2,"pane",10000,5,["a","b"]', b"\x80"), {}),
        ("damaged row", spoilt(b'[2,"pane",7,5,["a","b"]]', msgspec.msgpack.encode({1: 1})), {}),
        ("damaged row", spoilt(b'[2,"contacts","c1"]', b"\x80"), {}),
    ],
)
def test_rows_that_cannot_be_gone_on_with_are_rebuilt(
    reason: str, rows: dict[bytes, bytes], about: dict[str, object]
) -> None:
    """A fresh partition of the next generation; every old row is to go."""
    restored = back(rows, **about)  # type: ignore[arg-type]

    assert restored.rebuild_reason is not None
    assert reason in restored.rebuild_reason
    assert fresh(restored)
    assert 3 == restored.partition.generation
    assert set(rows) - {META_KEY} == set(restored.stale_keys)


def test_a_generation_is_found_where_the_row_about_the_partition_is_damaged() -> None:
    """Beyond the latest of the rows that are there, readable or not."""
    rows = {META_KEY: b"\xc1", b'[7,"contact","c1"]': b"", b'["x",1]': b"", b"no comma": b""}

    assert 8 == back(rows).partition.generation
    assert 1 == back({META_KEY: b"\xc1"}).partition.generation


def test_rows_without_the_row_about_the_partition_are_of_no_use() -> None:
    """They are to go, all of them; what is written next cannot be taken for them."""
    rows = {key: value for key, value in written().items() if key != META_KEY}
    restored = back(rows)

    assert ("rows without a meta row", set(rows), True) == (
        restored.rebuild_reason,
        set(restored.stale_keys),
        fresh(restored),
    )
    assert 3 == restored.partition.generation


def test_another_number_of_partitions_is_refused() -> None:
    """Contacts would be split: a person has to decide."""
    with pytest.raises(ConfigurationError, match="there were 6 and are 12"):
        back(written(), partitions=12)


def test_a_version_that_began_unchanged_is_no_reason() -> None:
    """The fingerprint is that of the log clock at which the rows were written."""
    meta = msgspec.msgpack.decode(written()[META_KEY], type=Meta)

    assert SITE.fingerprint(meta.log_clock_ms) == meta.fingerprint
    assert back(written()).rebuild_reason is None
