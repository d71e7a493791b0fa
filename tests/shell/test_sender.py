"""One producer for many records: a failure ends it, and the next record gets another."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka.errors import KafkaConnectionError

from agents import sender
from agents.kafka import Connection
from agents.sender import Sender, Sending

RECORDS = [Sending(b"a", b"1"), Sending(b"a", None), Sending(b"b", b"2", 3, [("sender", b"w")])]


class Producer:
    """Takes records, or refuses them, and remembers what was asked of it."""

    made: list["Producer"]
    refusals: int

    def __init__(self, **arguments: object) -> None:
        """Remember the arguments; one more has been made."""
        self.arguments = arguments
        self.taken: list[tuple[object, ...]] = []
        self.started = self.closed = False
        type(self).made.append(self)

    async def start(self) -> None:
        """Begin."""
        self.started = True

    async def send(
        self,
        topic: str,
        value: bytes | None,
        key: bytes,
        partition: int | None = None,
        headers: Sequence[tuple[str, bytes]] | None = None,
    ) -> "asyncio.Future[None]":
        """Take a record; the answer comes later, and may be a refusal."""
        answer = asyncio.get_running_loop().create_future()
        if type(self).refusals:
            type(self).refusals -= 1
            answer.set_exception(KafkaConnectionError())
        else:
            self.taken.append((topic, key, value, partition, headers))
            answer.set_result(None)
        return answer


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Producer]:
    """Return the producers that are made in this test, closed ones included."""

    async def close(producer: Producer) -> None:
        producer.closed = True

    Producer.made, Producer.refusals = [], 0
    monkeypatch.setattr(sender, "AIOKafkaProducer", Producer)
    monkeypatch.setattr(sender, "close_producer", close)
    return Producer.made


async def test_all_records_go_through_one_producer(made: list[Producer]) -> None:
    """Nothing is made before there is something to send; what was asked for is what the producer is told."""
    sending = Sender(Connection("kafka:9092"), "floor", acks=1)
    assert made == []
    await sending.send(RECORDS[:1])
    await sending.send(RECORDS[1:])
    (producer,) = made
    assert (producer.started, producer.closed, producer.arguments["acks"]) == (True, False, 1)
    assert producer.taken == [("floor", *record) for record in RECORDS]
    await sending.close()
    await sending.close()
    assert producer.closed


async def test_a_refusal_is_raised_and_the_next_record_gets_another_producer(made: list[Producer]) -> None:
    """Whatever became of the records of a producer that failed, none of them comes later."""
    sending = Sender(Connection("kafka:9092"), "floor")
    Producer.refusals = 1
    with pytest.raises(KafkaConnectionError):
        await sending.send(RECORDS)
    await sending.send(RECORDS)
    first, second = made
    assert (first.closed, second.closed) == (True, False)
    assert len(second.taken) == len(RECORDS)
