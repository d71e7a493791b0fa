"""`floorwatch` commands as processes of their own: what they say, what they serve, how they end."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, TypeVar

import aiohttp

from agents.process_stat import cpu_s

T = TypeVar("T")
Document = dict[str, Any]

SCRIPT = Path(sys.executable).with_name("floorwatch")
# A noisy machine with two cores needs its time; what is waited for is a condition and no duration.
DEADLINE_S = 240
POLL_S = 0.05
TAIL_LINES = 60


def environment(bootstrap: str | None, prefix: str, **settings: object) -> dict[str, str]:
    """Return the environment of a command with names of its own; nothing of ours that the caller has stays."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FLOORWATCH_")}
    own: dict[str, object] = {
        "kafka": bootstrap,
        "port": 0,
        "log_format": "json",
        "app_id": prefix,
        "contact_topic": f"{prefix}.contacts",
        "agent_topic": f"{prefix}.agents",
        "contact_state_topic": f"{prefix}.state",
        "agent_state_topic": f"{prefix}.agent-state",
        "dead_letter_topic": f"{prefix}.dead",
        "alarm_topic": f"{prefix}.alarms",
        "floor_topic": f"{prefix}.floor",
    }
    told = {f"FLOORWATCH_{name.upper()}": str(value) for name, value in (own | settings).items() if value is not None}
    return inherited | told


async def eventually(
    look: Callable[[], Awaitable[T | None]], what: str | Callable[[], str], within_s: float = DEADLINE_S
) -> T:
    """Look until there is something to see, and return it; what is missed is worded by then if it is a function."""
    try:
        async with asyncio.timeout(within_s):
            while (seen := await look()) is None:  # noqa: ASYNC110 - what is waited for happens in other processes
                await asyncio.sleep(POLL_S)
    except TimeoutError:
        raise AssertionError(f"in vain: {what if isinstance(what, str) else what()}") from None
    return seen


def folded(floor: Document) -> int:
    """Return how many records a floor is made of: each has had exactly one outcome."""
    return sum(
        source["applied"] + source["late"] + source["duplicates"] + sum(source["rejected"].values())
        for source in floor["sources"]
    )


def is_whole(floor: Document | None, count: int, as_of: str) -> bool:
    """Return whether a floor is made of so many records, shows this instant, and every partition is at its end.

    Before that a partition decides what time alone decides by an earlier instant than the one that is shown.
    """
    if floor is None or folded(floor) != count or floor["as_of"] != as_of:
        return False
    return all(reading["state"] == "caught_up" for reading in floor["clock"]["partitions"])


def everything(floor: Document) -> Document:
    """Return the figures of the whole floor."""
    return next(figures for figures in floor["slices"] if figures["slice"] == {})


class Command:
    """A running command, all that it has said, and the HTTP server that it may have."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        """Listen to it."""
        self.process = process
        self.said: list[str] = []
        self.logged: list[str] = []
        self._listeners = [self._listen(process.stdout, self.said), self._listen(process.stderr, self.logged)]

    def events(self, name: str) -> list[Document]:
        """Return its log records of this name."""
        parsed = (json.loads(line) for line in self.logged if line.startswith("{"))
        return [record for record in parsed if record.get("event") == name]

    @property
    def address(self) -> str | None:
        """Where it serves, None while it does not say so."""
        serving = self.events("serving")
        return serving[0]["board"] if serving else None

    async def get(self, path: str) -> bytes | None:
        """Fetch a page; None while there is none."""
        if self.process.poll() is not None:
            raise AssertionError(f"the command has ended with status {self.process.returncode}")
        if self.address is None:
            return None
        try:
            async with aiohttp.ClientSession() as session, session.get(self.address + path) as response:
                return await response.read() if response.status == 200 else None
        except aiohttp.ClientError:
            return None

    async def floor(self) -> Document | None:
        """Fetch the floor; None while there is none."""
        body = await self.get("api/floor")
        return None if body is None else json.loads(body)

    async def metric(self, name: str) -> float | None:
        """Fetch one metric without labels; None while there is none."""
        found = re.search(rb"^%s ([0-9.e+-]+)$" % name.encode(), await self.get("metrics") or b"", re.MULTILINE)
        return float(found[1]) if found else None

    def cpu_s(self) -> float:
        """What it has taken of the processors so far; it runs."""
        return cpu_s(self.process.pid)

    async def says(self, name: str) -> None:
        """Wait until it has logged something of this name."""

        async def look() -> bool | None:
            return True if self.events(name) else None

        await eventually(look, f"it says {name}")

    def signal(self, signum: signal.Signals) -> None:
        """Send it a signal."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signum)

    def interrupt(self) -> None:
        """Press Ctrl-C: the terminal sends it to the whole group of processes."""
        os.killpg(self.process.pid, signal.SIGINT)

    async def ended(self, within_s: float = DEADLINE_S) -> int:
        """Wait for its end and return its exit status."""

        async def status() -> int | None:
            return self.process.poll()

        code = await eventually(status, f"{self.process.args!r} ends", within_s)
        self.close()
        return code

    async def kill(self) -> int:
        """End it as a crash would."""
        self.signal(signal.SIGKILL)
        return await self.ended()

    async def terminate(self) -> int:
        """End it in order."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    def close(self) -> None:
        """Take in its last words and close the pipes; it has ended."""
        for listener in self._listeners:
            listener.join()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _listen(self, pipe: IO[bytes] | None, lines: list[str]) -> threading.Thread:
        """Take in what it says, in a thread."""
        if pipe is None:
            raise AssertionError

        def take_in() -> None:
            lines.extend(line.decode(errors="replace").rstrip() for line in pipe)

        listener = threading.Thread(target=take_in, daemon=True)
        listener.start()
        return listener


class Commands:
    """The commands of one test; whatever is left of them at the end is killed."""

    def __init__(self, folder: Path) -> None:
        """Run them in this folder, where no configuration lies unless the test puts one there."""
        self._folder = folder
        self.started: list[Command] = []

    def start(self, environment: Mapping[str, str], *arguments: str | Path, program: Path = SCRIPT) -> Command:
        """Start `floorwatch` (or a script) with these arguments."""
        argv = [str(part) for part in ([program] if program == SCRIPT else [sys.executable, program])]
        process = subprocess.Popen(
            [*argv, *map(str, arguments)],
            cwd=self._folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.started.append(Command(process))
        return self.started[-1]

    async def run(self, environment: Mapping[str, str], *arguments: str | Path) -> str:
        """Run a command to its end, which must be a good one, and return what it printed."""
        command = self.start(environment, *arguments)
        status = await command.ended()
        if status != 0:
            raise AssertionError(f"status {status} of {arguments}: {command.logged[-TAIL_LINES:]}")
        return "\n".join(command.said)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill what still runs; after a failure, show what the commands said last."""
        for command in self.started:
            command.signal(signal.SIGKILL)
            command.process.wait()
            command.close()
            if error is not None:
                sys.stderr.write("\n".join([f"--- {command.process.args!r}", *command.logged[-TAIL_LINES:], ""]))
