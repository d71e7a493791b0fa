"""The calls of the golden vector: a thousand answered, 860 within 20 s, 60 abandoned, 25 diverted, within one hour.

Of those who gave up 20 did so within 20 s, and 10 of them within 5 s. The seven service levels are fractions of these.
"""

from collections.abc import Iterator
from typing import Final

import orjson

from stream.site import VARIANTS
from stream.units import SECOND, Millis, parse_instant

QUEUE: Final = "sales"
LEVELS: Final = {
    "answered_only": (860, 1_000, "86.0 %"),
    "abandons_within_count_as_met": (880, 1_060, "83.0 %"),
    "abandons_count_as_missed": (860, 1_060, "81.1 %"),
    "strict": (860, 1_050, "81.9 %"),
    "abandons_within_ignored": (860, 1_040, "82.7 %"),
    "short_abandons_count_as_met": (870, 1_060, "82.1 %"),
    "diverted_count_as_missed": (860, 1_085, "79.3 %"),
}
"""Each variant with its numerator, its denominator and what is printed of it."""

_TEN: Final = parse_instant("2026-03-02T10:00:00Z")
_EVERY: Final = 2 * SECOND
_WAITS: Final = (
    ("answered", 860, 20),
    ("answered", 140, 21),
    ("abandoned", 10, 4),
    ("abandoned", 10, 20),
    ("abandoned", 40, 30),
    ("diverted", 25, 30),
)
"""How a wait ends, how many of them, after how many seconds: the last one of a threshold is within it."""
_TALK: Final = 60


def names() -> list[str]:
    """The KPIs of the seven variants, in the order of `LEVELS`."""
    assert LEVELS.keys() == set(VARIANTS)

    return [f"service_level_{variant}" for variant in LEVELS]


def calls() -> list[bytes]:
    """The events of the 1,085 calls as lines, in the order of time; the last call is over before eleven."""
    told = sorted(_told(), key=lambda one: one[0])
    return [orjson.dumps(fields | {"time": at_ms}) + b"\n" for at_ms, fields in told]


def _told() -> Iterator[tuple[Millis, dict[str, str]]]:
    ends = [(kind, wait) for kind, count, wait in _WAITS for _ in range(count)]
    for number, (kind, wait) in enumerate(ends):
        contact, queued_ms = f"call-{number}", _TEN + number * _EVERY
        ended_ms = queued_ms + wait * SECOND
        yield queued_ms, {"type": "contact.queued", "contact": contact, "queue": QUEUE, "channel": "voice"}
        yield ended_ms, {"type": f"contact.{kind}", "contact": contact} | _OF_KIND[kind]
        if kind == "answered":
            yield ended_ms + _TALK * SECOND, {"type": "contact.ended", "contact": contact, "by": "customer"}


_OF_KIND: Final[dict[str, dict[str, str]]] = {
    "answered": {"agent": "a1"},
    "abandoned": {},
    "diverted": {"reason": "timeout"},
}
