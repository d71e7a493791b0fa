"""The rights that `deploy/kafka/acls.sh` gives are enough for what is done with them, and for nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.outputs.kafka import accesses
from agents.topics import TopicNames, prepare
from tests.system.guarded_kafka import GuardedKafka
from tests.system.kept_state import Topics
from tests.system.secured_calls import CALLS, PARTITIONS, figures_of_all, recorded_calls
from tests.system.worker_process import Commands, environment

pytestmark = pytest.mark.system

Environment = dict[str, str]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedKafka]:
    """Return a Kafka where nobody may do anything that no ACL allows."""
    with GuardedKafka(tmp_path_factory.mktemp("guarded")) as kafka:
        yield kafka


def told(guarded: GuardedKafka, prefix: str, role: str) -> Environment:
    """Return the environment of a command that goes in as the user of a role."""
    return environment(
        guarded.bootstrap,
        prefix,
        **guarded.settings(role),
        sasl_password=guarded.passwords[role],
        clock="events",
        checkpoint_interval="200ms",
    )


def names_of(environment: Environment) -> TopicNames:
    """Return the topics that an environment names."""
    names = ("CONTACT", "AGENT", "CONTACT_STATE", "AGENT_STATE", "DEAD_LETTER", "ALARM", "FLOOR")
    return TopicNames(*(environment[f"FLOORWATCH_{name}_TOPIC"] for name in names))


async def test_the_rights_are_enough(guarded: GuardedKafka, prefix: str, commands: Commands, tmp_path: Path) -> None:
    """Events become figures, and the state is kept, with users that can do nothing besides."""
    worker_told, producer_told = (told(guarded, prefix, role) for role in ("worker", "producer"))
    names = names_of(worker_told)
    await prepare(guarded.administrator, names, partitions=PARTITIONS, replication=1)
    await guarded.allow(accesses(names, app_id=prefix, group=prefix))
    producer = commands.start(producer_told, "produce", recorded_calls(tmp_path))
    worker = commands.start(worker_told, "worker")

    assert await producer.ended() == 0
    figures = await figures_of_all(worker, Topics.of(guarded.administrator, worker_told, PARTITIONS))

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
