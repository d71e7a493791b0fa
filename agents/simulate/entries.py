"""Entries: from the queue to an agent, or out of the queue without one."""

from typing import Final

from agents.simulate.contact import Contact
from agents.simulate.journey import Journey
from agents.simulate.plan import MISSED_SHARE, Channel
from agents.simulate.team import Team
from agents.simulate.world import World

BALKING_SHARE: Final = 0.05
BALKING_MS: Final = 4_500
PATIENCE_SHAPE: Final = 1.3
FULL_FACTOR: Final = 4
LIMIT_SHARE: Final = 0.25
CALLBACK_SHARE: Final = 0.4


class Entries:
    """Every wait of every contact. It ends once: answered, abandoned or diverted."""

    def __init__(self, world: World, teams: dict[str, list[Team]], journeys: dict[Channel, Journey]) -> None:
        """Know the teams of each queue and the journey of each channel; both may be filled later."""
        self._world = world
        self._teams = teams
        self._journeys = journeys

    def team_of(self, queue: str) -> Team:
        """Pick one of the queue's teams."""
        return self._world.dice.pick(self._teams[queue])

    def enter(self, at: int, contact: Contact) -> None:
        """Queue the contact in its team's queue; where callers wait, a line that is full turns it away instead."""
        world, team = self._world, contact.team
        queue, wait = team.queue, world.pace.wait[team.queue.channel]
        if queue.channel == "voice" and team.line.length > FULL_FACTOR * (team.staff.present + 2):
            world.ledger.contact("diverted", at, contact, reason="full", queue=queue.name)
            return
        contact.entry += 1
        world.ledger.contact(
            "queued",
            at,
            contact,
            queue=queue.name,
            channel=queue.channel,
            priority=contact.priority,
            topic=contact.topic,
            tier=contact.tier,
            customer=contact.customer,
            entry=f"{contact.id}.{contact.entry}",
        )
        contact.patience_at = None if wait.patience_ms is None else at + self._patience(wait.patience_ms)
        limited = wait.limit_ms is not None and world.dice.chance(LIMIT_SHARE)
        contact.limit_at = at + (wait.limit_ms or 0) if limited else None
        agent = team.staff.take() if not team.line.length else None
        if agent is None:
            team.line.join(contact)
            self._stand(at, contact)
        else:
            self._offer(at, contact, agent)

    def serve(self, at: int, team: Team) -> None:
        """Bring those in line and the agents who are free together."""
        while team.line.length:
            agent = team.staff.take()
            if agent is None:
                return
            contact = team.line.next()
            if contact is None:
                raise AssertionError(f"{team.queue.name} {team.site}: a line of {team.line.length} holds nobody")
            self._offer(at, contact, agent)

    def _patience(self, scale_ms: int) -> int:
        dice = self._world.dice
        if dice.chance(BALKING_SHARE):
            return dice.between((300, BALKING_MS))
        return dice.weibull(scale_ms, PATIENCE_SHAPE)

    def _stand(self, at: int, contact: Contact) -> None:
        ends = [end for end in (contact.patience_at, contact.limit_at) if end is not None]
        if ends:
            contact.leaves_at = max(at + 1, min(ends))
            self._world.agenda.plan(contact.leaves_at, self._tire, contact)

    def _tire(self, at: int, contact: Contact) -> None:
        if not contact.waiting or contact.leaves_at != at:
            return
        contact.team.line.leave(contact)
        if contact.patience_at is not None and contact.patience_at <= at:
            self._abandon(at, contact)
        else:
            self._divert(at, contact)

    def _abandon(self, at: int, contact: Contact) -> None:
        self._world.ledger.contact("abandoned", at, contact, queue=contact.team.queue.name)
        self._journeys[contact.team.queue.channel].given_up(at, contact)

    def _divert(self, at: int, contact: Contact) -> None:
        dice, queue = self._world.dice, contact.team.queue
        if queue.channel != "voice":
            reason = "timeout"
        elif dice.chance(CALLBACK_SHARE):
            reason = dice.pick(("callback", "voicemail", "timeout"))
        else:
            reason = "overflow"
        self._world.ledger.contact("diverted", at, contact, reason=reason, queue=queue.name)
        if reason == "overflow":
            contact.team = self.team_of(queue.moves[0])
            self._world.agenda.plan(at + dice.between((50, 300)), self.enter, contact)

    def _offer(self, at: int, contact: Contact, agent: int) -> None:
        world, team = self._world, contact.team
        contact.agent = agent
        name = team.staff.name(agent)
        world.ledger.contact("offered", at, contact, agent=name, queue=team.queue.name)
        ring = world.pace.wait[team.queue.channel].ring_ms
        missed = world.dice.chance(MISSED_SHARE)
        ends_at = at + 1 + (2 * ring[1] if missed else world.dice.between(ring))
        if contact.patience_at is not None and contact.patience_at <= ends_at:
            world.agenda.plan(max(at + 1, contact.patience_at), self._abandon_ringing, contact)
        else:
            world.agenda.plan(ends_at, self._miss if missed else self._answer, contact)

    def _abandon_ringing(self, at: int, contact: Contact) -> None:
        staff, agent = contact.team.staff, contact.agent
        self._abandon(at, contact)
        staff.release(at, agent)

    def _miss(self, at: int, contact: Contact) -> None:
        team, agent = contact.team, contact.agent
        self._world.ledger.contact("missed", at, contact, agent=team.staff.name(agent), queue=team.queue.name)
        team.line.rejoin(contact)
        self._stand(at, contact)
        team.staff.unanswered(at, agent)
        self.serve(at, team)

    def _answer(self, at: int, contact: Contact) -> None:
        team, agent = contact.team, contact.agent
        world = self._world
        world.ledger.contact("answered", at, contact, agent=team.staff.name(agent), queue=team.queue.name)
        team.staff.talk(at, agent)
        self._journeys[team.queue.channel].begin(at, contact)
