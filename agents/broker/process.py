"""A child process that ends with this one, whatever happens to this one.

Bound to no event loop: started under one, it can be watched and closed under another.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from agents.broker.errors import NotReady
from agents.process_stat import STATE, stat_of

POLL_SECONDS = 0.02
# What the guard may take beyond the child's grace before it counts as stuck.
GUARD_SLACK_MS = 5_000


async def until(condition: Callable[[], bool], within_ms: int) -> bool:
    """Wait for the condition to hold; False when the deadline passes first."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within_ms / 1000):
            while not condition():  # noqa: ASYNC110 - another process changes it and can set no event
                await asyncio.sleep(POLL_SECONDS)
    return condition()


class GuardedProcess:
    """At most one child at a time, held by a guard of its own that also removes a scratch directory at the end."""

    def __init__(self, scratch: Path | None = None, *, grace_ms: int = 10_000) -> None:
        """Start the guard; from here on `scratch`, which need not exist yet, is removed when this process is gone."""
        self.exit_status: int | None = None
        self._pid: int | None = None
        self._scratch = scratch
        self._grace_ms = grace_ms
        self._unread = b""
        script = str(Path(__file__).with_name("guard.py"))
        self._guard = subprocess.Popen(
            # Isolated and without site packages: it starts in a few milliseconds and no setting can break it.
            [sys.executable, "-I", "-S", script, str(os.getpid()), str(grace_ms), str(scratch or "")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # A Ctrl-C at the terminal must reach this process alone, which then ends the child in order.
            start_new_session=True,
        )
        self._commands, self._reports = _pipes(self._guard)
        os.set_blocking(self._reports.fileno(), False)

    @property
    def guard_pid(self) -> int:
        """The guard's process id."""
        return self._guard.pid

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is no child."""
        self._read_reports()
        return self._pid

    async def run(self, argv: Sequence[str], *, cwd: Path, output: Path) -> None:
        """Start the child, its output appended to a file; raises NotReady when the guard does not do it."""
        self.exit_status = None
        self._command({"run": list(argv), "cwd": str(cwd), "output": str(output)})
        if not await until(lambda: self.pid is not None or self.exit_status is not None, GUARD_SLACK_MS):
            raise NotReady(f"{argv[0]} was not started")

    async def ended(self, within_ms: int) -> int | None:
        """Return the child's exit status (minus the signal that killed it), None when it still runs at the deadline."""
        await until(lambda: self.pid is None, within_ms)
        return self.exit_status

    def send_signal(self, signum: signal.Signals) -> None:
        """Send a signal to the child, if there is one."""
        self._command({"signal": int(signum)})

    async def close(self) -> None:
        """End the child (TERM, after the grace KILL), remove the scratch directory, end the guard."""
        with contextlib.suppress(OSError):
            self._commands.close()
        try:
            await until(lambda: self._guard.poll() is not None, self._grace_ms + GUARD_SLACK_MS)
        finally:
            # Reached by a cancellation too: whoever is in such a hurry still must not leave anything behind.
            self._sweep()

    def _sweep(self) -> None:
        """Do what is left when the guard hangs, was killed, or is not waited for any longer."""
        if self._guard.poll() is None:
            self._guard.kill()
            self._guard.wait()
        orphan = self.pid
        if orphan is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(orphan, signal.SIGKILL)
            _wait_gone(orphan)
            self._pid = None
        self._reports.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _command(self, message: dict[str, object]) -> None:
        """Send one command; that the guard is gone shows elsewhere."""
        with contextlib.suppress(BrokenPipeError):
            os.write(self._commands.fileno(), json.dumps(message).encode() + b"\n")

    def _read_reports(self) -> None:
        """Take in what the guard has reported so far."""
        if self._reports.closed:
            return
        with contextlib.suppress(BlockingIOError):
            while received := os.read(self._reports.fileno(), 4096):
                self._unread += received
        *lines, self._unread = self._unread.split(b"\n")
        for line in lines:
            report = json.loads(line)
            self._pid = report.get("started")
            self.exit_status = report.get("ended", self.exit_status)


def _pipes(guard: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Return the pipe to the guard and the one from it."""
    if guard.stdin is None or guard.stdout is None:  # pragma: no cover - both were asked for
        raise AssertionError
    return guard.stdin, guard.stdout


def is_running(pid: int) -> bool:
    """Tell whether this process is there and more than a zombie that nobody has reaped yet (Linux)."""
    try:
        state = stat_of(pid)[STATE]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def _wait_gone(pid: int) -> None:
    """Wait, for a moment, until a killed process that is not our own child can write no more."""
    give_up_at = time.monotonic() + 1.0
    while is_running(pid) and time.monotonic() < give_up_at:
        time.sleep(POLL_SECONDS)
