"""A backlog on eight partitions, read by a fresh worker: nothing late, nothing lost, no breach but those told of."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec
import orjson

from agents.bench.events import QUEUES, ordered_events, span_ms
from agents.bench.figures import Figure, measured
from agents.bench.folding import Folding
from agents.bench.likeness import unlike
from agents.bench.onlooker import Onlooker, counted, onlooker
from agents.bench.reading import Job
from agents.bench.source import send
from agents.bench.stage import Stage
from agents.clock import now_ms
from agents.settings.connection import connection_of, prepare_topics
from agents.settings.runtime import read_settings
from stream.units import SECOND, parse_instant

NAME: Final = "backlog"
PARTITIONS: Final = 8
KEPT: Final = 10
"""Queues whose promises are all kept: a breach of one of them, at whatever instant, is in no event."""

_EVENTS: Final = 1_000_000
_END_MS: Final = 600_000
_WINDOW: Final = "today"


class Witness:
    """What was seen while the backlog was read."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self.floors = 0
        self.false_breaches = 0
        self.apart_s = 0.0

    def see(self, floor: dict[str, Any]) -> None:
        """Look at a floor: at the queues that keep what they promise, and how far the partitions are apart."""
        self.floors += 1
        self.false_breaches = max(self.false_breaches, sum(map(_breached, _kept(floor))))
        instants = [parse_instant(part["at"]) for part in floor["clock"]["partitions"] if part["at"] is not None]
        self.apart_s = max(self.apart_s, (max(instants) - min(instants)) / SECOND if instants else 0.0)


async def measure(stage: Stage) -> Sequence[Figure]:
    """Fill, read, fold the same by the replay, compare."""
    events = stage.scaled(_EVENTS, 4_000)
    settings = _settings(stage)
    connection = connection_of(read_settings(**settings))
    stage.tell(f"sending {events:,} events to {PARTITIONS} partitions")
    await prepare_topics(connection, read_settings(**settings))
    await send(connection, str(settings["contact_topic"]), ordered_events(events, now_ms() - span_ms(events)))
    stage.tell(f"a worker reads {events:,} events")
    witness = Witness()
    async with await onlooker(stage, Job(settings=settings)) as worker:
        took_s, found = await _read(worker, events, witness)
    stage.tell(f"the replay folds {events:,} events")
    at_ms = parse_instant(found["as_of"])
    folding = Folding(settings=settings, events=events, at_ms=at_ms)
    running = await stage.processes.start("folding", msgspec.json.encode(folding).decode())
    wanted = orjson.loads(await running.answer(_END_MS))
    late = sum(source["late"] for source in found["sources"])
    of_replay = sum(source["late"] for source in wanted["sources"])
    return [
        measured(NAME, "lost", f"events lost of {events:,}", events - counted(orjson.dumps(found))[0], "", at_most=0),
        measured(NAME, "late", "events late that the replay has not", abs(late - of_replay), "", at_most=0),
        measured(
            NAME,
            "breaches",
            f"breaches seen that are in no event, {witness.floors} floors",
            witness.false_breaches,
            "",
            at_most=0,
        ),
        measured(NAME, "unlike", "figures unlike the replay's", sum(1 for _ in unlike(found, wanted)), "", at_most=0),
        measured(NAME, "apart", "event time between partitions, at most", witness.apart_s, "s"),
        measured(NAME, "took", "from the start of the worker to all on the floor", took_s, "s", events=events),
    ]


def site() -> str:
    """The site's file: the first queues may keep callers waiting for as long as anyone waits."""
    lenient = 'service_level_threshold = "30s"\n'
    tables = [
        f'[[queues]]\nname = "q{number:02d}"\nchannel = "voice"\n{lenient if number < KEPT else ""}'
        for number in range(QUEUES)
    ]
    return "\n".join(tables)


def _settings(stage: Stage) -> dict[str, str | int]:
    config = Path(stage.processes.directory, "backlog.toml")
    config.write_text(site())
    return stage.settings(NAME, NAME, config=str(config), partitions=PARTITIONS)


async def _read(worker: Onlooker, events: int, witness: Witness) -> tuple[float, dict[str, Any]]:
    """Watch until a floor of all events is seen, and the time that it took; the witness sees every floor before."""
    began_s = time.monotonic()

    async def everything() -> bool:
        if await worker.look() is None:
            return False
        floor = orjson.loads(worker.floor)
        witness.see(floor)
        # What is lost never comes: then the partitions are read to their ends without it.
        states = [part["state"] for part in floor["clock"]["partitions"]]
        return worker.looks[-1].folded >= events or set(states) == {"caught_up"}

    await worker.until(everything, f"{events:,} events were not read")
    return time.monotonic() - began_s, orjson.loads(worker.floor)


def _kept(floor: dict[str, Any]) -> list[dict[str, Any]]:
    """The slices of the queues that keep their promises."""
    names = {f"q{number:02d}" for number in range(KEPT)}
    return [
        part
        for part in floor["slices"]
        if part["slice"].get("queue") in names and part["slice"].keys() == {"queue", "channel"}
    ]


def _breached(part: dict[str, Any]) -> int:
    counted: int = part["kpis"]["sla_breached"]["answer"][_WINDOW]["value"] or 0
    overdue: int = sum(part["live"]["overdue"].values())
    return counted + overdue
