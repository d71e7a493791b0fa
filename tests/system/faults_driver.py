"""One seeded run: workers are killed, stopped, frozen, joined and removed, the broker goes and comes, and all is right.

What happens, and in which order, follows from the seed; at which instant, from the machine too.
"""

import asyncio
import math
import random
import signal
from collections.abc import Coroutine
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from agents.lane.store import KafkaStateLog, StateTopics
from tests.system.faults_floor import PARTITIONS, FaultyFloor
from tests.system.faults_truth import Truth
from tests.system.kept_state import differences
from tests.system.worker_process import Command, Document, eventually, folded

NAMES: Final = ("one", "two", "three", "four", "five", "six")
MOST: Final = 3
"""Workers that are awake at the same time."""
STUCK_STATUS: Final = 70
SESSION_S: Final = 10
DYING_LOOKS: Final = 200
FLOW_S: Final = 0.05
TYPICAL_S: Final = 4
"""What a fault and the pause before it take, more or less."""
STILL_LOOKS: Final = 200
"""A floor that does not change for so many looks will not change any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run does to a floor. Times are seconds; `gap_s` is the longest pause between two faults."""

    seed: int
    kills: int = 5
    stops: int = 1
    freezes: int = 1
    fences: int = 1
    halts: int = 0
    crashes: int = 1
    outage_s: float = 6.0
    gap_s: float = 3.0

    def faults(self, dice: random.Random) -> list[str]:
        """Return the faults in their order; a third of the kills is by the worker's own hand, inside a checkpoint."""
        dying = self.kills // 3
        counts = {"kill": self.kills - dying, "die": dying, "stop": self.stops, "freeze": self.freezes}
        counts |= {"fence": self.fences, "halt": self.halts, "crash": self.crashes}
        told = [name for name, count in counts.items() for _ in range(count)]
        dice.shuffle(told)
        return told


@dataclass(slots=True)
class Totals:
    """What has happened in a run, and what was found not to be right."""

    kills: int = 0
    kills_in_checkpoints: int = 0
    stops: int = 0
    freezes: int = 0
    fences: int = 0
    joins: int = 0
    outages: int = 0
    restarts: int = 0
    """Of workers that asked for it, with status 70."""
    records: int = 0
    letters: dict[str, int] = field(default_factory=dict)
    unlike_replay: list[str] = field(default_factory=list)
    unlike_sql: list[str] = field(default_factory=list)
    unlike_kept: list[str] = field(default_factory=list)

    @property
    def unlike(self) -> list[str]:
        """Every difference."""
        return [*self.unlike_replay, *self.unlike_sql, *self.unlike_kept]

    def document(self) -> Document:
        """All of it as JSON can say it."""
        return asdict(self)


