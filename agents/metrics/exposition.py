"""From one instant's figures to the text that Prometheus reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from agents.metrics.business import BUSINESS
from agents.metrics.cumulative import Cumulative
from agents.metrics.facts import SHOWING, WorkerFacts
from agents.metrics.family import Family
from agents.metrics.people import PEOPLE
from agents.metrics.pipeline import PIPELINE
from agents.metrics.scrape import Scrape
from agents.web.board_state import FloorStore

FAMILIES: Final[tuple[Family, ...]] = (*BUSINESS, *PEOPLE, *PIPELINE)
"""Every metric there is."""

PrometheusFamily: TypeAlias = CounterMetricFamily | GaugeMetricFamily


class ScrapeCollector(Collector):
    """Every family of one scrape, in the order of the table; a family without samples is left out."""

    def __init__(self, scrape: Scrape) -> None:
        self._scrape = scrape

    def collect(self) -> Iterator[PrometheusFamily]:
        """The families as prometheus_client wants them."""
        for family in FAMILIES if self._scrape.facts.state in SHOWING else PIPELINE:
            filled = _filled(family, self._scrape)
            if filled.samples:
                yield filled


@dataclass(frozen=True, slots=True)
class Encoding:
    """A scrape that has still to be written out; `body` touches nothing that another thread could change."""

    registry: CollectorRegistry
    content_type: str
    write: Callable[[CollectorRegistry], bytes]

    def body(self) -> bytes:
        """The text."""
        return self.write(self.registry)


class Exposition:
    """Reads the store, the counters and the worker's facts at each scrape, and keeps nothing between two of them."""

    def __init__(self, store: FloorStore, cumulative: Cumulative, facts: Callable[[], WorkerFacts]) -> None:
        self._store = store
        self._cumulative = cumulative
        self._facts = facts

    def scrape(self, accepted: str) -> Encoding:
        """Take the figures now; `accepted` is the scraper's Accept header."""
        latest = self._store.latest
        self._cumulative.settle()
        scrape = Scrape(
            facts=self._facts(),
            document=latest.document if latest else None,
            published_at=latest.published_at if latest else None,
            sources=tuple(sorted(self._cumulative.sources)),
            events=dict(self._cumulative.events.grown),
            outcomes=dict(self._cumulative.outcomes.grown),
            corrections=dict(self._cumulative.outcomes.fallen),
            dropped_deltas=self._cumulative.dropped_deltas.grown[None],
        )
        registry = CollectorRegistry(auto_describe=False)
        registry.register(ScrapeCollector(scrape))
        write, content_type = choose_encoder(accepted)
        return Encoding(registry, content_type, write)


def _filled(family: Family, scrape: Scrape) -> PrometheusFamily:
    make = CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily
    filled: PrometheusFamily = make(family.name, family.help, labels=family.labels)
    for labels, figure in family.read(scrape):
        if figure is not None:
            filled.add_metric(labels, figure)
    return filled
