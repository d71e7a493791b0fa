"""The records that are audited, as recordings: what `replay`, `report` and `explain` read, and `produce` sends.

A file for each partition of a topic, whose lines are the records in their order, each with the member `record`: its
timestamp and its partition, by which `replay` decides as the worker did.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TypeAlias

from agents.dead_letters import ReadRecord
from agents.lane.quarantine import ENGINE_ERROR
from stream.codec import MAX_BYTES, members
from stream.errors import ConfigurationError

Add: TypeAlias = Callable[[ReadRecord, str | None], None]
"""Takes a record as it was folded, and the reason for which it was refused, if it was."""

_SHOWN_BY_NO_LINE: Final = frozenset({"key_mismatch", ENGINE_ERROR})
"""Reasons that are not in the record itself: as a line it would count."""


class Dump:
    """A folder for recordings; `lines` were written there, `left_out` were no events that a line could hold."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if there is none; raises ConfigurationError."""
        self.folder = folder
        self.lines = 0
        self.left_out = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise _unwritable(folder, fault) from None

    @contextmanager
    def of(self, topic: str, number: int) -> Iterator[Add]:
        """Write the records of a partition; raises ConfigurationError, also where its file is there already."""
        path = self.folder / f"{topic}-{number}.jsonl"
        try:
            file = path.open("xb")
        except OSError as fault:
            raise _unwritable(path, fault) from None
        with file:

            def add(record: ReadRecord, refusal: str | None) -> None:
                try:
                    self._add(file, record, number, refusal)
                except OSError as fault:
                    raise _unwritable(path, fault) from None

            yield add

    def _add(self, file: IO[bytes], record: ReadRecord, number: int, refusal: str | None) -> None:
        line = None if refusal in _SHOWN_BY_NO_LINE else line_of(record, number)
        if line is None:
            self.left_out += 1
            return
        file.write(line + b"\n")
        self.lines += 1


def line_of(record: ReadRecord, number: int) -> bytes | None:
    """A record as a line, its bytes as they came; None where it is no JSON object, or would be too long for one."""
    value = record.value
    if value is None or not members(value):
        return None
    # Between two members a line may end, within them none can.
    event = value.strip().replace(b"\r", b" ").replace(b"\n", b" ")
    # Where the sender has written such a member too, the last one counts.
    line = b'%b,"record":{"timestamp":%d,"partition":%d}}' % (event[:-1], record.timestamp, number)
    return line if len(line) <= MAX_BYTES else None


def _unwritable(path: Path, fault: OSError) -> ConfigurationError:
    return ConfigurationError(str(path), "", f"cannot be written: {fault.strerror}")
