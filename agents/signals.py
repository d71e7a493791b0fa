"""The signals that end a process in good order."""

import asyncio
import signal


def stop_on_signals(stop: asyncio.Event) -> None:
    """Let SIGTERM and Ctrl-C set `stop`, once and as often as they come."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
