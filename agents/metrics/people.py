"""The people's metrics: how many are in each state, and what their KPIs are made of, by team and site.

No agent is ever a label. Before the first event of an agent nothing is known of people, and nothing is exported. What
is summed is told by team and site together, so that it may be added up in any way; how many are in a state now is told
of everything, of teams, of sites and of queues, each by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agents.metrics.family import Family, Reader, gauge
from agents.metrics.measured import Used, by_metric, used
from agents.metrics.scrape import Sample, Scrape
from stream.catalog import NOW, Catalogue
from stream.crew.figures import GroupFigures
from stream.floor import SliceFigures
from stream.kpi import KpiValue

_AGENTS: Final = "agents"


def people_families(catalogue: Catalogue) -> Iterator[Family]:
    """Every family about people."""
    yield from _NOW
    for read, measures in (
        (_summed, used(catalogue, people=True)),
        (_of_all, used(catalogue, people=False, both=True)),
    ):
        for series, members in by_metric(measures):
            yield gauge(series.metric, series.labels, read(members), series.help)


def _summed(members: Sequence[Used]) -> Reader:
    def read(scrape: Scrape) -> Iterator[Sample]:
        for group, by_window in scrape.floor.people.items() if scrape.floor else ():
            yield from _amounts(members, group, by_window)

    return read


def _of_all(members: Sequence[Used]) -> Reader:
    """Measures of contacts that are divided by a time of people: of everything, and of the floor's own day, as that is.

    They are there though nobody is known here: a worker may have the contacts whose people are another's.
    """

    def read(scrape: Scrape) -> Iterator[Sample]:
        if scrape.floor and scrape.floor.everything:
            yield from _amounts(members, (), scrape.floor.everything)

    return read


def _amounts(
    members: Sequence[Used], labels: tuple[str, ...], by_window: Mapping[str, Mapping[int, int]]
) -> Iterator[Sample]:
    for place, windows, series, scale in members:
        further = () if series.value is None else (series.value,)
        # Of a floor that was built just before a window was added there is nothing in it yet.
        for window in (window for window in windows if window in by_window):
            amount = by_window[window].get(place, 0)
            yield (*labels, window, *further), amount / scale if scale > 1 else amount


def _now(labels: tuple[str, ...]) -> Reader:
    """How many are in each state, of the slices that have exactly these labels."""

    def read(scrape: Scrape) -> Iterator[Sample]:
        floor = scrape.floor
        shown: tuple[SliceFigures | GroupFigures, ...] = (*floor.slices, *floor.groups) if floor else ()
        for figures in shown:
            if figures.slice.keys() == set(labels):
                values = tuple(figures.slice[label] for label in labels)
                for state, of_now in figures.kpis.get(_AGENTS, {}).items():
                    yield (*values, state), _count(of_now)

    return read


def _count(of_now: KpiValue | Mapping[str, KpiValue]) -> float | None:
    return None if isinstance(of_now, KpiValue) else of_now[NOW].value


_NOW: Final = (
    gauge("kpi_agents", ("state",), _now(()), "Agents by state now, each person once."),
    gauge("kpi_team_agents", ("team", "state"), _now(("team",)), "Agents of a team by state now."),
    gauge("kpi_site_agents", ("site", "state"), _now(("site",)), "Agents of a site by state now."),
    gauge(
        "kpi_queue_agents",
        ("queue", "channel", "state"),
        _now(("queue", "channel")),
        "Agents who list a queue, by state now; who lists several is in each of them, so never add them up.",
    ),
)
