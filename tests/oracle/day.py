"""A day on a busy floor in which everything happens, as it arrives: late, twice, spoilt, and in no order.

The simulated floor gives the ordinary contacts, `situations` the rest; noise is what lies between the sources and us.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import orjson

from agents.simulate.floor import Scenario, simulate
from stream.units import HOUR, MINUTE, SECOND, Millis, parse_instant
from tests.oracle.noise import Noise, noisy
from tests.oracle.situations import AT_THE_END, SITUATIONS, VOICE

BEGINS_AT: Final = parse_instant("2026-03-02T00:00:00Z")
ENDS_AT: Final = BEGINS_AT + 50 * HOUR + 50 * MINUTE + 600
"""The floor is open for a day; what silence closes after a day is seen on the third. Not at a whole second."""

COPIES: Final = 40
"""How many contacts each situation becomes of."""

_CHOICE: Final = re.compile(r"\{([^}]*)\}")
_GAP: Final = re.compile(r"(-?[\d.]+)(?:-([\d.]+))?")
_SEOUL: Final = timezone(timedelta(hours=9))

Told = dict[str, Any]


def lines(seed: int = 1, rate: float = 1.3) -> list[bytes]:
    """The day's records, one a line, in the order in which they arrive; equal seeds give equal bytes."""
    floor = Scenario(start_at_ms=BEGINS_AT, seed=seed, rate=rate, duration_s=86_400, pace="floor")
    told = [*simulate(floor), *oddities(random.Random(f"{seed}/oddities"))]
    told.sort(key=lambda event: event["time"])
    arrived = [
        _stamped(delivery.value, delivery.sent_at) if delivery.defect == "time_too_far_ahead" else delivery.value
        for delivery in noisy(told, Noise(seed=seed, delay_ms=10 * MINUTE, duplicates=0.03, bad=0.005))
    ]
    return [_dressed(line, number) for number, line in enumerate([*arrived, last()])]


def oddities(dice: random.Random) -> Iterator[Told]:
    """The events of every situation, contact by contact; some calls have events without an id."""
    for group, scripts in SITUATIONS.items():
        for name, steps in scripts.items():
            for copy in range(COPIES):
                start = ENDS_AT if group == AT_THE_END else BEGINS_AT + dice.randrange(22 * HOUR)
                yield from told(steps, f"{name} {copy}", start, dice, named=group != VOICE or copy % 4 > 0)


def told(steps: Sequence[str], contact: str, start: Millis, dice: random.Random, *, named: bool) -> Iterator[Told]:
    """The events of one contact that begins at an instant; without names they have no id."""
    grain = dice.choice((1, SECOND))
    at, queues = start // grain * grain, {"A": dice.randrange(2), "B": 2}
    kind_of_queue = "voice" if any("channel=voice" in step for step in steps) else "text"
    for number, step in enumerate(steps):
        gap, kind, *fields = _CHOICE.sub(lambda choice: dice.choice(choice[1].split(",")), step).split()
        at += _gap(gap, grain, dice)
        event: Told = {"type": f"contact.{kind}", "time": at, "contact": contact, "source": "odd-1"}
        event |= {"id": f"{contact}/{number}"} if named else {}
        for name, _, value in (field.partition("=") for field in fields):
            event[name] = value == "yes" if value in ("yes", "no") else value
        if "queue" in event:
            event["queue"] = f"odd-{kind_of_queue}-{queues[event['queue']]}"
        yield event


def _gap(text: str, grain: Millis, dice: random.Random) -> Millis:
    """The milliseconds of a gap; a range is drawn in whole grains."""
    match = _GAP.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no gap")
    low = round(float(match[1]) * SECOND)
    return low if match[2] is None else dice.randrange(low, round(float(match[2]) * SECOND) + 1, grain)


def _stamped(line: bytes, timestamp: Millis) -> bytes:
    """The record as a log with a clock of its own knew it."""
    return orjson.dumps({**orjson.loads(line), "record": {"timestamp": timestamp, "partition": 0}})


def _dressed(line: bytes, number: int) -> bytes:
    """Every seventh line tells its time as text, in one zone or another."""
    if number % 7 or not line.startswith(b"{") or not line.endswith(b"}"):
        return line
    event: Mapping[str, Any] = orjson.loads(line)
    if not isinstance(event.get("time"), int):
        return line
    zone = UTC if number % 2 else _SEOUL
    moment = datetime.fromtimestamp(event["time"] // SECOND, zone) + timedelta(milliseconds=event["time"] % SECOND)
    return orjson.dumps({**event, "time": moment.isoformat(timespec="milliseconds")})


def last() -> bytes:
    """The last thing that is told: nothing, but the clock has come so far."""
    return orjson.dumps({"type": "contact.updated", "time": ENDS_AT, "contact": "nobody", "topic": "the end"})
