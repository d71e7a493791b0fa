"""A worker in its group: Faust's app is started anew as long as Kafka is away when it starts."""

import asyncio
from collections.abc import Callable

from aiokafka.errors import KafkaConnectionError

from agents.lane.consumer import LaneApp
from agents.topics import KafkaAwayError
from agents.waiting import LONGEST_WAIT_S, once_kafka_is_there


class Attendance:
    """Begins with `join` and ends with `leave`; once it has joined, Faust and aiokafka wait for Kafka by themselves."""

    def __init__(self, kafka: str, build: Callable[[], LaneApp], longest_wait_s: float = LONGEST_WAIT_S) -> None:
        """Say where Kafka is, and how an app is built: one that could not start is of no use any more."""
        self._kafka = kafka
        self._build = build
        self._longest_wait_s = longest_wait_s
        self._app: LaneApp | None = None
        self._leaving = asyncio.Lock()
        self._away: str | None = None

    def waits_for(self) -> str | None:
        """What keeps the worker from joining; None where nothing does."""
        return self._away

    def crash(self) -> str | None:
        """Why nothing can go on any more in this process; None while it can."""
        app = self._app
        return f"Faust has stopped working: {app.crash_reason!r}" if app is not None and app.crashed else None

    async def join(self) -> None:
        """Start to read; a Kafka that has gone since it was last asked is waited for."""
        await once_kafka_is_there(self._start, self._tell, self._longest_wait_s)
        self._away = None

    async def _start(self) -> None:
        app = self._app = self._build()
        try:
            await app.start()
        except KafkaConnectionError:
            # An app that is stopped by half keeps its thread, and with it the process.
            await asyncio.shield(self.leave())
            raise KafkaAwayError(f"Kafka at {self._kafka} does not answer") from None

    def _tell(self, away: str) -> None:
        self._away = away

    async def leave(self) -> None:
        """Keep what there is and leave the group, if it was joined."""
        async with self._leaving:
            app, self._app = self._app, None
            if app is not None:
                await app.stop()
