"""A checkpoint's transaction against a producer that fails in its several ways."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from aiokafka.errors import (
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    ProducerFenced,
    TransactionalIdAuthorizationFailed,
)

from agents import turns
from agents.dead_letters import DeadLetter
from agents.lane.errors import Fenced, NotAllowed, RowTooLarge
from agents.lane.ports import Row
from agents.lane.store import RECORDS_A_STEP, StateTopics, TransactionalWriter

TOPICS = StateTopics("floorwatch", "state", "dead", max_row_bytes=100)
LETTER = DeadLetter("late", "contact.events", 2, 7, 1_234, b"k", b"v")


class Batch:
    """A batch that holds three records."""

    def __init__(self) -> None:
        """Begin empty."""
        self.keys: list[bytes | None] = []

    def append(self, *, key: bytes | None, value: bytes | None, headers: list[Any], timestamp: None) -> object | None:
        """Take a record, unless full."""
        del value, timestamp
        assert isinstance(headers, list)
        if len(self.keys) == 3:
            return None
        self.keys.append(key)
        return object()

    def record_count(self) -> int:
        """Return how many it has."""
        return len(self.keys)


class Producer:
    """A producer that writes down what it is asked for, and fails where it is told to."""

    def __init__(self, *, begin: Exception | None = None, third_batch: Exception | None = None) -> None:
        """Settle the failures."""
        self.said: list[object] = []
        self._begin = begin
        self._third_batch = third_batch

    async def begin_transaction(self) -> None:
        """Begin, or fail."""
        if self._begin:
            raise self._begin
        self.said.append("begin")

    def create_batch(self) -> Batch:
        """Return an empty batch."""
        return Batch()

    async def send_batch(self, batch: Batch, topic: str, *, partition: int) -> asyncio.Future[None]:
        """Send a batch, which may turn out to have failed."""
        self.said.append((topic, partition, batch.keys))
        arrival: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._third_batch and len(self.said) == 4:
            arrival.set_exception(self._third_batch)
        else:
            arrival.set_result(None)
        return arrival

    async def commit_transaction(self) -> None:
        """Commit."""
        self.said.append("commit")


def writer(producer: Producer) -> TransactionalWriter:
    """Return the writer of partition 2."""
    return TransactionalWriter(producer, TOPICS, 2)


async def test_letters_and_rows_go_to_their_topics_in_one_transaction() -> None:
    """In order, the same partition of both, in as many batches as they need."""
    producer = Producer()
    await writer(producer).commit([(b"%d" % number, b"x") for number in range(4)], [LETTER])

    assert producer.said == [
        "begin",
        ("dead", 2, [b"k"]),
        ("state", 2, [b"0", b"1", b"2"]),
        ("state", 2, [b"3"]),
        "commit",
    ]


async def test_others_have_their_turn_while_rows_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch may hold thousands, and most rows are made only when they are asked for."""
    monkeypatch.setattr(turns, "_LOOP_S", 0.0)
    made, seen = 0, set[int]()

    class Rows:
        def __len__(self) -> int:
            return RECORDS_A_STEP + 1

        def __iter__(self) -> Iterator[Row]:
            nonlocal made
            for made in range(1, len(self) + 1):
                yield b"%d" % made, b"x"

    async def others() -> None:
        while True:
            seen.add(made)
            await asyncio.sleep(0)

    beside = asyncio.create_task(others())
    await writer(Producer()).commit(Rows(), [])
    beside.cancel()

    assert RECORDS_A_STEP in seen


async def test_a_transaction_with_a_failed_batch_is_not_committed() -> None:
    """Kafka would commit what is left of it, and the state would be torn."""
    producer = Producer(third_batch=KafkaTimeoutError())
    with pytest.raises(KafkaTimeoutError):
        await writer(producer).commit([(b"%d" % number, b"x") for number in range(9)], [])

    assert "commit" not in producer.said


async def test_a_row_that_the_topic_would_refuse_is_told_of_and_nothing_is_committed() -> None:
    """The size counts key and value; the key may name a contact, and the reason is logged."""
    producer = Producer()
    with pytest.raises(RowTooLarge, match=r"^a row takes 103 bytes, topic state fewer: raise max\.message\.bytes$"):
        await writer(producer).commit([(b"c|7", b"x" * 100)], [])

    assert "commit" not in producer.said


@pytest.mark.parametrize(
    ("error", "named", "told"),
    [
        (ProducerFenced(), Fenced, "producer"),
        (TransactionalIdAuthorizationFailed(), NotAllowed, "^TransactionalIdAuthorizationFailed: "),
        (MessageSizeTooLargeError(), RowTooLarge, r"takes less than before: raise max\.message\.bytes$"),
    ],
)
async def test_what_a_lane_tells_apart_has_a_name(error: Exception, named: type[Exception], told: str) -> None:
    """The library's own errors say too little about what to do."""
    with pytest.raises(named, match=told):
        await writer(Producer(begin=error)).commit([], [])


def test_producers_are_named_by_app_topic_and_partition() -> None:
    """Two of the same name fence each other, which is the point."""
    assert TOPICS.producer_id(2) == "floorwatch-state-2"
