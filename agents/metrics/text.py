"""The text that Prometheus reads, in the format that it asks for.

prometheus_client decides which format that is. It is written here, because its own writer takes five times as long: at
fifty queues that is the difference between a scrape that nobody notices and one that holds up everything else.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client.exposition import CONTENT_TYPE_LATEST, CONTENT_TYPE_PLAIN_0_0_4, choose_encoder
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST as OPEN_METRICS

from agents.metrics.family import Metric
from agents.metrics.scrape import Scrape

_ESCAPING: Final = "; escaping=underscores"
"""Our names need none, so every scheme that a scraper may ask for reads them."""
_COUNTER: Final = "_total"


def content_type(accepted: str) -> str:
    """The best of the formats that a scraper accepts: OpenMetrics 1.0, text 1.0.0 or text 0.0.4."""
    try:
        _, chosen = choose_encoder(accepted)
    except (TypeError, ValueError):  # a version that is none
        return CONTENT_TYPE_PLAIN_0_0_4
    if is_open_metrics(chosen):
        return OPEN_METRICS + _ESCAPING
    return CONTENT_TYPE_LATEST + _ESCAPING if chosen.startswith(CONTENT_TYPE_LATEST) else CONTENT_TYPE_PLAIN_0_0_4


def is_open_metrics(content: str) -> bool:
    """Whether a content type is that of OpenMetrics, be it of whatever version."""
    return content.startswith("application/openmetrics-text")


def writing(metrics: Iterable[Metric], scrape: Scrape, *, open_metrics: bool) -> Iterator[bytes | None]:
    """One scrape, None before each metric and at last the text; a metric without samples is left out."""
    texts = []
    for metric in metrics:
        yield None
        lines = metric.lines(scrape)
        if lines:
            # OpenMetrics declares a counter without the end of its name, and wants quotes in a help escaped.
            counted = open_metrics and metric.kind == "counter"
            name = metric.name.removesuffix(_COUNTER) if counted else metric.name
            about = metric.help.replace('"', r"\"") if open_metrics else metric.help
            texts += [f"# HELP {name} {about}\n# TYPE {name} {metric.kind}\n", *lines]
    if open_metrics:
        texts.append("# EOF\n")
    yield "".join(texts).encode()
