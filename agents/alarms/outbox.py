"""Changes on their way to the topic: the tick puts them here and goes on, whatever Kafka does meanwhile."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Final

import structlog

from agents.alarms.log import AWAY, AlarmLog
from stream.units import SECOND

log = structlog.stdlib.get_logger(__name__)

MOST_WAITING: Final = 10_000
"""How many alarms may have an unsent change; beyond it the oldest goes."""
RETRY_MS: Final = SECOND // 4
LONGEST_RETRY_MS: Final = 10 * SECOND
LAST_WORDS_MS: Final = 2 * SECOND
"""How long the end of the worker waits for what is still to be sent."""


class Outbox:
    """What is still to be sent, the newest record of each key: the topic keeps no other either.

    `lost` counts the changes that nobody will read: those overtaken by the next one of their key before they could be
    sent, and those dropped because too many were waiting.
    """

    def __init__(self, alarm_log: AlarmLog, limit: int = MOST_WAITING) -> None:
        """Begin with nothing to send."""
        self.sent = 0
        self.lost = 0
        self._log = alarm_log
        self._limit = limit
        self._waiting: dict[bytes, bytes | None] = {}
        self._sending: dict[bytes, bytes | None] = {}
        self._held = False
        self._news = asyncio.Event()

    @property
    def unsent(self) -> Mapping[bytes, bytes | None]:
        """The newest record of each key that Kafka may not have yet."""
        return {**self._sending, **self._waiting}

    def put(self, key: bytes, value: bytes | None) -> None:
        """Send this some time soon."""
        if key in self._waiting:
            del self._waiting[key]
            self.lost += 1
        elif len(self._waiting) >= self._limit:
            del self._waiting[next(iter(self._waiting))]
            self.lost += 1
        self._waiting[key] = value
        self._news.set()

    def hold(self) -> None:
        """Send nothing for the time being: another may tell of the same alarms, and what waits here is older."""
        self._held = True

    def go_on(self, overtaken: Iterable[bytes]) -> None:
        """Send again, but for the records of these keys, of which there are newer ones."""
        for key in overtaken:
            self.lost += self._waiting.pop(key, None) is not None
        self._held = False
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; what is left then gets a last chance."""
        try:
            failures = 0
            while True:
                await self._news.wait()
                if self._held:
                    self._news.clear()
                    continue
                failures = 0 if await self._send() else failures + 1
                if failures:
                    pause_ms = min(LONGEST_RETRY_MS, RETRY_MS * 2 ** min(failures - 1, 16))
                    await asyncio.sleep(pause_ms / SECOND)
        finally:
            await self._end()

    async def _send(self) -> bool:
        """Send everything that waits; whether Kafka has it now."""
        self._news.clear()
        self._sending, self._waiting = self._waiting, {}
        try:
            await self._log.send(list(self._sending.items()))
        except AWAY as fault:
            self._take_back()
            log.warning("alarms_not_sent", waiting=len(self._waiting), lost=self.lost, reason=repr(fault))
            return False
        except BaseException:
            self._take_back()
            raise
        self.sent += len(self._sending)
        self._sending = {}
        return True

    def _take_back(self) -> None:
        """What could not be sent waits again, before what has come since; where that is of the same key it is lost."""
        newer, self._waiting, self._sending = self._waiting, self._sending, {}
        self._news.set()
        for key, value in newer.items():
            self.put(key, value)

    async def _end(self) -> None:
        try:
            async with asyncio.timeout(LAST_WORDS_MS / SECOND):
                if self._waiting and not self._held:
                    await self._send()
        except TimeoutError:
            pass
        finally:
            await self._log.close()
