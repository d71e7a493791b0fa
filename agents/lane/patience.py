"""aiokafka asks again for metadata as soon as it was refused: with no leader known and no broker there, without end.

Whoever reads or writes a partition whose leader it does not know asks who that is; while there is no broker it is
refused at once, and asks again: thousands of times a second, and a core is busy with nothing else.
"""

from asyncio import sleep
from typing import Any, Final

from aiokafka.client import AIOKafkaClient

AGAIN_AFTER_S: Final = 0.1
"""What the other parts of aiokafka wait before they try again."""

_update = AIOKafkaClient._metadata_update


async def _patient_update(client: AIOKafkaClient, *asked: Any) -> bool:  # noqa: ANN401 - aiokafka has no types
    """Ask for metadata; who is refused hears of it a moment later."""
    updated: bool = await _update(client, *asked)
    if not updated:
        await sleep(AGAIN_AFTER_S)
    return updated


def ask_patiently() -> None:
    """Let every client of aiokafka in this process wait before it asks again; may be called more than once."""
    AIOKafkaClient._metadata_update = _patient_update
