"""What knows Faust's insides, with `thread`: a consumer whose event is a chunk of one partition, a lane its owner.

It reads for the lanes of one source topic or of several, which are co-partitioned: what it says and asks of all.

What is changed of Faust's consumer: it hands over chunks instead of records; it reads where the lanes say and never
where the group's offsets are; it commits those for displays of lag only; and on revocation and stop the lanes keep
what they have before the partitions go.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import faust
import structlog
from aiokafka.errors import ConsumerStoppedError, KafkaError, OffsetOutOfRangeError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP
from faust.types.transports import ConsumerCallback, ConsumerT, TransportT
from faust.types.tuples import ConsumerMessage
from mode import ServiceT

from agents.dead_letters import ReadRecord
from agents.lane.lane import Chunk
from agents.lane.lanes import Lanes
from agents.lane.reading import Reading
from agents.lane.store import NOT_ALLOWED
from agents.lane.thread import POLL_MS, FetchPolicy, LaneThread

log = structlog.stdlib.get_logger(__name__)

ANSWER_WITHIN_MS = 5_000
RETRY_MS = 500


AllLanes: TypeAlias = tuple[Lanes[Any], ...]
"""The lanes of each source topic."""


@dataclass(frozen=True, slots=True)
class Member:
    """What the lanes of one topic may ask the group."""

    consumer: "LaneConsumer"
    lanes: Lanes[Any]

    async def confirm(self, partition: int) -> bool:
        """Ask the group whether a partition is still ours."""
        return await self.consumer.confirm(self.lanes, partition)

    def silent_ms(self) -> int:
        """For how long the group has not answered."""
        return self.consumer.silent_ms()

    def is_there(self) -> bool:
        """Whether Kafka has said who speaks for the group."""
        return self.consumer.group_is_there()

    def refusal(self) -> str | None:
        """What the group has said against this worker since it took it in last."""
        return self.consumer.group_refusal()


class LaneConsumer(driver.Consumer):
    """Faust's consumer, reading for lanes."""

    _thread: LaneThread

    def __init__(self, transport: TransportT, *, lanes: AllLanes, fetch: FetchPolicy, **rest: Any) -> None:  # noqa: ANN401 - Faust's own
        """Join lanes and group."""
        self.lanes = lanes
        self.fetch = fetch
        self.readings = {of.topic: Reading(of, fetch.chunk_records) for of in lanes}
        self._committed: dict[TP, int] = {}
        super().__init__(transport, **rest)
        for of in lanes:
            of.join(Member(self, of))

    async def confirm(self, lanes: Lanes[Any], partition: int) -> bool:
        """Ask the group whether a partition is still ours: it takes an offset from none but the owner."""
        place = TP(lanes.topic, partition)
        lane = lanes.lane(partition)
        if lane is None or place not in self.assignment():
            return False
        try:
            async with asyncio.timeout(ANSWER_WITHIN_MS / 1000):
                await self._thread.commit_strictly({place: lane.durable_offset + 1})
        except (KafkaError, TimeoutError) as error:
            log.info("ownership_unconfirmed", topic=lanes.topic, partition=partition, error=repr(error))
            return False
        return True

    def silent_ms(self) -> int:
        """For how long the group has not answered."""
        return self._thread.silent_ms()

    def group_is_there(self) -> bool:
        """Whether Kafka has said who speaks for the group."""
        return self._thread.group_is_there()

    def group_refusal(self) -> str | None:
        """What the group has said against this worker since it took it in last."""
        return self._thread.refusal

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Let the lanes expect an assignment, which Faust announces when it is done with it."""
        for lanes in self.lanes:
            lanes.expect()
        await super().on_partitions_assigned(assigned, generation_id)

    async def perform_seek(self) -> None:
        """Leave the positions alone: they are the lanes', not the group's."""

    async def wait_empty(self) -> None:
        """Keep what the lanes have and let go of their partitions; called before these are revoked and at the end."""
        released = await asyncio.gather(*(lanes.release() for lanes in self.lanes))
        self._unacked_messages.clear()
        await self._commit_leniently(self._after(released))

    async def force_commit(self, topics: object = None, start_new_transaction: bool = True) -> bool:  # noqa: FBT001, FBT002 - Faust's signature
        """Tell the group how far the kept state is; nothing depends on it."""
        del topics, start_new_transaction
        # Faust would collect the acknowledgements of chunks here for ever.
        self._acked.clear()
        self._acked_index.clear()
        return await self._commit_leniently(self._after(of.durable_offsets() for of in self.lanes))

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Leave out Faust's guesses about slow streams: the lanes know how far they are."""

    def on_buffer_full(self, tp: TP) -> None:
        """Leave the back-pressure to the lanes and to the bounded queue; Faust would sleep for a second."""

    def on_buffer_drop(self, tp: TP) -> None:
        """See on_buffer_full."""

    def _new_consumer_thread(self) -> LaneThread:
        """Fetch in our kind of thread."""
        return LaneThread(self, self.fetch, self.group_failed, loop=self.loop, beacon=self.beacon)

    async def _drain_messages(self, fetcher: ServiceT) -> None:
        """Read until stopped; called by Faust's fetcher service."""
        while not (self.should_stop or fetcher.should_stop):
            try:
                await self._read_once()
            except ConsumerStoppedError:
                if self.app.should_stop:
                    return
                raise
            except NOT_ALLOWED as error:
                self._give_up(str(error))
                return
            except (KafkaError, TimeoutError) as error:
                log.warning("fetch_failed", error=repr(error))
                await asyncio.sleep(RETRY_MS / 1000)
            except Exception as error:
                self._give_up(repr(error))
                raise

    async def _read_once(self) -> None:
        """Set the consumer where the lanes want it, fetch, hand over."""
        self._thread.polled()
        if not self.flow_active:
            await self.wait_first(self.can_resume_flow.wait(), timeout=POLL_MS / 1000)
            return
        for lanes in self.lanes:
            lanes.changed.clear()
        seeks = {TP(topic, n): at for topic, reading in self.readings.items() for n, at in reading.seeks().items()}
        if seeks:
            await self._thread.set_positions(seeks)
        wanted = {TP(topic, number) for topic, reading in self.readings.items() for number in reading.wanted()}
        if not wanted:
            await self.wait_first(*(lanes.changed.wait() for lanes in self.lanes), timeout=POLL_MS / 1000)
            return
        try:
            fetched = await self._thread.fetch(wanted, self.fetch.max_records)
        except OffsetOutOfRangeError as error:
            await self._find(TP(*place) for place in error.args[0])
            return
        for lanes in self.lanes:
            for number in lanes.numbers:
                lane, answered_at = lanes.lane(number), fetched.answered_at.get(TP(lanes.topic, number))
                if lane is not None and answered_at is not None:
                    lane.fetched(answered_at)
        for place, position in fetched.positions.items():
            await self._hand_over(place, fetched.records.get(place, ()), position)

    async def _find(self, places: Iterable[TP]) -> None:
        """Let lanes go on where their source has something; what waits to be folded is folded first."""
        async with asyncio.timeout(ANSWER_WITHIN_MS / 1000):
            spans = await self._thread.spans(places)
        for place, (first, end) in spans.items():
            if self.readings[place.topic].is_done(place.partition):
                (lanes,) = (of for of in self.lanes if of.topic == place.topic)
                lanes.out_of_range(place.partition, first, end)
        await asyncio.sleep(POLL_MS / 1000)

    async def _hand_over(self, place: TP, records: Sequence[ReadRecord], position: int) -> None:
        """Give the agent what was fetched of a partition; what it cannot be given any more is fetched again."""
        generation, reading = self.app.consumer_generation_id, self.readings[place.topic]
        for chunk in reading.chunks(place.partition, records, position):
            if not self.flow_active or self.app.consumer_generation_id != generation:
                reading.astray(place.partition)
                return
            result = await self.wait_first(self.callback(self._message(place, chunk)), self.suspend_flow.wait())
            if result.stopped or not self.flow_active:
                reading.astray(place.partition)
                return

    def group_failed(self, error: KafkaError, is_over: bool) -> None:  # noqa: FBT001 - called by position, from a thread
        """Say that the group has refused something; `is_over`: this process cannot join it any more."""
        if is_over or isinstance(error, NOT_ALLOWED):
            self._give_up(str(error))
        else:
            log.warning("group_failed", error=repr(error))

    def _give_up(self, reason: str) -> None:
        """Say why nothing can be read any more."""
        self.lanes[0].give_up(f"reading {', '.join(self.readings)}: {reason}")

    def _message(self, place: TP, chunk: Chunk) -> ConsumerMessage:
        """Wrap a chunk as if it were one record of Kafka."""
        at = chunk.records[-1].timestamp / 1000 if chunk.records else 0.0
        return ConsumerMessage(
            *place,
            offset=chunk.end - 1,
            timestamp=at,
            timestamp_type=0,
            headers=[],
            key=b"",
            value=cast("Any", chunk),
            checksum=None,
            tp=place,
            generation_id=self.app.consumer_generation_id,
        )

    def _after(self, kept: Iterable[Mapping[int, int]]) -> dict[TP, int]:
        """What the group is to be told: the offset after the last kept one of each partition of each topic."""
        topics = zip(self.lanes, kept, strict=True)
        return {TP(of.topic, number): offset + 1 for of, last in topics for number, offset in last.items()}

    async def _commit_leniently(self, offsets: Mapping[TP, int]) -> bool:
        """Commit group offsets that are new; an outage or a lost membership is nothing to stop for."""
        news = {place: offset for place, offset in offsets.items() if self._committed.get(place) != offset}
        if not news:
            return False
        try:
            async with asyncio.timeout(ANSWER_WITHIN_MS / 1000):
                await self._thread.commit_strictly(news)
        except (KafkaError, TimeoutError) as error:
            log.info("group_offsets_not_committed", error=repr(error))
            return False
        self._committed |= news
        return True


