"""The Faust app as it is composed, without Kafka."""

import ast
import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator
from pathlib import Path
from unittest.mock import AsyncMock

import pytest
from aiokafka.errors import GroupAuthorizationFailedError
from faust.assignor.partition_assignor import PartitionAssignor
from faust.types import TP
from mode import Service

from agents import track
from agents.app import Group, build_app
from agents.kafka import Connection
from agents.lane.consumer import LaneApp, LaneConsumer
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from tests.shell.lane_doubles import CountingPartition, MemoryLog, restore


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LaneApp:
    """Build the app in an empty folder."""
    monkeypatch.chdir(tmp_path)
    lanes: Lanes[CountingPartition] = Lanes(
        "contact.events", MemoryLog(), restore, clock=lambda: 0, on_fatal=pytest.fail
    )
    crew: Lanes[CountingPartition] = Lanes("agent.events", MemoryLog(), restore, clock=lambda: 0, on_fatal=pytest.fail)
    connection = Connection("one:9092,two:9093", mechanism="PLAIN", username="floor", password="secret")
    return build_app(connection, Group("floorwatch", instance="pod-1"), lanes, crew, partitions=6)


async def test_nothing_of_faust_is_served_created_or_kept(app: LaneApp, tmp_path: Path) -> None:
    """No page, no table, no topic, no folder."""
    app.finalize()
    await app.on_first_start()

    assert (False, False, False) == (app.conf.web_enabled, app.conf.web_tables_enabled, app.conf.web_router_enabled)
    assert (False, True) == (app.conf.topic_allow_declare, app.conf.topic_disable_leader)
    assert {} == dict(app.tables)
    assert [] == list(tmp_path.iterdir())


async def test_the_consumer_is_ours_and_knows_the_way(app: LaneApp) -> None:
    """It joins the lanes; brokers, user and instance are those of the settings."""
    consumer = app.consumer

    assert isinstance(consumer, LaneConsumer)
    assert consumer.lanes is app.lanes
    assert ["contact.events", "agent.events"] == [*consumer.readings]
    assert ["one", "two"] == [url.host for url in app.conf.broker_consumer]
    assert ("pod-1", "floorwatch") == (app.conf.consumer_group_instance_id, app.conf.id)
    assert "floor" in repr(app.conf.broker_credentials)


async def test_the_group_assigns_equal_partitions_of_all_topics_to_the_same_worker(app: LaneApp) -> None:
    """Faust takes an assignor that does not as soon as there is neither table nor standby."""
    assert app.conf.table_standby_replicas == 1
    assert isinstance(app.assignor, PartitionAssignor)


def test_faust_agents_are_short() -> None:
    """What they know is where a chunk goes; each function of the module has fewer than fifteen lines."""
    functions = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(track)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert len(functions) > 1
    assert all((node.end_lineno or 0) - node.lineno + 1 < 15 for node in functions)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            GroupAuthorizationFailedError("floorwatch"),
            "reading contact.events, agent.events: [Error 30] GroupAuthorizationFailedError: floorwatch",
        ),
        (ZeroDivisionError("by chance"), "reading contact.events, agent.events: ZeroDivisionError('by chance')"),
    ],
)
async def test_reading_that_cannot_go_on_is_said(
    app: LaneApp, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    """Faust alone would stay up in silence."""
    said: list[str] = []
    consumer = app.consumer
    assert isinstance(consumer, LaneConsumer)
    monkeypatch.setattr(app.lanes[0], "_on_fatal", said.append)
    monkeypatch.setattr(consumer, "_read_once", AsyncMock(side_effect=error))
    with contextlib.suppress(ZeroDivisionError):
        await consumer._drain_messages(Service())  # noqa: SLF001 - Faust calls it by this name

    assert [True] == [line.startswith(reason) for line in said]


async def test_whoever_needs_the_memories_as_they_are_keeps_chunks_waiting(
    app: LaneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are folded as soon as `still` is free."""
    accepted: list[Chunk] = []
    chunk = Chunk(2, 1, 7, 9, ())

    async def chunks() -> AsyncIterator[Chunk]:
        yield chunk

    app.finalize()
    lanes = app.lanes[0]
    monkeypatch.setattr(lanes, "accept", accepted.append)
    async with lanes.still:
        folding = asyncio.create_task(app.agents["track contact.events"].fun(chunks()))
        await asyncio.wait([folding], timeout=0.01)
        before = [*accepted]
    await folding

    assert ([], [chunk]) == (before, accepted)


async def test_all_chunks_that_have_waited_are_folded_before_the_memories_are_needed_again(app: LaneApp) -> None:
    """Not only one of them; and where there is always another one, the time that was given is over at last."""
    taken: list[int] = []
    endless = asyncio.Event()

    async def chunks() -> AsyncIterator[Chunk]:
        while len(taken) < 5_000 or endless.is_set():
            taken.append(len(taken))
            yield Chunk(2, 1, 7, 9, ())

    app.finalize()
    lanes = app.lanes[0]
    async with lanes.still:
        folding = asyncio.create_task(app.agents["track contact.events"].fun(chunks()))
        await asyncio.wait([folding], timeout=0.01)
        before = len(taken)
    await lanes.catch_up(60)
    after = len(taken)
    await folding
    endless.set()
    folding = asyncio.create_task(app.agents["track contact.events"].fun(chunks()))
    await asyncio.wait_for(lanes.catch_up(0.01), 60)
    unfinished = folding.cancel()

    assert (1, 5_000, True) == (before, after, unfinished)


async def test_each_topic_has_its_own_lanes_and_faust_agent(app: LaneApp) -> None:
    """Offsets of one are never told for the other."""
    consumer = app.consumer
    assert isinstance(consumer, LaneConsumer)
    app.finalize()
    contacts, crew = app.lanes
    chunk = Chunk(2, 1, 7, 9, ())
    places = [consumer._message(TP(lanes.topic, 2), chunk).tp for lanes in (contacts, crew)]  # noqa: SLF001 - as above

    assert [TP("contact.events", 2), TP("agent.events", 2)] == places
    assert {"track contact.events", "track agent.events"} == set(app.agents)
