"""One definition, every output: what the wall board shows is what the API, Prometheus and a replay of the log say."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from agents.kafka import Connection
from agents.settings.site import parse_site
from agents.simulate.floor import simulate
from agents.simulate.scenario import Scenario
from stream.catalog import standard
from stream.floor import document
from stream.replay import Replay
from tests.system.board_page import boards, chromium, shown
from tests.system.prometheus_process import Prometheus
from tests.system.worker_process import Command, Commands, Document, environment, eventually, is_whole

pytestmark = pytest.mark.system

PARTITIONS = 3
SPAN_S = 3600
BEGINS_AT_MS = 1_772_442_000_000
"""A Monday, 09:00 UTC: at another hour so few may call that a KPI of the board is none."""
RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "rules.yml"
VOICE, CHAT = ("sales", "voice"), ("support-chat", "chat")
WINDOW = "1h"
SITE = """
[[queues]]
name = "sales"
channel = "voice"
service_level_threshold = "17s"
service_level = "answered_only"

[[queues]]
name = "support-chat"
channel = "chat"

[[boards]]
name = "main"
window = "1h"
queues = ["sales"]
tiles = ["waiting", "longest_wait", "service_level", "abandonment_rate", "aht", "overdue"]

[[boards]]
name = "chats"
window = "1h"
queues = ["support-chat"]
tiles = ["waiting", "service_level", "first_response_within_target", "first_response_time", "handled", "overdue"]
"""
OF = '{{queue="{0}", channel="{1}"}}'
OF_WINDOW = '{{queue="{0}", channel="{1}", window="1h"}}'
QUERIES: Final[Mapping[str, str]] = {
    "waiting": f"kpi_queue_waiting_contacts{OF}",
    "longest_wait": f"max(kpi_snapshot_timestamp_seconds) - max(kpi_queue_oldest_waiting_timestamp_seconds{OF})",
    "service_level": f"queue:kpi_service_level:ratio{OF_WINDOW}",
    "abandonment_rate": f"queue:kpi_abandonment_rate:ratio{OF_WINDOW}",
    "aht": f"queue:kpi_aht:seconds{OF_WINDOW}",
    "overdue": f"sum(kpi_queue_overdue_clocks{OF})",
    "first_response_within_target": f"queue:kpi_first_response_within_target:ratio{OF_WINDOW}",
    "first_response_time": f"queue:kpi_first_response_time:seconds{OF_WINDOW}",
    "handled": f"kpi_window_handled{OF_WINDOW}",
}
"""The query behind each KPI of the two boards."""


def simulated() -> list[bytes]:
    """Return the events of most of an hour, and of two customers who have waited since."""
    events = [*simulate(Scenario(start_at_ms=BEGINS_AT_MS, seed=5, rate=2, duration_s=SPAN_S))]
    told = events[: len(events) * 4 // 5]
    ends_at = max(event["time"] for event in told)
    told += [
        {
            "type": "contact.queued",
            "time": ends_at - waits_s * 1000,
            "contact": f"still-{queue}",
            "id": f"still-{queue}-1",
            "source": "acd-1",
            "queue": queue,
            "channel": channel,
        }
        for (queue, channel), waits_s in ((VOICE, 95), (CHAT, 310))
    ]
    return [orjson.dumps(event) + b"\n" for event in told]


def value(kpi: str, floor: Document, queue: tuple[str, str]) -> float | None:
    """Return the value of a KPI of a queue in a floor document, all of its labels together."""
    labels = dict(zip(("queue", "channel"), queue, strict=True))
    (figures,) = (part["kpis"][kpi] for part in floor["slices"] if part["slice"] == labels)
    if standard().kpis[kpi].label is not None:
        return float(sum(by_window["now"]["value"] for by_window in figures.values()))
    found: float | None = figures["now" if "now" in figures else WINDOW]["value"]
    return found


def written(kpi: str, figure: float | None) -> str:
    """Return the digits in which a board writes a value; of two as near it takes the larger one, unlike `round`."""
    unit = standard().kpis[kpi].unit
    if figure is None or (kpi == "longest_wait" and not figure):
        return "–"
    if unit == "ratio":
        return str(min(max(math.floor(figure * 100 + 0.5), figure > 0), 100 - (figure < 1)))
    if unit == "s" and figure >= SPAN_S:
        return f"{int(figure // 3600)}:{int(figure % 3600 // 60):02d}"
    return f"{int(figure // 60)}:{int(figure % 60):02d}" if unit == "s" else f"{round(figure):,}"


def near(wanted: float | None) -> object:
    """Return what equals this value; the difference of two instants in seconds is known to some 0.2 us (2^-22 s)."""
    return pytest.approx(wanted, rel=1e-9, abs=1e-6)


async def of_prometheus(prometheus: Prometheus, kpi: str, queue: tuple[str, str], wanted: float | None) -> float | None:
    """Return what Prometheus says of a KPI, once that is what is wanted."""
    query = QUERIES[kpi].format(*queue)
    said: list[Any] = []

    async def look() -> bool | None:
        said[:] = [one.value for one in await prometheus.ask(query)]
        if not said:
            # Nobody waits: there is no instant at which the oldest of them came.
            return True if not wanted else None
        return True if said == [near(wanted)] else None

    await eventually(look, lambda: f"{query} is {wanted}, not {said}")
    return said[0] if said else wanted


async def test_the_board_shows_what_the_api_prometheus_and_a_replay_say(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """For each KPI of two boards, on a real worker, a real Prometheus with the rules as delivered, a real browser."""
    config = tmp_path / "floorwatch.toml"
    config.write_text(SITE)
    names = environment(connection.bootstrap, prefix, clock="events", partitions=PARTITIONS, config=config)
    lines = simulated()
    recording = tmp_path / "whole.jsonl"
    recording.write_bytes(b"".join(lines))
    replay = Replay(parse_site(SITE, "floorwatch.toml"), PARTITIONS)
    replay.feed(lines)
    replayed = document(replay.floor(standard()))
    await commands.run(names, "produce", recording)
    worker = commands.start(names, "worker")
    floor = await whole(worker, len(lines), replayed["as_of"])

    for board, queue, kpis in (("", VOICE, VOICE_KPIS), ("wall/chats", CHAT, CHAT_KPIS)):
        wanted = {kpi: value(kpi, replayed, queue) for kpi in kpis}
        assert wanted == {kpi: value(kpi, floor, queue) for kpi in kpis}
        assert all(wanted.values())
        assert [written(kpi, figure) for kpi, figure in wanted.items()] == await digits(f"{worker.address}{board}")
        async with Prometheus(tmp_path / f"prometheus-{queue[1]}", files(worker)) as prometheus:
            for kpi, figure in wanted.items():
                assert await of_prometheus(prometheus, kpi, queue, figure) == near(figure)
    assert await worker.terminate() == 0


VOICE_KPIS = ("waiting", "longest_wait", "service_level", "abandonment_rate", "aht", "overdue")
CHAT_KPIS = (
    "waiting",
    "service_level",
    "first_response_within_target",
    "first_response_time",
    "handled",
    "overdue",
)


async def whole(worker: Command, count: int, as_of: str) -> Document:
    """Return the floor that is made of so many records, all partitions at their ends, and shows this instant."""

    async def look() -> Document | None:
        floor = await worker.floor()
        return floor if is_whole(floor, count, as_of) else None

    return await eventually(look, f"a floor of {count} records as of {as_of}")


async def digits(address: str) -> list[str]:
    """Return the big numbers of a board."""
    async with chromium() as browser, boards(browser) as open_board:
        board = await open_board(address)
        await shown(board)
        await board.page.locator(".tile").first.wait_for()
        return await board.texts(".tile .digits")


def files(worker: Command) -> dict[str, str]:
    """Return the configuration of a Prometheus that scrapes this worker each second."""
    target = str(worker.address).removeprefix("http://").rstrip("/")
    return {
        "prometheus.yml": f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: floorwatch
    static_configs: [{{targets: ["{target}"]}}]
""",
        "rules.yml": RULES.read_text(),
    }
