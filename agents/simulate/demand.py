"""How much comes into one queue, and how many agents its planners send."""

from datetime import datetime, timedelta
from math import ceil, pi, sin
from typing import Final
from zoneinfo import ZoneInfo

from agents.simulate.erlang import servers_needed
from agents.simulate.incidents import IncidentWatch
from agents.simulate.journey import Journey
from agents.simulate.plan import Queue, handle_ms
from agents.simulate.scenario import Scenario
from agents.simulate.team import Team
from agents.simulate.world import World

MOOD_DEPTH: Final = 0.08
RELIEF_FACTOR: Final = 1.4
TEAM_ERLANGS: Final = 60.0


def contacts_per_ms(scenario: Scenario, queue: Queue, events_per_contact: float) -> float:
    """Return the mean arrivals of a queue that make its share of the scenario's events."""
    return scenario.rate * queue.share / events_per_contact / 1000


def teams_needed(per_ms: float, handling_ms: float) -> int:
    """Return how many teams of ordinary size share the queue's mean load."""
    return max(1, ceil(per_ms * handling_ms / TEAM_ERLANGS))


class DayShape:
    """The level of a queue over the day, 1 on average, linear between the full hours of the floor's time zone."""

    def __init__(self, queue: Queue, world: World, time_zone: str) -> None:
        """Norm the queue's weights."""
        mean = sum(queue.day) / len(queue.day)
        depth = world.pace.day_depth
        self._levels = [1 + depth * (weight / mean - 1) for weight in queue.day]
        self._day_ms = world.pace.day_ms
        self._zone = ZoneInfo(time_zone)

    def at(self, at: int) -> float:
        """Return the level at an instant."""
        offset = datetime.fromtimestamp(at / 1000, self._zone).utcoffset() or timedelta()
        hours = len(self._levels)
        hour = (at + offset // timedelta(milliseconds=1)) % self._day_ms * hours / self._day_ms
        before, share = int(hour), hour % 1
        return self._levels[before] * (1 - share) + self._levels[(before + 1) % hours] * share


class Demand:
    """The arrivals of one queue: Poisson, with a rate that is set anew at every tick."""

    def __init__(self, world: World, scenario: Scenario, teams: list[Team], journey: Journey, per_ms: float) -> None:
        """Know where the contacts go; `per_ms` is their mean rate."""
        self._world = world
        self._teams = teams
        self._queue = teams[0].queue
        self._journey = journey
        self._per_ms = per_ms
        self._shape = DayShape(self._queue, world, scenario.time_zone)
        self._incidents = IncidentWatch(scenario)
        self._phases = (2 * pi * world.dice.unit(), 2 * pi * world.dice.unit())
        self._handle_ms = handle_ms(self._queue, world.pace)
        self._relief_until = 0
        self._rate = 0.0
        self._until = 0
        self._next_at = 0.0

    def tick(self, at: int, _subject: object = None) -> None:
        """Set rate and staff until the next tick."""
        world, pace = self._world, self._world.pace
        planned = self._per_ms * self._shape.at(at)
        incident = self._incidents.of(self._queue.name, at)
        surge = present = 1.0
        if incident is not None:
            # Afterwards help comes for as long as the incident lasted, or the line would outlive it by far.
            self._relief_until = 2 * incident.ends_at - incident.starts_at
            if incident.kind == "surge":
                surge = incident.factor
            else:
                present = incident.factor
        elif at < self._relief_until:
            present = RELIEF_FACTOR
        swing = sum(
            sin(2 * pi * at / period + phase) for period, phase in zip(pace.moods_ms, self._phases, strict=True)
        )
        self._rate = planned * surge * (1 + MOOD_DEPTH * swing)
        self._staff(planned, present)
        self._until = at + pace.tick_ms
        # What was drawn beyond this tick is drawn anew: a Poisson process has no memory.
        self._next_at = float(at)
        self._plan_next()
        world.agenda.plan(self._until, self.tick, None)

    def _staff(self, planned: float, present: float) -> None:
        wait = self._world.pace.wait[self._queue.channel]
        load = planned * wait.foreseen * self._handle_ms / len(self._teams)
        within_ms = wait.within_ms - sum(wait.ring_ms) / 2
        servers = servers_needed(load, self._handle_ms, within_ms, wait.goal)
        for team in self._teams:
            team.staff.want(servers, present)

    def _plan_next(self) -> None:
        self._next_at += self._world.dice.gap(1 / self._rate)
        if self._next_at < self._until:
            self._world.agenda.plan(int(self._next_at), self._arrive, None)

    def _arrive(self, at: int, _subject: object) -> None:
        self._journey.arrive(at, self._world.dice.pick(self._teams))
        self._plan_next()
