"""A floor on a Kafka that is not spared: its records, written as far as somebody allows, and its workers."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from confluent_kafka import KafkaError, Message, Producer

from agents.broker.local import LocalKafka
from agents.kafka import Connection
from agents.settings.connection import topic_names
from agents.settings.runtime import Settings
from agents.topics import prepare
from tests.system.faults_history import Sent
from tests.system.kept_state import Topics
from tests.system.topic_settings import configure
from tests.system.worker_process import Command, Commands, environment

PARTITIONS: Final = 4
COMPACT_AT_ONCE: Final = {"segment.ms": "3000", "min.cleanable.dirty.ratio": "0.01", "min.compaction.lag.ms": "0"}
BROKER: Final = {"log.cleaner.backoff.ms": "1000", "log.initial.task.delay.ms": "500"}
"""Of the Kafka of such a floor: its cleaner looks all the time."""
DYING_WORKER: Final = Path(__file__).with_name("dying_worker.py")
STEP: Final = 100


class FaultyFloor:
    """Topics of its own, and a thread that writes `sent` to them at `rate` records/s, up to `allowed` of them."""

    def __init__(self, kafka: LocalKafka, prefix: str, commands: Commands, sent: Sequence[Sent], rate: int) -> None:
        """Begin without topics and workers."""
        self.kafka = kafka
        self.connection = Connection(kafka.bootstrap)
        own = {"clock": "events", "partitions": PARTITIONS, "checkpoint_interval": "300ms"}
        self.names = environment(kafka.bootstrap, prefix, **own)
        self.topics = Topics.of(self.connection, self.names, PARTITIONS)
        self.agent_topic = self.names["FLOORWATCH_AGENT_TOPIC"]
        self.state_topics = (self.topics.state, self.names["FLOORWATCH_AGENT_STATE_TOPIC"])
        self.commands = commands
        self.total = len(sent)
        self.of_contacts = sum(not one.of_agent for one in sent)
        self.allowed = 0
        self.written = 0
        self.lost: list[str] = []
        self.heard = "nothing"
        """What went wrong last between the writer and Kafka: it goes on, or says why it cannot."""
        self._sent = sent
        self._rate = rate
        self._over = threading.Event()
        self._writer = threading.Thread(target=self._write, daemon=True)

    async def prepare(self) -> None:
        """Make the topics, the compacted ones such that they are compacted all the time; begin to write."""
        told = {n.removeprefix("FLOORWATCH_").lower(): value for n, value in self.names.items() if "_TOPIC" in n}
        names = topic_names(Settings.model_validate(told))
        await prepare(self.connection, names, partitions=PARTITIONS)
        await configure(self.connection, names.states, COMPACT_AT_ONCE)
        self._writer.start()

    def join(self, instance: str | None) -> Command:
        """Start a worker, by its name if it has one."""
        return self.commands.start(self._named(instance), "worker")

    def join_dying(self, instance: str | None, seed: str) -> Command:
        """Start a worker that kills itself inside one of its checkpoints."""
        return self.commands.start(self._named(instance), seed, program=DYING_WORKER)

    def _named(self, instance: str | None) -> dict[str, str]:
        return self.names if instance is None else self.names | {"FLOORWATCH_INSTANCE": instance}

    def close(self) -> None:
        """Write no more."""
        self._over.set()
        if self._writer.is_alive():
            self._writer.join()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write no more."""
        self.close()

    def _write(self) -> None:
        # A broker that is away is waited for; nothing that it has taken is written twice.
        producer = Producer(
            {
                "bootstrap.servers": self.kafka.bootstrap,
                "enable.idempotence": True,
                "message.timeout.ms": 0,
                "linger.ms": 5,
                "log_level": 0,
                "queue.buffering.max.messages": 20_000,
                "error_cb": self._heard,
            }
        )
        place = 0
        begun_s = time.monotonic()
        while place < self.total and not self._over.is_set():
            due = min(self.allowed, int((time.monotonic() - begun_s) * self._rate), self.total)
            for one in self._sent[place : max(place, min(due, place + STEP))]:
                if not self._produce(producer, one):
                    break
                place += 1
            producer.poll(0 if place < due else 0.01)
        while producer.flush(0.2) and not self._over.is_set():
            pass

    def _produce(self, producer: Producer, one: Sent) -> bool:
        topic = self.agent_topic if one.of_agent else self.topics.source
        try:
            producer.produce(topic, key=one.key, value=one.value, on_delivery=self._arrived)
        except BufferError:
            producer.poll(0.1)
            return False
        return True

    def _heard(self, error: KafkaError) -> None:
        self.heard = error.str()

    def _arrived(self, error: KafkaError | None, _message: Message) -> None:
        if error is None:
            self.written += 1
        else:
            self.lost.append(error.str())
