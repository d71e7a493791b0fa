"""From an incident on the simulated floor to the one notification that a supervisor gets, and to its end: all real.

Half of the agents of one queue go away. Thirteen minutes later the events reach a worker over Kafka; a Prometheus with
our rules scrapes it, an Alertmanager with our routes tells the team of that queue. Then the next hour passes within a
few seconds, so that everybody is answered at once, and the team is told that it is over.
"""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from agents.broker.ports import LOOPBACK, free_ports
from agents.kafka import Connection
from agents.outputs.alertmanager import Pacing
from agents.outputs.files import files
from agents.outputs.prometheus import Scraping
from agents.settings.alerting import read_alerting
from agents.settings.site import read_site
from agents.simulate.incidents import Incident, incidents
from agents.simulate.scenario import Scenario
from stream.catalog import standard
from stream.units import HOUR, MINUTE, SECOND, Millis, parse_instant
from tests.system.alerting_stack import Document, Receiver, Stack
from tests.system.worker_process import Command, Commands, environment, eventually, folded

pytestmark = pytest.mark.system

START = "2025-01-06T08:00:00Z"
SEED = 8
RATE = 5
QUEUE = "sales"
SOON = MINUTE // SECOND
"""What takes a minute takes a second here."""
RUNBOOK = "https://wiki.example/RUNBOOK.md"
SITE = """
[[queues]]
name = "{queue}"
channel = "voice"
team = "front"
service_level_threshold = "20s"

[alerting]
runbook = "{runbook}"
grafana = "https://grafana.example"

[alerting.teams.front]
webhook = "{front}"

[alerting.teams.default]
webhook = "{default}"

[alerting.watchdog]
webhook = "{watchdog}"
"""
Event = dict[str, object]


def the_incident() -> Incident:
    """Return the first incident of the simulated floor: it is this seed's for good."""
    first = next(incidents(Scenario(start_at_ms=parse_instant(START), seed=SEED, rate=RATE, pace="floor")))
    assert ("staff_drop", QUEUE) == (first.kind, first.queue)
    return first


async def simulated(commands: Commands, names: dict[str, str], until_ms: Millis, path: Path) -> list[Event]:
    """Return the events of the floor up to an instant."""
    duration_s = (until_ms - parse_instant(START)) // SECOND
    asked = ["--seed", str(SEED), "--rate", str(RATE), "--start", START, "--duration", str(duration_s)]
    await commands.run(names, "simulate", "--pace", "floor", *asked, "--out", path)
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def at(event: Event) -> Millis:
    """Return the time of an event."""
    return int(str(event["time"]))


def written(path: Path, events: Sequence[Event]) -> Path:
    """Write events into a file."""
    path.write_text("".join(json.dumps(event) + "\n" for event in events), encoding="utf-8")
    return path


def moved(events: Sequence[Event], cut_ms: Millis, now_ms: Millis) -> list[Event]:
    """Return the events as if the cut were now."""
    return [event | {"time": at(event) - cut_ms + now_ms} for event in events]


