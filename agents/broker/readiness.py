"""Whether a broker is there for what clients do first."""

import asyncio

from aiokafka.client import AIOKafkaClient, CoordinationType
from aiokafka.errors import KafkaError
from aiokafka.protocol.metadata import MetadataRequest

REQUEST_TIMEOUT_MS = 5_000
# Any name will do: asking makes the broker create its internal topics, so that no first group or transaction waits.
COORDINATED = "floorwatch"


async def answers(bootstrap: str, cluster_id: str) -> bool:
    """Ask once: True when the cluster of that id answers there and can coordinate groups and transactions."""
    host, port = bootstrap.rsplit(":", 1)
    try:
        # First without the client, which would log each refused connection as an error.
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    client = AIOKafkaClient(bootstrap_servers=bootstrap, request_timeout_ms=REQUEST_TIMEOUT_MS)
    try:
        await client.bootstrap()
        node = client.get_random_node()
        if node is None:
            return False
        metadata = await client.send(node, MetadataRequest([]))
        if metadata.cluster_id != cluster_id:
            return False
        for kind in (CoordinationType.GROUP, CoordinationType.TRANSACTION):
            await client.coordinator_lookup(kind, COORDINATED)
    except (KafkaError, OSError, TimeoutError):
        return False
    else:
        return True
    finally:
        await client.close()
