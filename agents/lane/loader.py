"""Reads the state topic: what holds for a partition is the last committed row of each key."""

import asyncio

from aiokafka import AIOKafkaConsumer, TopicPartition

from agents.kafka import Connection
from agents.lane.closing import close_consumer
from agents.lane.ports import Progress

FETCH_BYTES = 4 << 20
POLL_MS = 200
MAX_RECORDS = 20_000


async def read_rows(connection: Connection, topic: str, partition: int, progress: Progress) -> dict[bytes, bytes]:
    """Read a partition from its beginning to the end that it has now, rows of open and aborted transactions left out.

    To be called by the partition's only writer, else rows may follow that are not seen here.
    """
    consumer = AIOKafkaConsumer(
        **connection.asyncio_arguments(),
        enable_auto_commit=False,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        fetch_max_wait_ms=50,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    rows: dict[bytes, bytes] = {}
    try:
        await consumer.start()
        place = TopicPartition(topic, partition)
        consumer.assign([place])
        first = (await consumer.beginning_offsets([place]))[place]
        end = (await consumer.end_offsets([place]))[place]
        consumer.seek(place, first)
        progress(0, end - first)
        # Never the offset of the last record: the tail may be markers or have been compacted away.
        while (position := await consumer.position(place)) < end:
            progress(position - first, end - first)
            fetched = await consumer.getmany(place, timeout_ms=POLL_MS, max_records=MAX_RECORDS)
            for record in fetched.get(place, ()):
                if record.value is None:
                    rows.pop(record.key, None)
                else:
                    rows[record.key] = record.value
            # A buffer that is full never waits: the other lanes want their turn.
            await asyncio.sleep(0)
        progress(end - first, end - first)
    finally:
        await close_consumer(consumer)
    return rows
