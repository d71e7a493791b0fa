"""The whole simulated floor: from a scenario to its events."""

from collections.abc import Iterator
from typing import Final

from agents.simulate.agenda import Agenda
from agents.simulate.chat import Chat
from agents.simulate.closing import Closing
from agents.simulate.customers import Customers
from agents.simulate.demand import Demand, contacts_per_ms, teams_needed
from agents.simulate.dice import Dice
from agents.simulate.email import Email
from agents.simulate.encoding import encode
from agents.simulate.entries import Entries
from agents.simulate.journey import Journey
from agents.simulate.ledger import Event, Ledger
from agents.simulate.line import Line
from agents.simulate.plan import PACES, QUEUES, Channel, Queue, handle_ms
from agents.simulate.scenario import PaceName, Scenario
from agents.simulate.staff import Staff
from agents.simulate.team import Team
from agents.simulate.voice import Voice
from agents.simulate.world import World

__all__ = ["Event", "Scenario", "encode", "simulate"]

# Measured over a day (floor) and over four of its short days (demo); the test of the mean rate holds them.
EVENTS_PER_CONTACT: Final[dict[PaceName, float]] = {"demo": 11.3, "floor": 13.0}


def simulate(scenario: Scenario) -> Iterator[Event]:
    """Yield the events of the floor in the order of their times, as dicts in the native form.

    Lazy: memory holds the contacts that are open now and the floor's agents. The order of equal times is that of what
    happened. Endless when the scenario has no duration.
    """
    floor = Floor(scenario)
    ends_at, step, written = scenario.ends_at, floor.world.agenda.step, floor.world.ledger.written
    while step(ends_at):
        if written:
            yield from written
            written.clear()


class Floor:
    """All parts of the floor, put together and ready to begin."""

    def __init__(self, scenario: Scenario) -> None:
        """Build the queues, their teams and journeys, and plan the first step of each."""
        self.world = World(
            Agenda(), Ledger(scenario.run), Dice(f"{scenario.seed}/floor"), PACES[scenario.pace], scenario.run
        )
        self._teams: dict[str, list[Team]] = {}
        self._journeys: dict[Channel, Journey] = {}
        self._entries = Entries(self.world, self._teams, self._journeys)
        customers = Customers(self.world)
        closing = Closing(self.world, self._entries, self._journeys)
        self._journeys["voice"] = Voice(self.world, customers, self._entries, closing)
        self._journeys["chat"] = Chat(self.world, customers, self._entries, closing)
        self._journeys["email"] = Email(self.world, customers, self._entries, closing)
        for queue in QUEUES:
            self._open(scenario, queue)

    def _open(self, scenario: Scenario, queue: Queue) -> None:
        world = self.world
        per_ms = contacts_per_ms(scenario, queue, EVENTS_PER_CONTACT[scenario.pace])
        count = teams_needed(per_ms, handle_ms(queue, world.pace))
        teams = [self._team(queue, f"site-{number + 1}") for number in range(count)]
        self._teams[queue.name] = teams
        demand = Demand(world, scenario, teams, self._journeys[queue.channel], per_ms)
        world.agenda.plan(scenario.begins_at, demand.tick, None)
        for number, team in enumerate(teams):
            # Spread over the tick, so that a large floor does not move as one.
            world.agenda.plan(scenario.begins_at + number * world.pace.tick_ms // count, self._adjust, team)

    def _team(self, queue: Queue, site: str) -> Team:
        line = Line()
        staff = Staff(self.world, queue, site, lambda at: self._entries.serve(at, team))
        team = Team(queue, site, staff, line)
        return team

    def _adjust(self, at: int, team: Team) -> None:
        team.staff.adjust(at)
        self.world.agenda.plan(at + self.world.pace.tick_ms, self._adjust, team)
