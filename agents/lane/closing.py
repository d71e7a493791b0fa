"""How clients of aiokafka are stopped: its own way waits for what will not come, and stumbles over what has failed."""

import asyncio

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import ProducerClosed

from agents.endings import cancellations_heard

CLOSE_MS = 2_000

log = structlog.stdlib.get_logger(__name__)


async def close_consumer(consumer: AIOKafkaConsumer) -> None:
    """Stop a consumer of no group, all of it, also where a fetch has just failed.

    aiokafka cancels one that waits to be tried again, and then raises that as if whoever stops it were cancelled:
    nobody expects it, and what has read with this consumer would end unseen.
    """
    try:
        with cancellations_heard():
            await consumer.stop()
    except asyncio.CancelledError:
        await consumer._client.close()
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise


async def close_producer(producer: AIOKafkaProducer) -> None:
    """Stop a producer within a few seconds, whatever state it and Kafka are in."""
    accumulator = producer._message_accumulator
    unsent = [batch for waiting in accumulator._batches.values() for batch in waiting] + [*accumulator._pending_batches]
    # What it has not sent would be waited for, and is of no use to anybody; nor is the error that says so.
    accumulator.fail_all(ProducerClosed())
    outcomes = [future for batch in unsent for future in (batch.future, batch._drain_waiter)]
    if producer._txn_manager is not None:
        outcomes.append(producer._txn_manager._transaction_waiter)
    for outcome in outcomes:
        if outcome is not None and outcome.done() and not outcome.cancelled():
            outcome.exception()
    try:
        with cancellations_heard():
            async with asyncio.timeout(CLOSE_MS / 1000):
                await producer.stop()
    except BaseException as error:  # its sender stumbles over a batch that has failed, with a KeyError too
        log.info("producer_stopped_hard", error=repr(error))
        if producer._sender.sender_task is not None:
            producer._sender.sender_task.cancel()
        await producer.client.close()
        if not isinstance(error, Exception):
            raise
