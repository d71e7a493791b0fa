"""What the leader of the group must know before it assigns partitions: aiokafka and Faust do with what they know.

A broker that has just come back may not know its topics yet. Faust leaves out the topics that are missing, each worker
is given nothing, and nobody asks again for as long as nothing else happens.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

import structlog
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.coordinator.protocol import ConsumerProtocol

log = structlog.stdlib.get_logger(__name__)

METADATA_MS: Final = 5_000
"""How old metadata may become; when topics appear in it that were missing, aiokafka lets the group assign again."""
KNOWN_WITHIN_MS: Final = 5_000
"""How long the leader waits for its topics: in time for the group to be told of the assignment within the session."""
RETRY_MS: Final = 200

Assign: TypeAlias = Callable[[Any], Awaitable[Mapping[str, Any]]]
"""From the answer to a JoinGroup that names all members to the assignment of each."""


def with_all_topics(coordinator: GroupCoordinator, within_ms: int = KNOWN_WITHIN_MS) -> Assign:
    """Return the coordinator's way to assign, preceded by a wait until all topics of the members are known.

    Beyond `within_ms` it assigns with what is known; what appears later is assigned then.
    """
    client, assign = coordinator._client, coordinator._perform_assignment

    async def assign_all(joined: Any) -> Mapping[str, Any]:  # noqa: ANN401 - aiokafka's own
        topics = {
            topic for member in joined.members for topic in ConsumerProtocol.METADATA.decode(member[-1]).subscription
        }
        client.set_topics(topics)
        missing = await _missing(client, topics, within_ms)
        if missing:
            log.warning("topics_unknown", topics=sorted(missing))
        assigned: Mapping[str, Any] = await assign(joined)
        return assigned

    return assign_all


async def _missing(client: AIOKafkaClient, topics: set[str], within_ms: int) -> set[str]:
    """Ask for metadata until all topics are in it, and return those that still are not when the time is over."""
    missing = _unknown(client, topics)
    try:
        async with asyncio.timeout(within_ms / 1000):
            while missing:
                await client.force_metadata_update()
                missing = _unknown(client, topics)
                if missing:
                    await asyncio.sleep(RETRY_MS / 1000)
    except TimeoutError:
        pass
    return missing


def _unknown(client: AIOKafkaClient, topics: set[str]) -> set[str]:
    return {topic for topic in topics if not client.cluster.partitions_for_topic(topic)}
