"""Errors of the group: aiokafka waits until somebody asks for them, and Faust alone never would."""

import asyncio
import contextlib
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError

from agents.app import Group, build_app
from agents.kafka import Connection
from agents.lane.consumer import LaneConsumer
from agents.lane.lanes import Lanes
from tests.shell.lane_doubles import CountingPartition, MemoryLog, restore


@pytest.fixture
def given_up() -> list[str]:
    """Return why it was given up."""
    return []


@pytest.fixture
async def consumer(given_up: list[str]) -> LaneConsumer:
    """Return a consumer whose thread has not been started."""
    lanes: Lanes[CountingPartition] = Lanes(
        "contact.events", MemoryLog(), restore, clock=lambda: 0, on_fatal=given_up.append
    )
    consumer = build_app(Connection("127.0.0.1:1"), Group("floor"), lanes, partitions=1).consumer
    assert isinstance(consumer, LaneConsumer)
    return consumer


class Member:
    """A member of a group, with aiokafka's own coordinator, whose coordination fails as told."""

    def __init__(self, *errors: Exception) -> None:
        """Begin with the first attempt to find the group."""
        subscription = SubscriptionState()
        subscription.subscribe({"contact.events"})
        subscription.register_fetch_waiters(set())
        self.attempts = 0
        self._errors = list(errors)
        client = AIOKafkaClient(bootstrap_servers="127.0.0.1:1")
        client.coordinator_lookup = self._look_up
        self.coordinator = GroupCoordinator(client, subscription, group_id="floor", assignors=[])

    async def _look_up(self, *_: Any) -> int:  # noqa: ANN401 - whatever aiokafka asks
        self.attempts += 1
        if self._errors:
            raise self._errors.pop(0)
        return await asyncio.get_running_loop().create_future()  # type: ignore[no-any-return]

    async def attempted(self, times: int) -> None:
        """Wait until it has tried so often, or tries no more."""
        for _ in range(100):
            if self.attempts >= times:
                break
            await asyncio.sleep(0)

    async def end(self) -> None:
        """Stop coordinating."""
        self.coordinator._coordination_task.cancel()  # noqa: SLF001 - its own close would ask Kafka
        with contextlib.suppress(asyncio.CancelledError, KafkaError):
            await self.coordinator._coordination_task  # noqa: SLF001


async def test_an_error_of_the_group_is_said_and_the_group_is_joined_again(
    consumer: LaneConsumer, given_up: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is asked for, nothing goes on."""
    member = Member(KafkaError("Unexpected exception in heartbeat task"))
    said: list[tuple[KafkaError, bool]] = []
    monkeypatch.setattr(consumer._thread, "_on_group_error", lambda *told: said.append(told))  # noqa: SLF001
    await member.attempted(2)
    rested = member.attempts
    consumer._thread.take_group_error(member.coordinator)  # noqa: SLF001
    await member.attempted(2)
    consumer._thread.take_group_error(member.coordinator)  # noqa: SLF001
    needed = member.coordinator.need_rejoin(SimpleNamespace(assignment=()))
    await member.end()
    for told in said:
        consumer.group_failed(*told)

    assert ("KafkaError", False) == (consumer.group_refusal(), consumer.group_is_there())
    assert (1, 2) == (rested, member.attempts)
    assert [False] == [is_over for _, is_over in said]
    assert needed
    assert [] == given_up


@pytest.mark.parametrize(
    ("aiokafka", "is_there"),
    [
        (None, False),
        (SimpleNamespace(_coordinator=None), False),
        (SimpleNamespace(_coordinator=SimpleNamespace(coordinator_id=None)), False),
        (SimpleNamespace(_coordinator=SimpleNamespace(coordinator_id=1)), True),
    ],
)
def test_nobody_speaks_for_the_group_before_kafka_has_said_who(
    consumer: LaneConsumer, monkeypatch: pytest.MonkeyPatch, aiokafka: SimpleNamespace | None, *, is_there: bool
) -> None:
    """It is asked once a second from the start on: while the client is made, starts, looks for the coordinator."""
    monkeypatch.setattr(consumer._thread, "_consumer", aiokafka)  # noqa: SLF001 - what Faust makes

    assert is_there is consumer.group_is_there()


@pytest.mark.parametrize("error", [ZeroDivisionError("by chance"), GroupAuthorizationFailedError("floor")])
async def test_a_group_that_cannot_be_joined_any_more_ends_the_worker(
    consumer: LaneConsumer, given_up: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Because the coordination has broken, or because it is not allowed."""
    member = Member(error)
    monkeypatch.setattr(consumer._thread, "_on_group_error", consumer.group_failed)  # noqa: SLF001
    await member.attempted(2)
    consumer._thread.take_group_error(member.coordinator)  # noqa: SLF001
    await asyncio.sleep(0)
    await member.end()

    assert [True] == [type(error).__name__ in reason for reason in given_up]


@pytest.mark.parametrize("reads", [True, False])
async def test_a_worker_that_has_nothing_to_read_is_not_taken_for_a_dead_one(
    consumer: LaneConsumer, monkeypatch: pytest.MonkeyPatch, *, reads: bool
) -> None:
    """It has no partition, or the group assigns them anew: aiokafka would leave the group in silence, and for good."""
    subscription = SubscriptionState()
    monkeypatch.setattr(consumer._thread, "_consumer", SimpleNamespace(_subscription=subscription))  # noqa: SLF001
    monkeypatch.setattr(subscription, "_last_fetch_ended", subscription._last_fetch_ended - 5_000)  # noqa: SLF001
    before = subscription.fetcher_idle_time
    consumer.flow_active = reads
    await consumer._read_once()  # noqa: SLF001 - what Faust's fetcher calls does this again and again

    assert 5_000 <= before
    assert subscription.fetcher_idle_time < before
