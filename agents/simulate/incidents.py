"""Incidents: for some minutes a queue gets more contacts, or fewer agents, than anybody planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from agents.simulate.dice import Dice
from agents.simulate.plan import PACES, QUEUES
from agents.simulate.scenario import Scenario

Kind = Literal["surge", "staff_drop"]

SURGE_FACTOR: Final = 2.2
STAFF_SHARE: Final = 0.45


@dataclass(frozen=True, slots=True)
class Incident:
    """What goes wrong in which queue, in [starts_at, ends_at); `factor` multiplies its arrivals or its staff."""

    kind: Kind
    queue: str
    starts_at: int
    ends_at: int
    factor: float


def incidents(scenario: Scenario) -> Iterator[Incident]:
    """Yield the incidents of a scenario in order, without end; never two at once, none in the history.

    The first one hits a queue of calls: it is there that a wall board shows it soonest. Mail is left alone.
    """
    if not scenario.incidents:
        return
    turmoil = PACES[scenario.pace].turmoil
    dice = Dice(f"{scenario.seed}/incidents")
    queues = [queue.name for queue in QUEUES if queue.channel == "voice"]
    starts_at = scenario.start_at_ms + dice.between(turmoil.first_ms)
    while True:
        kind: Kind = "surge" if dice.chance(0.5) else "staff_drop"
        ends_at = starts_at + dice.between(turmoil.length_ms)
        factor = SURGE_FACTOR if kind == "surge" else STAFF_SHARE
        yield Incident(kind, dice.pick(queues), starts_at, ends_at, factor)
        queues = [queue.name for queue in QUEUES if queue.channel != "email"]
        starts_at = ends_at + dice.between(turmoil.quiet_ms)


class IncidentWatch:
    """Tells which incident is on; asked for instants that never go back, so it keeps one incident only."""

    def __init__(self, scenario: Scenario) -> None:
        """Stand before the first one."""
        self._coming = incidents(scenario)
        self._next = next(self._coming, None)

    def of(self, queue: str, at: int) -> Incident | None:
        """Return the incident of that queue at that instant, if there is one."""
        while self._next is not None and self._next.ends_at <= at:
            self._next = next(self._coming, None)
        incident = self._next
        if incident is not None and incident.queue == queue and incident.starts_at <= at:
            return incident
        return None
