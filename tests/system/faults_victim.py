"""A worker that is given poison: what it exports, how much memory it takes, and what it puts aside."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, Final

from confluent_kafka import Producer

from agents.dead_letters import decode, is_whole
from agents.kafka import Connection
from agents.settings.connection import topic_names
from agents.settings.runtime import Settings
from agents.settings.site import parse_site
from agents.topics import prepare
from stream.partition import Partition
from stream.units import HOUR, parse_instant
from tests.system.faults_poison import Poison, enormous, fuzz, sign_of_life, unknown_queues
from tests.system.lane_harness import read_all, whole
from tests.system.topic_settings import configure
from tests.system.worker_process import Command, Commands, Document, environment, eventually, folded

PARTITIONS: Final = 2
AT: Final = parse_instant("2025-01-06T08:00:00Z")
"""When all of it happens, so that nothing comes or goes because the world's time passes."""
APART: Final = HOUR
"""From one dose to the next; halfway everything is settled, its memory is given back, and what waits is overdue."""
AT_ONCE: Final = 10_000
LONGEST: Final = 12_000_000
ENORMOUS: Final = 10_000_000
"""Longer than the dead-letter topic takes: the letter is cut off, and says so."""
GIVEN_BACK: Final = {"MALLOC_MMAP_THRESHOLD_": str(1 << 20)}
"""Long blocks go back to the system when they are freed: otherwise some of them are kept, more or fewer by chance."""
ROOM_BYTES: Final = 48 << 20
"""What a run of a garbage collector and fetched batches of ten megabytes may leave behind."""
SERIES: Final = re.compile(r"^([a-z_]+(?:\{.*\})?) \S+$", re.MULTILINE)
BY_REASON: Final = "floorwatch_events_rejected_total"
"""Comes with the first record of a source and a reason; there are as many as both have, and both are limited."""
SITE: Final = """
[[queues]]
name = "sales"
channel = "voice"
"""


