"""What the tests of lanes on a real Kafka share: topics to fill and compare, worker processes to start and kill."""

import asyncio
import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from agents.dead_letters import DeadLetter, ReadRecord, decode
from agents.kafka import Connection
from agents.lane.store import KafkaStateLog, StateTopics
from agents.process_stat import is_frozen
from agents.topics import TopicNames, prepare
from tests.shell.lane_doubles import CountingPartition

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("lane_worker.py")
DEADLINE_S = 180
POLL_S = 0.02
BAD_EVERY = 997


def names_of(prefix: str) -> TopicNames:
    """Return the topics of one test."""
    return TopicNames(
        *(f"{prefix}.{name}" for name in ("contacts", "agents", "state", "agent-state", "dead", "alarms", "floor"))
    )


async def until(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            while not condition():  # noqa: ASYNC110 - what is waited for happens in other processes
                await asyncio.sleep(POLL_S)
    except TimeoutError:
        raise AssertionError(f"in vain: {what}") from None


def whole(record: ReadRecord) -> tuple[object, ...]:
    """Return all that a record and its dead letter have in common."""
    return record.offset, record.timestamp, record.key, record.value, tuple(record.headers)


async def read_all(
    connection: Connection, topic: str, partitions: int, isolation: str = "read_committed"
) -> dict[int, list[Any]]:
    """Read every partition of a topic up to its end; what counts as committed may come a moment after its commit."""
    places = [TopicPartition(topic, number) for number in range(partitions)]
    consumer = AIOKafkaConsumer(
        **connection.asyncio_arguments(),
        isolation_level=isolation,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    await consumer.start()
    try:
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        await consumer.seek_to_beginning(*places)
        found: dict[int, list[Any]] = {place.partition: [] for place in places}
        for place in places:
            while await consumer.position(place) < ends[place]:
                for records in (await consumer.getmany(place, timeout_ms=200)).values():
                    found[place.partition].extend(records)
    finally:
        await consumer.stop()
    return found


class Floor:
    """The topics of one test."""

    def __init__(self, connection: Connection, prefix: str, partitions: int = 4) -> None:
        """Name them."""
        self.connection = connection
        self.prefix = prefix
        self.names = names_of(prefix)
        self.partitions = partitions

    async def prepare(self) -> None:
        """Make them."""
        await prepare(self.connection, self.names, partitions=self.partitions)

    async def produce(self, first: int, last: int, *, transactional_id: str | None = None) -> None:
        """Write records with these numbers, of 500 keys; one in many is not readable."""
        async with self._producer(transactional_id) as producer:
            sent = []
            for number in range(first, last):
                value = b"bad \xff%d" % number if number % BAD_EVERY == 0 else b"v%d" % number
                key, headers = b"c%d" % (number % 500), [("number", b"%d" % number)]
                sent.append(await producer.send(self.names.contacts, value, key, headers=headers))
            await asyncio.gather(*sent)

    async def ends(self) -> dict[int, int]:
        """Return the offset after the last record of each partition."""
        return {number: records[-1].offset + 1 for number, records in (await self.source()).items() if records}

    async def source(self) -> dict[int, list[Any]]:
        """Read all records of the source."""
        return await read_all(self.connection, self.names.contacts, self.partitions, "read_uncommitted")

    async def letters(self) -> dict[int, list[DeadLetter]]:
        """Read all dead letters that are committed."""
        found = await read_all(self.connection, self.names.dead_letters, self.partitions)
        decoded = {number: [decode(record) for record in records] for number, records in found.items()}
        return {number: [letter for letter in letters if letter] for number, letters in decoded.items()}

    async def differences(self) -> dict[str, object]:
        """Compare kept state and dead letters with what the source says, each partition by itself."""
        source = await self.source()
        rows = [await self._kept(number) for number in range(self.partitions)]
        letters = await self.letters()
        found: dict[str, object] = {}
        for number in range(self.partitions):
            replayed = CountingPartition()
            refused = {refusal.offset for refusal in replayed.fold(source[number])}
            expected = dict(replayed.changes())
            for key in expected.keys() | rows[number].keys():
                if expected.get(key) != rows[number].get(key):
                    found[f"{number} {key!r}"] = (expected.get(key), rows[number].get(key))
            wanted = [whole(record) for record in source[number] if record.offset in refused]
            if wanted != (written := [whole(letter) for letter in letters[number]]):
                found[f"{number} letters"] = (wanted, written)
        return found

    async def _kept(self, number: int) -> Mapping[bytes, bytes]:
        """Read the rows of a partition as its next owner would: as its only writer."""
        topics = StateTopics(self.prefix, self.names.contact_state, self.names.dead_letters)
        log = KafkaStateLog(self.connection, topics)
        writer = await log.open(number)
        try:
            return await log.read(number, lambda _done, _total: None)
        finally:
            await writer.close()

    @contextlib.asynccontextmanager
    async def _producer(self, transactional_id: str | None) -> AsyncIterator[AIOKafkaProducer]:
        """Start a producer, within one transaction if it has an id."""
        producer = AIOKafkaProducer(
            **self.connection.asyncio_arguments(), linger_ms=5, acks="all", transactional_id=transactional_id
        )
        await producer.start()
        try:
            if transactional_id is None:
                yield producer
            else:
                async with producer.transaction():
                    yield producer
        finally:
            await producer.stop()


class WorkerProcess:
    """A counting worker, and what it has said last."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Listen to it."""
        self.process = process
        self.views: dict[int, list[Any]] = {}
        self.fatal: list[str] = []
        self.lines: list[str] = []
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def applied(self) -> int:
        """How many offsets are folded, over all partitions."""
        return sum(view[1] + 1 for view in self.views.values())

    @property
    def durable(self) -> int:
        """How many offsets are kept, over all partitions."""
        return sum(view[2] + 1 for view in self.views.values())

    @property
    def is_caught_up(self) -> bool:
        """Whether each of its partitions has been read to an end that was asked for."""
        return bool(self.views) and all(view[3] for view in self.views.values())

    @property
    def is_asleep(self) -> bool:
        """Whether it is stopped, as by SIGSTOP."""
        return is_frozen(self.process.pid)

    def has_kept(self, ends: dict[int, int]) -> bool:
        """Whether all of its partitions are kept to these ends."""
        return bool(self.views) and all(view[2] + 1 >= ends[number] for number, view in self.views.items())

    def signal(self, signum: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.process.pid, signum)

    async def ended(self) -> int:
        """Wait for its end and return its exit status."""
        await until(lambda: self.process.poll() is not None, "the worker ends")
        self._listener.join()
        return self.process.returncode

    async def kill(self) -> None:
        """End it as a crash would."""
        self.signal(signal.SIGKILL)
        await self.ended()

    async def terminate(self) -> int:
        """End it in order and return its exit status."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    def _listen(self) -> None:
        """Take in what it says; runs in a thread."""
        if self.process.stdout is None:
            raise AssertionError
        for line in self.process.stdout:
            self.lines.append(line)
            if not line.startswith("{"):
                continue
            said = json.loads(line)
            if "views" in said:
                self.views = {int(number): view for number, view in said["views"].items()}
            if "fatal" in said:
                self.fatal.append(said["fatal"])


class Workers:
    """The worker processes of one test."""

    def __init__(self, connection: Connection, prefix: str) -> None:
        """Start none yet."""
        self._connection = json.dumps(dataclasses.asdict(connection), default=str)
        self._prefix = prefix
        self._started: list[WorkerProcess] = []

    def start(self, **settings: object) -> WorkerProcess:
        """Start a worker; see lane_worker for the settings."""
        command: Sequence[str] = [sys.executable, str(WORKER), self._connection, self._prefix, json.dumps(settings)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        worker = WorkerProcess(
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        )
        self._started.append(worker)
        return worker

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Kill what still runs; after a failure, show what the workers said."""
        for worker in self._started:
            if worker.process.poll() is None:
                worker.signal(signal.SIGKILL)
            worker.process.wait()
            if worker.process.stdout is not None:
                worker.process.stdout.close()
