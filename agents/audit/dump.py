"""The records that are audited, as recordings: what `replay`, `report` and `explain` read, and `produce` sends.

A file for each partition of a topic, whose lines are the records in their order, each with the member `record`: its
timestamp and its partition, by which `replay` decides as the worker did.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias

from agents.audit.lines import NOT_SHOWN
from agents.dead_letters import ReadRecord
from stream.codec import MAX_BYTES, Wire, decode, members
from stream.errors import unwritable

Add: TypeAlias = Callable[[ReadRecord, str | None], None]
"""Takes a record as it was folded, and the reason for which it was refused, if it was."""


class Dump:
    """A folder for recordings; `lines` were written there, `left_out` were no events that a line could hold."""

    def __init__(self, folder: Path) -> None:
        """Make the folder if there is none; raises ConfigurationError."""
        self.folder = folder
        self.lines = 0
        self.left_out = 0
        with _naming(folder):
            folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def of(self, topic: str, number: int) -> Iterator[Add]:
        """Write the records of a partition; raises ConfigurationError, also where its file is there already."""
        path = self.folder / f"{topic}-{number}.jsonl"
        with _naming(path):
            file = path.open("xb")

        def add(record: ReadRecord, refusal: str | None) -> None:
            with _naming(path):
                self._add(file, record, number, refusal)

        try:
            yield add
        finally:
            with _naming(path):
                file.close()

    def _add(self, file: IO[bytes], record: ReadRecord, number: int, refusal: str | None) -> None:
        line = None if refusal in NOT_SHOWN else line_of(record, number)
        if line is None:
            self.left_out += 1
            return
        file.write(line + b"\n")
        self.lines += 1


def line_of(record: ReadRecord, number: int) -> bytes | None:
    """A record as a line, its bytes as they came; None where it is no JSON object, or would be too long for one."""
    value = record.value
    if value is None or not (members(value) or isinstance(decode(value), Wire)):
        return None
    # Between two members a line may end, within them none can.
    event = value.strip().replace(b"\r", b" ").replace(b"\n", b" ")
    # Where the sender has written such a member too, the last one counts.
    line = b'%b,"record":{"timestamp":%d,"partition":%d}}' % (event[:-1], record.timestamp, number)
    return line if len(line) <= MAX_BYTES else None


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Name the place that cannot be written, be it only when what is left is written at last."""
    try:
        yield
    except OSError as fault:
        raise unwritable(path, fault) from None
