"""Records to Kafka: acknowledged by all replicas, in order, each sent once, as slowly as asked for."""

import asyncio
from collections.abc import Callable, Iterable, Iterator

from aiokafka import AIOKafkaProducer

from agents.cli.outgoing import Outgoing
from agents.cli.pace import Pace
from agents.clock import now_ms
from agents.opened import opened
from agents.settings.connection import connection_of, prepare_topics
from agents.settings.runtime import Settings
from agents.simulate.encoding import AGENT_TOPIC, encode
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.units import SECOND

_LINGER_MS = 20
_BATCH_BYTES = 128 * 1024
_SHORTEST_NAP_S = 0.002
"""Sleeping for less costs more than it spreads."""
_BREATH = 100

Sent = Callable[[Outgoing], None]


class Delivery:
    """What became of the records: how many Kafka has, and what it said against the others."""

    def __init__(self) -> None:
        """Nothing sent yet."""
        self.delivered = 0
        self.refused: list[tuple[Outgoing, BaseException]] = []

    def settle(self, record: Outgoing, answer: "asyncio.Future[object]") -> None:
        """Take Kafka's answer to one record."""
        fault = asyncio.CancelledError() if answer.cancelled() else answer.exception()
        if fault is None:
            self.delivered += 1
        else:
            self.refused.append((record, fault))


def simulated(scenario: Scenario, settings: Settings) -> Iterator[Outgoing]:
    """The events of a simulated floor as they go to Kafka, each to the topic that takes its kind."""
    for event in simulate(scenario):
        key, value, topic = encode(event)
        ours = settings.agent_topic if topic == AGENT_TOPIC else settings.contact_topic
        yield Outgoing(ours, key, value, event["time"])


async def send(
    records: Iterable[Outgoing], settings: Settings, *, pace: Pace | None = None, sent: Sent | None = None
) -> Delivery:
    """Send all records and wait for the answers; `sent` is called as each is handed over.

    Topics that are missing are made. Raises KafkaAwayError, ConfigurationError where we are not let in, and as the
    topics' check does.
    """
    connection = connection_of(settings)
    producer = AIOKafkaProducer(
        **connection.asyncio_arguments(),
        acks="all",
        enable_idempotence=True,
        linger_ms=_LINGER_MS,
        max_batch_size=_BATCH_BYTES,
    )
    delivery = Delivery()
    async with opened(connection, producer):
        known = (await producer.client.fetch_all_metadata()).topics()
        if not {settings.contact_topic, settings.agent_topic} <= known and settings.durability != "none":
            await prepare_topics(connection, settings)
        await _hand_over(records, producer, pace, sent, delivery)
        await producer.flush()
    return delivery


async def _hand_over(
    records: Iterable[Outgoing],
    producer: AIOKafkaProducer,
    pace: Pace | None,
    sent: Sent | None,
    delivery: Delivery,
) -> None:
    for number, record in enumerate(records, 1):
        if number % _BREATH == 0:
            # Handing over seldom waits: without this, nobody else on the event loop would have a turn.
            await asyncio.sleep(0)
        if pace is not None and record.at_ms is not None:
            now = now_ms()
            nap_s = (pace.due_at(record.at_ms, now) - now) / SECOND
            if nap_s >= _SHORTEST_NAP_S:
                await asyncio.sleep(nap_s)
        answer = await producer.send(record.topic, value=record.value, key=record.key)
        answer.add_done_callback(lambda done, record=record: delivery.settle(record, done))
        if sent is not None:
            sent(record)
