"""The seven service levels of one hour of calls, side by side on the floor of a worker behind a real Kafka."""

import json
from pathlib import Path

import pytest

from agents.kafka import Connection
from tests.scenarios.thousand_calls import LEVELS, QUEUE, calls, names
from tests.system.worker_process import Commands, Document, environment, eventually, everything, folded

pytestmark = pytest.mark.system

WINDOWS = ("1h", "today")


async def test_a_floor_shows_the_seven_service_levels_side_by_side(
    commands: Commands, connection: Connection, prefix: str, tmp_path: Path
) -> None:
    """Of everything and of the queue, by event and by entry, in the last hour and today; so does the queue's page."""
    lines = calls()
    path = tmp_path / "thousand.jsonl"
    path.write_bytes(b"".join(lines))
    settings = environment(connection.bootstrap, prefix, clock="events", partitions=3)
    worker = commands.start(settings, "worker")
    await commands.run(settings, "produce", path)

    async def whole() -> Document | None:
        floor = await worker.floor()
        return floor if floor is not None and folded(floor) == len(lines) else None

    floor = await eventually(whole, f"a floor of {len(lines)} records")
    sales = next(figures for figures in floor["slices"] if figures["slice"].get("queue") == QUEUE)

    for figures in (everything(floor), sales):
        for window in WINDOWS:
            for suffix in ("", "_by_entry"):
                shown = [figures["kpis"][name + suffix][window] for name in names()]
                assert list(LEVELS.values()) == [
                    (one["numerator"], one["denominator"], f"{one['value']:.1%}".replace("%", " %")) for one in shown
                ]
    page = await worker.get(f"api/queue/{QUEUE}")
    document = json.loads(page or b"{}")
    assert LEVELS["strict"][:2] == parts(document["today"]["kpis"]["service_level"])
    for window in WINDOWS:
        told = {level["variant"]: parts(level["windows"][window]) for level in document["service_levels"]}
        assert {variant: level[:2] for variant, level in LEVELS.items()} == told
    assert await worker.terminate() == 0


def parts(value: Document) -> tuple[int, int]:
    """Return what a share is made of."""
    return value["numerator"], value["denominator"]
