"""A part of Faust fails, and takes the rest with it without a word: the worker notices, and asks to be started anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.kafka import Connection
from agents.worker import STUCK_STATUS
from tests.system.worker_process import Commands, environment

pytestmark = pytest.mark.system

CRASHING_WORKER = Path(__file__).with_name("crashing_worker.py")


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    """Return the commands of this test."""
    with Commands(tmp_path) as started:
        yield started


async def test_a_crash_inside_of_faust_ends_the_worker(connection: Connection, prefix: str, commands: Commands) -> None:
    """Although nothing was ever written, so that no lag would show it."""
    worker = commands.start(environment(connection.bootstrap, prefix, partitions=1), program=CRASHING_WORKER)
    status = await worker.ended()
    reasons = [record["reason"] for record in worker.events("worker_failed")]

    assert status == STUCK_STATUS
    assert ["Faust has stopped working: ZeroDivisionError('on purpose')"] == reasons
