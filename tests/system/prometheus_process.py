"""A real Prometheus with files of its own, on a free port, ended by its process id."""

import asyncio
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import aiohttp

from agents.broker.ports import LOOPBACK, free_ports
from tests.system.worker_process import eventually

GRACE_S = 30


class PromqlError(Exception):
    """Prometheus refused a query; the text is its reason."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an instant query."""

    labels: Mapping[str, str]
    value: float


class Prometheus:
    """A running Prometheus. It takes `prometheus.yml` and what that names from a folder."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        """Write the files; it starts when it is entered."""
        self._folder = folder
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text)
        (port,) = free_ports(1)
        self.address = f"http://{LOOPBACK}:{port}"
        self._listen = f"{LOOPBACK}:{port}"
        self._log = folder / "prometheus.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._out: IO[bytes] | None = None

    async def __aenter__(self) -> Self:
        """Start it, and wait until it answers."""
        command = ["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
        self._out = self._log.open("wb")
        self._process = subprocess.Popen(
            [*command, f"--web.listen-address={self._listen}", "--log.level=warn"],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=subprocess.STDOUT,
        )
        try:
            await eventually(self._ready, "Prometheus is ready")
        except BaseException:
            self._end()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        await asyncio.to_thread(self._end)

    async def ask(self, expr: str) -> list[Series]:
        """The series of an expression at this instant; a number counts as one series without labels."""
        query = f"{self.address}/api/v1/query"
        async with aiohttp.ClientSession() as session, session.post(query, data={"query": expr}) as response:
            answer: dict[str, Any] = await response.json()
        if answer["status"] != "success":
            raise PromqlError(f"{answer['error']}: {expr}")
        result = answer["data"]["result"]
        if answer["data"]["resultType"] == "scalar":
            return [Series({}, float(result[1]))]
        return [Series(one["metric"], float(one["value"][1])) for one in result]

    async def _ready(self) -> bool | None:
        if self._process is not None and self._process.poll() is not None:
            raise AssertionError(f"Prometheus has ended: {self._log.read_text()[-2000:]}")
        try:
            async with aiohttp.ClientSession() as session, session.get(f"{self.address}/-/ready") as response:
                return True if response.status == 200 else None
        except aiohttp.ClientError:
            return None

    def _end(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._out is not None:
            self._out.close()
