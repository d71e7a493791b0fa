"""Parts of partitions as workers tell of them."""

from typing import Any

from agents.publish.shelf import Place, Told
from stream.bulletin import Reach
from stream.crew.partition import CrewPart
from stream.measures import Slice
from stream.overlay import Part
from tests.shell.standing_lanes import NOW

SALES: Slice = ("sales", "voice")


def contacts(number: int) -> Place:
    """Return a partition of contacts."""
    return Place("contacts", number)


def agents(number: int) -> Place:
    """Return a partition of agents."""
    return Place("agents", number)


def told(place: Place, offered: int = 1, **facts: Any) -> Told:  # noqa: ANN401 - members of very different kinds
    """Return a part of a partition: by default of now, from another worker, with `offered` and as far in the log."""
    clock_ms, generation = facts.pop("clock_ms", NOW), facts.pop("generation", 0)
    offset = facts.pop("offset", offered)
    totals = {"5m": {SALES: {0: offered}}, "today@floor": {SALES: {0: offered, **facts.pop("spread", {})}}}
    part: Part | CrewPart = CrewPart(place.number, clock_ms, {}, {}, {}, {})
    if place.subject == "contacts":
        part = Part(place.number, clock_ms, totals | {"today": totals["today@floor"]}, {}, {}, frozenset({SALES}))
    known = {"state": "caught_up", "clock_at_ms": clock_ms, "newest_ms": clock_ms, "sender": "other", "heard_ms": NOW}
    return Told(part=part, reach=Reach(generation, offset, clock_ms), **(known | facts))
