"""Recordings through Kafka and a live worker: its floor is the floor of `replay`, also in the middle of the days.

`FLOORWATCH_RECORDINGS` names the folder of the recordings; the default lies beside the project.
"""

import gzip
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from agents.kafka import Connection
from stream.units import parse_instant
from tests.system.worker_process import Command, Commands, Document, environment, eventually, is_whole

pytestmark = pytest.mark.system

FOLDER = Path(os.environ.get("FLOORWATCH_RECORDINGS") or Path(__file__).parents[3] / "shared" / "data")
PARTITIONS = 3
CUTS = ("1999-08-04T08:30:00Z", "1999-08-04T14:00:00Z")
Environment = dict[str, str]


@pytest.fixture
def names(connection: Connection, prefix: str) -> Environment:
    """Return the environment of a worker that takes the greatest event time for the present."""
    bootstrap = connection.bootstrap
    return environment(bootstrap, prefix, clock="events", partitions=PARTITIONS, checkpoint_interval="500ms")


def recording(name: str) -> list[bytes]:
    """Return the lines of a recording."""
    path = FOLDER / f"{name}.jsonl.gz"
    if not path.exists():
        message = f"{path} is missing: FLOORWATCH_RECORDINGS names the folder"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with gzip.open(path) as lines:
        return lines.readlines()


def written(path: Path, lines: Sequence[bytes]) -> Path:
    """Write lines into a file."""
    path.write_bytes(b"".join(lines))
    return path


def comparable(floor: Document) -> str:
    """Return what must not depend on arrival: the instant and every figure, with sorted keys."""
    return json.dumps([floor["as_of"], floor["slices"]], sort_keys=True)


async def replayed(commands: Commands, path: Path) -> Document:
    """Return the floor that `replay` shows of a file on as many partitions as the topic has."""
    settings = environment(None, "replay")
    printed = await commands.run(settings, "replay", path, "--json", "--partitions", str(PARTITIONS))
    floor: Document = json.loads(printed)
    return floor


async def shown(worker: Command, wanted: Document, count: int) -> Document:
    """Return the first floor of a worker that is made of so many records and shows the wanted instant."""

    async def look() -> Document | None:
        floor = await worker.floor()
        return floor if is_whole(floor, count, wanted["as_of"]) else None

    return await eventually(look, f"a floor of {count} records as of {wanted['as_of']}")


def queues_with(floor: Document, evidence: Callable[[Document], object]) -> list[str]:
    """Return the queues whose figures have something to show."""
    return [
        figures["slice"]["queue"] for figures in floor["slices"] if "queue" in figures["slice"] and evidence(figures)
    ]


async def test_a_banks_week_is_shown_as_replay_shows_it_at_two_cuts_and_at_the_end(
    commands: Commands, names: Environment, tmp_path: Path
) -> None:
    """The events up to each cut are produced, compared, and then the rest follows; a restart changes nothing."""
    lines = recording("bank-week")
    times = [json.loads(line)["time"] for line in lines]
    ends = [sum(time <= parse_instant(cut) for time in times) for cut in CUTS] + [len(lines)]
    worker = commands.start(names, "worker")
    begin = 0
    for end in ends:
        await commands.run(names, "produce", written(tmp_path / f"{begin}-{end}.jsonl", lines[begin:end]))
        wanted = await replayed(commands, written(tmp_path / f"head-{end}.jsonl", lines[:end]))
        floor = await shown(worker, wanted, end)

        assert comparable(wanted) == comparable(floor)
        assert len(queues_with(floor, lambda figures: figures["kpis"]["asa"]["today"]["value"] is not None)) >= 4
        begin = end
    assert await worker.terminate() == 0

    again = await shown(commands.start(names, "worker"), wanted, len(lines))

    assert comparable(wanted) == comparable(again)


async def test_support_dialogues_are_shown_as_replay_shows_them(
    commands: Commands, names: Environment, tmp_path: Path
) -> None:
    """First responses that took days, and questions that nobody has answered to the end of the recording."""
    lines = recording("care-150")
    path = written(tmp_path / "care.jsonl", lines)
    await commands.run(names, "produce", path)
    worker = commands.start(names, "worker")
    wanted = await replayed(commands, path)
    floor = await shown(worker, wanted, len(lines))

    assert comparable(wanted) == comparable(floor)
    assert len(queues_with(floor, lambda figures: figures["live"]["open"])) >= 4
    assert await worker.terminate() == 0
