"""The people's metrics: how many are in each state, and the time spent there; of everything, teams, sites and queues.

No agent is ever a label. Before the first event of an agent nothing is known of people, and nothing is exported.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from agents.metrics.family import Family, gauge
from agents.metrics.readers import Reader, seconds
from agents.metrics.scrape import Sample, Scrape

_SLOT_KPI: Final = "occupancy_slots"


def _parts(scrape: Scrape, labels: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The KPIs of the slices that have exactly these labels, with their values."""
    for part in (scrape.document or {}).get("slices", ()):
        if set(part["slice"]) == set(labels):
            yield tuple(part["slice"][label] for label in labels), part["kpis"]


def _now(labels: tuple[str, ...]) -> Reader:
    def read(scrape: Scrape) -> Iterator[Sample]:
        for values, kpis in _parts(scrape, labels):
            for state, windows in kpis.get("agents", {}).items():
                yield (*values, state), windows["now"]["value"]

    return read


def _time(labels: tuple[str, ...]) -> Reader:
    def read(scrape: Scrape) -> Iterator[Sample]:
        for values, kpis in _parts(scrape, labels):
            for state, windows in kpis.get("time_in_state", {}).items():
                for window, figure in windows.items():
                    yield (*values, window, state), seconds(figure.get("numerator_ms"))

    return read


def _slots(scrape: Scrape) -> Iterator[Sample]:
    for _, kpis in _parts(scrape, ()):
        for window, figure in kpis.get(_SLOT_KPI, {}).items():
            yield (window,), seconds(figure.get("denominator"))


PEOPLE: Final[tuple[Family, ...]] = (
    gauge("kpi_agents", ("state",), _now(()), "Agents by state now, each person once."),
    gauge("kpi_team_agents", ("team", "state"), _now(("team",)), "Agents of a team by state now."),
    gauge("kpi_site_agents", ("site", "state"), _now(("site",)), "Agents of a site by state now."),
    gauge(
        "kpi_queue_agents",
        ("queue", "channel", "state"),
        _now(("queue", "channel")),
        "Agents who list a queue, by state now; who lists several is in each of them, so never add them up.",
    ),
    gauge("kpi_window_agent_seconds", ("window", "state"), _time(()), "Time of all agents in each state."),
    gauge("kpi_team_window_agent_seconds", ("team", "window", "state"), _time(("team",)), "The same of a team."),
    gauge("kpi_site_window_agent_seconds", ("site", "window", "state"), _time(("site",)), "The same of a site."),
    gauge("kpi_window_slot_seconds", ("window",), _slots, "Time for which slots were offered to contacts."),
)
