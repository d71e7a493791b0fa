"""Chats: a bot first, then an agent and a customer in turns; some trail off and are never ended."""

from typing import Final

from agents.simulate.agenda import Act
from agents.simulate.closing import Closing
from agents.simulate.contact import Contact
from agents.simulate.customers import Customers
from agents.simulate.entries import Entries
from agents.simulate.journey import Journey
from agents.simulate.team import Team
from agents.simulate.world import World

BOT_SOLVES_SHARE: Final = 0.06
SECOND_THOUGHT_SHARE: Final = 0.20
NOTE_SHARE: Final = 0.04
SILENT_SHARE: Final = 0.12
WRITING_SIGMA: Final = 0.5


class Chat(Journey):
    """The way of a chat."""

    def __init__(self, world: World, customers: Customers, entries: Entries, closing: Closing) -> None:
        """Stand beside the other parts of the floor."""
        self._world = world
        self._customers = customers
        self._entries = entries
        self._closing = closing

    def arrive(self, at: int, team: Team) -> None:
        """Let a chat come in: the customer writes, the bot answers."""
        contact = self._customers.turn_to(team)
        self._customers.start(at, contact)
        self._plan_bot(at, self._ask, contact)

    def begin(self, at: int, contact: Contact) -> None:
        """Write the first reply, after reading."""
        pace, dice = self._world.pace.chat, self._world.dice
        contact.turns = round(dice.exponential(1000 * contact.team.queue.length * pace.turns) / 1000)
        self._world.agenda.plan(at + dice.lognormal(pace.first_reply_ms, WRITING_SIGMA), self._reply, contact)

    def _plan_bot(self, at: int, act: Act, contact: Contact) -> None:
        self._world.agenda.plan(at + self._world.dice.between(self._world.pace.chat.bot_ms), act, contact)

    def _ask(self, at: int, contact: Contact) -> None:
        self._world.ledger.message(at, contact, "customer")
        self._plan_bot(at, self._bot_replies, contact)

    def _bot_replies(self, at: int, contact: Contact) -> None:
        self._world.ledger.message(at, contact, "bot")
        self._plan_bot(at, self._leave_bot, contact)

    def _leave_bot(self, at: int, contact: Contact) -> None:
        if self._world.dice.chance(BOT_SOLVES_SHARE):
            self._world.ledger.contact("ended", at, contact, by="system")
        else:
            self._entries.enter(at, contact)

    def _reply(self, at: int, contact: Contact) -> None:
        dice, ledger, agenda = self._world.dice, self._world.ledger, self._world.agenda
        pace = self._world.pace.chat
        if dice.chance(NOTE_SHARE):
            ledger.message(at, contact, "agent", public=False, agent=contact.agent_name)
            agenda.plan(at + dice.lognormal(pace.reply_ms, WRITING_SIGMA), self._reply, contact)
            return
        ledger.message(at, contact, "agent", agent=contact.agent_name)
        gap_ms = dice.exponential(pace.customer_ms)
        contact.turns -= 1
        agenda.plan(at + gap_ms, self._write if contact.turns >= 0 else self._finish, contact)

    def _write(self, at: int, contact: Contact) -> None:
        dice, pace = self._world.dice, self._world.pace.chat
        self._world.ledger.message(at, contact, "customer")
        if dice.chance(SECOND_THOUGHT_SHARE):
            self._world.agenda.plan(at + dice.exponential(pace.customer_ms / 2), self._write, contact)
        else:
            self._world.agenda.plan(at + dice.lognormal(pace.reply_ms, WRITING_SIGMA), self._reply, contact)

    def _finish(self, at: int, contact: Contact) -> None:
        dice, pace = self._world.dice, self._world.pace.chat
        if self._closing.moves(contact):
            self._closing.transfer(at, contact, pace.wrap_ms)
        elif dice.chance(SILENT_SHARE):
            self._closing.fall_silent(at, contact, pace.silence_ms)
        else:
            self._closing.end(at, contact, dice.pick(("customer", "customer", "agent")), pace.wrap_ms)
