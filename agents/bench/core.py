"""The core alone: the records are in memory before the clock starts, and what a checkpoint would keep goes nowhere."""

import gc
from collections.abc import Iterator, Sequence
from typing import Final

from agents.bench.reading import Job, Reading, Stopwatch, answer, together
from agents.bench.source import in_memory
from agents.dead_letters import ReadRecord
from stream.partition import Partition
from stream.site import Site

CHUNK: Final = 1_000
CHUNKS_A_CHECKPOINT: Final = 50


async def measure(job: Job) -> Sequence[Reading]:
    """Fold every partition in chunks, with the changes taken now and then: two figures, the time of each by itself."""
    logs = await in_memory(job.resolve(), job.events)
    # What only the bench holds must not be looked through while the core is measured.
    gc.collect()
    gc.freeze()
    folds: list[Reading] = []
    cuts: list[Reading] = []
    for number, records in enumerate(logs):
        partition = Partition(Site(), number)
        for stretch in _cut(records, CHUNK * CHUNKS_A_CHECKPOINT):
            watch = Stopwatch()
            refused = [refusal for chunk in _cut(stretch, CHUNK) for refusal in partition.fold(chunk)]
            folds.append(watch.read("core", len(stretch)))
            if refused:
                raise ValueError(f"the core refuses {len(refused)} events, the first as {refused[0].reason}")
            watch = Stopwatch()
            list(partition.changes())
            cuts.append(watch.read("core_changes", len(stretch)))
    return [together(folds), together(cuts)]


def _cut(records: Sequence[ReadRecord], length: int) -> Iterator[Sequence[ReadRecord]]:
    for first in range(0, len(records), length):
        yield records[first : first + length]


if __name__ == "__main__":
    answer(measure)
