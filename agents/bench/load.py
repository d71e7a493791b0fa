"""A floor that goes on: events at a steady rate by the wall clock, and customers whose promise nobody keeps."""

import asyncio
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import orjson
from confluent_kafka import Producer

from agents.bench.reading import Job
from agents.clock import now_ms
from agents.settings.connection import connection_of
from stream.units import SECOND, Millis

TARGET_MS: Final = 3 * SECOND
"""How long the customers of the queue of promises may wait for a first response."""
AGENTS: Final = 300
PROMISES: Final = "promises"

_BEAT_S: Final = 0.01
_LINGER_MS: Final = 5
_FLUSH_S: Final = 30.0
_STEPS_S: Final = {"contact.queued": 0.0, "contact.answered": 1.0, "contact.ended": 3.0, "contact.wrapped": 4.0}
"""What happens to a contact, and when."""
SETTLED_S: Final = max(_STEPS_S.values())
"""After so long as many contacts end as begin."""


class Load(Job, frozen=True, kw_only=True):
    """At which rates, for how long; `events` is not looked at. `queues` is how many there are in all."""

    per_second: int
    promises_per_second: int = 0
    seconds: float
    queues: int = 50


class Sent(msgspec.Struct, frozen=True):
    """What was sent: at each beat the instant and how many in all, and when each promise began."""

    total: int
    beats: list[tuple[Millis, int]]
    promised_at: list[Millis]


def site(queues: int) -> str:
    """The site's file: queues for calls, and one for the promises."""
    tables = [f'[[queues]]\nname = "q{number:02d}"\nchannel = "voice"\n' for number in range(queues - 1)]
    promises = f'[[queues]]\nname = "{PROMISES}"\nchannel = "chat"\nfirst_response_target = "{TARGET_MS // SECOND}s"\n'
    return "\n".join([*tables, promises])


def write_site(folder: Path, queues: int) -> str:
    """Write the file, and return its path."""
    path = folder / f"{queues}-queues.toml"
    path.write_text(site(queues))
    return str(path)


class Floor:
    """Contacts that go on in step: what happens now, when so much time has passed."""

    def __init__(self, load: Load) -> None:
        """Begin with nobody."""
        self._load = load
        self._contacts_per_second = load.per_second / len(_STEPS_S)
        self._done = dict.fromkeys(_STEPS_S, 0)
        self._promised = 0

    def events(self, passed_s: float, at_ms: Millis) -> Iterator[tuple[str, bytes]]:
        """The contact and the value of each event that is due by now, all of this instant."""
        for kind, after_s in _STEPS_S.items():
            due = int(max(0.0, passed_s - after_s) * self._contacts_per_second)
            for number in range(self._done[kind], due):
                yield self._event(kind, number, at_ms)
            self._done[kind] = max(self._done[kind], due)

    def promises(self, passed_s: float, at_ms: Millis) -> Iterator[tuple[str, bytes]]:
        """The same of customers who begin to wait for a first response."""
        due = int(passed_s * self._load.promises_per_second)
        for number in range(self._promised, due):
            event = {"type": "contact.queued", "time": at_ms, "contact": f"p{number}", "channel": "chat"}
            yield f"p{number}", orjson.dumps(event | {"queue": PROMISES})
        self._promised = max(self._promised, due)

    def _event(self, kind: str, number: int, at_ms: Millis) -> tuple[str, bytes]:
        contact, queue = f"c{number:09d}", f"q{number % (self._load.queues - 1):02d}"
        event: dict[str, object] = {
            "id": f"{contact}-{kind}",
            "type": kind,
            "time": at_ms,
            "contact": contact,
            "channel": "voice",
            "queue": queue,
        }
        if kind != "contact.queued":
            event["agent"] = f"a{number % AGENTS:03d}"
        return contact, orjson.dumps(event)


async def send(load: Load) -> Sent:
    """Send until the time is over; raises RuntimeError where Kafka has not taken everything."""
    settings = load.resolve()
    arguments = connection_of(settings).native_arguments()
    limits: dict[str, str | int | float | bool] = {"partitioner": "murmur2_random", "linger.ms": _LINGER_MS}
    producer = Producer(arguments | limits, logger=logging.getLogger("aiokafka.producer"))
    floor = Floor(load)

    def produce(contact: str, value: bytes, at_ms: Millis) -> None:
        while True:
            with suppress(BufferError):
                return producer.produce(settings.contact_topic, value, contact.encode(), timestamp=at_ms)
            producer.poll(_BEAT_S)

    beats: list[tuple[Millis, int]] = []
    promised_at: list[Millis] = []
    total, began_s = 0, time.monotonic()
    while (passed_s := time.monotonic() - began_s) < load.seconds:
        at_ms = now_ms()
        for contact, value in floor.events(passed_s, at_ms):
            produce(contact, value, at_ms)
            total += 1
        for contact, value in floor.promises(passed_s, at_ms):
            produce(contact, value, at_ms)
            promised_at.append(at_ms)
            total += 1
        beats.append((at_ms, total))
        producer.poll(0)
        await asyncio.sleep(_BEAT_S)
    left = await asyncio.to_thread(producer.flush, _FLUSH_S)
    if left:
        raise RuntimeError(f"Kafka has not taken {left} events")
    return Sent(total, beats, promised_at)


if __name__ == "__main__":
    sent = asyncio.run(send(msgspec.json.decode(sys.argv[1], type=Load)))
    sys.stdout.write(f"{msgspec.json.encode(sent).decode()}\n")
