"""A state that cannot be gone on with, or that somebody does not want: the worker reads the source again by itself.

Each case is one more start on the same topics; what the worker then keeps is what the records make of it.
"""

import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path

import pytest
from confluent_kafka import Producer

from agents.broker.local import LocalKafka
from agents.kafka import Connection
from agents.lane.loader import read_rows
from agents.simulate.encoding import CONTACT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from agents.topics import TopicNames, prepare
from stream.rows import META_KEY
from tests.oracle.noise import Noise, noisy
from tests.system.kept_state import Expected, Topics, differences, expected
from tests.system.shared_kafka import shared_kafka_of
from tests.system.worker_process import Command, Commands, environment, eventually, folded

pytestmark = pytest.mark.system

RECORDS = 3_000
PARTITIONS = 2
CAUGHT_UP = re.compile(r"^floorwatch_partition_caught_up\{[^}]*\} 1", re.MULTILINE)
SPAN_S = 3_600
SEED = 5
BROKEN = 1
"""The partition to whose state something happens."""


class Kept:
    """Topics with records, and a worker's state of all of them."""

    def __init__(self, kafka: LocalKafka) -> None:
        """Choose names."""
        self.connection = Connection(kafka.bootstrap)
        self.prefix = f"test-{secrets.token_hex(4)}"
        # It returns at once under its own name, without waiting for the session of the one before.
        self.environment = environment(
            kafka.bootstrap, self.prefix, partitions=PARTITIONS, instance="one", checkpoint_interval="200ms"
        )
        self.topics = Topics.of(self.connection, self.environment, PARTITIONS)

    async def prepare(self) -> None:
        """Make the topics, and write the records."""
        names = [self.environment[f"FLOORWATCH_{name}"] for name in ("CONTACT_TOPIC", "AGENT_TOPIC")]
        names += [self.environment[f"FLOORWATCH_{name}_STATE_TOPIC"] for name in ("CONTACT", "AGENT")]
        names += [self.environment[f"FLOORWATCH_{name}_TOPIC"] for name in ("DEAD_LETTER", "ALARM", "FLOOR")]
        await prepare(self.connection, TopicNames(*names), partitions=PARTITIONS)
        scenario = Scenario(
            start_at_ms=int(time.time() - SPAN_S) * 1000, seed=SEED, rate=RECORDS / SPAN_S * 2, duration_s=SPAN_S
        )
        noise = Noise(seed=SEED, delay_ms=10_000, duplicates=0.05, bad=0.003)
        sent = (record for record in noisy(simulate(scenario), noise) if record.topic == CONTACT_TOPIC)
        records = list(islice(sent, RECORDS))
        assert len(records) == RECORDS
        self.write(self.topics.source, [(record.key, record.value) for record in records])

    def write(self, topic: str, records: list[tuple[bytes | None, bytes | None]], partition: int = -1) -> None:
        """Write records as anybody could."""
        producer = Producer({"bootstrap.servers": self.connection.bootstrap, "partitioner": "murmur2_random"})
        for key, value in records:
            producer.produce(topic, value, key, partition)
        assert producer.flush() == 0

    async def contact_key(self) -> bytes:
        """Return the key of one contact's row, of the generation that counts now."""
        rows = await read_rows(self.connection, self.topics.state, BROKEN, lambda _done, _total: None)
        assert META_KEY in rows
        return max(key for key in rows if b'"contact"' in key)

    @asynccontextmanager
    async def worked(self, commands: Commands, *options: str, **settings: str) -> AsyncIterator[Command]:
        """Let a worker read everything, look at it, and end it in order."""
        told = {f"FLOORWATCH_{name.upper()}": value for name, value in settings.items()}
        worker = commands.start(self.environment | told, "worker", *options)

        async def look() -> bool | None:
            floor = await worker.floor()
            metrics = (await worker.get("metrics") or b"").decode()
            # The floor alone may be what the worker before has told of it.
            whole = len(CAUGHT_UP.findall(metrics)) == PARTITIONS
            return True if whole and floor is not None and folded(floor) == RECORDS else None

        await eventually(look, "all is folded")
        yield worker
        assert await worker.terminate() == 0


@pytest.fixture(scope="module")
def kept(pytestconfig: pytest.Config) -> Kept:
    """Return the topics that all cases share."""
    return Kept(shared_kafka_of(pytestconfig))


async def reasons(worker: Command) -> dict[str, str]:
    """Return why partitions were rebuilt, as the endpoint for people and machines says it; the log says the same."""
    body = ""

    async def look() -> dict[str, str] | None:
        nonlocal body
        body = (await worker.get("health/ready") or b"").decode()
        told = re.findall(r"(\d+)(?: of the agents' topic)? \(([^)]*)\)", body)
        logged = {line["rebuild_reason"] for line in worker.events("lane_restored")} - {None}
        return dict(told) if {reason for _, reason in told} == logged else None

    return await eventually(look, lambda: f"what is logged is told too: {body}")


async def but_for_letters(topics: Topics, wanted: Mapping[int, Expected]) -> dict[str, object]:
    """Compare what is kept; who reads records again refuses the bad ones again, and sends their letters again."""
    found = await differences(topics, wanted)
    return {what: difference for what, difference in found.items() if not what.endswith(" letters")}


async def test_a_state_that_cannot_be_gone_on_with_is_rebuilt(kept: Kept, commands: Commands, tmp_path: Path) -> None:
    """A row is missing, a row is damaged, all are gone but one, other rules hold, somebody asks: one start for each."""
    await kept.prepare()
    wanted = await expected(kept.topics)
    async with kept.worked(commands) as worker:
        assert await reasons(worker) == {}
    assert await differences(kept.topics, wanted) == {}

    state = kept.topics.state
    kept.write(state, [(await kept.contact_key(), None)], BROKEN)
    async with kept.worked(commands) as worker:
        found = await reasons(worker)
    assert found.keys() == {str(BROKEN)}
    assert re.fullmatch(r"the state topic holds \d+ of \d+ rows", found[str(BROKEN)])
    assert await but_for_letters(kept.topics, wanted) == {}

    kept.write(state, [(await kept.contact_key(), b"\x00damaged")], BROKEN)
    async with kept.worked(commands) as worker:
        found = await reasons(worker)
    assert found.keys() == {str(BROKEN)}
    assert found[str(BROKEN)].startswith("damaged row")
    assert await but_for_letters(kept.topics, wanted) == {}

    kept.write(state, [(META_KEY, None)], BROKEN)
    async with kept.worked(commands) as worker:
        assert await reasons(worker) == {str(BROKEN): "rows without a meta row"}
    assert await but_for_letters(kept.topics, wanted) == {}

    async with kept.worked(commands, "--rebuild") as worker:
        assert await reasons(worker) == {"0": "asked for", "1": "asked for"}
    assert await but_for_letters(kept.topics, wanted) == {}

    config = tmp_path / "other.toml"
    config.write_text('[floor]\nsettling_horizon = "20m"\n')
    async with kept.worked(commands, config=str(config)) as worker:
        changed = "what shapes the numbers was changed"
        assert await reasons(worker) == {"0": changed, "1": changed}
    async with kept.worked(commands, config=str(config)) as worker:
        assert await reasons(worker) == {}
