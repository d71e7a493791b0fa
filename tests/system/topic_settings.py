"""Settings of topics that exist."""

import asyncio
from collections.abc import Iterable, Mapping

from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourceType,
)

from agents.kafka import Connection


async def configure(connection: Connection, topics: Iterable[str], settings: Mapping[str, str]) -> None:
    """Set these, by the names that Kafka gives them; all others stay."""
    entries = [
        ConfigEntry(name, value, incremental_operation=AlterConfigOpType.SET) for name, value in settings.items()
    ]
    resources = [ConfigResource(ResourceType.TOPIC, name, incremental_configs=entries) for name in topics]
    admin = AdminClient({"bootstrap.servers": connection.bootstrap})
    changed = admin.incremental_alter_configs(resources)
    await asyncio.gather(*(asyncio.wrap_future(done) for done in changed.values()))
