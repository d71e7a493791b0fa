"""What is taken of what aiokafka has fetched ahead: the same as its own way gives, batch by batch."""

import asyncio
import gc
import weakref
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, TypeAlias

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import (
    READ_COMMITTED,
    READ_UNCOMMITTED,
    Fetcher,
    FetchError,
    FetchResult,
    PartitionRecords,
)
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.errors import ConsumerStoppedError, CorruptRecordException, TopicAuthorizationFailedError
from aiokafka.record.memory_records import MemoryRecords

from agents.dead_letters import ReadRecord
from agents.lane.prefetched import take
from tests.shell.log_batches import batch, damaged, ended

ONE, TWO = TopicPartition("contact.events", 0), TopicPartition("contact.events", 1)
PLENTY = 1_000
AT_ONCE = 0.0

Aborted: TypeAlias = list[tuple[int, int]]
"""Producers with the offset from which on a transaction of theirs was aborted, as a broker tells with a fetch."""


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

    def put(self, place: TopicPartition, *batches: bytearray, aborted: Aborted | None = None) -> None:
        """Have these fetched ahead from where the consumer stands; with `aborted`, what is committed of them."""
        log = MemoryRecords(bytes(b"".join(batches)))
        isolation = READ_UNCOMMITTED if aborted is None else READ_COMMITTED
        ahead = PartitionRecords(place, log, aborted or [], self.position(place), None, None, True, isolation)  # noqa: FBT003 - aiokafka's own
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


TRANSACTIONS: dict[str, tuple[list[bytearray], Aborted]] = {
    "committed": ([batch(0, "ab", producer=7), ended(2, 7, aborted=False)], []),
    "aborted": ([batch(0, "ab", producer=7), ended(2, 7, aborted=True)], [(7, 0)]),
    "aborted, then committed": (
        [batch(0, "a", producer=7), ended(1, 7, aborted=True), batch(2, "b", producer=7), ended(3, 7, aborted=False)],
        [(7, 0)],
    ),
    "committed, then aborted twice": (
        [
            *(batch(0, "a", producer=7), ended(1, 7, aborted=False)),
            *(batch(2, "b", producer=7), ended(3, 7, aborted=True)),
            *(batch(4, "c", producer=7), batch(5, "d", producer=7), ended(6, 7, aborted=True)),
        ],
        [(7, 4), (7, 2)],
    ),
    "of two producers among one another": (
        [
            *(batch(0, "a", producer=7), batch(1, "b", producer=8), batch(2, "c"), batch(3, "d", producer=7)),
            *(ended(4, 7, aborted=True), batch(5, "e", producer=8), ended(6, 8, aborted=False), batch(7, "f")),
        ],
        [(7, 0)],
    ),
    "a marker of which all records were compacted away": ([ended(9, 7, aborted=True), batch(10, "a")], []),
}


@pytest.mark.parametrize("name", TRANSACTIONS)
async def test_of_transactions_the_same_as_the_clients_own_way_and_nothing_aborted(
    consumer: Consumer, name: str
) -> None:
    """Where only what is committed is read; a batch at a time or all at once."""
    log, aborted = TRANSACTIONS[name]
    own, all_at_once = Consumer(), Consumer()
    for each in (consumer, own, all_at_once):
        each.put(ONE, *log, aborted=list(aborted))
    expected = list(told((await own.fetcher.fetched_records([ONE], 0, PLENTY)).get(ONE, ())))
    at_once = await take(all_at_once.fetcher, [ONE], AT_ONCE, PLENTY)
    one_by_one = []
    while consumer.ahead:
        taken = await take(consumer.fetcher, [ONE], AT_ONCE, 1)
        one_by_one += taken.get(ONE, [])
    for each in (own, all_at_once):
        await each.fetcher.close()

    assert list(told(at_once.get(ONE, ()))) == expected
    assert list(told(one_by_one)) == expected
    assert consumer.position(ONE) == own.position(ONE) == all_at_once.position(ONE)


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
