"""Fixtures of the tests on a real Kafka: one broker for all, a browser for each file, no process left."""

import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from agents.broker.local import LocalKafka
from agents.kafka import Connection
from tests.system.board_page import OpenBoard, boards, chromium
from tests.system.lane_harness import Floor, Workers
from tests.system.shared_kafka import shared_kafka_of
from tests.system.worker_process import Commands


@pytest.fixture(scope="session")
def shared_kafka(pytestconfig: pytest.Config) -> LocalKafka:
    """Return the Kafka that all tests share: use topics and groups with names of your own, and never stop it."""
    return shared_kafka_of(pytestconfig)


@pytest.fixture
def connection(shared_kafka: LocalKafka) -> Connection:
    """Return the way to the shared Kafka."""
    return Connection(shared_kafka.bootstrap)


@pytest.fixture
def prefix() -> str:
    """Return the beginning of names that no other test uses."""
    return f"test-{secrets.token_hex(4)}"


@pytest.fixture
def commands(tmp_path: Path) -> Iterator[Commands]:
    """Return the commands of this test, run in a folder of its own; whatever is left of them at the end is killed."""
    with Commands(tmp_path) as started:
        yield started


@pytest.fixture
def floor(connection: Connection, prefix: str) -> Floor:
    """Return topics of this test, not yet made."""
    return Floor(connection, prefix)


@pytest.fixture
def workers(connection: Connection, prefix: str) -> Iterator[Workers]:
    """Start counting workers for this test's topics; whatever is left of them at the end is killed."""
    with Workers(connection, prefix) as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of a file, which run on the loop of the file too."""
    async with chromium() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def open_board(browser: Browser) -> AsyncIterator[OpenBoard]:
    """Pages of this test alone, of boards or of a queue."""
    async with boards(browser) as opened:
        yield opened
