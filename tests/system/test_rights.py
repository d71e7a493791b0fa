"""The rights that `deploy/kafka/acls.sh` gives are enough for what is done with them, and for nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.outputs.kafka import accesses
from agents.topics import TopicNames, prepare
from tests.system.guarded_kafka import MECHANISM, PASSWORDS, GuardedKafka
from tests.system.kept_state import Topics, kept_count
from tests.system.worker_process import Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

PARTITIONS = 2
CALLS = 30
FIRST_CALL_AT_MS = 1_750_000_000_000
EVENTS = ((0, "contact.queued"), (8_000, "contact.answered"), (60_000, "contact.ended"))
Environment = dict[str, str]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedKafka]:
    """Return a Kafka where nobody may do anything that no ACL allows."""
    with GuardedKafka(tmp_path_factory.mktemp("guarded")) as kafka:
        yield kafka


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """Return a recording of calls, one a second."""
    lines = [
        json.dumps({"type": kind, "time": FIRST_CALL_AT_MS + number * 1_000 + after_ms, **call})
        for number in range(CALLS)
        for call in [{"contact": f"call-{number}", "queue": "sales", "channel": "voice"}]
        for after_ms, kind in EVENTS
    ]
    path = tmp_path / "calls.jsonl"
    path.write_text("\n".join(lines))
    return path


def told(guarded: GuardedKafka, prefix: str, role: str) -> Environment:
    """Return the environment of a command that goes in as the user of a role."""
    return environment(
        guarded.bootstrap,
        prefix,
        tls="true",
        tls_ca=guarded.authority.certificate,
        sasl_mechanism=MECHANISM,
        sasl_username=role,
        sasl_password=PASSWORDS[role],
        clock="events",
        checkpoint_interval="200ms",
    )


def names_of(environment: Environment) -> TopicNames:
    """Return the topics that an environment names."""
    names = ("CONTACT", "AGENT", "CONTACT_STATE", "AGENT_STATE", "DEAD_LETTER", "ALARM", "FLOOR")
    return TopicNames(*(environment[f"FLOORWATCH_{name}_TOPIC"] for name in names))


async def test_the_rights_are_enough(guarded: GuardedKafka, prefix: str, commands: Commands, calls: Path) -> None:
    """Events become figures, and the state is kept, with users that can do nothing besides."""
    worker_told, producer_told = (told(guarded, prefix, role) for role in ("worker", "producer"))
    names = names_of(worker_told)
    await prepare(guarded.administrator, names, partitions=PARTITIONS, replication=1)
    await guarded.allow(accesses(names, app_id=prefix, group=prefix))
    producer, worker = commands.start(producer_told, "produce", calls), commands.start(worker_told, "worker")
    topics = Topics.of(guarded.administrator, worker_told, PARTITIONS)
    count = CALLS * len(EVENTS)

    async def complete() -> Document | None:
        floor = await worker.floor()
        return floor if floor is not None and folded(floor) == count else None

    async def durable() -> int | None:
        kept = await kept_count(topics)
        return kept if kept == count else None

    assert await producer.ended() == 0
    figures = everything(await eventually(complete, "a floor of all events"))["kpis"]
    await eventually(durable, "all events are kept")

    assert figures["answered"]["today"]["value"] == CALLS
    assert await worker.terminate() == 0
    assert worker.events("alarms_not_sent") == worker.events("alarms_not_read") == []


async def test_who_sends_events_can_do_nothing_else(guarded: GuardedKafka, prefix: str, commands: Commands) -> None:
    """A worker that goes in as such a user reads nothing and ends, saying what it lacks."""
    mistaken = told(guarded, prefix, "producer")
    names = names_of(mistaken)
    await prepare(guarded.administrator, names, partitions=PARTITIONS, replication=1)
    await guarded.allow(accesses(names, app_id=prefix, group=prefix))
    worker = commands.start(mistaken, "worker")

    assert await worker.ended() != 0
    assert [line for line in worker.logged if "uthoriz" in line]
