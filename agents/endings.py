"""The end of tasks: a cancellation may get lost on its way, and whoever waits for such a task waits for ever.

In CPython 3.11 `wait_for` loses one that comes just when what it waits for is done, and aiokafka one that comes while
it stops. Of `asyncio.TaskGroup` nothing is used here: what it has cancelled once it never cancels again.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import structlog

log = structlog.stdlib.get_logger(__name__)

HEARD_WITHIN_S: Final = 10.0
"""More than any task takes to put its things in order."""


async def cancelled(tasks: Iterable["asyncio.Future[Any]"], heard_within_s: float = HEARD_WITHIN_S) -> None:
    """Cancel tasks and wait until each has ended; one that goes on is cancelled again, and when this is cancelled too.

    Raises nothing of theirs.
    """
    tasks = list(tasks)
    with cancellations_heard():
        while pending := [task for task in tasks if not task.done()]:
            for task in pending:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait(pending, timeout=heard_within_s)
                _name_deaf(pending)
    await asyncio.gather(*tasks, return_exceptions=True)


async def together(*works: Coroutine[Any, Any, None], heard_within_s: float = HEARD_WITHIN_S) -> None:
    """Do what never ends by itself until cancelled; a fault of one ends the others and is raised."""
    tasks = [asyncio.create_task(work, name=getattr(work, "__qualname__", None)) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    finally:
        await cancelled(tasks, heard_within_s)


@contextmanager
def cancellations_heard() -> Iterator[None]:
    """Raise a cancellation that comes meanwhile and that what is done within keeps to itself."""
    task = asyncio.current_task()
    before = task.cancelling() if task is not None else 0
    yield
    if task is not None and task.cancelling() > before:
        raise asyncio.CancelledError


def _name_deaf(tasks: Iterable["asyncio.Future[Any]"]) -> None:
    """Say which tasks go on although they were cancelled."""
    names = [task.get_name() for task in tasks if isinstance(task, asyncio.Task) and not task.done()]
    if names:
        log.warning("cancelled_again", tasks=sorted(names))
