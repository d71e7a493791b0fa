"""One real Kafka for all tests of a run that only need one: started when first asked for, stopped at the end."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor

import pytest

from agents.broker.local import LocalKafka
from agents.broker.progress import silent

# A noisy machine with two cores needs its time; what is waited for is a condition and no duration.
READY_MS = 180_000
KAFKA = pytest.StashKey[LocalKafka]()


def shared_kafka_of(config: pytest.Config) -> LocalKafka:
    """Return the run's Kafka; wherever the fixtures that call this are defined, there is only one."""
    if KAFKA not in config.stash:
        kafka = LocalKafka(ready_within_ms=READY_MS, progress=silent)
        run_apart(kafka.start)
        config.stash[KAFKA] = kafka
        config.add_cleanup(lambda: run_apart(kafka.stop))
    return config.stash[KAFKA]


def run_apart(step: Callable[[], Coroutine[object, object, None]]) -> None:
    """Run a step to its end in a thread of its own: whoever asks may be in an event loop already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(step())).result()
