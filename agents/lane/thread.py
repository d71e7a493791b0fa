"""The thread in which aiokafka fetches and heartbeats, and what the reader of lanes asks of it; Faust's insides too."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import OffsetAndMetadata
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from mode import Service

from agents.dead_letters import ReadRecord
from agents.lane.assignment import with_all_topics
from agents.lane.eviction import Evictions
from agents.lane.prefetched import take

log = structlog.stdlib.get_logger(__name__)

# How long a fetch without records is waited for: also how late a marker at the log's end is noticed at most.
POLL_MS = 200
STOP_WITHIN_MS = 3_000
ASK_FOR_ERRORS_MS = 1_000


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """How records are fetched: rather wait a moment for many than be answered for each few, which costs the most."""

    min_bytes: int = 1 << 20
    max_wait_ms: int = 50
    max_partition_bytes: int = 1 << 20
    max_records: int = 8_000
    chunk_records: int = 2_000


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought, and where the consumer stands after it in each partition asked for."""

    records: Mapping[TP, Sequence[ReadRecord]]
    positions: Mapping[TP, int]
    answered_at: Mapping[TP, int]


class LaneThread(driver.AIOKafkaConsumerThread):
    """The thread in which aiokafka fetches and heartbeats."""

    def __init__(
        self,
        consumer: driver.Consumer,
        fetch: FetchPolicy,
        on_group_error: Callable[[KafkaError, bool], None],
        **rest: Any,  # noqa: ANN401 - Faust's own
    ) -> None:
        """Settle how to fetch, and who is told, in the parent's loop, of errors of the group and whether it is over."""
        self.fetch_policy = fetch
        self._on_group_error = on_group_error
        self._answered_s = 0.0
        self.refusal: str | None = None
        """What the group has said against this worker since it took it in last."""
        self._evictions = Evictions()
        super().__init__(consumer, **rest)

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        """Build the consumer with our way of fetching, of which Faust has no settings."""
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_min_bytes = self.fetch_policy.min_bytes
        consumer._fetch_max_wait_ms = self.fetch_policy.max_wait_ms
        # Where an offset is not there it would go on at the beginning and say nothing.
        consumer._auto_offset_reset = "none"
        return consumer

    def silent_ms(self) -> int:
        """For how long the group has not answered, counted from when the last thing that it answered was asked."""
        return int((time.monotonic() - self._answered_s) * 1000)

    def group_is_there(self) -> bool:
        """Whether Kafka has said who speaks for the group; aiokafka forgets it when that one does not answer."""
        # A consumer has none until it has started.
        coordinator = None if self._consumer is None else self._consumer._coordinator
        return coordinator is not None and coordinator.coordinator_id is not None

    async def on_start(self) -> None:
        """Start the consumer, notice what the group answers to its heartbeats, and let it assign all that there is."""
        await super().on_start()
        coordinator = self._ensure_consumer()._coordinator
        beat, joined = coordinator._do_heartbeat, coordinator._on_join_complete

        async def heartbeat() -> bool:
            asked_s = time.monotonic()
            answered: bool = await beat()
            if answered:
                self._answered_s = asked_s
            else:
                self.notice_eviction(coordinator)
            return answered

        async def on_join_complete(*arguments: Any) -> None:  # noqa: ANN401 - aiokafka's own
            self._answered_s = time.monotonic()
            self.refusal = None
            await joined(*arguments)

        coordinator._do_heartbeat, coordinator._on_join_complete = heartbeat, on_join_complete
        coordinator._perform_assignment = with_all_topics(coordinator)

    def notice_eviction(self, coordinator: Any) -> None:  # noqa: ANN401 - aiokafka has no types
        """Take note where a heartbeat has failed because the group does not know us any more."""
        instance = coordinator._group_instance_id
        if instance is not None and not coordinator.member_id:
            taken = self._evictions.note(instance, time.monotonic())
            if taken is not None:
                self.parent_loop.call_soon_threadsafe(self._on_group_error, KafkaError(taken), True)  # noqa: FBT003 - by position

    @Service.task
    async def _ask_for_group_errors(self) -> None:
        """Ask once a second: after an error aiokafka lets the group be until somebody asks, and Faust never does."""
        while not self.should_stop:
            await self.sleep(ASK_FOR_ERRORS_MS / 1000)
            if self._consumer is not None and not self.should_stop:
                self.take_group_error(self._consumer._coordinator)

    def take_group_error(self, coordinator: Any) -> None:  # noqa: ANN401 - aiokafka has no types
        """Take an error of the group, if there is one, tell of it, and join again."""
        try:
            coordinator.check_errors()
        except KafkaError as error:
            self.refusal = type(error).__name__
            is_over = coordinator._coordination_task.done()
            self.parent_loop.call_soon_threadsafe(self._on_group_error, error, is_over)
            # A heartbeat that has failed is not begun again before that.
            coordinator.request_rejoin()

    def polled(self) -> None:
        """Say that somebody still reads: who does not for long is taken out of the group by aiokafka, and for good.

        To be said also while there is nothing to fetch, as by a worker that has no partition until another one dies.
        """
        if self._consumer is not None:
            self._consumer._subscription._last_fetch_ended = time.monotonic()

    async def fetch(self, places: Iterable[TP], max_records: int) -> Fetched:
        """Fetch from some partitions."""
        wanted = {TopicPartition(*place) for place in places}
        fetched: Fetched = await self.call_thread(self._fetch, wanted, max_records)
        return fetched

    async def set_positions(self, positions: Mapping[TP, int]) -> None:
        """Go on reading at these offsets."""
        await self.call_thread(self._set_positions, positions)

    async def spans(self, places: Iterable[TP]) -> Mapping[TP, tuple[int, int]]:
        """Ask from which offset on, and up to, not including, which one there are records."""
        spans: Mapping[TP, tuple[int, int]] = await self.call_thread(
            self._spans, [TopicPartition(*it) for it in places]
        )
        return spans

    async def commit_strictly(self, offsets: Mapping[TP, int]) -> None:
        """Commit group offsets, raising what the group says against it."""
        await self.call_thread(self._commit_strictly, offsets)

    async def on_thread_stop(self) -> None:
        """Leave the group and stop the consumer, in bounded time; while Kafka is away, aiokafka's stop breaks off."""
        consumer = self._consumer
        coordinator = None if consumer is None else consumer._coordinator
        if coordinator is not None:
            # With a name of its own it would stay a member, and its partitions nobody's until the session is over.
            coordinator._group_instance_id = None
        try:
            async with asyncio.timeout(STOP_WITHIN_MS / 1000):
                await super().on_thread_stop()
        except (KafkaError, TimeoutError, asyncio.CancelledError) as error:
            # It cancels a fetch of its own and stumbles over that; let out, it would keep Faust waiting for a minute.
            log.info("consumer_stopped_hard", error=repr(error))
            if consumer is not None:
                await consumer._client.close()

    async def _fetch(self, places: set[TopicPartition], max_records: int) -> Fetched:
        """Fetch within the thread, and note the positions before anything else can move them."""
        consumer = self._ensure_consumer()
        places &= consumer.assignment()
        if not places or not self.consumer.flow_active:
            await asyncio.sleep(POLL_MS / 1000)
            return Fetched({}, {}, {})
        found = await take(consumer._fetcher, places, POLL_MS / 1000, max_records)
        assignment = consumer._subscription.subscription.assignment
        states = {TP(*place): assignment.state_value(place) for place in places}
        known = {place: state for place, state in states.items() if state is not None and state.has_valid_position}
        return Fetched(
            records={TP(*place): records for place, records in found.items()},
            positions={place: state.position for place, state in known.items()},
            answered_at={place: state.timestamp for place, state in known.items() if state.timestamp is not None},
        )

    async def _set_positions(self, positions: Mapping[TP, int]) -> None:
        """Seek within the thread; a partition that has gone meanwhile is passed over."""
        consumer = self._ensure_consumer()
        for place in consumer.assignment():
            if TP(*place) in positions:
                consumer.seek(place, positions[TP(*place)])

    async def _spans(self, places: Sequence[TopicPartition]) -> Mapping[TP, tuple[int, int]]:
        """Ask within the thread."""
        consumer = self._ensure_consumer()
        first, end = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
        return {TP(*place): (first[place], end[place]) for place in places}

    async def _commit_strictly(self, offsets: Mapping[TP, int]) -> None:
        """Commit within the thread."""
        held = {TopicPartition(*place): OffsetAndMetadata(offset, "") for place, offset in offsets.items()}
        await self._ensure_consumer().commit(held)