class Victim:
    """A worker on topics of its own; its site knows one queue."""

    def __init__(self, connection: Connection, prefix: str, commands: Commands, folder: Path) -> None:
        """Name everything."""
        config = folder / f"{prefix}.toml"
        config.write_text(SITE)
        self.connection = connection
        self.names = environment(connection.bootstrap, prefix, config=config, clock="events", partitions=PARTITIONS)
        self.names |= GIVEN_BACK
        told = {n.removeprefix("FLOORWATCH_").lower(): value for n, value in self.names.items() if "_TOPIC" in n}
        self.topics = topic_names(Settings.model_validate(told))
        self.written: list[Poison] = []
        self._doses = 0
        self._commands = commands

    async def start(self) -> Command:
        """Make the topics, such that records of any length come in, and start the worker."""
        await prepare(self.connection, self.topics, partitions=PARTITIONS)
        await configure(self.connection, [self.topics.contacts], {"max.message.bytes": str(LONGEST)})
        return self._commands.start(self.names, "worker")

    async def take(self, worker: Command, records: Iterable[Poison]) -> None:
        """Write records, and wait until the worker has folded them and exports what comes of it; lot by lot."""
        rest = iter(records)

        async def look() -> bool | None:
            floor = await worker.floor()
            return True if floor is not None and folded(floor) == len(self.written) else None

        while lot := [*islice(rest, AT_ONCE)]:
            await asyncio.to_thread(self._write, lot)
            await eventually(look, f"{len(self.written)} records are folded")

    async def dose(self, worker: Command, seed: int, count: int, queues: int) -> None:
        """Let it take so many fuzzed records, events of so many new and unknown queues, and a few enormous strings."""
        at_ms = AT + self._doses * APART
        await self.take(worker, fuzz(seed, count, at_ms))
        await self.take(worker, unknown_queues(self._doses * queues, queues, at_ms))
        await self.take(worker, enormous(3, ENORMOUS, at_ms))
        await self.take(worker, [sign_of_life(at_ms + APART // 2)])
        self._doses += 1

    async def suffer(self, seed: int, count: int, queues: int) -> Document:
        """Start it, dose it three times, end it, and tell what the last has changed and what is wrong with letters.

        The first dose brings every label that there can be, the second every buffer to its size.
        """
        worker = await self.start()
        await self.dose(worker, seed, count, queues)
        await self.dose(worker, seed + 1, count, queues)
        series, resident = await self.series(worker), resident_bytes(worker)
        await self.dose(worker, seed + 2, count, queues)
        after, resident_after = await self.series(worker), resident_bytes(worker)
        unlike = [f"series {name}"[:200] for name in sorted(series ^ after)]
        status = await worker.terminate()
        unlike += [] if status == 0 else [f"the worker has ended with status {status}"]
        more = resident_after - resident
        unlike += [] if more < ROOM_BYTES else [f"{more:,} bytes more"]
        letters, wrong = await self._letters()
        return {
            "records": len(self.written),
            "letters": sum(letters.values()),
            "reasons": dict(letters),
            "series": len(after),
            "bytes": resident_after,
            "more_bytes": more,
            "unlike": unlike + wrong,
        }

    async def series(self, worker: Command) -> set[str]:
        """Return every series that it exports, but for the counts of refused records by reason."""

        async def look() -> set[str] | None:
            text = (await worker.get("metrics") or b"").decode()
            return {one for one in SERIES.findall(text) if not one.startswith(BY_REASON)} or None

        return await eventually(look, "metrics")

    async def _letters(self) -> tuple[Counter[str], list[str]]:
        """Count the dead letters by reason; name those that are not as the records say, and those that are missing."""
        site = parse_site(SITE, "floorwatch.toml")
        source = await read_all(self.connection, self.topics.contacts, PARTITIONS)
        letters = await read_all(self.connection, self.topics.dead_letters, PARTITIONS)
        found, reasons = [], Counter[str]()
        must = {poison.value: poison.refused for poison in self.written if poison.refused}
        for number, records in source.items():
            refused = {one.offset: one.reason for one in Partition(site, number).fold(records)}
            by_offset = {record.offset: record for record in records}
            told = self._told(letters[number], by_offset)
            reasons.update(told.values())
            found += [
                f"{number}@{place}: {told.get(place)}, not {reason}"
                for place, reason in refused.items()
                if told.get(place) != reason
            ]
            found += [
                f"{number}@{place}: {told[place]}, and nothing was wrong" for place in told.keys() - refused.keys()
            ]
            for record in records:
                wanted = must.get(record.value)
                if wanted and refused.get(record.offset) not in (
                    {wanted} if wanted != "any" else set(refused.values())
                ):
                    found.append(
                        f"{number}@{record.offset}: {refused.get(record.offset)}, not {wanted}: {record.value[:80]}"
                    )
        return reasons, found

    def _told(self, letters: Iterable[Any], by_offset: Mapping[int, Any]) -> dict[int, str]:
        """The reasons of letters by offset; "changed" where one is not what its record was."""
        told: dict[int, str] = {}
        for record in letters:
            letter = decode(record)
            if letter is None:
                continue
            same = not is_whole(record) or whole(letter) == whole(by_offset[letter.offset])
            told[letter.offset] = "twice" if letter.offset in told else letter.reason if same else "changed"
        return told

    def _write(self, records: Iterable[Poison]) -> None:
        lost: list[str] = []
        producer = Producer(
            {
                "bootstrap.servers": self.connection.bootstrap,
                "enable.idempotence": True,
                "message.max.bytes": LONGEST,
                "log_level": 3,
            }
        )
        for number, poison in enumerate(records):
            while True:
                try:
                    producer.produce(
                        self.topics.contacts,
                        key=poison.key,
                        value=poison.value,
                        partition=number % PARTITIONS,
                        on_delivery=lambda error, _: lost.append(error.str()) if error else None,
                    )
                    break
                except BufferError:
                    producer.poll(1)
            self.written.append(poison)
        assert producer.flush() == 0
        assert lost == []


def resident_bytes(worker: Command) -> int:
    """Return how much memory a process has."""
    pages = int(Path(f"/proc/{worker.process.pid}/statm").read_text().split()[1])
    return pages * 4_096
