"""A real Prometheus, a real Alertmanager and whoever they tell, as processes and a server of one test."""

import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from agents.broker.ports import LOOPBACK, free_ports
from tests.system.worker_process import eventually

Document = dict[str, Any]


def program(*names: str) -> str:
    """Return the path of a program, under the first of its names; without it the test proves nothing."""
    found = next((path for path in map(shutil.which, names) if path), None)
    assert found is not None, f"{names[0]} is missing"
    return found


class Stack:
    """The processes of one test; whatever is left of them at the end is ended by its own id."""

    def __init__(self, folder: Path) -> None:
        """Keep their logs and their data in this folder."""
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self, *command: str | Path) -> None:
        """Start a program."""
        with (self._folder / f"{Path(command[0]).name}.log").open("wb") as log:
            self._processes.append(
                subprocess.Popen([*map(str, command)], cwd=self._folder, stdout=log, stderr=subprocess.STDOUT)
            )

    async def prometheus(self, configuration: Path) -> str:
        """Start Prometheus on a free port and return its address once it is ready."""
        (port,) = free_ports(1)
        self.start(
            program("prometheus"),
            f"--config.file={configuration}",
            f"--storage.tsdb.path={self._folder / 'tsdb'}",
            f"--web.listen-address={LOOPBACK}:{port}",
        )
        return await self._ready(port)

    async def alertmanager(self, configuration: Path, port: int) -> str:
        """Start Alertmanager on a port and return its address once it is ready."""
        self.start(
            program("prometheus-alertmanager", "alertmanager"),
            f"--config.file={configuration}",
            f"--storage.path={self._folder / 'alerts'}",
            f"--web.listen-address={LOOPBACK}:{port}",
            "--cluster.listen-address=",
        )
        return await self._ready(port)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let nobody look for as long as the block runs."""
        for process in self._processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in self._processes:
                process.send_signal(signal.SIGCONT)

    async def _ready(self, port: int) -> str:
        address = f"http://{LOOPBACK}:{port}"

        async def look() -> str | None:
            assert [None] * len(self._processes) == [process.poll() for process in self._processes]
            try:
                async with aiohttp.ClientSession() as session, session.get(f"{address}/-/ready") as answer:
                    return address if answer.status == 200 else None
            except aiohttp.ClientError:
                return None

        return await eventually(look, f"{address} is ready")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End them."""
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait()


class Receiver:
    """Whom Alertmanager tells: every notification by the path that it came to, in order."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.told: dict[str, list[Document]] = {}
        (self.port,) = free_ports(1)
        application = web.Application()
        application.router.add_post("/{name}", self._take)
        self._runner = web.AppRunner(application)

    def address(self, name: str) -> str:
        """Where notifications of this name are sent."""
        return f"http://{LOOPBACK}:{self.port}/{name}"

    async def until(self, name: str, status: str) -> Sequence[Document]:
        """Wait until a notification with this status has come, and return all that came so far."""

        async def look() -> Sequence[Document] | None:
            told = self.told.get(name, [])
            return list(told) if any(one["status"] == status for one in told) else None

        return await eventually(look, f"{name} is told: {status}")

    async def __aenter__(self) -> Self:
        """Listen."""
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self.port).start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up."""
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.told.setdefault(request.match_info["name"], []).append(await request.json())
        return web.Response()
