"""One queue in full: every KPI of the catalogue by event, family by family."""

from collections.abc import Iterator
from typing import Final

from grafana_foundation_sdk.builders import timeseries
from grafana_foundation_sdk.models.dashboard import Dashboard

from agents.outputs.grafana import variables
from agents.outputs.grafana.figure import figure
from agents.outputs.grafana.frame import Cut, Section, framed
from agents.outputs.grafana.limits import limited
from agents.outputs.grafana.panels import kpi_trend, tile
from stream.catalog import Catalogue
from stream.definition import Definition

UID: Final = "kpi-queue"
_OPEN_AT_FIRST: Final = 1
"""How many families are not folded away: a folded one asks Prometheus nothing."""
_OTHERS: Final = "KPIs"
"""The title over the KPIs of a catalogue without families."""


def queue(catalogue: Catalogue) -> Dashboard:
    """The dashboard of one queue, or of several side by side."""
    entries = list(catalogue.definitions.values())
    judged = [tile(entry, asked) for entry in entries if limited(entry) and (asked := figure(entry, "queue"))]
    sections = [
        Section(panels, Cut(8, 8), title, folded=place >= _OPEN_AT_FIRST)
        for place, (title, panels) in enumerate(_families(catalogue, entries))
    ]
    return framed(
        UID,
        "Customer service: queue",
        "Every KPI of the catalogue for the chosen queues. Every figure is explained in deploy/kpis.",
        variables.of_queues(catalogue.windows),
        [Section(judged, Cut(8, 5)), *sections],
        refresh="30s",
        since="now-8h",
    )


def _families(catalogue: Catalogue, entries: list[Definition]) -> Iterator[tuple[str, list[timeseries.Panel]]]:
    titles = {family.name: family.title for family in catalogue.families}
    by_family: dict[str, list[timeseries.Panel]] = {title: [] for title in titles.values()}
    for entry in entries:
        asked = figure(entry, "queue")
        if asked is not None:
            title = titles.get(entry.family or "", _OTHERS)
            by_family.setdefault(title, []).append(kpi_trend(entry, asked))
    return ((title, panels) for title, panels in by_family.items() if panels)
