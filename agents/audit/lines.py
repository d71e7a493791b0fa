"""The events of a partition as lines for SQL, in files small enough to be counted one after the other.

A contact is wholly in one file. What SQL cannot know is settled here: to which life of a contact that had been
forgotten an event belongs, under which queue it counts where that is unknown or one too many, what was late, how a time
may be written, which words and lengths are none, what may stand where nobody reads, and which of two events of one kind
and instant comes first.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from zlib import crc32

import msgspec
from msgspec.structs import replace

from agents.dead_letters import ReadRecord
from agents.lane.quarantine import ENGINE_ERROR
from stream.audit.tracing import Trace
from stream.codec import MAX_BYTES, Wire, decode, identity, members, timed
from stream.events import Rejected
from stream.partition import Partition
from stream.site import OTHER

PER_FILE: Final = 250_000
"""About so many records are counted at once; what SQL needs of memory depends on it."""
NOT_SHOWN: Final = frozenset({"key_mismatch", ENGINE_ERROR})
"""Reasons that the record itself does not show: as a line it would count."""
_COUNTS_NOWHERE: Final = NOT_SHOWN | {"late", "bad_field", "bad_time"}


class Lines:
    """Files in a folder that is there; to be closed before they are read."""

    def __init__(self, folder: Path, records: int) -> None:
        """Be ready for about so many records."""
        self.paths = [folder / f"{number}.jsonl" for number in range(records // PER_FILE + 1)]
        self._files: list[IO[bytes]] = [path.open("wb") for path in self.paths]

    def add(self, record: ReadRecord, refusal: str | None, trace: Trace, partition: Partition) -> None:
        """Write one record as it was folded, or nothing where it cannot count for anything."""
        if refusal in _COUNTS_NOWHERE or record.value is None or len(record.value) > MAX_BYTES:
            return
        wire = decode(record.value)
        event = members(record.value)
        if event is None:
            if isinstance(wire, Rejected):
                return
            # What is unreadable in it stands where nobody reads.
            event = msgspec.to_builtins(replace(wire, subject=msgspec.UNSET, data=msgspec.UNSET))
        contact, queue, time = event.get("contact"), event.get("queue"), event.get("time")
        if isinstance(time, str):
            event["time"] = timed(time)
        if trace.life >= 0:
            event["contact"] = f"{contact}@{trace.life}"
        if isinstance(queue, str) and queue not in partition.queues:
            event["queue"] = OTHER
        same = {"identity": identity(wire)} if isinstance(wire, Wire) else {}
        event["record"] = {"timestamp": record.timestamp, **same}
        file = self._files[crc32(str(contact).encode(errors="replace")) % len(self._files)]
        file.write(msgspec.json.encode(event) + b"\n")

    def close(self) -> Iterator[Path]:
        """Close the files and name those that hold anything."""
        for file in self._files:
            file.close()
        return (path for path in self.paths if path.stat().st_size)
