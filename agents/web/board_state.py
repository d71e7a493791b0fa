"""The floor as the outputs see it: one immutable document at a time, and those who wait for the next."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from agents.publish.own_floor import OwnFloor
from stream.units import Millis

Document: TypeAlias = Mapping[str, Any]
"""The floor as JSON has it. Nobody changes it once it is published."""

Writing: TypeAlias = Callable[[], Iterator[bytes | None]]

WallClock: TypeAlias = Callable[[], Millis]


@dataclass(frozen=True, slots=True)
class Published:
    """One floor document, what writes it down, when it was published, and its number in this process (from 1)."""

    document: Document
    writing: Writing
    """The same as bytes at last, None at each pause before: it takes a while."""
    published_at: Millis
    version: int
    own: OwnFloor = field(default_factory=OwnFloor)
    """What this worker's own partitions come to, for the metrics."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the worker should go on living and whether it has a floor to show, each with the reason in words."""

    live: bool
    live_reason: str
    ready: bool
    ready_reason: str


class Subscription:
    """One reader's slot. It holds at most one floor, the newest: who reads slowly misses floors and delays nobody."""

    def __init__(self, store: "FloorStore") -> None:
        self._store = store
        self._seen = 0
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Look again: there is another floor, or none will come any more."""
        self._news.set()

    async def newer(self, timeout_ms: Millis) -> Published | None:
        """The newest floor that this reader has not had yet; None when none came in time or the store is closed."""
        try:
            async with asyncio.timeout(timeout_ms / 1000):
                while not self._store.closed:
                    self._news.clear()
                    latest = self._store.latest
                    if latest is not None and latest.version > self._seen:
                        self._seen = latest.version
                        return latest
                    await self._news.wait()
        except TimeoutError:
            pass
        return None


class FloorStore:
    """The latest floor document. Written by one task, read by every output, all on one event loop."""

    def __init__(self, wall_ms: WallClock) -> None:
        self._wall_ms = wall_ms
        self._subscriptions: set[Subscription] = set()
        self._latest: Published | None = None
        self._version = 0
        self.closed = False
        self.followers: list[Callable[[Published], None]] = []
        """Who is told of every floor as it is published, whether anybody reads it or not."""

    @property
    def latest(self) -> Published | None:
        """The newest floor; None before the first one and after `withdraw`."""
        return self._latest

    @property
    def readers(self) -> int:
        """How many subscriptions are open."""
        return len(self._subscriptions)

    def publish(self, document: Document, writing: Writing, own: OwnFloor | None = None) -> None:
        """Replace the floor. The caller hands the document over and does not touch it again."""
        self._version += 1
        self._latest = latest = Published(document, writing, self._wall_ms(), self._version, own or OwnFloor())
        for follower in self.followers:
            follower(latest)
        self._wake_all()

    def withdraw(self) -> None:
        """Show no floor until the next `publish`: what there was is no longer ours to show."""
        self._latest = None

    def close(self) -> None:
        """Tell every reader that no floor will come any more."""
        self.closed = True
        self._wake_all()

    @contextmanager
    def subscribe(self) -> Iterator[Subscription]:
        """A slot of one's own for as long as the block runs; the present floor counts as new."""
        subscription = Subscription(self)
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def _wake_all(self) -> None:
        for subscription in self._subscriptions:
            subscription.wake()
