"""What Linux tells of a process in `/proc/PID/stat`."""

import os
from pathlib import Path
from typing import Final

STATE: Final = 0
_USER, _SYSTEM, _STARTED = 11, 12, 19
_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


def stat_of(pid: int | None) -> list[str]:
    """The fields after the name, the state first; raises FileNotFoundError or ProcessLookupError for none."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def cpu_s(pid: int | None) -> float:
    """The processor's time that it has taken; raises as `stat_of`."""
    fields = stat_of(pid)
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / _TICKS_A_SECOND


def started_s(pid: int) -> float:
    """When it was started, in seconds since the machine was; raises as `stat_of`."""
    return int(stat_of(pid)[_STARTED]) / _TICKS_A_SECOND


def is_frozen(pid: int) -> bool:
    """Whether it is stopped, as by SIGSTOP; raises as `stat_of`."""
    return stat_of(pid)[STATE] == "T"
