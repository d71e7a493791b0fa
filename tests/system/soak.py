"""The fault suite for as long as one likes: `python -m tests.system.soak --seeds 20 --kills 100 --events 2000000`.

Shows how it goes, run by run, and prints the totals as one line of JSON; exit status 1 if anything was not right. A run
that was not right leaves its topics and logs behind, and the others go on.
"""

import argparse
import asyncio
import json
import random
import secrets
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agents.broker.errors import BrokerError
from agents.broker.local import LocalKafka
from agents.broker.progress import silent
from agents.kafka import Connection
from tests.system import faults_evidence
from tests.system.faults_driver import Trouble
from tests.system.faults_floor import BROKER, FaultyFloor
from tests.system.faults_history import history
from tests.system.faults_plan import Plan, Totals
from tests.system.faults_victim import Victim
from tests.system.shared_kafka import READY_MS
from tests.system.worker_process import Commands, Document

STARTS: Final = 3
"""Of a Kafka that does not come to serve."""
DONE: Final = ("kills", "kills_in_checkpoints", "stops", "freezes", "fences", "joins", "outages", "restarts")
SEEN: Final = ("written", "records", "duplicates", "looks", "cleanings", "cleaned_away", "audited")


def say(text: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


async def one_run(
    kafka: LocalKafka, plan: Plan, events: int, rate: int, folder: Path, *, evidence: Path | None = None
) -> Totals:
    """Make the trouble of one plan on a floor of its own; what was not right is kept as evidence."""
    prefix = f"soak-{plan.seed}-{secrets.token_hex(3)}"
    sent = await asyncio.to_thread(history, plan.seed, events)
    with Commands(folder) as commands, FaultyFloor(kafka, prefix, commands, sent, rate) as floor:
        totals: Totals | None = None
        try:
            totals = await Trouble(floor, plan).run()
        finally:
            if evidence is not None and (totals is None or totals.unlike):
                await faults_evidence.keep(floor, evidence / prefix)
        return totals


def plans(asked: argparse.Namespace) -> list[Plan]:
    """Return a plan for each seed; kills and outages are spread over the runs, which end in order or as a crash."""
    found = []
    for number in range(asked.seeds):
        kills, outages = (_share(count, number, asked.seeds) for count in (asked.kills, asked.outages))
        crashes = random.Random(f"{asked.seed + number}/plan").randint(0, outages)
        found.append(
            Plan(
                seed=asked.seed + number,
                kills=kills,
                stops=asked.stops,
                freezes=asked.freezes,
                fences=asked.fences,
                halts=outages - crashes,
                crashes=crashes,
                outage_s=asked.outage,
                gap_s=asked.gap,
            )
        )
    return found


def _share(count: int, number: int, of: int) -> int:
    """Return what falls to one of so many, such that all together have the count."""
    return count * (number + 1) // of - count * number // of


@dataclass(slots=True)
class Soak:
    """All runs of a soak, and what became of each seed."""

    asked: argparse.Namespace
    folder: Path
    begun_s: float = field(default_factory=time.monotonic)
    told: dict[int, Totals] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    poison: Document = field(default_factory=dict)

    @property
    def seconds(self) -> int:
        """How long it has taken so far."""
        return round(time.monotonic() - self.begun_s)

    async def run(self) -> None:
        """Make all runs, some of them together, as long as there is time for another; then the poison."""
        left = plans(self.asked)
        await asyncio.gather(*(self._runs(left) for _ in range(self.asked.together)))
        if self.asked.poison:
            await self._poison()

    async def _runs(self, left: list[Plan]) -> None:
        """Make one run after the other on a Kafka of their own; after a failure on a new one."""
        starts = STARTS
        while left and not self._is_over():
            try:
                async with LocalKafka(
                    ready_within_ms=READY_MS, progress=silent, properties=BROKER, optimised=True
                ) as kafka:
                    starts = STARTS
                    while left and not self._is_over() and await self._run(kafka, left.pop(0)):
                        pass
            except BrokerError as fault:
                starts -= 1
                say(f"Kafka: {fault}")
                if not starts:
                    raise

    def _is_over(self) -> bool:
        return bool(0 < self.asked.minutes * 60 < self.seconds)

    async def _poison(self) -> None:
        say(f"poison: {self.asked.poison} records, {self.asked.queues} unknown queues …")
        async with LocalKafka(ready_within_ms=READY_MS, progress=silent, properties=BROKER, optimised=True) as kafka:
            with Commands(self.folder) as commands:
                victim = Victim(Connection(kafka.bootstrap), f"poison-{secrets.token_hex(3)}", commands, self.folder)
                self.poison = await victim.suffer(self.asked.seed, self.asked.poison, self.asked.queues)
        say(f"poison after {self.seconds} s: {json.dumps(self.poison)}")

    def document(self) -> Document:
        """The totals, with every seed at which something was not right."""
        sums = {name: sum(getattr(totals, name) for totals in self.told.values()) for name in (*DONE, *SEEN)}
        unlike = {seed: totals.unlike[:20] for seed, totals in self.told.items() if totals.unlike}
        found = {"seeds": sorted(self.told), **sums, "differences": unlike, "failed": self.failed}
        return found | {"poison": self.poison, "seconds": self.seconds}

    @property
    def is_right(self) -> bool:
        """Whether there was something to compare, and nothing differed."""
        done = bool(self.told) or bool(self.poison)
        return (
            done and not self.failed and not self.poison.get("unlike") and not any(t.unlike for t in self.told.values())
        )

    async def _run(self, kafka: LocalKafka, plan: Plan) -> bool:
        say(f"seed {plan.seed}: {plan.kills} kills, {plan.outages} outages …")
        events = self.asked.events // max(1, self.asked.seeds)
        try:
            totals = await one_run(kafka, plan, events, self.asked.rate, self.folder, evidence=self.asked.evidence)
        except Exception as fault:  # noqa: BLE001 - one that fails in whatever way does not end the others
            self.failed[plan.seed] = repr(fault)[:2_000]
            say(f"seed {plan.seed} after {self.seconds} s: {''.join(traceback.format_exception(fault))}")
            return False
        self.told[plan.seed] = totals
        say(f"seed {plan.seed} after {self.seconds} s: {json.dumps(_short(totals))}")
        return True


async def soak(asked: argparse.Namespace) -> int:
    """Make all runs; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        made = Soak(asked, Path(folder))
        await made.run()
    sys.stdout.write(json.dumps(made.document()) + "\n")
    return 0 if made.is_right else 1


def _short(totals: Totals) -> Document:
    return {name: getattr(totals, name) for name in (*DONE, *SEEN)} | {
        "letters": sum(totals.letters.values()),
        "differences": len(totals.unlike),
        "first": totals.unlike[:3],
    }


def arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make soak ARGS=…", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the first run; each has the next one")
    parser.add_argument("--seeds", type=int, default=20, help="number of runs; 0: only poison")
    parser.add_argument("--kills", type=int, default=100, help="over all runs")
    parser.add_argument("--events", type=int, default=2_000_000, help="over all runs")
    parser.add_argument("--stops", type=int, default=1, help="workers stopped in order, in each run")
    parser.add_argument("--freezes", type=int, default=1, help="workers frozen beyond their session, in each run")
    parser.add_argument("--fences", type=int, default=1, help="times that all writers are fenced off, in each run")
    parser.add_argument("--rate", type=int, default=5_000, help="records written a second")
    parser.add_argument("--outages", type=int, default=3, help="times that the broker goes away, over all runs")
    parser.add_argument("--outage", type=float, default=15.0, help="seconds for which it is away")
    parser.add_argument("--together", type=int, default=2, help="runs at the same time, each on a Kafka of its own")
    parser.add_argument("--evidence", type=Path, default=Path(tempfile.gettempdir()), help="for what was not right")
    parser.add_argument("--gap", type=float, default=3.0, help="longest pause between two faults, in seconds")
    parser.add_argument("--poison", type=int, default=0, help="fuzzed records for one more worker, twice; 0: none")
    parser.add_argument("--queues", type=int, default=100_000, help="unknown queues that come with the poison")
    parser.add_argument("--minutes", type=float, default=0, help="begin no run after that; 0: no limit")
    return parser.parse_args(argv)


if __name__ == "__main__":
    # Told to end, as by `make` or `timeout`, it ends like Ctrl-C: with all that it has started.
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    sys.exit(asyncio.run(soak(arguments(sys.argv[1:]))))
