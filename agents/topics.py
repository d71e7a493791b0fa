"""The topics: made where they are missing, checked at each start, so that what cannot work says so in one line."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicCollection
from confluent_kafka.admin import AdminClient, ConfigResource, NewTopic, ResourceType  # type: ignore[attr-defined]

from agents.kafka import Connection

ANSWER_WITHIN_S = 10.0
# A contact of very many events, or a refused record with its headers, must fit.
MAX_RECORD_BYTES = 8 << 20
DAY_MS = 86_400_000
_SHARED = (
    "a contact's records, state and dead letters share their partition's number: make anew what differs, "
    "or all of them under new names"
)


class TopicError(Exception):
    """A topic is not as it must be; the text says which, what is wrong and what to do."""


class KafkaAwayError(TopicError):
    """Kafka did not answer: trying again may help."""


@dataclass(frozen=True, slots=True)
class TopicNames:
    """What the topics are called."""

    contacts: str = "contact.events"
    agents: str = "agent.events"
    contact_state: str = "floorwatch.state.contacts"
    agent_state: str = "floorwatch.state.agents"
    dead_letters: str = "floorwatch.dead-letters"
    alarms: str = "floorwatch.alarms"
    floor: str = "floorwatch.floor"

    @property
    def sources(self) -> tuple[str, str]:
        """The topics that others write."""
        return (self.contacts, self.agents)

    @property
    def states(self) -> tuple[str, str]:
        """The topics that keep the state."""
        return (self.contact_state, self.agent_state)

    @property
    def co_partitioned(self) -> tuple[str, ...]:
        """The topics that must have as many partitions as the source."""
        return (*self.sources, *self.states, self.dead_letters)

    @property
    def compacted(self) -> tuple[str, ...]:
        """The topics of which the last record of each key is kept for ever."""
        return (*self.states, self.alarms, self.floor)

    @property
    def all(self) -> tuple[str, ...]:
        """Every topic that a worker needs."""
        return (*self.co_partitioned, self.alarms, self.floor)


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """A topic as Kafka describes it; `topic_id` changes when it is deleted and made again."""

    name: str
    topic_id: str
    partitions: int
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def max_record_bytes(self) -> int:
        """About the longest record that it takes, the batch around it left out."""
        return int(self.settings.get("max.message.bytes", 1_048_588)) - 1_024


@dataclass(frozen=True, slots=True)
class Prepared:
    """Topics that fit together, and what a person should hear about them all the same."""

    partitions: int
    topics: Mapping[str, TopicFacts]
    warnings: tuple[str, ...]


def settings_for(name: str, names: TopicNames) -> dict[str, str]:
    """Return the settings with which a topic is made."""
    if name in names.sources:
        # The order of the log is the order of these times, whatever the clocks of the producers say.
        return {"message.timestamp.type": "LogAppendTime", "retention.ms": str(14 * DAY_MS)}
    if name in names.compacted:
        # Small segments: what is not in a closed one is not compacted, and all of it is read at a restart.
        return {
            "cleanup.policy": "compact",
            "segment.ms": "600000",
            "min.cleanable.dirty.ratio": "0.2",
            "max.message.bytes": str(MAX_RECORD_BYTES),
        }
    return {"retention.ms": str(14 * DAY_MS), "max.message.bytes": str(MAX_RECORD_BYTES)}


def check(facts: Mapping[str, TopicFacts], names: TopicNames) -> Prepared:
    """Judge topics that are all there; raises TopicError with everything that is wrong."""
    partitions = facts[names.contacts].partitions
    wrong = [
        f"topic {name} has {facts[name].partitions} partitions and {names.contacts} {partitions}: they must be equal"
        for name in names.co_partitioned
        if facts[name].partitions != partitions
    ]
    shared = [_SHARED] if wrong else []
    for name in names.compacted:
        policy = facts[name].settings.get("cleanup.policy", "compact")
        if policy != "compact":
            wrong.append(
                f"topic {name} has cleanup.policy={policy}: rows that are still needed would be deleted; set compact"
            )
    policy = facts[names.dead_letters].settings.get("cleanup.policy", "delete")
    if "compact" in policy:
        wrong.append(
            f"topic {names.dead_letters} has cleanup.policy={policy}: of a contact's letters only the last would stay, "
            "and letters without a key are refused; set delete"
        )
    if wrong:
        raise TopicError("; ".join(wrong + shared))
    return Prepared(partitions, dict(facts), tuple(_warnings(facts, names)))


def _warnings(facts: Mapping[str, TopicFacts], names: TopicNames) -> list[str]:
    """Name what works, but not as well as it could."""
    found = []
    for name in names.sources:
        settings = facts[name].settings
        if settings.get("message.timestamp.type", "LogAppendTime") != "LogAppendTime":
            found.append(
                f"topic {name} keeps the time of its producers (message.timestamp.type=CreateTime): "
                "a producer with a wrong clock moves the log's clock; LogAppendTime is better"
            )
        if "compact" in settings.get("cleanup.policy", "delete"):
            found.append(f"topic {name} is compacted: of a contact's events only the last would stay")
    longest = max(facts[name].max_record_bytes for name in names.sources)
    if facts[names.dead_letters].max_record_bytes < longest:
        found.append(f"topic {names.dead_letters} takes shorter records than the sources: long ones would be cut off")
    return found


async def prepare(  # noqa: PLR0913 - all but the first two are settings with defaults
    connection: Connection,
    names: TopicNames,
    *,
    partitions: int,
    replication: int = -1,
    create: bool = True,
    answer_within_s: float = ANSWER_WITHIN_S,
) -> Prepared:
    """Make the missing topics and check all; raises TopicError, KafkaAwayError where nobody answers.

    New topics get as many partitions as the source has, or `partitions` if that is missing too; `replication` -1 is
    the broker's default. With `create` off, a missing topic is an error.
    """
    admin = _Admin(_client(connection), names, replication, answer_within_s)
    try:
        facts = await admin.describe(names.all)
        missing = [name for name in names.all if name not in facts]
        if missing and not create:
            raise TopicError(f"topics are missing: {', '.join(missing)}")
        if names.contacts in missing:
            # Somebody else may be making it just now: what counts is how many partitions it has in the end.
            await admin.create([names.contacts], partitions)
            facts = await admin.described([names.contacts])
        await admin.create([name for name in missing if name != names.contacts], facts[names.contacts].partitions)
        facts = await admin.described(names.all)
    except KafkaException as error:
        raise _named(error, connection) from error
    return check(facts, names)


async def topics_now(connection: Connection, names: TopicNames) -> Mapping[str, TopicFacts]:
    """What Kafka says of those of the topics that there are; raises as `prepare` does."""
    try:
        # It takes a moment, and the worker has other things to do.
        client = await asyncio.to_thread(_client, connection)
        return await _Admin(client, names, -1, ANSWER_WITHIN_S).describe(names.all)
    except KafkaException as error:
        raise _named(error, connection) from error


def _client(connection: Connection) -> AdminClient:
    return AdminClient(connection.native_arguments(), logger=logging.getLogger("aiokafka.admin"))


@dataclass(frozen=True, slots=True)
class _Admin:
    """Asks Kafka about topics and makes them."""

    client: AdminClient
    names: TopicNames
    replication: int
    answer_within_s: float

    async def describe(self, names: Sequence[str]) -> dict[str, TopicFacts]:
        """Return what Kafka says about those of the topics that exist."""
        asked = self.client.describe_topics(TopicCollection(list(names)), request_timeout=self.answer_within_s)
        found: dict[str, Any] = {}
        for name, answer in asked.items():
            try:
                found[name] = await asyncio.wrap_future(answer)
            except KafkaException as error:
                if error.args[0].code() != KafkaError.UNKNOWN_TOPIC_OR_PART:
                    raise
        if not found:
            return {}
        resources = [ConfigResource(ResourceType.TOPIC, name) for name in found]
        settings: dict[str, Mapping[str, str]] = {}
        configured = self.client.describe_configs(resources, request_timeout=self.answer_within_s)
        for resource, answer in configured.items():
            entries = await asyncio.wrap_future(answer)
            settings[resource.name] = {entry.name: entry.value for entry in entries.values() if entry.value is not None}
        return {
            name: TopicFacts(name, str(topic.topic_id), len(topic.partitions), settings[name])
            for name, topic in found.items()
        }

    async def create(self, missing: Sequence[str], partitions: int) -> None:
        """Make topics; that another worker was faster is fine."""
        if not missing:
            return
        wanted = [
            NewTopic(
                name,
                num_partitions=partitions,
                replication_factor=self.replication,
                config=settings_for(name, self.names),
            )
            for name in missing
        ]
        made: dict[str, Future[None]] = self.client.create_topics(wanted, request_timeout=self.answer_within_s)
        for answer in made.values():
            try:
                await asyncio.wrap_future(answer)
            except KafkaException as error:
                if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                    raise

    async def described(self, names: Sequence[str]) -> dict[str, TopicFacts]:
        """Describe topics that have just been made, which each broker learns in its own time."""
        try:
            async with asyncio.timeout(self.answer_within_s):
                while len(facts := await self.describe(names)) < len(names):  # noqa: ASYNC110 - Kafka sets no event
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise KafkaAwayError(f"Kafka does not show topics that were made: {', '.join(names)}") from None
        return facts


def _named(error: KafkaException, connection: Connection) -> TopicError:
    """Say in one line what Kafka has against it."""
    reason: KafkaError = error.args[0]
    away = (KafkaError._TIMED_OUT, KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._RESOLVE)  # noqa: SLF001 - named so by librdkafka
    if reason.code() in away or reason.retriable():
        return KafkaAwayError(f"Kafka at {connection.bootstrap} does not answer: {reason.str()}")
    return TopicError(f"Kafka at {connection.bootstrap}: {reason.str()}")
