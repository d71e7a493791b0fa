"""Replay: lines become the records that Kafka would have had, and the floor is that of their own time."""

import json

import pytest
from aiokafka.partitioner import murmur2 as kafkas_murmur2

from stream import catalog, floor
from stream.errors import FloorwatchError
from stream.replay import BATCH, Recorded, Replay, murmur2, partition_of, recorded
from stream.site import Site
from stream.units import format_instant, parse_instant

NOON = parse_instant("2026-03-02T12:00:00Z")
CATALOGUE = catalog.standard()


def line(kind: str, at_ms: int, contact: str = "c", **members: object) -> bytes:
    """One event as a line of a file."""
    return json.dumps({"type": f"contact.{kind}", "time": at_ms, "contact": contact, **members}).encode() + b"\n"


def queued(at_ms: int, contact: str = "c", **members: object) -> bytes:
    """A caller starts waiting for sales."""
    return line("queued", at_ms, contact, queue="sales", channel="voice", **members)


def shown(replay: Replay, name: str, window: str = "5m") -> float | None:
    """A value of everything, as the document shows it."""
    value: float | None = floor.document(replay.floor(CATALOGUE))["slices"][0]["kpis"][name][window]["value"]
    return value


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        # The vectors of Kafka's own test of its Utils.murmur2, as unsigned numbers.
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_hash_is_kafkas(key: bytes, expected: int) -> None:
    """Every length modulo four is among the vectors."""
    assert expected & 0xFFFFFFFF == murmur2(key)


def test_the_partition_is_the_one_that_a_producer_chooses() -> None:
    """The sign bit is dropped before the remainder."""
    keys = [f"contact-{number}".encode() * (number % 5) for number in range(200)]

    assert [(kafkas_murmur2(key) & 0x7FFFFFFF) % 12 for key in keys] == [partition_of(key, 12) for key in keys]
    assert any(murmur2(key) > 0x7FFFFFFF for key in keys)


def test_a_line_is_the_record_of_its_event() -> None:
    """Keyed by the contact, stamped with the event's time, on the partition of its id."""
    one = queued(NOON, "call-1")

    assert [Recorded(7, NOON, b"call-1", one.strip(), partition_of(b"call-1", 12), NOON)] == list(
        recorded([one], 12, first=7)
    )


def test_a_cloud_event_is_keyed_by_its_subject() -> None:
    """The envelope's subject is the contact."""
    cloud = {
        "specversion": "1.0",
        "id": "1",
        "source": "s",
        "type": "contact.queued",
        "subject": "call-2",
        "time": format_instant(NOON),
        "data": {"queue": "sales", "channel": "voice"},
    }
    [one] = recorded([json.dumps(cloud).encode()])

    assert (b"call-2", NOON) == (one.key, one.timestamp)


def test_a_dumped_line_keeps_its_timestamp_and_partition() -> None:
    """The member `record` wins over the defaults."""
    [one] = recorded([queued(NOON, record={"timestamp": NOON + 5, "partition": 3})], 12)

    assert (NOON + 5, 3, NOON) == (one.timestamp, one.partition, one.at_ms)


@pytest.mark.parametrize(
    "record", [7, {"timestamp": 1}, {"timestamp": 1, "partition": "one"}, {"timestamp": 1, "partition": -1}]
)
def test_a_record_that_is_none_names_its_line(record: object) -> None:
    """Only our own dump writes it, so it is an error of the file and no rejected event."""
    with pytest.raises(FloorwatchError) as refused:
        list(recorded([queued(NOON), queued(NOON, record=record)]))

    assert ("line 2", "record") == (refused.value.file, refused.value.key)


@pytest.mark.parametrize("own", [b"7", b'"call.wav"', b"[]", b'{"id":1}'])
def test_of_several_records_the_last_one_counts(own: bytes) -> None:
    """The sender's own member of that name stands before it in a dump."""
    line = queued(NOON).strip()[:-1] + b',"record":%b,"record":{"timestamp":5,"partition":3}}' % own

    assert [(5, 3)] == [(one.timestamp, one.partition) for one in recorded([line])]


def test_the_word_record_in_an_event_is_no_stamp() -> None:
    """A customer may be called so."""
    [one] = recorded([queued(NOON, customer='"record"')])

    assert one.timestamp == NOON


