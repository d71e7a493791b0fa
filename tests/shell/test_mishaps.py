"""Exceptions that libraries log and go on after: each is counted, and told as long as it is recent."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from mode import Service

from agents.mishaps import RECENT_MS, Mishaps

LIBRARY = "library.part"
"""Not a real one: what those log may have been switched off by a test before."""


class Clock:
    """A clock in the test's hand."""

    now_ms = 1_000

    def __call__(self) -> int:
        """Return the time."""
        return self.now_ms


@pytest.fixture
def clock() -> Clock:
    """Return a clock."""
    return Clock()


@pytest.fixture
def mishaps(clock: Clock) -> Iterator[Mishaps]:
    """Return what listens during a test."""
    mishaps = Mishaps(clock)
    with mishaps.listening():
        yield mishaps


def fail(logger: str, error: BaseException) -> None:
    """Log an exception."""
    logging.getLogger(logger).error("It failed: %r", error, exc_info=error)


class Failing(Service):
    """A service of mode, of the kind that Faust is made of, whose task fails."""

    @Service.task
    async def _fail(self) -> None:
        raise ValueError("4711")


async def test_a_service_whose_task_fails_is_noticed(mishaps: Mishaps) -> None:
    """Without the words of the exception, which may be those of a record."""
    service = Failing()
    await service.start()
    await service._crashed.wait()  # noqa: SLF001 - nothing public waits for it
    await service.stop()

    assert 1 == mishaps.count
    assert f"a library has met an error and gone on, see the log: ValueError in {__name__}" == mishaps.remark


async def test_a_task_that_nobody_asks_is_noticed(mishaps: Mishaps) -> None:
    """The event loop tells of it when the task is thrown away."""

    async def broken() -> None:
        raise ZeroDivisionError

    task = asyncio.create_task(broken())
    await asyncio.wait([task])
    del task

    assert 1 == mishaps.count
    assert "a library has met an error and gone on, see the log: ZeroDivisionError in asyncio" == mishaps.remark


def test_neither_our_own_nor_what_is_cancelled_nor_a_mere_error_counts(mishaps: Mishaps) -> None:
    """Ours is dealt with where it is said; an error without an exception is how an absent Kafka is told of."""
    logging.getLogger("agents.worker").error({"event": "task_failed"}, exc_info=ValueError())
    fail(LIBRARY, asyncio.CancelledError())
    logging.getLogger(LIBRARY).error("no node 1")

    assert (0, None) == (mishaps.count, mishaps.remark)


def test_what_is_long_ago_is_counted_and_not_told(mishaps: Mishaps, clock: Clock) -> None:
    """The latest decides."""
    fail(LIBRARY, ValueError())
    clock.now_ms += RECENT_MS
    told = mishaps.remark
    clock.now_ms += 1

    assert f"a library has met an error and gone on, see the log: ValueError in {LIBRARY}" == told
    assert (1, None) == (mishaps.count, mishaps.remark)


def test_who_does_not_listen_hears_nothing(clock: Clock) -> None:
    """Nothing is left behind at the end."""
    mishaps = Mishaps(clock)
    with mishaps.listening():
        pass
    fail(LIBRARY, ValueError())

    assert 0 == mishaps.count
