"""The parts that read one topic, round by round beside the raw loop: decoding, core, lane, the agent per event."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from agents.bench.events import span_ms
from agents.bench.figures import Figure, measured, throughput
from agents.bench.reading import Job, Reading
from agents.bench.source import fill
from agents.bench.stage import Stage
from agents.clock import now_ms
from agents.settings.connection import connection_of, prepare_topics
from agents.settings.runtime import read_settings

RAW: Final = "raw"
PER_EVENT: Final = "per-event"
LEAST_OF_RAW: Final = 0.25
"""Of the raw loop's events a second, what a durable worker must do."""
LEAST_OF_PER_EVENT: Final = 100
"""Times the events a second of an agent per event, what a durable worker must do."""

_MODULES: Final = {"raw": "raw", "decode": "decode", "core": "core", "lane": "lane", "per-event": "per_event"}
_TITLES: Final = {
    "raw": ("raw", "raw loop: getmany and decode"),
    "decode": ("decode", "decoding alone"),
    "core": ("core", "core: fold"),
    "core_changes": ("core", "core: changes to keep"),
    "worker_applied": ("lane", "worker, until applied"),
    "worker_durable": ("lane", "worker, until durable"),
    "per_event": (PER_EVENT, "Faust agent per event"),
}
"""Every figure, in the order in which they are shown: the sub-bench that it is of, and what it is called."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """How much of it: events on the topic, rounds, and the events that the slow agent per event gets."""

    events: int = 1_000_000
    rounds: int = 3
    slice_events: int = 3_000


async def measure(stage: Stage, names: Collection[str], how: Rounds) -> list[Figure]:
    """Fill the topic, then run these parts in their turn, the raw loop first in every round.

    Interleaved, so that a neighbour who wakes up disturbs all of them alike.
    """
    settings = read_settings(**stage.settings("source"))
    stage.tell(f"sending {how.events:,} events")
    connection = connection_of(settings)
    await prepare_topics(connection, settings)
    await fill(connection, settings.contact_topic, how.events, now_ms() - span_ms(how.events))
    readings: list[Reading] = []
    every_round = [name for name in _MODULES if name == RAW or (name in names and name != PER_EVENT)]
    for number in range(1, how.rounds + 1):
        for name in every_round:
            stage.tell(f"{name}, round {number} of {how.rounds}")
            job = Job(settings=stage.settings(f"{name}-{number}"), events=how.events)
            readings.extend(await stage.processes.read(_MODULES[name], job))
    if PER_EVENT in names:
        stage.tell(f"a Faust agent, {how.slice_events:,} events one by one")
        job = Job(settings=stage.settings(PER_EVENT), events=how.slice_events)
        readings.extend(await stage.processes.read(_MODULES[PER_EVENT], job))
    return figures_of(readings)


def figures_of(readings: Sequence[Reading]) -> list[Figure]:
    """One figure for each part, and how the worker stands to the agent per event where both ran."""
    by_name = {name: [reading for reading in readings if reading.name == name] for name in _TITLES}
    figures = []
    for name, runs in by_name.items():
        if runs:
            least = LEAST_OF_RAW if name == "worker_durable" else None
            figures.append(throughput(_TITLES[name][0], name, _TITLES[name][1], runs, by_name[RAW], least_of_raw=least))
    rates = {figure.name: figure.value.median for figure in figures}
    if {"worker_durable", "per_event"} <= rates.keys():
        times = rates["worker_durable"] / rates["per_event"]
        title = "worker, until durable, to the agent per event"
        place = next(number for number, figure in enumerate(figures, 1) if figure.name == "worker_durable")
        figures.insert(place, measured("lane", "to_per_event", title, times, "times", at_least=LEAST_OF_PER_EVENT))
    return figures
