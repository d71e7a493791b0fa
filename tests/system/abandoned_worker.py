"""`floorwatch worker` whose Kafka goes once its topics are checked, before it has joined: `python abandoned_worker.py`.

Says `topics_checked` and goes on when nobody listens any more.
"""

import asyncio
import sys

import structlog

from agents import worker
from agents.cli import run
from agents.kafka import Connection
from agents.settings.connection import prepare_topics
from agents.settings.runtime import Settings
from agents.topics import Prepared

log = structlog.stdlib.get_logger(__name__)


async def prepare_and_lose(connection: Connection, settings: Settings) -> Prepared:
    """Check the topics, and wait until Kafka is gone."""
    prepared = await prepare_topics(connection, settings)
    log.info("topics_checked")
    host, _, port = connection.bootstrap.rpartition(":")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except ConnectionError:
            return prepared
        writer.close()
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    worker.prepare_topics = prepare_and_lose  # type: ignore[attr-defined] # the name under which it is used there
    sys.exit(run(["worker"]))
