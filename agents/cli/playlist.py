"""Several recordings as one: their records in the order of time, and the lines that are none."""

import heapq
import sys
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agents.cli.outgoing import Addressing, Outgoing, Unsendable
from agents.cli.recording import Line, Recording
from stream.units import Millis

SHOWN: Final = 10
"""Faults that are told one by one; the rest is a number."""


class Track(NamedTuple):
    """One line and what came of it; `order` is the greatest time of its file so far."""

    order: Millis
    line: Line
    record: Outgoing | Unsendable


class Faults:
    """The lines that could not be used: the first ones in words, all of them counted."""

    def __init__(self) -> None:
        """None yet."""
        self.count = 0
        self.first: list[str] = []

    def add(self, place: str, reason: str) -> None:
        """Note one."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(f"{place}: {reason}")

    def tell(self) -> None:
        """Write them on the standard error, one a line."""
        for line in self.first:
            sys.stderr.write(line + "\n")
        if self.count > len(self.first):
            sys.stderr.write(f"… and {self.count - len(self.first)} more\n")


def tracks(recordings: Sequence[Recording], addressing: Addressing) -> Iterator[Track]:
    """Every line of all recordings; of several, the next is always from the one that is least far in time."""
    return heapq.merge(*(_track(recording, addressing) for recording in recordings), key=lambda track: track.order)


def records(recordings: Sequence[Recording], addressing: Addressing, faults: Faults) -> Iterator[Outgoing]:
    """The records of all recordings; lines that are none go to `faults`."""
    for _, line, record in tracks(recordings, addressing):
        if isinstance(record, Unsendable):
            faults.add(line.place, record.reason)
        else:
            yield record


def span(recordings: Sequence[Recording], addressing: Addressing) -> tuple[Millis, Millis] | None:
    """The first and the last instant, for which everything is read once; None where nothing has a time."""
    times = [
        record.at_ms
        for _, _, record in tracks(recordings, addressing)
        if isinstance(record, Outgoing) and record.at_ms is not None
    ]
    return (min(times), max(times)) if times else None


def _track(recording: Recording, addressing: Addressing) -> Iterator[Track]:
    newest_ms: Millis = -sys.maxsize
    for line in recording.lines():
        record = addressing.outgoing(line.text)
        if isinstance(record, Outgoing) and record.at_ms is not None:
            newest_ms = max(newest_ms, record.at_ms)
        yield Track(newest_ms, line, record)
