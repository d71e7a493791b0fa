"""Several recordings as one: their records in the order of time, and the lines that are none."""

import heapq
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Final

import orjson

from agents.cli.failure import CommandError, say
from agents.cli.outgoing import Addressing, Outgoing, Unsendable, time_of
from agents.cli.recording import Line, Recording
from stream.errors import FloorwatchError
from stream.units import Millis

SHOWN: Final = 10
"""Faults that are told one by one; the rest is a number."""


class Faults:
    """The lines that could not be used: the first ones in words, all of them counted."""

    def __init__(self) -> None:
        """None yet."""
        self.count = 0
        self.first: list[str] = []
        self.reasons: Counter[str] = Counter()
        """How many there are of each, details left out."""
        self.damage: CommandError | None = None
        """Why the rest of a file could not be read."""

    def add(self, place: str, reason: str) -> None:
        """Note one."""
        self.count += 1
        self.reasons[reason.partition(":")[0]] += 1
        if len(self.first) < SHOWN:
            self.first.append(f"{place}: {reason}")

    def tell(self) -> None:
        """Write them on the standard error, one a line."""
        for line in self.first:
            say(line)
        if self.count > len(self.first):
            sys.stderr.write(f"… and {self.count - len(self.first)} more\n")


def in_time_order(recordings: Sequence[Recording], *, blank: bool = False) -> Iterator[Line]:
    """Every line of all recordings; of several, the next is always from the one that is least far in time.

    Blank lines come along if asked for, of a single recording.
    """
    if len(recordings) == 1:
        yield from recordings[0].lines(blank=blank)
        return
    for _, line in heapq.merge(*map(_timed, recordings), key=lambda timed: timed[0]):
        yield line


def readable(recordings: Sequence[Recording], faults: Faults) -> Iterator[Line]:
    """Every line up to where one of them is damaged; that is noted, so that what came before it can be told first."""
    try:
        yield from in_time_order(recordings)
    except CommandError as damage:
        faults.damage = damage


def records(recordings: Sequence[Recording], addressing: Addressing, faults: Faults) -> Iterator[Outgoing]:
    """The records of all recordings; lines that are none go to `faults`, and so does a damage."""
    for line in readable(recordings, faults):
        record = addressing.outgoing(line.text)
        if isinstance(record, Unsendable):
            faults.add(line.place, record.reason)
        else:
            yield record


def span(recordings: Sequence[Recording], addressing: Addressing) -> tuple[Millis, Millis] | None:
    """The first and the last instant, for which everything is read once; None where nothing has a time."""
    first_ms: Millis | None = None
    last_ms = 0
    faults = Faults()
    for record in records(recordings, addressing, faults):
        if record.at_ms is not None:
            first_ms = record.at_ms if first_ms is None else min(first_ms, record.at_ms)
            last_ms = max(last_ms, record.at_ms)
    if faults.damage is not None:
        raise faults.damage
    return None if first_ms is None else (first_ms, last_ms)


@contextmanager
def naming_files(recordings: Sequence[Recording]) -> Iterator[None]:
    """Put file and line before what the core says about a line, which it knows by its number among all of them only."""
    try:
        yield
    except FloorwatchError as fault:
        _, is_line, number = fault.file.partition("line ")
        if not is_line:
            raise
        names, place = ", ".join(recording.name for recording in recordings), f"{fault.file}, {fault.key}"
        if len(recordings) > 1 and not any(recording.is_stdin for recording in recordings):
            line = next(islice(in_time_order(recordings, blank=True), int(number) - 1, None))
            if line is not None:
                names, place = line.file, f"line {line.number}, {fault.key}"
        raise CommandError(names, place, fault.reason) from None


def _timed(recording: Recording) -> Iterator[tuple[Millis, Line]]:
    """The lines with the greatest time of their file so far."""
    newest_ms: Millis = -sys.maxsize
    for line in recording.lines():
        try:
            event = orjson.loads(line.text)
        except orjson.JSONDecodeError:
            event = None
        at_ms = time_of(event) if isinstance(event, dict) else None
        if at_ms is not None:
            newest_ms = max(newest_ms, at_ms)
        yield newest_ms, line
