"""Records of benches that nobody ran."""

from agents.bench.figures import Figure, measured
from agents.bench.findings import Findings, warnings_of
from agents.bench.machine import Machine
from agents.bench.reading import Reading
from agents.bench.throughput import figures_of

QUIET = Machine("AMD EPYC", 2, 1.0, 9_000, "CPython 3.11.7")
BUSY = Machine("AMD EPYC", 2, 1.01, None, "CPython 3.11.7")
# Three rounds, of which the second met a neighbour: the loop and the worker took twice as long.
READINGS = [
    Reading("raw", 1_000, 1.0, 0.010),
    Reading("worker_durable", 1_000, 5.0, 0.050),
    Reading("raw", 1_000, 2.0, 0.020),
    Reading("worker_durable", 1_000, 10.0, 0.050),
    Reading("raw", 1_000, 1.0, 0.010),
    Reading("worker_durable", 1_000, 4.0, 0.040),
    Reading("per_event", 100, 10.0, 0.400),
]
VISIBLE = measured("latency", "visible_1000", "1,000 events/s: event → /api/floor, p99", 1_600, "ms", at_most=1_500)


def record(figures: list[Figure] | None = None, before: Machine = BUSY) -> Findings:
    """A record with these figures, or with those of `READINGS` and one that misses its limit."""
    return Findings(
        version="0.1.0",
        started_at="2026-11-02T09:00:00Z",
        seconds=60.0,
        kafka="Kafka at there:9092",
        scale=1.0,
        events=1_000,
        partitions=4,
        before=before,
        load_after=2.5,
        figures=[*figures_of(READINGS), VISIBLE] if figures is None else figures,
        warnings=warnings_of(before),
    )
