"""The end of a process that was told to end and does not: nothing is lost by a hard one, and it is seen."""

import asyncio
import os
from threading import Timer
from typing import Final

import structlog

log = structlog.stdlib.get_logger(__name__)

END_WITHIN_S: Final = 45.0
"""More than it takes to keep everything and leave; less than the supervisors of our samples wait before they kill."""


async def end_hard_after(stop: asyncio.Event, status: int, within_s: float = END_WITHIN_S) -> None:
    """Once `stop` is set, end the process with this status should it live for that much longer, whatever it waits for.

    It says which tasks have not ended. Not to be used in a process that has anything else to do after its end.
    """
    await stop.wait()
    loop = asyncio.get_running_loop()

    def end() -> None:
        try:
            names = sorted(task.get_name() for task in asyncio.all_tasks(loop))
            log.error("ended_hard", reason=f"told to end {within_s:g} s ago, and it has not", tasks=names)
        finally:
            os._exit(status)

    timer = Timer(within_s, end)
    timer.daemon = True
    timer.start()
