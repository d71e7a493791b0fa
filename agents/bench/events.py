"""The events that are read: simple calls, always the same ones, so that runs can be compared.

One contact every 40 ms, four events each, and these stand next to each other: the spread of a contact over a topic is
the simulator's matter. From the queueing to the end of the wrap-up it is less than a minute.
"""

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
    for number in range(count):
        contact, step = divmod(number, EVENTS_PER_CONTACT)
        name = f"c{contact:08d}"
        event = {
            "id": f"{name}-{step}",
            "type": _KINDS[step],
            "time": start_at_ms + contact * BETWEEN_MS + _after_ms(contact, step),
            "contact": name,
            "channel": "voice",
            "queue": f"q{contact % QUEUES:02d}",
            "priority": _PRIORITIES[contact % len(_PRIORITIES)],
        }
        if step:
            event["agent"] = f"a{contact % AGENTS:03d}"
        yield name.encode(), orjson.dumps(event)


def _after_ms(contact: int, step: int) -> Millis:
    """How long after its queueing a contact's event happens: a wait of 1 to 29 s, 3 to 13 s of talk, 1 to 6 s after."""
    spans = (
        1_000 + contact * _STEPS[0] % 28_001,
        3_000 + contact * _STEPS[1] % 10_007,
        1_000 + contact * _STEPS[2] % 5_003,
    )
    return sum(spans[:step])
