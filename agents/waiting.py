"""The wait for a Kafka that is not there."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import stamina
import structlog

from agents.topics import KafkaAwayError

T = TypeVar("T")

LONGEST_WAIT_S: Final = 5.0

log = structlog.stdlib.get_logger(__name__)


async def once_kafka_is_there(
    work: Callable[[], Awaitable[T]], tell: Callable[[str], None], longest_wait_s: float = LONGEST_WAIT_S
) -> T:
    """What `work` comes to; as often as it raises KafkaAwayError, `tell` what is waited for, wait, and try again."""
    while_away = stamina.retry_context(on=KafkaAwayError, attempts=None, timeout=None, wait_max=longest_wait_s)
    async for attempt in while_away:
        with attempt:
            try:
                return await work()
            except KafkaAwayError as away:
                tell(f"waiting for Kafka: {away}")
                log.warning("kafka_away", reason=str(away))
                raise
    raise AssertionError("there is always another attempt")
