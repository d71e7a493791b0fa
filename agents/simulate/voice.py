"""Calls: menu, queue, talk with a hold now and then, wrap-up; some callers who gave up come back."""

from typing import Final

from agents.simulate.closing import Closing
from agents.simulate.contact import Contact
from agents.simulate.customers import Customers
from agents.simulate.entries import Entries
from agents.simulate.journey import Journey
from agents.simulate.plan import HOLD_SHARE
from agents.simulate.team import Team
from agents.simulate.world import World

LOST_IN_MENU_SHARE: Final = 0.02
CLOSED_SHARE: Final = 0.004
SAME_CALL_SHARE: Final = 0.10
REDIAL_SHARE: Final = 0.20
RETOPIC_SHARE: Final = 0.02
TALK_SIGMA: Final = 0.55


class Voice(Journey):
    """The way of a call."""

    def __init__(self, world: World, customers: Customers, entries: Entries, closing: Closing) -> None:
        """Stand beside the other parts of the floor."""
        self._world = world
        self._customers = customers
        self._entries = entries
        self._closing = closing

    def arrive(self, at: int, team: Team) -> None:
        """Let a call come in: it hears the menu first."""
        self._dial(at, self._customers.turn_to(team))

    def begin(self, at: int, contact: Contact) -> None:
        """Talk, with a hold in some calls."""
        world, pace = self._world, self._world.pace.voice
        talk_ms = world.dice.lognormal(contact.team.queue.length * pace.talk_ms, TALK_SIGMA)
        contact.ends_at = at + talk_ms
        if world.dice.chance(HOLD_SHARE):
            world.agenda.plan(at + 1 + int(talk_ms * world.dice.unit()), self._hold, contact)
        else:
            world.agenda.plan(contact.ends_at, self._finish, contact)

    def given_up(self, at: int, contact: Contact) -> None:
        """Come back in some cases: in the same call (a switch that keeps the id) or with a new one."""
        dice, agenda = self._world.dice, self._world.agenda
        luck = dice.unit()
        if luck < SAME_CALL_SHARE:
            agenda.plan(at + dice.exponential(self._world.pace.voice.redial_ms), self._entries.enter, contact)
        elif luck < SAME_CALL_SHARE + REDIAL_SHARE:
            again = self._customers.turn_to(contact.team, contact.customer)
            agenda.plan(at + dice.exponential(self._world.pace.voice.redial_ms), self._dial, again)

    def _dial(self, at: int, contact: Contact) -> None:
        self._customers.start(at, contact)
        menu_ms = self._world.dice.between(self._world.pace.voice.menu_ms)
        self._world.agenda.plan(at + menu_ms, self._leave_menu, contact)

    def _leave_menu(self, at: int, contact: Contact) -> None:
        luck = self._world.dice.unit()
        if luck < LOST_IN_MENU_SHARE:
            self._world.ledger.contact("ended", at, contact, by="customer")
        elif luck < LOST_IN_MENU_SHARE + CLOSED_SHARE:
            self._world.ledger.contact("diverted", at, contact, reason="closed", queue=contact.team.queue.name)
        else:
            self._entries.enter(at, contact)

    def _hold(self, at: int, contact: Contact) -> None:
        hold_ms = self._world.dice.lognormal(self._world.pace.voice.hold_ms, TALK_SIGMA)
        self._world.ledger.contact("held", at, contact, agent=contact.agent_name)
        self._world.agenda.plan(at + hold_ms, self._resume, contact)
        # The hold comes on top of the talk, as the planners count it.
        contact.ends_at += hold_ms

    def _resume(self, at: int, contact: Contact) -> None:
        self._world.ledger.contact("resumed", at, contact, agent=contact.agent_name)
        self._world.agenda.plan(max(at + 1, contact.ends_at), self._finish, contact)

    def _finish(self, at: int, contact: Contact) -> None:
        dice, wrap_ms = self._world.dice, self._world.pace.voice.wrap_ms
        if self._closing.moves(contact):
            self._closing.transfer(at, contact, wrap_ms)
            return
        if dice.chance(RETOPIC_SHARE):
            contact.topic = dice.pick(contact.team.queue.topics)
            self._world.ledger.contact("updated", at, contact, topic=contact.topic)
        self._closing.end(at, contact, "customer" if dice.chance(0.7) else "agent", wrap_ms)
