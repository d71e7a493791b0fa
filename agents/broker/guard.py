"""The guard between this program and a child that must not outlive it.

Run as a script, with the standard library alone: `guard.py PARENT_PID GRACE_MS SCRATCH`. It starts the child, and when
its standard input ends, its parent is gone, or somebody ends the guard, it ends the child (TERM, after the grace KILL)
and removes the scratch directory. So one path serves an orderly stop and a parent that was killed.
The kernel's parent-death signal would not do: it follows the thread that forked, and removes no directory.

Commands, one JSON object a line on standard input: {"run": [...], "cwd": "...", "output": "..."} and {"signal": 9}.
Reports, one JSON object a line on standard output: {"started": pid} and {"ended": status}.
"""

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

# A copy of the pipe in some other process would hide the parent's death, so the parent is looked at as well.
PARENT_LOOK_SECONDS = 1.0
# The shell's word for a program that cannot be started.
CANNOT_START = 127
ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


class Guard:
    """Holds at most one child at a time."""

    def __init__(self, parent: int) -> None:
        """Remember the parent's process id and make signals wake the loop."""
        self._parent = parent
        self._child: subprocess.Popen[bytes] | None = None
        self._unread = b""
        self._wake, wake_writer = os.pipe()
        os.set_blocking(wake_writer, False)
        signal.set_wakeup_fd(wake_writer)
        for signum in (signal.SIGCHLD, *ENDING):
            signal.signal(signum, lambda *_: None)

    def serve(self) -> None:
        """Obey commands and report ends until it is time to go."""
        stdin = sys.stdin.fileno()
        while os.getppid() == self._parent:
            readable, _, _ = select.select([stdin, self._wake], [], [], PARENT_LOOK_SECONDS)
            if self._wake in readable and not ENDING.isdisjoint(os.read(self._wake, 4096)):
                return
            if stdin in readable:
                received = os.read(stdin, 65536)
                if not received:
                    return
                self._unread += received
                *lines, self._unread = self._unread.split(b"\n")
                for line in lines:
                    self._obey(json.loads(line))
            self._report_end()

    def _obey(self, command: dict[str, Any]) -> None:
        """Carry out one command."""
        if "run" in command:
            try:
                self._child = start(command["run"], command["cwd"], command["output"])
            except OSError:
                report({"ended": CANNOT_START})
            else:
                report({"started": self._child.pid})
        elif self._child is not None:
            os.killpg(self._child.pid, command["signal"])

    def _report_end(self) -> None:
        """Reap the child if it has ended, and say so."""
        if self._child is not None and self._child.poll() is not None:
            report({"ended": self._child.returncode})
            self._child = None

    def end_child(self, grace_seconds: float) -> None:
        """Ask the child to end, then make it."""
        if self._child is None or self._child.poll() is not None:
            return
        os.killpg(self._child.pid, signal.SIGTERM)
        try:
            self._child.wait(grace_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
        report({"ended": self._child.returncode})


def start(argv: list[str], cwd: str, output: str) -> subprocess.Popen[bytes]:
    """Start a child in a process group of its own, which a Ctrl-C at the terminal does not reach."""
    with Path(output).open("ab") as log:
        return subprocess.Popen(
            argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, process_group=0
        )


def report(message: dict[str, int]) -> None:
    """Tell the parent, if there is one left."""
    with contextlib.suppress(OSError):
        os.write(sys.stdout.fileno(), json.dumps(message).encode() + b"\n")


def main(parent: str, grace_ms: str, scratch: str) -> None:
    """Guard until the end; an empty `scratch` names no directory."""
    guard = Guard(int(parent))
    try:
        guard.serve()
    finally:
        guard.end_child(int(grace_ms) / 1000)
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
