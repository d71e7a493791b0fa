"""The demo from end to end: a living floor on a real Kafka, scraped by a real Prometheus, and nothing left of it."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from agents.broker.ports import LOOPBACK, free_ports
from stream.units import SECOND, parse_instant
from tests.system.traces import Seen, Traces
from tests.system.worker_process import Command, Commands, Document, environment, eventually, folded

pytestmark = pytest.mark.system

WINDOW = "1h"
FLOORS = 10
PROMETHEUS = """
global: {{scrape_interval: 1s, scrape_timeout: 1s}}
scrape_configs:
  - job_name: floorwatch
    static_configs: [{{targets: ["{target}"]}}]
"""
ANY_QUEUE = ("service_level", "aht", "abandonment_rate")


@pytest.fixture
def traces(tmp_path: Path) -> Traces:
    """Return the eye on what is left."""
    return Traces(tmp_path)


@pytest.fixture
def commands(traces: Traces) -> Iterator[Commands]:
    """Return the commands of this test."""
    with Commands(traces.working) as started:
        yield started


@pytest.fixture
def names(traces: Traces, prefix: str) -> dict[str, str]:
    """Return the environment of a demo that has a Kafka of its own and any free port."""
    return traces.marked(environment(None, prefix))


async def board(demo: Command) -> str:
    """Wait for the line that says where the board is, and return the line."""

    async def look() -> str | None:
        if demo.process.poll() is not None:
            raise AssertionError(f"the demo has ended with status {demo.process.returncode}")
        return next((line for line in demo.said if line.startswith("Board")), None)

    return await eventually(look, "the board shows the present")


async def gone(traces: Traces, before: Seen) -> list[str]:
    """Return what is left once the last process of a demo has gone, which is after its parent by a moment at most."""

    async def look() -> bool | None:
        return None if traces.seen().processes else True

    await eventually(look, "every process has ended")
    return traces.left_of(before)


def queues_with_values(floor: Document) -> list[tuple[str, str]]:
    """Return queue and channel where every KPI that there must be has a value."""
    found = []
    for figures in floor["slices"]:
        if "queue" in figures["slice"]:
            chat = ("first_response_time",) if figures["slice"]["channel"] == "chat" else ()
            values = [figures["kpis"][name][WINDOW]["value"] for name in ANY_QUEUE + chat]
            if None not in values:
                found.append((figures["slice"]["queue"], figures["slice"]["channel"]))
    return found


async def floors(demo: Command, count: int) -> list[Document]:
    """Return so many floors, one after the other, the last of which has a value wherever there must be one."""
    seen: list[Document] = []

    async def look() -> list[Document] | None:
        floor = await demo.floor()
        if floor is not None and (not seen or seen[-1]["as_of"] != floor["as_of"]):
            seen.append(floor)
        channels = {channel for _, channel in queues_with_values(seen[-1])} if seen else set()
        return seen if len(seen) >= count and len(queues_with_values(seen[-1])) >= 4 and len(channels) >= 2 else None

    return await eventually(look, f"{count} floors with four queues on two channels")


def required(program: str) -> str:
    """Return the path of a program without which the test proves nothing."""
    path = shutil.which(program)
    assert path is not None, f"{program} is missing"
    return path


class Prometheus:
    """A real one that scrapes a target."""

    def __init__(self, folder: Path, target: str) -> None:
        """Start it on a free port."""
        (port,) = free_ports(1)
        self._address = f"http://{LOOPBACK}:{port}/api/v1/query"
        configuration = folder / "prometheus.yml"
        configuration.write_text(PROMETHEUS.format(target=target))
        arguments = {
            "config.file": configuration,
            "storage.tsdb.path": folder / "tsdb",
            "web.listen-address": f"{LOOPBACK}:{port}",
        }
        with (folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(
                [required("prometheus"), *(f"--{name}={value}" for name, value in arguments.items())],
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    async def ask(self, query: str) -> list[tuple[dict[str, str], float]]:
        """Return the samples that answer a query; none while it does not answer."""
        assert self._process.poll() is None, "Prometheus has ended"
        try:
            async with aiohttp.ClientSession() as session, session.get(self._address, params={"query": query}) as reply:
                answer = await reply.json() if reply.status == 200 else {"data": {"result": []}}
        except aiohttp.ClientError:
            return []
        return [(sample["metric"], float(sample["value"][1])) for sample in answer["data"]["result"]]

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


async def scraped(prometheus: Prometheus, demo: Command) -> tuple[Document, dict[str, float]]:
    """Return a floor, and what Prometheus answers about the offered contacts of that very floor."""
    seen: dict[int, Document] = {}
    query = f'kpi_window_offered{{window="{WINDOW}"}} * 1e12 + on() group_left kpi_snapshot_timestamp_seconds'

    async def look() -> tuple[Document, dict[str, float]] | None:
        floor = await demo.floor()
        if floor is not None:
            seen[parse_instant(floor["as_of"]) // SECOND] = floor
        offered: dict[str, float] = {}
        for labels, value in await prometheus.ask(query):
            # One query, so that count and instant are of the same scrape.
            offered[labels["queue"]], as_of = divmod(value, 1e12)
            floor = seen.get(round(as_of))
        return (floor, offered) if offered and floor is not None else None

    return await eventually(look, "Prometheus knows a floor that was seen here")


async def share_in_target(prometheus: Prometheus) -> float:
    """Return what Prometheus answers about all contacts; a scrape that took too long leaves it without an answer."""
    of = f'kpi_window_contacts{{window="{WINDOW}"'

    async def look() -> float | None:
        answer = await prometheus.ask(f'sum({of}, outcome="answered_in_target"}}) / sum({of}}}) and on() up == 1')
        return answer[0][1] if answer else None

    return await eventually(look, "Prometheus knows all contacts")


async def test_the_demo_shows_a_living_floor_that_prometheus_reads(
    commands: Commands, names: dict[str, str], traces: Traces, tmp_path: Path
) -> None:
    """Four queues on two channels with values, younger from floor to floor; Ctrl-C leaves nothing of it."""
    demo = commands.start(names, "demo")
    line = await board(demo)
    seen = await floors(demo, FLOORS)
    instants = [parse_instant(floor["as_of"]) for floor in seen]

    assert instants == sorted(set(instants))
    assert [floor["durability"] for floor in seen] == ["transactions"] * len(seen)
    assert folded(seen[0]) < folded(seen[-1])
    assert demo.address is not None
    assert demo.address in line
    checked = subprocess.run(
        [required("promtool"), "check", "metrics"], input=await demo.get("metrics"), capture_output=True, check=False
    )
    assert (0, b"", b"") == (checked.returncode, checked.stdout, checked.stderr)

    prometheus = Prometheus(tmp_path, demo.address.removeprefix("http://").rstrip("/"))
    try:
        floor, offered = await scraped(prometheus, demo)
        in_target = await share_in_target(prometheus)
    finally:
        prometheus.stop()
    queues = [figures for figures in floor["slices"] if "queue" in figures["slice"]]
    assert {q["slice"]["queue"]: q["kpis"]["offered"][WINDOW]["value"] for q in queues} == offered
    assert 0 < in_target < 1

    before = traces.seen()
    demo.interrupt()
    assert await demo.ended() == 0
    assert len(before.processes) == 3
    assert len(before.ports) == 3
    assert before.files
    assert [] == await gone(traces, before)


@pytest.mark.parametrize("ending", ["duration", "term"])
async def test_nothing_is_left_of_a_demo_however_it_ends(
    commands: Commands, names: dict[str, str], traces: Traces, ending: str
) -> None:
    """After the time that was asked for, and after TERM: no process, no port, no file."""
    demo = commands.start(names, "demo", *(("--duration", "2") if ending == "duration" else ()))
    await board(demo)
    before = traces.seen()
    if ending == "term":
        demo.signal(signal.SIGTERM)

    assert await demo.ended() == 0
    assert len(before.processes) == 3
    assert [] == await gone(traces, before)


async def test_a_demo_that_is_ended_while_its_kafka_starts_leaves_nothing(
    commands: Commands, names: dict[str, str], traces: Traces
) -> None:
    """Java runs already, nobody has served anything yet."""
    demo = commands.start(names, "demo")

    async def look() -> Seen | None:
        seen = traces.seen()
        return seen if len(seen.processes) == 3 else None

    before = await eventually(look, "Java starts")
    demo.interrupt()

    assert await demo.ended() == 0
    assert [] == demo.said
    assert [] == await gone(traces, before)


async def test_without_java_the_demo_says_in_one_line_what_it_does_instead(
    commands: Commands, names: dict[str, str], traces: Traces
) -> None:
    """The cluster of librdkafka serves the same floor, which says that it would not survive."""
    nowhere = {**names, "PATH": str(traces.working)}
    nowhere.pop("JAVA_HOME", None)
    demo = commands.start(nowhere, "demo")
    await board(demo)
    seen = await floors(demo, 2)
    before = traces.seen()
    demo.signal(signal.SIGTERM)

    assert await demo.ended() == 0
    (kafka,) = [line for line in demo.said if line.startswith("Kafka")]
    assert "librdkafka" in kafka
    assert "no java in JAVA_HOME or PATH" in kafka
    assert {"none"} == {floor["durability"] for floor in seen}
    assert before.processes == {demo.process.pid}
    assert [] == await gone(traces, before)
