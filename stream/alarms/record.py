"""An alarm as the compacted topic keeps it: one record for each alarm and slice, the last one is how it stands.

The key is `{"alarm": …, "slice": {…}}`, the value the alarm as the floor shows it with what has changed. A cleared one
keeps a record with the state `ok`, which tells when and with what evidence it ended; a tombstone says that there is no
such alarm any more. A running hold is not kept: the gap of a restart would break it off all the same.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from stream.alarms.alarm import Change, Evidence, Key, Level, key_of
from stream.alarms.machine import Snapshot
from stream.alarms.standing import Standing
from stream.units import Millis, format_instant, parse_instant


class _Key(msgspec.Struct, frozen=True):
    """The key as it is written."""

    alarm: str
    slice: dict[str, str]


class _Value(msgspec.Struct, frozen=True):
    """What is read of a value."""

    state: Level
    since: str
    raised: str | None
    at: str
    value: float | None
    numerator: float | None
    denominator: int | None
    n: int | None
    threshold: float
    kpi: str | None = None
    clock: str | None = None
    reason: str | None = None


_read_key: Final = msgspec.json.Decoder(_Key).decode
_read_value: Final = msgspec.json.Decoder(_Value).decode

_UNREADABLE: Final = (ValueError, RecursionError)
"""What reading raises: msgspec's own error, that of text which is none, and what is nested too deeply."""


def encode_key(key: Key) -> bytes:
    """The key of a record, the same bytes for the same alarm and slice."""
    return msgspec.json.encode(_Key(key.alarm, dict(key.slice)), order="sorted")


def decode_key(written: bytes) -> Key | None:
    """The key of a record; None for anything else."""
    try:
        key = _read_key(written)
    except _UNREADABLE:
        return None
    return key_of(key.alarm, key.slice)


def encode_change(change: Change) -> tuple[bytes, bytes]:
    """Key and value of the record of a change."""
    alarm = change.alarm
    told = {"change": change.kind, "was": change.was, "why": change.why, "at": format_instant(alarm.evidence.at_ms)}
    return encode_key(alarm.key), msgspec.json.encode(alarm.document() | told, order="sorted")


def changed_at(value: bytes) -> Millis | None:
    """When the change happened that a record tells of; None where it cannot be read."""
    standing = _standing(value)
    return None if standing is None else standing.evidence.at_ms


def snapshot_of(records: Iterable[tuple[bytes, bytes]]) -> tuple[Snapshot, list[bytes]]:
    """What a machine can go on from, and the keys of those records that cannot be read."""
    standings: list[tuple[Key, Standing]] = []
    unreadable = []
    for written, value in records:
        key, standing = decode_key(written), _standing(value)
        if key is None or standing is None:
            unreadable.append(written)
        else:
            standings.append((key, standing))
    looked_ms = max((standing.evidence.at_ms for _, standing in standings), default=None)
    return Snapshot(looked_ms, tuple(sorted(standings, key=lambda pair: pair[0]))), unreadable


def _standing(value: bytes) -> Standing | None:
    try:
        read = _read_value(value)
        at_ms, since_ms, raised_ms = parse_instant(read.at), parse_instant(read.since), _instant(read.raised)
    except _UNREADABLE:
        return None
    evidence = Evidence(at_ms, read.value, read.numerator, read.denominator, read.n, read.threshold)
    about = None if read.kpi is None else (read.kpi, read.clock or read.reason)
    return Standing(read.state, since_ms, evidence, raised_ms, about=about)


def _instant(text: str | None) -> Millis | None:
    return None if text is None else parse_instant(text)
