"""The machine on which figures were taken: without it they mean nothing."""

import os
import platform
from pathlib import Path
from typing import Final

import msgspec

BUSY_PER_CORE: Final = 0.5
_PROCESSORS: Final = Path("/proc/cpuinfo")
_MEMORY: Final = Path("/proc/meminfo")


class Machine(msgspec.Struct, frozen=True):
    """A machine at an instant; `load` is the average of the last minute, memory is None where nobody tells it."""

    cpu: str
    cores: int
    load: float
    free_memory_mib: int | None
    python: str

    @property
    def is_busy(self) -> bool:
        """Whether others work here too, so that nobody knows what was measured."""
        return self.load > BUSY_PER_CORE * self.cores


def this_machine() -> Machine:
    """The machine that this runs on, now."""
    free_kib = _told(_MEMORY, "MemAvailable")
    return Machine(
        cpu=_told(_PROCESSORS, "model name") or platform.processor() or platform.machine(),
        cores=os.cpu_count() or 1,
        load=round(os.getloadavg()[0], 2),
        free_memory_mib=int(free_kib.split()[0]) // 1024 if free_kib else None,
        python=f"{platform.python_implementation()} {platform.python_version()}",
    )


def _told(path: Path, name: str) -> str:
    """What a file of `name: value` lines says first about a name; empty where it says nothing."""
    if not path.exists():
        return ""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return next((told.strip() for key, _, told in lines if key.strip() == name), "")
