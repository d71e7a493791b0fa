"""What is taken of what aiokafka has fetched ahead: the same as its own way gives, batch by batch."""

import asyncio
import gc
import weakref
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, Fetcher, FetchError, FetchResult, PartitionRecords
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.errors import ConsumerStoppedError, CorruptRecordException, TopicAuthorizationFailedError
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.record.util import calc_crc32c

from agents.dead_letters import ReadRecord
from agents.lane.prefetched import take

ONE, TWO = TopicPartition("contact.events", 0), TopicPartition("contact.events", 1)
PLENTY = 1_000
AT_ONCE = 0.0
CRC_AT, CONTROL_AT, CHECKED_FROM = 17, 22, 21


def batch(first: int, keys: str, *, marker: bool = False) -> bytearray:
    """One batch as it stands in the log: a record to each letter, the offsets from `first` on."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 1 << 20)
    for place, key in enumerate(keys):
        builder.append(place, 1_000 + place, key.encode(), None if key == "-" else key.upper().encode(), [("h", b"1")])
    built = bytearray(builder.build())
    built[:8] = first.to_bytes(8, "big")
    if marker:
        built[CONTROL_AT] |= 0x20
        built[CRC_AT:CHECKED_FROM] = calc_crc32c(bytes(built[CHECKED_FROM:])).to_bytes(4, "big")
    return built


def damaged(first: int, keys: str) -> bytearray:
    """A batch of which the disk has changed a bit."""
    found = batch(first, keys)
    found[-1] ^= 1
    return found


class Consumer:
    """A consumer of two partitions whose broker never answers: what is there has been put there."""

    def __init__(self) -> None:
        """Stand at the beginning of both."""
        self.subscriptions = SubscriptionState()
        self.subscriptions.assign_from_user([ONE, TWO])
        unknown = SimpleNamespace(leader_for_partition=lambda _place: None)
        loop = asyncio.get_running_loop()
        client = SimpleNamespace(
            _loop=loop, _metadata_max_age_ms=1_000, cluster=unknown, force_metadata_update=loop.create_future
        )
        self.fetcher = Fetcher(client, self.subscriptions)
        self.ahead: dict[TopicPartition, object] = vars(self.fetcher)["_records"]
        self.waiters: set[asyncio.Future[None]] = vars(self.fetcher)["_fetch_waiters"]
        self.seek(ONE, 0)
        self.seek(TWO, 0)

    def seek(self, place: TopicPartition, offset: int) -> None:
        """Go somewhere."""
        self.subscriptions.seek(place, offset)

    def put(self, place: TopicPartition, *batches: bytearray) -> None:
        """Have these fetched ahead from where the consumer stands."""
        log = MemoryRecords(bytes(b"".join(batches)))
        ahead = PartitionRecords(place, log, [], self.position(place), None, None, True, READ_UNCOMMITTED)  # noqa: FBT003 - aiokafka's own
        assignment = self.subscriptions.subscription.assignment
        self.ahead[place] = FetchResult(place, assignment=assignment, partition_records=ahead, backoff=100.0)

    def position(self, place: TopicPartition) -> int:
        """Where the consumer stands."""
        position: int = self.subscriptions.subscription.assignment.state_value(place).position
        return position

    async def take(self, max_records: int = PLENTY, *places: TopicPartition) -> dict[TopicPartition, str]:
        """The keys of what is taken, of both partitions if none is named."""
        taken = await take(self.fetcher, places or (ONE, TWO), AT_ONCE, max_records)
        return {place: keys_of(records) for place, records in taken.items()}


def keys_of(records: Sequence[ReadRecord]) -> str:
    """A letter for each."""
    return "".join((record.key or b"?").decode() for record in records)


@pytest.fixture
async def consumer() -> Any:  # noqa: ANN401 - a fixture that closes
    """A consumer, closed afterwards."""
    made = Consumer()
    yield made
    await made.fetcher.close()


LOGS = {
    "several batches": (0, [batch(0, "abc"), batch(3, "de"), batch(5, "f")]),
    "from within a batch": (2, [batch(0, "abcd"), batch(4, "e")]),
    "compacted, with gaps": (0, [batch(0, "ab"), batch(7, "c"), batch(20, "d")]),
    "a marker between": (0, [batch(0, "ab"), batch(2, "x", marker=True), batch(3, "c")]),
    "a marker at the end": (0, [batch(0, "ab"), batch(2, "x", marker=True)]),
    "a marker alone": (5, [batch(5, "x", marker=True)]),
    "cut off where the fetch ended": (0, [batch(0, "ab"), batch(2, "cd")[:-3]]),
    "without a value": (0, [batch(0, "a-b")]),
}


@pytest.mark.parametrize("name", LOGS)
async def test_the_same_records_and_the_same_place_as_the_clients_own_way(consumer: Consumer, name: str) -> None:
    """Offset, time, key, value and headers of each record, and where the next fetch begins."""
    start, log = LOGS[name]
    own = Consumer()
    for each in (consumer, own):
        each.seek(ONE, start)
        each.put(ONE, *log)
    expected = await own.fetcher.fetched_records([ONE], 0, PLENTY)
    await own.fetcher.close()

    taken = await take(consumer.fetcher, [ONE], AT_ONCE, PLENTY)

    assert list(told(taken.get(ONE, ()))) == list(told(expected.get(ONE, ())))
    assert consumer.position(ONE) == own.position(ONE)
    assert not consumer.ahead


async def test_no_further_batch_once_there_are_enough(consumer: Consumer) -> None:
    """The batch that is begun is taken whole, and the rest comes next time."""
    consumer.put(ONE, batch(0, "abc"), batch(3, "de"), batch(5, "f"))

    assert await consumer.take(2) == {ONE: "abc"}
    assert consumer.position(ONE) == 3
    assert await consumer.take(2) == {ONE: "de"}
    assert await consumer.take(2) == {ONE: "f"}
    assert await consumer.take(2) == {}


async def test_what_is_fetched_of_other_partitions_stays_where_it_is(consumer: Consumer) -> None:
    """It is there when that partition is asked for."""
    consumer.put(ONE, batch(0, "a"))
    consumer.put(TWO, batch(0, "b"))

    assert await consumer.take(PLENTY, TWO) == {TWO: "b"}
    assert await consumer.take() == {ONE: "a"}


async def test_what_was_fetched_before_a_seek_is_not_given(consumer: Consumer) -> None:
    """It would not be what follows the place that was asked for."""
    consumer.put(ONE, batch(0, "abc"))
    consumer.seek(ONE, 2)

    assert await consumer.take() == {}
    assert consumer.position(ONE) == 2


async def test_a_damaged_batch_is_said_and_fetched_again_and_nothing_is_passed_over(consumer: Consumer) -> None:
    """The consumer stays where it was, also where sound batches came before it."""
    consumer.put(ONE, batch(0, "ab"), damaged(2, "cd"))

    with pytest.raises(CorruptRecordException):
        await consumer.take()

    assert consumer.position(ONE) == 0
    consumer.put(ONE, batch(0, "ab"), batch(2, "cd"))
    assert await consumer.take() == {ONE: "abcd"}


async def test_a_damaged_batch_loses_nothing_of_another_partition(consumer: Consumer) -> None:
    """What was taken of the one is handed out; the other's turn to be complained of comes when it is fetched again."""
    consumer.put(ONE, batch(0, "ab"))
    consumer.put(TWO, damaged(0, "cd"))

    assert await consumer.take() == {ONE: "ab"}
    assert (consumer.position(ONE), consumer.position(TWO)) == (2, 0)


