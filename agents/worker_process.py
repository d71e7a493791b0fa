"""One worker as a process of its own: the signals that it goes by, and its end."""

import asyncio
import signal

from agents.last_resort import end_hard_after
from agents.settings.runtime import Settings
from agents.signals import stop_on_signals
from agents.worker import STUCK_STATUS, Worker


def run(settings: Settings, *, rebuild: bool = False) -> int:
    """Run one worker until SIGTERM or Ctrl-C; SIGHUP lets it read its site's file again. Returns the exit status."""
    return asyncio.run(_until_signalled(settings, rebuild=rebuild))


async def _until_signalled(settings: Settings, *, rebuild: bool) -> int:
    worker = Worker(settings, rebuild=rebuild)
    stop_on_signals(worker.stop)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, worker.reload.ask)
    last_resort = asyncio.create_task(end_hard_after(worker.stop, STUCK_STATUS))
    try:
        return await worker.run()
    finally:
        # Who ends by a fault, told by nobody, may leave threads and tasks that keep the process.
        worker.stop.set()
        await last_resort
