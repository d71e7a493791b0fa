"""SIGHUP: a worker takes over what begins later while events flow, and asks for a restart for anything else."""

import json
import signal
from pathlib import Path

import pytest

from agents.kafka import Connection
from stream.units import SECOND, format_instant
from tests.scenarios.thousand_calls import QUEUE, calls
from tests.system.worker_process import Command, Commands, Document, environment, eventually, everything, is_whole

pytestmark = pytest.mark.system

PARTITIONS = 3
BEFORE = f"""
[[queues]]
name = "{QUEUE}"
channel = "voice"
service_level_threshold = "20s"
"""
LATER = f"""
[floor]
windows = ["2h", "90m"]
{BEFORE}
[[queues]]
name = "{QUEUE}"
channel = "voice"
from = 2026-03-02T10:20:00Z
service_level_threshold = "25s"
"""
RELABELLED = LATER.replace('"20s"', '"15s"')
INVALID = LATER.replace('"25s"', '"soon"')
FIRST_HALF_ENDS = '"time":1772446200000'
"""What is told at 10:10:00: the log clock of no partition is further then, and ten minutes are more than the skew."""


class Site:
    """A worker with a file of its own, fed with the calls in two halves."""

    def __init__(self, commands: Commands, connection: Connection, prefix: str, folder: Path) -> None:
        """Write the file as it is before, and start the worker."""
        self.commands = commands
        self.folder = folder
        self.file = folder / "site.toml"
        self.file.write_text(BEFORE)
        own = {"clock": "events", "partitions": PARTITIONS, "config": self.file, "checkpoint_interval": "500ms"}
        self.settings = environment(connection.bootstrap, prefix, **own)
        self.lines = calls()
        self.half = next(n for n, line in enumerate(self.lines) if FIRST_HALF_ENDS in line.decode())
        self.worker = self.start()

    def start(self) -> Command:
        """Start a worker."""
        self.worker = self.commands.start(self.settings, "worker")
        return self.worker

    async def produce(self, name: str, lines: list[bytes]) -> None:
        """Send lines to Kafka."""
        path = self.folder / name
        path.write_bytes(b"".join(lines))
        await self.commands.run(self.settings, "produce", path)

    async def shown(self, count: int, *, remark: str = "") -> Document:
        """Return the first floor that is made of the first so many records, at its end, and carries this remark."""
        times = [json.loads(line)["time"] for line in self.lines[:count]]
        as_of = format_instant(max(times) // SECOND * SECOND)

        async def look() -> Document | None:
            floor = await self.worker.floor()
            if floor is None or not is_whole(floor, count, as_of):
                return None
            return floor if remark in "".join(floor["remarks"]) else None

        return await eventually(look, f"a floor of {count} records that says {remark!r}")

    async def reload(self, text: str, event: str) -> Document:
        """Write the file and let the worker read it; returns what it logs of it."""
        told = len(self.worker.events(event))
        self.file.write_text(text)
        self.worker.signal(signal.SIGHUP)

        async def look() -> Document | None:
            return next(iter(self.worker.events(event)[told:]), None)

        return await eventually(look, event)

    async def ready(self) -> Document:
        """Return what it says of itself; it is ready, or there is no body."""

        async def look() -> bytes | None:
            return await self.worker.get("health/ready")

        told: Document = json.loads(await eventually(look, "the worker is ready"))
        return told

    async def replayed(self) -> str:
        """Return what `replay` shows of all calls with the file as it is."""
        path = self.folder / "all.jsonl"
        path.write_bytes(b"".join(self.lines))
        offline = environment(None, "replay")
        printed = await self.commands.run(
            offline, "replay", path, "--json", "--config", self.file, "--partitions", str(PARTITIONS)
        )
        return comparable(json.loads(printed))


def comparable(floor: Document) -> str:
    """Return what must not depend on arrival: the instant and every figure, with sorted keys."""
    return json.dumps([floor["as_of"], floor["slices"]], sort_keys=True)


def met(floor: Document) -> int:
    """Return how many calls were answered in time."""
    numerator: int = everything(floor)["kpis"]["service_level"]["today"]["numerator"]
    return numerator


@pytest.fixture
def site(commands: Commands, connection: Connection, prefix: str, tmp_path: Path) -> Site:
    """Return a worker that has nothing to fold yet."""
    return Site(commands, connection, prefix, tmp_path)


async def test_a_version_that_begins_later_is_taken_over_while_events_flow(site: Site) -> None:
    """The floor is that of `replay` with the new file, and stays so after a restart, which has nothing to rebuild."""
    await site.produce("first.jsonl", site.lines[: site.half])
    before = await site.shown(site.half)
    adopted = await site.reload(LATER, "configuration_adopted")
    await site.produce("second.jsonl", site.lines[site.half :])
    after = await site.shown(len(site.lines))

    assert ["floor.windows", f"queue '{QUEUE}' on voice (versions)"] == adopted["changed"]
    assert {"90m", "2h"} == everything(after)["kpis"]["offered"].keys() - everything(before)["kpis"]["offered"].keys()
    assert ([], "serving", []) == (before["remarks"], (await site.ready())["reason"], after["remarks"])
    # The 140 calls that are answered after 21 s are queued after 10:20.
    assert 1_000 == met(after)
    assert await site.replayed() == comparable(after)

    assert 0 == await site.worker.terminate()
    site.start()
    again = await site.shown(len(site.lines))
    assert (comparable(after), []) == (comparable(again), again["remarks"])


async def test_what_has_begun_is_refused_with_a_remark_until_a_restart_rebuilds(site: Site) -> None:
    """So is a file that is not valid; the figures stay as they are, and are those of `replay` after the restart."""
    await site.produce("all.jsonl", site.lines)
    before = await site.shown(len(site.lines))
    refused = await site.reload(RELABELLED, "configuration_needs_restart")
    remark = f"{site.file} was changed (queue '{QUEUE}' on voice (service_level_threshold, versions)): restart"
    held = await site.shown(len(site.lines), remark=remark)

    assert [f"queue '{QUEUE}' on voice (service_level_threshold, versions)"] == refused["changed"]
    assert comparable(before) == comparable(held)
    assert remark in (await site.ready())["reason"]

    await site.reload(INVALID, "configuration_refused")
    unread = await site.shown(len(site.lines), remark=f"{site.file}: queues[1].service_level_threshold: ")
    assert comparable(before) == comparable(unread)

    site.file.write_text(RELABELLED)
    assert 0 == await site.worker.terminate()
    site.start()
    rebuilt = await site.shown(len(site.lines), remark="rebuilt from the source: partition 0 (what shapes the numbers")
    # The 600 calls that are queued before 10:20 are answered after 20 s, and 140 of the others after 21 s.
    assert (860, 400) == (met(before), met(rebuilt))
    assert await site.replayed() == comparable(rebuilt)
