"""The leader of a group assigns partitions just after its broker has come back, with aiokafka's and Faust's own code.

broker    away | back, and knows no topics yet | knows them
leader              joins, assigns nothing                    <- without our part, and nobody assigns again
leader              joins, waits ------------------> assigns  <- with it
"""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.protocol.metadata import MetadataResponse_v1
from faust.types import TP

from agents.app import Group, build_app
from agents.kafka import Connection
from agents.lane.assignment import METADATA_MS, Assign, with_all_topics
from agents.lane.consumer import LaneApp
from agents.lane.lanes import Lanes
from tests.shell.lane_doubles import CountingPartition, MemoryLog, restore

CONTACTS, AGENTS = "contact.events", "agent.events"
PARTITIONS = 2
UNKNOWN = 3
"""The code of Kafka for a topic that it does not know."""


class Returning(AIOKafkaClient):  # type: ignore[misc] # aiokafka has no types
    """The client of a broker that has come back, and knows its topics after it was asked a few times."""

    def __init__(self, unknown_times: int) -> None:
        """Begin without any metadata."""
        super().__init__(bootstrap_servers="127.0.0.1:1")
        self._left = unknown_times
        self.asked = 0

    def force_metadata_update(self) -> "asyncio.Future[bool]":
        """Answer at once."""
        self.asked += 1
        self._left -= 1
        self.answer(known=self._left < 0)
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        done.set_result(True)
        return done

    def answer(self, *, known: bool) -> None:
        """Take in what the broker says of both topics."""
        parts = [(0, number, 1, [1], [1]) for number in range(PARTITIONS)] if known else []
        topics = [(0 if known else UNKNOWN, topic, False, parts) for topic in (CONTACTS, AGENTS)]
        self.cluster.update_metadata(MetadataResponse_v1([(1, "127.0.0.1", 1, None)], 1, topics))


class Leader:
    """A member that leads its group."""

    def __init__(self, app: LaneApp, client: Returning) -> None:
        """Be subscribed to both topics."""
        subscription = SubscriptionState()
        subscription.subscribe({CONTACTS, AGENTS})
        self.assignor: Any = app.assignor
        self.client = client
        self.coordinator = GroupCoordinator(client, subscription, group_id="floor", assignors=[self.assignor])

    @property
    def rejoins(self) -> bool:
        """Whether it lets the group assign again."""
        return bool(self.coordinator._rejoin_needed_fut.done())  # noqa: SLF001 - nothing public tells

    async def join(self, assign: Assign | None = None) -> set[TP]:
        """Join, and return what it assigns to itself: by default as aiokafka does."""
        metadata = self.assignor.metadata({CONTACTS, AGENTS}).encode()
        joined = SimpleNamespace(API_VERSION=2, group_protocol=self.assignor.name, members=[("me", metadata)])
        assigned = await (assign or self.coordinator._perform_assignment)(joined)  # noqa: SLF001 - as aiokafka calls it
        # With the answer to it, aiokafka has met all wishes to join again that came before.
        self.coordinator._rejoin_needed_fut = asyncio.get_running_loop().create_future()  # noqa: SLF001
        return {TP(*place) for place in assigned["me"].partitions()}


ALL = {TP(topic, number) for topic in (CONTACTS, AGENTS) for number in range(PARTITIONS)}


@pytest.fixture
async def app() -> LaneApp:
    """Return the app of both topics."""
    lanes: list[Lanes[CountingPartition]] = [
        Lanes(topic, MemoryLog(), restore, clock=lambda: 0, on_fatal=pytest.fail) for topic in (CONTACTS, AGENTS)
    ]
    return build_app(Connection("127.0.0.1:1"), Group("floor"), *lanes, partitions=PARTITIONS)


async def test_by_themselves_the_libraries_assign_nothing_and_leave_it_at_that(app: LaneApp) -> None:
    """Otherwise there was nothing to mend."""
    leader = Leader(app, Returning(unknown_times=1))

    assert set() == await leader.join()
    assert not leader.rejoins


async def test_the_leader_waits_until_it_knows_all_topics(app: LaneApp) -> None:
    """Then both are assigned, partition by partition."""
    leader = Leader(app, Returning(unknown_times=3))

    assert ALL == await leader.join(with_all_topics(leader.coordinator))
    assert leader.client.asked > 3
    assert not leader.rejoins


async def test_topics_that_appear_too_late_are_assigned_when_they_appear(app: LaneApp) -> None:
    """The leader keeps within its session; metadata is looked at again every few seconds, and that lets it rejoin."""
    leader = Leader(app, Returning(unknown_times=1_000))
    assign = with_all_topics(leader.coordinator, within_ms=1)

    assert set() == await leader.join(assign)
    assert not leader.rejoins

    leader.client.answer(known=True)

    assert leader.rejoins
    assert ALL == await leader.join(assign)
    assert app.conf.consumer_metadata_max_age_ms == METADATA_MS


async def test_a_broker_that_does_not_answer_is_not_waited_for_too_long(
    app: LaneApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group would take the leader for dead."""
    leader = Leader(app, Returning(unknown_times=0))
    monkeypatch.setattr(leader.client, "force_metadata_update", asyncio.get_running_loop().create_future)

    assert set() == await leader.join(with_all_topics(leader.coordinator, within_ms=1))
