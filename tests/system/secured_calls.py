"""Calls that are sent to a Kafka that does not let in everybody, and the waiting until they are figures and kept."""

import json
from pathlib import Path
from typing import Final

from tests.system.kept_state import Topics, kept_count
from tests.system.worker_process import Command, Document, eventually, everything, folded

PARTITIONS: Final = 2
CALLS: Final = 40
WAIT_MS: Final = 8_000
_FIRST_CALL_AT_MS: Final = 1_750_000_000_000
_EVENTS: Final = ((0, "contact.queued"), (WAIT_MS, "contact.answered"), (60_000, "contact.ended"))
COUNT: Final = CALLS * len(_EVENTS)


def recorded_calls(folder: Path) -> Path:
    """Write a recording of calls, one a second, each answered after the same wait."""
    lines = [
        json.dumps({"type": kind, "time": _FIRST_CALL_AT_MS + number * 1_000 + after_ms, **call})
        for number in range(CALLS)
        for call in [{"contact": f"call-{number}", "queue": "sales", "channel": "voice"}]
        for after_ms, kind in _EVENTS
    ]
    path = folder / "calls.jsonl"
    path.write_text("\n".join(lines))
    return path


async def figures_of_all(worker: Command, topics: Topics) -> Document:
    """Wait until every event counts and is kept; return the KPIs of the whole floor."""

    async def complete() -> Document | None:
        floor = await worker.floor()
        return floor if floor is not None and folded(floor) == COUNT else None

    async def durable() -> int | None:
        kept = await kept_count(topics)
        return kept if kept == COUNT else None

    figures: Document = everything(await eventually(complete, "a floor of all events"))["kpis"]
    await eventually(durable, "all events are kept")
    return figures
