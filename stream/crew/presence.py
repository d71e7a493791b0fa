"""Who is there at an instant, and what time alone has decided about them: it is never stored in a pane.

Panes know of every event that was folded. At a clock that is behind some of these, what lies ahead of it is taken back
here; at one that is ahead of the log, whoever has been silent for the limit counts as vanished already.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from stream.crew.agent import Agent, Standing, Turn, history, vanishing
from stream.crew.edges import SLOTS, Amounts, Post, post_turn, slice_of, spent
from stream.crew.states import OFFERED, STATES
from stream.measures import Measures, Slice, add
from stream.site import OTHER, Site
from stream.units import Millis

Covers: TypeAlias = Callable[[Millis], bool]
"""Whether an instant falls into a window that ends now."""


class Presence:
    """The agents at an instant: `now` by slice and `queues` by queue how many are in each state."""

    def __init__(self, site: Site, clock_ms: Millis, windows: Sequence[Covers]) -> None:
        """Begin with nobody; every window of `windows` ends at `clock_ms`."""
        self.now: dict[Slice, dict[str, int]] = {}
        self.queues: dict[str, dict[str, int]] = {}
        self._clock_ms = clock_ms
        self._limit_ms = site.agent_limit_ms
        self._configured = frozenset(rules.name for rules in site.queues)
        self._windows = windows
        self._laid: list[dict[Slice, Measures]] = [{} for _ in windows]

    def of(self, agents: Iterable[Agent]) -> "Presence":
        """Look at every agent."""
        for agent in agents:
            standing = self._standing(agent)
            if standing is not None:
                self._count(standing)
        return self

    def spent(self, window: int, totals: Mapping[Slice, Mapping[int, int]], from_ms: Millis) -> dict[Slice, Measures]:
        """The time of each slice in a window, given the edges in its panes; a slice without any is absent."""
        laid = self._laid[window]
        found = {}
        for where in totals.keys() | laid.keys() | self.now.keys():
            edges = dict(totals.get(where, {}))
            add(edges, laid.get(where, {}))
            times = spent(edges, self.now.get(where, {}), from_ms, self._clock_ms)
            if times:
                found[where] = times
        return found

    def states(self) -> dict[Slice, dict[str, int]]:
        """How many are in each state by slice, slots left out."""
        return {
            where: {state: counts[state] for state in STATES if state in counts} for where, counts in self.now.items()
        }

    def _standing(self, agent: Agent) -> Standing | None:
        """How an agent stands at the clock, all that panes have wrong about it being put right."""
        standing = agent.standing
        if standing is None:
            return None
        until_ms = standing.at + self._limit_ms
        if standing.at <= self._clock_ms < until_ms and not agent.vanished:  # nearly everybody
            return standing
        gone = vanishing(standing, self._limit_ms)
        if standing.at <= self._clock_ms and not (agent.vanished and gone is not None and gone.at > self._clock_ms):
            if gone is None or gone.at > self._clock_ms:
                return standing
            if not agent.vanished:
                self._lay(gone, 1)
            return gone.after
        shown = agent.base
        for turn in history(agent, self._limit_ms):
            if turn.at > self._clock_ms:
                self._lay(turn, -1)
            else:
                shown = turn.after
        return shown

    def _count(self, standing: Standing) -> None:
        state, counts = standing.state, self.now.setdefault(slice_of(standing), {})
        counts[state] = counts.get(state, 0) + 1
        if state in OFFERED:
            counts[SLOTS] = counts.get(SLOTS, 0) + standing.slots
        names = self._configured
        for queue in {name if not names or name in names else OTHER for name in standing.queues}:
            states = self.queues.setdefault(queue, {})
            states[state] = states.get(state, 0) + 1

    def _lay(self, turn: Turn, sign: int) -> None:
        """Add a turn, or take it back, in every window that holds its instant."""
        for covers, laid in zip(self._windows, self._laid, strict=True):
            if covers(turn.at):
                post_turn(turn, _into(laid), sign)


def _into(laid: dict[Slice, Measures]) -> Post:
    def post(where: Slice, _at: Millis, amounts: Amounts, sign: int) -> None:
        add(laid.setdefault(where, {}), dict(amounts), sign)

    return post
