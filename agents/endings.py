"""The end of tasks: a cancellation may get lost on its way, and whoever waits for such a task waits for ever."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

HEARD_WITHIN_S: Final = 10.0
"""More than any task takes to put its things in order."""


async def cancelled(tasks: Iterable["asyncio.Future[Any]"], heard_within_s: float = HEARD_WITHIN_S) -> None:
    """Cancel tasks and wait until each has ended; one that goes on is cancelled again. Raises nothing of theirs.

    In CPython 3.11 `wait_for` loses a cancellation that comes just when what it waits for is done.
    """
    tasks = list(tasks)
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=heard_within_s)
    await asyncio.gather(*tasks, return_exceptions=True)
