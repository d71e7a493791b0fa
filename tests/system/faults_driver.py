"""One seeded run: workers are killed, stopped, frozen, joined and removed, the broker goes and comes, and all is right.

What happens, and in which order, follows from the seed; at which instant, from the machine too.
"""

import asyncio
import math
import random
import signal
import time
from collections.abc import Coroutine
from typing import Any, Final

from tests.system.faults_floor import PARTITIONS, FaultyFloor
from tests.system.faults_plan import Plan, Totals
from tests.system.faults_verdict import Verdict
from tests.system.kept_state import fence_off
from tests.system.meanwhile import meanwhile
from tests.system.onlooker import Onlooker
from tests.system.worker_process import Command

NAMES: Final = ("one", "two", "three", "four", "five", "six")
MOST: Final = 3
"""Workers that are awake at the same time."""
STUCK_STATUS: Final = 70
SESSION_S: Final = 10
DYING_LOOKS: Final = 300
FLOW_S: Final = 0.05
TYPICAL_S: Final = 4.0
"""What a fault and the pause before it take at least, more or less."""
TEND_S: Final = 0.3
LOOK_S: Final = 1.0


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
        self._typical_s = TYPICAL_S
        self._outage: asyncio.Task[None] | None = None
        self._thaws: list[asyncio.Task[None]] = []
        # No more can have been offered than records were written.
        self.onlooker = Onlooker(PARTITIONS, offered=lambda: floor.written, pause_s=LOOK_S)

    async def run(self) -> Totals:
        """Make all the trouble, let the floor come to rest, and compare."""
        await self.floor.prepare()
        verdict = Verdict(self.floor, self.onlooker, lambda: self._workers, self.totals)
        async with meanwhile(self._tend()):
            async with self.onlooker.looking():
                await self._make_trouble()
            await verdict.while_running()
        for name in sorted(self._workers):
            await self._stop_in_order(name)
        await verdict.once_stopped()
        self.totals.seen += self.onlooker.faults
        self.totals.looks = self.onlooker.looks
        return self.totals

    async def _make_trouble(self) -> None:
        faults = self.plan.faults(self._dice)
        begun_s = time.monotonic()
        try:
            async with meanwhile(self._let_flow()):
                for number, fault in enumerate(faults):
                    self._faults_left = len(faults) - number
                    self._typical_s = max(TYPICAL_S, (time.monotonic() - begun_s) / max(1, number))
                    self._fill_up()
                    await asyncio.sleep(self._dice.uniform(0.2, self.plan.gap_s))
                    await self._does(fault)
                self._faults_left = 0
                await asyncio.gather(*self._thaws, *([self._outage] if self._outage else []))
        finally:
            for task in (*self._thaws, self._outage):
                if task is not None:
                    task.cancel()
        self._fill_up()
        self.floor.allowed = self.floor.total

    async def _let_flow(self) -> None:
        """Let records be written all the time, such that there are always some left for the faults to come."""
        while True:
            left = self.floor.total - self.floor.allowed
            self.floor.allowed += math.ceil(left * FLOW_S / self._typical_s / (self._faults_left + 1))
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
        self._show()

    def _show(self) -> None:
        """Let the onlooker see who is awake."""
        self.onlooker.workers[:] = [worker for name, worker in self._workers.items() if name not in self._frozen]

    def _gone(self, name: str) -> Command:
        """Let a worker be none of the floor any more."""
        worker = self._workers.pop(name)
        self._frozen.discard(name)
        self._show()
        return worker

    def _victim(self) -> str:
        self._start_again()
        return self._dice.choice(sorted(self._workers.keys() - self._frozen))

    async def _tend(self) -> None:
        """Do what a supervisor does."""
        while True:
            self._start_again()
            await asyncio.sleep(TEND_S)

    def _start_again(self) -> None:
        """A worker may ask for its restart, and end in no other way that nobody has asked for."""
        for name, worker in list(self._workers.items()):
            status = worker.process.poll()
            if status is None:
                continue
            self._gone(name).close()
            if status == STUCK_STATUS:
                self.totals.restarts += 1
            else:
                self.totals.ended.append(f"worker {name} has ended with {status}: {worker.logged[-20:]}")
            self._join(name)

    async def _kill(self) -> None:
        """Kill one, whatever it is doing."""
        await self._gone(self._victim()).kill()
        self.totals.kills += 1

    async def _die(self) -> None:
        """Let the successor of one kill itself between the beginning and the end of a transaction."""
        name = self._victim()
        await self._stop_in_order(name)
        status = STUCK_STATUS
        while status == STUCK_STATUS:
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
        worker = self._gone(name)
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
        async with self.onlooker.still:
            worker.signal(signal.SIGSTOP)
            self._frozen.add(name)
            self._show()
        self.totals.freezes += 1
        span_s = SESSION_S + self._dice.uniform(1, 5)

        async def thaw() -> None:
            await asyncio.sleep(span_s)
            await self.onlooker.return_of(worker)
            self._frozen.discard(name)
            self._show()

        self._thaws.append(asyncio.create_task(thaw()))

    async def _fence(self) -> None:
        """Fence the writer of every partition off, whose owners stay: as a transaction that took too long would be."""
        if self._outage is not None:
            await self._outage
        for number in range(PARTITIONS):
            await fence_off(self.floor.topics, number)
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
