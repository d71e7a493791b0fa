"""A floor that has come to rest: what its workers show and keep, against replay, SQL and the audit."""

import asyncio
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import orjson

from tests.system.faults_floor import PARTITIONS, FaultyFloor
from tests.system.faults_plan import Totals
from tests.system.faults_truth import Truth
from tests.system.kept_state import differences, kept_count
from tests.system.onlooker import Onlooker, Sum
from tests.system.worker_process import Command, Document, eventually, folded

LOOK_S: Final = 0.3
LOOKS: Final = 6
"""A floor of all records that does not change for so many looks will not change any more."""
STILL_LOOKS: Final = 40
"""Nor will one that is not of all records after so many."""
LONGEST: Final = 300
AUDIT_S: Final = 1_800
"""Much to do for a busy machine."""
CLEANED: Final = re.compile(
    r"Log cleaner thread \d+ cleaned log (\S+) \(.*?"
    r"Start size: [^(]*\(([\d,]+) messages\).*?End size: [^(]*\(([\d,]+) messages\)",
    re.DOTALL,
)

Running = Callable[[], Mapping[str, Command]]


class Verdict:
    """Fills in what `totals` says about the end of a run; `running` are the workers as they are just now, by name."""

    def __init__(self, floor: FaultyFloor, onlooker: Onlooker, running: Running, totals: Totals) -> None:
        """Know the floor."""
        self.floor = floor
        self.onlooker = onlooker
        self.running = running
        self.totals = totals
        self._shown: list[Document] = []
        self._exported = Sum([], 0)

    async def while_running(self) -> None:
        """Wait until all is folded, and take down what each worker shows, and what they export together."""
        await eventually(self._all_written, self._written)
        self._shown = [await self._at_rest(name) for name in sorted(self.running())]
        self._exported = await eventually(self._exports, "metrics come to rest")
        # Who is stopped has five seconds for its last checkpoint, and a busy machine may need more.
        await eventually(self._all_kept, "all is kept")

    async def once_stopped(self) -> None:
        """Compare what was shown and what is kept, and let `floorwatch audit` do the same; no worker runs any more."""
        truth = await Truth.of(self.floor.topics, self.floor.agent_topic)
        totals = self.totals
        for floor in self._shown:
            totals.unlike_replay += truth.unlike_replay(floor)
        totals.unlike_sql += await asyncio.to_thread(truth.unlike_sql, self._shown[0])
        if self._exported.offered != truth.offered:
            totals.seen.append(f"{self._exported.offered} offered in sum at the end, and {truth.offered} in truth")
        totals.written, totals.records = self.floor.total, truth.records
        totals.duplicates = sum(source["duplicates"] for source in truth.floor["sources"])
        totals.letters = truth.reasons
        audit = self.floor.commands.start(self.floor.names, "audit", "--json", "--rate", "0")
        status = await audit.ended(AUDIT_S)
        if not audit.said:
            raise AssertionError(f"the audit has ended with {status}: {audit.logged[-20:]}")
        self._audited(status, orjson.loads(audit.said[-1]))
        kept = await differences(self.floor.topics, truth.kept)
        totals.unlike_kept += [f"{what}: {both}"[:LONGEST] for what, both in kept.items()]
        topics = {f"{topic}-{number}" for topic in self.floor.state_topics for number in range(PARTITIONS)}
        for topic, before, after in cleanings(self.floor.kafka.log_path):
            if topic in topics:
                totals.cleanings += 1
                totals.cleaned_away += before - after

    def _audited(self, status: int, told: Document) -> None:
        """Take over what the audit says; that it has compared everything is a part of it."""
        totals = self.totals
        totals.audited = sum(sum(one["compared"][what] for what in ("panes", "subjects")) for one in told["partitions"])
        totals.unlike_audit += [
            f"{one['topic']} {one['partition']}: {one['differences']}, first {one['first_difference']}"[:LONGEST]
            for one in told["partitions"]
            if one["differences"]
        ]
        of_contacts = [one for one in told["partitions"] if one["topic"] == self.floor.topics.source]
        if status != bool(told["differences"]) or not all(one["compared"]["sums_in_sql"] for one in of_contacts):
            totals.unlike_audit.append(f"the audit has ended with {status}: {told}"[:LONGEST])

    async def _all_written(self) -> bool | None:
        if self.floor.lost:
            raise AssertionError(f"not written: {self.floor.lost[:3]}")
        return True if self.floor.written == self.floor.total else None

    def _written(self) -> str:
        told = f"{self.floor.written} of {self.floor.total}, the writer has heard: {self.floor.heard}"
        return f"all records are written ({told})"

    async def _all_kept(self) -> bool | None:
        return True if await kept_count(self.floor.topics) == self.floor.of_contacts else None

    async def _at_rest(self, name: str) -> Document:
        """Return the floor of a worker once it has read everything and does not change any more."""
        last: Document = {}
        still = 0

        async def look() -> Document | None:
            nonlocal last, still
            await asyncio.sleep(LOOK_S)
            worker = self.running().get(name)
            floor = await worker.floor() if worker is not None and worker.process.poll() is None else None
            if floor is None or len(floor["clock"]["partitions"]) < PARTITIONS:
                return None
            state = {part: floor[part] for part in ("as_of", "slices", "sources")}
            still, last = (still + 1 if state == last else 0), state
            caught_up = all(reading["state"] == "caught_up" for reading in floor["clock"]["partitions"])
            # Where records are missing or have come twice, none will come any more, and that is what is shown.
            patience = LOOKS if folded(floor) == self.floor.total else STILL_LOOKS
            return floor if caught_up and still >= patience else None

        return await eventually(look, f"worker {name} comes to rest")

    async def _exports(self) -> Sum | None:
        """What all workers export together, once each partition is exported and twice the same is."""
        await asyncio.sleep(LOOK_S)
        last, self._exported = self._exported, await self.onlooker.exported([*self.running().values()])
        return last if last == self._exported and last.partitions == [*range(PARTITIONS)] else None


def cleanings(log: Path) -> list[tuple[str, int, int]]:
    """Return what a broker's log says of each compaction: topic and partition, messages before and after."""
    told = CLEANED.findall(log.read_text(errors="replace"))
    return [(topic, int(before.replace(",", "")), int(after.replace(",", ""))) for topic, before, after in told]
