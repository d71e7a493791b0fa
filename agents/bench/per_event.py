"""For the record: the same topic read as Faust's own guide does it, one event at a time into a hopping table.

It counts the events of each queue and kind, and nothing else, over 300 s that move on by 10 s: one table, one update
an event, which are thirty windows. It counts as done when the agent has; Faust writes the changelog in its own time.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import faust
from faust.types import StreamT

from agents.bench.reading import Job, Reading, Stopwatch, answer
from agents.bench.source import PARTITIONS
from agents.settings.connection import connection_of
from agents.settings.runtime import Settings

_WINDOW: Final = timedelta(seconds=300)
_STEP: Final = timedelta(seconds=10)
_EXPIRES: Final = timedelta(hours=1)
_STOP_WITHIN_S: Final = 20.0


class ContactEvent(faust.Record, serializer="json"):
    """An event as a Faust record."""

    id: str
    type: str
    time: int
    contact: str
    channel: str
    queue: str
    priority: str
    agent: str | None = None


class PerEvent:
    """The app, which tells when it has counted enough."""

    def __init__(self, settings: Settings, events: int, directory: str) -> None:
        """Declare app, topic, table and agent."""
        connection = connection_of(settings)
        self.done: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self.app = app = faust.App(
            settings.app_id,
            broker=connection.faust_url(),
            broker_credentials=connection.faust_credentials(),
            store="memory://",
            topic_partitions=PARTITIONS,
            datadir=directory,
            web_enabled=False,
            worker_redirect_stdouts=False,
        )
        topic = app.topic(settings.contact_topic, value_type=ContactEvent)
        counts = app.Table("counts", default=int).hopping(_WINDOW, _STEP, expires=_EXPIRES)
        done = self.done

        @app.agent(topic, name="count_events")
        async def count(stream: StreamT[ContactEvent]) -> None:
            watch: Stopwatch | None = None
            counted = 0
            async for event in stream:
                watch = watch or Stopwatch()
                counts[f"{event.queue} {event.type}"] += 1
                counted += 1
                if counted == events:
                    done.set_result(watch.read("per_event", counted))


async def measure(job: Job) -> Sequence[Reading]:
    """From the first event until the agent has counted the last."""
    with tempfile.TemporaryDirectory(prefix="floorwatch-bench-", ignore_cleanup_errors=True) as directory:
        counter = PerEvent(job.resolve(), job.events, directory)
        await counter.app.start()
        try:
            return [await counter.done]
        finally:
            # What was measured stands; the end of the process stops the rest.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_STOP_WITHIN_S):
                    await counter.app.stop()


if __name__ == "__main__":
    answer(measure)
