"""Every sub-bench by its name, in the order in which they run and are shown."""

from collections.abc import Iterable
from typing import Final

from agents.bench import backlog, latency, memory, restart, scrape, sse
from agents.bench.stage import SubBench
from agents.bench.throughput import PER_EVENT
from agents.cli.failure import MisuseError

READING: Final = {
    "decode": "decoding of an event, beside a raw loop over the same topic",
    "core": "folding of events that are in memory, and the changes that a checkpoint would keep",
    "lane": "a durable worker on Kafka from the first event until all are applied, and until all are kept",
    PER_EVENT: "a Faust agent that takes events one by one into a hopping table, for the record",
}
"""The sub-benches that share one topic and its rounds, with a line for `--list`; the raw loop runs with any of them."""

_ALONE: Final = (
    SubBench(
        "latency", "from event to figures and from deadline to breach, at 1,000 and 20,000 events/s", latency.measure
    ),
    SubBench("scrape", "/metrics of fifty queues, while events go on", scrape.measure),
    SubBench("sse", "five hundred wall boards, of which fifty never read", sse.measure),
    SubBench(
        restart.NAME,
        "a worker that has a hundred thousand, and a million, open contacts to restore before the first event",
        restart.measure,
    ),
    SubBench(memory.NAME, "what an open contact of ten events takes", memory.measure, needs_kafka=False),
    SubBench(
        "backlog", "a million events on eight partitions, read from the earliest, beside a replay", backlog.measure
    ),
)
ALONE: Final[dict[str, SubBench]] = {bench.name: bench for bench in _ALONE}
"""Those that run by themselves."""

QUICK: Final = ("core", "lane", PER_EVENT)
"""What runs where none is named."""
EVERYTHING: Final = "all"


def chosen(names: Iterable[str]) -> list[str]:
    """The sub-benches that are meant, each once, in their order; raises MisuseError for a name that there is not."""
    wanted = list(names) or list(QUICK)
    known = [*READING, *ALONE]
    for name in wanted:
        if name not in known and name != EVERYTHING:
            raise MisuseError("SUB-BENCH", f"there is no {name!r}; there are {', '.join(known)}, and {EVERYTHING}")
    return known if EVERYTHING in wanted else [name for name in known if name in wanted]


def about() -> dict[str, str]:
    """A line about each."""
    return READING | {name: bench.about for name, bench in ALONE.items()}
