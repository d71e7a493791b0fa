"""The agents that a partition remembers: what is late, what is a copy, who has vanished and who is forgotten.

As with contacts, all of it is decided by the log alone: by the log clock at the event's offset and by the agent's own
events.
"""

from bisect import bisect_right
from heapq import heappop, heappush
from typing import Final

from stream.crew.agent import Agent, AgentEvent, Turn, after, place, standing_after, turns, vanishing
from stream.crew.edges import Post, post_turn
from stream.crew.states import UNPAID
from stream.events import Outcome
from stream.site import Site
from stream.units import Millis

SETTLED_IDENTITIES: Final = 32
MOST_RECENT: Final = 128
"""Beyond so many recent events the older half settles, however young: the row of an agent must fit into its topic."""
_NEVER: Final = 1 << 62


class CrewMemory:
    """The agents of one partition. `changed` are the ids whose row is no longer the one written last."""

    def __init__(self, site: Site, post: Post) -> None:
        """Remember nobody yet; contributions go to `post`."""
        self.agents: dict[str, Agent] = {}
        self.changed: set[str] = set()
        self._post = post
        self._keeps_all = site.keeps_all
        self._limit_ms = site.agent_limit_ms
        self._retention_ms = site.agent_retention_ms
        self._horizon_ms = site.settling_horizon_ms
        self._due: list[tuple[Millis, str]] = []

    def apply(self, agent_id: str, event: AgentEvent, log_clock_ms: Millis) -> Outcome:
        """Fold one event in, wherever in its agent's life it belongs."""
        agent = self.agents.get(agent_id)
        if agent is None:
            # Whoever has been silent for so long is forgotten by now: also a copy of its last event is no one's.
            if not self._keeps_all and event.at <= log_clock_ms - self._retention_ms:
                return "late"
            agent = self.agents[agent_id] = Agent(agent_id)
        identity = event.identity
        for known in agent.recent:
            if known.identity == identity:
                return "duplicate"
        if identity in agent.settled:
            return "duplicate"
        if agent.standing is None or event.at > agent.standing.at:
            self._advance(agent, event)
        elif agent.settled_at is not None and event.at <= agent.settled_at:
            return "late"
        else:
            self._fold_again(agent, event)
        self._settle(agent)
        self.changed.add(agent_id)
        due = self._next_due(agent)
        if due <= log_clock_ms:
            self._expire(agent, log_clock_ms)
        elif due < agent.due:
            self._wait(agent, due)
        return "applied"

    def pass_time(self, log_clock_ms: Millis) -> None:
        """Let those vanish, and forget those, whose time the log clock has reached; before an event is judged."""
        due = self._due
        while due and due[0][0] <= log_clock_ms:
            at_ms, agent_id = heappop(due)
            agent = self.agents.get(agent_id)
            if agent is not None and agent.due == at_ms:
                self._expire(agent, log_clock_ms)

    def restore(self, agent: Agent) -> None:
        """Put back an agent as it was stored; what it contributes is in the panes already."""
        agent.standing = agent.base
        for event in agent.recent:
            agent.standing = after(agent.standing, event)
        self.agents[agent.id] = agent
        self._wait(agent, self._next_due(agent))

    def _advance(self, agent: Agent, event: AgentEvent) -> None:
        """The next event in order. Whether the agent had vanished before it is told by the gap alone."""
        gone = self._gone(agent) if agent.vanished else None
        if gone is not None:
            post_turn(gone, self._post, -1)
        agent.vanished = False
        for turn in turns(agent.standing, (event,), self._limit_ms):
            post_turn(turn, self._post)
            agent.standing = turn.after
        agent.recent.append(event)

    def _fold_again(self, agent: Agent, event: AgentEvent) -> None:
        """Put an event among the recent ones: give its turn, and those after it anew until all stands as it did."""
        gone = self._gone(agent) if agent.vanished else None
        if gone is not None:
            post_turn(gone, self._post, -1)
        agent.vanished = False
        count = bisect_right(agent.recent, place(event), key=place)
        stood = standing = standing_after(agent, count)
        for turn in turns(stood, (event,), self._limit_ms):
            post_turn(turn, self._post)
            standing = turn.after
        later, agent.recent[count:] = agent.recent[count:], [event]
        agent.recent += later
        for known in later:
            for turn in turns(stood, (known,), self._limit_ms):
                post_turn(turn, self._post, -1)
            for turn in turns(standing, (known,), self._limit_ms):
                post_turn(turn, self._post)
            stood, standing = after(stood, known), after(standing, known)
            if stood == standing:
                return
        agent.standing = standing

    def _settle(self, agent: Agent) -> None:
        """Fold what is older than the horizon into the base; what it contributes is in the panes already."""
        standing = agent.standing
        if standing is None:
            return
        horizon_at = standing.at - self._horizon_ms
        if len(agent.recent) > MOST_RECENT:
            horizon_at = max(horizon_at, agent.recent[MOST_RECENT // 2].at + 1)
        if agent.recent[0].at >= horizon_at:
            return
        count = next((n for n, event in enumerate(agent.recent) if event.at >= horizon_at), len(agent.recent))
        old, agent.recent = agent.recent[:count], agent.recent[count:]
        for event in old:
            agent.base = after(agent.base, event)
        agent.settled_at = old[-1].at
        agent.settled = (*agent.settled, *(event.identity for event in old))[-SETTLED_IDENTITIES:]

    def _expire(self, agent: Agent, log_clock_ms: Millis) -> None:
        """Do what silence has done by now: vanish, then be forgotten; and wait for what it will do next."""
        while (due := self._next_due(agent)) <= log_clock_ms:
            self.changed.add(agent.id)
            gone = self._gone(agent)
            if gone is None or agent.vanished:
                self._forget(agent, due)
                return
            post_turn(gone, self._post)
            agent.vanished = True
        self._wait(agent, due)

    def _forget(self, agent: Agent, at_ms: Millis) -> None:
        """The span in which the agent was offline, or vanished, ends: of a state that nobody is in nothing is kept."""
        standing = agent.standing
        gone = self._gone(agent) if agent.vanished else None
        post_turn(Turn(at_ms, standing if gone is None else gone.after, None), self._post)
        del self.agents[agent.id]

    def _gone(self, agent: Agent) -> Turn | None:
        return None if agent.standing is None else vanishing(agent.standing, self._limit_ms)

    def _next_due(self, agent: Agent) -> Millis:
        """When silence changes the agent next."""
        standing = agent.standing
        if standing is None:
            return _NEVER
        if not agent.vanished and standing.state not in UNPAID:
            return standing.at + self._limit_ms
        return _NEVER if self._keeps_all else standing.at + self._retention_ms

    def _wait(self, agent: Agent, until_ms: Millis) -> None:
        agent.due = until_ms
        if until_ms < _NEVER:
            heappush(self._due, (until_ms, agent.id))
