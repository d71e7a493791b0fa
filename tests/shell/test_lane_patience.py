"""Clients of aiokafka that find nobody: how they ask again."""

import asyncio

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.structs import BrokerMetadata

from agents.broker.ports import free_ports
from agents.lane import patience
from agents.lane.patience import AGAIN_AFTER_S, ask_patiently


async def refused(times: int) -> None:
    """Ask a broker that is not there for metadata, again and again, as one does who needs a leader."""
    client = AIOKafkaClient()
    client.cluster._brokers = {1: BrokerMetadata(1, "127.0.0.1", free_ports(1)[0], None)}  # noqa: SLF001 - aiokafka's own
    synchronizer = asyncio.create_task(client._md_synchronizer())  # noqa: SLF001 - as above
    try:
        for _ in range(times):
            assert await client.force_metadata_update() is False
    finally:
        synchronizer.cancel()


async def test_who_is_refused_waits_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often all clients are told to."""
    waited: list[float] = []

    async def wait(delay_s: float) -> None:
        waited.append(delay_s)

    monkeypatch.setattr(AIOKafkaClient, "_metadata_update", AIOKafkaClient._metadata_update)  # noqa: SLF001 - as above
    monkeypatch.setattr(patience, "sleep", wait)
    ask_patiently()
    ask_patiently()
    await refused(3)

    assert [AGAIN_AFTER_S] * 3 == waited


async def test_an_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata that has come is there at once."""

    async def answered(*_asked: object) -> bool:
        return True

    async def wait(_delay_s: float) -> None:
        pytest.fail("waited for nothing")

    monkeypatch.setattr(AIOKafkaClient, "_metadata_update", AIOKafkaClient._metadata_update)  # noqa: SLF001 - as above
    monkeypatch.setattr(patience, "_update", answered)
    monkeypatch.setattr(patience, "sleep", wait)
    ask_patiently()

    assert await AIOKafkaClient()._metadata_update(None, None)  # noqa: SLF001 - as above
