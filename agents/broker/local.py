"""A real Apache Kafka on this machine, one node, for as long as it is wanted."""

import asyncio
import contextlib
import secrets
import shutil
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from agents.broker import kraft
from agents.broker.errors import BrokerDied, BrokerError, NotReady, PortTaken
from agents.broker.jars import fetch_jars
from agents.broker.java import find_java
from agents.broker.kraft import Endpoints
from agents.broker.ports import LOOPBACK, is_free
from agents.broker.process import POLL_SECONDS, GuardedProcess
from agents.broker.progress import Progress, stderr_line
from agents.broker.readiness import answers

GRACE_MS = 10_000
PORT_ATTEMPTS = 3
TAIL_LINES = 25
TAIL_WIDTH = 300


class LocalKafka:
    """One Kafka node; `async with LocalKafka() as kafka:` or `start` and `stop`, under one event loop or several.

    Without `directory` its records are temporary and removed at the end; a named directory is kept and used again.
    Ends with this process even if that is killed.
    """

    durable: Final = True
    """Whether it keeps what it is given and does transactions."""

    def __init__(  # noqa: PLR0913 - all but the first are settings with defaults
        self,
        directory: Path | None = None,
        *,
        port: int | None = None,
        heap: str = "512m",
        optimised: bool = False,
        properties: Mapping[str, str] | None = None,
        ready_within_ms: int = 60_000,
        progress: Progress = stderr_line,
    ) -> None:
        """Settle everything but the ports; `properties` are further ones of Kafka and win over the built-in.

        An optimised one takes half as much again to start: it is for millions of records.
        """
        self._temporary = directory is None
        name = f"floorwatch-kafka-{secrets.token_hex(6)}"
        self.directory = Path(tempfile.gettempdir(), name) if directory is None else directory.absolute()
        self.cluster_id = ""
        self._port = port
        self._heap = heap
        self._optimised = optimised
        self._extra = dict(properties or {})
        self._ready_within_ms = ready_within_ms
        self._progress = progress
        self._endpoints: Endpoints | None = None
        self._guarded: GuardedProcess | None = None
        self._java = self._jars = Path()

    @property
    def bootstrap(self) -> str:
        """The address for clients, the same over restarts; raises NotReady before the start."""
        if self._endpoints is None:
            raise NotReady("the local Kafka has not been started")
        return self._endpoints.bootstrap

    @property
    def pid(self) -> int:
        """The process id of Kafka itself; raises NotReady while it does not run."""
        pid = None if self._guarded is None else self._guarded.pid
        if pid is None:
            raise NotReady("the local Kafka is not running")
        return pid

    @property
    def log_path(self) -> Path:
        """The log of Kafka; gone after `stop` if the directory is temporary."""
        return self.directory / "server.log"

    async def start(self) -> None:
        """Fetch Kafka if it must be, start it and return once it serves.

        Raises JavaMissing, MavenMissing, FetchFailed, PortTaken, BrokerDied, NotReady; leaves nothing behind then.
        """
        if self._guarded is not None:
            raise BrokerError("the local Kafka is started already")
        if self._port is not None:
            _require_free(self._port)
        self._java = await find_java()
        self._jars = await fetch_jars(self._progress)
        self._guarded = GuardedProcess(self.directory if self._temporary else None, grace_ms=GRACE_MS)
        try:
            self.directory.mkdir(mode=0o700, parents=True, exist_ok=not self._temporary)
            self._endpoints = Endpoints.pick(self._port)
            await self._format(self._guarded)
            await self._serve_on_free_ports(self._guarded)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End Kafka in order, or by force after a grace, and remove what is temporary; may be called at any time."""
        guarded, self._guarded = self._guarded, None
        if guarded is not None:
            await guarded.close()

    async def kill(self) -> None:
        """End Kafka with SIGKILL, as a crash would; its records and its address stay for `restart`."""
        await self._end(signal.SIGKILL)

    async def halt(self) -> None:
        """End Kafka in order; its records and its address stay for `restart`."""
        await self._end(signal.SIGTERM)

    async def restart(self) -> None:
        """Start Kafka again with the same records and ports, halting it first if it runs; raises as `start` does."""
        if self._guarded is None or self._endpoints is None:
            raise NotReady("the local Kafka has not been started")
        await self.halt()
        _require_free(self._endpoints.broker)
        await self._serve(self._guarded)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    async def _end(self, signum: signal.Signals) -> None:
        """Send a signal and wait for the end, which a stubborn process gets by force."""
        if self._guarded is None:
            return
        for attempt in (signum, signal.SIGKILL):
            self._guarded.send_signal(attempt)
            await self._guarded.ended(GRACE_MS)
            if self._guarded.pid is None:
                return
        raise BrokerError(f"Kafka (process {self._guarded.pid}) does not end")

    async def _format(self, guarded: GuardedProcess) -> None:
        """Give a new directory its identity; one that has one is left as it is."""
        self.cluster_id = kraft.read_cluster_id(self.directory) or ""
        if self.cluster_id:
            return
        # Formatted beside its place and then moved: a directory is either formatted or not, also after a crash.
        unfinished = self.directory / f"{kraft.RECORDS}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        cluster_id = kraft.new_cluster_id()
        properties = self._write_properties("format.properties", unfinished.name)
        command = kraft.format_command(self._java, self._jars, cluster_id, properties)
        log_start = self._log_size()
        await guarded.run(command, cwd=self.directory, output=self.log_path)
        status = await guarded.ended(self._ready_within_ms)
        if status is None:
            raise NotReady(f"formatting {self.directory} took longer than {self._ready_within_ms / 1000:g} s")
        if status != 0:
            raise self._death(guarded, log_start)
        unfinished.rename(self.directory / kraft.RECORDS)
        self.cluster_id = cluster_id

    async def _serve_on_free_ports(self, guarded: GuardedProcess) -> None:
        """Serve; when somebody takes the chosen ports before Kafka does, choose others unless one was asked for."""
        for _ in range(PORT_ATTEMPTS - 1 if self._port is None else 0):
            with contextlib.suppress(PortTaken):
                await self._serve(guarded)
                return
            self._endpoints = Endpoints.pick()
        await self._serve(guarded)

    async def _serve(self, guarded: GuardedProcess) -> None:
        """Run the node and wait until it answers."""
        log_start = self._log_size()
        properties = self._write_properties("kraft.properties", kraft.RECORDS)
        command = kraft.serve_command(self._java, self._jars, self._heap, properties, optimised=self._optimised)
        await guarded.run(command, cwd=self.directory, output=self.log_path)
        try:
            async with asyncio.timeout(self._ready_within_ms / 1000):
                while not await answers(self.bootstrap, self.cluster_id):
                    if guarded.pid is None:
                        raise self._death(guarded, log_start)
                    await asyncio.sleep(POLL_SECONDS)
        except TimeoutError:
            raise NotReady(
                f"Kafka did not answer on {self.bootstrap} within {self._ready_within_ms / 1000:g} s"
            ) from None

    def _write_properties(self, name: str, records: str) -> Path:
        """Write the node's properties into a file of its directory."""
        if self._endpoints is None:  # pragma: no cover - chosen in `start` before this
            raise AssertionError
        path = self.directory / name
        path.write_text(kraft.properties_text(kraft.node_properties(self._endpoints, records, self._extra)))
        return path

    def _log_size(self) -> int:
        """Return where the log ends now; what comes after it is new."""
        return self.log_path.stat().st_size if self.log_path.exists() else 0

    def _death(self, guarded: GuardedProcess, log_start: int) -> BrokerError:
        """Build the error for a Java that has ended, from what it said since its start."""
        said = self.log_path.read_bytes()[log_start:].decode(errors="replace")
        if "Address already in use" in said:
            return PortTaken(f"somebody else took {self.bootstrap} while Kafka started")
        tail = "\n".join(line[:TAIL_WIDTH] for line in said.splitlines()[-TAIL_LINES:])
        return BrokerDied(guarded.exit_status, tail)


def _require_free(port: int) -> None:
    """Say at once what Kafka would say many seconds later; raises PortTaken."""
    if not is_free(port):
        raise PortTaken(f"somebody else listens on {LOOPBACK}:{port}")
