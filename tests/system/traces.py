"""What a command and everything that it has started leave on the machine: processes, ports, files."""

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from agents.broker.ports import is_free

MARK = "TEST_TRACE"
LISTENING = "0A"


class Seen(NamedTuple):
    """Process ids, ports that are listened on, and files, all at one instant."""

    processes: frozenset[int]
    ports: frozenset[int]
    files: frozenset[str]


class Traces:
    """Marks the environment of a command; its children inherit the mark, wherever they hide."""

    def __init__(self, folder: Path) -> None:
        """Let temporary files lie in one folder and the command run in another, both empty."""
        self._token = f"{MARK}={secrets.token_hex(8)}"
        self.temporary, self.working = folder / "temporary", folder / "working"
        for made in (self.temporary, self.working):
            made.mkdir()

    def marked(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the environment with the mark and a temporary folder of its own."""
        name, _, token = self._token.partition("=")
        return {**environment, name: token, "TMPDIR": str(self.temporary)}

    def seen(self) -> Seen:
        """Look at what there is now."""
        processes = frozenset(self._processes())
        sockets = {inode for pid in processes for inode in _sockets_of(pid)}
        ports = frozenset(port for inode, port in _listening() if inode in sockets)
        return Seen(processes, ports, frozenset(self._files(processes)))

    def left_of(self, before: Seen) -> list[str]:
        """Name what is left of what there was, and what has come since."""
        now = self.seen()
        java = [path for pid in before.processes for path in _java_files(pid)]
        left = [f"process {pid}" for pid in now.processes] + [f"file {path}" for path in (*now.files, *java)]
        return left + [f"port {port}" for port in before.ports if not is_free(port)]

    def _processes(self) -> Iterator[int]:
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and self._token.encode() in (entry / "environ").read_bytes().split(b"\0"):
                    yield int(entry.name)

    def _files(self, processes: frozenset[int]) -> Iterator[str]:
        for folder in (self.temporary, self.working):
            yield from map(str, folder.iterdir())
        for pid in processes:
            yield from _java_files(pid)


def _java_files(pid: int) -> list[str]:
    """Return what a Java puts beside all temporary folders for as long as it runs."""
    return [str(path) for path in Path("/tmp").glob(f"hsperfdata_*/{pid}")]  # noqa: S108 - Java knows no other


def _sockets_of(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                target = str(link.readlink())
                if target.startswith("socket:["):
                    yield target.removeprefix("socket:[").removesuffix("]")


def _listening() -> Iterator[tuple[str, int]]:
    """Yield inode and port of each socket that is listened on."""
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{os.getpid()}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING:
                    yield fields[9], int(fields[1].rpartition(":")[2], 16)