def test_events_about_agents_and_empty_lines_make_no_record() -> None:
    """A recording may hold both topics."""
    agent = {"type": "agent.state", "time": NOON, "agent": "a", "state": "available"}

    assert [] == list(recorded([json.dumps(agent).encode(), b"\n", b"  \n"]))


def test_a_bad_line_is_counted_under_its_reason() -> None:
    """Like in a worker, and reading goes on."""
    replay = Replay(Site())
    replay.feed([b"{", b"[]", queued(1), queued(NOON), b'{"type":"contact.queued","time":1}'])
    [source] = floor.document(replay.floor(CATALOGUE))["sources"]

    assert {"not_json": 1, "not_an_object": 1, "bad_time": 1, "missing_field": 1} == source["rejected"]
    assert source["applied"] == 1


def test_the_clock_is_the_greatest_event_time_on_any_partition_in_whole_seconds() -> None:
    """Not that of the last line."""
    replay = Replay(Site(), partitions=4)
    replay.feed([queued(NOON + 61_999, "a"), queued(NOON, "c")])
    document = floor.document(replay.floor(CATALOGUE))

    assert document["as_of"] == "2026-03-02T12:01:01Z"
    assert document["clock"]["mode"] == "replay"
    assert [0, 1, 2, 3] == [reading["partition"] for reading in document["clock"]["partitions"]]
    assert {None, "2026-03-02T12:00:00Z", "2026-03-02T12:01:01.999Z"} == {
        reading["at"] for reading in document["clock"]["partitions"]
    }


def test_at_stops_at_an_instant() -> None:
    """Later events are not folded, wherever they stand in the file; those of the instant itself are."""
    replay = Replay(Site(), at_ms=NOON + 10_000)
    replay.feed([queued(NOON + 10_001, "late"), queued(NOON, "a"), queued(NOON + 10_000, "b")])

    assert 2 == shown(replay, "offered")
    assert 10.0 == shown(replay, "longest_wait", "now")


def test_time_passes_up_to_the_instant_asked_for() -> None:
    """Nothing happens for a minute, and yet the caller is past the threshold and the clock breached."""
    replay = Replay(Site(), at_ms=NOON + 60_000)
    replay.feed([queued(NOON)])
    kpis = floor.document(replay.floor(CATALOGUE))["slices"][0]["kpis"]

    assert kpis["waiting_past_threshold"]["now"]["value"] == 1
    assert kpis["sla_breached"]["answer"]["5m"]["value"] == 1
    assert (0, 1) == tuple(kpis["service_level"]["5m"][part] for part in ("numerator", "denominator"))


def test_the_number_of_partitions_changes_no_figure() -> None:
    """More lines than fit one batch, on one and on seven partitions."""
    lines = [
        event
        for number in range(BATCH)
        for event in (
            queued(NOON + number, f"call-{number}"),
            line("answered", NOON + number + 30 * (number % 1_500), f"call-{number}", agent="a"),
        )
    ]
    documents = []
    for partitions in (1, 7):
        replay = Replay(Site(), partitions)
        replay.feed(lines)
        documents.append(floor.document(replay.floor(CATALOGUE)))

    assert BATCH == documents[0]["slices"][0]["kpis"]["offered"]["today"]["value"]
    assert documents[0]["slices"] == documents[1]["slices"]
    assert documents[0]["sources"] == documents[1]["sources"]


def test_feeding_in_pieces_is_feeding_at_once() -> None:
    """Offsets go on counting over the files."""
    lines = [queued(NOON + number, f"call-{number}") for number in range(10)]
    whole, pieces = Replay(Site()), Replay(Site())
    whole.feed(lines)
    for one in lines:
        pieces.feed([one])

    assert floor.encode(whole.floor(CATALOGUE)) == floor.encode(pieces.floor(CATALOGUE))
    assert 10 == shown(pieces, "offered")


def test_a_partition_named_by_a_dump_is_folded_on_its_own() -> None:
    """Also beyond the number asked for."""
    replay = Replay(Site())
    replay.feed([queued(NOON, record={"timestamp": NOON, "partition": 5})])

    assert [0, 5] == sorted(replay.partitions)
    assert 1 == shown(replay, "offered")


def test_an_empty_recording_has_an_empty_floor() -> None:
    """Everything is there, with nothing in it."""
    document = floor.document(Replay(Site()).floor(CATALOGUE))

    assert [{}] == [figures["slice"] for figures in document["slices"]]
    assert document["slices"][0]["kpis"]["offered"]["today"]["value"] == 0
