"""A broker without transactions: figures and dead letters are right, and a restart reads everything again."""

import pytest

from agents.broker.embedded import EmbeddedCluster
from agents.kafka import Connection
from agents.lane.forgetful import ForgetfulLog
from agents.lane.store import StateTopics
from tests.system.lane_harness import Floor, Workers, until, whole

pytestmark = pytest.mark.system

RECORDS = 3_000


async def test_nothing_is_kept_but_dead_letters(prefix: str) -> None:
    """Each worker folds all records and sends the letter of each bad one."""
    async with EmbeddedCluster() as cluster:
        floor = Floor(Connection(cluster.bootstrap), prefix)
        await floor.produce(0, RECORDS)
        topics = StateTopics(prefix, floor.names.contact_state, floor.names.dead_letters)
        folded = []
        with Workers(floor.connection, prefix) as workers:
            for _ in range(2):
                worker = workers.start(forget=True)
                await until(lambda w=worker: w.applied == RECORDS, "all is folded")  # type: ignore[misc]
                folded.append(worker.applied)
                assert await worker.terminate() == 0
        source, letters = await floor.source(), await floor.letters()
        bad = [whole(record) for number in source for record in source[number] if record.value.startswith(b"bad")]

        assert folded == [RECORDS, RECORDS]
        assert sorted(whole(letter) for number in letters for letter in letters[number]) == sorted(bad + bad)
        assert ForgetfulLog(floor.connection, topics).durable is False
