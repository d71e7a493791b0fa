"""The decoding alone: from the bytes of a record that is in memory to the event that the core folds."""

import gc
from collections.abc import Sequence

from agents.bench.reading import Job, Reading, Stopwatch, answer
from agents.bench.source import in_memory
from stream.codec import decode
from stream.events import Rejected


async def measure(job: Job) -> Sequence[Reading]:
    """Decode every record once; raises ValueError where one is refused."""
    values = [record.value for log in await in_memory(job.resolve(), job.events) for record in log]
    # What only the bench holds must not be looked through while the decoding is measured.
    gc.collect()
    gc.freeze()
    refused = 0
    watch = Stopwatch()
    for value in values:
        refused += isinstance(decode(value), Rejected)
    reading = watch.read("decode", len(values))
    if refused:
        raise ValueError(f"the codec refuses {refused} events")
    return [reading]


if __name__ == "__main__":
    answer(measure)
