"""What a floor tells while everything goes wrong: a seeded history, out of order, twice, too late and spoilt.

It lies in a night long past, so that its clocks depend on its records alone; equal seeds give equal bytes.
"""

import random
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush, merge
from itertools import tee
from typing import Final, NamedTuple

import orjson

from agents.simulate.encoding import CONTACT_TOPIC
from agents.simulate.floor import simulate
from agents.simulate.ledger import Event
from agents.simulate.scenario import Scenario
from stream.units import DAY, MINUTE, SECOND, Millis, parse_instant
from tests.oracle.noise import Delivery, Noise, noisy

BEGINS_AT: Final = parse_instant("2025-01-06T06:00:00Z")
SPAN_S: Final = 5_400
HORIZON: Final = 15 * MINUTE
"""Nothing but what is told on purpose comes later than this."""
SURPLUS: Final = 1.1
"""Records for each event of the simulated floor at this time of its day."""
CENTURY: Final = 36_525 * DAY


class Sent(NamedTuple):
    """A record as a source sends it, about a contact or an agent."""

    of_agent: bool
    key: bytes | None
    value: bytes | None


def history(seed: int, events: int) -> list[Sent]:
    """Return about so many records in the order in which they are sent; the last one is the newest of all."""
    scenario = Scenario(start_at_ms=BEGINS_AT, seed=seed, rate=max(1.0, events / SPAN_S / SURPLUS), duration_s=SPAN_S)
    of_contacts, of_agents = tee(simulate(scenario))
    ways = [
        noisy((event for event in of_contacts if "contact" in event), _noise(seed, HORIZON // 3)),
        noisy((event for event in of_agents if "contact" not in event), _noise(seed, SECOND)),
    ]
    told = _with_latecomers(merge(*ways, key=lambda delivery: delivery.sent_at), random.Random(f"{seed}/late"))
    return [_sent(delivery) for delivery in told] + [_last()]


def _noise(seed: int, delay_ms: Millis) -> Noise:
    return Noise(seed=seed, delay_ms=delay_ms, duplicates=0.05, bad=0.004)


def _sent(delivery: Delivery) -> Sent:
    value = delivery.value
    if delivery.defect == "time_too_far_ahead":
        # A day ahead of that night is no future.
        event = orjson.loads(value)
        value = orjson.dumps({**event, "time": event["time"] + CENTURY})
    return Sent(delivery.topic != CONTACT_TOPIC, delivery.key, value)


def _with_latecomers(deliveries: Iterable[Delivery], dice: random.Random) -> Iterator[Delivery]:
    """Let contacts be told of again after long, and then of what has been settled by that: this comes too late."""
    under_way: list[tuple[Millis, int, Delivery]] = []
    for number, delivery in enumerate(deliveries):
        while under_way and under_way[0][0] <= delivery.sent_at:
            yield heappop(under_way)[2]
        yield delivery
        if delivery.defect is None and dice.random() < 0.01:
            event = orjson.loads(delivery.value)
            sent_at = delivery.sent_at + dice.randrange(2 * HORIZON, 3 * HORIZON)
            for order, news in enumerate((_again(event, sent_at), {**event, "id": f"{event['id']}/late"})):
                value = orjson.dumps(news)
                heappush(under_way, (sent_at, 2 * number + order, delivery._replace(sent_at=sent_at, value=value)))
    while under_way:
        yield heappop(under_way)[2]


def _again(event: Event, at_ms: Millis) -> Event:
    """A sign of life: of a contact nothing but that, so that it says nothing about what is settled."""
    again = {**event, "time": at_ms, "id": f"{event['id']}/again"}
    if "contact" not in event:
        return again
    return {name: again[name] for name in ("time", "id", "contact", "source")} | {"type": "contact.updated"}


def _last() -> Sent:
    """Nothing more happens, but the clock has come so far: a whole second that nothing else has reached."""
    ends_at = BEGINS_AT + SPAN_S * SECOND + HORIZON
    event = {"type": "contact.updated", "time": ends_at, "contact": "nobody", "source": "the-end", "topic": "the end"}
    return Sent(of_agent=False, key=b"nobody", value=orjson.dumps(event))
