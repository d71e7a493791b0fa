"""How a conversation ends for the agent: over, wrapped up, or moved to another queue."""

from agents.simulate.contact import Contact
from agents.simulate.entries import Entries
from agents.simulate.journey import Journey
from agents.simulate.plan import MOVED_SHARE, Channel
from agents.simulate.team import Team
from agents.simulate.world import World

MAX_HOPS = 2


class Closing:
    """The last steps that all channels share. The contact goes on alone; the agent's slot is always given back."""

    def __init__(self, world: World, entries: Entries, journeys: dict[Channel, Journey]) -> None:
        """Know where contacts are moved to and what may follow their end."""
        self._world = world
        self._entries = entries
        self._journeys = journeys

    def moves(self, contact: Contact) -> bool:
        """Decide whether this conversation ends in a transfer."""
        return bool(contact.team.queue.moves) and contact.hops < MAX_HOPS and self._world.dice.chance(MOVED_SHARE)

    def end(self, at: int, contact: Contact, by: str, wrap_ms: int) -> None:
        """End the conversation; the agent wraps up."""
        self._world.ledger.contact("ended", at, contact, by=by)
        contact.team.staff.wrap(at, contact.agent)
        self._world.agenda.plan(at + self._world.dice.lognormal(wrap_ms, 0.6), self._wrapped, contact)

    def transfer(self, at: int, contact: Contact, wrap_ms: int) -> None:
        """Send the contact to another queue, where it waits again; the agent wraps up without it."""
        dice, old, agent = self._world.dice, contact.team, contact.agent
        target = dice.pick(old.queue.moves)
        mode = "attended" if dice.chance(0.3) else "blind"
        self._world.ledger.contact("transferred", at, contact, queue=target, mode=mode)
        contact.hops += 1
        contact.team = self._entries.team_of(target)
        self._world.agenda.plan(at + dice.between((50, 600)), self._entries.enter, contact)
        old.staff.wrap(at, agent)
        self._world.agenda.plan(at + dice.lognormal(wrap_ms, 0.6), self.free, (old, agent))

    def fall_silent(self, at: int, contact: Contact, silence_ms: int) -> None:
        """Let the conversation trail off: no event ever says that it is over, the agent moves on after a while."""
        self._world.agenda.plan(at + silence_ms, self.free, (contact.team, contact.agent))

    def free(self, at: int, desk: tuple[Team, int]) -> None:
        """Give an agent's slot back."""
        team, agent = desk
        team.staff.release(at, agent)

    def _wrapped(self, at: int, contact: Contact) -> None:
        team, agent = contact.team, contact.agent
        self._world.ledger.contact("wrapped", at, contact, agent=team.staff.name(agent))
        team.staff.release(at, agent)
        self._journeys[team.queue.channel].handled(at, contact)
