"""A floor on a real Kafka that can be audited: a simulated day in its topics, workers, and rows spoilt on purpose."""

import asyncio
import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

import msgspec
from confluent_kafka import Producer

from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.settings.connection import prepare_topics
from agents.settings.runtime import Settings
from agents.simulate.encoding import AGENT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from tests.oracle.noise import Noise, noisy
from tests.system.topic_settings import configure
from tests.system.worker_process import Command, Commands, Document, environment, eventually, folded

PARTITIONS = 2
BEGINS_AT_MS = 1_772_442_000_000
"""2026-03-02 09:00 UTC. What can be compared when records are gone depends on ids and on the hour: both are fixed."""
SPAN_S = 3 * 3600
SEED = 5
AS_WRITTEN = {"message.timestamp.type": "CreateTime", "retention.ms": "-1"}
"""Records keep the time at which they were sent, and stay although that is long ago."""


class AuditedFloor:
    """Topics of its own, made and filled; workers and audits run in its environment."""

    def __init__(self, connection: Connection, prefix: str, commands: Commands) -> None:
        """Name everything."""
        self.connection = connection
        self.commands = commands
        self.names = environment(connection.bootstrap, prefix, checkpoint_interval="500ms", instance="one")
        own = {n.removeprefix("FLOORWATCH_").lower(): v for n, v in self.names.items() if n.startswith("FLOORWATCH_")}
        named = {name: value for name, value in own.items() if name.endswith("_topic") or name == "app_id"}
        self.settings = Settings.model_validate(named)
        self.told = 0
        self.of_contacts = 0

    async def fill(self, records: int) -> "AuditedFloor":
        """Make the topics and write so many records of a morning, some late, twice or spoilt."""
        settings = self.settings.model_copy(update={"partitions": PARTITIONS})
        await prepare_topics(self.connection, settings)
        await configure(self.connection, [settings.contact_topic, settings.agent_topic], AS_WRITTEN)
        if records:
            await asyncio.to_thread(self._write, records)
        return self

    def _write(self, records: int) -> None:
        scenario = Scenario(start_at_ms=BEGINS_AT_MS, seed=SEED, rate=records / SPAN_S * 1.2, duration_s=SPAN_S)
        noise = Noise(seed=SEED, delay_ms=60_000, duplicates=0.05, bad=0.005)
        producer = Producer({"bootstrap.servers": self.connection.bootstrap, "enable.idempotence": True})
        for record in islice(noisy(simulate(scenario), noise), records):
            of_agent = record.topic == AGENT_TOPIC
            topic = self.settings.agent_topic if of_agent else self.settings.contact_topic
            producer.produce(topic, key=record.key, value=record.value, timestamp=record.sent_at)
            producer.poll(0)
            self.of_contacts += not of_agent
            self.told += 1
        assert producer.flush() == 0

    async def caught_up(self, worker: Command, records: int | None = None) -> Document:
        """Wait until a worker shows all records, or so many."""

        async def look() -> Document | None:
            floor = await worker.floor()
            return floor if floor is not None and folded(floor) >= (records or self.told) else None

        return await eventually(look, "all is folded")

    async def audit(self, *options: str) -> tuple[int, Document]:
        """Audit, as a person would; returns the exit status and the document."""
        command = self.commands.start(self.names, "audit", "--json", "--rate", "0", *options)
        status = await command.ended()
        assert command.said, command.logged
        return status, json.loads(command.said[-1])

    async def rows(self, topic: str, number: int) -> Mapping[bytes, bytes]:
        """Return the rows that are kept of a partition."""
        return await read_rows(self.connection, topic, number, lambda _done, _total: None)

    async def spoil(self, topic: str, number: int, key: bytes, value: Any) -> None:  # noqa: ANN401 - any row
        """Overwrite a row of a state behind the workers' backs."""
        producer = Producer({"bootstrap.servers": self.connection.bootstrap})
        producer.produce(topic, key=key, value=msgspec.msgpack.encode(value), partition=number)
        assert await asyncio.to_thread(producer.flush) == 0