class LaneTransport(driver.Transport):
    """Makes the consumer of lanes."""

    def __init__(self, app: "LaneApp", lanes: AllLanes, fetch: FetchPolicy) -> None:
        """Remember for whom."""
        super().__init__(app.conf.broker_consumer, app)
        self._lanes = lanes
        self._fetch = fetch

    def create_consumer(self, callback: ConsumerCallback, **rest: Any) -> ConsumerT:  # noqa: ANN401 - Faust's own
        """Make the consumer."""
        return LaneConsumer(self, lanes=self._lanes, fetch=self._fetch, callback=callback, loop=self.loop, **rest)


class LaneApp(faust.App):
    """A Faust app that reads for lanes, and makes no directory of its own where it is started."""

    def __init__(self, name: str, *, lanes: AllLanes, fetch: FetchPolicy, **rest: Any) -> None:  # noqa: ANN401 - as above
        """Join lanes and app; the remaining arguments are Faust's."""
        self.lanes = lanes
        self._fetch_policy = fetch
        super().__init__(name, **rest)
        self.on_rebalance_complete.connect(self._assign, weak=False)

    async def _assign(self, *_args: object, **_kwargs: object) -> None:
        """Tend the partitions that the group has given us; called before Faust lets the streams run again."""
        assignment = self.consumer.assignment()
        for lanes in self.lanes:
            await lanes.assign({place.partition for place in assignment if place.topic == lanes.topic})

    def _new_transport(self) -> TransportT:
        """Read through our transport."""
        return LaneTransport(self, self.lanes, self._fetch_policy)

    def _create_directories(self) -> None:
        """Keep the folder clean: there are no tables on disk."""
