"""What the way to Kafka does to events: delays, second copies, and records that nobody can read."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final, NamedTuple

import orjson

from agents.simulate.dice import Dice
from agents.simulate.encoding import encode
from agents.simulate.ledger import Event

DAY_MS: Final = 86_400_000
TOO_LARGE: Final = 65_536

Record = tuple[bytes, bytes, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How much goes wrong: each event is delayed by 0 to `delay_ms`, a share is sent twice, a share has a bad twin."""

    seed: int = 1
    delay_ms: int = 0
    duplicates: float = 0.0
    bad: float = 0.0


class Delivery(NamedTuple):
    """A record and the instant at which it is sent; `defect` is the reason of rejection that a bad one deserves."""

    sent_at: int
    key: bytes
    value: bytes
    topic: str
    defect: str | None


def _changed(event: Event, **facts: object) -> Record:
    key, _, topic = encode(event)
    return key, orjson.dumps({**event, **facts}), topic


def _cut(event: Event) -> Record:
    key, value, topic = encode(event)
    return key, value[: len(value) // 2], topic


def _listed(event: Event) -> Record:
    key, value, topic = encode(event)
    return key, b"[" + value + b"]", topic


def _timeless(event: Event) -> Record:
    key, _, topic = encode(event)
    return key, orjson.dumps({field: fact for field, fact in event.items() if field != "time"}), topic


def _misplaced(event: Event) -> Record:
    key, value, topic = encode(event)
    return key + b"-other", value, topic


DEFECTS: Final[dict[str, Callable[[Event], Record]]] = {
    "not_json": _cut,
    "too_large": lambda event: _changed(event, padding="x" * TOO_LARGE),
    "not_an_object": _listed,
    "unknown_type": lambda event: _changed(event, type="contact.teleported"),
    "missing_field": _timeless,
    "bad_field": lambda event: _changed(event, source=7),
    "bad_time": lambda event: _changed(event, time="yesterday"),
    "time_too_far_ahead": lambda event: _changed(event, time=event["time"] + DAY_MS),
    "key_mismatch": _misplaced,
}


def noisy(events: Iterable[Event], noise: Noise) -> Iterator[Delivery]:
    """Yield the records of events that come in the order of time, in the order in which they are sent.

    No event is lost: second copies and bad twins are added. Memory holds what is under way, at most `delay_ms` of it.
    """
    dice = Dice(f"{noise.seed}/noise")
    under_way: list[tuple[int, int, Delivery]] = []
    count = 0
    for event in events:
        now = event["time"]
        while under_way and under_way[0][0] <= now:
            yield heappop(under_way)[2]
        for record, defect in _versions(event, noise, dice):
            count += 1
            sent_at = now + dice.number(noise.delay_ms + 1)
            heappush(under_way, (sent_at, count, Delivery(sent_at, *record, defect)))
    while under_way:
        yield heappop(under_way)[2]


def _versions(event: Event, noise: Noise, dice: Dice) -> Iterator[tuple[Record, str | None]]:
    record = encode(event)
    yield record, None
    if dice.chance(noise.duplicates):
        yield record, None
    if dice.chance(noise.bad):
        defect = dice.pick(tuple(DEFECTS))
        yield DEFECTS[defect](event), defect