async def test_an_error_of_one_partition_waits_until_nothing_would_be_lost(consumer: Consumer) -> None:
    """It is raised when there is nothing else to hand out, once."""
    consumer.put(ONE, batch(0, "ab"))
    consumer.ahead[TWO] = FetchError(error=TopicAuthorizationFailedError("contact.events"), backoff=100.0)

    assert await consumer.take() == {ONE: "ab"}
    with pytest.raises(TopicAuthorizationFailedError):
        await consumer.take()
    assert await consumer.take() == {}


async def test_who_finds_nothing_waits_for_the_first_that_comes(consumer: Consumer) -> None:
    """The fetcher wakes who waits."""
    waiting = asyncio.create_task(take(consumer.fetcher, [ONE], 30.0, PLENTY))
    while not consumer.waiters:  # noqa: ASYNC110 - aiokafka sets no event of ours
        await asyncio.sleep(0)
    consumer.put(ONE, batch(0, "a"))
    for waiter in list(consumer.waiters):
        waiter.set_result(None)

    assert keys_of((await waiting)[ONE]) == "a"


async def test_nothing_is_taken_of_a_consumer_that_is_closed() -> None:
    """Who still waits goes away empty-handed; who asks afterwards is told."""
    consumer = Consumer()
    waiting = asyncio.create_task(take(consumer.fetcher, [ONE], 30.0, PLENTY))
    while not consumer.waiters:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0)
    await consumer.fetcher.close()

    assert await waiting == {}
    with pytest.raises(ConsumerStoppedError):
        await consumer.take()


def told(records: Sequence[Any]) -> Iterator[tuple[object, ...]]:
    """All that we ask of a record."""
    for record in records:
        yield record.offset, record.timestamp, record.key, record.value, tuple(record.headers)


async def test_what_has_been_taken_goes_without_the_garbage_collector(consumer: Consumer) -> None:
    """It looks seldom, and a fetch may be of many megabytes."""
    consumer.put(ONE, batch(0, "abc"))
    (fetched,) = consumer.ahead.values()
    kept = weakref.ref(vars(fetched)["_partition_records"])
    gc.disable()
    try:
        taken = await consumer.take()
        del fetched
        gone = kept() is None
    finally:
        gc.enable()

    assert {ONE: "abc"} == taken
    assert gone
