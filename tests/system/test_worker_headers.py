"""A record that any client can write and that aiokafka's own parser cannot read: the worker, and a command, read on."""

import time

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.producer import message_accumulator, producer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from agents.broker.local import LocalKafka
from tests.system.worker_process import Commands, environment, eventually, folded

pytestmark = pytest.mark.system


class Odd(str):
    """The name of a header that is no text."""

    __slots__ = ()

    def encode(self, *_how: str) -> bytes:
        """What stands in the record."""
        return b"\xff\xfe"


async def test_a_header_that_is_no_text_stops_nobody(
    shared_kafka: LocalKafka, prefix: str, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event under it counts, that after it too, and the dead letter of a bad one tells the name with escapes."""
    settings = environment(shared_kafka.bootstrap, prefix, partitions=1)
    worker = commands.start(settings, "worker")
    await worker.says("lane_restored")
    for module in (producer, message_accumulator):
        monkeypatch.setattr(module, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
    event = {"type": "contact.queued", "time": int(time.time() * 1000), "queue": "sales"}
    async with AIOKafkaProducer(bootstrap_servers=shared_kafka.bootstrap) as writer:
        for contact, told in (("first", {}), ("second", {}), ("bad", {"time": "soon"}), ("last", {})):
            headers = [] if contact == "last" else [(Odd(contact), b"1")]
            value = orjson.dumps({**event, "contact": contact, **told})
            await writer.send_and_wait(settings["FLOORWATCH_CONTACT_TOPIC"], value, contact.encode(), headers=headers)

    async def look() -> bool | None:
        floor = await worker.floor()
        return True if floor is not None and folded(floor) == len(("first", "second", "last", "bad")) else None

    await eventually(look, "a floor of all records")
    assert await worker.terminate() == 0
    letters = orjson.loads(await commands.run(settings, "dead-letters", "list", "--json"))
    (place,) = (letter["place"] for letter in letters["letters"])
    letter = orjson.loads(await commands.run(settings, "dead-letters", "show", "--json", place))

    assert ["bad_time", [["\\xff\\xfe", "1"]]] == [letter["reason"], letter["headers"]]
