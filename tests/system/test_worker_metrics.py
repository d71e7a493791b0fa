"""What a live worker exports: the measures, quantiles, histograms and promises of the very floor that it shows."""

import time
from pathlib import Path

import orjson
import pytest

from agents.kafka import Connection
from agents.metrics.measured import used
from agents.settings.site import parse_site
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.calendar import DAYS_OF_THE_WEEK
from stream.catalog import standard
from stream.floor import Floor
from stream.replay import Replay
from stream.units import Millis, parse_instant
from tests.shell.metric_floors import Series, families, named, samples, value
from tests.system.worker_process import Command, Commands, Document, environment, eventually, folded

pytestmark = pytest.mark.system

PARTITIONS = 3
SPAN_S = 3600
SITE = """
[[queues]]
name = "sales"
channel = "voice"
service_level_threshold = "17s"
service_level = "answered_only"
team = "front-office"
calendar = "closed"

[[queues]]
name = "support-chat"
channel = "chat"

[calendars.closed]
hours = { DAY = ["00:00-24:00"] }
""".replace("DAY", DAYS_OF_THE_WEEK[time.gmtime(time.time() + 3 * 86_400).tm_wday])
"""The calendar of the sales queue is not open today, nor tomorrow."""
OF_SALES = {"queue": "sales", "channel": "voice"}


def simulated() -> list[bytes]:
    """Return the events of an hour that ended an hour ago."""
    begins_at = int(time.time() - 2 * SPAN_S) * 1000
    return [
        orjson.dumps(event) + b"\n"
        for event in simulate(Scenario(start_at_ms=begins_at, seed=5, rate=2, duration_s=SPAN_S))
    ]


def replayed(lines: list[bytes]) -> Floor:
    """Return the floor of the recording, folded here."""
    replay = Replay(parse_site(SITE, "floorwatch.toml"), PARTITIONS)
    replay.feed(lines)
    return replay.floor(standard())


async def exported(worker: Command, count: int, at_ms: Millis) -> tuple[Document, Series]:
    """Return the floor of so many records, once it shows that instant, and the metrics of that floor."""

    async def look() -> tuple[Document, Series] | None:
        floor, text = await worker.floor(), await worker.get("metrics")
        if floor is None or text is None or folded(floor) < count or parse_instant(floor["as_of"]) != at_ms:
            return None
        series = samples(families(text.decode()))
        as_of = value(series, "kpi_snapshot_timestamp_seconds")
        return (floor, series) if as_of == parse_instant(floor["as_of"]) / 1000 else None

    return await eventually(look, f"the metrics of a floor of {count} records as of {at_ms}")


async def test_a_worker_exports_what_the_recording_holds(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """Every measure of every queue and window; what the histograms count is what the windows do, and promises too."""
    config = tmp_path / "floorwatch.toml"
    config.write_text(SITE)
    names = environment(connection.bootstrap, prefix, clock="events", partitions=PARTITIONS, config=config)
    lines = simulated()
    wanted = replayed(lines)
    recording = tmp_path / "whole.jsonl"
    recording.write_bytes(b"".join(lines))
    await commands.run(names, "produce", recording)
    worker = commands.start(names, "worker")
    floor, series = await exported(worker, len(lines), wanted.as_of_ms)
    shown = next(figures for figures in floor["slices"] if figures["slice"] == OF_SALES)["kpis"]["service_level"]["1h"]

    assert {} == different(wanted, series)
    assert 20 < (value(series, "kpi_window_offered", **OF_SALES, window="1h") or 0)
    assert [shown["numerator"], shown["denominator"]] == [
        value(series, f"kpi_window_service_level_{part}", **OF_SALES, window="1h") for part in ("met", "valid")
    ]
    in_target, late = (ended(series, outcome) for outcome in ("answered_in_target", "answered_late"))
    assert [in_target, in_target + late] == [
        value(series, "kpi_answer_wait_seconds_bucket", **OF_SALES, le=le) for le in ("17.0", "+Inf")
    ]
    assert 0 < in_target
    assert 0 == value(series, "kpi_queue_open", **OF_SALES)
    assert [{**OF_SALES, "team": "front-office", "service_level": "answered_only"}] == [
        labels for labels in named(series, "kpi_queue_info") if labels["queue"] == "sales"
    ]
    assert await worker.terminate() == 0


def ended(series: Series, outcome: str) -> float:
    """Return how many entries of the sales queue ended like this, as counted since the start."""
    counted = (value(series, f"kpi_contacts{end}_total", **OF_SALES, outcome=outcome) for end in ("", "_corrections"))
    made, taken_back = (figure or 0 for figure in counted)
    return made - taken_back


def different(wanted: Floor, series: Series) -> dict[str, tuple[float, float | None]]:
    """Return the measures that a worker does not export as the recording has them."""
    found = {}
    for one in used(standard(), people=False):
        for (queue, channel), by_window in wanted.measures.items():
            for window in one.windows:
                labels = {"queue": queue, "channel": channel, "window": window}
                if one.series.value is not None:
                    labels[one.series.labels[-1]] = one.series.value
                held = by_window[window].get(one.place, 0) / one.scale
                told = value(series, one.series.metric, **labels)
                if held != (told or 0):
                    found[f"{one.series.metric}{labels}"] = (held, told)
    return found
