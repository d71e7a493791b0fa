"""Who contacts the floor, and with what."""

from typing import Final

from agents.simulate.contact import Contact
from agents.simulate.plan import LANGUAGES, TIERS
from agents.simulate.team import Team
from agents.simulate.world import World

CUSTOMERS: Final = 1_000_000


class Customers:
    """Makes contacts with ids of their own."""

    __slots__ = ("_count", "_world")

    def __init__(self, world: World) -> None:
        """Start counting."""
        self._world = world
        self._count = 0

    def turn_to(self, team: Team, customer: str | None = None) -> Contact:
        """Make a new contact for a team, of a known customer or of somebody."""
        dice = self._world.dice
        queue = team.queue
        self._count += 1
        identity = f"{queue.channel[0]}-{self._world.run}-{self._count}"
        contact = Contact(identity, customer or f"c-{dice.number(CUSTOMERS):06}", team)
        contact.topic = dice.pick(queue.topics)
        contact.tier = dice.pick(TIERS)
        if contact.tier == "platinum" or dice.chance(queue.high):
            contact.priority = "high"
        return contact

    def start(self, at: int, contact: Contact) -> None:
        """Write down that the customer is in."""
        queue = contact.team.queue
        self._world.ledger.contact(
            "started",
            at,
            contact,
            channel=queue.channel,
            direction="inbound",
            customer=contact.customer,
            language=self._world.dice.pick(LANGUAGES),
            site=contact.team.site,
        )
