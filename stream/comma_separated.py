"""Comma-separated values as text."""

import csv
from collections.abc import Callable, Iterable
from typing import NamedTuple


class _Sink(NamedTuple):
    """Where the csv module writes to, in place of a file."""

    write: Callable[[str], None]


def comma_separated(rows: Iterable[Iterable[object]]) -> str:
    """A line for each row; an absent value is an empty field."""
    written: list[str] = []
    # Only the signs of its own line ends does the csv module put in quotes, and a name may hold a carriage return.
    csv.writer(_Sink(written.append), lineterminator="\r\n").writerows(rows)
    return "".join(line.removesuffix("\r\n") + "\n" for line in written)
