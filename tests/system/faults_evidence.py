"""What is left of a run that was not right: its topics as they were, and all that its commands have logged."""

import asyncio
import base64
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson
from aiokafka.errors import KafkaError

from tests.system.faults_floor import PARTITIONS, FaultyFloor
from tests.system.lane_harness import read_all

KAFKA_S: Final = 120


async def keep(floor: FaultyFloor, folder: Path) -> None:
    """Write everything of a floor to a folder: bytes as base64, one record a line; what was told of it as text."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, command in enumerate(floor.commands.started):
        told = "\n".join([repr(command.process.args), f"status {command.process.returncode}", *command.logged])
        (folder / f"command-{number}.log").write_text(told + "\n")
    # Of a Kafka that has gone there is nothing to keep.
    with suppress(KafkaError, TimeoutError):
        async with asyncio.timeout(KAFKA_S):
            await _keep_topics(floor, folder)


async def _keep_topics(floor: FaultyFloor, folder: Path) -> None:
    topics = floor.topics
    for topic in (topics.source, floor.agent_topic, *floor.state_topics, topics.dead_letters):
        found = await read_all(floor.connection, topic, PARTITIONS, "read_uncommitted")
        lines = b"".join(_line(record) for records in found.values() for record in records)
        (folder / f"{topic}.jsonl").write_bytes(lines)


def _line(record: Any) -> bytes:  # noqa: ANN401 - a consumer's record has no type
    told = {name: getattr(record, name) for name in ("partition", "offset", "timestamp")}
    return orjson.dumps(told | {"key": _text(record.key), "value": _text(record.value)}) + b"\n"


def _text(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()
