"""Alarms as records of the compacted topic, and back."""

import json

import pytest
from msgspec.structs import replace

from stream.alarms.alarm import key_of
from stream.alarms.machine import Alarms
from stream.alarms.record import decode_key, encode_change, encode_key, snapshot_of
from stream.units import SECOND
from tests.core.alarm_picture import LEVEL, NOON, SALES, Watched, share

KEY = b'{"alarm":"level","slice":{"channel":"voice","queue":"sales"}}'


def told(*percents: float) -> Watched:
    """A machine without holds that has seen these service levels."""
    watched = Watched(replace(LEVEL, raise_after_ms=0, clear_after_ms=0))
    for percent in percents:
        watched.look(share(percent))
    return watched


def test_a_change_is_written_with_its_evidence() -> None:
    """Whoever reads the topic needs nothing else."""
    key, value = encode_change(told(70).changes[0])

    assert KEY == key
    assert {
        "alarm": "level",
        "slice": SALES,
        "kpi": "service_level",
        "title": "Service level",
        "window": "15m",
        "state": "warning",
        "since": "2026-03-02T12:00:00Z",
        "raised": "2026-03-02T12:00:00Z",
        "at": "2026-03-02T12:00:00Z",
        "change": "raised",
        "was": "ok",
        "why": "value",
        "value": 0.7,
        "numerator": 70.0,
        "denominator": 100,
        "n": 100,
        "unit": "ratio",
        "threshold": 0.8,
    } == json.loads(value)


def test_keys_are_the_same_bytes_however_the_labels_come() -> None:
    """Else compaction would keep two of them."""
    turned = dict(reversed(SALES.items()))

    assert KEY == encode_key(key_of("level", turned)) == encode_key(key_of("level", SALES))
    assert key_of("level", SALES) == decode_key(KEY)
    assert b'{"alarm":"level","slice":{}}' == encode_key(key_of("level", {}))


@pytest.mark.parametrize("percents", [(70,), (70, 50), (50, 90)], ids=["raised", "changed", "cleared"])
def test_what_was_written_is_restored(percents: tuple[float, ...]) -> None:
    """State, both instants and evidence, as of the last change."""
    watched = told(*percents)
    snapshot, unreadable = snapshot_of([encode_change(watched.changes[-1])])
    restored = Alarms(watched.alarms.rules)

    assert ([], []) == (unreadable, restored.restore(snapshot))
    assert watched.alarms.standing() == restored.standing()
    assert watched.alarms.export() == restored.export()


def test_a_record_tells_which_figure_it_is_about() -> None:
    """Another one of the same name does not go on from it after a restart; a record without it says nothing."""
    key, value = encode_change(told(70).changes[0])
    other = [replace(LEVEL, kpi="abandonment_rate", better="lower", warning=0.05, critical=None)]
    silent = value.replace(b'"kpi":"service_level",', b"")

    assert [key_of("level", SALES)] == Alarms(other).restore(snapshot_of([(key, value)])[0])
    assert value != silent
    assert [] == Alarms(other).restore(snapshot_of([(key, silent)])[0])


def test_a_restored_machine_goes_on_from_the_last_change_of_any_alarm() -> None:
    """What is older than that was judged already."""
    first, second = told(70), told(90, 70)
    records = [encode_change(first.changes[0]), (KEY.replace(b"sales", b"care"), encode_change(second.changes[0])[1])]
    snapshot, _ = snapshot_of(records)

    assert NOON + 10 * SECOND == snapshot.looked_ms
    assert [{"channel": "voice", "queue": "care"}, {"channel": "voice", "queue": "sales"}] == [
        dict(key.slice) for key, _ in snapshot.standings
    ]
    assert None is snapshot_of([])[0].looked_ms


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (b"level", b"{}"),
        (KEY, b"{}"),
        (KEY, b"\xff"),
        (b'{"alarm":1,"slice":{}}', b"{}"),
        (b'{"x":%b}' % (b"[" * 5_000 + b"]" * 5_000), b"{}"),
        (KEY, b'{"x":%b}' % (b"[" * 5_000 + b"]" * 5_000)),
        (b'{"alarm":"\xff","slice":{}}', encode_change(told(70).changes[0])[1]),
        (b'{"alarm":"level","slice":{"queue":"\xed\xa0\x80"}}', b"{}"),
        (KEY, encode_change(told(70).changes[0])[1].replace(b'"at":"2026', b'"at":"soon')),
        (KEY, encode_change(told(70).changes[0])[1].replace(b'"warning"', b'"loud"')),
    ],
)
def test_a_record_that_cannot_be_read_is_named(key: bytes, value: bytes) -> None:
    """Somebody else wrote into the topic: the others are restored all the same."""
    good = encode_change(told(50).changes[0])
    snapshot, unreadable = snapshot_of([(key, value), good])

    assert [key] == unreadable
    assert ["critical"] == [standing.state for _, standing in snapshot.standings]
