"""Mails: answered when somebody gets to them; customers write back, some after the matter was solved."""

from typing import Final

from agents.simulate.closing import Closing
from agents.simulate.contact import Contact
from agents.simulate.customers import Customers
from agents.simulate.entries import Entries
from agents.simulate.journey import Journey
from agents.simulate.team import Team
from agents.simulate.world import World

SOLVED_SHARE: Final = 0.75
REOPENED_SHARE: Final = 0.06
WRITING_SIGMA: Final = 0.6


class Email(Journey):
    """The way of a mail."""

    def __init__(self, world: World, customers: Customers, entries: Entries, closing: Closing) -> None:
        """Stand beside the other parts of the floor."""
        self._world = world
        self._customers = customers
        self._entries = entries
        self._closing = closing

    def arrive(self, at: int, team: Team) -> None:
        """Let a mail come in; a machine says that it has."""
        contact = self._customers.turn_to(team)
        self._write(at, contact)
        self._world.agenda.plan(at + self._world.dice.between(self._world.pace.email.bot_ms), self._confirm, contact)

    def begin(self, at: int, contact: Contact) -> None:
        """Write the answer."""
        write_ms = contact.team.queue.length * self._world.pace.email.write_ms
        self._world.agenda.plan(at + self._world.dice.lognormal(write_ms, WRITING_SIGMA), self._reply, contact)

    def handled(self, at: int, contact: Contact) -> None:
        """Leave the matter solved, or wait for the customer, who writes again."""
        dice, agenda = self._world.dice, self._world.agenda
        back_at = at + dice.exponential(self._world.pace.email.customer_ms)
        if not dice.chance(SOLVED_SHARE):
            self._world.ledger.contact("suspended", at, contact, reason="waiting_for_customer")
            agenda.plan(back_at, self._continue, contact)
            return
        self._world.ledger.contact("resolved", at, contact)
        if dice.chance(REOPENED_SHARE):
            agenda.plan(back_at, self._reopen, contact)

    def _reply(self, at: int, contact: Contact) -> None:
        self._world.ledger.message(at, contact, "agent", agent=contact.agent_name)
        self._closing.end(at, contact, "agent", self._world.pace.email.wrap_ms)

    def _continue(self, at: int, contact: Contact) -> None:
        self._world.ledger.contact("continued", at, contact, reason="customer_replied")
        self._write(at, contact)

    def _reopen(self, at: int, contact: Contact) -> None:
        self._world.ledger.contact("reopened", at, contact)
        self._write(at, contact)

    def _write(self, at: int, contact: Contact) -> None:
        self._entries.enter(at, contact)
        self._world.ledger.message(at, contact, "customer")

    def _confirm(self, at: int, contact: Contact) -> None:
        self._world.ledger.message(at, contact, "bot")
