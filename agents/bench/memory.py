"""What a contact takes: the memory of a process that folds open contacts of ten events, before and after."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from agents.bench.figures import Figure, measured
from agents.bench.reading import Job
from agents.bench.stage import Stage
from agents.bench.standing import EVENTS_PER_CONTACT, SITE, chats, fold
from agents.clock import now_ms
from agents.garbage import spare_the_collector
from stream.partition import Partition
from stream.units import SECOND

NAME: Final = "memory"
CONTACTS: Final = 100_000
MOST_BYTES: Final = 2_048
_LEAST: Final = 20_000
"""With fewer, what the process takes for itself counts too much."""
_WITHIN_MS: Final = 600 * SECOND


class Taken(msgspec.Struct, frozen=True):
    """The resident memory of a process, in bytes: before the first contact, and with all of them."""

    before: int
    after: int


async def measure(stage: Stage) -> Sequence[Figure]:
    """Bytes per open contact, everything switched on; the floor is shown once, so that the windows follow it too."""
    contacts = stage.scaled(CONTACTS, _LEAST)
    stage.tell(f"{contacts:,} open contacts of {EVENTS_PER_CONTACT} events")
    job = Job(settings={}, events=contacts)
    running = await stage.processes.start(NAME, msgspec.json.encode(job).decode())
    try:
        taken = msgspec.json.decode(await running.answer(_WITHIN_MS), type=Taken)
    finally:
        await running.close()
    each = (taken.after - taken.before) / contacts
    title = f"memory of an open contact of {EVENTS_PER_CONTACT} events"
    return [measured(NAME, "contact", title, each, "bytes", at_most=MOST_BYTES, events=contacts * EVENTS_PER_CONTACT)]


def folded(contacts: int) -> Taken:
    """Fold so many contacts in this process."""
    spare_the_collector()
    at_ms = now_ms()
    partition = Partition(SITE, 0)
    gc.collect()
    before = resident_bytes()
    fold(partition, chats(contacts, at_ms))
    shown = partition.part(at_ms // SECOND * SECOND)
    if shown.open_contacts != contacts:
        raise ValueError(f"{shown.open_contacts} of {contacts} contacts are open")
    gc.collect()
    return Taken(before, resident_bytes())


def resident_bytes() -> int:
    """The memory that this process takes now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    told = msgspec.json.decode(sys.argv[1], type=Job)
    sys.stdout.write(f"{msgspec.json.encode(folded(told.events)).decode()}\n")