def squeezed(events: Sequence[Event], cut_ms: Millis, between: tuple[Millis, Millis]) -> list[Event]:
    """Return the rest of the day within a few seconds; who came near its end is left out, so that nobody waits on."""
    last_ms = at(events[-1])
    begun: dict[object, Millis] = {}
    for event in events:
        begun.setdefault(event.get("contact"), at(event))
    finished = [event for event in events if begun[event.get("contact")] < last_ms - HOUR // 4]
    from_ms, to_ms = between
    share = (to_ms - from_ms) / (last_ms - cut_ms)
    return [event | {"time": from_ms + int((at(event) - cut_ms) * share)} for event in finished]


async def applied(worker: Command, count: int) -> None:
    """Wait until the worker shows a floor of so many records of contacts."""

    async def look() -> bool | None:
        floor = await worker.floor()
        return True if floor is not None and folded(floor) >= count else None

    await eventually(look, f"{count} records are on the floor")


async def watched(stack: Stack, worker: Command, folder: Path) -> None:
    """Start an Alertmanager, and a Prometheus that watches the worker, by files that are generated for the site."""
    assert worker.address is not None
    (port,) = free_ports(1)
    path = folder / "floorwatch.toml"
    soon = Scraping(
        workers=(worker.address.removeprefix("http://").rstrip("/"),),
        alertmanagers=(f"{LOOPBACK}:{port}",),
        every_ms=SECOND,
        haste=SOON,
    )
    pacing = Pacing(wait_ms=3 * SECOND, news_ms=3 * SECOND, repeat_ms=HOUR)
    for name, text in files(standard(), read_alerting(path, read_site(path)), scraping=soon, pacing=pacing).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    await stack.alertmanager(folder / "alertmanager/alertmanager.yml", port)
    await stack.prometheus(folder / "prometheus/prometheus.yml")


def site_of(receiver: Receiver) -> str:
    """Return the site's file, with the receiver's addresses."""
    ways = {name: receiver.address(name) for name in ("front", "default", "watchdog")}
    return SITE.format(queue=QUEUE, runbook=RUNBOOK, **ways)


async def test_an_incident_is_told_once_and_so_is_its_end(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """Queue, number, target, what to do and where to look; nobody else is told of a queue; the watchdog barks."""
    names = environment(connection.bootstrap, prefix, partitions=2)
    cut_ms = the_incident().starts_at + 13 * MINUTE
    events = await simulated(commands, names, cut_ms + HOUR, tmp_path / "day.jsonl")
    before = [event for event in events if at(event) < cut_ms]
    contacts = sum("contact" in event for event in before)

    async with Receiver() as receiver:
        (tmp_path / "floorwatch.toml").write_text(site_of(receiver), encoding="utf-8")
        worker = commands.start(names, "worker")
        shown_ms = time.time_ns() // 1_000_000
        await commands.run(names, "produce", written(tmp_path / "before.jsonl", moved(before, cut_ms, shown_ms)))
        await applied(worker, contacts)
        with Stack(tmp_path) as stack:
            await watched(stack, worker, tmp_path)
            await receiver.until("front", "firing")
            await receiver.until("watchdog", "firing")

            rest = squeezed(events[len(before) :], cut_ms, (shown_ms, time.time_ns() // 1_000_000))
            # On a busy machine the hour comes in parts, of which each would be an incident of its own.
            with stack.still():
                await commands.run(names, "produce", written(tmp_path / "rest.jsonl", rest))
                await applied(worker, contacts + sum("contact" in event for event in rest))
            notifications = await receiver.until("front", "resolved")
    await worker.terminate()

    # Those who wait for too long are a matter too, but not while the worst is known of the same queue.
    assert ["firing", "resolved"] == [one["status"] for one in notifications]
    assert ["KpiServiceLevelBurningFast"] == names_of(notifications[0])
    assert "KpiServiceLevelBurningFast" in names_of(notifications[-1])
    assert {"resolved"} == {alert["status"] for alert in notifications[-1]["alerts"]}
    for notification in notifications:
        assert {"job": "floorwatch", "queue": QUEUE, "channel": "voice"} == notification["groupLabels"]
    assert_it_says_everything(notifications[0]["alerts"][0])
    assert [] == [one for one in receiver.told.get("default", []) if one["groupLabels"].get("queue") == QUEUE]


def names_of(notification: Document) -> list[str]:
    """Return the alerts of a notification."""
    return sorted(alert["labels"]["alertname"] for alert in notification["alerts"])


def assert_it_says_everything(alert: Document) -> None:
    """Which queue, how bad, what was promised, what to do and where to look."""
    labels, annotations = alert["labels"], alert["annotations"]

    assert ("critical", "front", QUEUE, "voice") == tuple(
        labels[name] for name in ("severity", "team", "queue", "channel")
    )
    assert annotations["summary"].startswith(f"{QUEUE} (voice): service level ")
    assert annotations["summary"].endswith("% in 15 minutes, target 80%")
    assert "the target is 80% within 20s" in annotations["description"]
    assert "Bring agents to this queue now" in annotations["description"]
    assert f"{RUNBOOK}#kpiservicelevelburningfast" == annotations["runbook_url"]
    assert f"https://grafana.example/d/kpi-queue?var-queue={QUEUE}&var-channel=voice" == annotations["dashboard_url"]