class Trouble:
    """Does to a floor what its plan says."""

    def __init__(self, floor: FaultyFloor, plan: Plan) -> None:
        """Decide all that the seed decides."""
        self.floor = floor
        self.plan = plan
        self.totals = Totals()
        self._dice = random.Random(f"{plan.seed}/faults")
        self._named = self._dice.random() < 0.75
        self._workers: dict[str, Command] = {}
        self._frozen: set[str] = set()
        self._faults_left = 1
        self._outage: asyncio.Task[None] | None = None
        self._thaws: list[asyncio.Task[None]] = []

    async def run(self) -> Totals:
        """Make all the trouble, let the floor come to rest, and compare."""
        await self.floor.prepare()
        faults = self.plan.faults(self._dice)
        stream = asyncio.create_task(self._let_flow())
        try:
            for number, fault in enumerate(faults):
                self._faults_left = len(faults) - number
                self._fill_up()
                await asyncio.sleep(self._dice.uniform(0.2, self.plan.gap_s))
                self._notice_ends()
                await self._does(fault)
            self._faults_left = 0
            await asyncio.gather(*self._thaws, *([self._outage] if self._outage else []))
        finally:
            for task in (stream, *self._thaws, self._outage):
                if task is not None:
                    task.cancel()
        self.floor.allowed = self.floor.total
        await self._compare()
        return self.totals

    async def _let_flow(self) -> None:
        """Let records be written all the time, such that there are always some left for the faults to come."""
        while True:
            left = self.floor.total - self.floor.allowed
            self.floor.allowed += math.ceil(left * FLOW_S / TYPICAL_S / (self._faults_left + 1))
            await asyncio.sleep(FLOW_S)

    def _does(self, fault: str) -> Coroutine[Any, Any, None]:
        ways = {"kill": self._kill, "die": self._die, "stop": self._stop, "freeze": self._freeze}
        return (ways | {"fence": self._fence, "halt": self._halt, "crash": self._crash})[fault]()

    def _fill_up(self, least: int = 1) -> None:
        """Let workers join up to a number of the dice; one that is frozen is none."""
        wanted = max(least, self._dice.randint(1, MOST)) + len(self._frozen)
        for name in NAMES:
            if len(self._workers) < wanted and name not in self._workers:
                self._join(name)

    def _join(self, name: str) -> None:
        self._workers[name] = self.floor.join(name if self._named else None)
        self.totals.joins += 1

    def _victim(self) -> str:
        return self._dice.choice(sorted(self._workers.keys() - self._frozen))

    def _notice_ends(self) -> None:
        """A worker may ask for its restart, and end in no other way that nobody has asked for."""
        for name, worker in list(self._workers.items()):
            status = worker.process.poll()
            if status is None:
                continue
            if status != STUCK_STATUS:
                raise AssertionError(f"worker {name} has ended with status {status}: {worker.logged[-20:]}")
            self.totals.restarts += 1
            self._frozen.discard(name)
            worker.close()
            del self._workers[name]
        if not self._workers.keys() - self._frozen:
            self._fill_up()

    async def _kill(self) -> None:
        """Kill one, whatever it is doing."""
        await self._workers.pop(self._victim()).kill()
        self.totals.kills += 1

    async def _die(self) -> None:
        """Let the successor of one kill itself between the beginning and the end of a transaction."""
        name = self._victim()
        await self._stop_in_order(name)
        dying = self.floor.join_dying(name if self._named else None, f"{self.plan.seed}-{self.totals.kills}")
        for _ in range(DYING_LOOKS):
            if dying.process.poll() is not None:
                break
            await asyncio.sleep(0.1)
        inside = dying.process.poll() is not None
        status = await dying.kill()
        if status != -signal.SIGKILL:
            raise AssertionError(f"a dying worker has ended with status {status}: {dying.logged[-20:]}")
        self.totals.kills += 1
        self.totals.kills_in_checkpoints += inside

    async def _stop(self) -> None:
        """Remove one in order."""
        await self._stop_in_order(self._victim())
        self.totals.stops += 1

    async def _stop_in_order(self, name: str) -> None:
        worker = self._workers.pop(name)
        # Before it serves it may not have come to say what a SIGTERM means.
        fine = {0} if worker.address else {0, -signal.SIGTERM}
        status = await worker.terminate()
        if status not in fine:
            raise AssertionError(f"stopped in order, worker {name} has ended with {status}: {worker.logged[-20:]}")

    async def _freeze(self) -> None:
        """Stop one beyond its session; it comes back as a zombie that believes to have its partitions."""
        self._fill_up(least=2)
        name = self._victim()
        worker = self._workers[name]
        worker.signal(signal.SIGSTOP)
        self._frozen.add(name)
        self.totals.freezes += 1
        span_s = SESSION_S + self._dice.uniform(1, 5)

        async def thaw() -> None:
            await asyncio.sleep(span_s)
            worker.signal(signal.SIGCONT)
            self._frozen.discard(name)

        self._thaws.append(asyncio.create_task(thaw()))

    async def _fence(self) -> None:
        """Fence the writer of every partition off, whose owners stay: as a transaction that took too long would be."""
        if self._outage is not None:
            await self._outage
        topics = self.floor.topics
        log = KafkaStateLog(topics.connection, StateTopics(topics.app, topics.state, topics.dead_letters))
        for number in range(PARTITIONS):
            await (await log.open(number)).close()
        self.totals.fences += 1

    async def _halt(self) -> None:
        await self._away(crashes=False)

    async def _crash(self) -> None:
        await self._away(crashes=True)

    async def _away(self, *, crashes: bool) -> None:
        """Take the broker away for some seconds; workers are killed and joined meanwhile."""
        if self._outage is not None:
            await self._outage
        span_s = self.plan.outage_s * self._dice.uniform(0.7, 1.3)
        kafka = self.floor.kafka

        async def away() -> None:
            await (kafka.kill() if crashes else kafka.halt())
            await asyncio.sleep(span_s)
            await kafka.restart()

        self._outage = asyncio.create_task(away())
        self.totals.outages += 1

    async def _compare(self) -> None:
        """Wait until all is folded, and compare what is shown with what should be, then what is kept."""
        await eventually(self._all_written, "all records are written")
        truth = await Truth.of(self.floor.topics, self.floor.agent_topic)
        self._notice_ends()
        shown = [await self._at_rest(truth, name) for name in sorted(self._workers)]
        for floor in shown:
            self.totals.unlike_replay += truth.unlike_replay(floor)
        self.totals.unlike_sql += truth.unlike_sql(shown[0])
        for name in sorted(self._workers):
            await self._stop_in_order(name)
        kept = await differences(self.floor.topics, truth.kept)
        self.totals.unlike_kept += [f"{what}: {both}"[:300] for what, both in kept.items()]
        self.totals.records = self.floor.total
        self.totals.letters = truth.reasons

    async def _all_written(self) -> bool | None:
        if self.floor.lost:
            raise AssertionError(f"not written: {self.floor.lost[:3]}")
        return True if self.floor.written == self.floor.total else None

    async def _at_rest(self, truth: Truth, name: str) -> Document:
        """Return the floor of a worker that shows the truth, or else the one at which it has stopped to change."""
        last: tuple[int, str] | None = None
        still = 0

        async def look() -> Document | None:
            nonlocal last, still
            floor = await self._workers[name].floor()
            if floor is None or len(floor["clock"]["partitions"]) < PARTITIONS:
                return None
            if not truth.unlike_replay(floor):
                return floor
            state = (folded(floor), floor["as_of"])
            still = still + 1 if state == last else 0
            last = state
            caught_up = all(reading["state"] == "caught_up" for reading in floor["clock"]["partitions"])
            return floor if caught_up and still > STILL_LOOKS else None

        return await eventually(look, f"worker {name} comes to rest")
