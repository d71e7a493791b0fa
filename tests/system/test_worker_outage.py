"""The broker goes and comes back: the worker goes on by itself, loses nothing, stays quiet and always has an answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.broker.local import LocalKafka
from agents.broker.progress import silent
from tests.system.outage import LINES_A_MINUTE, Deserted, Outage
from tests.system.shared_kafka import READY_MS
from tests.system.worker_process import Commands

pytestmark = pytest.mark.system

ABANDONED_WORKER = Path(__file__).with_name("abandoned_worker.py")


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    """Return the commands of this test."""
    with Commands(tmp_path) as started:
        yield started


def long_enough(seen: Outage) -> bool:
    """Whether the worker has said that it hears nothing, and a flood would have come by now.

    Its log may be silent at first: what was said of an outage just before is not said again within a minute.
    """
    return "stale" in seen.states and seen.looks > LINES_A_MINUTE and seen.lines > 0


async def test_without_a_broker_the_worker_serves_what_it_has_and_then_goes_on(
    commands: Commands, tmp_path: Path
) -> None:
    """Killed the first time, stopped in order the second time."""
    async with LocalKafka(ready_within_ms=READY_MS, progress=silent) as kafka:
        floor = Deserted(kafka, commands, tmp_path)
        await floor.write()
        worker = floor.join()
        await floor.rests(worker)
        for kill in (True, False):
            seen = await floor.without_broker(worker, kill=kill, long_enough=long_enough)
            await floor.goes_on(worker, seen)
            print(seen)  # noqa: T201 - a record

            assert seen.is_right, seen
            assert seen.sentences != {}
        assert await worker.terminate() == 0


async def test_a_worker_that_loses_its_broker_before_it_has_joined_waits_and_joins(
    commands: Commands, tmp_path: Path
) -> None:
    """Its topics are checked by then; two such workers, and one of them is stopped while it waits."""
    async with LocalKafka(ready_within_ms=READY_MS, progress=silent) as kafka:
        floor = Deserted(kafka, commands, tmp_path)
        await floor.write()
        worker, other = (floor.join_with(ABANDONED_WORKER) for _ in range(2))
        for one in (worker, other):
            await one.says("topics_checked")
        await kafka.kill()
        for one in (worker, other):
            await one.says("kafka_away")

        assert await other.terminate() == 0

        await kafka.restart()
        await floor.rests(worker)

        assert await worker.terminate() == 0
