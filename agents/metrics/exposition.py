"""From one instant's figures to the text that Prometheus reads."""

import asyncio
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agents.metrics import text
from agents.metrics.business import business
from agents.metrics.cumulative import Cumulative
from agents.metrics.distributions import FIRST_RESPONSE, WAIT
from agents.metrics.facts import SHOWING, WorkerFacts
from agents.metrics.family import Metric
from agents.metrics.pipeline import PIPELINE
from agents.metrics.scrape import Scrape, queues_of
from agents.turns import in_turns
from agents.web.board_state import FloorStore, Published
from stream.catalog import Catalogue


@dataclass(frozen=True, slots=True)
class Encoding:
    """A scrape that has still to be written out; it holds all that is written, and nothing that goes on changing."""

    metrics: tuple[Metric, ...]
    scrape: Scrape
    content_type: str

    def writing(self) -> Iterator[bytes | None]:
        """The text at last, None at each pause before."""
        return text.writing(self.metrics, self.scrape, open_metrics=text.is_open_metrics(self.content_type))


def packed(written: bytes) -> bytes:
    """A text for a scraper that takes gzip; packing harder costs more than sending less saves."""
    return gzip.compress(written, compresslevel=1, mtime=0)


class Exposition:
    """Reads the store, the counters and the worker's facts at each scrape, and keeps no figure between two of them."""

    def __init__(
        self, store: FloorStore, cumulative: Cumulative, facts: Callable[[], WorkerFacts], catalogue: Catalogue
    ) -> None:
        self._store = store
        self._cumulative = cumulative
        self._facts = facts
        self.adopt(catalogue)

    def adopt(self, catalogue: Catalogue) -> None:
        """Have what this catalogue calls for from the next scrape on."""
        self.metrics: tuple[Metric, ...] = (*business(catalogue), *PIPELINE)
        """Every metric there is."""

    async def settle(self) -> Published | None:
        """Bring the counters up to date, a partition at a time: the event loop has other things to do between them.

        So it has while a floor of this worker's own partitions is built, where others have the rest. Returns the floor
        of which that is.
        """
        for owner in self._cumulative.owners:
            self._cumulative.settle_of(owner)
            await asyncio.sleep(0)
        latest = self._store.latest
        if latest is not None:
            await in_turns(latest.own.building())
        return latest

    def scrape(self, accepted: str, latest: Published | None) -> Encoding:
        """Take the figures as they are now, of a floor that is settled; `accepted` is the scraper's Accept header."""
        facts = self._facts()
        floor = latest.own() if latest and facts.state in SHOWING else None
        queues = tuple(queues_of(floor)) if floor else ()
        cumulative = self._cumulative
        counts = cumulative.counts()
        promises = {
            queue.labels: {
                WAIT: queue.version.service_level_threshold_ms,
                FIRST_RESPONSE: queue.version.first_response_target_ms,
            }
            for queue in queues
        }
        scrape = Scrape(
            facts=facts,
            floor=floor,
            queues=queues,
            published_at=latest.published_at if latest else None,
            sources=tuple(sorted(cumulative.sources)),
            events=dict(cumulative.events.grown),
            counts=counts,
            spreads=cumulative.spreads(counts, promises),
            dropped_deltas=cumulative.dropped_deltas.grown[None],
            label_overflow=cumulative.label_overflow.grown[None],
        )
        return Encoding(self._shown(facts), scrape, text.content_type(accepted))

    def _shown(self, facts: WorkerFacts) -> tuple[Metric, ...]:
        return self.metrics if facts.state in SHOWING else PIPELINE
