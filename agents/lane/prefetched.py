"""What aiokafka has fetched ahead, taken batch by batch; with `thread`, `store` and `closing` it knows its insides.

Its own `getmany` makes of each record, which its parser has made already, another one of eleven fields, and asks for
one at a time: that takes four times as long as to parse them. Here a batch is taken as it was parsed. What is handed
out, in which order, and where the consumer stands after it is the same.
"""

import asyncio
from collections.abc import Collection
from typing import Any

from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import Fetcher, FetchError, FetchResult
from aiokafka.errors import ConsumerStoppedError, CorruptRecordException, KafkaError

from agents.dead_letters import ReadRecord


async def take(
    fetcher: Fetcher, places: Collection[TopicPartition], timeout_s: float, max_records: int
) -> dict[TopicPartition, list[ReadRecord]]:
    """Take what is there of these partitions, or wait for the first of it; once there are `max_records`, no more.

    Raises what the broker has said against a fetch, CorruptRecordException, and ConsumerStoppedError; the consumer then
    stands where it stood.
    """
    if fetcher._closed:
        raise ConsumerStoppedError
    loop = asyncio.get_running_loop()
    until = loop.time() + timeout_s
    while True:
        if fetcher._subscriptions.reassignment_in_progress:
            await fetcher._subscriptions.wait_for_assignment()
        taken = _ready(fetcher, places, max_records)
        if taken:
            return taken
        waiter = fetcher._create_fetch_waiter()
        done, _ = await asyncio.wait([waiter], timeout=max(0.0, until - loop.time()))
        if not done or fetcher._closed:
            waiter.cancel()
            return {}
        waiter.result()


def _ready(
    fetcher: Fetcher, places: Collection[TopicPartition], max_records: int
) -> dict[TopicPartition, list[ReadRecord]]:
    """Take without waiting; an error waits until there is nothing that would be lost by raising it."""
    taken: dict[TopicPartition, list[ReadRecord]] = {}
    for place, result in list(fetcher._records.items()):
        if place not in places:
            if not fetcher._subscriptions.is_assigned(place):
                del fetcher._records[place]
            continue
        if taken and not isinstance(result, FetchResult):
            break
        try:
            records = _records_of(result, max_records)
        except KafkaError:
            _let_go(fetcher, place)
            if taken:
                break
            raise
        if not result.has_more():
            _let_go(fetcher, place)
        if records:
            taken[place] = records
            max_records -= len(records)
            if max_records <= 0:
                break
    return taken


def _records_of(result: FetchResult | FetchError, max_records: int) -> list[ReadRecord]:
    """Take whole batches until there are so many records, and note where the consumer stands then."""
    if isinstance(result, FetchError):
        result.check_raise()
    if not result.check_assignment(result._topic_partition) or not result.has_more():
        return []
    source = result._partition_records
    batches, start = source._records, source.next_fetch_offset
    # It refers back to its source: all that was fetched would stay until the garbage collector finds it.
    source._records_iterator = None
    records: list[ReadRecord] = []
    while len(records) < max_records and batches.has_next():
        batch: Any = batches.next_batch()
        if source._check_crcs and not batch.validate_crc():
            raise CorruptRecordException(f"Invalid CRC - {result._topic_partition}")
        if not batch.is_control_batch:
            found = list(batch)
            # A fetch begins within a batch where reading stopped there.
            records += found if found and found[0].offset >= start else [one for one in found if one.offset >= start]
        source.next_fetch_offset = max(start, batch.next_offset)
    result._update_position()
    if not batches.has_next():
        result._partition_records = None
    return records


def _let_go(fetcher: Fetcher, place: TopicPartition) -> None:
    """Have the partition fetched again from where the consumer stands."""
    del fetcher._records[place]
    fetcher._notify(fetcher._wait_consume_future)
