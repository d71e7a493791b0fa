"""Runs parts, each in a process of its own, so that no import and no garbage of one disturbs another."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from agents.bench.reading import Job, Reading
from agents.broker.process import GuardedProcess
from agents.cli.failure import CommandError

Part = Literal["raw", "core", "worker", "per_event"]

_LEAST_MS: Final = 180_000
_MS_PER_EVENT: Final = 1
"""Patience for parts that read the whole topic: slower than that on any machine is stuck."""
_MS_PER_SLOW_EVENT: Final = 200
_DONE: Final = 0


class Parts:
    """Runs one part after the other; their output stands in `directory` until the guard takes that away."""

    def __init__(self, guarded: GuardedProcess, directory: Path, *, least_ms: int = _LEAST_MS) -> None:
        """Run under a guard; every part may take at least so long."""
        self._guarded = guarded
        self._directory = directory
        self._least_ms = least_ms
        self._runs = 0

    async def run(self, part: Part, job: Job) -> Sequence[Reading]:
        """The readings of one run; raises CommandError with what the part said last, if it fails or never ends."""
        self._runs += 1
        self._directory.mkdir(exist_ok=True)
        output = self._directory / f"{self._runs}-{part}.log"
        module = f"{__package__}.{part}"
        argument = msgspec.json.encode(job).decode()
        await self._guarded.run([sys.executable, "-m", module, argument], cwd=Path.cwd(), output=output)
        each_ms = _MS_PER_SLOW_EVENT if part == "per_event" else _MS_PER_EVENT
        status = await self._guarded.ended(self._least_ms + each_ms * job.events)
        lines = output.read_text(errors="replace").splitlines()
        said = lines[-1] if lines else "nothing"
        if status is None:
            raise CommandError("bench", part, f"has not ended in time; its last line: {said}")
        if status != _DONE:
            raise CommandError("bench", part, f"ended with status {status}; its last line: {said}")
        return msgspec.json.decode(said, type=list[Reading])
