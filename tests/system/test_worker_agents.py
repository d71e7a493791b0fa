"""Agents beside contacts, through Kafka and a worker that is killed: its figures are those of `replay`."""

import time
from pathlib import Path

import orjson
import pytest

from agents.kafka import Connection
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from tests.system.test_worker_recordings import comparable, replayed, shown, written
from tests.system.worker_process import Command, Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

PARTITIONS = 3
SPAN_S = 3 * 3600
KILLS = 2


def simulated() -> list[bytes]:
    """Return the events of a floor, of contacts and of agents, that ended an hour ago."""
    begins_at = int(time.time() - SPAN_S - 3600) * 1000
    scenario = Scenario(start_at_ms=begins_at, seed=5, rate=2, duration_s=SPAN_S)
    return [orjson.dumps(event) + b"\n" for event in simulate(scenario)]


async def made_of(worker: Command, count: int) -> Document:
    """Return the first floor that is made of so many records, of which at least some are kept."""

    async def look() -> Document | None:
        floor, kept = await worker.floor(), await worker.metric("floorwatch_checkpoints_total")
        return floor if floor is not None and folded(floor) >= count and kept else None

    return await eventually(look, f"a floor of {count} records")


async def test_agents_are_shown_as_replay_shows_them_after_every_kill(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """Each part of the recording is folded by another worker, and all but the last are killed."""
    names = environment(
        connection.bootstrap, prefix, clock="events", partitions=PARTITIONS, checkpoint_interval="500ms", instance="one"
    )
    lines = simulated()
    whole = written(tmp_path / "whole.jsonl", lines)
    wanted = await replayed(commands, whole)
    size = len(lines) // (KILLS + 1) + 1
    for part in range(KILLS + 1):
        head = lines[part * size : (part + 1) * size]
        await commands.run(names, "produce", written(tmp_path / f"{part}.jsonl", head))
        worker = commands.start(names, "worker")
        if part < KILLS:
            await made_of(worker, part * size + size // 2)
            await worker.kill()
    floor = await shown(worker, wanted, len(lines))
    people = everything(floor)["kpis"]
    metrics = (await worker.get("metrics") or b"").decode()

    assert comparable(wanted) == comparable(floor)
    assert 10 < sum(of["now"]["value"] for of in people["agents"].values())
    assert 0 < people["occupancy"]["1h"]["value"] < 1
    assert 2 < len([figures for figures in floor["slices"] if "team" in figures["slice"]])
    assert 'kpi_team_agents{state="available",team="sales"}' in metrics
    assert await worker.terminate() == 0
