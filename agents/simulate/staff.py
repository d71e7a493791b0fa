"""The agents of one team: who is free, who works, who rests, and who is told to come or go."""

from collections import deque
from collections.abc import Callable
from typing import Final

from agents.simulate.plan import Queue
from agents.simulate.world import World

BREAK_SHARE: Final = 0.04
RESTING_SHARE: Final = 0.08


class Staff:
    """The agents of one team, each a number; `freed` is called whenever somebody can take a contact again."""

    __slots__ = (
        "_facts",
        "_freed",
        "_home",
        "_idle",
        "_leaving",
        "_load",
        "_names",
        "_partly",
        "_resting",
        "_site",
        "_slots",
        "_spare",
        "_state",
        "_wanted",
        "_world",
        "present",
    )

    def __init__(self, world: World, queue: Queue, site: str, freed: Callable[[int], None]) -> None:
        """Start with nobody there."""
        self._world = world
        self._freed = freed
        self._site = f"{queue.name}-{site}"
        self._slots = world.pace.wait[queue.channel].slots
        self._facts = {"team": queue.name, "site": site, "slots": self._slots, "queues": [queue.name]}
        self._idle: deque[int] = deque()
        self._partly: dict[int, None] = {}
        self._load: list[int] = []
        self._names: list[str] = []
        self._state: list[str] = []
        self._home: list[int] = []
        self._leaving: set[int] = set()
        self._resting = 0
        self._spare = 0
        self._wanted = 0
        self.present = 0

    def name(self, agent: int) -> str:
        """Return the agent's id as it stands in events."""
        return self._names[agent]

    def want(self, servers: int, share: float) -> None:
        """Ask for that many slots to be staffed, of which only a share comes; who takes breaks comes on top."""
        planned = -(-servers // self._slots)
        self._spare = int(planned * RESTING_SHARE)
        self._wanted = max(1, round((planned + self._spare) * share))

    def adjust(self, at: int) -> None:
        """Let half of those who are missing sign in, or half of those too many leave, as far as they are free."""
        gap = -self._surplus()
        for _ in range((gap + 1) // 2):
            self._sign_in(at)
        for _ in range(min((1 - gap) // 2, len(self._idle))):
            self._sign_out(at, self._idle.popleft())

    def take(self) -> int | None:
        """Reserve a slot: of whoever has been idle longest, else of one who has a slot left; None if nobody has."""
        if self._idle:
            agent = self._idle.popleft()
        elif self._partly:
            agent = self._partly.popitem()[0]
        else:
            return None
        self._load[agent] += 1
        if self._load[agent] < self._slots:
            self._partly[agent] = None
        return agent

    def talk(self, at: int, agent: int) -> None:
        """Say that the agent is on a contact."""
        self._enter(at, agent, "on_contact")

    def wrap(self, at: int, agent: int) -> None:
        """Say that the agent does after-contact work, unless there are other contacts to handle meanwhile."""
        if self._load[agent] == 1:
            self._enter(at, agent, "after_contact_work")

    def release(self, at: int, agent: int) -> None:
        """Give a slot back."""
        if self._drop(agent):
            self._keep_or_relieve(at, agent)
            return
        if self._resting < self._spare and self._world.dice.chance(BREAK_SHARE):
            self._resting += 1
            self._enter(at, agent, "break")
            self._world.agenda.plan(at + self._world.dice.between(self._world.pace.break_ms), self._rested, agent)
            return
        self._return(at, agent)

    def unanswered(self, at: int, agent: int) -> None:
        """Give back the slot of an offer that rang in vain; an agent with nothing else is set away for a while."""
        if self._drop(agent):
            self._keep_or_relieve(at, agent)
            return
        self._enter(at, agent, "away", reason="missed")
        self._world.agenda.plan(at + self._world.dice.between(self._world.pace.away_ms), self._return, agent)

    def _drop(self, agent: int) -> int:
        self._load[agent] -= 1
        if not self._load[agent]:
            self._partly.pop(agent, None)
        return self._load[agent]

    def _surplus(self) -> int:
        return self.present - len(self._leaving) - self._wanted

    def _keep_or_relieve(self, at: int, agent: int) -> None:
        # Who is to go finishes what is begun and takes nothing new; otherwise a busy chat agent would never get home.
        if agent in self._leaving:
            return
        if self._surplus() > 0:
            self._leaving.add(agent)
            self._partly.pop(agent, None)
            return
        self._partly[agent] = None
        self._freed(at)

    def _rested(self, at: int, agent: int) -> None:
        self._resting -= 1
        self._return(at, agent)

    def _return(self, at: int, agent: int) -> None:
        if agent in self._leaving or self._surplus() > 0:
            self._leaving.discard(agent)
            self._sign_out(at, agent)
            return
        self._enter(at, agent, "available")
        self._idle.append(agent)
        self._freed(at)

    def _sign_in(self, at: int) -> None:
        self.present += 1
        if self._home:
            agent = self._home.pop()
        else:
            agent = len(self._names)
            self._names.append(f"{self._site}-{agent + 1:03}")
            self._load.append(0)
            self._state.append("offline")
        self._return(at, agent)

    def _sign_out(self, at: int, agent: int) -> None:
        self.present -= 1
        self._home.append(agent)
        self._enter(at, agent, "offline")

    def _enter(self, at: int, agent: int, state: str, **why: str) -> None:
        if self._state[agent] != state:
            self._state[agent] = state
            self._world.ledger.agent(at, self._names[agent], state, **why, **self._facts)
