"""Which local broker this machine can have."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from agents.broker.embedded import EmbeddedCluster
from agents.broker.errors import FetchFailed, ToolMissing
from agents.broker.jars import KAFKA_VERSION
from agents.broker.local import LocalKafka
from agents.broker.progress import Progress, stderr_line

FORGETS = 'using the cluster built into librdkafka, which forgets (durability = "none": it has no transactions)'


@dataclass(frozen=True, slots=True)
class OpenBroker:
    """A broker that serves, and one line for the person in front about which one it is and why."""

    broker: LocalKafka | EmbeddedCluster
    notice: str


@contextlib.asynccontextmanager
async def open_broker(
    directory: Path | None = None, *, heap: str = "512m", progress: Progress = stderr_line
) -> AsyncIterator[OpenBroker]:
    """Start a real Kafka, or the embedded cluster where Kafka cannot be had, and stop it at the end.

    A Kafka that is there and does not start is an error (BrokerDied, NotReady) and never a reason to take the other.
    """
    kafka = LocalKafka(directory, heap=heap, progress=progress)
    try:
        await kafka.start()
    except (ToolMissing, FetchFailed) as reason:
        async with EmbeddedCluster() as cluster:
            yield OpenBroker(cluster, f"{FORGETS}: {reason}")
        return
    where = "a temporary folder" if directory is None else str(kafka.directory)
    try:
        yield OpenBroker(kafka, f"Apache Kafka {KAFKA_VERSION} on {kafka.bootstrap}, records in {where}")
    finally:
        await kafka.stop()
