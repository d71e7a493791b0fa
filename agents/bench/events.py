"""The events that are read: simple calls, always the same ones, so that runs can be compared.

One contact every 40 ms, four events each, and these stand next to each other: the spread of a contact over a topic is
the simulator's matter. From the queueing to the end of the wrap-up it is less than a minute.
"""

import heapq
from collections.abc import Iterator
from typing import Final

import orjson

from stream.units import SECOND, Millis

EVENTS_PER_CONTACT: Final = 4
QUEUES: Final = 20
AGENTS: Final = 300
BETWEEN_MS: Final = 40
_LONGEST_MS: Final = 60 * SECOND
_KINDS: Final = ("contact.queued", "contact.answered", "contact.ended", "contact.wrapped")
_PRIORITIES: Final = ("normal", "normal", "high", "low", "normal")
# Steps that share no factor with the numbers they are taken modulo, so that every length comes up for every queue.
_STEPS: Final = (7_919, 6_101, 3_571)


def span_ms(count: int) -> Millis:
    """How much time so many events take, generously: begin so long ago, and none of them is in the future."""
    return count // EVENTS_PER_CONTACT * BETWEEN_MS + _LONGEST_MS


def contact_events(count: int, start_at_ms: Millis) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of each record; `count` need not be a multiple of four."""
    return ((key, value) for _, key, value in _timed_events(count, start_at_ms))


def ordered_events(count: int, start_at_ms: Millis) -> Iterator[tuple[bytes, bytes]]:
    """The same in the order of their times: what has not come by an instant has not happened by then."""
    waiting: list[tuple[Millis, bytes, bytes]] = []
    for number, event in enumerate(_timed_events(count, start_at_ms)):
        begun_at_ms = start_at_ms + number // EVENTS_PER_CONTACT * BETWEEN_MS
        while waiting and waiting[0][0] < begun_at_ms:
            yield heapq.heappop(waiting)[1:]
        heapq.heappush(waiting, event)
    while waiting:
        yield heapq.heappop(waiting)[1:]


def _timed_events(count: int, start_at_ms: Millis) -> Iterator[tuple[Millis, bytes, bytes]]:
    for number in range(count):
        contact, step = divmod(number, EVENTS_PER_CONTACT)
        name = f"c{contact:08d}"
        at_ms = start_at_ms + contact * BETWEEN_MS + _after_ms(contact, step)
        event = {
            "id": f"{name}-{step}",
            "type": _KINDS[step],
            "time": at_ms,
            "contact": name,
            "channel": "voice",
            "queue": f"q{contact % QUEUES:02d}",
            "priority": _PRIORITIES[contact % len(_PRIORITIES)],
        }
        if step:
            event["agent"] = f"a{contact % AGENTS:03d}"
        yield at_ms, name.encode(), orjson.dumps(event)


def _after_ms(contact: int, step: int) -> Millis:
    """How long after its queueing a contact's event happens: a wait of 1 to 29 s, 3 to 13 s of talk, 1 to 6 s after."""
    spans = (
        1_000 + contact * _STEPS[0] % 28_001,
        3_000 + contact * _STEPS[1] % 10_007,
        1_000 + contact * _STEPS[2] % 5_003,
    )
    return sum(spans[:step])
